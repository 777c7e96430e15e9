from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from extractors.context import Context
from extractors.document import Document
from extractors.pdf.file import read_pdf
from tests.extractors.pdf_maker import PdfMaker

UPPER = ("水路の見回りは、上流の三つの集落が月ごとに", "交代で受けもち、傷んだところは町の係に知ら")
LOWER = ("せる。係は十日のうちに直し、結果を集落の当", "番に伝える決まりである。")
WHOLE = "".join(UPPER + LOWER)
COLUMNS = [60.0, 200.0, 320.0, 440.0]
HEAD = ("集落", "戸数", "水路の長さ")
ABOVE = (("上の原", "31戸", "1,200m"), ("中の原", "18戸", "860m"))
BELOW = (("下の原", "44戸", "2,050m"), ("川端", "9戸", "310m"))


def _read(maker: PdfMaker) -> Document:
    return read_pdf(maker.data(), "application/pdf", Context())


def _pages(
    upper: Sequence[str], lower: Sequence[str], indent: float = 0, size: float = 12, width: float = 595
) -> PdfMaker:
    """Two pages with a running header and a number; text at the foot of the first and at the head of the second."""
    maker = (
        PdfMaker(width=width).text(60, 30, "用水のきまり", 8).lines(60, 100, *[UPPER[0]] * 3 + ["とする。"], size=12)
    )
    maker.lines(60, 740, *upper, size=12).text(290, 815, "1", 8).page().text(60, 30, "用水のきまり", 8)
    maker.text(60 + indent, 80, lower[0], size).lines(60, 99.2, *lower[1:], size=size)
    return maker.lines(60, 300, *[UPPER[0]] * 4, size=12).text(290, 815, "2", 8)


def _table(maker: PdfMaker, top: float, rows: Sequence[Sequence[str]], bold: bool = False) -> PdfMaker:
    maker.grid(COLUMNS, [top + 22 * number for number in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        for x, word in zip(COLUMNS, row, strict=False):
            maker.text(x + 5, top + 22 * number + 6, word, 10, bold and number == 0)
    return maker


def _tables(upper: Sequence[Sequence[str]], lower: Sequence[Sequence[str]], caption: str = "") -> PdfMaker:
    maker = _table(PdfMaker(), 700, upper).text(290, 815, "1", 8).page()
    if caption:
        maker.text(60, 50, caption, 10)
    return _table(maker, 70, lower).text(290, 815, "2", 8)


def test_a_paragraph_goes_on_over_the_page() -> None:
    document = _read(_pages(UPPER, LOWER))
    start = document.text.index(WHOLE)
    turn = start + len("".join(UPPER))
    assert document.layout
    assert document.layout.page_starts == (0, turn)
    assert [document.layout.page(offset) for offset in (turn - 1, turn)] == [1, 2]
    assert [block.kind for block in document.blocks][1:5] == ["paragraph", "page_footer", "paragraph", "page_header"]
    first, *_, last = document.layout.lines(start, start + len(WHOLE))
    assert (first[1], last[1]) == (pytest.approx(740, abs=1), pytest.approx(99.2, abs=1))


PARTED = [
    (_pages((UPPER[0], "交代で受けもち、傷んだところは町に伝える。"), LOWER), "the sentence has ended"),
    (_pages((UPPER[0], "交代で受けもつこと"), LOWER), "the line was not full"),
    (_pages(UPPER, LOWER, indent=12), "a paragraph begins"),
    (_pages(UPPER, LOWER, size=9), "it is other type"),
    (_pages(UPPER, ("・" + LOWER[0], LOWER[1])), "it is an item of a list"),
    (_pages(UPPER, LOWER, width=1200), "slides do not go on"),
]


@pytest.mark.parametrize(("maker", "reason"), PARTED)
def test_paragraphs_that_end_with_the_page(maker: PdfMaker, reason: str) -> None:
    document = _read(maker)
    assert document.layout
    starts = {block.start for block in document.blocks}
    assert starts.issuperset(document.layout.page_starts), reason


@pytest.mark.parametrize("lower", [(HEAD, *BELOW), BELOW], ids=["its head repeated", "without its head"])
@pytest.mark.parametrize("caption", ["", "表1 水路（つづき）", "（単位：戸）"])
def test_a_table_goes_on_over_the_page(lower: Sequence[Sequence[str]], caption: str) -> None:
    document = _read(_tables((HEAD, *ABOVE), lower, caption))
    (table,) = document.tables
    assert document.text[table.start : table.end].count("集落") == 1
    cells = {document.text[cell.start : cell.end]: cell for cell in table.cells}
    assert (cells["2,050m"].row, cells["2,050m"].column_heads, cells["2,050m"].row_heads) == (
        3,
        ("水路の長さ",),
        ("下の原",),
    )
    assert document.layout
    assert [document.layout.page(cells[word].start) for word in ("860m", "下の原", "310m")] == [1, 2, 2]


APART: list[tuple[Callable[[], PdfMaker], str]] = [
    (lambda: _tables((HEAD, *ABOVE), (HEAD, *BELOW), "表2 水門"), "it has a caption of its own"),
    (lambda: _table(_table(PdfMaker(), 200, (HEAD, *ABOVE)).page(), 70, (HEAD, *BELOW)), "the page had room"),
    (lambda: _table(_table(PdfMaker(), 700, (HEAD, *ABOVE)).page(), 400, (HEAD, *BELOW)), "it begins further down"),
    (
        lambda: _table(_table(PdfMaker(), 700, (HEAD, *ABOVE), True).page(), 70, (("水門", "数", "年"), *BELOW), True),
        "it has a head of its own",
    ),
    (lambda: _tables((HEAD, *ABOVE), (HEAD, *BELOW), "次の表は水門の数である。"), "a sentence introduces it"),
]


@pytest.mark.parametrize(("make", "reason"), APART)
def test_two_tables(make: Callable[[], PdfMaker], reason: str) -> None:
    assert len(_read(make()).tables) == 2, reason


def test_the_third_page_of_a_table_has_the_heads_of_the_first() -> None:
    maker = _table(PdfMaker().text(60, 600, "表1 水路（単位：m）", 9), 620, (HEAD, *ABOVE * 3)).text(290, 815, "1", 8)
    maker = _table(maker.page(), 70, BELOW * 16).text(290, 815, "2", 8)
    document = _read(_table(maker.page(), 70, ABOVE).text(290, 815, "3", 8))
    first, second = document.tables
    assert first.caption == second.caption == "表1 水路（単位：m）"
    assert [cell.column_heads for cell in second.cells if not cell.header] == [("戸数",), ("水路の長さ",)] * 2
    assert document.text[second.start : second.end] == "上の原\t31戸\t1,200m\n中の原\t18戸\t860m"
