"""Any day in any notation, any text of dates' pieces, and a megabyte of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.context import Context
from extractors.dates.finder import find_dates
from extractors.document import Document
from extractors.readers.plain import structured
from extractors.records import DateRecord


def found(text: str) -> list[DateRecord]:
    return find_dates(structured(text, Context()))


DIGITS = "〇一二三四五六七八九"
WEEK = "月火水木金土日"


def kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones else "")


def wareki(day: date) -> tuple[str, str, int]:
    eras = (("令和", "R", date(2019, 5, 1)), ("平成", "H", date(1989, 1, 8)), ("昭和", "S", date(1926, 12, 25)))
    name, letter, first = next(era for era in eras if era[2] <= day)
    return name, letter, day.year - first.year + 1


def notations(day: date) -> Iterable[str]:
    y, m, d = day.year, day.month, day.day
    name, letter, n = wareki(day)
    nth = "元" if n == 1 else str(n)
    yield f"{y}年{m}月{d}日"
    yield f"{y}年{m:02}月{d:02}日({WEEK[day.weekday()]})"
    yield f"{y}年{m}月{d}日".translate({48 + i: 0xFF10 + i for i in range(10)})
    yield f"{name}{nth}年{m}月{d}日"
    yield f"{name}{nth}年（{y}年）{m}月{d}日（{WEEK[day.weekday()]}曜日）"
    yield f"{y}（{name}{nth}）年{m}月{d}日"
    yield f"{name} {nth} 年 {m} 月 {d} 日"
    yield f"{letter}{n}.{m}.{d}"
    yield f"{letter}{n}年{m}月{d}日"
    yield f"{name}{'元' if n == 1 else kanji(n)}年{kanji(m)}月{kanji(d)}日"
    yield "".join(DIGITS[int(one)] for one in str(y)) + f"年{kanji(m)}月{kanji(d)}日"
    yield f"{y}-{m:02}-{d:02}"
    yield f"{y}/{m}/{d}"
    yield f"{y}.{m}.{d}"
    yield f"{day:%B} {d}, {y}"
    yield f"{d} {day:%b}. {y}"
    yield f"{y}・{m}・{d}"
    yield f"{y}. {m}. {d}"
    yield f"{name}{nth}/{m}/{d}"
    yield f"{y}年（{name}{nth}年）{m}月{d}日"
    yield f"{y}年\n{m}月{d}日"
    yield f"{y}年{m}月{d}日[{WEEK[day.weekday()]}]"
    yield f"{y}/{m:02}/{d:02}(Mon)".replace("Mon", f"{day:%a}")


DAYS = st.dates(date(1927, 1, 1), date(2060, 12, 31))


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_any_day_in_any_notation_comes_back(day: date) -> None:
    for words in notations(day):
        (record,) = found(f"それは {words} であった。")
        assert (record.text, record.edtf, record.problem) == (words, day.isoformat(), None), words


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 400), st.sampled_from(("～", "〜", "-", "－", "―", "から")))
def test_any_span_comes_back_however_it_is_joined(first: date, length: int, joint: str) -> None:
    last = first + timedelta(days=length)
    whole = f"{last.year}年{last.month}月{last.day}日"
    shorter = (
        whole.removeprefix(f"{first.year}年").removeprefix(f"{first.month}月") if last.year == first.year else whole
    )
    for half in {whole, shorter}:
        words = f"{first.year}年{first.month}月{first.day}日{joint}{half}まで"
        assert [(one.text, one.edtf) for one in found(words)] == [(words, f"{first.isoformat()}/{last.isoformat()}")]


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 6))
def test_any_wrong_weekday_is_flagged(day: date, off: int) -> None:
    (record,) = found(f"{day.year}年{day.month}月{day.day}日（{WEEK[(day.weekday() + off) % 7]}）に開く。")
    assert (record.edtf, record.problem) == (day.isoformat(), "weekday differs")


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_any_day_under_its_fiscal_year_comes_back(day: date) -> None:
    fiscal = day.year - (day.month < 4)
    for words in (f"{day.month}月{day.day}日", f"{day.month}/{day.day}（{WEEK[day.weekday()]}）"):
        _, record = found(f"{fiscal}年度の行事\n\n{words}に開く。")
        assert (record.text, record.edtf, record.inferred) == (words, day.isoformat(), "heading")


WORDS = "令和 平成 昭和 R H 元 3 12 28 2021 2,500 年 月 日 年度 まで から ～ - ・ 、 。 ( ) （木） / . : 時 分"
PIECES = st.sampled_from([*WORDS.split(), *"同翌前本十〇間頃代\n\t"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_spans_are_exact_and_never_overlap(pieces: list[str]) -> None:
    text = "2020年度の会議\n\n" + "".join(pieces)
    end = 0
    for one in found(text):
        assert end <= one.start < one.end
        assert one.text == text[one.start : one.end]
        end = one.end


HEAVY = [
    "～",
    "令和",
    "1/",
    "2020-",
    "同年",
    "一",
    "\n",
    "1 ",
    "平成1",
    "の日",
    "1日、",
    "1.1\n",
    "2019・",
    "Jan 1",
    "10 to ",
]


@pytest.mark.parametrize(
    ("unit", "size"),
    [*((one, 1_000_000) for one in ("1", "年", "(", "（", "-", "1月")), *((one, 200_000) for one in HEAVY)],
)
def test_a_megabyte_of_one_thing_is_read_in_one_pass(unit: str, size: int) -> None:
    document = Document(id="d", text=unit * (size // len(unit)), media_type="text/plain", sha256="")
    assert len(find_dates(document)) <= 1
