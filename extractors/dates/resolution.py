"""From what a date says and what stands around it to a value.

A missing year is taken from the first place that has one (`Surroundings.hints`); a weekday beside the date chooses
among the years that may be meant. What cannot be found out is no date; what cannot be is kept with its problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extractors.dates.anchors import Hint, frame_of, year_of
from extractors.dates.context import Surroundings
from extractors.dates.edtf import Day, exists, span, weekday, year_in_fiscal
from extractors.dates.eras import ERAS, GREGORIAN, era
from extractors.dates.expressions import Expression
from extractors.dates.moments import Moment
from extractors.dates.words import WORDS, in_bracket, moved
from extractors.records import Inferred

Problem = Literal["no such day", "weekday differs", "notations differ"]

_CONFIDENCE = {"years": 0.98, "fiscal_years": 0.95, "numbers": 0.95, "english": 0.95, "letters": 0.8, "hints": 0.85}
# 毎年4月1日に始まり、翌年3月31日に終わる is of no year.
_RECURRING = re.compile("毎年|毎会計年度|各年|例年")
# 2001年2日: a page that was read wrongly.
_MONTH_LOST = re.compile("[0-9]{1,2}日(?!間)")
_NEAR = 300
_WEEKDAY_FITS = 0.95
_SPAN_YEARS = 10  # an era year without its era is of the years around
_CENTURY_YEARS = 30  # and two digits of a Western year of these
_FEW_YEARS = 3  # so near the year named last, in 2017 a 28年 is of an era all the same
# 6月15日～7月7日 … 22日(土): the month in which the weekday fits.
_OTHER_MONTH = 0.8


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value, or null with its problem; `first` and `last` are the days that it was made from."""

    edtf: str | None
    first: Day
    last: Day | None
    inferred: Inferred | None
    confidence: float
    problem: Problem | None = None
    frame: Day | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    day: Day
    confidence: float
    inferred: Inferred | None = None
    problem: Problem | None = None
    frame: Day | None = None


def resolve(one: Expression, around: Surroundings, before: Day | None) -> Resolved | None:
    """The value of the expression, null when nobody could tell; `before` is the day that it goes on from in a list."""
    if before:
        first = _after(one.first, before, None)
        found = _Found(first, 0.9, "span") if first else None
    else:
        found = _found(one, around)
    if found is None:
        return None
    found = _checked(one.first, found, one.weekday)
    if one.last is None or found.problem == "no such day":
        return _point(one, found)
    return _span(one, found)


def _found(one: Expression, around: Surroundings) -> _Found | None:
    first = one.first
    if first.year is not None:
        fiscal = first.fiscal or (first.month is None and around.is_fiscal(one))
        day = Day(first.year, first.month, first.day, fiscal)
        misread = day.depth == 1 and _MONTH_LOST.match(around.text, one.end)
        return _Found(day, 0.3 if misread else _CONFIDENCE.get(first.form, 0.9))
    if one.last and one.last.year is not None and first.month and one.last.month:
        later = (first.month, first.day or 0) > (one.last.month, one.last.day or 99)
        return _Found(Day(one.last.year - later, first.month, first.day), 0.95, "span")
    if first.short is not None:
        return _short(one, around)
    if first.word in WORDS:
        return _relative(first, around, one.start, one.end)
    if first.month is None:
        return _day_alone(first, around, one)
    return _yearless(one, around)


def _yearless(one: Expression, around: Surroundings) -> _Found | None:
    """A month, or month and day, whose year stands elsewhere."""
    first, best = one.first, None
    for hint in around.hints(one.start, limit=one.shape == "until"):
        if _goes_back(one, hint, around):
            continue
        day = Day(year_of(hint, first.month or 1, first.word), first.month, first.day)
        confidence = min(hint.confidence, hint.anchor.confidence)
        told = around.outlook.told(one.start, day.month or 0, day.day or 0) if hint.inferred == "document" else None
        if told and best is None:  # a day told in full before, in a text that has since named other years
            day = replace(day, year=told)
        best = best or _Found(day, confidence, hint.inferred, frame=frame_of(hint))
        if exists(day) and (one.weekday is None or weekday(day) == one.weekday):
            sure = confidence if one.weekday is None else max(confidence, _WEEKDAY_FITS)
            return _Found(day, sure, hint.inferred, frame=frame_of(hint))
    if best is None or one.weekday is None:
        return best
    near = (replace(best.day, year=best.day.year + step) for step in (1, -1, 2, -2))
    fits = next((day for day in near if exists(day) and weekday(day) == one.weekday), None)
    return replace(best, day=fits, confidence=0.75) if fits else best


def _goes_back(one: Expression, hint: Hint, around: Surroundings) -> bool:
    """2018年6月に結んだ覚書を3月31日付で更新: time would run back, and the page speaks of a later year."""
    day, page = hint.anchor.day, around.page
    if not hint.anchor.sure or page is None or page.day.year <= day.year:
        return False
    return (one.first.month or 1) < (day.month or 1) and hint.anchor.at >= around.sentence(one.start)


def _short(one: Expression, around: Surroundings) -> _Found | None:
    """A year without its era or century: the one that comes nearest to the year named last."""
    anchor, first = around.last_year or around.outlook.ahead(one.start), one.first
    if anchor is None or first.short is None:
        return None
    year = min((named.year(first.short) for named in ERAS), key=lambda year: abs(year - anchor.day.year))
    western, of_era = (abs(one - anchor.day.year) for one in (2000 + first.short, year))
    if anchor.era is None and western <= _CENTURY_YEARS and (western <= _SPAN_YEARS or of_era > _FEW_YEARS):
        year = 2000 + first.short  # 2022年度は…、13年度比で
    elif of_era > _SPAN_YEARS:
        return None
    inferred: Inferred = "sentence" if anchor.at >= around.sentence(one.start) else "document"
    return _Found(Day(year, first.month, first.day, first.fiscal), 0.85 if anchor.era else 0.75, inferred)


