"""Lines of a page in vertical writing in the order they are read: from right to left, tier by tier.

>>> from extractors.pdf_characters import Style
>>> ends = {"右": (90, 0, 100, 80), "左": (70, 0, 80, 80), "下": (90, 100, 100, 180)}
>>> found = [Line([place], *box, Style(10, False), upright=True) for place, box in enumerate(reversed(ends.values()))]
>>> [list(reversed(ends))[line.parts[0]] for line in upright_first(found)]
['右', '左', '下']

A wide gap inside a line, as in a row of signatures, parts it in two. It is told from the gap between two tiers by the
lines beside it, which run on through the one and not through the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extractors.pdf_lines import SPACE, Line, around

_WIDEST = 4.5  # of the size: a gap inside a line
_SHIFT = 0.6  # of the size: by how much the sides of one column's lines may differ together
_BESIDE = 6  # columns to either side that are looked at
_MOST = 200  # lines in them
_NEAR = 10.0  # of the size: how far away they stand at most
_SAME = 1.2  # times the size: larger type is a headline, which runs through tiers


def upright_first(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines in reading order if most of the page is vertical writing; else as they are."""
    upright = sum(len(line.parts) for line in lines if line.upright)
    if 2 * upright <= sum(len(line.parts) for line in lines):
        return lines
    tiers: list[list[Line]] = []
    for line in sorted(_whole(lines), key=lambda line: line.top):
        if tiers and line.top < median(other.bottom for other in tiers[-1]):
            tiers[-1].append(line)
        else:
            tiers.append([line])
    return [line for tier in tiers for line in sorted(tier, key=lambda line: -line.x1)]


def _whole(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with their parts joined."""
    single = [line for line in lines if line.upright or len(line.parts) == 1]
    yield from (line for line in lines if not line.upright and len(line.parts) > 1)
    columns = _columns(single)
    for place, column in enumerate(columns):
        beside = [line for near in columns[max(place - _BESIDE, 0) : place + _BESIDE + 1] for line in near]
        whole, *below = sorted(column, key=lambda line: line.top)
        for line in below:
            if _is_one(whole, line, beside):
                whole = _one(whole, line)
            else:
                yield whole
                whole = line
        yield whole


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines whose middles stand above one another, from the left."""
    columns: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.x0 + line.x1):
        first = columns[-1][0] if columns else None
        if first and line.x0 + line.x1 - first.x0 - first.x1 < _SHIFT * line.style.size:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _is_one(above: Line, below: Line, beside: Sequence[Line]) -> bool:
    size = above.style.size
    gap = below.top - above.bottom
    if not 0 <= gap < _WIDEST * size or abs(below.style.size - size) > 0.5 or not (above.upright or below.upright):
        return False
    return any(
        line.top < above.bottom and line.bottom > below.top
        for line in beside[:_MOST]
        if line.upright and line.style.size < _SAME * size and abs(line.x0 - above.x0) < _NEAR * size
    )


def _one(above: Line, below: Line) -> Line:
    parts = [*above.parts, SPACE, *below.parts]
    return Line(parts, *around([above, below]), above.style, upright=True, last=below.last)
