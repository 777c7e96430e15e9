"""Which bare numbers are dates because of where they stand: 9.3 and 1/28 in a programme, 2022.11 in brackets.

A decimal, a version or a section number looks the same, so the place decides: the start of a line before a title, a
cell under 開催日, and never a lone pair. Pairs that count on (1.1, 1.2, 2.1) are section numbers, all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.date_expressions import Expression
from extractors.date_moments import Moment
from extractors.date_terms import LIST
from extractors.document import Cell

_DATE_HEAD = re.compile(
    r"(?:開催|実施|締結|調印|発表|公開|更新|設立|加盟|訪問|提携)?(?:年?月日|日[時程付]|期[日間]|年月|日)(?:$|[(（])"
)
# Between the start of the line and the date: bullets and brackets.
_LEAD = re.compile(r"[ \t・•◦●○■□◆◇▮◼▶►✓※*>(\[〔-]*\Z")
_INDENT = 12
_UNIT = (
    r"[%‰℃°㎡㎏㎞㏊/]|[万億兆千百]{0,2}(?:[割分点円人件回本台倍]|世帯|トン)(?![一-鿿])|[万億兆千百](?![一-鿿])"
    r"|[か箇カヶ][国所]|(?:t|k?g|[kcm]?m[23]?|ha|[kMG]?Wh?|[MGTP]?J|ppm|pt|k?L|CO2)(?![A-Za-z])"
)
# A title after the date: a gap or an opening bracket, and then words, not an amount's unit or one more number.
_TITLE = re.compile(rf"(?: {{1,4}}|\t|\n|(?=[「『(]))(?!{_UNIT})(?:[^\s\d.,~-]|\d{{1,4}}[^\s\d.,%℃°~-])")
# What announces a day: 前回(8/21), 締切:4/26.
_CUE = re.compile(r"(?:[前次]回|締め?切り?|〆切|期[限日]|日[時程]|開催)[日は]?[ :(]{0,2}\Z")
_SHARE = re.compile(r" ?(?:の|以上|以下|程度|を超|補助|助成|ずつ)")
_BLANK = re.compile(r"[ \t→]{1,12}")
_MANY = 3
_TURNS = 0.34  # of a programme's dates may begin a new year
_BEYOND = 1500
_BEFORE_DATE = " \n\t([〔「:|~、。・■●◆"
_BEHIND_DATE = " \n\t)]〕」~、。|・"


@dataclass(frozen=True, slots=True)
class Programme:
    """Where dotted or slashed dates open lines or make a list, and the stretch of text that those lines take up."""

    starts: frozenset[int] = frozenset()
    first: int = 0
    last: int = -1

    def reaches(self, at: int) -> bool:
        """Whether `at` is among the dates, or not far before or after them."""
        return self.last >= 0 and self.first - _BEYOND <= at <= self.last + _BEYOND


def programme(text: str, found: Sequence[Expression]) -> Programme:
    """The dotted and slashed pairs that are a programme's dates, and the bare years that are a chronicle's."""
    pairs = [one for one in found if one.first.form in ("dotted", "slashed")]
    listed = frozenset(one.start for group in (*_lists(text, pairs), *_rows(text, found)) for one in group)
    opening = [one for one in pairs if opens_line(text, one.start) and _titled(text, one)]
    lines = [one for one, numbering in zip(opening, _numbering(opening), strict=True) if not numbering]
    years = [one for one in found if one.first.form == "hints" and opens_line(text, one.start) and _titled(text, one)]
    if len(years) >= _MANY and _in_order([one.first for one in years]):
        listed = listed.union(one.start for one in years)
    if len(lines) < _MANY or not _in_order([one.first for one in lines]):
        return Programme(listed)
    return Programme(listed.union(one.start for one in lines), lines[0].start, lines[-1].start)


def in_place(text: str, one: Expression, cell: Cell | None, dates: Programme) -> bool:
    """Whether numbers without 年月日 stand where a date does."""
    if one.weekday is not None or one.start in dates.starts:
        return True
    whole = cell is not None and fills(text, one, cell)
    if one.first.form == "letters":
        bracketed = cell is not None and _enclosed(text, one)
        return whole or bracketed or one.last is not None
    if one.first.form == "numbers":
        return whole or (_after(text, one.start) and _before(text, one.end))
    if cell is not None and whole:
        return any(_DATE_HEAD.search(head.strip()) for head in (*cell.column_heads, *cell.row_heads))
    if one.first.form == "slashed" and _CUE.search(text, max(0, one.start - _INDENT), one.start):
        return True
    among = text[one.start - 1 : one.start] == " " and _titled(text, one) and dates.reaches(one.start)
    return among or _is_wave_of_days(text, one)


def fills(text: str, one: Expression, cell: Cell) -> bool:
    """Whether the expression is all that the cell holds."""
    around = text[cell.start : min(one.start, cell.start + _INDENT)] + text[max(one.end, cell.end - _INDENT) : cell.end]
    return not around.strip() and cell.end - cell.start <= one.end - one.start + 2 * _INDENT


def opens_line(text: str, start: int) -> bool:
    """Whether only bullets stand between the start of the line and here."""
    window = max(0, start - _INDENT)
    line = text.rfind("\n", window, start)
    return (line >= 0 or window == 0) and bool(_LEAD.match(text, line + 1, start))


def _titled(text: str, one: Expression) -> bool:
    return one.weekday is not None or bool(_TITLE.match(text, one.end))


def _numbering(lines: Sequence[Expression]) -> list[bool]:
    """Which of the pairs number sections: 2.1, 2.2 and 3.1 in a row, from a first section on."""
    marks = [False] * len(lines)
    for index, (before, after) in enumerate(pairwise(lines)):
        one, two = before.first, after.first
        begins = one.day == 1 or marks[index]
        follows = (two.month, two.day) in ((one.month, (one.day or 0) + 1), ((one.month or 0) + 1, 1))
        if begins and follows and before.last is None and after.last is None:
            marks[index] = marks[index + 1] = True
    return marks


def _in_order(moments: Sequence[Moment]) -> bool:
    """Whether the dates run on or back in time, but for the turns of the years; amounts do not."""
    days = [(one.year or 0, one.month or 0, one.day or 0) for one in moments]
    on = sum(a > b for a, b in pairwise(days))
    back = sum(a < b for a, b in pairwise(days))
    return min(on, back) <= len(days) * _TURNS


def _lists(text: str, pairs: Sequence[Expression]) -> Iterator[list[Expression]]:
    """Slashed days in a row, 5/11、5/18、6/1: no fractions, as they go on in time and past the twelfth."""
    group: list[Expression] = []
    for one in pairs:
        if one.first.form == "slashed" and group and LIST.fullmatch(text, group[-1].end, one.start):
            group.append(one)
            continue
        if _are_days(group):
            yield group
        group = [one]
    if _are_days(group):
        yield group


def _rows(text: str, found: Sequence[Expression]) -> Iterator[list[Expression]]:
    """Years in a row with nothing between them, 2013 2020 2030 or H17 H22 H27, as at the foot of a chart."""
    group: list[Expression] = []
    for one in found:
        years = one.first.form in ("hints", "letters") and one.last is None
        if years and group and _BLANK.fullmatch(text, group[-1].end, one.start):
            group.append(one)
            continue
        if len(group) >= _MANY and _in_order([one.first for one in group]):
            yield group
        group = [one] if years else []
    if len(group) >= _MANY and _in_order([one.first for one in group]):
        yield group


def _are_days(group: Sequence[Expression]) -> bool:
    days = [(one.first.month or 0, one.first.day or 0) for one in group]
    return len(group) > 1 and any(day > 12 for _, day in days) and all(a < b for a, b in pairwise(days))


def _enclosed(text: str, one: Expression) -> bool:
    return text[max(0, one.start - 1) : one.start] == "(" and text[one.end : one.end + 1] == ")"


def _is_wave_of_days(text: str, one: Expression) -> bool:
    """Whether it reads 4/1～4/30, which no pair of fractions in order does unless a share follows."""
    first, last = one.first, one.last
    if first.form != "slashed" or last is None or last.form != "slashed" or _SHARE.match(text, one.end):
        return False
    return "~" in text[one.start : one.end] and (first.month, first.day) < (last.month, last.day)


def _after(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _BEFORE_DATE


def _before(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in _BEHIND_DATE
