"""Assemblies as parties: 港市議会 signs with 岬町議会, and on a page of 港市 its assembly is the one left out.

>>> text = "港市議会は、岬町議会と友好交流協定を結んだ。"
>>> places = [(0, 2, Party(name="港市")), (6, 8, Party(name="岬町"))]
>>> [name.parties[0].name for name in find_assemblies(text, places, None)]
['港市議会', '岬町議会']

An assembly signs with an assembly. One that stands alone in a sentence votes, visits or stands by, and is no party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.agreements.names import Name
from extractors.agreements.titles import Title
from extractors.records import Party

# Behind the name of a place; what its members, office and papers are called is something else.
_BEHIND = re.compile(
    "(?:議会|(?<=市)会)(?!議(?!長)|事務|[だた]より|報|定例|臨時|運営|改革|基本|史|図書|中継|棟|場|員|館|社|計|長会)"
)
_OWN = re.compile(
    "(?<![一-鿿])(?:(?:本|当)[市町村区県府都道]?|[市町村区県府都道])議会(?=(?:議長)?(?:は|が|と(?![なし])|では))"
)
_PAIR = re.compile("両(?:[市町村区県府都道]|市町|町村|市町村)?議会")
_PARTNER = re.compile("(?:(?:議長)?(?:[一-鿿ァ-ヺー ]{2,8}(?:議長|氏))?)と")


def is_assembly(party: Party) -> bool:
    """Whether a party is the assembly of a local government."""
    return party.code is None and party.name.endswith(("議会", "市会"))


def assembly_of(party: Party) -> Party:
    """The assembly of a government; an assembly is its own."""
    return party if is_assembly(party) else Party(name=f"{party.name}議会")


def find_assemblies(text: str, places: Iterable[tuple[int, int, Party]], own: Party | None) -> Iterator[Name]:
    """The assemblies that the folded text names, and 当市議会 on a page of `own`; places are those of the text."""
    for start, end, party in places:
        if match := _BEHIND.match(text, end):
            yield Name(start, match.end(), (Party(name=party.name + match.group()),))
    if own:
        yield from (Name(match.start(), match.end(), (assembly_of(own),)) for match in _OWN.finditer(text))


def find_pairs(text: str) -> Iterator[tuple[int, int]]:
    """両議会, 両市議会: the spans of the words for the two assemblies named before."""
    return (match.span() for match in _PAIR.finditer(text))


def between_assemblies(text: str, names: Sequence[Name], titles: Sequence[Title]) -> list[Name] | None:
    """The names of a sentence that tells of an agreement of assemblies; null when it tells of none."""
    assemblies = [name for name in names if all(map(is_assembly, name.parties))]
    if not assemblies:
        return None
    several = len({party.name for name in assemblies for party in name.parties}) > 1
    if several or _PARTNER.match(text, assemblies[0].end):
        return assemblies
    if any("議会" in title.text for title in titles):
        # A市とB市議会友好交流協定: the word stands once for both.
        return [Name(name.start, name.end, tuple(map(assembly_of, name.parties))) for name in names]
    return None
