"""Bytes of any kind we read → `Document`: what the bytes are decides, and a declaration that differs is noted.

>>> document = read("<h1>連携</h1>".encode(), "text/html", Context(url="https://www.city.example.lg.jp/a.html"))
>>> document.text, document.media_type, document.problems
('連携', 'text/html', ())
>>> read(b"PK\\x03\\x04", "text/html", Context())
Traceback (most recent call last):
extractors.reader.UnreadableError: declared text/html, is a ZIP archive (Word, Excel and the like)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from extractors.context import Context
from extractors.document import Document
from extractors.html.page import read_html
from extractors.pdf.file import read_pdf
from extractors.places.publishers import resolved
from extractors.readers.plain import read_text

VERSION = "reader/3"

_Reader = Callable[[bytes, str, Context], Document]
_READERS: dict[str, _Reader] = {
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "application/pdf": read_pdf,
    "text/plain": read_text,
    "text/markdown": read_text,
}
# Beginnings of files that are no document for us, whatever they are declared as.
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive (Word, Excel and the like)"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "gzip data"),
    (b"{\\rtf", "an RTF file"),
)
_SNIFFED = 1024  # bytes; Acrobat takes a PDF whose header stands this late
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
_PARAMETER = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)


class UnreadableError(ValueError):
    """The bytes are no document: empty, or of a kind that no reader knows; the message is one line."""


def read(data: bytes, media_type: str, context: Context) -> Document:
    """The document of the bytes; raises `UnreadableError` alone. A broken document is returned with its problems."""
    declared = media_type.partition(";")[0].strip().lower()
    stated = _PARAMETER.search(media_type)
    if stated and context.charset is None:
        context = replace(context, charset=stated.group(1))
    if not data.strip():
        raise UnreadableError("the document is empty")
    kind = _kind(data, declared)
    if kind not in _READERS:
        raise UnreadableError(f"{declared or 'no media type'} cannot be read; known are {', '.join(_READERS)}")
    document = _READERS[kind](data, kind, context)
    document = replace(document, publisher=resolved(document.publisher, document.url))
    if kind == declared:
        return document
    return replace(document, problems=(f"declared {declared or 'nothing'}, is {kind}", *document.problems))


def _kind(data: bytes, declared: str) -> str:
    """What the bytes are where they show it, else what they are declared as."""
    if b"%PDF-" in data[:_SNIFFED] and (declared not in _READERS or not _MARKUP.match(data)):
        return "application/pdf"
    for mark, name in _FOREIGN:
        if data.startswith(mark):
            raise UnreadableError(f"declared {declared or 'nothing'}, is {name}")
    if declared != "application/xhtml+xml" and _MARKUP.match(data[: 2 * _SNIFFED]):
        return "text/html"
    return declared
