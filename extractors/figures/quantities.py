"""Amounts as they stand in the text: sign, number or range, unit or counter, and what makes it a bound.

>>> one, two = quantities("約1億2,000万円を、海外9か国で", 0, 17)
>>> one.number, one.unit, one.approximate, two.number, two.unit
(Decimal('120000000'), '円', True, Decimal('9'), 'か国')
>>> [(str(q.minimum), str(q.maximum), q.unit) for q in quantities("2,500を超える多様な自治体、3~5人、10GWh未満", 0, 29)]
[('2500', 'None', '自治体'), ('3', '5', '人'), ('None', '10000000', 'kWh')]

Reads folded text from left to right in one pass. What an amount measures and when is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.figures.counters import counted_after
from extractors.figures.labels import label_before
from extractors.figures.quantity_bounds import BOUND, Quantity, bounded, doubted, led, limited
from extractors.figures.quantity_units import MONEY, Measured, measured, noted
from extractors.text.numerals import LARGE, RUN, Numeral, numeral

_JOINT = re.compile(r" ?(?:~|-|から|乃至|ないし) ?(?=[0-9一二三四五六七八九十百千])")
_ONWARD = re.compile(r"(?:まで)?[へに]")
# The rest of a phone number, an address, a date in digits, a version.
_CODE = re.compile(r"(?:[-/:.][0-9]+)+")
# A postal code before the place that it is the code of: 930-8510 富山市, with 〒 or without.
_POSTAL = re.compile(r"[0-9]{3}-[0-9]{4} ?[一-鿿]{1,6}[都道府県市区町村郡]")
_CLOSERS = frozenset(")]}、。,;:|「『(\t")  # no unit begins with these; $500 has its own before it
# What makes an amount the base that something else is counted by (1人当たり), or part of an idiom.
_BASE = re.compile(
    r"当たり|あたり|当り|につき|ごと|毎(?!年|月|日)|ひとり|一人|に[1一]人|・?1(?:人|台|日当|日あ|年当|年あ|世帯当)"
)
# Digits, perhaps with a comma that stands apart, and the parts that counting words make; then the change in brackets.
_DIGITS = "[0-9]{1,3}(?: , [0-9]{3}){1,4}(?![0-9])|[0-9][0-9,]*(?:\\.[0-9]+)?"
_PARTED = re.compile(
    rf"(?:{_DIGITS})(?: {{0,2}}[十百千]?[万億兆](?: {{0,2}}[0-9][0-9,]*)?){{0,3}}(?: ?[百千](?=円|人|世帯))?(?![0-9.])"
)
_CHANGE = re.compile(r" ?\((?P<sign>[△▲] ?|[+±-])(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\)")
_PURE = ("%", "ポイント", "‰", "倍")
_ONE_DIGIT = frozenset(map(Decimal, range(10)))
_SURE_OF_PAIRS = 0.6
_PLACES = ("市", "町", "村", "区", "県", "州", "国", "か国", "郡")
_LETTERED = re.compile(r"(?:\A|[\s(、,/・])[RH][0-9]{1,2}:\Z")
_ORDINAL = re.compile(r"(?:第|No\.?|[Vv]ol\.?) ?(?:[0-9]{1,3}[^0-9\n、]{0,2}[・,~-])?\Z")
# Kanji before a kanji numeral make a name of both, these apart.
_KANJI, _COUNTING = re.compile("[一-鿿]"), tuple("約計延総全各他長員事者額数内外市町村県")


def quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The amounts of the folded text between two offsets, in order, without overlap."""
    at = start
    while match := RUN.search(text, at, end):
        number = _parted(text, match.start()) or numeral(match.group())
        found = _read(text, match.start(), number) if number else None
        if found and found.end <= end:
            yield found if found.start >= at else replace(found, start=at)
            at = found.end
            if change := _change_behind(text, found):
                yield change
                at = change.end
        else:
            code = _CODE.match(text, match.end(), end)
            at = code.end() if code else match.end()


