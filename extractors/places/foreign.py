"""Which words name a place abroad, and which place of the tables it is.

>>> found = find_foreign(Surroundings.of("カナダ・モントリオール市とレンカ区(チリ)、モントリオール議定書"))
>>> [(one.name, one.country, one.level) for one in found]
[('モントリオール市', 'CA', 'city'), ('レンカ区', 'CL', 'district')]

A name that no table knows keeps the country that the text gives it and gets no id; one that only its suffix vouches
for must be no common noun. A bare name needs its country, its full name elsewhere, or a dictionary that knows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.places.foreign_countries import Claim, ForeignCountries, level_ending, pool
from extractors.places.gazetteer import abroad
from extractors.places.mentions import in_event_name, in_other_name
from extractors.places.sighting import Reason, Sighting
from extractors.places.spelling import bare
from extractors.places.surroundings import Surroundings
from extractors.places.tables import SUFFIXES, Abroad
from extractors.records import Level
from extractors.text.tokens import is_compound, opens_with_surname

# After a bare name: the end, a particle, a mark or a word that goes with places. 行動計画 and 宣言 do not.
_AFTER_BARE = re.compile(
    r"$|[^一-鿿々ァ-ヺーA-Za-z]|事務所|訪問|市内|市街|市民|在住|出張|滞在|視察|近郊|中心|出身|経由|開催|現地|郊外|周辺"
    r"|支[店社局]|[側発着間港等他]"
)
_LOCATIVE = re.compile(r"(?:で|に|へ|から|まで|を訪|の(?!ような)|より|と|及び|や|など|ほか|、|。|・|にて|\)|$|\n| )")
# Between two names of a row.
_ROW = re.compile(r"(?:市?長)?(?:[、・,と]|及び|並びに|や)[ ]?")
_CAPITAL = re.compile(r"首都(?:の|・|である| )?$")
# Large enough to be meant when only its name stands there.
_KNOWN = 100_000
_FAMOUS = 300_000
_GREAT = 500_000
_NEVER = 10**9
_CONTINENTS = {"アジア", "ヨーロッパ", "アフリカ", "オセアニア", "ユーラシア", "ラテンアメリカ"}
_LATIN = re.compile("[A-Za-z0-9]")  # COP28ドバイ
_KANJI = re.compile(r"[一-鿿々]+")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A mention of a place abroad as the text names it; `place` is null when no table has it."""

    start: int
    end: int
    name: str
    suffix: str
    country: str | None
    level: Level
    place: Abroad | None
    candidates: tuple[Abroad, ...]
    confidence: float
    decided: Reason = "beside"

    @property
    def stem(self) -> str:
        """The name without its suffix, as other mentions of the place may write it."""
        return bare(self.name.removesuffix(self.suffix) if self.suffix else self.name)


def find_foreign(around: Surroundings) -> list[Foreign]:
    """The mentions of places abroad in the order of the text."""
    reader = _Reader(around)
    found = (reader.read(index) for index, one in enumerate(around.sightings) if one.kind != "country")
    return [one for one in found if one]


