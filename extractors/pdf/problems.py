"""What a PDF says of pages whose text layer cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

NO_TEXT, GARBAGE, BY_OCR = "no text layer", "text layer unreadable", "read by OCR"


def told(reason: str, pages: Sequence[int], total: int) -> str:
    """A problem with the pages that it concerns (from 1, in order), unless they are all.

    >>> told("no text layer", [1, 2, 3, 7], 9), told("no text layer", [1], 1)
    ('no text layer on pages 1-3, 7', 'no text layer')
    """
    if len(pages) == total:
        return reason
    runs = [[page for _, page in run] for _, run in groupby(enumerate(pages), key=lambda entry: entry[1] - entry[0])]
    named = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"{reason} on page{'s' if len(pages) > 1 else ''} {named}"
