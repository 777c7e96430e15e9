"""A passage found again in a text that may have changed, by its quote and what stood around it.

>>> quote = Quote("令和3年1月28日", before="締結日　", after="に富山市と", start=4)
>>> anchor(quote, Place("追記。締結日：令和 3年1月28日に富山市と協定を結んだ。"))
Anchor(found='unchanged', start=7, end=17)
>>> anchor(quote, Place("締結日：令和3年2月28日に富山市と協定を結んだ。"))
Anchor(found='changed', start=4, end=13)
>>> anchor(quote, Place("協定はありません。"))
Anchor(found='gone', start=None, end=None)

The selectors are those of the Web Annotation model (W3C, TextQuoteSelector and TextPositionSelector). A passage is
unchanged only when all its significant characters are (see `significance`), a number with the digits and signs that
touch it; only what stands around it may differ. Offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from extractors.text.folding import fold
from review.significance import Significant, significant
from store.entries import Decision

Found = Literal["unchanged", "changed", "gone"]

_MOST_PLACES = 300  # occurrences of a passage, or of what stood beside it, that are looked at
_ALIKE = 0.5  # of what stood on one side, for the place to be the same one
_LEAST = 0.5  # of a passage and its successor
_SURE = 0.8  # of what stood on both sides, for whatever stands between them now to be the passage's successor
_TELLING = 24  # significant characters that are found by themselves: no other sentence has them
_SEEDS = (12, 6, 3)  # significant characters beside a passage that are looked for when it is not there itself
_REACH = 32  # how much longer than the old passage a new one may be
# Digits and the sign in front of a number's last digits; what goes on behind its first ones.
_LEAD = re.compile(r"(?:[0-9]+[.,:/~-]?)*[+±~-]?$")
_TAIL = re.compile(r"[0-9.,:/]*(?:[%‰℃]|[^\W_])?")
_MINUS = str.maketrans("△▲", "--")
# Letters of one script run on: 津市 inside 大津市 is another city.
_SCRIPTS = tuple(re.compile(letter) for letter in ("[\u4e00-\u9fff々ヶ]", "[ァ-ヺー]", "[A-Za-z]"))
_WINDOW = 32
_STOP = "。"
_LONGEST = 200  # of what a sentence may have been lengthened by
_EDGES = re.compile(r"[「『（(【〔\s。」』）)】〕]*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with up to 32 characters on either side, and the offset where it stood."""

    passage: str
    before: str = ""
    after: str = ""
    start: int | None = None

    @classmethod
    def of(cls, decision: Decision) -> Quote:
        """The passage that a decision was taken on."""
        return cls(decision.passage, decision.before, decision.after, decision.start)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the passage stands now, or what took its place; null offsets when it is gone."""

    found: Found
    start: int | None = None
    end: int | None = None


class Place:
    """A text in which passages are looked for; what takes long is done once, when it is needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def significant(self) -> Significant:
        """The significant characters of the text."""
        return significant(self.text)


@dataclass(frozen=True, slots=True)
class _Sought:
    """The significant characters of a quote: before, inside, after."""

    before: str
    passage: str
    after: str


def anchor(quote: Quote, place: Place, taken: Collection[int] = ()) -> Anchor:
    """Where the passage of the quote is in the text: unchanged, changed in a significant character, or gone.

    Where an offset is `taken` another passage begins, which is the last that comes into question.
    """
    if _stands(quote, place.text):
        start = quote.start or 0
        return Anchor("unchanged", start, start + len(quote.passage))
    sought = _sought(quote)
    if not sought.passage:
        return Anchor("gone")
    return _same(sought, quote, place, taken) or _successor(sought, place) or Anchor("gone")


def _stands(quote: Quote, text: str) -> bool:
    """Whether nothing at all has changed from 32 characters before the passage to 32 behind it."""
    start = (quote.start or 0) - len(quote.before)
    return start >= 0 and text.startswith(quote.before + quote.passage + quote.after, start)


def _sought(quote: Quote) -> _Sought:
    whole = significant(quote.before + quote.passage + quote.after)
    first, last = len(quote.before), len(quote.before) + len(quote.passage)
    start = sum(offset < first for offset in whole.offsets)
    end = sum(offset < last for offset in whole.offsets)
    return _Sought(whole.text[:start], whole.text[start:end], whole.text[end:])


def _same(sought: _Sought, quote: Quote, place: Place, taken: Collection[int]) -> Anchor | None:
    """The occurrence of the passage that stands most like the old one, if any stands like it."""
    here = place.significant
    near = (quote.start or 0) * len(here.text) // max(len(place.text), 1)
    starts, bare = _candidates(sought, here.text)
    ranked: list[tuple[bool, float, int, int]] = []
    for start in starts:
        if score := _score(sought, here.text, start, start + len(sought.passage), bare):
            ranked.append((here.offsets[start] not in taken, score, -abs(start - near), start))
    if not ranked:
        return None
    found = max(ranked)[-1]
    start, end = _edged(quote.passage, place.text, *here.span(found, found + len(sought.passage)))
    lead, tail = _grown(quote, place.text, start, end)
    if lead is tail is None:
        return Anchor("unchanged", start, end)
    return Anchor("changed", start - len(lead or ""), end + len(tail or ""))


