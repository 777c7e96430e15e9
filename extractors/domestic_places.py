"""Which local government of Japan a full name means, and whether it is a mention at all.

Evidence for one of several namesakes, in this order: the prefecture, district or city that stands beside the name; the
same name with such a parent elsewhere in the document; the publisher; what else the document names. Without any, the
reading stays open: no code, the namesakes as candidates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.gazetteer import formerly, named, stem
from extractors.mayors import Mayors
from extractors.name_boundaries import ends_word, is_quarter, starts_word
from extractors.place_mentions import in_address, in_other_name, in_past
from extractors.place_tables import Municipality
from extractors.sighting import Reason, Sighting
from extractors.surroundings import Surroundings

# After an office a person is named.
_OFFICE = re.compile(r"(?:[市区町村部課局室館]長|知事|委員|議員|会長|座長|代表|教授|理事|監事|氏名)[ :]{1,3}$")
_LINK = re.compile(r"[ ・･/]?(?:の)?")
_BESIDE = re.compile(r"[ ]?[(（]")


_Mention = tuple[Sighting, frozenset[str]]
_Choice = tuple[list[Municipality], float, Reason]


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


@dataclass(slots=True)
class Evidence:
    """What the document says that may decide between namesakes: codes of its municipalities and prefectures."""

    publisher: Municipality | None = None
    cities: Counter[str] = field(default_factory=Counter)
    prefectures: Counter[str] = field(default_factory=Counter)
    settled: dict[str, set[Municipality]] = field(default_factory=lambda: defaultdict(set))


def find_domestic(around: Surroundings, abroad: Container[int]) -> list[Domestic]:
    """The mentions of local governments, each with its readings; `abroad` has the offsets of places abroad."""
    sighted = _with_parents(around.text, [one for one in around.sightings if one.start not in abroad])
    mentions = [(one, parents) for one, parents in sighted if _is_mention(around, one, parents)]
    mentions = _without_mayors(mentions, around.mayors)
    evidence = Evidence(publisher=around.publisher)
    for one, parents in mentions:
        _note(evidence, named(one.name), parents)
    return [_read(around.text, one, parents, evidence) for one, parents in mentions]


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


def _note(evidence: Evidence, readings: tuple[Municipality, ...], parents: frozenset[str]) -> None:
    fitting = _fitting(readings, parents) or list(readings)
    if len(fitting) != 1:
        return
    (place,) = fitting
    evidence.cities[place.full_name] += 1
    evidence.prefectures[place.prefecture or place.name] += 1
    if len(readings) > 1:
        evidence.settled[place.name].add(place)


def _fitting(readings: Iterable[Municipality], parents: frozenset[str]) -> list[Municipality]:
    if not parents:
        return list(readings)
    return [place for place in readings if {place.prefecture, place.parent} & parents and parents <= _above(place)]


def _above(place: Municipality) -> set[str]:
    return {place.prefecture, place.parent}


def _read(text: str, one: Sighting, parents: frozenset[str], evidence: Evidence) -> Domestic:
    readings = named(one.name)
    fitting = _fitting(readings, parents)
    if not fitting or in_past(text, one.start):
        fitting = _former(one, parents, evidence) or fitting
    # A neighbour that encloses none of them is only a neighbour: "長野県・横浜市".
    fitting = fitting or list(readings)
    if len(fitting) == 1:
        reason: Reason = "beside" if parents else "past" if fitting[0].ended else "only"
        return Domestic(one.start, one.end, tuple(fitting), 0.99 if parents else 0.98, reason)
    for chosen, confidence, reason in _by_evidence(fitting, evidence):
        if len(chosen) == 1:
            return Domestic(one.start, one.end, tuple(chosen), confidence, reason)
    return Domestic(one.start, one.end, tuple(fitting), 0.4, "nothing")


def _former(one: Sighting, parents: frozenset[str], evidence: Evidence) -> list[Municipality]:
    """The municipalities of the past that 旧大野町 and 岐阜県益田郡下呂町 mean although others bear the name today."""
    readings = formerly(one.name)
    if parents:
        return _fitting(readings, parents)
    return [place for place in readings if evidence.prefectures[place.prefecture]] or list(readings)


def _by_evidence(readings: list[Municipality], evidence: Evidence) -> Iterator[_Choice]:
    settled, publisher = evidence.settled[readings[0].name], evidence.publisher
    wards = [place for place in readings if place.level == "ward"]
    others = [place for place in readings if place.level != "ward"]
    yield [place for place in readings if place in settled], 0.93, "elsewhere"
    yield [place for place in readings if place == publisher], 0.95, "publisher"
    if publisher:
        yield [place for place in wards if place.parent == publisher.name], 0.9, "publisher"
        yield (
            [place for place in others if place.prefecture in (publisher.prefecture, publisher.name)],
            0.88,
            "publisher",
        )
    yield [place for place in wards if place.parent in evidence.cities], 0.88, "document"
    yield [place for place in wards if not place.parent and evidence.prefectures["東京都"]], 0.75, "document"
    yield [place for place in others if evidence.prefectures[place.prefecture]], 0.8, "document"
