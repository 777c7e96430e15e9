"""Amounts whose unit stands in front of them: 人口(人): 120,345 and (うち日本国自治体10).

>>> label_before("人口(人):120,345", 6, 13).unit, label_before("(うち国内の都市12)", 8, 10).unit
('人', '都市')
>>> label_before("1 イクレイについて 3", 12, 13)

A label is weaker than a unit beside the number, so its confidence is low.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.figures.counter_terms import counter_of
from extractors.figures.counters import counter_named
from extractors.figures.units import unit_named
from extractors.text.numerals import MULTIPLIERS

_NOUN = "[一-鿿々ァ-ヺー]"
_REACH = 30  # characters looked at before the number
_BRACKETED = re.compile(r"\(([^()\s]{1,10})\)(?: ?[:は] ?| )?\Z")
_ASIDE = re.compile(rf"(?:[(、。は:]|\A)(?:うち|内)?(?:{_NOUN}+の)?({_NOUN}{{2,12}})\Z")
_COUNTED = re.compile(rf"({_NOUN}{{1,12}})数(?: ?[:はが] ?(?:約|およそ)?| )?\Z")
_SAID = re.compile(rf"({_NOUN}{{2,12}})[はが](?:約|およそ)?\Z")
_LISTED = re.compile(rf"({_NOUN}{{1,8}}(?:、{_NOUN}{{1,8}}){{0,4}})[ \n]\Z")
_CLOSED = re.compile(r" ?(?:$|[)\s、。,])|で(?:す|あ)|の合?計|が")
_BOUND = re.compile(r"以上|超|を超|余|[にを](?:達|上|突破)")
_NOUN_ENDS = re.compile("[一-鿿々ァ-ヺー) :はが\\n約そ]")
_WORDS = re.compile("[十百千]?[万億兆]?")  # (千人), (百万人)
_SHARES = ("率", "割合")


@dataclass(frozen=True, slots=True)
class Label:
    """The unit that stands before a number, its factor, and how sure it is to be the number's."""

    unit: str
    factor: Decimal
    confidence: float


def label_before(text: str, start: int, end: int) -> Label | None:
    """The unit that the words before a bare number (`start` to `end` of the folded text) give it; null without one."""
    line = text.rfind("\n", max(0, start - _REACH), start) + 1
    before = text[line or max(0, start - _REACH) : start]
    plus, bound = text.startswith("+", end), bool(_BOUND.match(text, end))
    if not start or not _NOUN_ENDS.match(text, start - 1) or not (bound or _CLOSED.match(text, end + plus)):
        return None
    if "(" in before[-16:] and (match := _BRACKETED.search(before)) and (named := _unit(match[1], 0.75)):
        return named
    if plus and (match := _LISTED.search(before or text[max(0, start - _REACH) : start])):
        return _counted(match[1].split("、")[-1], match[1], 0.5)
    if match := _COUNTED.search(before) or (_SAID.search(before) if bound else None):
        return _counted(match[1], None, 0.6)
    match = _ASIDE.search(before) if text[end : end + 1] in (")", "、", "の", "が") else None
    label = _counted(match[1], None, 0.5) if match else None
    return label if label and len(label.unit) > 1 else None


def _unit(name: str, confidence: float) -> Label | None:
    if measure := unit_named(name):
        return Label(measure.name, measure.factor, confidence)
    words = _WORDS.match(name)
    times = words.group() if words and words.end() < len(name) else ""
    counter = counter_named(name[len(times) :], noted=True)
    return Label(counter, Decimal(MULTIPLIERS[times]), confidence) if counter else None


def _counted(noun: str, whole: str | None, confidence: float) -> Label | None:
    if noun.endswith(_SHARES):
        return Label("%", Decimal(1), confidence)
    counter = counter_of(noun)
    return Label(whole or counter, Decimal(1), confidence) if counter else None
