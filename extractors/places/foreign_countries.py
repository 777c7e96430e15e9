"""Which country a place abroad lies in, as far as the text says.

>>> countries = ForeignCountries(Surroundings.of("スマラン市(インドネシア共和国)とカナダ・モントリオール市"))
>>> [countries.claim(index).country for index in (0, 3)], countries.claim(0).trust
(['ID', 'CA'], 0.97)

A country counts, in this order: beside the name; beside the same name elsewhere; in the heading above; named last
before it; named next in its sentence; as the only foreign one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extractors.places.gazetteer import abroad, country, named
from extractors.places.sighting import Reason, Sighting
from extractors.places.sightings import find_sightings
from extractors.places.spelling import bare
from extractors.places.surroundings import Surroundings
from extractors.places.tables import KANJI_COUNTRIES, SUFFIXES, Abroad
from extractors.text.folding import fold

# What may stand between a country or region and the place in it.
_LINK = re.compile(
    r"[ ]?[・･\-/|｜,]?[ ]?|の|国の|国?首都(?:の|・| )?|[ ]?[(（「【<《〔\[]|[(（][^()（）]{0,12}[・、 ]"
)
# What may stand between a place and the bracket that names its country.
_OPENING = re.compile(r"(?:[市区町村]?長|知事|政府|議会|市)?[ ]?[(（【<《〔\[](?:[^()（）]{0,6}[・、 ])?")
_BRACKET = re.compile(r"[ ]?[(（【<《〔\[]")
_RANK: dict[str, int] = {"state": 1, "county": 2, "city": 3, "district": 4, "town": 4, "village": 4}
_LINE = 100  # characters of a row on either side; longer lines are paragraphs
_FAR = 1500  # characters after which a country is hardly still spoken of


@dataclass(frozen=True, slots=True)
class Claim:
    """A country that the text gives a name, and how far that can be trusted."""

    country: str | None
    trust: float
    reason: Reason


class ForeignCountries:
    """The countries of one text's sightings; `beside` has those that stand beside one, by its index."""

    def __init__(self, around: Surroundings) -> None:
        self._text = around.text
        self._section = around.section
        self._sightings = sightings = around.sightings
        self._cells = around.cells
        self._countries = [one for one in sightings if one.kind == "country" and _code(one) != "JP"]
        self._starts = [one.start for one in self._countries]
        self._headings: dict[tuple[str, ...], str | None] = {}
        self.beside = self._find_beside()
        self._elsewhere = {
            bare(sightings[index].stem): code
            for index, code in self.beside.items()
            if sightings[index].kind == "abroad"
        }

    def claim(self, index: int) -> Claim:
        """The country that the text gives the sighting at this index."""
        one = self._sightings[index]
        if code := self.beside.get(index):
            return Claim(code, 0.97, "beside")
        if code := self._elsewhere.get(bare(one.stem)):
            return Claim(code, 0.95, "elsewhere")
        if code := self._in_line(one):
            return Claim(code, 0.9, "list")
        if code := self.heading(one.start):
            return Claim(code, 0.85, "heading")
        return self.spoken_of(one)

    def _in_line(self, one: Sighting) -> str | None:
        """The only country that the line names, as the rows of tables and lists do."""
        reach = max(0, one.start - _LINE), one.end + _LINE
        start, end = self._text.rfind("\n", reach[0], one.start), self._text.find("\n", one.end, reach[1])
        if (start < 0 < reach[0]) or (end < 0 and reach[1] < len(self._text)):
            return None  # a paragraph
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end if end >= 0 else len(self._text))
        codes = {_code(other) for other in self._countries[first:last]}
        return codes.pop() if len(codes) == 1 else None

    def heading(self, offset: int) -> str | None:
        """The country that the headings above name, the innermost last."""
        return self._of_headings(self._section(offset))

    def _of_headings(self, section: tuple[str, ...]) -> str | None:
        if section and section not in self._headings:
            found = [one for one in find_sightings(fold(section[-1])) if one.kind == "country"]
            self._headings[section] = _code(found[-1]) if found else self._of_headings(section[:-1])
        return self._headings[section] if section else None

    def spoken_of(self, one: Sighting) -> Claim:
        """The country named last before the place, or the next one in its sentence, or the only one there is."""
        at = bisect_left(self._starts, one.start)
        if at:
            before = self._countries[at - 1]
            if one.start - before.end > _FAR:
                return Claim(_code(before), 0.5, "document")
            between = self._text[before.end : one.start]
            return Claim(_code(before), 0.8 if "。" not in between and "\n\n" not in between else 0.6, "document")
        if at < len(self._countries):
            between = self._text[one.end : self._countries[at].start][:_FAR]
            if "。" not in between and len(between) < _FAR:
                return Claim(_code(self._countries[at]), 0.6, "document")
        codes = {_code(other) for other in self._countries}
        return Claim(codes.pop(), 0.55, "document") if len(codes) == 1 else Claim(None, 0.0, "nothing")

    def _find_beside(self) -> dict[int, str]:
        """The country that stands beside a sighting, by its index: before it, or in brackets behind it."""
        beside: dict[int, str] = {}
        for index, one in enumerate(self._sightings):
            told = self._cells.get((one.start, one.end)) if one.kind == "abroad" else None
            if code := told or self._before(index, beside):
                beside[index] = code
        for index in reversed(range(len(self._sightings) - 1)):
            if index not in beside and (code := self._bracketed(index, beside)):
                beside[index] = code
        return beside

    def state(self, index: int) -> Abroad | None:
        """The state, province or other first-level region that stands beside the sighting at this index."""
        one = self._sightings[index]
        linked = index and _LINK.fullmatch(self._text[self._sightings[index - 1].end : one.start])
        if linked and (state := self._as_state(index - 1, one)):
            return state
        after = index + 1
        if after < len(self._sightings) and _OPENING.fullmatch(self._text[one.end : self._sightings[after].start]):
            after += self._sightings[after].kind == "country"
            return self._as_state(after, one) if after < len(self._sightings) else None
        return None

    def _as_state(self, index: int, of: Sighting) -> Abroad | None:
        one = self._sightings[index]
        if one.kind != "abroad" or _rank(one) >= _rank(of):
            return None
        states = [place for place in pool(one) if place.level == "state" and place.admin1]
        inside = [place for place in states if self.beside.get(index) in (None, place.country)]
        return inside[0] if len(inside) == 1 else None

    def _before(self, index: int, beside: dict[int, str]) -> str | None:
        if not index or self._sightings[index].kind == "country":
            return None
        before, one = self._sightings[index - 1], self._sightings[index]
        gap = self._text[before.end : one.start]
        if not _LINK.fullmatch(gap):
            return None
        if before.kind == "country":
            return _code(before) if _fits(one, _code(before), gap) else None
        if before.kind == "domestic" or bare(before.stem) == bare(one.stem):
            return None
        if _rank(before) >= _rank(one) and not _BRACKET.fullmatch(gap):
            return None
        code = beside.get(index - 1) or _only_country(before)
        return code if code and _fits(one, code, gap) else None

    def _bracketed(self, index: int, beside: dict[int, str]) -> str | None:
        one, after = self._sightings[index], self._sightings[index + 1]
        if one.kind == "country" or not _OPENING.fullmatch(self._text[one.end : after.start]):
            return None
        if after.kind == "country":
            return _code(after) if _fits(one, _code(after), "(") else None
        if one.kind == "domestic":
            return None
        named_again = bare(after.stem) == bare(one.stem)  # メイン (メイン州) is no place in メイン
        return (beside.get(index + 1) or _only_country(after)) if after.kind == "abroad" and not named_again else None


