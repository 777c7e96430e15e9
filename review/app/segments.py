"""A document's text in pieces that a page shows: blocks of segments, each with the records that cover it.

>>> from extractors.document import Block
>>> text = "富山市は1月に開いた。"
>>> document = Document(id="d", text=text, media_type="text/plain", sha256="",
...     blocks=(Block(kind="paragraph", start=0, end=11),))
>>> [(one.start, one.text, one.marks) for one in shown(document, [Mark("a", 0, 3), Mark("b", 4, 6)])[0].segments]
[(0, '富山市', ('a',)), (3, 'は', ()), (4, '1月', ('b',)), (6, 'に開いた。', ())]
>>> offset(document, 4, 1), offset(document, 9, 5)
(5, None)

The browser never counts in the text: it names a segment by its `start` and a place inside it in UTF-16 units, as
browsers count, and `offset` makes code points of that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.document import Block, Cell, Document, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """A record on the text."""

    record: str
    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text that the same records cover, the shortest of them last."""

    start: int
    text: str
    marks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a table with its segments."""

    cell: Cell
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as it is shown: its segments, or for a table its rows of cells."""

    kind: str
    level: int | None
    segments: tuple[Segment, ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = field(default=())


def shown(document: Document, marks: Sequence[Mark], around: tuple[int, int] | None = None) -> list[ShownBlock]:
    """The blocks of the document, or those that touch the span `around`, with the marks on them."""
    first, last = around or (0, len(document.text))
    cutter = Cutter(document.text, marks)
    tables = {table.start: table for table in document.tables}
    blocks = _covering(document)
    return [
        _block(block, tables.get(block.start), cutter) for block in blocks if block.start <= last and block.end >= first
    ]


def offset(document: Document, start: int, inside: int) -> int | None:
    """The code point that stands `inside` UTF-16 units after `start`; None when the text has no such place."""
    if not 0 <= start <= len(document.text) or inside < 0:
        return None
    units = 0
    for place in range(start, len(document.text)):
        if units >= inside:
            return place if units == inside else None
        units += 2 if ord(document.text[place]) > 0xFFFF else 1
    return len(document.text) if units == inside else None


def _covering(document: Document) -> Iterator[Block]:
    """The blocks; text that stands in none makes blocks of its own, so that nothing is hidden from a reviewer."""
    place = 0
    for block in document.blocks:
        if document.text[place : block.start].strip():
            yield Block(kind="paragraph", start=place, end=block.start)
        yield block
        place = max(place, block.end)
    if document.text[place:].strip():
        yield Block(kind="paragraph", start=place, end=len(document.text))


def _block(block: Block, table: Table | None, cutter: Cutter) -> ShownBlock:
    if table is None or not table.cells:
        return ShownBlock(block.kind, block.level, tuple(cutter.cut(block.start, block.end)))
    rows: dict[int, list[ShownCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(ShownCell(cell, tuple(cutter.cut(cell.start, cell.end))))
    return ShownBlock(block.kind, block.level, rows=tuple(tuple(rows[row]) for row in sorted(rows)))


class Cutter:
    """Cuts spans of a text where records begin and end."""

    def __init__(self, text: str, marks: Iterable[Mark]) -> None:
        self._text = text
        self._marks = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, mark.end))
        self._starts = [mark.start for mark in self._marks]
        self._longest = max((mark.end - mark.start for mark in self._marks), default=0)

    def cut(self, start: int, end: int) -> Iterator[Segment]:
        """The segments of a span."""
        near = self._marks[bisect_left(self._starts, start - self._longest) : bisect_left(self._starts, end)]
        here = [mark for mark in near if mark.end > start]
        cuts = {start, end, *(mark.start for mark in here), *(mark.end for mark in here)}
        places = sorted(place for place in cuts if start <= place <= end)
        for first, last in pairwise(places):
            over = [mark for mark in here if mark.start < last and mark.end > first]
            over.sort(key=lambda mark: mark.start - mark.end)
            names, kinds = (tuple(mark.record for mark in over), tuple(dict.fromkeys(mark.kind for mark in over)))
            yield Segment(first, self._text[first:last], names, kinds)
