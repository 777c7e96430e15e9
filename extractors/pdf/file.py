"""A PDF as a `Document`: its text in reading order, every character with its box.

A file that cannot be opened, or has nothing to read, is a document with no text and a problem that says why:
`encrypted`, `broken`, `truncated`, `no pages`, `no text layer`, `text layer unreadable`; the last two name their
pages when others can be read.

>>> read_pdf(b"%PDF-1.7 and no more", "application/pdf", Context()).problems
('truncated', 'broken')
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.context import Context
from extractors.document import Document, Layout
from extractors.identity import document_id
from extractors.pdf.characters import Page, read_page
from extractors.pdf.legible import pictured, unread
from extractors.pdf.pages import page_pieces
from extractors.pdf.problems import BY_OCR, GARBAGE, NO_TEXT, told
from extractors.readers.draft import Draft, assemble

MOST_PAGES = 2000
_TAIL = 2048  # bytes in which a whole file states its end
_PAGELESS = re.compile(rb"/Count\s+0\b[^>]{0,40}/Kids\s*\[\s*\]|/Kids\s*\[\s*\][^>]{0,40}/Count\s+0\b")
# Titles that programs put in by themselves.
_NO_TITLE = re.compile(
    r"(?:Microsoft (?:Word|Excel|PowerPoint)|PowerPoint|スライド|プレゼンテーション|untitled|無題|タイトル).*"
    r"|.*\.(?:docx?|xlsx?|pptx?|jtd|pdf|indd|ai|txt|html?)|[\x00-\x20-/0-9_.-]*",
    re.IGNORECASE,
)


Recogniser = Callable[[pdfium.PdfPage, int], Page]


@dataclass(slots=True)
class _Opened:
    """The pages that can be read, how many the file has, the title that it states, and which were read by OCR."""

    pages: list[Page]
    total: int = 0
    named: str = ""
    recognised: tuple[int, ...] = ()


def read_pdf(data: bytes, media_type: str, context: Context, recognise: Recogniser | None = None) -> Document:
    """The document of a PDF's bytes; never raises for what is in them.

    `recognise` reads the picture of a page (and its number, from 0) that has no usable text layer; without it such
    pages are left out.
    """
    problems: list[str] = []
    opened = _opened(data, problems, recognise)
    draft = assemble(page_pieces(opened.pages))
    if opened.pages and not draft.text and not any(said.startswith((NO_TEXT, GARBAGE)) for said in problems):
        problems.append(NO_TEXT)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=context.id or document_id(context.url or digest),
        text=draft.text,
        media_type=media_type,
        sha256=digest,
        blocks=draft.blocks,
        tables=draft.tables,
        layout=_layout(draft, opened),
        title=_title(draft, opened.named),
        publisher=context.publisher,
        published=context.published,
        url=context.url,
        source=context.source,
        fetched_at=context.fetched_at,
        pages=opened.total,
        problems=tuple(problems),
    )


def _opened(data: bytes, problems: list[str], recognise: Recogniser | None) -> _Opened:
    if b"%%EOF" not in data[-_TAIL:]:
        problems.append("truncated")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        problems.append(_reason(error, data))
        return _Opened([])
    try:
        total = len(document)
        if not total:
            problems.append("no pages")
        if total > MOST_PAGES:
            problems.append(f"only the first {MOST_PAGES} pages")
        pages = list(_pages(document, min(total, MOST_PAGES), problems))
        opened = _Opened(pages, total, _named(document))
        _replace_unread(document, opened, problems, recognise)
        return opened
    finally:
        document.close()


def _named(document: pdfium.PdfDocument) -> str:
    try:
        named: str = document.get_metadata_value("Title")
    except UnicodeDecodeError:
        return ""
    return named.strip()


def _reason(error: pdfium.PdfiumError, data: bytes) -> str:
    """Why a file does not open; PDFium's code may be an older file's, so it is checked against the bytes."""
    if error.err_code == pdfium_c.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
        return "encrypted"
    return "no pages" if _PAGELESS.search(data) else "broken"


def _pages(document: pdfium.PdfDocument, total: int, problems: list[str]) -> Iterator[Page]:
    for number in range(total):
        try:
            page = read_page(document, number)
        except pdfium.PdfiumError:
            problems.append(f"page {number + 1} broken")
            continue
        if page.truncated:
            problems.append(f"page {number + 1} truncated")
        yield page


def _replace_unread(
    document: pdfium.PdfDocument, opened: _Opened, problems: list[str], recognise: Recogniser | None
) -> None:
    """Pages without a usable text layer are read by their picture or emptied, and told about."""
    told_of: dict[str, list[int]] = {}
    for place, page in enumerate(opened.pages):
        reason = unread(page, lambda page=page: pictured(document[page.number]))  # type: ignore[misc]
        if reason is None:
            continue
        read = _recognised(document[page.number], page.number, recognise)
        opened.pages[place] = read or replace(page, text="", boxes=[], made=frozenset(), edges=())
        told_of.setdefault(BY_OCR if read else reason, []).append(page.number + 1)
    problems.extend(told(reason, pages, opened.total) for reason, pages in told_of.items())
    opened.recognised = tuple(told_of.get(BY_OCR, ()))


def _recognised(page: pdfium.PdfPage, number: int, recognise: Recogniser | None) -> Page | None:
    try:
        return recognise(page, number) if recognise else None
    except pdfium.PdfiumError:  # a picture that cannot be drawn
        return None


def _title(draft: Draft, named: str) -> str | None:
    """The title that the file states unless a program made it up, else the first page's largest heading."""
    if named and not _NO_TITLE.fullmatch(named):
        return " ".join(named.split())
    second = min((start for page, start in draft.starts.items() if page), default=len(draft.text))
    headings = [block for block in draft.blocks if block.kind == "heading" and block.start < second]
    largest = min(headings, key=lambda block: (block.level or 6, block.start), default=None)
    return " ".join(draft.text[largest.start : largest.end].split()) if largest else None


def _layout(draft: Draft, opened: _Opened) -> Layout:
    starts: list[int] = []
    last = len(draft.text)
    for number in reversed(range(opened.total)):
        last = draft.starts.get(number, last)
        starts.append(last)
    return Layout(page_starts=tuple(reversed(starts)), boxes=draft.boxes, recognised=opened.recognised)
