"""Which local government of Japan a full name means, and whether it is a mention at all.

Which of several namesakes is meant, `namesakes` decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.places.gazetteer import named, stem
from extractors.places.mayors import Mayors
from extractors.places.mentions import in_address, in_other_name
from extractors.places.name_boundaries import ends_word, is_quarter, starts_word
from extractors.places.namesakes import Evidence, choose, fitting, note
from extractors.places.sighting import Reason, Sighting
from extractors.places.surroundings import Surroundings
from extractors.places.tables import Municipality, municipalities

# After an office a person is named.
_OFFICE = re.compile(r"(?:[市区町村部課局室館]長|知事|委員|議員|会長|座長|代表|教授|理事|監事|氏名)[ :]{1,3}$")
_IN_LIST = re.compile(r"(?:長?[、・,/と\n]|[市町村]?長?及び|並びに)[ ]?")
# Nothing, の or a mark, or the border of the next cell, stands between a place and what it lies in.
_LINK = re.compile(r"[ ・･/]?(?:の)?|[ ]?[|\t][ ]?")
_BESIDE = re.compile(r"[ ]?[(（]")


_Mention = tuple[Sighting, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Domestic:
    """A mention of a local government; more than one reading means that nothing decided."""

    start: int
    end: int
    readings: tuple[Municipality, ...]
    confidence: float
    decided: Reason = "only"

    @property
    def place(self) -> Municipality | None:
        """The one reading, if there is one."""
        return self.readings[0] if len(self.readings) == 1 else None


def find_domestic(around: Surroundings, abroad: Container[int]) -> list[Domestic]:
    """The mentions of local governments, each with its readings; `abroad` has the offsets of places abroad."""
    sighted = _with_parents(around.text, [one for one in around.sightings if one.start not in abroad])
    mentions = [(one, parents) for one, parents in sighted if _is_mention(around, one, parents)]
    mentions = _without_mayors(mentions, around.mayors)
    evidence = Evidence(publisher=around.publisher)
    for one, parents in mentions:
        note(evidence, named(one.name), parents)
    return [
        Domestic(
            one.start,
            one.end,
            *choose(
                around.text, one, parents, _listed(around.text, mentions, index) or _headed(around, one.start), evidence
            ),
        )
        for index, (one, parents) in enumerate(mentions)
    ]


def _headed(around: Surroundings, offset: int) -> frozenset[str]:
    """The prefecture that the headings above name, the innermost that names any."""
    for title in reversed(around.section(offset)):
        if found := _prefectures().findall(title):
            return frozenset(found)
    return frozenset()


@cache
def _prefectures() -> re.Pattern[str]:
    return re.compile("|".join(one.name for one in municipalities() if one.level == "prefecture"))


def _listed(text: str, mentions: Sequence[_Mention], index: int) -> frozenset[str]:
    """The prefectures of the next names on either side in a list, as far as these are sure."""
    near = []
    for before, after in ((index - 1, index), (index, index + 1)):
        if before >= 0 and after < len(mentions):
            gap = text[mentions[before][0].end : mentions[after][0].start]
            if _IN_LIST.fullmatch(gap):
                near.append(mentions[before if after == index else after])
    sure = (fitting(named(one.name), parents) for one, parents in near)
    return frozenset(places[0].prefecture for places in sure if len(places) == 1)


def _without_mayors(mentions: list[_Mention], mayors: Mayors) -> list[_Mention]:
    """Mentions without 小林市長 on a page of another city that never speaks of 小林市: the mayor's name is 小林."""
    heads = {
        one for one, above in mentions if not above and mayors.may_be_person(stem(one.name), one.start, one.end + 1)
    }
    named_alone = {one.name for one, _ in mentions if one not in heads}
    return [(one, above) for one, above in mentions if one not in heads or one.name in named_alone or not named_alone]


def _with_parents(text: str, sightings: Sequence[Sighting]) -> Iterator[tuple[Sighting, frozenset[str]]]:
    """Each sighting with the names of the places around it in the text: 東京都 of 東京都府中市 and 府中市（東京都）."""
    before: Sighting | None = None
    inherited: frozenset[str] = frozenset()
    for index, one in enumerate(sightings):
        if one.kind == "domestic":
            inherited = _enclosing(text, before, one, inherited)
            yield one, inherited | _following(text, one, sightings[index + 1 : index + 2]) | _district(text, one)
        before = one


def _enclosing(text: str, before: Sighting | None, one: Sighting, inherited: frozenset[str]) -> frozenset[str]:
    if before is None or before.kind != "domestic" or _rank(before) >= _rank(one):
        return frozenset()
    gap = text[before.end : one.start]
    if _LINK.fullmatch(gap) or _BESIDE.fullmatch(gap) or _is_district_gap(gap, one):
        return inherited | {before.name}
    return frozenset()


def _rank(one: Sighting) -> int:
    return {"prefecture": 0, "city": 1, "ward": 2, "town": 2, "village": 2}[named(one.name)[0].level]


def _is_district_gap(gap: str, one: Sighting) -> bool:
    return gap.endswith("郡") and gap in {place.parent for place in named(one.name)}


def _following(text: str, one: Sighting, after: Sequence[Sighting]) -> frozenset[str]:
    for other in after:
        if other.kind == "domestic" and _BESIDE.fullmatch(text[one.end : other.start]) and _rank(other) < _rank(one):
            return frozenset({other.name})
    return frozenset()


def _district(text: str, one: Sighting) -> frozenset[str]:
    return frozenset(
        p.parent for p in named(one.name) if p.parent.endswith("郡") and text.endswith(p.parent, 0, one.start)
    )


def _is_mention(around: Surroundings, one: Sighting, parents: frozenset[str]) -> bool:
    text = around.text
    if not parents and not starts_word(text, one, around.words):
        return False
    if not ends_word(text, one, around.words):
        return False
    short, level = stem(one.name), named(one.name)[0].level
    if in_other_name(text, one.start, one.end):
        return False
    if not parents and level in _NO_PLACE and any(is_other(around, one) for is_other in _NO_PLACE[level]):
        return False
    return bool(parents) or level == "prefecture" or not around.mayors.is_person(short, one.start)


def _in_address(around: Surroundings, one: Sighting) -> bool:
    return in_address(around.text, one.end)


def _is_quarter(around: Surroundings, one: Sighting) -> bool:
    return is_quarter(around.text, one)


def _is_surname(around: Surroundings, one: Sighting) -> bool:
    """Whether a given name follows, or an office stands before: 福井市長 東村 新一."""
    given = around.text.startswith(" ", one.end) and around.words.at(one.end + 1).tag == "person"
    return given or bool(_OFFICE.search(around.text, max(0, one.start - 6), one.start))


# What else the bare name of a small municipality may be.
_NO_PLACE: dict[str, tuple[Callable[[Surroundings, Sighting], bool], ...]] = {
    "ward": (_in_address,),
    "town": (_in_address, _is_quarter, _is_surname),
    "village": (_in_address, _is_surname),
}
