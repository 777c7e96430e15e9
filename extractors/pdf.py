"""A PDF as a `Document`: its text in reading order, every character with its box.

A file that cannot be opened, or has nothing to read, is a document with no text and a problem that says why:
`encrypted`, `broken`, `truncated`, `no pages`, `no text layer`.

>>> read_pdf(b"%PDF-1.7 and no more", "application/pdf", Context()).problems
('truncated', 'broken')
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.context import Context
from extractors.document import Document, Layout
from extractors.draft import Draft, assemble
from extractors.identity import document_id
from extractors.pdf_characters import Page, read_page
from extractors.pdf_pages import page_pieces

MOST_PAGES = 2000
_TAIL = 2048  # bytes in which a whole file states its end
_PAGELESS = re.compile(rb"/Count\s+0\b[^>]{0,40}/Kids\s*\[\s*\]|/Kids\s*\[\s*\][^>]{0,40}/Count\s+0\b")
# Titles that programs put in by themselves.
_NO_TITLE = re.compile(
    r"(?:Microsoft (?:Word|Excel|PowerPoint)|PowerPoint|スライド|プレゼンテーション|untitled|無題|タイトル).*"
    r"|.*\.(?:docx?|xlsx?|pptx?|jtd|pdf|indd|ai|txt|html?)|[\x00-\x20-/0-9_.-]*",
    re.IGNORECASE,
)


def read_pdf(data: bytes, media_type: str, context: Context) -> Document:
    """The document of a PDF's bytes; never raises for what is in them."""
    problems: list[str] = []
    pages, total, named = _opened(data, problems)
    draft = assemble(page_pieces(pages))
    problems.extend(_unread(pages, draft))
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=context.id or document_id(context.url or digest),
        text=draft.text,
        media_type=media_type,
        sha256=digest,
        blocks=draft.blocks,
        tables=draft.tables,
        layout=_layout(draft, total),
        title=_title(draft, named),
        publisher=context.publisher,
        published=context.published,
        url=context.url,
        source=context.source,
        fetched_at=context.fetched_at,
        pages=total,
        problems=tuple(problems),
    )


def _opened(data: bytes, problems: list[str]) -> tuple[list[Page], int, str]:
    """The pages that can be read, how many there are, and the title that the file states."""
    if b"%%EOF" not in data[-_TAIL:]:
        problems.append("truncated")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        problems.append(_reason(error, data))
        return [], 0, ""
    try:
        total = len(document)
        if not total:
            problems.append("no pages")
        if total > MOST_PAGES:
            problems.append(f"only the first {MOST_PAGES} pages")
        named = _named(document)
        return list(_pages(document, min(total, MOST_PAGES), problems)), total, named
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


def _unread(pages: Sequence[Page], draft: Draft) -> Iterator[str]:
    if pages and not draft.text:
        yield "no text layer"
    unknown = draft.text.count("\ufffd") + sum("\ue000" <= character <= "\uf8ff" for character in draft.text)
    if 3 * unknown > len(draft.text):
        yield "text layer unreadable"


def _title(draft: Draft, named: str) -> str | None:
    """The title that the file states unless a program made it up, else the first page's largest heading."""
    if named and not _NO_TITLE.fullmatch(named):
        return " ".join(named.split())
    second = min((start for page, start in draft.starts.items() if page), default=len(draft.text))
    headings = [block for block in draft.blocks if block.kind == "heading" and block.start < second]
    largest = min(headings, key=lambda block: (block.level or 6, block.start), default=None)
    return " ".join(draft.text[largest.start : largest.end].split()) if largest else None


def _layout(draft: Draft, total: int) -> Layout:
    starts: list[int] = []
    last = len(draft.text)
    for number in reversed(range(total)):
        last = draft.starts.get(number, last)
        starts.append(last)
    return Layout(page_starts=tuple(reversed(starts)), boxes=draft.boxes)