def _parted(text: str, start: int) -> Numeral | None:
    """A number whose parts stand apart, in columns or as set in print: 12億 318万4千円, 64 万2,517 人, 2 , 345人."""
    match = _PARTED.match(text, start)
    written = match.group() if match else ""
    whole = numeral(written.replace(" ", "")) if " " in written else None
    # 1,234 万円 has its one word with its unit
    if whole is None or (written[-1] in LARGE and sum(mark in LARGE for mark in written) == 1):
        return None
    return replace(whole, length=len(written))


def _change_behind(text: str, found: Quantity) -> Quantity | None:
    """The signed number in brackets that says by how much an amount has changed: 41,203人(-37)."""
    match = _CHANGE.match(text, found.end) if found.number is not None and found.unit not in _PURE else None
    number = numeral(match["number"]) if match else None
    if match is None or number is None or found.unit is None:
        return None
    value = -number.value if match["sign"][0] in "△▲-" else number.value
    return Quantity(
        match.start("sign"),
        match.end("number"),
        found.unit,
        None,
        value,
        signed=True,
        counted=found.counted,
        confidence=0.8,
    )


def _read(text: str, start: int, number: Numeral) -> Quantity | None:
    """The amount whose first number stands at `start`, with all that belongs to it."""
    end = start + number.length
    if not _stands(text, start, end, number):
        return None
    if text.startswith("分の", end):
        found = _share(text, start, end + 2, number)
    else:
        closed = text[end : end + 1] in _CLOSERS and text[start - 1 : start] not in MONEY
        unit = noted(text, start, end, number) if closed else measured(text, start, end, number)
        found = (
            _ranged(text, start, end, number, unit)
            or (None if unit else _paired(text, start, end, number))
            or _single(text, start, end, number, unit)
        )
    if found is None or _BASE.match(text, found.end) or _is_share(text, found):
        return None
    return doubted(text, led(text, bounded(text, found)))


def _is_share(text: str, found: Quantity) -> bool:
    """Whether one thing counted opens a rate (1回500円, 1世帯1台); one place opens a sum of places (1市3町)."""
    if not found.counted or found.number != 1:
        return False
    return (text[found.end : found.end + 1].isdigit() and found.unit not in _PLACES) or text[
        found.start - 2 : found.start
    ] == "人に"


def _stands(text: str, start: int, end: int, number: Numeral) -> bool:
    """Whether what stands beside a number lets it be an amount: no code, clock time, ordinal or name."""
    before, further = text[start - 1 : start], text[start - 2 : start - 1] if start > 1 else ""
    if before in ("_", "/", "@", "#", "&", ".", "₂") and not (before == "/" and _KANJI.match(further)):
        return False
    if before == ":" and _LETTERED.search(text, max(0, start - 5), start):  # H22:3万8,417人
        further = ""
    joined = further.isascii() and (further.isdigit() if before == ":" else before in ("-", "~") and further.isalnum())
    if joined or _POSTAL.match(text, start) or (before in ("-", "~") and further in tuple("回号階条章節年月日")):
        return False
    if not number.digits and _KANJI.match(before) and before not in _COUNTING:
        return False
    if text[end : end + 1] in (":", "/") and text[end + 1 : end + 2].isdigit():
        return False
    return not _ORDINAL.search(text, max(0, start - 9), start)


def _share(text: str, start: int, end: int, number: Numeral) -> Quantity | None:
    """n分のm as the part of one that it is, to nine places where it does not come out even."""
    run = RUN.match(text, end)
    over = numeral(run.group()) if run else None
    if over is None or run is None or over.value >= number.value:
        return None
    part = over.value / number.value
    rounded = round(part, 9)
    return Quantity(start, run.start() + over.length, None, None, rounded, confidence=0.6 if rounded == part else 0.4)


