"""One moment as its words state it, before anything is looked up around it.

>>> first = moment(WHEN.search("令和3年1月28日"))
>>> first.year, first.month, first.day, first.era
(2021, 1, 28, '令和')
>>> moment(WHEN.search("同年8月")).word, moment(WHEN.search("2年度")).short
('同年', 2)

What the words leave out stays null: a year without its era is `short`, a relative one is its `word`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractors.dates.edtf import Day, year_in_fiscal
from extractors.dates.eras import Era, era
from extractors.dates.terms import ENGLISH_MONTHS, WHEN

_DIGITS = {name: value for value, name in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
# How a moment ends that has its unit; the closing brackets are those of a second notation.
_UNITS = ("年", "度", "月", "日", ")", "]", "〕")
_CENTURY = 70  # two digits from here on are of the last century
_WAYS = ("", 2, 3, 4, 5)  # in which an English date is written
Groups = Callable[[str], str | None]

__all__ = ["WHEN", "Moment", "moment"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the words say. `elided`: the second half has its unit (令和4～6年度). `differs`: two notations disagree."""

    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    fiscal: bool = False
    era: str | None = None
    short: int | None = None
    word: str | None = None
    elided: bool = False
    differs: bool = False

    @property
    def stated(self) -> Day:
        """The day, month or year of a moment that names its year."""
        return Day(self.year or 0, self.month, self.day, self.fiscal)

    @property
    def unit(self) -> int:
        """The largest unit it names: 1 year, 2 month, 3 day."""
        if self.year is not None or self.short is not None or (self.word or "").endswith(("年", "年度")):
            return 1
        return 2 if self.month is not None else 3

    @property
    def finest(self) -> int:
        """The smallest unit it names, counted alike."""
        if self.day is not None or (self.word or "").endswith("日"):
            return 3
        return 2 if self.month is not None or (self.word or "").endswith("月") else 1


def moment(match: re.Match[str]) -> Moment | None:
    """The moment of a match of `WHEN`; null when the words cannot be one."""
    reader = _READERS.get(match.lastgroup or "")
    return reader(match) if reader else None


