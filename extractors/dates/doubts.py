"""Words that can be a date and often are none: whether they are one where they stand.

A day without its month, a month in kanji, a bare era letter, numbers with dots: each needs a place or a neighbour that
speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from extractors.dates.anchors import Anchor
from extractors.dates.context import Surroundings
from extractors.dates.expressions import Expression
from extractors.dates.layout import in_place
from extractors.dates.programmes import Programme, opens_line
from extractors.dates.terms import LIST

_LATEST = 2200
_EARLIEST = 1000
# A month in kanji alone may be a name (三月町, 八月さん): what follows must be what follows a month.
_AFTER_MONTH = re.compile(r"に|は|の|か[らけ]|まで|、|[上中下初]旬|[初末頃]|定例|議会|臨時|補正|[~)]")
_NAME = re.compile(r"[一-鿿々ァ-ヶー]")
_AFTER_DAY = re.compile(r"に(?![一0-9])|は|の(?!間|う)|、|から|まで|午[前後]|夜|朝|夕")
_ON_DAY = re.compile(r"に(?:は|、|[一-鿿])(?!度|回|つき)")
_LABEL_MARKS = " :/(・"
_ROWS = 120  # no longer are two rows of days
_ROW_MARKS = "\n、"
_TITLE_MARKS = " 「『\t|"
_CLOSED = re.compile(r"年末年始|休[館業園庁所場診み]|閉館")
_LINE = 40
# 12月29日から1月3日を除く, 10月10日を「環境の日」と定める
_EXCEPTED = re.compile(r"[)」]?(?:を|は)(?:除|「?[^。、\n「」]{1,10}の日」?(?:$|[でとに。]))")
_COPYRIGHT = re.compile(r"(?:©|Copyright|\([Cc]\)|ⓒ) ?\Z")


def is_meant(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """Whether the expression is a date where it stands."""
    year = one.first.year
    if year is not None and not _EARLIEST <= year <= _LATEST:
        return False
    doubt = _DOUBTS.get(one.first.form)
    return doubt is None or doubt(one, around, programme)


def goes_on(text: str, before: Expression, one: Expression) -> bool:
    """Whether a day hangs on to the date just before it: 8月6日～9日、13日～15日."""
    bare = one.first.form == "bare" and one.first.unit == 3
    return one.listed or (bare and LIST.fullmatch(text, before.end, one.start) is not None)


def _numbers(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """2021/1/28, R3.1.28 and 令和3.1 are plain; M7.3 may be the strength of an earthquake."""
    if around.text[one.start] in "MT" and one.first.day is None:
        return False
    if one.first.day is None and "・" in around.text[one.start : one.end]:  # 令和3・4の各年度
        return around.cells.is_filled(one)
    named = one.first.era is not None and not around.text[one.start].isascii()
    named = named or "月" in around.text[one.start : one.end]  # R6.3月
    whole = one.first.form == "numbers" and (one.first.day is not None or named)
    return whole or in_place(around.text, one, around.cells.at(one.start), programme)


def _years(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """2010-2024 after © is no time that the page speaks of."""
    bare = one.last is not None and one.last.form == "hints"
    return not (bare and _COPYRIGHT.search(around.text, max(0, one.start - 12), one.start))


def _months(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """休館日 12月29日から1月3日まで, 12月29日から1月3日を除く: closed every year."""
    new_year = (
        one.last is not None and (one.first.month, one.last.month) == (12, 1) and one.first.day and one.weekday is None
    )
    window = max(0, one.start - _LINE)
    before = around.text[max(window, around.text.rfind("\n", window, one.start)) : one.start]
    return not (new_year and _CLOSED.search(before)) and not _EXCEPTED.match(around.text, one.end)


def _kanji_month(one: Expression, around: Surroundings, programme: Programme) -> bool:
    named = _NAME.match(around.text, max(0, one.start - 1), one.start)
    return not named and _AFTER_MONTH.match(around.text, one.end) is not None


def _hints(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """2019 at the start of a line of a chronicle, or in a column or row of years."""
    return one.start in programme.starts or around.cells.is_year(one)


def _cells(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """28 in the column of years that began with 平成27."""
    year = around.last_year
    return year is not None and year.at >= around.block.start and around.cells.is_short_year(one)


def _never(one: Expression, around: Surroundings, programme: Programme) -> bool:
    return False


def _bare(one: Expression, around: Surroundings, programme: Programme) -> bool:
    """A year without era, or a day without month."""
    first = one.first
    if first.short is not None:
        return first.fiscal or first.month is not None or first.word == "同" or around.cells.is_filled(one)
    day = first.day or 0
    last = around.month_of(one.start, day)
    if last is None or last.until.month is None:
        return False
    if one.weekday is not None or (one.time and last.at >= around.sentence(one.start)):
        return True
    if last.day.depth == 1 or day < (last.day.day or 0):
        return False
    return _is_told(one, around, last)


def _is_told(one: Expression, around: Surroundings, last: Anchor) -> bool:
    """Whether a day alone goes on from the last date, by the words around it or by its place."""
    text = around.text
    held = last.holds(one.first.day or 0)
    if held and text[one.start - 1] + text[one.end : one.end + 1] == "()":  # the first day (11日)
        return True
    labelled = text[one.start - 1] in _LABEL_MARKS and held
    titled = text[one.end : one.end + 1] in _TITLE_MARKS and (labelled or opens_line(text, one.start))
    near = last.at >= one.start - _ROWS and text.count("\n", last.at, one.start) < 2
    told_above = one.last is not None or near
    in_column = told_above and text[one.start - 2 : one.start] == "  " and text[one.end : one.end + 1] in _ROW_MARKS
    in_sentence = last.at >= around.sentence(one.start)
    if last.day.depth < 3:
        dated = one.last is not None or _ON_DAY.match(text, one.end)
        return in_column or bool((titled and last.at >= around.block.start) or (dated and in_sentence))
    goes_on = in_sentence and (one.first.word or _AFTER_DAY.match(text, one.end))  # 翌13日, 13日に
    in_block = last.at >= around.block.start and _ON_DAY.match(text, one.end)  # 2日には調印し
    return bool(titled or in_column or goes_on or in_block)


_DOUBTS: Mapping[str, Callable[[Expression, Surroundings, Programme], bool]] = {
    "numbers": _numbers,
    "dotted": _numbers,
    "slashed": _numbers,
    "letters": _numbers,
    "years": _years,
    "months": _months,
    "kanji_month": _kanji_month,
    "kanji_day": _never,
    "bare": _bare,
    "cells": _cells,
    "hints": _hints,
}
