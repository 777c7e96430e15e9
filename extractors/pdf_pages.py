"""The pages of a PDF as pieces in reading order, running headers and footers set apart, tables in their place."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from statistics import median

from extractors.draft import Piece
from extractors.grid import Filled, headed
from extractors.pdf_blocks import Block, blocks, regathered, usual_gap
from extractors.pdf_characters import Page
from extractors.pdf_flow import flowed, joined, runs_on, spelled
from extractors.pdf_lines import Line, lines
from extractors.pdf_margins import Margin, margins
from extractors.pdf_order import ordered
from extractors.pdf_pieces import pieces
from extractors.pdf_rows import Row, gathered
from extractors.pdf_scale import Scale, scale
from extractors.pdf_tables import RuledCell, RuledTable, ruled_tables


def page_pieces(pages: Sequence[Page]) -> Iterator[Piece]:
    """The pieces of all pages."""
    tables = [ruled_tables(page) for page in pages]
    found = [lines(page, _outside(page, ruled)) for page, ruled in zip(pages, tables, strict=True)]
    sizes = scale(list(zip(pages, found, strict=True)))
    leading = usual_gap(found)
    running = margins(pages, found, sizes.body)
    for page, ruled, page_lines, kinds in zip(pages, tables, found, running, strict=True):
        yield from _running(page, page_lines, kinds, "page_header")
        body = [line for place, line in enumerate(page_lines) if place not in kinds]
        yield from _body(page, _in_order(page, blocks(body, leading), ruled, leading), ruled, sizes)
        yield from _running(page, page_lines, kinds, "page_footer")


def _outside(page: Page, ruled: Sequence[RuledTable]) -> Sequence[int] | None:
    if not ruled:
        return None
    held = {place for table in ruled for cell in table.cells for place in cell.places}
    return [index for index in range(len(page.text)) if index not in held]


def _running(page: Page, found: Sequence[Line], kinds: dict[int, Margin], kind: Margin) -> Iterator[Piece]:
    for place, line in enumerate(found):
        if kinds.get(place) == kind:
            text, boxes = spelled(page, line.parts)
            yield Piece(kind=kind, text=text, boxes=boxes, page=page.number)


def _in_order(page: Page, found: Sequence[Block], ruled: Sequence[RuledTable], leading: float) -> list[Block]:
    placed = [*found, *(_table_block(number, table) for number, table in enumerate(ruled))]
    placed.sort(key=lambda block: block.rank)
    return regathered(ordered(placed, page.width > page.height), leading)


def _body(page: Page, found: Sequence[Block], ruled: Sequence[RuledTable], sizes: Scale) -> Iterator[Piece]:
    before: Piece | None = None
    last: Block | None = None
    for item in gathered(found):
        block = item if isinstance(item, Block) else None
        read = list(_read(page, item, ruled, sizes, before))
        if before and last and block and read and runs_on(before, last, read[0], block):
            before = joined(before, read.pop(0))
        for piece in read:
            if before:
                yield before
            before = piece
        last = block
    if before:
        yield before


def _read(
    page: Page, item: Block | list[Row], ruled: Sequence[RuledTable], sizes: Scale, before: Piece | None
) -> Iterator[Piece]:
    if isinstance(item, list):
        yield _unruled_piece(page, item, before)
    elif item.table is not None:
        yield _ruled_piece(page, ruled[item.table], before)
    else:
        yield from pieces(page, item, sizes)


def _table_block(number: int, table: RuledTable) -> Block:
    rank = min(place for cell in table.cells for place in cell.places)
    size = median(min(cell.box[3] - cell.box[1], 12.0) for cell in table.cells)
    return Block([], *table.box, rank, size, number)


def _ruled_piece(page: Page, table: RuledTable, before: Piece | None) -> Piece:
    read = [_cell_lines(page, cell) for cell in table.cells]
    spelt = [
        spelled(page, flowed(page, found, cell.box[2] - 3, narrow=0))
        for cell, found in zip(table.cells, read, strict=True)
    ]
    filled = [
        Filled(cell.row, cell.column, cell.rows, cell.columns, text, strong=_is_strong(found))
        for cell, (text, _), found in zip(table.cells, spelt, read, strict=True)
    ]
    return _table_piece(page, filled, [boxes for _, boxes in spelt], before)


def _unruled_piece(page: Page, rows: Sequence[Row], before: Piece | None) -> Piece:
    cells = [(row, column, block.lines) for row, blocks in enumerate(rows) for column, block in enumerate(blocks)]
    spelt = [spelled(page, flowed(page, found, max(line.x1 for line in found), narrow=0)) for _, _, found in cells]
    filled = [
        Filled(row, column, 1, 1, text, strong=_is_strong(found))
        for (row, column, found), (text, _) in zip(cells, spelt, strict=True)
    ]
    return _table_piece(page, filled, [boxes for _, boxes in spelt], before)


def _table_piece(page: Page, filled: Sequence[Filled], spelt: Sequence[array[int]], before: Piece | None) -> Piece:
    text, cells = headed(filled)
    boxes = array("H", bytes(8 * len(text)))
    for cell, own in zip(cells, spelt, strict=True):
        boxes[4 * cell.start : 4 * cell.end] = own
    named = before is not None and len(before.text) <= 100 and (before.kind == "caption" or "単位" in before.text)
    caption = before.text if named and before else None
    return Piece(kind="table", text=text, cells=cells, caption=caption, boxes=boxes, page=page.number)


def _cell_lines(page: Page, cell: RuledCell) -> list[Line]:
    """The lines of a cell from the top down; a cell without words has none."""
    return sorted(lines(page, cell.places), key=lambda line: (round(line.middle / 3), line.x0))


def _is_strong(found: Sequence[Line]) -> bool:
    return bool(found) and all(line.style.bold for line in found)
