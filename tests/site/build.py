"""Write the sample site's PDFs and its Shift_JIS page, and the manifest of what is checked in.

    .venv/bin/python -m tests.site.build              everything
    .venv/bin/python -m tests.site.build --font F     with the IPAexGothic font in the file F

The font is looked for in --font, then in the environment variable RENKEI_SAMPLE_FONT, then where Debian's
fonts-ipaexfont-gothic puts it. Without one the build stops and leaves every file as it was.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from tests.site import agreement, report, slides, typeface

SITE = Path(__file__).parent
MANIFEST = SITE / "manifest.sha256"
BUILDERS = {
    "pages/kawasaki/500/files/slides.pdf": slides.build,
    "pages/kitakyushu/files/report.pdf": report.build,
    "pages/matsumoto/files/agreement.pdf": agreement.build,
}
# Old pages in Windows-31J; the element in their head calls it Shift_JIS, as such pages do.
OLD_PAGES = {"pages/kumamoto/kiji/0032210.html": "templates/kumamoto-0032210.html"}


def pdfs(font: Path) -> dict[str, bytes]:
    """Every PDF of the site by its path, made with `font`."""
    typeface.register(font)
    return {path: build() for path, build in BUILDERS.items()}


def old_pages() -> dict[str, bytes]:
    """Every page in an old encoding by its path, made from its UTF-8 template."""
    return {path: (SITE / template).read_text(encoding="utf-8").encode("cp932") for path, template in OLD_PAGES.items()}


def manifest() -> str:
    """One line a built file, as sha256sum writes it."""
    paths = sorted([*BUILDERS, *OLD_PAGES])
    return "".join(f"{hashlib.sha256((SITE / path).read_bytes()).hexdigest()}  {path}\n" for path in paths)


def main() -> int:
    """Build everything; 1 when there is no font."""
    parser = argparse.ArgumentParser(description="Write the sample site's PDFs and its Shift_JIS page.")
    parser.add_argument("--font", type=Path, help="IPAexGothic as a TrueType file (ipaexg.ttf)")
    asked = parser.parse_args().font
    font = asked if asked is None or asked.is_file() else None
    font = font or (typeface.find() if asked is None else None)
    if font is None:
        where = asked or f"${typeface.VARIABLE} or {typeface.DEBIAN}"
        print(f"no font at {where}: install fonts-ipaexfont-gothic or name ipaexg.ttf with --font", file=sys.stderr)
        return 1
    for path, content in (pdfs(font) | old_pages()).items():
        (SITE / path).write_bytes(content)
        print(f"{len(content):7}  {path}")
    MANIFEST.write_text(manifest(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