def _candidates(sought: _Sought, text: str) -> tuple[Iterable[int], bool]:
    """Where the passage begins, with what stood beside it if it does anywhere; and whether it is there only once."""
    head, tail = sought.before[-_SEEDS[0] :], sought.after[: _SEEDS[0]]
    beside = {start + len(head) for start in _occurrences(head + sought.passage, text)} if head else set()
    beside |= set(_occurrences(sought.passage + tail, text)) if tail else set()
    if beside:
        return sorted(beside), False
    alone = list(_occurrences(sought.passage, text))
    return alone, len(alone) == 1


def _edged(passage: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the brackets and stops that the passage began and ended with, where they are still there."""
    lead, trail = _EDGES.match(passage), _EDGES.match(passage[::-1])
    before, after = lead.group() if lead else "", trail.group()[::-1] if trail else ""
    return (
        start - len(before) if text[:start].endswith(before) else start,
        end + len(after) if text.startswith(after, end) else end,
    )


def _score(sought: _Sought, text: str, start: int, end: int, bare: bool) -> float:
    """How like the old place this one is; 0 when it is another place."""
    before = _likeness(sought.before, text[max(0, start - len(sought.before)) : start])
    after = _likeness(sought.after, text[end : end + len(sought.after)])
    if max(before, after) >= _ALIKE or (bare and len(sought.passage) >= _TELLING):
        return before + after + 0.01
    return 0


def _likeness(old: str, new: str) -> float:
    """0 to 1, by the characters and pairs of them that both have; nothing on both sides says nothing, so it is 0."""
    if not old or not new:
        return 0.0
    mine, theirs = _pieces(old), _pieces(new)
    return 1.0 if old == new else 2 * len(mine & theirs) / (len(mine) + len(theirs))


@lru_cache(1024)
def _pieces(text: str) -> frozenset[str]:
    return frozenset((*text, *map("".join, pairwise(text))))


def _grown(quote: Quote, text: str, start: int, end: int) -> tuple[str | None, str | None]:
    """What makes the first and the last number, word or sentence of the passage another one; null where nothing does.

    A sign that has gone leaves nothing, and changes the number all the same.
    """
    old = _touching(quote.before, quote.passage, quote.after)
    new = _touching(text[max(0, start - _WINDOW) : start], quote.passage, text[end : end + _WINDOW])
    edges = zip(old, new, (quote.passage[0], quote.passage[-1]), strict=True)
    lead, tail = (now if now != was and (now or edge.isdecimal()) else None for was, now, edge in edges)
    if quote.passage.endswith(_STOP) and not text.endswith(_STOP, start, end):
        rest = text[end : end + _LONGEST].partition("\n")[0].partition(_STOP)[0]
        tail = rest if significant(rest).text else None
    return lead, tail


def _touching(before: str, passage: str, after: str) -> tuple[str, str]:
    """What touches the passage and is of one number, or of one word, with its first or last character."""
    before, passage, after = (fold(part).translate(_MINUS) for part in (before, passage, after))
    lead = _LEAD.search(before) if passage[:1].isdecimal() else None
    tail = _TAIL.match(after) if passage[-1:].isdecimal() else None
    return (
        lead.group() if lead else _run_on(before[-1:], passage[:1]),
        tail.group() if tail else _run_on(passage[-1:], after[:1], _SCRIPTS[1:]),
    )


def _run_on(left: str, right: str, scripts: Sequence[re.Pattern[str]] = _SCRIPTS) -> str:
    """The character outside when both are letters of one script; hiragana and stops part words."""
    joined = any(script.fullmatch(left) and script.fullmatch(right) for script in scripts)
    return (left if scripts is _SCRIPTS else right) if joined else ""


def _successor(sought: _Sought, place: Place) -> Anchor | None:
    """What stands now between the old surroundings of the passage."""
    here = place.significant
    best: tuple[float, int, int] | None = None
    for start, end in sorted(set(_between(sought, here.text))):
        score = _succession(sought, here.text, start, end)
        if score and (best is None or score > best[0]):
            best = score, start, end
    return Anchor("changed", *here.span(best[1], best[2])) if best else None


def _succession(sought: _Sought, text: str, start: int, end: int) -> float:
    """How surely the span took the passage's place; 0 when it did not."""
    before = _likeness(sought.before, text[max(0, start - len(sought.before)) : start])
    after = _likeness(sought.after, text[end : end + len(sought.after)])
    if min(before, after) < _SURE and max(before, after) < _ALIKE:
        return 0
    inside = SequenceMatcher(None, sought.passage, text[start:end], autojunk=False).ratio()
    return before + after + inside if min(before, after) >= _SURE or inside >= _LEAST else 0


def _between(sought: _Sought, text: str) -> Iterator[tuple[int, int]]:
    """Spans that begin where the text before the passage ends, or end where the text behind it begins, or both."""
    length = len(sought.passage)
    for seed in _SEEDS:
        head, tail = sought.before[-seed:], sought.after[:seed]
        firsts = [start + len(head) for start in _occurrences(head, text)] if len(head) >= _SEEDS[-1] else []
        lasts = list(_occurrences(tail, text)) if len(tail) >= _SEEDS[-1] else []
        for first in firsts:
            last = text.find(tail, first, first + length + _REACH + len(tail)) if tail else -1
            yield from ((first, end) for end in (last, min(first + length, len(text))) if end > first)
        yield from ((max(last - length, 0), last) for last in lasts if last > 0)


def _occurrences(part: str, text: str) -> Iterator[int]:
    start, count = text.find(part), 0
    while start >= 0 and count < _MOST_PLACES:
        yield start
        start, count = text.find(part, start + 1), count + 1
