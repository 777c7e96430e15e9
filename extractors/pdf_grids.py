"""Tables of a PDF as cells with words and boxes: ruled ones, rows without rulings, and two that a page break parted."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.draft import Piece
from extractors.grid import Filled, headed, heads
from extractors.pdf_characters import Page
from extractors.pdf_flow import flowed, spelled
from extractors.pdf_lines import Line, lines
from extractors.pdf_rows import Row
from extractors.pdf_tables import RuledCell, RuledTable

_SAME = 3.0  # points by which a column may be shifted from page to page
_PADDING = 3.0  # points between a cell's side and its words


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table with their boxes, the sides of its columns if it is ruled, and the rows that open pages."""

    filled: tuple[Filled, ...]
    boxes: tuple[array[int], ...]
    page: int
    sides: tuple[float, ...] = ()
    turns: tuple[int, ...] = ()

    @property
    def last_page(self) -> int:
        """The page that it ends on."""
        return self.page + len(self.turns)


def ruled_grid(page: Page, table: RuledTable) -> Grid:
    """A table as its rulings say."""
    found = [(cell, _cell_lines(page, cell)) for cell in table.cells]
    spelt = [spelled(page, flowed(page, words, cell.box[2] - _PADDING, narrow=0)) for cell, words in found]
    filled = (
        Filled(cell.row, cell.column, cell.rows, cell.columns, text, strong=_is_strong(words))
        for (cell, words), (text, _) in zip(found, spelt, strict=True)
    )
    sides = sorted({round(side) for cell in table.cells for side in (cell.box[0], cell.box[2])})
    return Grid(tuple(filled), tuple(boxes for _, boxes in spelt), page.number, tuple(sides))


def unruled_grid(page: Page, rows: Sequence[Row]) -> Grid:
    """A table of rows of blocks."""
    cells = [(row, column, block.lines) for row, blocks in enumerate(rows) for column, block in enumerate(blocks)]
    spelt = [spelled(page, flowed(page, found, max(line.x1 for line in found), narrow=0)) for _, _, found in cells]
    filled = (
        Filled(row, column, 1, 1, text, strong=_is_strong(found))
        for (row, column, found), (text, _) in zip(cells, spelt, strict=True)
    )
    return Grid(tuple(filled), tuple(boxes for _, boxes in spelt), page.number)


def continued(upper: Grid, lower: Grid) -> Grid | None:
    """The two as one table if the second goes on with the rows of the first; its head, when repeated, is left out."""
    if not upper.sides or len(upper.sides) != len(lower.sides):
        return None
    if any(abs(a - b) > _SAME for a, b in zip(upper.sides, lower.sides, strict=True)):
        return None
    own, repeated = heads(lower.filled), heads(upper.filled)
    if own and _words(lower, own) != _words(upper, repeated):
        return None
    rest = [(cell, boxes) for cell, boxes in zip(lower.filled, lower.boxes, strict=True) if cell.row >= own]
    first = max(cell.row + cell.rows for cell in upper.filled)
    return replace(
        upper,
        filled=(*upper.filled, *(replace(cell, row=cell.row - own + first) for cell, _ in rest)),
        boxes=(*upper.boxes, *(boxes for _, boxes in rest)),
        turns=(*upper.turns, first),
    )


def grid_piece(grid: Grid, named: Piece | None) -> Piece:
    """The table as a piece; `named` is the piece above it, whose words are its caption if they are meant so."""
    text, cells = headed(grid.filled)
    boxes = array("H", bytes(8 * len(text)))
    for cell, own in zip(cells, grid.boxes, strict=True):
        boxes[4 * cell.start : 4 * cell.end] = own
    is_caption = named is not None and len(named.text) <= 100 and (named.kind == "caption" or "単位" in named.text)
    caption = named.text if named and is_caption else None
    starts = {cell.row: cell.start for cell in reversed(cells)}
    turns = tuple(starts[row] for row in grid.turns)
    return Piece(kind="table", text=text, cells=cells, caption=caption, boxes=boxes, page=grid.page, turns=turns)


def _words(grid: Grid, rows: int) -> list[Filled]:
    return [replace(cell, strong=False) for cell in grid.filled if cell.row < rows]


def _cell_lines(page: Page, cell: RuledCell) -> list[Line]:
    """The lines of a cell from the top down; a cell without words has none."""
    return sorted(lines(page, cell.places), key=lambda line: (round(line.middle / 3), line.x0))


def _is_strong(found: Sequence[Line]) -> bool:
    return bool(found) and all(line.style.bold for line in found)
