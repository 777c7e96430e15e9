"""The golden PDFs: each is read as its expected.json says a careful reader sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from bench.fidelity import longest_common
from extractors import extras
from extractors.context import Context
from extractors.document import Document
from extractors.pdf import ocr
from extractors.pdf.characters import read_page
from extractors.pdf.file import read_pdf
from tests.extractors.test_html import state
from tests.golden import build
from tests.site import typeface

READ = sorted(set(build.BUILDERS) - {"scanned"})


def _read(name: str) -> Document:
    return read_pdf(_bytes(name), "application/pdf", Context())


def _bytes(name: str) -> bytes:
    return (build.GOLDEN / name / "document.pdf").read_bytes()


def _expected(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((build.GOLDEN / name / "expected.json").read_text(encoding="utf-8"))
    return expected


@pytest.mark.parametrize("name", READ)
def test_golden_documents(name: str) -> None:
    assert state(_read(name)) == _expected(name)


@pytest.mark.parametrize("name", READ)
def test_every_character_stands_where_its_page_has_it(name: str) -> None:
    document = _read(name)
    assert document.layout
    assert len(document.layout.boxes) == 4 * len(document.text)
    if not document.text:
        return
    pdf = pypdfium2.PdfDocument(_bytes(name))
    pages = [read_page(pdf, number) for number in range(len(pdf))]
    there = {
        (page.number + 1, character, *(int(10 * side + 0.5) for side in box))
        for page in pages
        for character, box in zip(page.text, page.boxes, strict=True)
    }
    for offset, character in enumerate(document.text):
        box = document.layout.boxes[4 * offset : 4 * offset + 4]
        if any(box):
            assert (document.layout.page(offset), character, *box) in there
        else:
            assert character.isspace()


def test_a_scan_without_ocr_says_so() -> None:
    assert (_read("scanned").text, _read("scanned").problems) == ("", ("no text layer",))


@pytest.mark.skipif(not extras.is_installed(), reason="the extra for OCR is not installed")
def test_a_scan_is_read_by_ocr() -> None:
    document, expected = ocr.read_scan(_bytes("scanned"), "application/pdf", Context()), _expected("scanned")
    wanted = "".join("".join(text for _, _, text in expected["blocks"]).split())
    found = "".join(document.text.split())
    common = longest_common(wanted, found)
    assert list(document.problems) == expected["problems"]
    assert common >= 0.97 * len(wanted)
    assert common >= 0.97 * len(found)


def test_built_files_are_those_of_the_manifest() -> None:
    assert build.manifest() == build.MANIFEST.read_text(encoding="utf-8")
    assert all(len(_bytes(name)) < 100_000 for name in build.BUILDERS)


def test_old_pages_are_those_of_their_templates() -> None:
    assert {path: (build.GOLDEN / path).read_bytes() for path in build.OLD_PAGES} == build.old_pages()


@pytest.mark.skipif(typeface.find() is None, reason=f"no font at {typeface.DEBIAN} or in ${typeface.VARIABLE}")
def test_documents_say_what_their_builders_write() -> None:
    font = typeface.find()
    assert font is not None
    for path, content in build.pdfs(font).items():  # compressed bytes may differ with zlib, so compare what is read
        built = read_pdf(content, "application/pdf", Context())
        assert (built.text, built.problems) == (_read(path.split("/")[0]).text, _read(path.split("/")[0]).problems)


def test_building_without_a_font_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.golden.build", "--font", str(tmp_path / "none.ttf")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=build.GOLDEN.parents[1], check=False)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and "none.ttf" in done.stderr
