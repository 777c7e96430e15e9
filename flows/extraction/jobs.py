"""What a reader and its child process say to one another."""

from __future__ import annotations

from extractors.context import Context

# Bytes, media type, context, by OCR, with its records, and of which kinds: null for all.
Job = tuple[bytes, str, Context, bool, bool, frozenset[str] | None]
DONE, UNREADABLE = b"D", b"U"  # the first byte of an answer