class _Reader:
    def __init__(self, around: Surroundings) -> None:
        self._text = around.text
        self._sightings = around.sightings
        self._words = around.words
        self._cells = around.cells
        self._mayors = around.mayors
        self._countries = ForeignCountries(around)
        self._settled: dict[str, list[Abroad]] = {}
        self._last: Foreign | None = None
        self._country_before: str | None = None
        self._abroad: set[str] = set()  # names that are also Japanese: 東海市(韓国)
        suffixed = [one for one in around.sightings if one.kind == "abroad" and one.suffix]
        self._suffixed = {bare(one.stem) for one in suffixed}
        # プノンペン is プノンペン都, where the text names that; ニューヨーク is not its 州.
        self._cities = {bare(one.stem): one for one in suffixed if one.suffix[-1] in "市都"}

    def read(self, index: int) -> Foreign | None:
        """The mention at this index, if it is one."""
        one = self._sightings[index]
        if one.kind == "domestic":
            if index not in self._countries.beside and one.name not in self._abroad:
                return None
            self._abroad.add(one.name)
            one = replace(one, kind="abroad", suffix=one.name[-1])
        if not self._is_mention(index, one):
            return None
        found = self._reading_of_last(one) or self._identified(index, one)
        self._country_before = self._last.country if self._last else None
        self._last = found
        return self._last

    def _reading_of_last(self, one: Sighting) -> Foreign | None:
        """The city in kanji before a bracket with a name that no table knows: 威海市(ウエハイ市)."""
        last = self._last
        if last is None or pool(one) or self._text[last.end : one.start] != "(" or one.suffix != last.suffix:
            return None
        return replace(last, start=one.start, end=one.end) if _KANJI.fullmatch(last.stem) else None

    def _is_mention(self, index: int, one: Sighting) -> bool:
        if in_other_name(self._text, one.start, one.end) or not self._starts_word(index, one):
            return False
        beside = index in self._countries.beside
        if beside and self._is_word_for_a_city(index, one):
            return False
        return self._is_suffixed(one, beside) if one.suffix else self._is_bare(index, one, beside)

    def _is_word_for_a_city(self, index: int, one: Sighting) -> bool:
        """Whether a name in kanji that no table knows ends in a common noun and is no part of a place: 開催市(韓国)."""
        part = index > 0 and self._sightings[index - 1].kind == "abroad"
        if part or one.suffix not in ("市", "区", "県") or not _KANJI.fullmatch(one.name) or pool(one):
            return False
        last = self._words.span(one.start, one.start + len(one.stem))[-1:]
        return any(token.tag == "noun" and token.end - token.start > 1 for token in last)

    def _is_bare(self, index: int, one: Sighting, beside: bool) -> bool:
        """Whether a name without suffix stands as places do, and is known well enough to be one."""
        text = self._text
        if _LATIN.match(text[one.start - 1 : one.start]) or in_event_name(text, one.end):
            return False
        if not _AFTER_BARE.match(text, one.end) or self._is_part(index, one):
            return False
        if self._is_word(one) and not (beside and abroad(one.name)):
            return False
        if (one.start, one.end) in self._cells:
            return True
        if beside or bare(one.name) in self._suffixed or _CAPITAL.search(text[max(0, one.start - 6) : one.start]):
            return bool(pool(one))
        return bool(pool(one)) and self._stands_out(one)

    def _is_suffixed(self, one: Sighting, beside: bool) -> bool:
        if not beside and self._mayors.is_person(one.stem, one.start):
            return False
        if _KANJI.fullmatch(one.stem) and not beside:
            return self._stands_in_context(one)
        if self._in_row(one) and not self._is_word(one):
            return True
        if beside or not self._is_word(one):
            return beside or bool(pool(one)) or bool(abroad(one.stem)) or self._is_name(one)
        return max((place.population for place in abroad(one.stem)), default=0) >= _FAMOUS

    def _in_row(self, one: Sighting) -> bool:
        """Whether nothing but a comma parts the name from the last mention."""
        return self._last is not None and bool(_ROW.fullmatch(self._text, self._last.end, one.start))

    def _is_word(self, one: Sighting) -> bool:
        """Whether the name is also a common noun: パートナー市, メディア市, but サクラメント市 too."""
        token = self._words.at(one.start)
        return token.tag == "noun" and token.end >= one.start + len(one.stem)

    def _stands_in_context(self, one: Sighting) -> bool:
        """A name in kanji may be a Japanese surname or former city: 清水市 and 中山市 need a country."""
        population = max((place.population for place in pool(one)), default=0)
        region = any(place.level == "state" for place in abroad(one.name))
        spoken = self._countries.spoken_of(one)
        near = self._countries.heading(one.start) or (spoken.country if spoken.trust >= 0.8 else None)
        least = _KNOWN
        if opens_with_surname(one.stem + "さん"):
            least = _GREAT if not self._text.startswith("長", one.end) else _NEVER
        foreign = population >= least
        return region or foreign or any(place.country == near for place in pool(one))

    def _starts_word(self, index: int, one: Sighting) -> bool:
        """A name in kanji starts where a word does: 江西省 in 浙江西省…, 南京市 in 湖南京市…."""
        before = self._text[one.start - 1 : one.start]
        if not re.match(r"[一-鿿々]", before) or not re.match(r"[一-鿿]", one.name):
            return True
        return self._touches(index, one.start) or self._words.starts_at(one.start)

    def _touches(self, index: int, offset: int) -> bool:
        """Whether the sighting before ends at this offset."""
        return index > 0 and self._sightings[index - 1].end == offset

    def _is_part(self, index: int, one: Sighting) -> bool:
        """A bare name beside a middle dot belongs to a longer one, unless a country or a place stands there."""
        if self._text.startswith(("・", "="), one.end):
            following = self._sightings[index + 1 : index + 2]
            return not any(other.start == one.end + 1 for other in following)
        before = self._text[one.start - 1 : one.start]
        return before in ("・", "=") and not self._touches(index, one.start - 1)

    def _is_name(self, one: Sighting) -> bool:
        """Whether a name that only its suffix vouches for may be one: no common noun, and no mere village."""
        if one.suffix[-1] in "町村鎮郷区省" or len(one.stem) < 2 or one.stem in _CONTINENTS:
            return False
        tokens = self._words.span(one.start, one.start + len(one.stem))
        named = all(token.tag in ("place", "unknown", "proper") for token in tokens if token.surface != "・")
        return named and not any(is_compound(part) for part in one.stem.split("・"))

    def _stands_out(self, one: Sighting) -> bool:
        """Whether a bare name without any country beside it is surely a place, and stands where places stand."""
        population = max(_KNOWN if place.level == "state" else place.population for place in pool(one))
        token = self._words.at(one.start)
        alone = token.start == one.start and token.end == one.end and token.tag == "place"
        length = len(one.name)
        known = (population >= _KNOWN and (alone or length > 6)) or (population >= _FAMOUS and length > 4)
        return known and length > 1 and bool(_LOCATIVE.match(self._text, one.end))

    def _in_state(self, index: int, one: Sighting, places: list[Abroad]) -> list[Abroad]:
        """The places in the state that the text names: オハイオ州コロンバス市 is not the greatest Columbus.

        None of them may be in it: no id is better than that of another state's city.
        """
        state, name = self._countries.state(index), bare(one.stem)
        if state and state.country == places[0].country:
            self._settled[name] = [place for place in places if place.admin1 == state.admin1]
            return self._settled[name]
        return [place for place in places if place in self._settled.get(name, ())] or places

    def _identified(self, index: int, one: Sighting) -> Foreign:
        claim, places = self._countries.claim(index), pool(self._cities.get(bare(one.name), one))
        inside = [place for place in places if place.country == claim.country]
        if inside:
            places = self._in_state(index, one, inside)
            return _foreign(one, claim.country, places, max(claim.trust, 0.9), claim.reason)
        if index in self._countries.beside:
            return _foreign(one, claim.country, [], round(claim.trust - 0.1, 2), claim.reason)
        return _most_populous(one, places) if places else self._unknown(one, claim)

    def _unknown(self, one: Sighting, claim: Claim) -> Foreign:
        """A name that no table has: its country is that of the city it is named after, else what the text gives."""
        namesakes = abroad(one.stem) or abroad(one.stem.split("・")[0])
        related = {place.country for place in namesakes}
        if claim.country in related:
            return _foreign(one, claim.country, [], max(round(claim.trust - 0.1, 2), 0.6), claim.reason)
        if namesakes and (len(related) == 1 or claim.country is None):
            greatest = max(namesakes, key=lambda place: place.population)
            return _foreign(one, greatest.country, [], 0.7 if len(related) == 1 else 0.5, "size")
        if claim.country is None and self._last and self._in_row(one) and self._last.country == self._country_before:
            claim = Claim(self._last.country, 0.5, "list")
        trust = max(round(claim.trust - 0.1, 2), 0.6) if claim.trust > 0.7 else min(claim.trust, 0.55)
        return _foreign(one, claim.country, [], trust if claim.country else 0.3, claim.reason)


def _most_populous(one: Sighting, places: list[Abroad]) -> Foreign:
    """The greatest of the namesakes, sure only where none is near its size."""
    biggest = max(places, key=lambda place: place.population)
    others = [place for place in places if place is not biggest]
    if not others:
        return _foreign(one, biggest.country, places, 0.9, "only")
    if biggest.population <= 5 * max(place.population for place in others):
        return _foreign(one, biggest.country, places, 0.5, "size")
    abroad_too = any(place.country != biggest.country for place in others)
    return _foreign(one, biggest.country, places, 0.75 if abroad_too else 0.9, "size")


def _foreign(one: Sighting, code: str | None, places: list[Abroad], confidence: float, reason: Reason) -> Foreign:
    inside = [place for place in places if place.country == code]
    place = max(inside, key=lambda place: place.population, default=None)
    others = tuple(other for other in places if other.country != code)
    level = place.level if place else SUFFIXES[level_ending(one.suffix)] if one.suffix else "city"
    return Foreign(one.start, one.end, one.name, one.suffix, code, level, place, others, confidence, reason)
