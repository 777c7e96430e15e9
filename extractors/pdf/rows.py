"""Tables without rulings: short blocks that stand in rows and in columns.

A page reads such rows across; when enough of them follow one another with their cells in the same columns, they are a
table, whose first row may name the others. A row may lack cells, as where a figure is not known or a corner is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pdf.blocks import Block

_LEVEL = 0.35  # of the size: how far the middles of one row may differ
_LEAST = {2: 3}  # rows that make a table, by its columns; two everywhere else
_LABEL = 9.0  # of the size: the widest label that a cell of several lines may follow
_MOST_LINES = 4
_ROW_GAP = 2.0  # of the size: the widest gap between two rows

Row = list[Block | None]


@dataclass(slots=True)
class _Table:
    """Rows that belong together, and from where to where each column reaches."""

    rows: list[Row]
    spans: list[tuple[float, float]]

    def add(self, row: Row) -> None:
        """Puts a row below; it has a place for every column."""
        self.rows.append(row)
        self.spans = [_wider(span, cell) for span, cell in zip(self.spans, row, strict=True)]


def gathered(found: Sequence[Block]) -> Iterator[Block | list[Row]]:
    """The blocks in their order, those that make a table together as its rows; None stands for an empty cell."""
    table = _Table([], [])
    for row in _rows(found):
        if _takes(table, row):
            continue
        yield from _settled(table)
        table = _Table([list(row)], [(cell.x0, cell.x1) for cell in row])
    yield from _settled(table)


def _rows(found: Sequence[Block]) -> Iterator[list[Block]]:
    row: list[Block] = []
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


def _takes(table: _Table, row: list[Block]) -> bool:
    """Whether a row has its cells in the columns of the table above it, which then has it."""
    if not table.rows or len(row) < 2 or len(table.spans) < 2:
        return False
    gap = row[0].top - max(cell.bottom for cell in table.rows[-1] if cell)
    if gap >= _ROW_GAP * row[0].size:
        return False
    if len(row) > len(table.spans):
        return len(table.rows) == 1 and _widened(table, row)
    placed = _placed(row, table.spans)
    if placed is None:
        return False
    table.add(placed)
    return True


def _widened(table: _Table, row: list[Block]) -> bool:
    """Whether the only row so far has its cells in the columns of the next, which has more; then it has empty ones."""
    spans = [(cell.x0, cell.x1) for cell in row]
    first = _placed([cell for cell in table.rows[0] if cell], spans)
    if first is None:
        return False
    table.rows, table.spans = [first], [_wider(span, cell) for span, cell in zip(spans, first, strict=True)]
    table.add(list(row))
    return True


def _placed(row: Sequence[Block], spans: Sequence[tuple[float, float]]) -> Row | None:
    """The row with a place for every column; None when a cell stands in no column or two stand in one."""
    slack = 0.5 * row[0].size if len(row) == len(spans) else 0.0  # a whole row need not be quite below the others
    places: Row = [None] * len(spans)
    column = 0
    for cell in row:
        while column < len(spans) and not min(spans[column][1], cell.x1) > max(spans[column][0], cell.x0) - slack:
            column += 1
        if column == len(spans):
            return None
        places[column] = cell
        column += 1
    return places


def _wider(span: tuple[float, float], cell: Block | None) -> tuple[float, float]:
    return (min(span[0], cell.x0), max(span[1], cell.x1)) if cell else span


def _settled(table: _Table) -> Iterator[Block | list[Row]]:
    columns = len(table.spans)
    whole = sum(None not in row for row in table.rows)
    if columns > 1 and whole >= _LEAST.get(columns, 2) and all(a[1] < b[0] for a, b in pairwise(table.spans)):
        yield table.rows
    else:
        for row in table.rows:
            yield from (cell for cell in row if cell)