def value(digits: str | None) -> int | None:
    """The number of up to four digits, Western or kanji; 元 is 1."""
    if digits is None or digits.isascii():
        return int(digits) if digits else None
    if digits == "元":
        return 1
    if "十" not in digits:
        return int("".join(str(_DIGITS[one]) for one in digits))
    tens, _, ones = digits.partition("十")
    return 10 * (_DIGITS.get(tens, 1) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _years(match: re.Match[str]) -> Moment | None:
    group = match.group
    number = value(group("number"))
    if number == 0:
        return None
    named = _named(group("era"))
    western = value(group("west")) or _full(value(group("apostrophe")) or 0)
    year = named.year(number) if named and number is not None else western
    month = value(group("month"))
    fiscal = bool(group("fiscal") or group("fiscal2") or group("fiscal3"))
    second = _paired(group)
    differs = second is not None and second != year
    if differs and group("unmarked") is not None:  # 1200(S45) is a number and its code
        return None
    if fiscal and month and year:
        year = year_in_fiscal(year, month)
    return Moment(
        form="years",
        year=year,
        month=month,
        day=value(group("day")),
        fiscal=fiscal and month is None,
        era=named.name if named else None,
        elided=group("elided") is not None or not match.group().endswith(_UNITS),
        differs=differs,
    )


def _named(mark: str | None) -> Era | None:
    """The era of a mark as it is written, perhaps over the end of a line."""
    return era(mark.rstrip(".").replace("\n", "")) if mark else None


def _paired(group: Groups) -> int | None:
    """The year by the second notation; 同20年 does not say of which era."""
    number, mark = value(group("pair_number")), group("pair_era")
    named = _named(mark) if mark != "同" else None
    return named.year(number) if named and number is not None else value(group("pair_west"))


def _full(year: int) -> int:
    """The year of two digits, as FY21 and '98年 have it."""
    return year + (2000 if year < _CENTURY else 1900) if year < 100 else year


def _numbers(match: re.Match[str]) -> Moment | None:
    group = match.group
    number, named = value(group("n_number")), _named(group("n_era"))
    year = named.year(number) if named and number is not None else _full(value(group("n_west")) or 0)
    month, day = value(group("n_month") or group("n_month2")), value(group("n_day") or group("n_day2"))
    if number == 0 or month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Moment(form="numbers", year=year, month=month, day=day, era=named.name if named else None)


def _words(match: re.Match[str]) -> Moment | None:
    group = match.group
    word = "".join((group("word") or group("month_word") or group("day_word") or "").split())  # 同年⏎度
    day = value(group("w_day") or group("mw_day"))
    return Moment(form="words", month=value(group("w_month")), day=day, word=word)


def _months(match: re.Match[str]) -> Moment | None:
    month, day, prefix = value(match["m_month"]), value(match["m_day"]), match["prefix"]
    if month is None or not 1 <= month <= 12 or day == 0:
        return None
    elided = not match.group().endswith(_UNITS)
    form = "months" if match["m_month"].isascii() or day is not None or elided else "kanji_month"
    return Moment(form=form, month=month, day=day, word=prefix, elided=elided)


def _pairs(match: re.Match[str]) -> Moment | None:
    month, day = int(match["p_month"]), int(match["p_day"])
    if not (1 <= month <= 12 and 1 <= day <= 31) or (match["p_month"][0] == "0" and match["p_sign"] == "."):
        return None
    return Moment(form="dotted" if match["p_sign"] == "." else "slashed", month=month, day=day)


def _bare(match: re.Match[str]) -> Moment | None:
    group = match.group
    short, day = value(group("b_year")), value(group("b_day") or group("b_kanji"))
    elided = not match.group().endswith(_UNITS)
    if day is not None:
        form = "kanji_day" if group("b_kanji") else "bare"
        return Moment(form=form, day=day, word=group("b_prefix"), elided=elided) if 1 <= day <= 31 else None
    month, fiscal = value(group("b_month")), bool(group("b_fiscal"))
    western = (group("b_year") or "").startswith("0")  # 05年度 after 1990年度
    return Moment(
        form="years" if western else "bare",
        year=2000 + (short or 0) if western else None,
        short=None if western else short,
        month=month,
        day=value(group("b_mday")),
        fiscal=fiscal and month is None,
        word=group("b_prefix"),
        elided=elided,
    )


def _english(match: re.Match[str]) -> Moment | None:
    group = match.group
    name = next((group(f"e_month{one}") for one in _WAYS if group(f"e_month{one}")), None)
    day = next((group(f"e_day{one}") for one in _WAYS if group(f"e_day{one}")), None)
    year = value(group("e_year") or group("e_year2") or group("e_year6"))
    elided = group("e_day3") is not None or group("e_elided") is not None
    return Moment("english", year, ENGLISH_MONTHS[name[:3]] if name else None, value(day), elided=elided)


def _fiscal_years(match: re.Match[str]) -> Moment | None:
    return Moment(form="fiscal_years", year=_full(int(match["fy"])), fiscal=True)


def _letters(match: re.Match[str]) -> Moment | None:
    named, number = _named(match["l_era"]), value(match["l_number"])
    return Moment(form="letters", year=named.year(number), era=named.name) if named and number else None


def _cells(match: re.Match[str]) -> Moment | None:
    return Moment(form="cells", short=int(match["c_number"])) if int(match["c_number"]) else None


def _hints(match: re.Match[str]) -> Moment | None:
    return Moment(form="hints", year=int(match["hint"]))


_READERS: dict[str, Callable[[re.Match[str]], Moment | None]] = {
    "years": _years,
    "fiscal_years": _fiscal_years,
    "numbers": _numbers,
    "words": _words,
    "months": _months,
    "pairs": _pairs,
    "bare": _bare,
    "english": _english,
    "letters": _letters,
    "cells": _cells,
    "hints": _hints,
}
