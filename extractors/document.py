"""A page or PDF as a careful reader sees it: one text, its structure, and where each piece stands.

>>> head = Block(kind="heading", start=0, end=4, level=1)
>>> body = Block(kind="paragraph", start=5, end=11, section=("連携協定",))
>>> document = Document(id="d", text="連携協定\\n本文です。。", media_type="text/plain", sha256="", blocks=(head, body))
>>> document.block_at(6).kind, document.section_at(6), document.block_at(4)
('paragraph', ('連携協定',), None)

All offsets are code points of `text`, which is stored as read and never normalised. Blocks stand in reading order
and do not overlap; between them stand line ends only. A table is one block of kind `table`, and its cells are
spans inside it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from extractors.records import Box, Publisher

BlockKind = Literal[
    "heading", "paragraph", "list_item", "table", "caption", "note", "contact", "meta", "page_header", "page_footer"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the text that is one thing to a reader.

    `level` is 1 to 6 for a heading and the depth (from 1) for a list item. `section` is the headings above,
    outermost first, without the block itself. `locator` is an XPath that finds the block again in an HTML page.
    `meta` is the line that states 更新日 or ページ番号, `contact` the お問い合わせ block, whose numbers are no figures.
    """

    kind: BlockKind
    start: int
    end: int
    level: int | None = None
    section: tuple[str, ...] = ()
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its place on the grid (from 0), its span, and the heads that apply to it, outermost first."""

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1
    header: bool = False
    row_heads: tuple[str, ...] = ()
    column_heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The cells of a table block in row order; `caption` is what names it (and often states its unit)."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the characters of a PDF stand.

    `page_starts` holds the offset at which each page begins. `boxes` holds x0, top, x1, bottom of every character
    of the text in tenths of a point from its page's top left; four zeros for a character that the reader put in.
    `recognised` are the pages, from 1, whose text comes from OCR.
    """

    page_starts: tuple[int, ...]
    boxes: array[int]
    recognised: tuple[int, ...] = ()

    def page(self, offset: int) -> int:
        """The 1-based page of the character at `offset`."""
        return bisect_right(self.page_starts, offset)

    def lines(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the span, one for each line (or vertical line) that it runs over."""
        merged: list[list[int]] = []
        for offset in range(start, end):
            x0, top, x1, bottom = self.boxes[4 * offset : 4 * offset + 4]
            if not (x1 or bottom):
                continue
            last = merged[-1] if merged else None
            if last and _adjoin(last, x0, top, x1, bottom):
                last[:] = min(last[0], x0), min(last[1], top), max(last[2], x1), max(last[3], bottom)
            else:
                merged.append([x0, top, x1, bottom])
        return tuple((a / 10, b / 10, c / 10, d / 10) for a, b, c, d in merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader makes of the bytes: the text, its structure, and what the page says of itself.

    `published` and `updated` are EDTF; `page_id` is the ページ番号 that a content management system gave the page.
    `problems` names what stood in the reader's way (`no text layer`, `encrypted`, `truncated`, …).
    """

    id: str
    text: str
    media_type: str
    sha256: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    layout: Layout | None = None
    title: str | None = None
    publisher: Publisher | None = None
    published: str | None = None
    updated: str | None = None
    page_id: str | None = None
    url: str | None = None
    source: str | None = None
    fetched_at: str | None = None
    pages: int | None = None
    problems: tuple[str, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(block.start for block in self.blocks))

    def block_at(self, offset: int) -> Block | None:
        """The block whose span holds `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.blocks[index].end:
            return None
        return self.blocks[index]

    def section_at(self, offset: int) -> tuple[str, ...]:
        """The headings above `offset`, outermost first."""
        block = self.block_at(offset)
        return block.section if block else ()

    def cells(self) -> Iterator[tuple[Table, Cell]]:
        """Every cell with its table, in the order of the text."""
        for table in self.tables:
            for cell in table.cells:
                yield table, cell


def _adjoin(line: list[int], x0: int, top: int, x1: int, bottom: int) -> bool:
    """Whether a character goes on in the same line: beside it on one level, or below it in one column."""
    height = max(bottom - top, line[3] - line[1], 1)
    beside = min(bottom, line[3]) - max(top, line[1]) > 0.5 * min(bottom - top, line[3] - line[1])
    narrow = line[2] - line[0] < 1.5 * (x1 - x0)  # a level line is wider: what stands below it is the next line
    below = narrow and min(x1, line[2]) - max(x0, line[0]) > 0.5 * min(x1 - x0, line[2] - line[0])
    return (beside and -height < x0 - line[2] < 2 * height) or (below and -0.2 * height < top - line[3] < height)
