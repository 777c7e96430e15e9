"""What a record stands on, as the left half of a screen shows it: the text with its marks, or the page of a PDF.

>>> Sheet(page=1, pages=3, width=595.0, height=842.0, rectangles=()).viewbox
'0 0 595.0 842.0'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Document
from review.app.desk import Desk
from review.app.item import Item
from review.app.picture import Picture
from review.app.segments import Mark, ShownBlock, shown
from store.entries import KeptDocument
from store.warc import ArchiveError

BEFORE, AFTER = 3_000, 6_000  # characters around a passage that a record's screen shows
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A line of a record's passage on a page, in points."""

    record: str
    kind: str
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF with what was found on it; without width it could not be drawn."""

    page: int
    pages: int
    width: float
    height: float
    rectangles: tuple[Rectangle, ...]

    @property
    def viewbox(self) -> str:
        """The page's extent for SVG."""
        return f"0 0 {self.width} {self.height}"


def blocks(document: Document, items: Sequence[Item], around: tuple[int, int] | None = None) -> list[ShownBlock]:
    """The text with the records on it; around a passage only what stands near it."""
    span = (around[0] - BEFORE, around[1] + AFTER) if around else None
    marks = [Mark(item.record, item.start, item.end, item.kind) for item in items if item.state != "rejected"]
    return shown(document, marks, span)


def sheet(desk: Desk, document: Document, kept: KeptDocument, items: Sequence[Item], page: int) -> Sheet | None:
    """A page (from 1) of a PDF with the boxes of its records; None for what is no PDF."""
    if kept.record.media_type != PDF or document.layout is None:
        return None
    picture = picture_of(desk, kept, page)
    pages = len(document.layout.page_starts)
    if picture is None:
        return Sheet(page, pages, 0, 0, ())
    return Sheet(page, pages, picture.width, picture.height, tuple(_rectangles(document, items, page)))


def picture_of(desk: Desk, kept: KeptDocument, page: int) -> Picture | None:
    """The picture of a page (from 1); None when there is none."""
    known = desk.pictures.known(kept.record.sha256, page)
    if known:
        return known
    data = original(desk, kept)
    return desk.pictures.draw(data, kept.record.sha256, page) if data else None


def original(desk: Desk, kept: KeptDocument) -> bytes | None:
    """The bytes that the document was read from; None when their file is not there."""
    capture = desk.ledger.capture(kept.capture)
    try:
        return desk.archive.read(capture.place) if capture else None
    except ArchiveError:
        return None


def _rectangles(document: Document, items: Sequence[Item], page: int) -> Iterator[Rectangle]:
    layout = document.layout
    assert layout is not None
    for item in items:
        if item.state == "rejected" or layout.page(item.start) != page:
            continue
        for x0, top, x1, bottom in layout.lines(item.start, item.end):
            yield Rectangle(item.record, item.kind, item.text, x0, top, round(x1 - x0, 1), round(bottom - top, 1))
