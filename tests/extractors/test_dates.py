"""What a date's record says besides its value: problem, clock time, role, precision, confidence."""

from __future__ import annotations

import pytest

from extractors.context import Context
from extractors.dates.finder import EXTRACTOR, find_dates, fiscal_year, fiscal_year_of, parse
from extractors.readers.plain import structured
from extractors.records import DateRecord


def found(text: str, context: Context | None = None) -> list[DateRecord]:
    return find_dates(structured(text, context or Context()))


PROBLEMS: list[tuple[str, str, str | None, str]] = [
    ("2025年2月30日に開催", "2025年2月30日", None, "no such day"),
    ("令和5年2月29日", "令和5年2月29日", None, "no such day"),
    ("令和5年13月1日", "令和5年13月1日", None, "no such day"),
    ("2023/4/31", "2023/4/31", None, "no such day"),
    ("令和元年4月30日", "令和元年4月30日", None, "no such day"),
    ("平成元年1月7日", "平成元年1月7日", None, "no such day"),
    ("2023年8月6日～8月35日", "2023年8月6日～8月35日", None, "no such day"),
    ("2023年8月8日(水)に訪問", "2023年8月8日(水)", "2023-08-08", "weekday differs"),
    ("2022年11月22日(火)～24日(金)", "2022年11月22日(火)～24日(金)", "2022-11-22/2022-11-24", "weekday differs"),
    ("令和5年(2022年)8月に", "令和5年(2022年)8月", "2023-08", "notations differ"),
    ("2025年度（令和6年度）", "2025年度（令和6年度）", "2025-04/2026-03", "notations differ"),
]


@pytest.mark.parametrize(("text", "passage", "value", "problem"), PROBLEMS)
def test_what_cannot_be_keeps_its_text_and_says_why(text: str, passage: str, value: str | None, problem: str) -> None:
    (record,) = found(text)
    assert (record.text, record.edtf, record.problem) == (passage, value, problem)
    assert record.confidence <= 0.5


CLOCKS = [
    ("令和3年2月4日(木曜日) 9時30分から9時50分まで", "09:30/09:50"),
    ("2024年11月11日 13:00-13:30", "13:00/13:30"),
    ("2023年8月8日（火曜日）午後1時30分～3時", "13:30/15:00"),
    ("2021年5月6日 正午", "12:00"),
    ("2023年5月5日10時半", "10:30"),
    ("2023年5月5日、午前9時", "09:00"),
    ("2023年5月5日 25:00", None),
    ("2023年5月5日に10人", None),
]


@pytest.mark.parametrize(("text", "time"), CLOCKS)
def test_a_clock_time_beside_a_date_is_kept(text: str, time: str | None) -> None:
    assert found(text)[0].time == time


ROLES = [
    ("更新日：2021年5月6日", "updated"),
    ("公開日 2021年5月6日", "published"),
    ("2021年5月6日に協定を締結しました。", "signed"),
    ("日時：2021年5月6日（木曜日）", "held"),
    ("覚書を結んでいます(令和2年2月更新)。", "renewed"),
    ("2021年5月6日で協定は失効した。", "ended"),
    ("2021年5月6日に供用を開始する予定です。", "planned"),
    ("2021年5月6日は晴れ。", None),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_a_date_has_the_role_that_the_words_give_it(text: str, role: str | None) -> None:
    assert found(text)[0].role == role


def test_a_stamp_that_ends_a_line_says_nothing_of_the_date_below() -> None:
    both = found("更新日:2022年3月20日更新\n\n令和4年3月23日、大館市と協定を締結した。")
    assert [one.role for one in both] == ["updated", "signed"]


PRECISIONS = [
    ("令和3年1月28日", "day"),
    ("令和3年1月", "month"),
    ("令和3年", "year"),
    ("令和3年度", "fiscal_year"),
    ("令和3～4年度", "span"),
    ("令和3年から", "span"),
    ("1990年代", "year"),
]


@pytest.mark.parametrize(("text", "precision"), PRECISIONS)
def test_a_date_is_as_precise_as_its_words(text: str, precision: str) -> None:
    assert found(text)[0].precision == precision


def test_records_are_complete() -> None:
    (record,) = find_dates(structured("協定の歩み\n\n令和3年1月28日に結んだ。", Context(id="x")))
    assert (record.extractor, record.section, bool(record.id)) == (EXTRACTOR, ("協定の歩み",), True)


def test_the_page_knows_its_year_when_the_text_does_not() -> None:
    document = structured("お知らせ\n\n12月1日に締結します。", Context(published="2022-11-20"))
    assert [(one.edtf, one.inferred) for one in find_dates(document)] == [("2022-12-01", "document")]
    assert not find_dates(structured("お知らせ\n\n12月1日に締結します。", Context()))


def test_inferred_years_are_trusted_less_than_stated_ones() -> None:
    stated, inferred = found("2023年8月1日に始まり、8月9日に終わる。")
    assert stated.confidence > inferred.confidence > 0.5


PARSED = [
    ("令和3年1月28日", "2021-01-28"),
    ("更新日 2023年9月22日", "2023-09-22"),
    ("2020年度", "2020-04/2021-03"),
    ("2050年まで", "../2050"),
    ("1月28日", None),
    ("令和3年1月から令和4年2月、令和5年", None),
    ("2020", None),
    ("令和3年2月30日", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "value"), PARSED)
def test_one_stated_date_is_parsed(text: str, value: str | None) -> None:
    assert parse(text) == value


def test_fiscal_years_run_from_april_to_march() -> None:
    assert fiscal_year(2020) == "2020-04/2021-03"
    assert (fiscal_year_of(2021, 3), fiscal_year_of(2021, 4)) == (2020, 2021)
