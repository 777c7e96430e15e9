"""The days that a date in EDTF may mean: the first and the last, as ordinary dates.

>>> bounds("2021-01"), precision("2021-01"), precision("2017-04/2018-03")
((datetime.date(2021, 1, 1), datetime.date(2021, 1, 31)), 'month', 'year')
>>> bounds("not a date") is None
True
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache
from typing import Literal

Fineness = Literal["day", "month", "year", "none"]

_PART = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?[~?%]?")


@cache
def bounds(edtf: str | None) -> tuple[date, date] | None:
    """The first and last day of a date or closed span; None for an open span, a decade, or what is no date."""
    first, _, last = (edtf or "").partition("/")
    found = [_PART.fullmatch(part) for part in (first, last or first)]
    try:
        return (_day(found[0], 0), _day(found[1], 1)) if found[0] and found[1] else None
    except ValueError:
        return None


def precision(edtf: str | None) -> Fineness:
    """How finely a date is known, by the days between its bounds."""
    held = bounds(edtf)
    if held is None:
        return "none"
    days = (held[1] - held[0]).days
    return "day" if days == 0 else "month" if days <= 31 else "year"


def _day(part: re.Match[str], last: int) -> date:
    year, month, day = (int(number) if number else None for number in part.groups())
    month = month or (12 if last else 1)
    return date(year or 0, month, day or (monthrange(year or 0, month)[1] if last else 1))
