"""What differs between two versions of a text, apart from how it is written.

>>> compare("令和元年、２１．７％の株式会社", "令和1年、21.7%の株式会社")
()
>>> [change] = compare("参加は23社。", "参加は25社。")
>>> "参加は23社。"[change.old_start : change.old_end], "参加は25社。"[change.new_start : change.new_end]
('3', '5')

Equal are full and half width, 元年 and 1年, ㎡ and m2, ㍻ and 平成, dashes and waves of every make, and how lines are
broken. Not equal are digits, points, commas, signs and names. All offsets are code points of the texts as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractors.records import AnyRecord
from extractors.text.folding import fold

_ERAS = ("令和", "平成", "昭和", "大正", "明治")
_SQUARES = (0x3300, 0x33FF)  # ㍻, ㎡, ㌔: words and units in one character
_BRACKETED = (0x3220, 0x3243)  # ㈱
_NAME_OF_REIWA = 0x32FF
_VOICED = re.compile("[\u3041-\u30ff]")  # ﾊﾞ is two characters, バ one
_RAISED = {"²": "2", "³": "3"}  # after m, where they make a unit; elsewhere 10² is not 102
_LARGEST = 4_000_000  # pairs of characters that one stretch is compared by; a larger one has changed as a whole
_GAP = 1  # equal characters between two changes that are told as one


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the old text that became one of the new text; one of the two may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A character as it is compared, and the stretch of the text that it stands for."""

    key: str
    start: int
    end: int


def compare(old: str, new: str) -> tuple[Change, ...]:
    """The stretches that differ, in the order of the texts; none when they say the same."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, [_key(line) for line in before], [_key(line) for line in after])
    found: list[Change] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "equal":
            found += _compare_units(_joined(before, i, j), _joined(after, k, m), _at(before, i), _at(after, k))
    return tuple(found)


def plain(text: str) -> str:
    """The text as it is compared: one notation, without white space that means nothing."""
    return "".join(_key(line) for line in _lines(text))


def touched(
    records: Iterable[AnyRecord], others: Iterable[AnyRecord], stretches: Sequence[tuple[int, int]]
) -> tuple[AnyRecord, ...]:
    """The records that stand on changed text, or whose like is not among the others.

    Ids do not tell: they hang on the words around, which may have changed while the record did not.
    """
    known = {(record.kind, plain(record.text)) for record in others}
    return tuple(
        record
        for record in records
        if (record.kind, plain(record.text)) not in known
        or any(record.start < end and start < record.end for start, end in stretches)
    )


def _lines(text: str) -> list[list[_Unit]]:
    """The units of each line that holds any."""
    lines: list[list[_Unit]] = []
    start = 0
    for line in text.split("\n"):
        if units := list(_units(line, start)):
            lines.append(units)
        start += len(line) + 1
    return lines


def _units(line: str, offset: int) -> Iterator[_Unit]:
    folded = fold(line)
    before = ""  # the last two characters as they are compared
    space = False
    for at, character in enumerate(folded):
        if character.isspace():
            space = True
            continue
        if space and before[-1:].isascii() and before[-1:].isalnum() and character.isascii() and character.isalnum():
            yield _Unit(" ", offset + at - 1, offset + at)
        space = False
        keys = _keys(character, before, folded[at + 1 : at + 2])
        for key in keys:
            yield _Unit(key, offset + at, offset + at + 1)
        before = (before + keys)[-2:]


def _keys(character: str, before: str, after: str) -> str:
    """What a character is compared as, beside its neighbours."""
    if character == "元" and after == "年" and before in _ERAS:
        return "1"
    if character in _RAISED and before[-1:] == "m":
        return _RAISED[character]
    code = ord(character)
    if _SQUARES[0] <= code <= _SQUARES[1] or _BRACKETED[0] <= code <= _BRACKETED[1] or code == _NAME_OF_REIWA:
        return unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFD", character) if _VOICED.match(character) else character


def _key(units: list[_Unit]) -> str:
    return "".join(unit.key for unit in units)


def _joined(lines: list[list[_Unit]], first: int, last: int) -> list[_Unit]:
    """The units of some lines, with a space where two words or numbers would grow together."""
    joined: list[_Unit] = []
    for line in lines[first:last]:
        if joined and all(unit.key.isascii() and unit.key.isalnum() for unit in (joined[-1], line[0])):
            joined.append(_Unit(" ", joined[-1].end, line[0].start))
        joined += line
    return joined


def _at(lines: list[list[_Unit]], index: int) -> int:
    """Where a line begins, or the last one ends."""
    if index < len(lines):
        return lines[index][0].start
    return lines[-1][-1].end if lines else 0


def _compare_units(old: list[_Unit], new: list[_Unit], old_at: int, new_at: int) -> Iterator[Change]:
    """The changes between two stretches, which begin at these offsets where they are empty."""
    if len(old) * len(new) > _LARGEST:
        opcodes = [("replace", 0, len(old), 0, len(new))]
    else:
        opcodes = list(SequenceMatcher(None, _key_list(old), _key_list(new), autojunk=False).get_opcodes())
    for i, j, k, m in _close_together(opcodes):
        yield Change(*_span(old, i, j, old_at), *_span(new, k, m, new_at))


def _key_list(units: list[_Unit]) -> list[str]:
    return [unit.key for unit in units]


def _close_together(opcodes: list[tuple[str, int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    changes: list[tuple[int, int, int, int]] = []
    for what, i, j, k, m in opcodes:
        if what == "equal":
            continue
        if changes and i - changes[-1][1] <= _GAP and k - changes[-1][3] <= _GAP:
            changes[-1] = changes[-1][0], j, changes[-1][2], m
        else:
            changes.append((i, j, k, m))
    return changes


def _span(units: list[_Unit], first: int, last: int, at: int) -> tuple[int, int]:
    if first < last:
        return units[first].start, units[last - 1].end
    edge = units[first].start if first < len(units) else units[-1].end if units else at
    return edge, edge
