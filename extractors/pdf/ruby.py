"""Ruby: small kana beside ideographs that say how they are read. The ideographs are kept, the reading is dropped.

>>> from extractors.pdf.characters import Style
>>> boxes = [*((x, 10, x + 10, 20) for x in (0, 10)), *((x, 5, x + 5, 10) for x in (0, 5, 10, 15))]
>>> page = Page(0, 100, 100, "間伐かんばつ", boxes, frozenset(), (0, 2), (Style(10, False), Style(5, False)))
>>> from extractors.pdf.lines import lines
>>> [line.text(page) for line in without_readings(page, lines(page))]
['間伐']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pdf.characters import Page
from extractors.pdf.lines import SPACE, Line, around

_READING = re.compile(r"[ぁ-ゖァ-ヺー・\s]{1,60}")
_READ = re.compile(r"[々〆ヶ一-鿿㐀-䶿豈-\ufaff]")
_SMALL = 0.62  # of the size of what is read, at most
_FAR = 0.5  # of that size: how far from it the reading stands
_MOST_PAIRS = 1_000_000  # looked at on a page; more are no text


def without_readings(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The lines without those that are readings, and the lines that they cut in two made one again."""
    small = [line for line in lines if _READING.fullmatch(line.text(page))]
    large = [line for line in lines if _SMALL * line.style.size >= min((one.style.size for one in small), default=1e9)]
    if not small or len(small) * len(large) > _MOST_PAIRS:
        return list(lines)
    readings = {id(line) for line in small if any(_reads(page, line, base) for base in large)}
    found: list[Line] = []
    cut = False
    for line in lines:
        if id(line) in readings:
            cut = True
        elif cut and found and _is_rest(found[-1], line):
            found[-1] = _whole(found[-1], line)
            cut = False
        else:
            found.append(line)
            cut = False
    return found


def _reads(page: Page, line: Line, base: Line) -> bool:
    """Whether a line stands above ideographs of a level one, or to the right of those of an upright one."""
    size = base.style.size
    if line.style.size > _SMALL * size:
        return False
    apart = line.x0 - base.x1 if base.upright else base.top - line.bottom
    if not -_FAR * size < apart < _FAR * size or line.x1 <= base.x0 or line.top >= base.bottom:
        return False
    low, high = (1, 3) if base.upright else (0, 2)
    begin, end = (line.top, line.bottom) if base.upright else (line.x0, line.x1)
    boxes = ((page.text[part], page.boxes[part]) for part in base.parts if part != SPACE)
    beside = [letter for letter, box in boxes if begin < (box[low] + box[high]) / 2 < end]
    return bool(beside) and all(map(_READ.match, beside))


def _is_rest(line: Line, after: Line) -> bool:
    if line.upright != after.upright and len(after.parts) > 1:
        return False
    size = line.style.size
    gap = after.top - line.bottom if line.upright else after.x0 - line.x1
    level = abs(after.x0 - line.x0) if line.upright else abs(after.top - line.top)
    return abs(after.style.size - size) < 0.1 * size and level < 0.3 * size and -0.3 * size < gap < 0.6 * size


def _whole(line: Line, after: Line) -> Line:
    parts = [*line.parts, *after.parts]
    return Line(parts, *around([line, after]), line.style, upright=line.upright, last=after.last)
