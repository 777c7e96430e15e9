"""Reading order of a page: which blocks are read before which.

>>> boxes = {"左の上": (0, 0, 40, 10), "右": (60, 0, 99, 30), "左の下": (0, 15, 40, 30), "題": (0, -20, 99, -5)}
>>> found = [Block([], *box, rank, 10) for rank, box in enumerate(boxes.values())]
>>> [name for block in ordered(found, False) for name, box in boxes.items() if box[:2] == (block.x0, block.top)]
['題', '左の上', '左の下', '右']

Blocks are read by their places: down the page, and where a gutter runs between them column by column, unless the
content itself goes row by row as in a list of labels and values. Slides are read as their content says: that is the
order of their text boxes, which is also what a screen reader follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractors.pdf.blocks import Block

_GUTTER = 0.9  # of the size: the narrowest gap between two columns
_NESTING = 6  # columns within columns
_MOST_BLOCKS = 3000  # a page with more is read as its content goes
_PART = 2.5  # of the size: a gap between two parts of a page
_LABEL = 9.0  # of the size: the widest column of labels


def ordered(found: Sequence[Block], landscape: bool) -> list[Block]:
    """The blocks of a page as they are read."""
    if len(found) > _MOST_BLOCKS or len(found) < 2:
        return list(found)
    if 2 * sum(block.upright for block in found) > len(found):
        return list(found)  # lines were put in order before they were gathered
    if landscape and _is_coherent(found):
        return _title_first(found)
    return list(_read(list(found), 0))


def _is_coherent(found: Sequence[Block]) -> bool:
    """Whether the content goes down the page: hardly ever back up in the same column, nor line by line across."""
    back = sum(after.bottom <= before.top and _share(before, after) for before, after in pairwise(found))
    across = sum(
        after.x0 >= before.x1
        and len(before.lines) == len(after.lines) == 1
        and abs(after.top - before.top) < before.size / 2
        for before, after in pairwise(found)
    )
    return back <= max(1, len(found) // 8) and across <= max(2, len(found) // 3)


def _share(a: Block, b: Block) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0)


def _title_first(found: Sequence[Block]) -> list[Block]:
    """A slide's title, its largest type at its top, before the rest."""
    largest = max(block.size for block in found)
    highest = min(found, key=lambda block: block.top)
    if highest.size < largest or highest is found[0]:
        return list(found)
    return [highest, *(block for block in found if block is not highest)]


def _read(found: list[Block], depth: int) -> Iterator[Block]:
    for group, gutters in _groups(found):
        columns = _columns(group, gutters)
        if len(columns) == 1 or depth >= _NESTING:
            edge = max(block.x1 for block in group)
            for block in group:
                block.edge = edge
            for band in _bands(group):
                yield from sorted(band, key=lambda block: block.rank)
        elif _is_by_columns(columns):
            for column in columns:
                yield from _read(column, depth + 1)
        else:
            for part in _parts(group, gutters):
                for column in _columns(part, gutters):
                    yield from _read(column, depth + 1)


Gap = tuple[float, float]


def _groups(found: list[Block]) -> Iterator[tuple[list[Block], list[Gap]]]:
    """Blocks from the top down, cut where columns begin or end: each group with the gutters that run through it."""
    group: list[Block] = []
    gutters: list[Gap] = []
    for band in _bands(found):
        inner = _free(band)[1:-1]
        shared = _common(gutters, band)
        if group and not (_stays(group, band, gutters) if shared else not gutters and not inner):
            yield group, gutters
            group, gutters = [], []
        gutters = shared if group and gutters else inner
        group.extend(band)
    if group:
        yield group, gutters


def _bands(found: list[Block]) -> Iterator[list[Block]]:
    """Blocks that overlap in height, from the top down."""
    band: list[Block] = []
    bottom = 0.0
    for block in sorted(found, key=lambda block: block.top):
        if band and block.top > bottom - 0.25 * block.size:
            yield band
            band = []
        bottom = max(bottom, block.bottom) if band else block.bottom
        band.append(block)
    if band:
        yield band


