"""Footnotes: small type at the foot of a column, read after the text of the page and not in the middle of it.

>>> from extractors.pdf.blocks import blocks
>>> from extractors.pdf.characters import Style
>>> from extractors.pdf.lines import Line
>>> page = Page(0, 100, 500, "本文※注", [], frozenset(), (0,), (Style(10, False),))
>>> line, note = Line([0, 1], 0, 100, 20, 110, Style(10, False)), Line([2, 3], 0, 440, 14, 447, Style(7, False))
>>> [len(found) for found in footnotes(page, blocks([line, note]), 10)]
[1, 1]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pdf.blocks import Block
from extractors.pdf.characters import Page

_SMALL = 0.92  # of the body's size, at most
_HIGHEST = 0.5  # of the page's height: notes above it are those of a table or a figure
_MARK = re.compile(r"[※＊*†]|[(（]?注|[(（]?\d{1,3}[)）]?\s|[¹²³]")


def footnotes(page: Page, found: Sequence[Block], body: float) -> tuple[list[Block], list[Block]]:
    """The blocks that are text, and those that are footnotes: nothing but others of them stands below."""
    if page.width > page.height:
        return list(found), []
    text: list[Block] = []
    notes: list[Block] = []
    left, right = page.width, 0.0  # what text covers further down
    for block in sorted(found, key=lambda block: -block.top):
        if _is_note(page, block, body) and not min(block.x1, right) > max(block.x0, left):
            notes.append(block)
        else:
            text.append(block)
            left, right = min(left, block.x0), max(right, block.x1)
    return sorted(text, key=lambda block: block.rank), sorted(notes, key=lambda block: block.rank)


def _is_note(page: Page, block: Block, body: float) -> bool:
    small = block.size <= _SMALL * body and block.top > _HIGHEST * page.height and not block.upright
    return small and _MARK.match(block.lines[0].text(page)) is not None
