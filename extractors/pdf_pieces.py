"""Blocks of lines as pieces of text with the box of every character: headings, paragraphs, list items, notes.

Lines are joined as Japanese is: nothing between ideographs at a line's end, a space between Latin words. A line that
stops well before its block's right edge was ended on purpose, and its end is kept.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.document import BlockKind
from extractors.draft import Piece
from extractors.pdf_blocks import Block
from extractors.pdf_characters import Page, Style
from extractors.pdf_lines import SPACE, Line

BREAK = -2  # stands for a line end that is kept
_ITEM = re.compile(
    r"[・•◦●○■□◆◇▮◼▪▶►✓✔➢❖\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc]\s?\S|[–-](?:\s\S|[^\s\d–-])"
    r"|[(（]?(?:[0-9０-９]{1,2}|[a-zア-ン])[)）]\S?|[①-⑳]"
)
_NOTE = re.compile(r"[※＊*]|[(（]?注[)）0-9０-９:：]|[(（]?備考[)）:：]")
_CAPTION = re.compile(r"[(（]?(?:図表?|表|写真|資料)[\s　]?[0-9０-９]|[(（]\s?単位\s?[:：]")
_SENTENCE_END = re.compile(r"[。．.!?！？」』）)：:]\s*$")
_FULL = 1.9  # of the size: how far from the right edge a line may end and still be full
_RAGGED = 0.15  # of the width: how far it may end where the words go on
_NARROW = 9.0  # of the size: blocks no wider hold labels, whose line ends mean something
_OPENING = re.compile(r"[\d０-９「『（(【〔［・※①-⑳]")
_WORDS = re.compile(r"[^\W\d_]")
_LONGEST_HEADING = 90


@dataclass(frozen=True, slots=True)
class Scale:
    """What sizes mean in this document: the body's size, whether it is bold, and the larger types as levels."""

    body: float
    bold: bool
    levels: dict[tuple[float, bool], int]

    def is_heading(self, style: Style) -> bool:
        """Whether type of this kind stands out from the body."""
        larger = style.size >= (1.08 if style.bold and not self.bold else 1.25) * self.body
        return larger or (style.bold and not self.bold and style.size >= 0.97 * self.body)

    def level(self, style: Style) -> int:
        """1 to 6, the largest type first."""
        return self.levels.get(_key(style), 6)


def scale(pages: Sequence[tuple[Page, Sequence[Line]]]) -> Scale:
    """The body is the type that most characters are set in; larger types are levels, those of one line sharing one."""
    weights: dict[tuple[float, bool], int] = {}
    seen: dict[tuple[float, bool], list[int]] = {}
    for page, lines in pages:
        for line in lines:
            key = _key(line.style)
            weights[key] = weights.get(key, 0) + len(line.parts)
            if _names(line.text(page)):
                seen.setdefault(key, []).append(page.number)
    body, bold = max(weights, key=lambda key: (weights[key], key), default=(10.0, False))
    levels: dict[tuple[float, bool], int] = {}
    rank, alone = 0, False
    for key in sorted(weights, reverse=True):
        if Scale(body, bold, {}).is_heading(Style(*key)):
            rank += not alone
            levels[key] = min(rank, 6)
            # A type met once, and not on the first page, rules over no chapter: a large "目次", a closing "Thank you".
            alone = len(seen.get(key, ())) == 1 and seen[key][0] > 0
    return Scale(body, bold, levels)


def pieces(page: Page, block: Block, sizes: Scale) -> Iterator[Piece]:
    """The pieces of a block: one for a heading or a paragraph, one for each item of a list."""
    for lines in _cut(page, block.lines):
        parts = flowed(page, lines, block.x1)
        text, boxes = spelled(page, parts)
        kind = _kind(text, lines, sizes)
        level = sizes.level(lines[0].style) if kind == "heading" else 1 if kind == "list_item" else None
        yield Piece(kind=kind, text=text, level=level, boxes=boxes, page=page.number)


def flowed(page: Page, lines: Sequence[Line], right: float, narrow: float = _NARROW) -> list[int]:
    """The characters of the lines as one run, with the spaces and line ends that stand between lines.

    `right` is the edge that full lines reach; in a block no wider than `narrow` times the size every line end counts.
    """
    parts: list[int] = []
    for number, line in enumerate(lines):
        if number:
            parts.extend(_join(page, lines, number - 1, right, narrow))
        parts.extend(line.parts)
    return parts


