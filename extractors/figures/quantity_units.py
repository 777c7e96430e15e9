"""The unit or counter behind a number, read with what stands around it.

>>> from extractors.text.numerals import numeral
>>> text = "図1の概要、加盟40の都市、3割5分"
>>> measured(text, 1, 2, numeral("1")), measured(text, 8, 10, numeral("40")).unit
(None, '都市')
>>> measured(text, 14, 15, numeral("3")).value(numeral("3"))
(Decimal('35'), 0.95)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.figures.counter_terms import COUNTED_ON
from extractors.figures.counters import Counted, counted_after
from extractors.figures.units import Unit, per, unit_at, unit_named
from extractors.text.numerals import DIGITS, MULTIPLIERS, Numeral

MONEY = {"¥": "円", "$": "ドル", "€": "ユーロ"}
_SHARE = re.compile(r"割(?!合|当|り|振|付)(?:([1-9一二三四五六七八九])分)?(?:([1-9一二三四五六七八九])厘)?")
# 度 is a temperature only where the words around speak of one; else it counts times or angles.
_DEGREES = re.compile(r"度(?=以|未|上|下|低|高|前後|程度|ほど|[~-]|目標|の上昇|[にをがは、。)])")
_WARMTH = re.compile(r"気温|温度|上昇|温暖化|水温|室温")
# A counting word that a space parts from its number: 1,234 千円.
_WORDS = re.compile(r"[十百千]?[万億兆]|[百千](?!葉|代|歳|貨)")
_OFTEN = re.compile(r"[年月週日毎]に?\Z")
# What numbers the thing that follows: 図1の, 資料3. Katakana and Latin letters before a number make a name of it.
_LABEL = re.compile(r"[表図式例注問項号条章節編話案階附紙料巻版考]\Z|その\Z|[ァ-ヺーA-Za-z] ?\Z")
# Counters that follow the name of a group or a thing in Latin letters directly: ASEAN10か国, EV20台.
_NAMED, _AFTER_LETTERS = re.compile(r"[A-Za-z]\Z"), re.compile(r"[か台基灯社]")
_WORD = re.compile(r"[A-Za-z]{2}\Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# What leads to a page number in a table of contents, and what numbers a picture or a paper.
_LEADER = re.compile(r"(?:[・.…·-]|[表図料章節編]) ?\Z")
_STANDS_ALONE = re.compile(rf"(?![一-鿿ァ-ヺー])|{COUNTED_ON.pattern}")
_LISTED = 0.8  # from here on a counter is one of the tables, or の leads to it
# A unit in brackets; of single letters and words only these (図1(m), 2(元) are labels and choices).
_BRACKETED = re.compile(r" ?\(([^()\n0-9]{1,3}[^()\n]{0,9})\)")
_ERA_MARK = re.compile("[和成RHS]")
_LETTERS, _COUNTED_IN_BRACKETS, _BY_BRACKET = ("%", "円", "t"), ("人", "世帯", "件", "台", "団体"), 0.85
_LINE = re.compile(r"(?:\A|\n)[ \t・(]*\Z")
# Counters that kanji numerals take; with others (三重, 五所) they make names.
_KANJI_COUNTERS = {
    *(
        "人",
        "か国",
        "か所",
        "世帯",
        "団体",
        "企業",
        "社",
        "都市",
        "自治体",
        "市町村",
        "件",
        "事業所",
        "大学",
        "回",
        "校",
    ),
    *("台", "棟", "基", "本", "冊", "枚", "組", "施設", "地区", "地域", "種類", "項目", "分野", "路線", "市町", "町村"),
}


# In kanji numerals, places are counted only in a sum of several kinds: 二市三町.
_PLACES = ("市", "町", "村", "区", "県")
_PLACE = re.compile(r"[一二三四五六七八九十]{1,3}[市町村区県](?:[一二三四五六七八九十]|(?![一-鿿ァ-ヺ]))")
_PLACE_BEFORE = re.compile(r"[一二三四五六七八九十][市町村区県]\Z")


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit and its span; an amount is the number written times `factor` plus `extra` (the 5分 of 3割5分)."""

    unit: str
    start: int
    end: int
    factor: Decimal = Decimal(1)
    extra: Decimal = Decimal(0)
    counted: bool = False
    confidence: float = 0.95

    def value(self, number: Numeral) -> tuple[Decimal, float]:
        """The amount, and how sure it is: 2.500 of things that come whole is taken for 2,500, with reserve."""
        if number.grouped and self.counted:
            return number.value * 1000, 0.45
        return number.value * self.factor + self.extra, self.confidence


def measured(text: str, start: int, end: int, number: Numeral) -> Measured | None:
    """What the number from `start` to `end` of the folded text is an amount of; null when it is no amount."""
    if text.startswith("\n", end):
        return _wrapped(text, start, end, number)
    return _measured_at(text, start, end, end + text.startswith(" ", end), number)


