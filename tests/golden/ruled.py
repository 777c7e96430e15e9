"""Tables: one with merged heads that goes on over the page, one without rulings."""

from __future__ import annotations

from pathlib import Path

from tests.extractors.pdf_maker import PdfMaker

COLUMNS = (60, 150, 230, 310, 390, 470)
ROW = 24
GROUPS = ("エネルギー起源", "非エネルギー起源")
YEARS = ("2013年度", "2021年度", "2013年度", "2021年度")
FIRST = (
    ("あさぎり市", "512.4", "401.9", "38.0", "35.2"),
    ("みなも町", "88.1", "70.6", "9.4", "8.8"),
    ("若水町", "64.7", "△51.3", "7.7", "7.1"),
)
SECOND = (
    ("しらかば村", "12.9", "9.5", "3.1", "―"),
    ("合計", "678.1", "533.3", "58.2", "51.1"),
)
MEETINGS = (
    ("回", "開催日", "会場", "参加者数"),
    ("第1回", "令和4年5月20日", "あさぎり市役所", "64人"),
    ("第2回", "令和4年9月9日", "みなも町民会館", "71人"),
    ("第3回", "令和5年2月3日", "オンライン", "102人"),
)


def ruled_table(face: Path) -> bytes:
    """Two pages; the head of two rows is repeated on the second."""
    maker = PdfMaker(face=face)
    maker.text(60, 60, "流域の排出量", 16, bold=True)
    maker.text(60, 100, "流域の4市町村が排出した温室効果ガスは、次のとおりである。排出量は、2013年度と比べて", 10.5)
    maker.text(60, 117, "およそ2割減った。", 10.5)
    maker.text(60, 640, "表1　市町村別の温室効果ガス排出量（単位：千t-CO2）", 9.5)
    _table(maker, 660, FIRST)
    maker.text(292, 815, "8", 9).page()
    _table(maker, 60, SECOND)
    maker.text(60, 195, "※四捨五入のため、合計が合わないことがある。", 8.5)
    maker.text(60, 240, "会議の記録", 13, bold=True)
    for number, row in enumerate(MEETINGS):
        for x, word in zip((70, 130, 260, 400), row, strict=True):
            maker.text(x, 275 + 20 * number, word, 10.5)
    maker.text(292, 815, "9", 9)
    return maker.data()


def _table(maker: PdfMaker, top: float, rows: tuple[tuple[str, ...], ...]) -> None:
    bottom = top + (2 + len(rows)) * ROW
    for number in range(3 + len(rows)):
        level = top + number * ROW
        maker.stroke(COLUMNS[1] if number == 1 else COLUMNS[0], level, COLUMNS[-1], level)
    for number, x in enumerate(COLUMNS):
        maker.stroke(x, top + ROW if number in (2, 4) else top, x, bottom)
    maker.text(COLUMNS[0] + 5, top + 18, "市町村", 10)
    for x, group in zip((COLUMNS[1], COLUMNS[3]), GROUPS, strict=True):
        maker.text(x + 30, top + 7, group, 10)
    for row, words in enumerate((YEARS, *(words[1:] for words in rows))):
        for x, word in zip(COLUMNS[1:], words, strict=False):
            maker.text(x + 12, top + (row + 1) * ROW + 7, word, 10)
    for row, words in enumerate(rows):
        maker.text(COLUMNS[0] + 5, top + (row + 2) * ROW + 7, words[0], 10)
