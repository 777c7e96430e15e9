"""What the rules for places look at besides a name: the text, its words, its mayors, its headings, its publisher.

>>> surroundings = Surroundings.of("松山市と富山市")
>>> [one.name for one in surroundings.sightings], surroundings.section(0)
(['松山市', '富山市'], ())
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from extractors.places.mayors import Mayors
from extractors.places.sighting import Sighting
from extractors.places.sightings import find_sightings
from extractors.places.tables import Municipality
from extractors.text.tokens import Words


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`text` is folded; `section` gives the headings above an offset, outermost first; `published` is EDTF.

    `cells` has the country of each name abroad that fills a cell, by its span.
    """

    text: str
    sightings: tuple[Sighting, ...]
    words: Words
    mayors: Mayors
    section: Callable[[int], tuple[str, ...]]
    publisher: Municipality | None
    published: str | None
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        text: str,
        section: Callable[[int], tuple[str, ...]] = lambda offset: (),
        publisher: Municipality | None = None,
        published: str | None = None,
        cells: Iterable[tuple[Sighting, str]] = (),
    ) -> Surroundings:
        """The surroundings of a folded text."""
        filled = list(cells)
        sightings = tuple(find_sightings(text, [one for one, _ in filled]))
        told = {(one.start, one.end): code for one, code in filled}
        return cls(text, sightings, Words(text), Mayors(text), section, publisher, published, told)
