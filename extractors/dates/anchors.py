"""Dates that other dates are read by: what a heading, a table head, a line above or the page itself states.

>>> [str(anchor.day) for anchor in stated("令和2年度の会議（2020年10月～12月）")]
['2020-04/2021-03', '2020-10']
>>> year_of(Hint(stated("2020年度")[0], "heading", 0.9), 1, None)
2021
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractors.dates.edtf import Day, year_in_fiscal
from extractors.dates.expressions import expressions
from extractors.records import Inferred
from extractors.text.folding import fold

# How time runs from an anchor to the dates that lean on it: `on` from one to the next in a text, `under` a heading,
# `near` the day on which a page was published, `back` from a date further on.
Course = Literal["on", "under", "near", "back"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date with its place. `until`: the last half of a span; `weak`: a bare year, perhaps of a name; `sure`: the
    words gave the year themselves; `frame`: the year or fiscal year whose months are being told."""

    at: int
    day: Day
    until: Day
    weak: bool = False
    era: str | None = None
    sure: bool = True
    confidence: float = 1.0
    frame: Day | None = None

    def holds(self, day: int) -> bool:
        """Whether a day of this number is one of the days from the first to the last, in one month."""
        first, last = self.day, self.until
        return first.month == last.month and (first.day or 32) <= day <= (last.day or 0)


@dataclass(frozen=True, slots=True)
class Hint:
    """An anchor, the kind of place it was found in, and how far a year taken from there can be trusted."""

    anchor: Anchor
    inferred: Inferred
    confidence: float
    course: Course = "on"


# Course: months ahead from which the year is the one before, and months behind from which it is the one after.
_TURNS: dict[Course, tuple[int, int]] = {"on": (12, 6), "under": (9, 8), "near": (6, 9), "back": (3, 12)}


def year_of(hint: Hint, month: int, word: str | None) -> int:
    """The year of a month without one, read by the hint; `word` is 翌 when it is the next such month."""
    day, frame = hint.anchor.day, frame_of(hint)
    if frame is not None and (word is None or day.fiscal):
        return year_in_fiscal(frame.year, month) if frame.fiscal else frame.year
    if day.month is None:
        return day.year
    ahead = month - day.month
    if word == "翌":
        return day.year + (ahead <= 0)
    before, after = _TURNS[hint.course]
    return day.year - (ahead >= before) + (ahead <= -after)


def frame_of(hint: Hint) -> Day | None:
    """The fiscal year, or the year of the heading, that the months by this hint belong to."""
    day = hint.anchor.day
    return day if day.fiscal or (hint.course == "under" and day.depth == 1) else hint.anchor.frame


def stated(words: str) -> list[Anchor]:
    """The dates of a caption, head or title that give their year."""
    found = (one for one in expressions(fold(words)) if one.first.year is not None and one.shape != "until")
    return [
        Anchor(-1, day, day, one.first.form == "hints", one.first.era) for one in found for day in (one.first.stated,)
    ]


def of_edtf(value: str | None) -> Anchor | None:
    """The first day, month or year of an EDTF value that a reader found."""
    parts = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", value or "")
    if parts is None:
        return None
    month, day = (int(part) if part else None for part in parts.group(2, 3))
    whole = Day(int(parts[1]), month, day)
    return Anchor(-1, whole, whole)
