"""Which of several namesakes a full name means.

>>> evidence = Evidence()
>>> for name in ("福山市", "尾道市"): note(evidence, named(name), frozenset())
>>> text = "福山市と府中市"
>>> one = Sighting(4, 7, "domestic", "府中市")
>>> readings, confidence, reason = choose(text, one, frozenset(), frozenset(), evidence)
>>> [place.code for place in readings], reason
(['342084'], 'document')

Evidence, in this order: the prefecture, district or city that stands beside the name; the same name with such a parent
elsewhere in the document; the publisher; the names beside it in a list; what else the document names. Without any, the
reading stays open.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.places.gazetteer import formerly, named
from extractors.places.mentions import in_past
from extractors.places.sighting import Reason, Sighting
from extractors.places.tables import Municipality

Choice = tuple[tuple[Municipality, ...], float, Reason]

_CLEARLY = 3  # times as often as any other: the prefecture that the document speaks of


@dataclass(slots=True)
class Evidence:
    """What the document says that may decide between namesakes: codes of its municipalities and prefectures."""

    publisher: Municipality | None = None
    cities: Counter[str] = field(default_factory=Counter)
    prefectures: Counter[str] = field(default_factory=Counter)
    settled: dict[str, set[Municipality]] = field(default_factory=lambda: defaultdict(set))


def note(evidence: Evidence, readings: tuple[Municipality, ...], parents: frozenset[str]) -> None:
    chosen = fitting(readings, parents) or list(readings)
    if len(chosen) != 1:
        return
    (place,) = chosen
    evidence.cities[place.full_name] += 1
    evidence.prefectures[place.prefecture or place.name] += 1
    if len(readings) > 1:
        evidence.settled[place.name].add(place)


def fitting(readings: Iterable[Municipality], parents: frozenset[str]) -> list[Municipality]:
    if not parents:
        return list(readings)
    return [place for place in readings if {place.prefecture, place.parent} & parents and parents <= _above(place)]


def _above(place: Municipality) -> set[str]:
    return {place.prefecture, place.parent}


def choose(text: str, one: Sighting, parents: frozenset[str], beside: frozenset[str], evidence: Evidence) -> Choice:
    """The places that the name may mean, one if anything decides; `beside` has the prefectures of its list."""
    readings = fitting(named(one.name), parents)
    if not readings or in_past(text, one.start):
        readings = _former(one, parents, evidence) or readings
    # A neighbour that encloses none of them is only a neighbour: "長野県・横浜市".
    readings = readings or list(named(one.name))
    if len(readings) == 1:
        reason: Reason = "beside" if parents else "past" if readings[0].ended else "only"
        return tuple(readings), 0.99 if parents else 0.98, reason
    for chosen, confidence, why in _by_evidence(readings, beside, evidence):
        if len(chosen) == 1:
            return tuple(chosen), confidence, why
    return tuple(readings), 0.4, "nothing"


def _former(one: Sighting, parents: frozenset[str], evidence: Evidence) -> list[Municipality]:
    """The municipalities of the past that 旧大野町 and 岐阜県益田郡下呂町 mean although others bear the name today."""
    readings = formerly(one.name)
    if parents:
        return fitting(readings, parents)
    return [place for place in readings if evidence.prefectures[place.prefecture]] or list(readings)


def _by_evidence(
    readings: list[Municipality], beside: frozenset[str], evidence: Evidence
) -> Iterator[tuple[list[Municipality], float, Reason]]:
    settled, publisher = evidence.settled[readings[0].name], evidence.publisher
    wards = [place for place in readings if place.level == "ward"]
    others = [place for place in readings if place.level != "ward"]
    yield [place for place in readings if place in settled], 0.93, "elsewhere"
    yield [place for place in readings if place == publisher], 0.95, "publisher"
    yield [place for place in others if place.prefecture in beside], 0.9, "list"
    if publisher:
        home = (publisher.prefecture, publisher.name)
        yield [place for place in wards if place.parent == publisher.name], 0.9, "publisher"
        yield [place for place in others if place.prefecture in home], 0.88, "publisher"
    yield [place for place in wards if place.parent in evidence.cities], 0.88, "document"
    yield [place for place in wards if not place.parent and evidence.prefectures["東京都"]], 0.75, "document"
    yield [place for place in others if evidence.prefectures[place.prefecture]], 0.8, "document"
    yield _most_named(others, evidence), 0.75, "document"


def _most_named(readings: Sequence[Municipality], evidence: Evidence) -> list[Municipality]:
    """Those in a prefecture that the document names far more often than the others'."""
    counts = Counter({place.prefecture: evidence.prefectures[place.prefecture] for place in readings}).most_common(2)
    if len(counts) < 2 or counts[0][1] < _CLEARLY * max(counts[1][1], 1):
        return []
    return [place for place in readings if place.prefecture == counts[0][0]]
