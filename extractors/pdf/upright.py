"""Lines of a page in vertical writing in the order they are read: from right to left, tier by tier.

>>> from extractors.pdf.characters import Style
>>> ends = {"右": (90, 0, 100, 80), "左": (70, 0, 80, 80), "下": (90, 100, 100, 180)}
>>> found = [Line([place], *box, Style(10, False), upright=True) for place, box in enumerate(reversed(ends.values()))]
>>> [list(reversed(ends))[line.parts[0]] for line in upright_first(found)]
['右', '左', '下']

A wide gap inside a line, as in a row of signatures, parts it in two. It is told from the gap between two tiers by the
lines beside it: most of them run past the one, few past the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extractors.pdf.lines import SPACE, Line, around

_SPACE = 0.6  # of the size: a gap between two words
_DIGITS = 3  # at most in a number that is set level
_WIDEST = 4.5  # of the size: a gap inside a line
_SHIFT = 0.6  # of the size: by how much the sides of one column's lines may differ together
_BESIDE = 6  # columns to either side that are looked at
_MOST = 40  # lines in each
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
    yield from (line for line in lines if not _is_part(line))
    columns = _columns([line for line in lines if _is_part(line)])
    for place, column in enumerate(columns):
        beside = [near[:_MOST] for near in columns[max(place - _BESIDE, 0) : place + _BESIDE + 1] if near is not column]
        whole, *below = sorted(column, key=lambda line: line.top)
        for line in below:
            if _is_one(whole, line, beside):
                whole = _one(whole, line)
            else:
                yield whole
                whole = line
        yield whole


def _is_part(line: Line) -> bool:
    """Whether a line can be part of a column: upright, a lone character, or a number set level in the column."""
    return line.upright or len(line.parts) == 1 or (len(line.parts) <= _DIGITS and line.x1 - line.x0 < 2 * line.height)


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


def _is_one(above: Line, below: Line, beside: Sequence[Sequence[Line]]) -> bool:
    size = above.style.size
    gap = below.top - above.bottom
    if not -0.3 * size < gap < _WIDEST * size or abs(below.style.size - size) > 0.4 * size:
        return False
    if not (above.upright or below.upright):
        return False
    return gap < _SPACE * size or _is_crossed(above, below, beside)


def _is_crossed(above: Line, below: Line, beside: Sequence[Sequence[Line]]) -> bool:
    """Whether the lines beside a gap run past it, not twice as many having the same gap."""
    size = above.style.size
    across = gapped = 0
    for column in beside:
        near = [line for line in column if abs(line.x0 - above.x0) < _NEAR * size and line.style.size < _SAME * size]
        if any(line.upright and line.top < above.bottom and line.bottom > below.top for line in near):
            across += 1
        elif any(line.bottom <= below.top for line in near) and any(line.top >= above.bottom for line in near):
            gapped += 1
    return 2 * across > gapped


def _one(above: Line, below: Line) -> Line:
    space = [SPACE] if below.top - above.bottom > _SPACE * above.style.size else []
    return Line(
        [*above.parts, *space, *below.parts], *around([above, below]), above.style, upright=True, last=below.last
    )
