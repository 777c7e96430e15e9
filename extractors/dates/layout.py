"""Which bare numbers are dates because of where they stand: 9.3 and 1/28 in a programme, 2022.11 in brackets.

A decimal, a version or a section number looks the same, so the place decides: the start of a line before a title, a
cell under 開催日, and never a lone pair. Pairs that count on (1.1, 1.2, 2.1) are section numbers, all of them.
"""

from __future__ import annotations

import re

from extractors.dates.expressions import Expression
from extractors.dates.programmes import INDENT, Programme, titled
from extractors.document import Cell

_DATE_HEAD = re.compile(
    r"(?:開催|実施|締結|調印|発表|公開|更新|設立|加盟|訪問|提携)?(?:年?月日|日[時程付]|期[日間]|年月|日)(?:$|[(（])"
)
# What announces a day: 前回(8/21), 締切:4/26.
_CUE = re.compile(r"(?:[前次]回|締め?切り?|〆切|期[限日]|日[時程]|開催)[日は]?[ :(]{0,2}\Z")
_NOW = re.compile(r" ?(?:現在|時点|付け|必着|締切|〆切)")  # 10/1現在
# R2見込, H30実績 in a cell
_YEAR_NOTE = re.compile(r"\(?(?:見込|実績|予[定算]|決算|目標|当初|推計|末)")
# 2021.3表明
_EVENT = re.compile(
    "表明|締結|調印|策定|設立|設置|加盟|改[定訂]|発[表行]|公[表開]|開[始設]|施行|現在|制定|議決|更新|認定|選定"
)
# 42人(H30), 1.6(R6): the year of what was counted, of these years.
_IN_BRACKET = re.compile(r"\((?:[RH](?:元|[0-9]{1,2}))(?:\)|実績|目標|現状|基準|末)")
# H30:120人、R6目標:200人
_LISTED = re.compile(r"(?:\A|[\s(、,/・])[RH](?:元|[0-9]{1,2})(?:(?:実績|目標|見込み?|現状)値?)?: ?[0-9](?![0-9]?:)")
_COUNTED = re.compile(r"[0-9](?![号番条階丁章])[^\s()0-9A-Z]{0,4}\Z")
_LETTERED = range(1989, 2061)
_SHARE = re.compile(r" ?(?:の|以上|以下|程度|を超|補助|助成|ずつ)")
_BEFORE_DATE = " \n\t([〔「:|~、。・■●◆"
_BEHIND_DATE = " \n\t)]〕」~、。|・"


def in_place(text: str, one: Expression, cell: Cell | None, dates: Programme) -> bool:
    """Whether numbers without 年月日 stand where a date does."""
    if one.weekday is not None or one.start in dates.starts:
        return True
    whole = cell is not None and fills(text, one, cell)
    if one.first.form == "letters":
        noted = cell is not None and (
            _enclosed(text, one) or (one.start == cell.start and _YEAR_NOTE.match(text, one.end) is not None)
        )
        return whole or noted or one.last is not None or _of_count(text, one)
    if one.first.form == "numbers":
        follows = _before(text, one.end) or _EVENT.match(text, one.end) is not None
        return whole or (_after(text, one.start) and follows)
    if cell is not None and whole:
        return any(_DATE_HEAD.search(head.strip()) for head in (*cell.column_heads, *cell.row_heads))
    cue = one.first.form == "slashed" and _CUE.search(text, max(0, one.start - INDENT), one.start)
    if cue or _NOW.match(text, one.end):
        return True
    among = text[one.start - 1 : one.start] == " " and titled(text, one) and dates.reaches(one.start)
    return among or _is_wave_of_days(text, one)


def fills(text: str, one: Expression, cell: Cell) -> bool:
    """Whether the expression is all that the cell holds."""
    around = text[cell.start : min(one.start, cell.start + INDENT)] + text[max(one.end, cell.end - INDENT) : cell.end]
    return not around.strip() and cell.end - cell.start <= one.end - one.start + 2 * INDENT


def _of_count(text: str, one: Expression) -> bool:
    """Whether the letter and number stand in a bracket behind an amount or its name."""
    if one.first.year not in _LETTERED:
        return False
    if _LISTED.match(text, max(0, one.start - 1)):
        return True
    bracket = _IN_BRACKET.match(text, max(0, one.start - 1))
    before = max(0, one.start - 7)
    return bracket is not None and _COUNTED.search(text, before, one.start - 1) is not None


def _enclosed(text: str, one: Expression) -> bool:
    return text[max(0, one.start - 1) : one.start] == "(" and text[one.end : one.end + 1] == ")"


def _is_wave_of_days(text: str, one: Expression) -> bool:
    """Whether it reads 4/1～4/30 or 4/1から4/30まで, as no pair of fractions does unless a share follows; or ～3/31."""
    first, last = one.first, one.last
    if first.form != "slashed" or _SHARE.match(text, one.end):
        return False
    if last is None:
        return one.shape in ("from", "until") and (first.day or 0) > 12
    if last.form != "slashed":
        return False
    return any(joint in text[one.start : one.end] for joint in ("~", "から")) and (first.month, first.day) < (
        last.month,
        last.day,
    )


def _after(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _BEFORE_DATE


def _before(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in _BEHIND_DATE