def _ranged(text: str, start: int, end: int, number: Numeral, first: Measured | None) -> Quantity | None:
    """A range with its unit at the end (3~5人) or at both ends (10%~15%), the second number the larger."""
    joint = _JOINT.match(text, first.end if first else end)
    run = RUN.match(text, joint.end()) if joint else None
    second = numeral(run.group()) if run else None
    if joint is None or run is None or second is None:
        return None
    unit = measured(text, run.start(), run.start() + second.length, second)
    if unit is None or unit.extra or (first and first.unit != unit.unit):
        return None
    if joint.group().strip() == "から" and _ONWARD.match(text, unit.end):
        return None
    return _range(text, start, (number, first or unit), (second, unit), shared=first is None)


def _range(
    text: str, start: int, one: tuple[Numeral, Measured], two: tuple[Numeral, Measured], shared: bool
) -> Quantity | None:
    low, high = one[1].value(one[0])[0], two[1].value(two[0])[0]
    # 1~2万人: the counting word at the end is for both.
    if shared and one[0].coefficient is None and two[0].coefficient and one[0].value < two[0].coefficient:
        low *= two[0].multiplier
    if low >= high:
        return None
    unit = two[1]
    return replace(
        _amount(text, start, unit, None, unit.confidence - 0.05),
        minimum=low,
        maximum=high,
    )


def _paired(text: str, start: int, end: int, number: Numeral) -> Quantity | None:
    """Two digits that a mark joins: 1・5倍 is a decimal as vertical print has it, 2、3人 a range of neighbours."""
    digits = RUN.match(text, end + 1) if text[end : end + 1] in ("・", "、") else None
    second = numeral(digits.group()) if digits else None
    if digits is None or second is None or number.coefficient is not None:
        return None
    unit = measured(text, digits.start(), digits.start() + second.length, second)
    last = second.value if second.coefficient is None else second.coefficient
    if unit is None or unit.extra or last not in _ONE_DIGIT:
        return None
    times = second.multiplier * unit.factor
    if text[end] == "、":
        neighbours = number.value + 1 == last
        found = _amount(text, start, unit, None, _SURE_OF_PAIRS)
        return replace(found, minimum=number.value * times, maximum=last * times) if neighbours else None
    return None if unit.counted else _amount(text, start, unit, (number.value + last / 10) * times, _SURE_OF_PAIRS)


def _amount(text: str, start: int, unit: Measured, value: Decimal | None, confidence: float) -> Quantity:
    written = text[unit.start : unit.end] or unit.unit
    return Quantity(start, unit.end, unit.unit, written, value, counted=unit.counted, confidence=round(confidence, 2))


def _single(text: str, start: int, end: int, number: Numeral, unit: Measured | None) -> Quantity | None:
    if unit is None:
        return _bound_noun(text, start, end, number) or _labelled(text, start, end, number)
    return _amount(text, start, unit, *unit.value(number))


def _bound_noun(text: str, start: int, end: int, number: Numeral) -> Quantity | None:
    """A bound between the number and what it counts: 900以上の自治体, 2,500を超える多様な都市."""
    match = BOUND.match(text, end)
    if match is None:
        return None
    verbal = match.group().endswith("る")
    noun = counted_after(text, match.end(), spaced=False, bounded=verbal)
    if noun is None or not (verbal or text.startswith("の", match.end())):
        return None
    unit = Measured(noun.name, match.end(), noun.end, counted=True, confidence=noun.confidence)
    return limited(_amount(text, start, unit, *unit.value(number)), match)


def _labelled(text: str, start: int, end: int, number: Numeral) -> Quantity | None:
    """A bare number with its unit in front of it."""
    label = label_before(text, start, end) if number.digits else None
    if label is None:
        return None
    value = number.value * (1000 if number.grouped else label.factor)
    return Quantity(start, end, label.unit, None, value, counted=True, confidence=label.confidence)
