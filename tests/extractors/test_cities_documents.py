"""Short documents in the styles of many municipalities: exactly the places that a careful reader records.

`tests/golden/places.txt` holds them: a name after ===, the publisher if any, the places (with their prefecture; abroad
with their country; 旧 before former ones; ? before open ones), those that may be left out, an empty line, the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.context import Context
from extractors.places.finder import find_cities
from extractors.places.gazetteer import municipality
from extractors.places.tables import municipalities
from extractors.readers.plain import structured
from extractors.records import CityRecord, Publisher

FILE = Path(__file__).parents[1] / "golden" / "places.txt"


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    publisher: Publisher | None
    places: frozenset[str]
    optional: frozenset[str]
    text: str


def examples() -> list[Example]:
    parts = re.split(r"^=== ", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_example(part) for part in parts]


def _example(part: str) -> Example:
    head, _, text = part.partition("\n\n")
    name, *lines = head.split("\n")
    said = dict(line.split(": ", 1) for line in lines)
    places, optional = (frozenset(said.get(key, "-").split(", ")) - {"-"} for key in ("places", "optional"))
    return Example(name, _publisher(said.get("publisher")), places, optional, text)


def _publisher(name: str | None) -> Publisher | None:
    codes = {one.code for one in municipalities() if name in (one.name, f"{one.prefecture}/{one.name}")}
    return Publisher(name=name.split("/")[-1], code=codes.pop()) if name else None


def told(city: CityRecord) -> str:
    if city.country != "JP":
        return f"{city.country}/{city.name}"
    if city.code is None:
        return f"?/{city.name}"
    if municipality(city.code) is None:
        return f"旧/{city.name}"
    return f"{city.prefecture}/{city.name}" if city.prefecture else city.name


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_a_document_yields_its_places_and_no_others(example: Example) -> None:
    found = {told(city) for city in find_cities(structured(example.text, Context(publisher=example.publisher)))}
    assert example.places - found == set(), "missed"
    assert found - example.places - example.optional == set(), "wrong"
