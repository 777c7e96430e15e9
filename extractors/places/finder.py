"""Local governments and places named in a document, one record a mention.

>>> text = "富山市はインドネシア共和国バリ州タバナン県と協定を結んだ。"
>>> document = Document(id="d", text=text, media_type="text/plain", sha256="")
>>> [(city.text, city.code or city.country) for city in find_cities(document)]
[('富山市', '162019'), ('バリ州', 'ID'), ('タバナン県', 'ID')]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.identity import complete
from extractors.places.domestic import Domestic
from extractors.places.foreign import Foreign
from extractors.places.gazetteer import abroad_place
from extractors.places.links import find_links
from extractors.records import CityRecord

EXTRACTOR = "cities/4"


def find_cities(document: Document) -> list[CityRecord]:
    """Every mention of a local government or a populated place, in the order of the text."""
    domestic, abroad = find_links(document)
    return complete(document, EXTRACTOR, [*_domestic_records(domestic), *_foreign_records(abroad)])


def _domestic_records(mentions: Sequence[Domestic]) -> Iterator[CityRecord]:
    for one in mentions:
        place = one.place
        first = one.readings[0]
        yield CityRecord(
            start=one.start,
            end=one.end,
            confidence=one.confidence,
            name=place.full_name if place else first.name,
            code=place.code if place else None,
            prefecture=place.prefecture or None if place else None,
            country="JP",
            level=first.level,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            candidates=() if place else tuple(reading.place() for reading in one.readings),
        )


def _foreign_records(mentions: Sequence[Foreign]) -> Iterator[CityRecord]:
    names = _full_names(mentions)
    for one in mentions:
        yield CityRecord(
            start=one.start,
            end=one.end,
            confidence=one.confidence,
            name=names[_identity(one)],
            country=one.country,
            level=one.level,
            geonames=one.place.geonames if one.place else None,
            latitude=one.place.latitude if one.place else None,
            longitude=one.place.longitude if one.place else None,
            candidates=tuple(abroad_place(other, one.name) for other in one.candidates),
        )


def _full_names(mentions: Sequence[Foreign]) -> dict[object, str]:
    """For each place the fullest name that the document gives it: the most frequent one with a suffix, if any."""
    written: dict[object, Counter[tuple[int, str]]] = defaultdict(Counter)
    for one in mentions:
        fullness = 2 if one.suffix else 0 if one.name.isascii() else 1
        written[_identity(one)][fullness, one.name.replace("=", "＝")] += 1
    return {identity: max(names, key=lambda name: (name[0], names[name]))[1] for identity, names in written.items()}


def _identity(one: Foreign) -> object:
    return (one.place.geonames, one.place.name) if one.place else (one.country, one.stem, one.level)