def pool(one: Sighting) -> list[Abroad]:
    """Every place of the tables that the name may mean."""
    exact = list(abroad(one.name))
    if not one.suffix:
        return exact or regions(one.name) or list(abroad(one.name, loosely=True))
    if SUFFIXES.get(one.suffix) != "city":
        exact = [place for place in exact if place.level != "city"] or exact
    if SUFFIXES.get(one.suffix) == "city":  # 北京市 is a region and a city: the city is meant
        exact = [place for place in abroad(one.stem) if place.level == "city"] or exact
    if not exact and one.suffix not in SUFFIXES:
        return []
    return exact or list(abroad(one.name, loosely=True))


def regions(name: str) -> list[Abroad]:
    """First-level regions that the bare name may stand for: バリ is バリ州."""
    return [place for suffix in ("州", "県", "省") for place in abroad(name + suffix)]


def level_ending(suffix: str) -> str:
    """The part of a suffix that says the level: 市 of 北市."""
    return suffix if suffix in SUFFIXES else suffix[-1]


def _code(one: Sighting) -> str:
    return country(one.name) or ""


def _rank(one: Sighting) -> int:
    if one.kind == "domestic":
        return _RANK.get(SUFFIXES.get(one.name[-1], "city"), 3)
    if one.suffix in ("自治州", "自治県"):  # of a 省
        return 2
    if one.suffix:
        return _RANK.get(SUFFIXES[level_ending(one.suffix)], 3)
    return 1 if regions(one.name) and not abroad(one.name) else 3


def _only_country(one: Sighting) -> str | None:
    codes = {place.country for place in pool(one)}
    return codes.pop() if len(codes) == 1 else None


def _fits(one: Sighting, code: str, gap: str) -> bool:
    """A name that is also Japanese belongs to the country before it only if it is known there, or could be."""
    if one.kind != "domestic":
        return code != "JP"
    if one.name[-1] not in SUFFIXES or named(one.name)[0].level == "prefecture":
        return False
    return (not gap and code in KANJI_COUNTRIES) or any(place.country == code for place in abroad(one.name))
