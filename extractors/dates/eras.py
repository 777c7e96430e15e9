"""The eras of Japan's calendar (和暦) by the dates that law gave them.

>>> era("令和").year(3), era("H").year(31), era("㍼").year(64)
(2021, 2019, 1989)
>>> era("令和").holds(date(2019, 4, 30)), era("平成").holds(date(2019, 4, 30))
(False, True)

Sources: 元号を改める政令 (平成31年政令第143号 for 令和, 昭和64年政令第1号 for 平成) and the imperial edicts
(改元の詔書) of 1868, 1912 and 1926, free of copyright (著作権法 第13条). 明治 begins on 慶応4年1月1日, old calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Japan took the Gregorian calendar on this day (明治5年太政官布告第337号); earlier months are of another one.
GREGORIAN = date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """An era by name, its one-letter and one-character marks, and its first and last day (none while it lasts)."""

    name: str
    letter: str
    sign: str
    first: date
    last: date | None

    def year(self, number: int) -> int:
        """The Western year of the era's year; numbers past the era's end count on, as plans made before it do."""
        return self.first.year - 1 + number

    def holds(self, day: date) -> bool:
        """Whether the day is of this era by law."""
        return self.first <= day and (self.last is None or day <= self.last)


ERAS = (
    Era("明治", "M", "㍾", date(1868, 1, 25), date(1912, 7, 29)),
    Era("大正", "T", "㍽", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", "㍼", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", "㍻", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", "㋿", date(2019, 5, 1), None),
)
_BY_MARK = {mark: one for one in ERAS for mark in (one.name, one.name[0], one.letter, one.sign)}


def era(mark: str) -> Era:
    """The era of a name (令和, 令), letter (R) or sign (㋿); raises `KeyError` for any other mark."""
    return _BY_MARK[mark]


def era_of(year: int, number: int) -> str | None:
    """The name of the era whose year of this number it is; null when the number is the end of the Western year."""
    names = (one.name for one in ERAS if one.year(number) == year)
    return None if year % 100 == number else next(names, None)
