"""Figures in tables: unit, period, basis and status from the heads, the caption and what stands above."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.context import Context
from extractors.dates.finder import find_dates
from extractors.figures.finder import find_figures
from extractors.reader import read as read_bytes
from tests.extractors.figure_reading import plain, read, value

CELLS = """<main><h1>統計</h1>{caption}<table><tr><th>部門</th><th>{first}</th><th>{second}</th></tr>
<tr><th>産業</th><td>1,234</td><td>{value}</td></tr><tr><th>家庭</th><td>567</td><td>89</td></tr></table></main>"""
# (caption, head, head, cell, passage, value, unit, period, status)
TABLES = [
    ("<p>単位：千t-CO2</p>", "2013年度", "2020年度", "987", "1,234", "1234000", "t-CO2", "2013-04/2014-03", None),
    ("<p>（単位:百万円）</p>", "令和3年度", "令和4年度", "987", "987", "987000000", "円", "2022-04/2023-03", None),
    ("", "2021年度実績(人)", "2030年度目標(人)", "2,000", "2,000", "2000", "人", "2030-04/2031-03", "target"),
    ("", "2021年度実績(人)", "2030年度目標(人)", "2,000", "1,234", "1234", "人", "2021-04/2022-03", "actual"),
    ("", "面積（ha）", "増減率（％）", "△3.2", "△3.2", "-3.2", "%", None, None),
    ("", "世帯数", "発電量(MWh)", "12.5", "1,234", "1234", "世帯", None, None),
    ("", "世帯数", "発電量(MWh)", "12.5", "12.5", "12500", "kWh", None, None),
    ("", "件数(件)", "金額（千円）", "約500", "約500", "~500000", "円", None, None),
    (
        "<p>表1 部門別消費量（TJ）</p>",
        "2013年度",
        "2021年度",
        "98",
        "98",
        "98000000000000",
        "J",
        "2021-04/2022-03",
        None,
    ),
    ("<p>［単位：万t-CO2］</p>", "2013", "2030", "119.9", "119.9", "1199000", "t-CO2", "2030", None),
    ("<p>（単位：千円）</p>", "R5当初予算", "R6当初予算", "987", "987", "987000", "円", "2024-04/2025-03", None),
    ("<h2>削減目標</h2>", "2013年度(基準年度)(t)", "2030年度(t)", "9", "1,234", "1234", "t", "2013-04/2014-03", None),
    ("<p>令和3年度のまとめ</p>", "R元(人)", "R4(人)", "987", "1,234", "1234", "人", "2019-04/2020-03", None),
    ("<p>令和3年度のまとめ</p>", "R2(人)", "R4実績(人)", "987", "1,234", "1234", "人", "2020-04/2021-03", None),
    ("<p>令和3年のまとめ</p>", "R2(人)", "R4実績(人)", "987", "987", "987", "人", "2022", "actual"),
    ("<p>（単位：千円）</p>", "R4決算", "R5予算", "987", "1,234", "1234000", "円", "2022-04/2023-03", "actual"),
    ("", "基準年度（2013年度）（t）", "目標（2030年度）（t）", "600", "600", "600", "t", "2030-04/2031-03", "target"),
    ("", "基準年度（2013年度）（t）", "目標（2030年度）（t）", "600", "1,234", "1234", "t", "2013-04/2014-03", None),
    ("", "現状（％）", "2030年度目標（％）", "30.0以上", "30.0以上", ">=30", "%", "2030-04/2031-03", "target"),
    ("", "現状（％）", "2030年度目標（％）", "36～38", "36～38", "36..38", "%", "2030-04/2031-03", "target"),
    ("", "件数（件）", "定員（名）", "15程度", "15程度", "~15", "人", None, None),
    ("", "件数（件）", "備考", "30人（2020年国勢調査）", "30人", "30", "人", "2020", None),
    ("<p>排出量の推移と目標（単位：千t-CO2）</p>", "2013", "2030", "6", "6", "6000", "t-CO2", "2030", None),
    ("<p>単位：人</p>", "合計", "割合", "20.5%", "20.5%", "20.5", "%", None, None),
    ("<p>単位：人</p>", "合計", "内訳", "30名", "30名", "30", "人", None, None),
]


@pytest.mark.parametrize("row", TABLES)
def test_tables(row: tuple[str, str, str, str, str, str, str, str | None, str | None]) -> None:
    caption, first, second, cell, passage, expected, unit, period, status = row
    page = CELLS.format(caption=caption, first=first, second=second, value=cell)
    document = read_bytes(page.encode(), "text/html", Context())
    found = find_figures(document, find_dates(document))
    record = next((one for one in found if one.text == passage), None)
    assert record is not None, [one.text for one in found]
    assert (value(record), record.unit) == (plain(expected), unit)
    assert (record.period, record.status) == (period, status)


ROWS = [
    # The unit of a row stands in a column of its own.
    (
        "指標\t単位\t現状値(R3)\t目標値(R8)\n利用者数\t千人\t1,245\t1,400\n導入数\t施設\t18\t40",
        "1,245",
        "1245000",
        "人",
    ),
    ("指標\t単位\t現状値(R3)\t目標値(R8)\n利用者数\t千人\t1,245\t1,400\n導入数\t施設\t18\t40", "40", "40", "施設"),
    ("区分\t単位\tR3\tR4\n1人1日当たり\tg/人・日\t912\t898", "898", "898", "g/人・日"),
    ("項目\tR3\tR4\n排出量【千t-CO2】\t17,205\t17,930", "17,930", "17930000", "t-CO2"),
    ("会計\t令和5年度(千円)\t対前年度(千円)\n一般\t311\t9\n特別\t57\t2", "9", "9000", "円"),
    # A head names what is counted.
    ("No.\t団体名\t参加者数\t配分額（円）\n1\t環境の会\t35\t50,000", "35", "35", "人"),
    ("市町村名\t人口(人)\t面積(km2)\nA市\t56,531\t103.58", "103.58", "103.58", "km2"),
    # A cell brings its own unit.
    ("項目\t内容\n契約電力\t高圧 1,250kW\n対象\t小中学校24校", "1,250kW", "1250", "kW"),
    ("|取組|2025年度|2030年度|\n|:--|--:|--:|\n|EV公用車|12台|45台|", "45台", "45", "台"),
]


@pytest.mark.parametrize(("text", "passage", "expected", "unit"), ROWS)
def test_rows(text: str, passage: str, expected: str, unit: str) -> None:
    record = next((one for one in read(text) if one.text == passage), None)
    assert record is not None, [one.text for one in read(text)]
    assert (value(record), record.unit) == (plain(expected), unit)


def test_an_era_said_once_holds_for_the_rows_below() -> None:
    text = "年度\t派遣（人）\n平成30\t12\n令和元\t10\n2\t0\n3\t4"
    assert [one.period for one in read(text)] == [f"{year}-04/{year + 1}-03" for year in (2018, 2019, 2020, 2021)]


def test_a_change_against_the_base_year_is_of_the_year_beside_it() -> None:
    text = "基準年度は2013年度です。\n\n部門\t2013年度(t)\t2022年度(t)\t増減率(基準年度比)\n産業\t100\t80\t△20％"
    record = read(text)[-1]
    assert (record.number, record.basis, record.period) == (Decimal(-20), "2013-04/2014-03", "2022-04/2023-03")


def test_a_column_of_changes_is_of_the_latest_year_of_its_row() -> None:
    head = "会計\t令和5年度\t令和4年度\t対前年度増減\t令和9年度目標"
    text = f"{head}\n一般\t311千円\t302千円\t9千円\t400千円\n特別\t57千円\t55千円\t2千円\t60千円"
    changes = [one for one in read(text) if one.text in ("9千円", "2千円")]
    assert [(one.period, one.basis) for one in changes] == [("2023-04/2024-03", "2022-04/2023-03")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "電話番号\tファクス番号\n0123-45-6789\t0123-45-6790",
        "議案番号\t件名\n46\t手数料条例の一部改正",
        "年度\t順位\n2013\t12\n2014\t15",
        "No\t指標\t単位\t備考\n1\t納税件数\t件\t毎年\n2\t総生産額\t百万円\t隔年",
        "部門\t2013年度（基準年度）\n産業\t1,204",
        "時間\t会場\n10:00～11:30\t3階大ホール\n13:00～15:00\t301・302会議室",
    ],
)
def test_a_table_without_amounts_holds_no_figures(text: str) -> None:
    assert [one.text for one in read(text)] == []


def test_a_table_of_years_and_numbers_without_a_unit_holds_no_figures() -> None:
    text = "年度\t番号\tページ\n2013\t12\t3\n2014\t15\t4"
    assert read(text) == []


def test_years_as_heads_are_no_figures() -> None:
    text = "参加者数(人)\n\n部門\t2013\t2020\n講座(人)\t120\t130"
    assert [one.text for one in read(text)] == ["120", "130"]


def test_a_change_keeps_its_sign_under_its_head() -> None:
    text = "部門\t2020年度（千円）\t増減（千円）\n産業\t1,200\t△300\n家庭\t800\t150"
    assert [(one.text, one.number, one.change) for one in read(text)] == [
        ("1,200", Decimal(1200000), False),
        ("△300", Decimal(-300000), True),
        ("800", Decimal(800000), False),
        ("150", Decimal(150000), True),
    ]
