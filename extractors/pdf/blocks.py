"""Lines that belong together: one below the other in the content and on the page, in the same type.

>>> from extractors.pdf.characters import Style
>>> upper, lower = Line([0], 0, 0, 90, 10, Style(10, False)), Line([1], 0, 15, 90, 25, Style(10, False))
>>> [len(block.lines) for block in blocks([upper, lower])]
[2]

Programs write a page's content in the order of thought far more often than not, so a block is made of lines that
follow one another in the content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.pdf.lines import Line, around
from extractors.pdf.upright import upright_first

_CLOSE = 1.15  # of the size: lines with a wider gap between them are two blocks, whatever is usual
_PROSE = 10  # of the size: lines at least so long are prose, not labels or cells
_MOST_UPRIGHT = 300  # blocks of vertical writing whose tier is looked for
_LOOSE = 0.3  # of the size: lines with so much more than the usual gap are two blocks


@dataclass(slots=True)
class Block:
    """Lines that are read together, with the box around them and their rank in the content."""

    lines: list[Line]
    x0: float
    top: float
    x1: float
    bottom: float
    rank: int
    size: float
    table: int | None = None
    edge: float = 0.0  # where the column or tier ends, if that is known

    @property
    def upright(self) -> bool:
        """Whether it is vertical writing."""
        return self.lines[0].upright if self.lines else False


def usual_gap(pages: Sequence[Sequence[Line]]) -> float:
    """The gap between two lines of a paragraph in this document, as a share of the size."""
    pairs = [
        ((after.top - before.bottom) / before.style.size, before)
        for lines in pages
        for before, after in pairwise(lines)
        if before.style == after.style and abs(before.x0 - after.x0) < before.style.size and before.style.size > 0
    ]
    close = [(gap, before) for gap, before in pairs if -0.3 < gap < _CLOSE]
    prose = sorted(gap for gap, before in close if before.x1 - before.x0 >= _PROSE * before.style.size)
    gaps = prose or sorted(gap for gap, _ in close)
    return gaps[len(gaps) // 4] if gaps else _CLOSE - _LOOSE


def blocks(lines: Sequence[Line], leading: float = _CLOSE) -> list[Block]:
    """Lines gathered into blocks, in the order of the content; `leading` is the gap that is usual between lines."""
    groups: list[list[Line]] = []
    for line in upright_first(lines):
        if groups and _follows(groups[-1], line, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    ranks = sorted(group[0].parts[0] for group in groups)
    found = [_block(group, rank) for group, rank in zip(groups, ranks, strict=True)]
    upright = [block for block in found if block.upright]
    for block in upright[:_MOST_UPRIGHT]:
        block.edge = max(other.bottom for other in upright if other.top < block.bottom and block.top < other.bottom)
    return found


def regathered(found: Sequence[Block], leading: float) -> list[Block]:
    """Blocks in reading order, those made one that the content had kept apart: columns written line by line."""
    merged: list[Block] = []
    for block in found:
        last = merged[-1] if merged else None
        if last and last.lines and block.lines and not block.upright and _follows(last.lines, block.lines[0], leading):
            merged[-1] = _block([*last.lines, *block.lines], min(last.rank, block.rank))
        else:
            merged.append(block)
    return merged


def _block(group: list[Line], rank: int) -> Block:
    return Block(group, *around(group), rank, median(line.style.size for line in group))


def _follows(group: Sequence[Line], line: Line, leading: float) -> bool:
    """Whether a line goes on below the last one of a block, in the same type and the same column."""
    last = group[-1]
    size = min(last.style.size, line.style.size)
    if max(last.style.size, line.style.size) > 1.2 * size or last.style.bold != line.style.bold:
        return False
    if last.upright or line.upright:
        step = (last.x0 + last.x1 - line.x0 - line.x1) / 2
        level = min(last.bottom, line.bottom) > max(last.top, line.top)
        return last.upright and line.upright and level and 0.8 < step / size < 2.5
    gap = line.top - last.bottom
    if not (line.middle > last.bottom - 0.2 * last.height and gap < min(_CLOSE, leading + _LOOSE) * size):
        return False
    if len(group) > 1 and gap > max(group[-1].top - group[-2].bottom, 0) + 0.35 * size:
        return False
    return min(last.x1, line.x1) - max(last.x0, line.x0) > 0.5 * min(last.x1 - last.x0, line.x1 - line.x0)
