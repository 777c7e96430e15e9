from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractors.context import Context
from extractors.document import Document
from extractors.pdf.file import read_pdf
from tests.extractors.pdf_maker import PdfMaker


def _read(maker: PdfMaker) -> Document:
    return read_pdf(maker.data(), "application/pdf", Context())


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


LEFT = ("左の段の一行目はここから始まり、", "右の端まで続いて行を折り返す。こ", "の文は左の段で終わらず、次の段の")
RIGHT = ("最初の行に続いていく。右の段は短", "い文でできていて、三行で終わりま", "す。これより下に本文はありません")
JOINED = "".join(LEFT) + "".join(RIGHT)


def _columns() -> PdfMaker:
    return PdfMaker().lines(50, 100, *LEFT, size=12).lines(300, 100, *RIGHT, size=12)


def _columns_by_rows() -> PdfMaker:
    maker = PdfMaker()
    for number, pair in enumerate(zip(LEFT, RIGHT, strict=True)):
        for x, line in zip((50, 300), pair, strict=True):
            maker.text(x, 100 + 19.2 * number, line, 12)
    return maker


def _set(*pieces: tuple[float, str]) -> PdfMaker:
    """Pieces of one line, each at its place."""
    maker = PdfMaker()
    for x, words in pieces:
        maker.text(x, 100, words, 12)
    return maker


ORDER = [
    # a word broken by the line's end, a sentence that runs on
    (PdfMaker().lines(50, 60, "みどり町は、令和3年1月28日に、あおば市と、さい", "たま市とに書面を送った。"), None),
    # Latin words keep their space, a hyphen joins
    (PdfMaker().lines(50, 60, "The towns signed an agreement on climate", "action in 2021."), "climate action"),
    # browsers set an eighth between an ideograph and a number, and leave out the spaces that the page has
    (_set((50, "令和3年"), (94.2, "10"), (108.4, "月"), (122.6, "28"), (136.8, "日に結んだ。")), "令和3年10月28日に"),
    (
        _set((50, "１"), (62, "日"), (88, "時"), (124, "令和3年10月28日")).text(50, 124, "２場所", 12),
        "１日 時\n令和3年",
    ),
    (_columns(), JOINED),
    (_columns_by_rows(), JOINED),
    # a title across both columns, then the columns, then a line across both again
    (_columns().text(50, 60, "二つの段にまたがる題", 20, True).text(50, 200, "下の行" * 12, 12), JOINED),
]


@pytest.mark.parametrize(("maker", "expected"), ORDER)
def test_lines_are_joined_in_reading_order(maker: PdfMaker, expected: str | None) -> None:
    document = _read(maker)
    assert (expected or "さいたま市") in document.text


def test_every_character_has_its_box() -> None:
    document = _read(
        PdfMaker().lines(50, 60, "みどり町は、令和3年1月28日に、あおば市と、さい", "たま市とに書面を送った。")
    )
    start = document.text.index("さいたま市")
    assert document.layout
    assert len(document.layout.boxes) == 4 * len(document.text)
    first, second = document.layout.lines(start, start + 5)
    assert first[0] == pytest.approx(50 + 20 * 10 + 5 * 4 - 5, abs=20)
    assert second[:2] == pytest.approx((50, 76), abs=1)
    assert first[1] == pytest.approx(60, abs=1)


def test_structure_of_a_report() -> None:
    maker = PdfMaker().text(50, 60, "連携の記録", 20, True).text(50, 110, "1 協定", 13, True)
    maker.lines(50, 140, "みどり町は、あおば市と協定を結び、交流を続けている。", size=10)
    maker.text(50, 170, "・公用車 12台").text(50, 186, "・バス 3台").text(50, 210, "※数は令和4年度のもの")
    document = _read(maker)
    assert _blocks(document) == [
        ("heading", "連携の記録"),
        ("heading", "1 協定"),
        ("paragraph", "みどり町は、あおば市と協定を結び、交流を続けている。"),
        ("list_item", "・公用車 12台"),
        ("list_item", "・バス 3台"),
        ("note", "※数は令和4年度のもの"),
    ]
    assert document.title == "連携の記録"
    assert document.section_at(document.text.index("12台")) == ("連携の記録", "1 協定")


