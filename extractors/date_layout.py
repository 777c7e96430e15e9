"""Which bare numbers are dates because of where they stand: 9.3 and 1/28 in a programme, 2022.11 in brackets.

A decimal, a version or a section number looks the same, so the place decides: the start of a line before a title, a
cell under 開催日, and never a lone pair. Pairs that count on (1.1, 1.2, 2.1) are section numbers, all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.date_expressions import Expression
from extractors.date_moments import Moment
from extractors.document import Cell

_DATE_HEAD = re.compile(
    r"(?:開催|実施|締結|調印|発表|公開|更新|設立|加盟|訪問)?(?:月日|年月日|日時|日程|日付|期日|期間|年月|日)(?:$|[(（])"
)
# Between the start of the line and the date: bullets and brackets.
_LEAD = re.compile(r"[ \t・•◦●○■□◆◇▮◼▶►✓※*>(\[〔-]*\Z")
# A title after the date: a gap or an opening bracket, and then words, not an amount's unit or one more number.
_TITLE = re.compile(
    r"(?: {1,4}|\t|(?=[「『(]))(?![%‰℃°万億千百兆割分点円人世帯件回か箇カヶ本台]|[㎡㎏㎞㏊/]|(?:t|k?g|[kcm]?m[23]?|ha|[kMG]?Wh?|[MGTP]?J|ppm|pt|k?L|CO2)(?![A-Za-z]))(?:[^\s\d.,~-]|\d{1,4}[^\s\d.,%℃°~-])"
)
_MANY = 3
_NUMBERING = 0.5


def programme(text: str, found: Sequence[Expression]) -> set[int]:
    """Where the dotted and slashed pairs at the starts of lines are a programme's dates; empty when they are not."""
    lines = [
        one
        for one in found
        if one.first.form in ("dotted", "slashed") and _at_line_start(text, one) and _titled(text, one)
    ]
    if len(lines) < _MANY or _counts_on([one.first for one in lines]):
        return set()
    return {one.start for one in lines}


def stands(text: str, one: Expression, cell: Cell | None, dated: set[int]) -> bool:
    """Whether numbers without 年月日 stand where a date does."""
    if one.weekday is not None or one.start in dated:
        return True
    whole = cell is not None and text[cell.start : cell.end].strip() == text[one.start : one.end].strip()
    if one.first.form in ("dotted", "slashed"):
        return (
            whole
            and cell is not None
            and any(_DATE_HEAD.search(head.strip()) for head in (*cell.column_heads, *cell.row_heads))
        ) or (bool(dated) and text[one.start - 1 : one.start] == " " and _titled(text, one))
    if one.first.form == "letters":
        return whole or one.last is not None
    return whole or (_opens(text, one.start) and _closes(text, one.end))


def opens_line(text: str, start: int) -> bool:
    """Whether only bullets stand between the start of the line and here."""
    return bool(_LEAD.search(text, text.rfind("\n", max(0, start - 12), start) + 1, start)) and (
        "\n" in text[max(0, start - 12) : start] or start < 12
    )


def _at_line_start(text: str, one: Expression) -> bool:
    return opens_line(text, one.start)


def _titled(text: str, one: Expression) -> bool:
    return one.weekday is not None or bool(_TITLE.match(text, one.end))


def _counts_on(moments: Sequence[Moment]) -> bool:
    """Whether the pairs are a numbering: each goes on from the one before it."""
    steps = [
        (b.month == a.month and b.day == (a.day or 0) + 1) or (b.month == (a.month or 0) + 1 and b.day == 1)
        for a, b in pairwise(moments)
    ]
    return sum(steps) > _NUMBERING * len(steps)


def _opens(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in " \n\t([〔「:|~、。・■●◆"


def _closes(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in " \n\t)]〕」~、。|・"
