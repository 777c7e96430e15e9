"""Tables of a PDF as cells with words and boxes: ruled ones, rows without rulings, and two that a page break parted."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from extractors.pdf.characters import Page
from extractors.pdf.flow import flowed, spelled
from extractors.pdf.lines import Line, lines
from extractors.pdf.rows import Row
from extractors.pdf.tables import RuledCell, RuledTable
from extractors.readers.draft import Piece
from extractors.readers.grid import Filled, headed, heads

_SAME = 3.0  # points by which a column may be shifted from page to page
_FOOT, _HEAD = 0.7, 0.25  # of the page's height: where a table that goes on ends at least, and begins at most
_PADDING = 3.0  # points between a cell's side and its words


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table with their boxes, the sides of its columns if it is ruled, and the rows that open pages.

    `over` are heads that stand on an earlier page, in another piece of the same table.
    """

    filled: tuple[Filled, ...]
    boxes: tuple[array[int], ...]
    page: int
    top: float  # of the page's height, like bottom: where it begins and ends
    bottom: float
    sides: tuple[float, ...] = ()
    turns: tuple[int, ...] = ()
    over: tuple[Filled, ...] = ()

    @property
    def last_page(self) -> int:
        """The page that it ends on."""
        return self.page + len(self.turns)


def ruled_grid(page: Page, table: RuledTable) -> Grid:
    """A table as its rulings say."""
    found = [(cell, _cell_lines(page, cell)) for cell in table.cells]
    spelt = [spelled(page, flowed(page, words, _edge(cell, words), narrow=0)) for cell, words in found]
    filled = (
        Filled(cell.row, cell.column, cell.rows, cell.columns, text, strong=_is_strong(words))
        for (cell, words), (text, _) in zip(found, spelt, strict=True)
    )
    sides = sorted({round(side) for cell in table.cells for side in (cell.box[0], cell.box[2])})
    boxes = tuple(boxes for _, boxes in spelt)
    return Grid(tuple(filled), boxes, page.number, table.box[1] / page.height, table.box[3] / page.height, tuple(sides))


def unruled_grid(page: Page, rows: Sequence[Row]) -> Grid:
    """A table of rows of blocks."""
    cells = [
        (row, column, block.lines if block else [])
        for row, blocks in enumerate(rows)
        for column, block in enumerate(blocks)
    ]
    ends = [max((line.end for line in found), default=0.0) for _, _, found in cells]
    spelt = [spelled(page, flowed(page, cell[2], end, narrow=0)) for cell, end in zip(cells, ends, strict=True)]
    filled = (
        Filled(row, column, 1, 1, text, strong=_is_strong(found))
        for (row, column, found), (text, _) in zip(cells, spelt, strict=True)
    )
    boxes = tuple(boxes for _, boxes in spelt)
    top, bottom = (max(block.bottom for block in row if block) / page.height for row in (rows[0], rows[-1]))
    return Grid(tuple(filled), boxes, page.number, top, bottom)


def goes_on(upper: Grid, lower: Grid) -> bool:
    """Whether a table goes on with the rows of the one that ends the page before it: ruled in the same columns."""
    if not upper.sides or len(upper.sides) != len(lower.sides) or upper.bottom < _FOOT or lower.top > _HEAD:
        return False
    if any(abs(a - b) > _SAME for a, b in zip(upper.sides, lower.sides, strict=True)):
        return False
    return _repeated(upper, lower) > 0 or not all(cell.strong for cell in lower.filled if cell.row == 0)


def continued(upper: Grid, lower: Grid) -> Grid:
    """The two as one table; the head of the second, when it is that of the first, is left out."""
    repeated = _repeated(upper, lower)
    rest = [(cell, boxes) for cell, boxes in zip(lower.filled, lower.boxes, strict=True) if cell.row >= repeated]
    first = max(cell.row + cell.rows for cell in upper.filled)
    return replace(
        upper,
        filled=(*upper.filled, *(replace(cell, row=cell.row - repeated + first) for cell, _ in rest)),
        boxes=(*upper.boxes, *(boxes for _, boxes in rest)),
        bottom=lower.bottom,
        turns=(*upper.turns, first),
    )


def headed_by(upper: Grid, lower: Grid) -> Grid:
    """The second of two that stay apart, under the heads of the first unless it has them itself."""
    count = heads(upper.filled)
    over = upper.over or tuple(cell for cell in upper.filled if cell.row < count)
    return lower if _repeated(upper, lower) else replace(lower, over=over)


def _repeated(upper: Grid, lower: Grid) -> int:
    """How many rows of heads the second table has from the first."""
    count = heads(upper.filled)
    above, below = (
        [replace(cell, strong=False) for cell in grid.filled if cell.row < count] for grid in (upper, lower)
    )
    return count if above == below and len(below) < len(lower.filled) else 0


def grid_piece(grid: Grid, named: Piece | None) -> Piece:
    """The table as a piece; `named` is the piece above it, whose words are its caption if they are meant so."""
    text, cells = _headed(grid)
    boxes = array("H", bytes(8 * len(text)))
    for cell, own in zip(cells, grid.boxes, strict=True):
        boxes[4 * cell.start : 4 * cell.end] = own
    is_caption = named is not None and len(named.text) <= 100 and (named.kind == "caption" or "単位" in named.text)
    caption = named.text if named and is_caption else None
    starts = {cell.row: cell.start for cell in reversed(cells)}
    turns = tuple(starts[row] for row in grid.turns)
    return Piece(kind="table", text=text, cells=cells, caption=caption, boxes=boxes, page=grid.page, turns=turns)


def _headed(grid: Grid) -> tuple[str, tuple[Cell, ...]]:
    """The text of the grid and its cells, those above it left out after they have said their heads."""
    rows = max((cell.row + cell.rows for cell in grid.over), default=0)
    text, cells = headed((*grid.over, *(replace(cell, row=cell.row + rows) for cell in grid.filled)))
    start, own = cells[len(grid.over)].start, cells[len(grid.over) :]
    moved = (replace(cell, row=cell.row - rows, start=cell.start - start, end=cell.end - start) for cell in own)
    return text[start:], tuple(moved)


def _cell_lines(page: Page, cell: RuledCell) -> list[Line]:
    """The lines of a cell from the top down; a cell without words has none."""
    return sorted(lines(page, cell.places), key=lambda line: (round(line.middle / 3), line.x0))


def _edge(cell: RuledCell, words: Sequence[Line]) -> float:
    """Where full lines of a cell end."""
    return cell.box[3 if words and words[0].upright else 2] - _PADDING


def _is_strong(found: Sequence[Line]) -> bool:
    return bool(found) and all(line.style.bold for line in found)
