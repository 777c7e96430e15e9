"""Ruled tables of a PDF page: pdfplumber's reading of strokes into cells, filled with the page's characters.

pdfplumber's own reading of a page is slow; only its geometry is used, on the strokes that PDFium reports, and only
where a page has enough of them to frame four cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extractors.pdf.characters import Page
from extractors.pdf.rulings import Edge
from extractors.records import Box

_SNAP = 3.0  # points between strokes that are one
_MOST_PAIRS, _MOST_CROSSINGS = 250_000, 2_000  # more are a drawing
_MOST_TABLES = 40  # of a page
_SAME = 1.0  # points between sides of cells that are one
_FILLED = 0.4  # share of cells with words: the grid of a chart has none


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell on the grid with the characters that stand in it."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells in row order, and the box around them."""

    box: Box
    cells: tuple[RuledCell, ...]


def ruled_tables(page: Page) -> list[RuledTable]:
    """The tables of the page from the top down; frames, single boxes and the grids of charts are none."""
    found = []
    taken: set[int] = set()
    for boxes in _grids(page.edges)[:_MOST_TABLES]:
        table = _table(page, boxes, taken)
        if table is not None:
            found.append(table)
            taken.update(place for cell in table.cells for place in cell.places)
    return found


def _grids(edges: Sequence[Edge]) -> list[list[Box]]:
    level = [edge for edge in edges if edge.level]
    if len(level) < 2 or len(edges) - len(level) < 2 or len(level) * (len(edges) - len(level)) > _MOST_PAIRS:
        return []
    merged = merge_edges([_object(edge) for edge in edges], _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = edges_to_intersections(merged, _SNAP, _SNAP)
    if not 9 <= len(crossings) <= _MOST_CROSSINGS:
        return []
    tables: list[list[Box]] = cells_to_tables(intersections_to_cells(crossings))
    return [table for table in tables if len(table) >= 4]


def _object(edge: Edge) -> dict[str, float | str]:
    return {
        "x0": edge.x0,
        "x1": edge.x1,
        "top": edge.top,
        "bottom": edge.bottom,
        "width": edge.x1 - edge.x0,
        "height": edge.bottom - edge.top,
        "orientation": "h" if edge.level else "v",
    }


@dataclass(slots=True)
class _Grid:
    """Where the rows and columns begin, and which cell covers each place."""

    lefts: list[float]
    tops: list[float]
    owners: dict[tuple[int, int], int]

    def span(self, box: Box) -> tuple[int, int, int, int]:
        """Row, column, rows and columns of a cell."""
        row, column = _at(self.tops, box[1]), _at(self.lefts, box[0])
        rows, columns = _at(self.tops, box[3] - 2 * _SAME) - row + 1, _at(self.lefts, box[2] - 2 * _SAME) - column + 1
        return row, column, max(rows, 1), max(columns, 1)

    def owner(self, x: float, y: float) -> int | None:
        """The cell at a point."""
        return self.owners.get((_at(self.tops, y), _at(self.lefts, x)))


def _table(page: Page, boxes: Sequence[Box], taken: set[int]) -> RuledTable | None:
    grid = _Grid(_marks(box[0] for box in boxes), _marks(box[1] for box in boxes), {})
    if len(grid.lefts) < 2 or len(grid.tops) < 2:
        return None
    around = (grid.lefts[0], grid.tops[0], max(box[2] for box in boxes), max(box[3] for box in boxes))
    spans = [grid.span(box) for box in boxes]
    for number, (row, column, rows, columns) in enumerate(spans):
        covered = ((r, c) for r in range(row, row + rows) for c in range(column, column + columns))
        grid.owners.update(dict.fromkeys(covered, number))
    held = _held(page, around, grid, taken)
    filled = sum(any(not page.text[place].isspace() for place in places) for places in held.values())
    if filled < _FILLED * len(boxes):
        return None
    cells = [RuledCell(*spans[number], boxes[number], tuple(held.get(number, ()))) for number in range(len(boxes))]
    return RuledTable(around, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _held(page: Page, around: Box, grid: _Grid, taken: set[int]) -> dict[int, list[int]]:
    """The characters whose middle stands in each cell, by the cell's number."""
    held: dict[int, list[int]] = {}
    for index, (x0, top, x1, bottom) in enumerate(page.boxes):
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if index in page.made or index in taken or not (around[0] < x < around[2] and around[1] < y < around[3]):
            continue
        number = grid.owner(x, y)
        if number is not None:
            held.setdefault(number, []).append(index)
    return held


def _marks(values: Iterator[float]) -> list[float]:
    """The distinct positions, those within a point taken as one."""
    marks: list[float] = []
    for value in sorted(values):
        if not marks or value - marks[-1] > _SAME:
            marks.append(value)
    return marks


def _at(marks: Sequence[float], value: float) -> int:
    return max(bisect_right(marks, value + _SAME) - 1, 0)
