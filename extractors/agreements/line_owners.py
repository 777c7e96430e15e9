"""Whose partners a line of a list names, where the page is a prefecture's or nobody's: those of one of many.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.places.finder import find_cities
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "■水戸市\\nアナハイム市(アメリカ) 姉妹都市\\n日立市 バーミングハム市(アメリカ) 姉妹都市"
>>> document = structured(text, Context(publisher=Publisher(name="茨城県")))
>>> page = read(document, [], find_cities(document))
>>> [own_of_line(page, page.names_in(start, end), start)[0].name for start, end in ((5, 22), (23, 46))]
['水戸市', '日立市']

The line begins with it, or a line or heading above is nothing but its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.agreements.names import Name
from extractors.agreements.reading import BLANK, Reading
from extractors.places.name_lines import left_over
from extractors.records import Party

# What parts a government from its partners on a line of theirs.
_PARTED = re.compile(r"[】\]]?\s*[:|\s]\s*(?:[一-鿿ァ-ヺー・]{2,14}[・\s])?")
_PREFECTURE = re.compile("[0-9]{2}000[0-9]")
_MARKS = re.compile(r"[#\s]*")
_FAR = 600  # characters above the line in which its government's name may stand alone


def own_of_line(page: Reading, names: Sequence[Name], start: int) -> tuple[Party | None, Sequence[Name]]:
    """Who the agreements of the line at `start` are with, and the names of the line that are its partners."""
    own = page.own
    if not names or len(names[0].parties) > 1 or not (own is None or is_prefecture(own)):
        return own, names
    first = names[0].parties[0]
    if not _may_own(own, first):
        return _above(page, start) or own, names
    # 長野市 松本市 on a line are two of a kind, and neither has the other for a partner.
    apart = len(names) > 1 and not within(first, names[1].parties[0])
    parted = apart and _PARTED.fullmatch(page.masked, names[0].end, names[1].start)
    return (first, names[1:]) if parted else (own, names)


def is_prefecture(party: Party) -> bool:
    """Whether the party is one of the 47."""
    return bool(party.code and _PREFECTURE.fullmatch(party.code))


def within(one: Party, other: Party) -> bool:
    """Whether two governments of Japan lie in one prefecture."""
    return bool(one.code and other.code and one.code[:2] == other.code[:2])


def _may_own(own: Party | None, party: Party) -> bool:
    """Whether the party is a municipality, of the prefecture whose page it is if it is one's."""
    municipal = party.country == "JP" and party.code and not is_prefecture(party)
    return bool(municipal) and (own is None or within(own, party))


def _above(page: Reading, start: int) -> Party | None:
    """The municipality whose name is all of the nearest line above that has none but one: ■水戸市."""
    end = start
    while end > 0 and start - end < _FAR:
        first = page.masked.rfind("\n", 0, end - 1) + 1
        names = page.names_in(first, end)
        if names and page.own in names[0].parties:
            return None
        if len(names) == 1 and BLANK not in page.masked[first:end] and _may_own(page.own, names[0].parties[0]):
            begun = _MARKS.match(page.masked, first).end()  # type: ignore[union-attr]
            alone = left_over(page.masked[begun:end], (names[0].start - begun, names[0].end - begun)) == ""
            return names[0].parties[0] if alone else None
        end = first
    return None
