"""What a reader and its child process say to one another."""

from __future__ import annotations

from extractors.context import Context

Job = tuple[bytes, str, Context, bool, bool]  # bytes, media type, context, by OCR, with its records
DONE, UNREADABLE = b"D", b"U"  # the first byte of an answer
