"""Characters that follow one another on one level are a line, or a part of one where a wide gap stands between.

>>> boxes = [(0.0, 0.0, 10.0, 10.0), (10.0, 0.0, 20.0, 10.0), (60.0, 0.0, 70.0, 10.0)]
>>> page = Page(0, 100, 100, "協定書", boxes, frozenset(), (0,), (Style(10, False),))
>>> [line.text(page) for line in lines(page)]
['協定', '書']

Upright lines are found too: characters one below the other, as in vertical writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pdf.characters import Page, Style
from extractors.records import Box

SPACE = -1  # stands for a space that the page has no character for
_APART = 1.25  # of the size: a wider gap parts two texts that share a level
_WORD_GAP = 0.16  # of the size: between Latin letters, a space
_WIDE_GAP = 0.6  # of the size: between ideographs, which are often set loosely
_SEEN_GAP = 0.22  # of the size: between ideographs where PDFium sees a space as well
_EIGHTH = 0.215  # of the size: more than what browsers set between an ideograph and a letter (text-autospace: 1/8)
_LEADER = frozenset(".．・･…‥⋯")
_DOTS = 3  # at least, at the end of what leads to a page's number


@dataclass(slots=True)
class Line:
    """Characters of one line by their places on the page (`SPACE` for a space put in), and the box around them."""

    parts: list[int]
    x0: float
    top: float
    x1: float
    bottom: float
    style: Style
    upright: bool = False
    last: float = 0.0  # where the last character begins
    said: str = ""

    @property
    def height(self) -> float:
        """How tall the line is, in points."""
        return self.bottom - self.top

    @property
    def begin(self) -> float:
        """Where its first character begins, in the direction of writing."""
        return self.top if self.upright else self.x0

    @property
    def end(self) -> float:
        """Where its last character ends."""
        return self.bottom if self.upright else self.x1

    @property
    def middle(self) -> float:
        """The level of its middle."""
        return (self.top + self.bottom) / 2

    def text(self, page: Page) -> str:
        """The words of the line, put together once."""
        if not self.said:
            self.said = "".join(" " if part == SPACE else page.text[part] for part in self.parts)
        return self.said


def lines(page: Page, places: Sequence[int] | None = None) -> list[Line]:
    """The lines made of the characters at these places (all of them by default), in the order of the content."""
    found: list[Line] = []
    line: Line | None = None
    spaces: list[int] = []
    text, boxes, made = page.text, page.boxes, page.made
    for index in range(len(text)) if places is None else places:
        if index in made:
            spaces.append(SPACE)
            continue
        box, character = boxes[index], text[index]
        if line is not None and not spaces and _is_next(line, box) and not character.isspace():
            line.parts.append(index)  # nearly all characters
            line.x1, line.last = box[2], box[0]
        elif line is None or not (_goes_on(line, *box) or _is_led_to(line, box, text, index)):
            if not character.isspace():
                line = Line([index], *box, page.style(index), last=box[0])
                found.append(line)
                spaces.clear()
        elif character.isspace():
            line.x1, line.last = max(line.x1, box[2]), box[0]
            line.bottom = max(line.bottom, box[3]) if line.upright else line.bottom
            spaces.append(index)
        else:
            _extend(line, index, box, _between(line, box, spaces, text, index))
            spaces.clear()
    for line in found:
        if line.style.bold and not page.style(line.parts[-1]).bold:
            line.style = Style(line.style.size, False)  # a bold word opens a plain line
    return found


def _is_next(line: Line, box: Box) -> bool:
    """Whether a character stands right after the last one, at the same height: seen without further ado."""
    return (
        box[1] == line.top
        and box[3] == line.bottom
        and -0.1 < box[0] - line.x1 < 0.1 * line.style.size
        and not line.upright
    )


def _extend(line: Line, index: int, box: Box, spaces: list[int]) -> None:
    line.parts.extend(spaces)
    line.parts.append(index)
    x0, top, x1, bottom = box
    line.x0, line.x1, line.last = min(line.x0, x0), max(line.x1, x1), x0
    line.top, line.bottom = min(line.top, top), max(line.bottom, bottom)


def _goes_on(line: Line, x0: float, top: float, x1: float, bottom: float) -> bool:
    height = bottom - top
    if line.upright or len(line.parts) == 1:
        beside = min(x1, line.x1) - max(x0, line.x0) > 0.5 * min(x1 - x0, line.x1 - line.x0)
        widest = _APART if line.upright else 0.5
        below = -0.2 * height < top - line.bottom < widest * height and top > line.top + 0.5 * height
        if beside and below and (line.upright or line.x1 - line.x0 > 0.8 * line.style.size):
            line.upright = True
            return True
        if line.upright:  # a number of two digits or three is set level in it
            level = line.bottom - height < top + 0.3 * height and bottom < line.bottom + 0.3 * height
            return level and line.last < x0 < line.x1 and x1 - line.x0 < 1.6 * line.style.size
    gap = x0 - line.x1
    level = min(bottom, line.bottom) - max(top, line.top) > 0.5 * min(height, line.bottom - line.top)
    onward = gap > -0.6 * line.style.size or x0 >= line.last - 0.1  # letters of a ligature share one box
    return level and onward and gap < _APART * line.style.size


def _is_led_to(line: Line, box: Box, text: str, index: int) -> bool:
    """Whether a row of dots leads to a number far to the right, as in a table of contents."""
    level = min(box[3], line.bottom) - max(box[1], line.top) > 0.5 * line.height
    dots = [text[part] for part in line.parts[-_DOTS:] if part != SPACE]
    return level and box[0] > line.x1 and text[index].isdecimal() and len(dots) == _DOTS and _LEADER.issuperset(dots)


def _between(line: Line, box: Box, spaces: list[int], text: str, index: int) -> list[int]:
    """The spaces before a character: the page's own, else one put in where the gap is wide enough for it."""
    own = [part for part in spaces if part != SPACE]
    if own:
        return own
    if line.upright:
        return [SPACE] if box[1] - line.bottom > _WIDE_GAP * line.style.size else []
    gap = box[0] - line.x1
    before, after = text[line.parts[-1]] > "\u2e7f", text[index] > "\u2e7f"
    if before and after:
        wide = gap > (_SEEN_GAP if spaces else _WIDE_GAP) * line.style.size
    elif before != after:
        wide = gap > _EIGHTH * line.style.size
    else:
        wide = gap > _WORD_GAP * line.style.size or (bool(spaces) and gap > 0.05 * line.style.size)
    return [SPACE] if wide else []


def around(boxes: Sequence[Line]) -> Box:
    """The box around several lines."""
    return (
        min(line.x0 for line in boxes),
        min(line.top for line in boxes),
        max(line.x1 for line in boxes),
        max(line.bottom for line in boxes),
    )


def joined(page: Page, row: Sequence[Line]) -> Iterator[int]:
    """The characters of lines of one level from left to right, a space between two of them."""
    for number, line in enumerate(sorted(row, key=lambda line: line.x0)):
        if number:
            yield SPACE
        yield from line.parts
