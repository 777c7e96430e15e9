"""Where sentences begin and end, so that a value is understood from its own sentence first.

>>> text = "市は協定（覚書。別紙）を結んだ。翌年に更新した。\\n・次の項目"
>>> [text[a:b] for a, b in sentences(text, 0, len(text))]
['市は協定（覚書。別紙）を結んだ。', '翌年に更新した。', '・次の項目']

A full stop inside brackets ends nothing. A line end does when the line before is closed by a stop or the next one
opens with a list mark or an indent: elsewhere it may be the place where a page broke its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN = "「『（(【〔［[｛{〈《"
_CLOSE = "」』）)】〕］]｝}〉》"
_STOP = "。．！？!?"
# The full stop of an English sentence, behind a word (not St. or Sept.), a year, a share or a bracket.
_PERIOD = r"(?:(?<=[a-z]{5})|(?<=[0-9]{4})|(?<=[)%]))\.(?=[ \n]+[A-Z][a-z])"
_EVENT = re.compile(rf"[{re.escape(_OPEN + _CLOSE)}。！？!?\n]|{_PERIOD}")
# A line that starts with one of these is an item of its own.
_ITEM = re.compile(
    r"[ \t　]|[・•◦●○■□◆◇▮◼▶►✓※＊*>＞〇-]|[(（]?[0-9０-９]{1,2}[)）.．、 　]|[①-⑳]"
    r"|第[0-9０-９一二三四五六七八九十]+[条章]"
)
_LONGEST_BRACKET = 400  # an opening bracket without its partner must not swallow the document


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The half-open spans of the sentences between two offsets, without the white space around them."""
    first, depth, opened = start, 0, start
    for event in _EVENT.finditer(text, start, end):
        mark, at = event.group(), event.start()
        if depth and at - opened > _LONGEST_BRACKET:
            depth = 0
        if mark in _OPEN:
            depth, opened = depth + 1, at if not depth else opened
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif mark == "\n":
            if _ends_line(text, at, end):
                yield from _trimmed(text, first, at)
                first, depth = event.end(), 0
        elif not depth:
            yield from _trimmed(text, first, event.end())
            first = event.end()
    yield from _trimmed(text, first, end)


def _ends_line(text: str, at: int, end: int) -> bool:
    before = text[at - 1 : at]
    return not before or before in _STOP or at + 1 >= end or text[at + 1] == "\n" or bool(_ITEM.match(text, at + 1))


def _trimmed(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    if first < last:
        yield first, last