def test_slides_are_read_box_by_box() -> None:
    maker = PdfMaker(width=960, height=540).text(40, 30, "取組の歩み", 28, True)
    maker.lines(60, 380, "2009年から", "電気自動車を広める", size=16).lines(
        400, 380, "2011年から", "特区に選ばれる", size=16
    )
    maker.lines(60, 200, "2019年から", "未来都市に選ばれる", size=16)
    texts = [text for _, text in _blocks(_read(maker))]
    assert texts == [
        "取組の歩み",
        "2009年から\n電気自動車を広める",
        "2011年から\n特区に選ばれる",
        "2019年から\n未来都市に選ばれる",
    ]


def test_running_headers_and_page_numbers_are_set_apart() -> None:
    maker = PdfMaker()
    for number in range(1, 5):
        maker.text(50, 30, "みどり町 活動報告", 8).text(50, 100, f"{'本文' * 8}その{number}").text(
            290, 815, str(number), 8
        )
        if number < 4:
            maker.page()
    document = _read(maker)
    kinds = [kind for kind, _ in _blocks(document)]
    assert kinds == ["page_header", "paragraph", "page_footer"] * 4
    assert document.layout
    assert [document.layout.page(block.start) for block in document.blocks] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


def test_ruled_tables_have_cells_with_heads() -> None:
    maker = PdfMaker().text(50, 60, "排出量の推移（単位：千t-CO2）")
    maker.grid([50, 150, 250, 350], [80, 100, 120, 140])
    for row, words in enumerate((("部門", "2013年度", "2021年度"), ("産業", "310.5", "254"), ("家庭", "120", "98"))):
        for column, word in enumerate(words):
            maker.text(55 + 100 * column, 85 + 20 * row, word)
    maker.text(50, 170, "表の下の文はここに続きます。")
    document = _read(maker)
    assert [kind for kind, _ in _blocks(document)] == ["paragraph", "table", "paragraph"]
    table = document.tables[0]
    assert table.caption == "排出量の推移（単位：千t-CO2）"
    said = {document.text[c.start : c.end]: (c.row_heads, c.column_heads) for c in table.cells if not c.header}
    assert said["254"] == (("産業",), ("2021年度",))
    assert said["120"] == (("家庭",), ("2013年度",))


def test_merged_cells_span() -> None:
    maker = PdfMaker().grid([50, 350], [80, 140]).stroke(50, 110, 350, 110).stroke(200, 80, 200, 140)
    maker.stroke(200, 95, 350, 95)
    for x, top, word in (
        (55, 90, "部門"),
        (205, 82, "排出量"),
        (205, 97, "2013年度"),
        (55, 120, "産業"),
        (205, 120, "31"),
    ):
        maker.text(x, top, word)
    document = _read(maker)
    spans = {document.text[c.start : c.end]: (c.row, c.column, c.rows) for c in document.tables[0].cells}
    assert spans == {"部門": (0, 0, 2), "排出量": (0, 1, 1), "2013年度": (1, 1, 1), "産業": (2, 0, 1), "31": (2, 1, 1)}


def _rows(*rows: tuple[str, ...]) -> PdfMaker:
    """Rows without rulings: the first column begins at its left edge, the others end at their right edge."""
    maker = PdfMaker().text(60, 60, "図書館などの利用者は、次の表のとおりである。")
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            wide = sum(5 if letter.isascii() else 10 for letter in word)
            if word:
                maker.text(60 if column == 0 else 160 + 100 * column - wide, 100 + 20 * row, word)
    return maker


