"""What the rules for places look at besides a name: the text, its words, its mayors, its headings, its publisher.

>>> surroundings = Surroundings.of("松山市と富山市")
>>> [one.name for one in surroundings.sightings], surroundings.section(0)
(['松山市', '富山市'], ())
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors.places.mayors import Mayors
from extractors.places.sighting import Sighting
from extractors.places.sightings import find_sightings
from extractors.places.tables import Municipality
from extractors.text.tokens import Words


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`text` is folded; `section` gives the headings above an offset, outermost first; `published` is EDTF."""

    text: str
    sightings: tuple[Sighting, ...]
    words: Words
    mayors: Mayors
    section: Callable[[int], tuple[str, ...]]
    publisher: Municipality | None
    published: str | None

    @classmethod
    def of(
        cls,
        text: str,
        section: Callable[[int], tuple[str, ...]] = lambda offset: (),
        publisher: Municipality | None = None,
        published: str | None = None,
    ) -> Surroundings:
        """The surroundings of a folded text."""
        return cls(text, tuple(find_sightings(text)), Words(text), Mayors(text), section, publisher, published)
