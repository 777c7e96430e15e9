"""What the bytes of an answer are, whatever the server calls them.

>>> recognise("application/pdf", b"<!DOCTYPE html><title>x</title>")
('text/html', 'declared application/pdf, is text/html')
>>> recognise("text/html", b"<p>x"), recognise(None, b"%PDF-1.7 ...")
(('text/html', None), ('application/pdf', None))
>>> split("text/html; charset=Shift_JIS")
('text/html', 'Shift_JIS')
"""

from __future__ import annotations

import re

# The kinds of file that a source may ask for, and the media types that they are sent under.
KINDS = {"html": ("text/html", "application/xhtml+xml"), "pdf": ("application/pdf", "application/x-pdf")}
# Sent for files of any kind by servers that do not know better.
_VAGUE = (None, "application/octet-stream", "binary/octet-stream", "application/download", "text/plain")

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:+-]{1,40})", re.IGNORECASE)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|title)\b", re.I | re.S
)
_HEAD = 1024  # bytes within which a PDF must say that it is one (ISO 32000-1, annex H)


def split(content_type: str | None) -> tuple[str | None, str | None]:
    """The media type and charset that a Content-Type header states."""
    if not content_type:
        return None, None
    charset = _CHARSET.search(content_type)
    return content_type.partition(";")[0].strip().lower() or None, charset.group(1) if charset else None


def may_be(declared: str | None, kinds: tuple[str, ...]) -> bool:
    """Whether an answer declared so can be of a wanted kind, so that its body is worth reading."""
    return declared in _VAGUE or kind(declared) in kinds


def recognise(declared: str | None, body: bytes) -> tuple[str | None, str | None]:
    """The media type of the bytes and, where the declaration was another, a problem that says so."""
    seen = _seen(body)
    if seen is None or kind(seen) == kind(declared):
        return declared, None
    return seen, None if declared in _VAGUE else f"declared {declared}, is {seen}"


def kind(media_type: str | None) -> str | None:
    """The kind of file that a media type stands for, None for one that is not read."""
    return next((name for name, types in KINDS.items() if media_type in types), None)


def _seen(body: bytes) -> str | None:
    if b"%PDF-" in body[:_HEAD]:
        return "application/pdf"
    return "text/html" if _MARKUP.match(body.removeprefix(b"\xef\xbb\xbf"), 0, _HEAD) else None
