"""How sure a share is: the interval that few trials leave open.

>>> tuple(round(bound, 2) for bound in wilson(9, 10)), wilson(0, 0)
((0.6, 0.98), (0.0, 1.0))
"""

from __future__ import annotations

from math import sqrt

_Z = 1.96  # of a normal distribution, for 95 %


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, 1927); anything is possible when nothing was judged."""
    if not judged:
        return 0.0, 1.0
    share, square = right / judged, _Z * _Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = _Z * sqrt(share * (1 - share) / judged + square / (4 * judged * judged)) / (1 + square / judged)
    return max(0.0, middle - half), min(1.0, middle + half)
