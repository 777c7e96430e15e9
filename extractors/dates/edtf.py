"""Dates as EDTF (ISO 8601-2, levels 0 and 1): a part of the calendar, and spans of them.

>>> str(Day(2021, 1, 28)), str(Day(2021, 1)), str(Day(2020, fiscal=True))
('2021-01-28', '2021-01', '2020-04/2021-03')
>>> span(Day(2022, fiscal=True), None), span(None, Day(2050)), span(Day(2020, fiscal=True), Day(2022, fiscal=True))
('2022-04/..', '../2050', '2020-04/2023-03')
>>> fiscal_year_of(2021, 3)
2020

The Japanese fiscal year (年度) runs from April to March (財政法 第11条, 地方自治法 第208条).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FISCAL_START = 4  # April


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the month or year that holds it; with `fiscal` the fiscal year that begins in `year`."""

    year: int
    month: int | None = None
    day: int | None = None
    fiscal: bool = False

    def __str__(self) -> str:
        if self.fiscal:
            return fiscal_year(self.year)
        return f"{self.year:04}" + "".join(f"-{part:02}" for part in (self.month, self.day) if part is not None)

    @property
    def first(self) -> str:
        """The earliest month, day or year it names, as EDTF."""
        return f"{self.year:04}-{FISCAL_START:02}" if self.fiscal else str(self)

    @property
    def last(self) -> str:
        """The latest month, day or year it names, as EDTF."""
        return f"{self.year + 1:04}-{FISCAL_START - 1:02}" if self.fiscal else str(self)

    @property
    def depth(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return 1 + (self.month is not None) + (self.day is not None)


def exists(day: Day) -> bool:
    """Whether the calendar has this month and day."""
    if not 1 <= day.year <= 9999 or (day.month is not None and not 1 <= day.month <= 12):
        return False
    return day.day is None or day.month is None or 1 <= day.day <= monthrange(day.year, day.month)[1]


def weekday(day: Day) -> int:
    """0 for Monday to 6 for Sunday; the day must exist and be named to the day."""
    return date(day.year, day.month or 1, day.day or 1).weekday()


def fiscal_year(year: int) -> str:
    """The span of the fiscal year that begins in April of `year`, as EDTF."""
    return f"{year:04}-{FISCAL_START:02}/{year + 1:04}-{FISCAL_START - 1:02}"


def fiscal_year_of(year: int, month: int) -> int:
    """The fiscal year that a month belongs to, by the year in which it begins."""
    return year - (month < FISCAL_START)


def year_in_fiscal(fiscal: int, month: int) -> int:
    """The calendar year of a month of the fiscal year."""
    return fiscal + (month < FISCAL_START)


def span(first: Day | None, last: Day | None) -> str:
    """From the first to the last, both included; a side without a value is open."""
    return f"{first.first if first else '..'}/{last.last if last else '..'}"