HEAD = ("施設", "令和3年度", "令和4年度", "令和5年度")
ROWS = [
    (HEAD, ("図書館", "12,340", "13,002", "14,118"), ("体育館", "8,210", "9,004", "9,530")),
    # a cell is empty, the corner is, a row has a gap at its end
    (HEAD, ("図書館", "12,340", "13,002", "14,118"), ("体育館", "8,210", "", "9,530"), ("プール", "―", "310", "95")),
    (("", *HEAD[1:]), ("図書館", "12,340", "13,002", "14,118"), ("体育館", "8,210", "9,004", "9,530")),
    (HEAD, ("図書館", "12,340", "13,002", "14,118"), ("体育館", "8,210", "9,004", "")),
]
LOOSE = [
    (HEAD, ("図書館", "12,340", "", "14,118")),  # one whole row
    (("施設", "利用者"), ("図書館", "14,118")),  # two of two columns
    (("図書館", "", "", "14,118"), ("", "9,530", "12,340", "")),  # nothing stands below anything
]


@pytest.mark.parametrize("rows", ROWS)
def test_rows_without_rulings_are_a_table(rows: tuple[tuple[str, ...], ...]) -> None:
    document = _read(_rows(*rows))
    (table,) = document.tables
    assert document.text[table.start : table.end] == "\n".join("\t".join(row) for row in rows)
    said = {document.text[cell.start : cell.end]: (cell.row_heads, cell.column_heads) for cell in table.cells}
    assert said["8,210"] == (("体育館",), ("令和3年度",))


@pytest.mark.parametrize("rows", LOOSE)
def test_rows_that_are_no_table(rows: tuple[tuple[str, ...], ...]) -> None:
    assert _read(_rows(*rows)).tables == ()


def test_a_frame_is_no_table() -> None:
    document = _read(PdfMaker().grid([50, 300], [80, 140]).text(60, 100, "枠で囲んだ文"))
    assert _blocks(document) == [("paragraph", "枠で囲んだ文")]


def test_vertical_writing_goes_from_right_to_left() -> None:
    maker = PdfMaker().upright(460, 80, "期間は三年です。").upright(480, 80, "二十八日に連携協定を結びました。")
    document = _read(maker.upright(500, 80, "みどり町とあおば市は、令和三年一月"))
    assert document.text == "みどり町とあおば市は、令和三年一月二十八日に連携協定を結びました。期間は三年です。"
    assert document.layout
    assert len(document.layout.lines(8, 20)) == 2


def _above(maker: PdfMaker, reading: str, x: float, top: float, size: float = 6) -> PdfMaker:
    return maker.text(x, top - size, reading, size)


READINGS = [
    # above level text, in the content before, behind and in the middle of what they belong to
    (_above(PdfMaker(), "かんばつ", 74, 60).text(50, 60, "森の間伐を進める。", 12), "森の間伐を進める。"),
    (_above(PdfMaker().text(50, 60, "森の間伐を進める。", 12), "かんばつ", 74, 60), "森の間伐を進める。"),
    (
        _above(PdfMaker().text(50, 60, "森の間伐", 12), "かんばつ", 74, 60).text(98, 60, "を進める。", 12),
        "森の間伐を進める。",
    ),
    (PdfMaker().upright(500, 80, "森の間伐を進める。").upright(509, 104, "かんばつ", 6), "森の間伐を進める。"),
    # small kana that are no reading: over kana, over nothing, of nearly the size of the text
    (_above(PdfMaker().text(50, 60, "もりのひろば", 12), "おいで", 62, 60), "おいで"),
    (_above(PdfMaker().text(50, 60, "森の間伐", 12), "ひろば", 200, 60), "ひろば"),
    (_above(PdfMaker().text(50, 60, "森の間伐", 12), "かんばつ", 62, 60, 10), "かんばつ"),
]


@pytest.mark.parametrize(("maker", "expected"), READINGS)
def test_readings_are_dropped(maker: PdfMaker, expected: str) -> None:
    text = _read(maker).text
    assert expected in text
    assert "。" not in text or text == expected


