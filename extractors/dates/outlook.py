"""What a document as a whole tells of time, read before the walk through it.

>>> from extractors.dates.expressions import expressions
>>> view = outlook(list(expressions("2021年5月6日に結び、2050年までに実現する。")))
>>> view.horizon, str(view.present.day), str(view.ahead(0).day)
(2021, '2021-05-06', '2021-05-06')
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.dates.anchors import Anchor
from extractors.dates.expressions import Expression

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
    return Outlook(
        horizon=max((anchor.day.year for anchor in anchors if anchor.day.month), default=9999),
        present=max(days, key=lambda anchor: str(anchor.day), default=None),
        fiscal=frozenset(anchor.day.year for anchor in anchors if anchor.day.fiscal),
        anchors=anchors,
        starts=[anchor.at for anchor in anchors],
        of_one_year=len({anchor.day.year for anchor in anchors}) == 1,
    )
