"""Blocks of lines as pieces of text: headings, paragraphs, list items, captions, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import BlockKind
from extractors.pdf.blocks import Block
from extractors.pdf.characters import Page
from extractors.pdf.flow import SENTENCE_END, flowed, right_edge, spelled
from extractors.pdf.lines import Line
from extractors.pdf.numbering import numbering
from extractors.pdf.scale import Scale, names_something
from extractors.readers.draft import Piece

# Bullets, those of the Symbol and Wingdings fonts among them, and numbers in brackets.
_ITEM = re.compile(
    r"[・•◦●○◎■□◆◇▼▽☆★▮◼▪▶►✓✔➢❖\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc]\s?\S|[–-](?:\s\S|[^\s\d–-])"
    r"|[(（]?(?:[0-9０-９]{1,2}|[a-zア-ン])[)）]\S?|[①-⑳]"
)
# A clause of an agreement or its title in brackets.
_CLAUSE = re.compile(r"[0-9０-９]{1,2}[\s　]|第[0-9０-９一二三四五六七八九十]+[条章項]|[(（][^()（）]{1,20}[)）]\s*$")
_NOTE = re.compile(r"[※＊*]|[(（]?注[)）0-9０-９:：]|[(（]?備考[)）:：]")
_CAPTION = re.compile(r"[(（]?(?:図表?|表|写真|資料)[\s　]?[0-9０-９]|[(（]\s?単位\s?[:：]")
_CHAPTER = re.compile(
    r"(?:第\s?)?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2}|[IVXⅠ-Ⅻ]+)(?:[章節部編.．、\s　]|[-－][0-9])"
)
_ENTRY = re.compile(r".{1,80}?[.．・･…‥⋯]{3,200}\s?\d{1,4}$")  # of a table of contents
_LONGEST_HEADING = 90


def pieces(page: Page, block: Block, sizes: Scale) -> Iterator[Piece]:
    """The pieces of a block: one for a heading or a paragraph, one for each item of a list."""
    right = right_edge(page, block)
    for lines in _cut(page, block.lines, right if block.upright else max(line.end for line in block.lines)):
        item = _ITEM.match(lines[0].text(page)) is not None  # items are wrapped at will, each by its own lines
        edge = max(line.x1 for line in lines) if item and not block.upright else right
        text, boxes = spelled(page, flowed(page, lines, edge))
        kind = _kind(text, lines, sizes)
        level = sizes.level(lines[0].style) if kind == "heading" else 1 if kind == "list_item" else None
        yield Piece(kind=kind, text=text, level=level, boxes=boxes, page=page.number)


def _cut(page: Page, lines: Sequence[Line], right: float) -> Iterator[list[Line]]:
    """A block's lines cut where an item of a list or a note begins, or a new paragraph after a short last line."""
    left = min(line.begin for line in lines)
    part: list[Line] = []
    for line in lines:
        text = line.text(page)
        if part and (_opens(text) or _begins(page, part[-1], line, left, right) or _ends(page, part, right)):
            yield part
            part = []
        part.append(line)
    yield part


def _opens(text: str) -> bool:
    return _ITEM.match(text) is not None or _NOTE.match(text) is not None


def _begins(page: Page, before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a paragraph begins after a line that ends a sentence: a clause, an indent, a line that ended early."""
    if SENTENCE_END.search(before.text(page)) is None:
        return False
    size = line.style.size
    indented = 0.6 * size < line.begin - left < 1.6 * size and before.begin - left < 0.6 * size
    return indented or right - before.end > 4 * size or _CLAUSE.match(line.text(page)) is not None


def _ends(page: Page, part: Sequence[Line], right: float) -> bool:
    """Whether the lines are whole: an entry of a table of contents, or a numbered title that left its line empty."""
    text = part[-1].text(page)
    if _ENTRY.match(text):
        return True
    return len(part) == 1 and numbering(text) is not None and right - part[0].end > 4 * part[0].style.size


def _kind(text: str, lines: Sequence[Line], sizes: Scale) -> BlockKind:
    if _CAPTION.match(text) and len(text) <= _LONGEST_HEADING:
        return "caption"
    if len(text) <= _LONGEST_HEADING and not _ENTRY.match(text) and not text.endswith("。") and names_something(text):
        numbered = len(lines) == 1 and _CHAPTER.match(text) is not None
        if sizes.is_heading(lines[0].style, numbered):
            return "heading"
    if _NOTE.match(text):
        return "note"
    return "list_item" if _ITEM.match(text) or _ENTRY.match(text) else "paragraph"
