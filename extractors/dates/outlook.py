"""What a document as a whole tells of time, read before the walk through it.

>>> from extractors.dates.expressions import expressions
>>> view = outlook(list(expressions("2021年5月6日に結び、2050年までに実現する。")))
>>> view.horizon, str(view.present.day), str(view.ahead(0).day)
(2021, '2021-05-06', '2021-05-06')
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from extractors.dates.anchors import Anchor
from extractors.dates.expressions import Expression

# Days on which something begins or ends every year.
_CUSTOMARY = ((1, 1), (3, 31), (4, 1), (10, 1), (12, 31))
_FISCAL_MORE = 2  # times as many fiscal years as years
_AHEAD = 400  # how far on the next stated date may be to date what comes before it


@dataclass(frozen=True, slots=True)
class Outlook:
    """`horizon`: the latest year of a month, beyond which a bare year is a goal; `present`: the latest day or month."""

    horizon: int
    present: Anchor | None
    fiscal: frozenset[int]
    anchors: Sequence[Anchor]
    starts: Sequence[int]
    of_one_year: bool
    in_fiscal_years: bool  # whole years are mostly fiscal ones here: R4 alone is one too
    days: Mapping[tuple[int, int], tuple[int, int, float]]  # month and day: where, of which year, and until where

    def told(self, at: int, month: int, day: int) -> int | None:
        """The year of a day that was told in full before `at`, always of the same year."""
        since, year, until = self.days.get((month, day), (at, 0, at))
        return year if since < at <= until and (month, day) not in _CUSTOMARY else None

    def ahead(self, at: int) -> Anchor | None:
        """The next date from `at` on when it states its month, or its year and the document names no other."""
        index = bisect_left(self.starts, at)
        if index == len(self.starts) or self.starts[index] - at >= _AHEAD:
            return None
        anchor = self.anchors[index]
        return anchor if anchor.day.month or self.of_one_year else None


def outlook(found: Sequence[Expression]) -> Outlook:
    """The outlook by all the expressions of a document."""
    dated = [one for one in found if one.first.year and one.first.form != "hints"]
    anchors = [Anchor(one.start, day, day) for one in dated for day in (one.first.stated,)]
    days = [anchor for anchor, one in zip(anchors, dated, strict=True) if one.shape == "point" and one.first.month]
    whole = [one.first.fiscal for one in dated if one.first.month is None and one.first.form == "years"]
    return Outlook(
        horizon=max((anchor.day.year for anchor in anchors if anchor.day.month), default=9999),
        present=max(days, key=lambda anchor: str(anchor.day), default=None),
        fiscal=frozenset(anchor.day.year for anchor in anchors if anchor.day.fiscal),
        anchors=anchors,
        starts=[anchor.at for anchor in anchors],
        of_one_year=len({anchor.day.year for anchor in anchors}) == 1,
        in_fiscal_years=sum(whole) > _FISCAL_MORE * (len(whole) - sum(whole)),
        days=_told(anchors),
    )


def _told(anchors: Sequence[Anchor]) -> dict[tuple[int, int], tuple[int, int, float]]:
    """Where each day of the calendar is first told in full, of which year, and from where on of another year too."""
    days: dict[tuple[int, int], tuple[int, int, float]] = {}
    for anchor in anchors:
        if anchor.day.month and anchor.day.day:
            key = anchor.day.month, anchor.day.day
            since, year, until = days.setdefault(key, (anchor.at, anchor.day.year, inf))
            if year != anchor.day.year:
                days[key] = since, year, min(until, anchor.at)
    return days