def _relative(first: Moment, around: Surroundings, at: int, end: int) -> _Found | None:
    word = first.word or ""
    if named := in_bracket(word, around.text, end):
        return _Found(named, 0.95, "sentence")
    base, _ = WORDS[word]
    hint = around.now() if base == "now" else _last(around, at, word)
    if hint is None:
        return None
    day = moved(word, hint.anchor.day if base == "now" else hint.anchor.until, first.month, first.day)
    confidence = min(hint.confidence, hint.anchor.confidence, 0.9)
    return _Found(day, confidence, hint.inferred) if day else None


def _last(around: Surroundings, at: int, word: str) -> Hint | None:
    accounts = around.accounted(at) if word.endswith("年度") else None
    if accounts:
        return Hint(accounts, "document", 0.85)
    last = around.leaned_on(at, back=word.startswith("前"))
    if last is None or _RECURRING.search(around.text, max(last.at, at - _NEAR), at):
        return None
    inside = last.at >= around.sentence(at)
    if not inside and at - last.at > _NEAR:
        return None
    return Hint(last, "sentence" if inside else "document", 0.88 if inside else 0.78)


def _day_alone(first: Moment, around: Surroundings, one: Expression) -> _Found | None:
    """A day under a date that names its month."""
    last = around.month_of(one.start, first.day or 0)
    if last is None or last.until.month is None:
        return None
    inferred: Inferred = "sentence" if last.at >= around.sentence(one.start) else "document"
    day = replace(last.until, day=first.day, fiscal=False)
    other = replace(last.day, day=first.day, fiscal=False)
    if one.weekday is not None and other.month and not _falls_on(day, one.weekday) and _falls_on(other, one.weekday):
        return _Found(other, min(_OTHER_MONTH, last.confidence), inferred)
    return _Found(day, min(0.85, last.confidence), inferred)


def _falls_on(day: Day, named: int) -> bool:
    return exists(day) and weekday(day) == named


def _after(moment: Moment, before: Day, named: str | None) -> Day | None:
    """The second half of a span or list: what it leaves out is as in the first."""
    if moment.year is not None:
        return Day(moment.year, moment.month, moment.day, moment.fiscal)
    if moment.short is not None:
        year = era(named).year(moment.short) if named else before.year // 100 * 100 + moment.short
        return Day(year, moment.month, moment.day, moment.fiscal)
    if moment.word in WORDS:
        return moved(moment.word or "", before, moment.month, moment.day)
    if moment.month is not None:
        year = year_in_fiscal(before.year, moment.month) if before.fiscal else before.year
        earlier = before.month is not None and moment.month < before.month
        return Day(year + earlier, moment.month, moment.day)
    return Day(before.year, before.month, moment.day) if before.month is not None else None


def _checked(first: Moment, found: _Found, named: int | None) -> _Found:
    """The same with its problem, if it has one."""
    day = found.day
    if not exists(day):
        return replace(found, problem="no such day", confidence=0.5)
    if first.era and day.year < GREGORIAN.year and day.month is not None:
        return replace(found, day=Day(day.year), confidence=0.5)
    if first.era and day.month and day.day and date(day.year, day.month, day.day) < era(first.era).first:
        return replace(found, problem="no such day", confidence=0.5)
    if first.differs:
        return replace(found, problem="notations differ", confidence=0.3)
    if named is not None and day.day is not None and weekday(day) != named:
        return replace(found, problem="weekday differs", confidence=min(found.confidence, 0.5))
    return found


def _point(one: Expression, found: _Found) -> Resolved:
    day = found.day
    value: str | None = _shaped(one, day)
    if found.problem == "no such day":
        value = None
    return Resolved(value, day, None, found.inferred, found.confidence, found.problem, found.frame)


def _shaped(one: Expression, day: Day) -> str:
    if one.shape == "from":
        return span(day, None)
    if one.shape == "until":
        return span(None, Day(day.year + 9) if one.decade else day)
    if one.decade:
        return span(day, Day(day.year + 9)) if one.first.era or day.year % 10 else f"{day.year // 10}X"
    return f"{day}~" if one.about and not day.fiscal else str(day)


def _span(one: Expression, found: _Found) -> Resolved:
    assert one.last is not None
    last = _after(one.last, found.day, one.first.era)
    if last and one.last.short and one.first.short:  # 18～20年度
        last = replace(last, year=found.day.year + one.last.short - one.first.short)
    if last and one.last_decade:
        last = replace(last, year=last.year + 9)
    if last is None or not _in_order(found.day, last):
        return Resolved(str(found.day), found.day, None, found.inferred, 0.3, found.problem)
    problem, confidence = found.problem, found.confidence
    inferred = found.inferred or ("span" if one.last.year is None else None)
    if not exists(last):
        return Resolved(None, found.day, last, inferred, 0.5, "no such day")
    if one.last.differs:
        problem, confidence = "notations differ", 0.3
    elif one.last_weekday is not None and last.day is not None and weekday(last) != one.last_weekday:
        problem, confidence = "weekday differs", min(confidence, 0.5)
    return Resolved(span(found.day, last), found.day, last, inferred, confidence, problem, found.frame)


def _in_order(first: Day, last: Day) -> bool:
    """Whether the first begins before the last ends; a year begins before its own months."""
    return first.first <= last.last
