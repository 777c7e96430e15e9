"""Lines of a PDF as running text, each character with its box.

Lines are joined as Japanese is: nothing between ideographs at a line's end, a space between Latin words. A line that
was ended on purpose keeps its end. It was not when what begins the next line had no room left on it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pdf.blocks import Block
from extractors.pdf.characters import Page
from extractors.pdf.lines import SPACE, Line

BREAK = -2  # stands for a line end that is kept

SENTENCE_END = re.compile(r"[。．.!?！？」』）)：:]\s*$")
_SLACK = 0.9  # of the size: what justified lines may lack of the edge
_RAGGED = 0.15  # of the width: how far a line may end from the edge where the words go on
_EMPTY = 0.35  # of the width: no word is so long that it leaves this much of a line empty
_ALIKE = 4  # characters
_NARROW = 9.0  # of the size: blocks no wider hold labels, whose line ends mean something
_OPENING = re.compile(r"[\d０-９「『（(【〔［・※①-⑳]")
_HANGING = "、。，．"
_CLOSING = "、。，．」』）)】〕］ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々・：；！？"  # never at the head of a line


def flowed(page: Page, lines: Sequence[Line], right: float, narrow: float = _NARROW) -> list[int]:
    """The characters of the lines as one run, with the spaces and line ends that stand between lines.

    `right` is the edge that full lines reach, of vertical writing the lower one. In a block no wider than `narrow`
    times the size every line end counts.
    """
    parts: list[int] = []
    shape = _shape(lines, right, narrow)
    for number, line in enumerate(lines):
        if number:
            parts.extend(_join(page, lines[number - 1], line, shape))
        parts.extend(line.parts)
    return parts


_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def spelled(page: Page, parts: Sequence[int]) -> tuple[str, array[int]]:
    """The text of a run and its boxes in tenths of a point, four zeros for what the reader put in."""
    said, boxes = page.text, page.boxes
    text = [said[part] if part >= 0 else " " if part == SPACE else "\n" for part in parts]
    sides = (side for part in parts for side in (boxes[part] if part >= 0 else _NOWHERE))
    numbers = [int(10 * side + 0.5) for side in sides]
    try:
        return "".join(text), array("H", numbers)
    except OverflowError:  # outside the page, or on a page of more than two metres
        return "".join(text), array("H", [min(max(number, 0), 65535) for number in numbers])


def right_edge(page: Page, block: Block) -> float:
    """Where full lines of a block end: its own edge when its lines agree on it, else that of its column."""
    if block.upright:
        return max(block.bottom, block.edge)
    edge = max(_inner_end(page, line) for line in block.lines)
    for before, after in pairwise(block.lines):
        ragged = edge - before.x1 > max(_room(page, after), _RAGGED * (edge - block.x0))
        if ragged and SENTENCE_END.search(before.text(page)) is None:
            return max(edge, block.edge)
    return edge


def is_running(block: Block) -> bool:
    """Whether a block is running text to its very end: lines begin at one edge and end at the other.

    One line is, if it reaches the edge of its column.
    """
    first, last = min(line.begin for line in block.lines), max(line.end for line in block.lines)
    if len(block.lines) == 1:
        last = max(last, block.edge)
    if last - first <= _NARROW * block.size or (len(block.lines) == 1 and not block.edge):
        return False
    full = [last - line.end <= (1 + _SLACK) * block.size for line in block.lines]
    begun = sum(line.begin - first <= 0.2 * block.size for line in block.lines)  # paragraphs may be indented
    return full[-1] and 3 * sum(full) >= 2 * len(full) and 2 * begun >= len(full) - 1


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the lines of a block have in common: their edges, and whether their ends mean something."""

    right: float
    width: float
    longest: float
    narrow: bool
    centred: bool


def _shape(lines: Sequence[Line], right: float, narrow: float) -> _Shape:
    size = lines[0].style.size if lines else 0.0
    lefts = [line.x0 for line in lines] or [0.0]
    middles = [(line.x0 + line.x1) / 2 for line in lines] or [0.0]
    indented = len(lefts) > 1 and 0.9 * size < lefts[0] - max(lefts[1:]) < 1.1 * size  # a paragraph's first line
    centred = max(middles) - min(middles) < 0.3 * size and max(lefts) - min(lefts) > 0.6 * size and not indented
    if lines and lines[0].upright:
        return _Shape(right, 0.0, 0.0, False, False)
    return _Shape(
        right=right,
        width=right - min(lefts),
        longest=max((line.x1 - line.x0 for line in lines), default=0.0),
        narrow=right - min(lefts) <= narrow * size,
        centred=narrow > 0 and centred,
    )


def _join(page: Page, before: Line, after: Line, shape: _Shape) -> list[int]:
    last, first = page.text[before.parts[-1]], page.text[after.parts[0]]
    latin = max(last, first) < "\u2e7f"
    if _is_apart(page, before, after, shape, latin):
        return [BREAK]
    return [SPACE] if latin and last != "-" and not before.upright else []


def _is_apart(page: Page, line: Line, after: Line, shape: _Shape, latin: bool) -> bool:
    """Whether a line was ended on purpose."""
    if line.upright:
        return shape.right - line.bottom > (1 + _SLACK) * line.style.size
    if shape.narrow or (shape.centred and not latin):
        return not _is_rest(line, after, shape.longest)
    if _is_alike(page, line, after):
        return True
    gap = shape.right - line.x1
    if gap <= min(_room(page, after), _EMPTY * shape.width):
        return False
    ends = _OPENING.match(page.text[after.parts[0]]) or SENTENCE_END.search(page.text[line.parts[-1]])
    return gap > _RAGGED * shape.width or ends is not None


def _is_alike(page: Page, line: Line, after: Line) -> bool:
    """Whether two lines begin with the same words, as entries of a list do."""
    heads = [[page.text[part] for part in parts[:_ALIKE] if part >= 0] for parts in (line.parts, after.parts)]
    return len(heads[0]) == _ALIKE and heads[0] == heads[1]


def _inner_end(page: Page, line: Line) -> float:
    """Where a line ends but for a mark that may hang over the edge."""
    return line.last if page.text[line.parts[-1]] in _HANGING else line.x1


def _room(page: Page, line: Line) -> float:
    """The room that the head of a line needs: a Latin word or number, or a character with its closing marks."""
    head = line.parts[:1]
    for part in line.parts[1:]:
        character = " " if part == SPACE else page.text[part]
        wide = page.text[head[0]] > "\u2e7f"
        if character == " " or not (character in _CLOSING if wide else character < "\u2e7f"):
            break
        head.append(part)
    return page.boxes[head[-1]][2] - line.x0 + _SLACK * line.style.size


def _is_rest(line: Line, after: Line, longest: float) -> bool:
    """Whether a line is what was left of the one above, which is the longest and had no room for it."""
    return line.x1 - line.x0 > longest - 0.5 * line.style.size and after.x1 - after.x0 <= 0.6 * longest