def _free(band: Sequence[Block]) -> list[Gap]:
    """The stretches across the page that no block of the band covers, the outer ones without end."""
    free, right = [], float("-inf")
    for block in sorted(band, key=lambda block: block.x0):
        if block.x0 > right:
            free.append((right, block.x0))
        right = max(right, block.x1)
    return [*free, (right, float("inf"))]


def _common(gutters: Sequence[Gap], band: Sequence[Block]) -> list[Gap]:
    """What a band leaves free of the gutters above it, where that is still a gutter."""
    crossings = ((max(a, c), min(b, d)) for a, b in gutters for c, d in _free(band))
    return [(low, high) for low, high in crossings if high - low >= _GUTTER * band[0].size]


def _stays(group: Sequence[Block], band: Sequence[Block], gutters: Sequence[Gap]) -> bool:
    """Whether columns go on in a band that leaves their gutter free.

    They end at a wide gap; and at a lone block that is set in larger type, or that the content has after them all
    though it stands under the first.
    """
    gap = min(block.top for block in band) - max(block.bottom for block in group)
    if gap > _PART * median(block.size for block in group):
        return False
    if len(_columns(band, gutters)) > 1:
        return True
    if max(block.size for block in band) > 1.25 * max(block.size for block in group):
        return False
    last = min(block.x0 for block in band) >= gutters[-1][1]
    return last or min(block.rank for block in band) < max(block.rank for block in group)


def _columns(group: Sequence[Block], gutters: Sequence[Gap]) -> list[list[Block]]:
    edges = [gap[1] for gap in gutters]
    columns: dict[int, list[Block]] = {}
    for block in group:
        columns.setdefault(_column(block, edges), []).append(block)
    return [columns[number] for number in sorted(columns)]


def _column(block: Block, edges: Sequence[float]) -> int:
    return sum(block.x0 >= edge - 0.1 for edge in edges)


def _is_by_columns(columns: Sequence[Sequence[Block]]) -> bool:
    """Whether a whole column is read before the next: the content says so, or all hold running text line by line."""
    ranks = [[block.rank for block in column] for column in columns]
    if all(max(before) < min(after) for before, after in pairwise(ranks)):
        return True
    first = columns[0]
    narrow = max(block.x1 for block in first) - min(block.x0 for block in first) <= _LABEL * first[0].size
    return not narrow and all(len(column) > 2 and _is_running(column) for column in columns)


def _is_running(column: Sequence[Block]) -> bool:
    """Whether a column is text that a program wrote out line by line, most lines reaching the right edge."""
    right = max(block.x1 for block in column)
    lines = [line for block in column for line in block.lines]
    full = sum(right - line.x1 < 2 * line.style.size for line in lines)
    return 3 * full >= 2 * len(lines) and len(lines) < 1.5 * len(column)


def _parts(group: list[Block], gutters: Sequence[Gap]) -> Iterator[list[Block]]:
    """A group cut at gaps that run through all its columns: cards, or rows of labels and values.

    A cut needs blocks of every column on both sides, or a content that has all above it before all below it.
    """
    bands = list(_bands(group))
    edges = [gap[1] for gap in gutters]
    below = _below(bands, edges)
    part: list[Block] = []
    covered: set[int] = set()
    for band, (columns, first) in zip(bands, below, strict=True):
        full = len(covered) == len(columns) == len(edges) + 1
        if part and (full or max(block.rank for block in part) < first):
            yield part
            part, covered = [], set()
        part.extend(band)
        covered |= {_column(block, edges) for block in band}
    yield part


def _below(bands: Sequence[Sequence[Block]], edges: Sequence[float]) -> list[tuple[frozenset[int], int]]:
    """For each band the columns that have blocks in it or further down, and the first rank among those blocks."""
    below: list[tuple[frozenset[int], int]] = []
    columns, first = frozenset[int](), 1 << 60
    for band in reversed(bands):
        columns |= {_column(block, edges) for block in band}
        first = min(first, *(block.rank for block in band))
        below.append((columns, first))
    return below[::-1]
