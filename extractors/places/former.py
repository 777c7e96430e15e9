"""Former municipalities in a text: 旧大宮市, 静岡県清水市, 清水市 in a sentence of 1990.

>>> text = "昭和44年に清水市と結んだ。旧浦和市、与野市の区域。今日の清水市長と大宮市長"
>>> [(one.place.name, one.place.ended) for one in find_former(Surroundings.of(text), [])]
[('清水市', '2003-04-01'), ('浦和市', '2001-05-01'), ('与野市', '2001-05-01')]

A name that no government bears today is as often a quarter or a surname, so a 町 or 村 counts only where the text says
what it was: 旧 in front, its prefecture or district, 現 behind, a merger, or a year before its end. Names of today that
others bore elsewhere (大野町) are left to `domestic_places`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import ahocorasick_rs

from extractors.dates.eras import era
from extractors.places.domestic import Domestic
from extractors.places.gazetteer import formerly, named, spellings
from extractors.places.mentions import in_address, in_other_name, in_past
from extractors.places.name_boundaries import ends_word, is_quarter, starts_word
from extractors.places.sighting import Reason, Sighting
from extractors.places.surroundings import Surroundings
from extractors.places.tables import Municipality, former_municipalities

Span = tuple[int, int]

_NAME_ALONE = 0.6  # confidence where only its 市 vouches for a name

_ONCE_IN_LIST = re.compile(r"(?:[、・･,と]|及び|および|並びに)[ ]?$")
_TODAY = re.compile(r"[ ]?[(（](?:現|今の)")
_MERGER = re.compile("合併|編入|廃置分合|新設|市制|町制|村制|[市町村][にと]な[っり]|誕生|発足")
_RIGHT_BEFORE = 12  # characters between a year and the name that it speaks of
_SENTENCE = 200  # characters of a sentence that are read on either side
_SENTENCE_BEFORE, _SENTENCE_BEHIND = re.compile(r"[^。\n]*$"), re.compile(r"[^。\n]*")
_YEAR = re.compile(r"(?P<era>昭和|平成|令和)(?P<number>元|[0-9]{1,2})(?=年)|(?P<year>(?:19|20)[0-9]{2})(?=年|[./-])")


def find_former(around: Surroundings, taken: Sequence[Span]) -> list[Domestic]:
    """The mentions of former municipalities that no other mention holds, in the order of the text."""
    reader = _Reader(around)
    found: list[Domestic] = []
    for one in _sightings(around.text, sorted(taken)):
        listed = bool(found) and _follows(around.text, found[-1].end, one.start)
        if mention := reader.read(one, listed):
            found.append(mention)
    return found


def _sightings(text: str, taken: Sequence[Span]) -> Iterator[Sighting]:
    """Former names outside all mentions, or with one at their end, as 福岡市 is in 上福岡市."""
    names, automaton = _automaton()
    for index, start, end in automaton.find_matches_as_indexes(text):
        at = bisect_left(taken, (start, start))
        near = taken[max(0, at - 1) : at + 3]
        if all(e <= start or end <= s or (start < s and e == end) for s, e in near):
            yield Sighting(start, end, "domestic", names[index])


@cache
def _automaton() -> tuple[list[str], ahocorasick_rs.AhoCorasick]:
    """Former names that nothing bears today."""
    places = (one for one in former_municipalities() if not named(one.name))
    names = sorted({name for one in places for name in spellings(one.name)})
    return names, ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _follows(text: str, end: int, start: int) -> bool:
    return end <= start <= end + 4 and bool(_ONCE_IN_LIST.match(text[end:start]))


class _Reader:
    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._text = around.text
        self._places = {place for one in around.sightings if one.kind == "domestic" for place in named(one.name)}
        self._codes = {place.code for place in self._places}
        self._prefectures = {place.prefecture or place.name for place in self._places}

    def read(self, one: Sighting, listed: bool) -> Domestic | None:
        """The mention, if it is one; `listed` when a mention and a comma stand right before it."""
        text = self._text
        if in_other_name(text, one.start, one.end) or not ends_word(text, one, self._around.words):
            return None
        if beside := [place for place in formerly(one.name) if self._encloses(place, one.start)]:
            return _mention(one, beside, 0.9, "beside")
        if not starts_word(text, one, self._around.words) or in_address(text, one.end) or is_quarter(text, one):
            return None
        readings = self._likeliest(formerly(one.name))
        confidence = 0.9 if listed else self._trust(one, readings)
        reason: Reason = "past" if confidence > _NAME_ALONE else "only"
        return _mention(one, readings, confidence, reason) if confidence else None

    def _trust(self, one: Sighting, readings: Sequence[Municipality]) -> float:
        """How far the text vouches for the name."""
        text = self._text
        if in_past(text, one.start) or _TODAY.match(text, one.end):
            return 0.9
        head = text[one.end : one.end + 1] in ("長", "議")  # 石川市議 is as soon the member 石川
        if head and self._around.mayors.is_person(one.name[:-1], one.start):
            return 0.0
        if self._in_its_time(one, readings):
            return 0.8
        return _NAME_ALONE if one.name[-1] == "市" and not head else 0.0

    def _encloses(self, place: Municipality, start: int) -> bool:
        """Whether its district or prefecture stands right before the name."""
        before = self._text[max(0, start - 12) : start]
        return before.endswith((place.prefecture, place.prefecture + "の")) or (
            bool(place.parent) and before.endswith(place.parent)
        )

    def _likeliest(self, readings: Sequence[Municipality]) -> Sequence[Municipality]:
        """Those whose successor the document names, else those of a prefecture that it speaks of, else all."""
        publisher = self._around.publisher
        codes = self._codes | ({publisher.code} if publisher else set())
        prefectures = self._prefectures | ({publisher.prefecture or publisher.name} if publisher else set())
        inside = [one for one in readings if one.successor in codes]
        return inside or [one for one in readings if one.prefecture in prefectures] or readings

    def _in_its_time(self, one: Sighting, readings: Sequence[Municipality]) -> bool:
        """Whether the sentence tells of a merger or of a year in which the municipality still was."""
        ends = max(int(place.ended[:4]) for place in readings)
        before = _SENTENCE_BEFORE.search(self._text, max(0, one.start - _SENTENCE), one.start)
        behind = _SENTENCE_BEHIND.match(self._text, one.end, one.end + _SENTENCE)
        said = (before.group() if before else "") + (behind.group() if behind else "")
        if before and any(
            match.end() + _RIGHT_BEFORE > len(before.group()) and _year(match) <= ends
            for match in _YEAR.finditer(before.group(), max(0, len(before.group()) - 2 * _RIGHT_BEFORE))
        ):
            return True  # 1991年5月に山古志村と: this year is the one meant, whatever the sentence goes on to tell
        years = [_year(match) for match in _YEAR.finditer(said)]
        if not years and (published := self._around.published):
            years = [int(published[:4])]
        if years:
            return min(years) <= ends and (max(years) <= ends or bool(_MERGER.search(said)))
        return bool(_MERGER.search(said))


def _year(match: re.Match[str]) -> int:
    if match["year"]:
        return int(match["year"])
    return era(match["era"]).year(1 if match["number"] == "元" else int(match["number"]))


def _mention(one: Sighting, readings: Sequence[Municipality], confidence: float, reason: Reason = "past") -> Domestic:
    alone = len(readings) == 1
    return Domestic(one.start, one.end, tuple(readings), confidence if alone else 0.4, reason if alone else "nothing")
