"""Figures in tables: unit, period, basis and status from the heads, the caption and what stands above."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.context import Context
from extractors.dates import find_dates
from extractors.figures import find_figures
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
