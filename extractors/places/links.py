"""Which places a document names: every rule once, in the order in which they need one another.

>>> document = Document(id="d", text="広島県府中市とカナダ・モントリオール市", media_type="text/plain", sha256="")
>>> domestic, abroad = find_links(document)
>>> [(one.place.code, one.decided) for one in domestic], [(one.name, one.decided) for one in abroad]
([('340006', 'only'), ('342084', 'beside')], [('モントリオール市', 'beside')])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Document
from extractors.places.cells import find_cells
from extractors.places.domestic import Domestic, find_domestic
from extractors.places.english import English, find_english
from extractors.places.foreign import Foreign, find_foreign
from extractors.places.former import find_former
from extractors.places.gazetteer import coded, formerly
from extractors.places.publishers import resolved
from extractors.places.short_forms import find_short
from extractors.places.surroundings import Surroundings
from extractors.places.tables import Municipality
from extractors.text.folding import fold

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def find_links(document: Document) -> tuple[list[Domestic], list[Foreign]]:
    """Every mention in Japan and abroad with what decided, each after the rule that found it."""
    # Half a surrogate pair, which broken PDFs yield, is no character to the matcher and the tokeniser.
    text = _HALF_PAIR.sub("\ufffd", fold(document.text))
    published = document.published or document.updated
    around = Surroundings.of(text, document.section_at, _publisher(document), published, find_cells(document))
    foreign = find_foreign(around)
    today = find_domestic(around, {one.start for one in foreign})
    taken = [*((one.start, one.end) for one in foreign), *((one.start, one.end) for one in today)]
    former = find_former(around, taken)
    ends = {one.end for one in former}
    full = [*former, *_among_former(text, [one for one in today if one.end not in ends], former)]
    english = [_from_english(one) for one in find_english(around.text)]
    domestic = [*full, *find_short(around, full), *(one for one in english if isinstance(one, Domestic))]
    abroad = [*foreign, *(one for one in english if isinstance(one, Foreign))]
    return domestic, abroad


def _from_english(one: English) -> Domestic | Foreign:
    if one.domestic:
        return Domestic(one.start, one.end, one.domestic, one.confidence if len(one.domestic) == 1 else 0.4)
    level = one.abroad.level if one.abroad else "state"
    return Foreign(one.start, one.end, one.name, "", one.country, level, one.abroad, (), one.confidence)


def _publisher(document: Document) -> Municipality | None:
    publisher = resolved(document.publisher, document.url)
    return coded(publisher.code) if publisher and publisher.code else None


def _among_former(text: str, today: list[Domestic], former: list[Domestic]) -> Iterator[Domestic]:
    """Today's mentions, but those in a list of former ones as what they were: 上野村 of 下地町・上野村・伊良部町."""
    edges = {edge: one for one in former for edge in (one.start, one.end)}
    for one in today:
        beside = [edges.get(one.end + 1), edges.get(one.start - 1)]
        merged = {place.prefecture for other in beside if other for place in other.readings}
        past = [place for place in formerly(text[one.start : one.end]) if place.prefecture in merged]
        alone = one.decided in ("only", "nothing") and len(past) == 1
        yield replace(one, readings=tuple(past), confidence=0.85, decided="list") if alone else one
