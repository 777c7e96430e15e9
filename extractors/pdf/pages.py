"""The pages of a PDF as pieces in reading order, running headers and footers set apart, tables in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extractors.pdf.blocks import Block, blocks, regathered, usual_gap
from extractors.pdf.characters import Page
from extractors.pdf.flow import spelled
from extractors.pdf.footnotes import footnotes
from extractors.pdf.grids import ruled_grid, unruled_grid
from extractors.pdf.joins import Read, joined
from extractors.pdf.lines import Line, lines
from extractors.pdf.margins import Margin, margins
from extractors.pdf.numbering import with_numbered_headings
from extractors.pdf.order import ordered
from extractors.pdf.pieces import pieces
from extractors.pdf.rows import Row, gathered
from extractors.pdf.ruby import without_readings
from extractors.pdf.scale import Scale, scale
from extractors.pdf.tables import RuledTable, ruled_tables
from extractors.readers.draft import Piece


def page_pieces(pages: Sequence[Page]) -> list[Piece]:
    """The pieces of all pages."""
    return with_numbered_headings(list(joined(_read(pages))))


def _read(pages: Sequence[Page]) -> Iterator[Read]:
    tables = [ruled_tables(page) for page in pages]
    found = [
        without_readings(page, lines(page, _outside(page, ruled))) for page, ruled in zip(pages, tables, strict=True)
    ]
    sizes = scale(list(zip(pages, found, strict=True)))
    leading = usual_gap(found)
    running = margins(pages, found, sizes.body)
    for page, ruled, page_lines, kinds in zip(pages, tables, found, running, strict=True):
        yield from _running(page, page_lines, kinds, "page_header")
        body = [line for place, line in enumerate(page_lines) if place not in kinds]
        text, feet = footnotes(page, blocks(body, leading), sizes.body)
        for item in gathered([*_in_order(page, text, ruled, leading), *feet]):
            yield from _body(page, item, ruled, sizes)
        yield from _running(page, page_lines, kinds, "page_footer")


def _outside(page: Page, ruled: Sequence[RuledTable]) -> Sequence[int] | None:
    if not ruled:
        return None
    held = {place for table in ruled for cell in table.cells for place in cell.places}
    return [index for index in range(len(page.text)) if index not in held]


def _running(page: Page, found: Sequence[Line], kinds: dict[int, Margin], kind: Margin) -> Iterator[Read]:
    for place, line in enumerate(found):
        if kinds.get(place) == kind:
            text, boxes = spelled(page, line.parts)
            yield Read(page, Piece(kind=kind, text=text, boxes=boxes, page=page.number))


def _in_order(page: Page, found: Sequence[Block], ruled: Sequence[RuledTable], leading: float) -> list[Block]:
    placed = [*found, *(_table_block(number, table) for number, table in enumerate(ruled))]
    placed.sort(key=lambda block: block.rank)
    return regathered(ordered(placed, page.width > page.height), leading)


def _table_block(number: int, table: RuledTable) -> Block:
    rank = min(place for cell in table.cells for place in cell.places)
    size = median(min(cell.box[3] - cell.box[1], 12.0) for cell in table.cells)
    return Block([], *table.box, rank, size, number)


def _body(page: Page, item: Block | list[Row], ruled: Sequence[RuledTable], sizes: Scale) -> Iterator[Read]:
    if isinstance(item, list):
        yield Read(page, grid=unruled_grid(page, item))
    elif item.table is not None:
        yield Read(page, grid=ruled_grid(page, ruled[item.table]))
    else:
        for piece in pieces(page, item, sizes):
            yield Read(page, piece, item)
