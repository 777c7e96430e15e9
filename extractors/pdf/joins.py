"""Paragraphs and tables that the end of a column or of a page cuts in two, made one again.

What stands between the halves (a footnote, the running footer, the next page's header) goes before the whole or behind
it: before, if it is on the page where the whole begins, behind, if it is on the page where it ends. So the text of the
whole is in one piece, and every page still begins at one place of the text: here inside the paragraph or the table.
Where a third page has its own header or footer there is no such place for it, so what is left stays apart.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.pdf.blocks import Block
from extractors.pdf.characters import Page
from extractors.pdf.flow import SENTENCE_END, is_running
from extractors.pdf.grids import Grid, continued, goes_on, grid_piece, headed_by
from extractors.readers.draft import Piece

_RUNNING = ("page_header", "page_footer")
_MOST_PAGES = 30  # of one paragraph or table: every join copies what there is
_AGAIN = re.compile(r"つづき|続き|^[(（]\s?単位[^()（）]+[)）]$")  # in a caption above the rest of a table
_BETWEEN = (*_RUNNING, "note", "caption")


@dataclass(frozen=True, slots=True)
class Read:
    """A piece with the block that it ends or begins, or a table that is no piece yet."""

    page: Page
    piece: Piece | None = None
    block: Block | None = None
    grid: Grid | None = None

    @property
    def kind(self) -> str:
        """The kind of the piece that it is or will be."""
        return self.piece.kind if self.piece else "table"

    @property
    def pages(self) -> tuple[int, int]:
        """The first and the last page that it is on."""
        if self.grid:
            return self.grid.page, self.grid.last_page
        return self.page.number - (len(self.piece.turns) if self.piece else 0), self.page.number


def joined(found: Iterable[Read]) -> Iterator[Piece]:
    """The pieces in order, halves made whole."""
    named: Piece | None = None  # what stands above
    above: Grid | None = None  # if it is a table
    for read in _whole_reads(found):
        piece = _table(read.grid, above, named) if read.grid else read.piece
        assert piece
        if piece.kind not in _RUNNING:
            named, above = piece, read.grid
        yield piece


def _table(grid: Grid, above: Grid | None, named: Piece | None) -> Piece:
    """A table as a piece; one that goes on over a third page stays apart, under the heads and caption of the rest."""
    if not (above and named and above.last_page + 1 == grid.page and goes_on(above, grid)):
        return grid_piece(grid, named)
    return replace(grid_piece(headed_by(above, grid), None), caption=named.caption)


def _whole_reads(found: Iterable[Read]) -> Iterator[Read]:
    held: list[Read] = []  # what may still go on, and what stands between it and its other half
    for read in found:
        whole = _whole(held[0], held[1:], read) if held else None
        if whole:
            between = held[1:]
            began = whole.pages[0]
            yield from (other for other in between if other.page.number == began)
            held = [whole, *(other for other in between if other.page.number != began)]
        elif held and read.kind in _BETWEEN:
            held.append(read)
        else:
            yield from held
            held = [read]
    yield from held


def _whole(first: Read, between: list[Read], read: Read) -> Read | None:
    """The two as one, if they are halves."""
    began, last = first.pages
    turned = read.page.number - last
    if turned not in (0, 1) or last - began > _MOST_PAGES:
        return None
    if any(other.page.number not in (began, read.page.number) for other in between):
        return None
    if first.grid and read.grid:
        goes = turned and goes_on(first.grid, read.grid) and not any(map(_names_another, between))
        return Read(read.page, grid=continued(first.grid, read.grid)) if goes else None
    if first.piece and read.piece and _runs_on(first, read, turned):
        return Read(read.page, _one(first.piece, read.piece, turned), read.block)
    return None


def _names_another(read: Read) -> bool:
    return read.piece is not None and read.kind == "caption" and not _AGAIN.search(read.piece.text)


def _runs_on(first: Read, read: Read, turned: int) -> bool:
    """Whether a paragraph goes on: running text to its very end that ends no sentence, and more of it beyond."""
    if first.kind not in ("paragraph", "list_item") or read.kind != "paragraph" or not (first.block and read.block):
        return False
    above, below = first.block, read.block
    if abs(below.size - above.size) > 0.5 or above.upright != below.upright or not _is_beyond(first, read, turned):
        return False
    assert first.piece and read.piece
    if len(above.lines) == 1 and not SENTENCE_END.search(read.piece.text):
        return False  # a label
    begun = below.lines[0].begin - min(line.begin for line in below.lines) < 0.6 * below.size
    return begun and SENTENCE_END.search(first.piece.text) is None and is_running(above)


def _is_beyond(first: Read, read: Read, turned: int) -> bool:
    """Whether a block stands where text goes on: at the head of the next column, tier or page."""
    above, below, page = first.block, read.block, read.page
    assert above and below
    if turned:
        return page.width <= page.height and above.bottom > page.height / 2 > below.top
    if above.upright:
        return below.top >= above.bottom and below.x1 > above.x1
    return below.x0 >= above.x1 and below.top < above.bottom - above.size


def _one(first: Piece, second: Piece, turned: int) -> Piece:
    space = "" if max(first.text[-1], second.text[0]) > "\u2e7f" or first.text[-1] == "-" else " "
    boxes = array("H", first.boxes or ())
    boxes.extend((0, 0, 0, 0) * len(space))
    boxes.extend(second.boxes or ())
    turns = (*first.turns, len(first.text + space)) if turned else first.turns
    return replace(first, text=first.text + space + second.text, boxes=boxes, turns=turns)
