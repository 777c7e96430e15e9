"""Which bare numbers are dates because of where they stand: 9.3 and 1/28 in a programme, 2022.11 in brackets.

A decimal, a version or a section number looks the same, so the place decides: the start of a line before a title, a
cell under 開催日, and never a lone pair. Pairs that count on (1.1, 1.2, 2.1) are section numbers, all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.date_expressions import Expression
from extractors.date_moments import Moment
from extractors.document import Cell

_DATE_HEAD = re.compile(
    r"(?:開催|実施|締結|調印|発表|公開|更新|設立|加盟|訪問|提携)?(?:年?月日|日[時程付]|期[日間]|年月|日)(?:$|[(（])"
)
# Between the start of the line and the date: bullets and brackets.
_LEAD = re.compile(r"[ \t・•◦●○■□◆◇▮◼▶►✓※*>(\[〔-]*\Z")
_INDENT = 12
_UNIT = (
    r"[%‰℃°万億千百兆割分点円人世帯件回か箇カヶ本台㎡㎏㎞㏊/]"
    r"|(?:t|k?g|[kcm]?m[23]?|ha|[kMG]?Wh?|[MGTP]?J|ppm|pt|k?L|CO2)(?![A-Za-z])"
)
# A title after the date: a gap or an opening bracket, and then words, not an amount's unit or one more number.
_TITLE = re.compile(rf"(?: {{1,4}}|\t|(?=[「『(]))(?!{_UNIT})(?:[^\s\d.,~-]|\d{{1,4}}[^\s\d.,%℃°~-])")
_SHARE = re.compile(r" ?(?:の|以上|以下|程度|を超|補助|助成|ずつ)")
_MANY = 3
_NUMBERING = 0.5
_BEYOND = 1500
_BEFORE_DATE = " \n\t([〔「:|~、。・■●◆"
_BEHIND_DATE = " \n\t)]〕」~、。|・"


@dataclass(frozen=True, slots=True)
class Programme:
    """Where dotted or slashed dates open lines, and the stretch of text that they take up."""

    starts: frozenset[int] = frozenset()
    first: int = 0
    last: int = -1

    def reaches(self, at: int) -> bool:
        """Whether `at` is among the dates, or not far before or after them."""
        return bool(self.starts) and self.first - _BEYOND <= at <= self.last + _BEYOND


def programme(text: str, found: Sequence[Expression]) -> Programme:
    """The dotted and slashed pairs at the starts of lines, when they are a programme's dates; else an empty one."""
    pairs = [one for one in found if one.first.form in ("dotted", "slashed")]
    lines = [one for one in pairs if opens_line(text, one.start) and _titled(text, one)]
    if len(lines) < _MANY or _counts_on([one.first for one in lines]):
        return Programme()
    return Programme(frozenset(one.start for one in lines), lines[0].start, lines[-1].start)


def in_place(text: str, one: Expression, cell: Cell | None, dates: Programme) -> bool:
    """Whether numbers without 年月日 stand where a date does."""
    if one.weekday is not None or one.start in dates.starts:
        return True
    whole = cell is not None and fills(text, one, cell)
    if one.first.form == "letters":
        return whole or one.last is not None
    if one.first.form == "numbers":
        return whole or (_after(text, one.start) and _before(text, one.end))
    if cell is not None and whole:
        return any(_DATE_HEAD.search(head.strip()) for head in (*cell.column_heads, *cell.row_heads))
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


def _counts_on(moments: Sequence[Moment]) -> bool:
    """Whether the pairs are a numbering: each goes on from the one before it."""
    steps = [
        (b.month == a.month and b.day == (a.day or 0) + 1) or (b.month == (a.month or 0) + 1 and b.day == 1)
        for a, b in pairwise(moments)
    ]
    return sum(steps) > _NUMBERING * len(steps)


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
