"""Numbers that are dates because they stand in a row: days of a programme, years of a chronicle or a table's head.

>>> from extractors.dates.expressions import expressions
>>> text = "5.21 意見交換会\\n9.3 閣僚級会合\\n1.18 専門家会合"
>>> sorted(programme(text, list(expressions(text))).starts)
[0, 11, 21]
>>> text = "1.1 背景\\n1.2 目的\\n2.1 方針"
>>> programme(text, list(expressions(text))).starts
frozenset()

Decimals and section numbers stand in rows too; dates run on in time, and section numbers count on from a first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.dates.expressions import Expression
from extractors.dates.terms import LIST

INDENT = 12
_BARE = ("dotted", "slashed", "hints")
# Between the start of the line and the date: bullets and brackets.
_LEAD = re.compile(r"[ \t・•◦●○■□◆◇▮◼▶►✓※*>(\[〔-]*\Z")
_UNIT = (
    r"[%‰℃°㎡㎏㎞㏊/]|[万億兆千百]{0,2}(?:[割分点円人件回本台倍]|世帯|トン)(?![一-鿿])|[万億兆千百](?![一-鿿])"
    r"|[か箇カヶ][国所]|(?:t|k?g|[kcm]?m[23]?|ha|[kMG]?Wh?|[MGTP]?J|ppm|pt|k?L|CO2)(?![A-Za-z])"
)
# A title after the date: a gap, the next line or an opening bracket, and then words, not an amount's unit or a number.
_TITLE = re.compile(rf"(?::? {{1,4}}|:|\t|\n|(?=[「『(]))(?!{_UNIT})(?:[^\s\d.,~-]|\d{{1,4}}[^\s\d.,%℃°~-])")
_BLANK = re.compile(r"[ →]{1,12}")
_MANY = 3
_TURNS = 0.4  # of a programme's dates may begin a new year
_BEYOND = 1500


@dataclass(frozen=True, slots=True)
class Programme:
    """Where the dates start, and the stretch of text that the lines which open with dotted or slashed ones take up."""

    starts: frozenset[int] = frozenset()
    first: int = 0
    last: int = -1

    def reaches(self, at: int) -> bool:
        """Whether `at` is among the lines, or not far before or after them."""
        return self.last >= 0 and self.first - _BEYOND <= at <= self.last + _BEYOND


def programme(text: str, found: Sequence[Expression]) -> Programme:
    """The dotted and slashed days, and the bare years, that are dates by their neighbours."""
    opening = [one for one in found if one.first.form in _BARE and opens_line(text, one.start) and titled(text, one)]
    pairs = [one for one in opening if one.first.form != "hints"]
    lines = [one for one, numbering in zip(pairs, _numbering(pairs), strict=True) if not numbering]
    years = [one for one in opening if one.first.form == "hints"]
    rows = [
        *(row for row in _runs(text, found, ("slashed",), LIST) if _are_days(row)),
        *(row for row in _runs(text, found, ("hints", "letters"), _BLANK) if _run_on(row) and _is_line(text, row)),
        *(row for row in (lines, years) if _run_on(row)),
    ]
    starts = frozenset(one.start for row in rows for one in row)
    reach = (lines[0].start, lines[-1].start) if _run_on(lines) else (0, -1)
    return Programme(starts, *reach)


def opens_line(text: str, start: int) -> bool:
    """Whether only bullets stand between the start of the line and here."""
    window = max(0, start - INDENT)
    line = text.rfind("\n", window, start)
    return (line >= 0 or window == 0) and bool(_LEAD.match(text, line + 1, start))


def titled(text: str, one: Expression) -> bool:
    """Whether a title follows, or a weekday belongs to the date."""
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


def _runs(
    text: str, found: Sequence[Expression], forms: Sequence[str], joint: re.Pattern[str]
) -> Iterator[list[Expression]]:
    """The expressions of these forms with nothing but a joint between them."""
    run: list[Expression] = []
    for one in found:
        fits = one.first.form in forms and one.last is None
        if fits and run and joint.fullmatch(text, run[-1].end, one.start):
            run.append(one)
            continue
        yield run
        run = [one] if fits else []
    yield run


def _run_on(row: Sequence[Expression]) -> bool:
    """Whether they are many and run on or back in time, but for the turns of the years; amounts do not."""
    days = [_day(one) for one in row]
    on = sum(a > b for a, b in pairwise(days))
    back = sum(a < b for a, b in pairwise(days))
    return len(row) >= _MANY and min(on, back) <= len(row) * _TURNS


def _is_line(text: str, row: Sequence[Expression]) -> bool:
    """Whether they are all that stands on their line."""
    return opens_line(text, row[0].start) and text[row[-1].end : row[-1].end + 1] in ("", "\n")


def _are_days(row: Sequence[Expression]) -> bool:
    """5/11、5/18、6/1 are no fractions: they go on in time and past the twelfth of a month."""
    days = [_day(one) for one in row]
    return len(row) > 1 and any(day[2] > 12 for day in days) and all(a < b for a, b in pairwise(days))


def _day(one: Expression) -> tuple[int, int, int]:
    return one.first.year or 0, one.first.month or 0, one.first.day or 0