def spelled(page: Page, parts: Sequence[int]) -> tuple[str, array[int]]:
    """The text of a run and its boxes in tenths of a point, four zeros for what the reader put in."""
    text: list[str] = []
    numbers: list[int] = []
    for part in parts:
        if part < 0:
            text.append(" " if part == SPACE else "\n")
            numbers += (0, 0, 0, 0)
        else:
            text.append(page.text[part])
            x0, top, x1, bottom = page.boxes[part]
            numbers += (int(10 * x0 + 0.5), int(10 * top + 0.5), int(10 * x1 + 0.5), int(10 * bottom + 0.5))
    try:
        return "".join(text), array("H", numbers)
    except OverflowError:  # outside the page, or on a page of more than two metres
        return "".join(text), array("H", [min(max(number, 0), 65535) for number in numbers])


def runs_on(before: Piece, above: Block, piece: Piece, block: Block) -> bool:
    """Whether a paragraph goes on at the top of the next column: its last line is full and no sentence ends there."""
    if before.kind not in ("paragraph", "list_item") or piece.kind != "paragraph" or above.upright:
        return False
    if not (block.x0 >= above.x1 and block.top < above.bottom - above.size) or abs(block.size - above.size) > 0.5:
        return False
    full = above.x1 - above.lines[-1].x1 <= _FULL * above.size and above.x1 - above.x0 > _NARROW * above.size
    return full and len(above.lines) > 1 and _SENTENCE_END.search(before.text) is None


def joined(before: Piece, piece: Piece) -> Piece:
    """Two pieces of one paragraph as one."""
    space = "" if max(before.text[-1], piece.text[0]) > "\u2e7f" else " "
    boxes = array("H", before.boxes or ())
    boxes.extend((0, 0, 0, 0) * len(space))
    boxes.extend(piece.boxes or ())
    return replace(before, text=before.text + space + piece.text, boxes=boxes)


def _cut(page: Page, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """A block's lines cut where an item of a list or a note begins, or a new paragraph after a short last line."""
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    part: list[Line] = []
    for line in lines:
        text = line.text(page)
        if part and not line.upright and (_opens(text) or _begins(page, part[-1], line, left, right)):
            yield part
            part = []
        part.append(line)
    yield part


def _opens(text: str) -> bool:
    return _ITEM.match(text) is not None or _NOTE.match(text) is not None


def _begins(page: Page, before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a paragraph begins: indented by one character after a line that ends a sentence."""
    size = line.style.size
    indented = 0.6 * size < line.x0 - left < 1.6 * size and before.x0 - left < 0.6 * size
    ended = _SENTENCE_END.search(before.text(page)) is not None
    return ended and (indented or right - before.x1 > 2 * _FULL * size)


def _join(page: Page, lines: Sequence[Line], number: int, right: float, narrow: float) -> list[int]:
    before, after = lines[number], lines[number + 1]
    if before.upright:
        return [BREAK] if max(line.bottom for line in lines) - before.bottom > _FULL * before.style.size else []
    last, first = page.text[before.parts[-1]], page.text[after.parts[0]]
    if _is_apart(lines, number, right, narrow) or (_is_ragged(lines, number, right) and _ends(last, first)):
        return [BREAK]
    if last > "\u2e7f" or first > "\u2e7f" or last == "-":
        return []
    return [SPACE]


def _is_apart(lines: Sequence[Line], number: int, right: float, narrow: float) -> bool:
    """Whether a line was ended on purpose: it is far from the edge, or its block is too narrow for prose."""
    line, after = lines[number], lines[number + 1]
    size, gap = line.style.size, right - line.x1
    width = right - min(line.x0 for line in lines)
    if width <= narrow * size:  # the longest line was broken for want of room when little is left of it
        return line.x1 - line.x0 < width - 0.5 * size or after.x1 - after.x0 > 0.6 * width
    return gap > max(_FULL * size, _RAGGED * width)


def _is_ragged(lines: Sequence[Line], number: int, right: float) -> bool:
    return right - lines[number].x1 > _FULL * lines[number].style.size


def _ends(last: str, first: str) -> bool:
    """Whether something ends with the one character, or begins with the other."""
    return _OPENING.match(first) is not None or _SENTENCE_END.search(last) is not None


def _kind(text: str, lines: Sequence[Line], sizes: Scale) -> BlockKind:
    if _CAPTION.match(text) and len(text) <= _LONGEST_HEADING:
        return "caption"
    style = lines[0].style
    if sizes.is_heading(style) and len(text) <= _LONGEST_HEADING and not text.endswith("。") and _names(text):
        return "heading"
    if _NOTE.match(text):
        return "note"
    return "list_item" if _ITEM.match(text) else "paragraph"


def _names(text: str) -> bool:
    """Whether there are words in it: large digits are a figure, a large sign is decoration."""
    return len(_WORDS.findall(text)) >= 2


def _key(style: Style) -> tuple[float, bool]:
    return round(2 * style.size) / 2, style.bold
