"""What limits an amount: the bounds behind it, and what stands before it (約, 最大, a sign).

>>> text = "約100人以上"
>>> found = led(text, bounded(text, Quantity(1, 5, "人", "人", Decimal(100))))
>>> found.start, found.end, found.minimum, found.number, found.approximate
(0, 7, Decimal('100'), None, True)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.figures.quantity_units import measured, opens_line
from extractors.text.numerals import RUN, numeral

# What stands before a number: 約, 最大, a sign, a currency. ▲ and - open list items too.
_ABOUT = r"(?P<about>約\n?|およそ|おおよそ|凡そ|概ね|おおむね|ほぼ|だいたい|大体|推定)"
_LIMIT = "(?:[額値数]|金額|人数)?(?:[はをが:]|として)?"
_LEAD = re.compile(
    rf"(?:(?:{_ABOUT}|(?P<min>最低|最小|下限{_LIMIT}|少なくとも)|(?P<max>最大|上限{_LIMIT})) ?){{0,2}}"
    r"(?P<sign>[△▲] ?|[+-]|マイナス|プラス)?(?P<money>[¥$€])?\Z"
)
_LEAD_ENDS = frozenset("\n約そ凡ねぼい体定低小限も大額値数はをが:て△▲+-ス¥$€ ")
_REACH = 12  # characters that a lead can take
_NEGATIVE = ("△", "▲", "-", "マイナス")
_NO_SIGN = {
    "-": re.compile(r"[0-9A-Za-z一-鿿ァ-ヺー)%](?<![比差減増率])(?<!前年)(?<!前年度)(?<!前月)"),
    "+": re.compile(r"[0-9A-Za-z)%]"),
}
# 41万人まで減る names what is reached, no bound.
_REACHED = "(?:、?あと|減|増|拡|引|縮|低|高|回復|伸|上[がげ昇]|下[がげ]|落|達|削減|改善|向上|縮小|戻|広)"
BOUND = re.compile(
    r"(?: (?=以[上下内]|未満|程度))?"  # as set in print: 500 万 kWh 以上
    r"(?:(?P<min>以上|超え?(?![高過音党緊])|を(?:優に)?(?:超え|こえ)[るた]?(?!な)|を上回[るっ]|を(?:突破|下限)|余り|あまり"
    r"|余(?![暇剰地裕震])|強(?![化いく力調靭度み])|\+(?![0-9]))"
    rf"|(?P<max>以下|以内|未満|まで(?!の間|に?{_REACHED})|弱(?![いく点者体])|を(?:上限|限度)|に(?:も)?満た(?:ない|ず|な)"
    r"|を下回[るっ]|を切[るっ])"
    r"|(?P<about>程度|前後|ほど|くらい|ぐらい|内外|近く))"
)
_LINE_ENDS = re.compile(r" *(?:\n|\Z)")
_MOST_BOUNDS = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and its span; `signed` when a sign stands before it. `minimum` and `maximum` are its bounds."""

    start: int
    end: int
    unit: str | None
    unit_text: str | None
    number: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    approximate: bool = False
    signed: bool = False
    counted: bool = False
    confidence: float = 0.95


def bounded(text: str, found: Quantity) -> Quantity:
    """The amount with the bounds that follow it; 10kW以上50kW未満 is one range."""
    for _ in range(_MOST_BOUNDS):
        match = BOUND.match(text, found.end)
        if match is None or (match["max"] and found.number is None and found.maximum is None):
            break
        found = replace(limited(found, match), end=match.end())
        if match["min"] and found.number is None and found.maximum is None:
            found = _closed(text, found)
    return found


def limited(found: Quantity, match: re.Match[str]) -> Quantity:
    """The amount under one bound; a range and an amount already bounded keep their values."""
    if match["about"]:
        return replace(found, approximate=True)
    if found.number is None:
        return found
    if match["min"]:
        return replace(found, number=None, minimum=found.number)
    return replace(found, number=None, maximum=found.number)


def _closed(text: str, found: Quantity) -> Quantity:
    """The upper bound of the same unit that follows a lower one directly."""
    run = RUN.match(text, found.end)
    number = numeral(run.group()) if run else None
    unit = measured(text, found.end, found.end + number.length, number) if number else None
    bound = BOUND.match(text, unit.end) if unit else None
    if number is None or unit is None or bound is None or not bound["max"] or unit.unit != found.unit:
        return found
    return replace(found, maximum=unit.value(number)[0], end=bound.end())


def led(text: str, found: Quantity) -> Quantity:
    """The amount with what stands before it: 約, 最大, a sign."""
    if text[found.start - 1 : found.start] not in _LEAD_ENDS:
        return found
    lead = _LEAD.search(text, max(0, found.start - _REACH), found.start)
    if lead is None or not lead.group().strip():
        return found
    approximate = found.approximate or bool(lead["about"])
    sign = (lead["sign"] or "").rstrip()
    if sign and not _is_sign(text, lead.start("sign"), found):
        return found
    if sign in _NEGATIVE:
        found = replace(
            found,
            number=None if found.number is None else -found.number,
            minimum=None if found.maximum is None else -found.maximum,
            maximum=None if found.minimum is None else -found.minimum,
        )
    if found.number is not None and lead["min"]:
        found = replace(found, minimum=found.number, number=None)
    if found.number is not None and lead["max"]:
        found = replace(found, maximum=found.number, number=None)
    return replace(found, start=lead.start(), approximate=approximate, signed=bool(sign))


def doubted(text: str, found: Quantity) -> Quantity:
    """The amount, less sure where a bound alone in brackets may name a class (10kW未満), or has a sign of its own."""
    alone = text[found.start - 1 : found.start] == "(" and text[found.end : found.end + 1] == ")"
    if found.number is None and (found.signed or alone):
        return replace(found, confidence=min(found.confidence, 0.6))
    return found


def _is_sign(text: str, at: int, found: Quantity) -> bool:
    """Whether a mark is a sign; at the start of a line before things counted it is a bullet, unless nothing follows."""
    if text[at] in _NO_SIGN and _NO_SIGN[text[at]].match(text, max(0, at - 1), at):
        return False
    return not (found.counted and opens_line(text, at)) or _LINE_ENDS.match(text, found.end) is not None
