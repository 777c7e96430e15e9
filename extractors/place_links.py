"""Which places a document names: every rule once, in the order in which they need one another.

>>> document = Document(id="d", text="広島県府中市とカナダ・モントリオール市", media_type="text/plain", sha256="")
>>> domestic, abroad = find_links(document)
>>> [(one.place.code, one.decided) for one in domestic], [(one.name, one.decided) for one in abroad]
([('340006', 'only'), ('342084', 'beside')], [('モントリオール市', 'beside')])
"""

from __future__ import annotations

import re

from extractors.document import Document
from extractors.domestic_places import Domestic, find_domestic
from extractors.english_places import English, find_english
from extractors.folding import fold
from extractors.foreign_places import Foreign, find_foreign
from extractors.former_places import find_former
from extractors.gazetteer import named
from extractors.place_tables import Municipality
from extractors.short_forms import find_short
from extractors.surroundings import Surroundings

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def find_links(document: Document) -> tuple[list[Domestic], list[Foreign]]:
    """Every mention in Japan and abroad with what decided, each after the rule that found it."""
    # Half a surrogate pair, which broken PDFs yield, is no character to the matcher and the tokeniser.
    text = _HALF_PAIR.sub("\ufffd", fold(document.text))
    around = Surroundings.of(text, document.section_at, _publisher(document), document.published or document.updated)
    foreign = find_foreign(around)
    today = find_domestic(around, {one.start for one in foreign})
    taken = [*((one.start, one.end) for one in foreign), *((one.start, one.end) for one in today)]
    former = find_former(around, taken)
    ends = {one.end for one in former}
    full = [*former, *(one for one in today if one.end not in ends)]
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
    if not document.publisher:
        return None
    found = named(document.publisher.name)
    coded = [one for one in found if one.code == document.publisher.code]
    return coded[0] if coded else found[0] if len(found) == 1 else None
