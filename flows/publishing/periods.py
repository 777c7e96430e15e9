"""Dates in EDTF as tables carry them: the first and last day they may mean, and their Japanese years for people.

>>> period("2020-04/2021-03"), period("2009/..")
((datetime.date(2020, 4, 1), datetime.date(2021, 3, 31)), (datetime.date(2009, 1, 1), None))
>>> wareki("2021-01-28"), wareki("2020-04/2021-03"), wareki("2019-04/.."), wareki("2019")
('令和3年1月28日', '令和2年度', '平成31年4月～', '平成31年／令和元年')
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from extractors.dates.edtf import FISCAL_START
from extractors.dates.edtf_bounds import bounds
from extractors.dates.eras import ERAS, GREGORIAN

Period = tuple[date | None, date | None]

_OPEN = ""
_DECADE = re.compile(r"(\d{3})X")
_LAST_OF_FISCAL = f"-{FISCAL_START - 1:02}"
_FIRST_OF_FISCAL = f"-{FISCAL_START:02}"
_KEPT = 1 << 16  # dates kept at hand: a data set has few different ones


@lru_cache(_KEPT)
def period(edtf: str | None) -> Period:
    """The first and last day that a date may mean, both included; None for a side that is open or no date."""
    first, last = _sides(edtf)
    opening, closing = bounds(first), bounds(last)
    return opening[0] if opening else None, closing[1] if closing else None


@lru_cache(_KEPT)
def wareki(edtf: str | None) -> str | None:
    """A date in the years of the Japanese eras; None when it is no date or begins before the solar calendar of 1873."""
    sides = _sides(edtf)
    if not edtf or any(side and not bounds(side) for side in sides) or not any(sides):
        return None
    if (start := period(edtf)[0]) and start < GREGORIAN:
        return None
    if fiscal := _fiscal(*sides):
        return fiscal
    first, last = (_said(side) if side else "" for side in sides)
    return first if sides[0] == sides[1] else f"{first}～{last}"


def _sides(edtf: str | None) -> tuple[str, str]:
    """The two sides of a span, a date alone being both; an open side is empty, a decade its first and last year."""
    first, slash, last = (edtf or "").replace("..", _OPEN).partition("/")
    last = last if slash else first
    return _DECADE.sub(r"\g<1>0", first), _DECADE.sub(r"\g<1>9", last)


def _fiscal(first: str, last: str) -> str | None:
    """A span from April to March as 年度; one of several years from the first 年度 to the last."""
    if not (len(first) == len(last) == 7 and first.endswith(_FIRST_OF_FISCAL) and last.endswith(_LAST_OF_FISCAL)):
        return None
    began, ended = int(first[:4]), int(last[:4]) - 1
    opening = f"{_year(date(began, FISCAL_START, 1))}度"
    return opening if began == ended else f"{opening}～{_year(date(ended, FISCAL_START, 1))}度"


def _said(side: str) -> str:
    """One side in words; a year in which the era changed is said in both."""
    first, last = bounds(side) or (date.min, date.max)
    plain = side.rstrip("~?%")
    years = dict.fromkeys((_year(first), _year(last)) if len(plain) == 4 else (_year(first),))
    parts = "".join(f"{int(part)}{unit}" for part, unit in zip(plain.split("-")[1:], "月日", strict=False))
    return "／".join(f"{year}{parts}" for year in years) + ("頃" if side.endswith("~") else "")


def _year(day: date) -> str:
    held = next((one for one in ERAS if one.holds(day)), ERAS[-1])
    number = day.year - held.first.year + 1
    return f"{held.name}{'元' if number == 1 else number}年"