def noted(text: str, start: int, end: int, number: Numeral) -> Measured | None:
    """The unit that stands in brackets behind its number: 3,105.8(千t-CO2), 1,204(世帯)."""
    match = _BRACKETED.match(text, end)
    if match is None or _YEAR.fullmatch(text[start:end]) or opens_line(text, start):
        return None
    if _ERA_MARK.match(text, max(0, start - 1)):  # 令和5(千円) is the head of a column
        return None
    unit, counted = unit_named(match[1]), match[1] in _COUNTED_IN_BRACKETS
    if counted:
        return Measured(match[1], end, match.end(), counted=True, confidence=_BY_BRACKET)
    if unit is None or (len(match[1]) == 1 and match[1] not in _LETTERS):
        return None
    return Measured(unit.name, end, match.end(), unit.factor, confidence=_BY_BRACKET)


def _wrapped(text: str, start: int, end: int, number: Numeral) -> Measured | None:
    """The unit that a broken line took to the next one (約12.3\\n万kW); what can open a line of its own is none."""
    if opens_line(text, start) or _LEADER.search(text, max(0, start - 3), start):
        return None
    found = _measured_at(text, start, end, end + 1, number)
    if found is None or (found.counted and (found.confidence < _LISTED or not _STANDS_ALONE.match(text, found.end))):
        return None
    if found.counted and text.startswith(":", found.end):  # 目標8.9\n指標:
        return None
    if found.counted and text[start - 1] == " " and text.startswith("の", found.end):  # 現状 12, 世帯の状況
        return None
    return replace(found, confidence=min(found.confidence, 0.75))


def _measured_at(text: str, start: int, end: int, at: int, number: Numeral) -> Measured | None:
    spot = _Spot(text, start, at, number)
    if _NAMED.match(text, max(0, start - 1), start):
        found = _counted(spot) if _WORD.match(text, max(0, start - 2), start) else None
        return found if found and _AFTER_LETTERS.match(found.unit) else None
    if share := _SHARE.match(text, at):
        tenths, hundredths = (Decimal(DIGITS.get(digit, digit)) if digit else Decimal(0) for digit in share.groups())
        return Measured("%", at, share.end(), Decimal(10), tenths + hundredths / 10)
    words = _WORDS.match(text, at) if at > end else None
    if unit := unit_at(text, words.end() + text.startswith(" ", words.end()) if words else at):
        factor = unit.factor * (MULTIPLIERS[words.group()] if words else 1)
        return Measured(unit.name, at, unit.end, factor, confidence=0.95 if number.digits else 0.8)
    if (degrees := _DEGREES.match(text, at)) and _WARMTH.search(text, max(0, start - 40), degrees.end() + 20):
        return Measured("℃", at, degrees.end(), confidence=0.7)
    if money := MONEY.get(text[start - 1 : start]):
        return Measured(money, end, end)
    return (_counted_in(text, at, words) if words else None) or _counted(spot)


def _counted_in(text: str, at: int, words: re.Match[str]) -> Measured | None:
    """A counter behind a counting word that a space parts from its number: 3,970 万人."""
    noun = counted_after(text, words.end(), spaced=False)
    if noun is None or noun.confidence < _LISTED:
        return None
    return Measured(noun.name, at, noun.end, Decimal(MULTIPLIERS[words.group()]), counted=True, confidence=0.9)


def opens_line(text: str, start: int) -> bool:
    """Whether nothing but space and a bullet stands between the start of the line and here."""
    return bool(_LINE.search(text, max(0, start - 6), start)) and (start < 6 or "\n" in text[start - 6 : start])


@dataclass(frozen=True, slots=True)
class _Spot:
    """A number that starts at `start`, and the place behind it where a counter can begin."""

    text: str
    start: int
    at: int
    number: Numeral

    @property
    def spaced(self) -> bool:
        """Whether a space stands between the number and what follows."""
        return self.text[self.at - 1] == " "


def _counted(spot: _Spot) -> Measured | None:
    noun = counted_after(spot.text, spot.at, spaced=spot.spaced)
    if noun is None or not _is_amount(spot, noun):
        return None
    counter = per(spot.text, Unit(noun.name, noun.end))
    confidence = noun.confidence if spot.number.digits else min(noun.confidence, 0.7)
    return Measured(counter.name, spot.at, counter.end, counted=True, confidence=confidence)


def _is_amount(spot: _Spot, noun: Counted) -> bool:
    """Whether a counted noun makes an amount of the number, and not a name (ビジョン2030), a label or a heading."""
    text, start, at, value = spot.text, spot.start, spot.at, spot.number.value
    if not spot.number.digits:
        return _is_amount_in_kanji(spot, noun)
    if noun.name in ("回", "組") and _OFTEN.search(text, max(0, start - 2), start):
        return False
    if opens_line(text, start) and (spot.spaced or not (noun.listed or value >= 10 or text[at] in "つの")):
        return False
    if noun.listed:
        return value != 1 or text[start - 2 : start] not in ("1人", "一人")
    if value == 1 or noun.name.endswith("的") or _YEAR.fullmatch(text[start:at].strip()):
        return False
    return not _LABEL.search(text, max(0, start - 2), start)


def _is_amount_in_kanji(spot: _Spot, noun: Counted) -> bool:
    """Whether a kanji numeral counts: with the counters of the table, with つの, and places in a sum (二市三町)."""
    text, start = spot.text, spot.start
    if noun.name in _PLACES and noun.listed:
        return bool(_PLACE.match(text, noun.end) or _PLACE_BEFORE.search(text, max(0, start - 3), start))
    return spot.number.value > 1 and (text.startswith("つの", spot.at) or noun.name in _KANJI_COUNTERS)
