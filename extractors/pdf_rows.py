"""Tables without rulings: short blocks that stand in rows and in columns.

A page reads such rows across; when enough of them follow one another with their cells in the same columns, they are a
table, whose first row may name the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.pdf_blocks import Block

_LEVEL = 0.35  # of the size: how far the middles of one row may differ
_LEAST = {2: 3}  # rows that make a table, by its columns; two everywhere else
_LABEL = 9.0  # of the size: the widest label that a cell of several lines may follow
_MOST_LINES = 4
_ROW_GAP = 2.0  # of the size: the widest gap between two rows

Row = list[Block]


def gathered(found: Sequence[Block]) -> Iterator[Block | list[Row]]:
    """The blocks in their order, those that make a table together as its rows."""
    table: list[Row] = []
    for row in _rows(found):
        if table and _goes_on(table[-1], row):
            table.append(row)
            continue
        yield from _settled(table)
        table = [row]
    yield from _settled(table)


def _rows(found: Sequence[Block]) -> Iterator[Row]:
    row: Row = []
    for block in found:
        if row and not _beside(row[-1], block):
            yield row
            row = []
        row.append(block)
    if row:
        yield row


def _beside(left: Block, right: Block) -> bool:
    if len(left.lines) != 1 or left.upright or not 1 <= len(right.lines) <= _MOST_LINES:
        return False
    if len(right.lines) > 1 and left.x1 - left.x0 > _LABEL * left.size:
        return False
    apart = abs(left.lines[0].middle - right.lines[0].middle)
    return right.x0 >= left.x1 and apart < _LEVEL * min(left.size, right.size)


def _goes_on(before: Row, row: Row) -> bool:
    """Whether a row has its cells in the columns of the row above it."""
    if len(before) != len(row) or len(row) < 2:
        return False
    gap = row[0].top - max(cell.bottom for cell in before)
    return gap < _ROW_GAP * row[0].size and all(_aligned(above, cell) for above, cell in zip(before, row, strict=True))


def _aligned(above: Block, cell: Block) -> bool:
    return min(above.x1, cell.x1) > max(above.x0, cell.x0) - 0.5 * cell.size


def _settled(table: Sequence[Row]) -> Iterator[Block | list[Row]]:
    columns = len(table[0]) if table else 0
    if columns > 1 and len(table) >= _LEAST.get(columns, 2) and _is_clear(table):
        yield list(table)
    else:
        for row in table:
            yield from row


def _is_clear(table: Sequence[Row]) -> bool:
    """Whether every column ends before the next begins."""
    columns = [
        (min(cell.x0 for cell in column), max(cell.x1 for cell in column)) for column in zip(*table, strict=True)
    ]
    return all(left[1] < right[0] for left, right in pairwise(columns))
