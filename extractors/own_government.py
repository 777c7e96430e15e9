"""The local government whose document it is, which texts call 本市 or leave out.

>>> from extractors.records import Publisher
>>> document = Document(id="d", text="", media_type="", sha256="", publisher=Publisher(name="港市役所"))
>>> own_party(document, []).name
'港市'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.document import Document
from extractors.folding import fold
from extractors.records import CityRecord, Party

_OFFICE = re.compile("役所|役場|公式|ホームページ|オフィシャル|ウェブサイト")
# The office that signs at the foot of the page.
_SECTION = re.compile(r"[^\s、。,:]{0,24}(?:局|部|課|室|係|担当)(?:\s|$)")
_FOOT = 300
_ADDRESS = re.compile(r"〒?[0-9]{3}-[0-9]{4}\s*(?:[一-鿿]{2,3}[都道府県])?$|(?:発行|編集)[:\s]{0,3}$")
_OWN_WORD = re.compile("(?<!日)本[市町村区県府都]|(?<![担本])当[市町村区県]")


def own_party(document: Document, cities: Sequence[CityRecord]) -> Party | None:
    """The publisher; where the document does not say, the government that it names most and most officially."""
    if document.publisher:
        name = re.sub("(?:役所|役場|庁)$", "", fold(document.publisher.name))
        city = next((city for city in cities if city.name == name and city.country in (None, "JP")), None)
        code = document.publisher.code or (city.code if city else None)
        return Party(name=name, code=code, country="JP" if code else None, geonames=city.geonames if city else None)
    return _dominant(document, cities)


def _dominant(document: Document, cities: Sequence[CityRecord]) -> Party | None:
    """The government named most, when nothing comes near it, an address or office is its, or the text says 本市."""
    text, begins = fold(document.text), {city.start for city in cities}
    weights: Counter[str] = Counter()
    offices: Counter[str] = Counter()
    readings = {}
    for city in cities:
        # 群馬県 in 群馬県前橋市 only says where.
        if city.country == "JP" and city.code and city.end not in begins:
            official = (
                bool(_OFFICE.match(text, city.end))
                or bool(_ADDRESS.search(text[max(0, city.start - 20) : city.start]))
                or (city.start > len(text) - _FOOT and bool(_SECTION.match(text, city.end)))
            )
            offices[city.code] += official
            weights[city.code] += 2 + 6 * official + 2 * (city.end < 200)
            readings[city.code] = city
    ranked = weights.most_common(2)
    if not ranked:
        return None
    first, second = ranked[0], ranked[-1]
    clear = len(ranked) == 1 or first[1] >= 2 * second[1] or offices[first[0]] > offices[second[0]]
    return party_of(readings[first[0]]) if clear or _OWN_WORD.search(text) else None


def party_of(city: CityRecord) -> Party:
    """The place of a mention as a party."""
    return Party(name=city.name, code=city.code, country=city.country, geonames=city.geonames)