UPRIGHT = [
    # numbers set level in the column, wide spaces, a signature whose neighbours run past its gaps
    (["開館は12月28日まで、電話は110番"], "開館は12月28日まで、電話は110番"),
    (["とき　十二月三日"], "とき　十二月三日"),
    (["一つ目の行は折り返して", "次の行へ続く"], "一つ目の行は折り返して次の行へ続く"),
]


@pytest.mark.parametrize(("lines", "expected"), UPRIGHT)
def test_columns_of_vertical_writing(lines: list[str], expected: str) -> None:
    assert _read(PdfMaker().columns(500, 80, *lines)).text == expected


def test_tiers_are_told_from_gaps_in_a_line() -> None:
    upper, lower = ["上の段の行はここまで"] * 3, ["下の段の行はここまで"] * 3
    maker = PdfMaker().columns(500, 80, *upper).columns(500, 240, *lower)
    maker.columns(438, 80, "この行は端から端まで続いている行です。")
    assert _read(maker).text.replace("\n", "") == "".join([*upper, "この行は端から端まで続いている行です。", *lower])


def test_a_signature_is_one_line() -> None:
    maker = PdfMaker().columns(
        500, 80, "この行は端から端まで続いている長い行です。", "この行は端から端まで続いている長い行です。"
    )
    maker.upright(440, 80, "甲町長").upright(440, 156, "山口花子").upright(410, 80, "乙市長").upright(
        410, 156, "海野太郎"
    )
    assert _read(maker).text.split("\n")[-2:] == ["甲町長 山口花子", "乙市長 海野太郎"]


@pytest.mark.parametrize(
    ("rotate", "corner"), [(0, (50, 60)), (90, (842 - 70, 50)), (180, (345, 772)), (270, (60, 345))]
)
def test_boxes_are_those_of_the_page_as_shown(rotate: int, corner: tuple[float, float]) -> None:
    document = _read(PdfMaker(rotate=rotate).text(50, 60, "横に回したページにある、二十五字の本文です。一二三", 10))
    assert document.layout
    x, top = document.layout.boxes[0] / 10, document.layout.boxes[1] / 10
    last = document.layout.boxes[-4] / 10, document.layout.boxes[-3] / 10
    assert min(abs(x - corner[0]) + abs(top - corner[1]), abs(last[0] - corner[0]) + abs(last[1] - corner[1])) < 250
    assert max(document.layout.boxes) < 8420


def _locked(user: str) -> bytes:
    canvas = Canvas("locked.pdf", encrypt=StandardEncryption(user, ownerPassword="owner"))
    canvas.drawString(100, 700, "signed on 28 January 2021")
    return canvas.getpdfdata()


WHOLE = PdfMaker().text(50, 60, "本文はここにあります。").data()
BAD = [
    (b"%PDF-1.7\nno objects here\n%%EOF\n", "broken"),
    (WHOLE[:400], "broken"),
    (WHOLE[:-200], "truncated"),
    (_locked("secret"), "encrypted"),
    (PdfMaker().stroke(0, 0, 100, 100).data(), "no text layer"),
    (PdfMaker(named=False).text(50, 60, "名前のない文字").data(), "text layer unreadable"),
    (PdfMaker(pages=[]).data(), "no pages"),
]


@pytest.mark.parametrize(("data", "problem"), BAD)
def test_what_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    assert problem in read_pdf(data, "application/pdf", Context()).problems


def test_an_empty_password_opens() -> None:
    document = read_pdf(_locked(""), "application/pdf", Context())
    assert document.text == "signed on 28 January 2021"
    assert document.problems == ()


def test_blocks_stand_in_order_with_line_ends_between() -> None:
    document = _read(_columns().text(50, 60, "題", 20, True))
    assert all(document.text[a.end : b.start] == "\n" for a, b in pairwise(document.blocks))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=30), st.integers(0, len(WHOLE))
)
def test_damaged_files_are_documents_all_the_same(damage: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WHOLE)
    for place, value in damage:
        data[place] = value
    document = read_pdf(bytes(data[:end]) if end % 3 else bytes(data), "application/pdf", Context())
    assert document.text or document.problems
