"""Write the golden PDFs and the golden pages in old encodings, and the manifest of what is checked in.

    .venv/bin/python -m tests.golden.build              everything
    .venv/bin/python -m tests.golden.build --font F     with the IPAexGothic font in the file F

The font is looked for as `tests.site.build` does; without one the build stops and leaves every file as it was.
Beside each document stands expected.json: what a careful reader sees, written by hand and never by a program.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from tests.golden import prose, ruled, unreadable, vertical, wide
from tests.site import typeface

GOLDEN = Path(__file__).parent
MANIFEST = GOLDEN / "manifest.sha256"
BUILDERS: dict[str, Callable[[Path], bytes]] = {
    "vertical_bulletin": vertical.bulletin,
    "vertical_agreement": vertical.agreement,
    "two_columns": prose.two_columns,
    "contents": prose.contents,
    "ruled_table": ruled.ruled_table,
    "slides": lambda _: wide.slides(),
    "rotated": lambda _: wide.rotated(),
    "no_tounicode": unreadable.no_tounicode,
    "locked": lambda _: unreadable.locked("secret"),
    "locked_empty": lambda _: unreadable.locked(""),
    "scanned": unreadable.scanned,
}
# Pages by the codec that they are written in; each is made from the template.html beside it.
OLD_PAGES = {"windows_31j/page.html": "cp932", "iso_2022_jp/page.html": "iso2022_jp"}


def pdfs(font: Path) -> dict[str, bytes]:
    """Every golden PDF by its path, made with `font`."""
    typeface.register(font)
    return {f"{name}/document.pdf": build(font) for name, build in BUILDERS.items()}


def old_pages() -> dict[str, bytes]:
    """Every page in an old encoding by its path, made from its UTF-8 template."""
    return {
        path: (GOLDEN / path).with_name("template.html").read_text(encoding="utf-8").encode(codec)
        for path, codec in OLD_PAGES.items()
    }


def manifest() -> str:
    """One line a built file, as sha256sum writes it."""
    paths = sorted([*(f"{name}/document.pdf" for name in BUILDERS), *OLD_PAGES])
    return "".join(f"{hashlib.sha256((GOLDEN / path).read_bytes()).hexdigest()}  {path}\n" for path in paths)


def main() -> int:
    """Build everything; 1 when there is no font."""
    parser = argparse.ArgumentParser(description="Write the golden PDFs and the pages in old encodings.")
    parser.add_argument("--font", type=Path, help="IPAexGothic as a TrueType file (ipaexg.ttf)")
    asked = parser.parse_args().font
    font = asked if asked is None or asked.is_file() else None
    font = font or (typeface.find() if asked is None else None)
    if font is None:
        where = asked or f"${typeface.VARIABLE} or {typeface.DEBIAN}"
        print(f"no font at {where}: install fonts-ipaexfont-gothic or name ipaexg.ttf with --font", file=sys.stderr)
        return 1
    for path, content in (pdfs(font) | old_pages()).items():
        (GOLDEN / path).parent.mkdir(exist_ok=True)
        (GOLDEN / path).write_bytes(content)
        print(f"{len(content):7}  {path}")
    MANIFEST.write_text(manifest(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
