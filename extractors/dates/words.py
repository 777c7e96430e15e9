"""Words that name a time by another one: 今年度, 翌月, 同日.

>>> str(moved("翌年度", Day(2021, 2), None, None)), str(moved("同月", Day(2021, 12, 6), None, 20))
('2021-04/2022-03', '2021-12-20')
>>> WORDS["昨年"]
('now', -1)
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from extractors.dates.edtf import Day, exists, fiscal_year_of, year_in_fiscal
from extractors.dates.moments import moment
from extractors.dates.terms import WHEN

# Word: read from the time of the document or from the date before, and how many units on.
WORDS: dict[str, tuple[Literal["now", "last"], int]] = {
    **dict.fromkeys(("今年", "本年", "今年度", "本年度", "当年度", "今月", "本月", "本日"), ("now", 0)),
    **dict.fromkeys(("昨年", "去年", "昨年度", "先月"), ("now", -1)),
    **dict.fromkeys(("来年", "明年", "来年度", "明年度", "次年度", "来月"), ("now", 1)),
    **dict.fromkeys(("一昨年", "一昨年度", "先々月"), ("now", -2)),
    **dict.fromkeys(("再来年", "再来年度", "再来月"), ("now", 2)),
    **dict.fromkeys(("同年", "当年", "同年度", "同月", "当月", "同日", "当日"), ("last", 0)),
    **dict.fromkeys(("翌年", "翌年度", "次年", "翌月", "翌日"), ("last", 1)),
    **dict.fromkeys(("前年", "前年度", "前月", "前日"), ("last", -1)),
    **dict.fromkeys(("翌々年", "翌々年度"), ("last", 2)),
    **dict.fromkeys(("前々年", "前々年度"), ("last", -2)),
}
# 前年度(2021年度), 今年(令和5年): the bracket says which.
_BRACKET = re.compile(r" ?\( ?(?=[^()]{4,14}\))")


def in_bracket(word: str, text: str, end: int) -> Day | None:
    """The year that a bracket gives right behind a word for one."""
    bracket = _BRACKET.match(text, end) if word.endswith(("年", "年度")) else None
    match = WHEN.match(text, bracket.end()) if bracket else None
    named = moment(match) if match and text.startswith(")", match.end()) else None
    if named is None or named.year is None or named.month or named.fiscal != word.endswith("度"):
        return None
    return named.stated


def moved(word: str, base: Day, month: int | None, day: int | None) -> Day | None:
    """What the word, with a month and day after it if there are any, names by `base`; null when it cannot be told."""
    steps = WORDS[word][1]
    if word.endswith("年度"):
        begins = base.year if base.fiscal or base.month is None else fiscal_year_of(base.year, base.month)
        if month:
            return Day(year_in_fiscal(begins + steps, month), month, day)
        return Day(begins + steps, fiscal=True)
    if word.endswith("年"):
        return Day(base.year + steps, month, day)
    if word.endswith("月") and base.month is not None:
        months = base.year * 12 + base.month - 1 + steps
        return Day(months // 12, months % 12 + 1, day)
    if base.month is None or base.day is None or not exists(base):
        return None
    next_day = date(base.year, base.month, base.day) + timedelta(days=steps)
    return Day(next_day.year, next_day.month, next_day.day)
