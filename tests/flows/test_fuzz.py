"""Two thousand damaged pages and PDFs: each gives a document or a problem, and no reader dies of one."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from extractors.context import Context
from flows.extraction.reading import ReaderPool, ReaderProcess, ReadFailedError
from flows.limits import Limits
from tests.extractors.pdf_maker import PdfMaker

MUTANTS = 2_000
TESTS = Path(__file__).parents[1]
_PACKED = re.compile(rb"<</Length \d+/Filter/FlateDecode>>stream\n(.*?)\nendstream", re.S)
# What breaks parsers: numbers without measure, objects that hold themselves, tags that never end, wrong encodings.
TOKENS = [
    *(b"999999999999", b"-1", b"0", b"65536", b"1e308", b"nan", b"1 0 R", b"2 0 R", b"/Kids[2 0 R]", b"/Parent 1 0 R"),
    *(b"/Rotate 45", b"<<", b">>", b"[", b"]", b"(", b"BT", b"ET", b"Tj", b"q", b"Q", b"Do", b"endstream", b"xref"),
    *(
        b"<table>",
        b"<td rowspan=65535 colspan=65535>",
        b"</body>",
        b"<!--",
        b"<svg>",
        b"<div>" * 500,
        b"<ruby>",
        b"&#0;",
    ),
    *(
        b"\x1b$B",
        b"\x1b(B",
        b"\xff\xfe",
        b"\x8f\xa1\xa1",
        b"\xed\xa0\x80",
        b"\x00",
        "令和9999年99月99日".encode(),
        b"9" * 5_000,
    ),
    *(word.encode() * 300 for word in ("（", "年", "〜", "一億", "・", "市と", "1月", "第1条", "協定")),
]


def _unpacked(data: bytes) -> bytes:
    """A PDF whose streams can be read, so that damage reaches what they say; its table of places is off by then."""

    def plain(found: re.Match[bytes]) -> bytes:
        body = zlib.decompress(found[1])
        return b"<</Length %d>>stream\n%s\nendstream" % (len(body), body)

    return _PACKED.sub(plain, data)


def _originals() -> list[tuple[bytes, str]]:
    pages = [(path.read_bytes(), "text/html") for path in sorted((TESTS / "golden").glob("*/page.html"))]
    report = PdfMaker().text(50, 60, "連携の記録", 20, True).text(50, 110, "1 協定", 13, True)
    report.lines(50, 140, "みどり町は、令和3年1月28日に、松山市と協定を結び、", "交流を続けている。", size=10)
    report.grid([50, 150, 250], [200, 220, 240]).text(55, 205, "年度").text(155, 205, "排出量").text(55, 225, "2013")
    upright = (
        PdfMaker()
        .upright(500, 80, "富山市と松山市は、令和三年一月")
        .upright(480, 80, "二十八日に連携協定を結びました。")
    )
    turned = PdfMaker(rotate=90).text(50, 60, "横に回したページの本文です。").page().text(50, 60, "・バス 3台")
    made = [maker.data() for maker in (report, upright, turned)]
    files = [
        *made,
        *(_unpacked(data) for data in made),
        (TESTS / "site/pages/matsumoto/files/agreement.pdf").read_bytes(),
    ]
    return pages + [(data, "application/pdf") for data in files]


def _mutant(random: Random, originals: list[tuple[bytes, str]]) -> tuple[bytes, str]:
    whole, media_type = random.choice(originals)
    data = bytearray(whole)
    for _ in range(random.choice((1, 1, 2, 4, 16, 64))):
        place = random.randrange(len(data) + 1)
        match random.randrange(6):
            case 0:
                data[place : place + 1] = random.randbytes(1)
            case 1:
                data[place:place] = random.choice(TOKENS)
            case 2:
                data[place : place + random.randrange(200)] = b""
            case 3:
                data[place:place] = data[place : place + random.randrange(2_000)]
            case 4:
                other = random.choice(originals)[0]
                start = random.randrange(len(other))
                data[place:place] = other[start : start + random.randrange(2_000)]
            case 5 if random.random() < 0.2:
                del data[max(place, 20) :]
    return bytes(data), media_type


def test_damaged_documents_cost_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    # OCR takes seconds a page, and sees pictures only.
    monkeypatch.setattr("flows.extraction.reading.is_installed", lambda: False)
    originals = _originals()
    mutants = [_mutant(Random(number), originals) for number in range(MUTANTS)]

    def outcome(reader: ReaderProcess, mutant: tuple[bytes, str]) -> str:
        try:
            document = reader.read(*mutant, Context(id="d"), records=True).document
        except ReadFailedError as error:
            return str(error)
        return "document" if document.text else "problem" if document.problems else "nothing"

    with ReaderPool(Limits(seconds=60)) as readers:
        outcomes = Counter(readers.map(outcome, mutants))
    assert outcomes.total() == MUTANTS
    assert outcomes["document"] > MUTANTS / 2
    assert set(outcomes) <= {"document", "problem"}, outcomes
