"""Who a table's cell, a form's value or a line of signature names: there the whole text is names.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> page = read(structured("みなと信用金庫・岬はまなす銀行", Context()), [], [])
>>> [party.name for party in parties_in(page, 0, len(page.text))]
['みなと信用金庫', '岬はまなす銀行']

A name that the text goes on from without a break is longer than it looked (静岡県 in 静岡県左官業組合三島地区).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.agreements.names import Name
from extractors.agreements.organisations import HOLDERS, KINDS
from extractors.agreements.party_groups import find_groups
from extractors.agreements.reading import Reading
from extractors.agreements.signatories import union
from extractors.records import Party

_NOT_A_NAME = re.compile(
    r"^(?:[市県町村区道府都国]内|全国|近隣|周辺|関係|構成|加盟|参加|各)?[^\s]{0,6}全(?:市|町|村|区|て|県|国)|(?:加盟|構成|参加|関係)(?:団体|自治体|市町村?|都市|機関)$|"
    r"[。]|^[0-9\s().-]*$|^(?:なし|-+|同上|未定|随時)$|[0-9](?:社|名|人|か国|都市|団体|市町村|市町|件|校|自治体)"
)
_OFFICE = re.compile(r"\s*(?:市長|町長|村長|区長|知事|代表取締役.*|理事長.*|学長.*|会長.*|社長.*|長)(?:\s.*)?$")
_REST = re.compile(
    r"(?: ?[一-鿿ァ-ヺー]{1,8}(?:支社|支店|支部|営業所|事業所|支所)(?=\s|$)|[^\s、・,;/()\[\]「」『』:]+)"
)
# What follows a name and is no part of it: who speaks for it, or one of its offices.
_SPEAKER = re.compile(
    rf"\s?(?:[市町村区県]?長|知事|{HOLDERS}|様|など|等|ほか|他|及び|と|は|が|の|を|に|へ|で|間|¤|[0-9]|[一-鿿]{{0,8}}(?:課|局|室)(?:\s|$))"
)
# A place that no table knows, with where it lies in the bracket behind it: 大海市(遠国), テメキュラ(カリフォルニア州).
_PLACE = re.compile(
    r"\s*(?:(?P<name>[一-鿿ァ-ヺー・]{2,12}[市区町村州郡鎮郷])\s*(?=\()"
    r"|(?P<bare>[ァ-ヺー・=]{3,16})\s*(?=\((?:[^()]{0,20}[国州省県道府都郡市]|[ァ-ヺー・]{3,12})\)))"
)
# Hiragana at the head of a part: ごてんば in ごてんばフードトラック協同組合.
_BEGUN = re.compile(r"(?:(?<=[、・,;/\s])|^)[ぁ-ん]{2,6}$")
_PARTS = re.compile(r"[^、・,;/\n]+")
_ORGANISATION = re.compile(f"[^()\\s]{{2,24}}(?:{KINDS})")


# (立会人)長野県、新潟県: what follows in the value.
STANDS_BY = re.compile(r"[(\[【]?(?:立会人|立会者|後見人|証人)[)\]】:]")


def parties_in(page: Reading, start: int, end: int, known: bool = False) -> tuple[Party, ...]:
    """The names of a cell or value; its whole text where it names nobody known, unless `known` is asked for."""
    names = [_whole(page, name, start, end) for name in page.names_in(start, end)]
    first = _PLACE.match(page.masked, start, end)
    unknown = (first["name"] or first["bare"]) if first and not page.names_in(start, first.end()) else None
    if unknown and not _NOT_A_NAME.search(unknown):
        return (Party(name=unknown),)
    if names:
        signing = [name for name in names if not STANDS_BY.search(page.masked, start, name.start)]
        grouped = union(*(group.parties for group in find_groups(page.masked, signing)))
        witnesses = (replace(one, role="witness") for name in names if name not in signing for one in name.parties)
        return union(grouped, _unread(page, names, start, end), witnesses)
    raw = page.text[start:end].strip()
    bare = _OFFICE.sub("", re.sub(r"\s*\([^()]*\)", "", raw)).strip()
    if known or not 2 <= len(bare) <= 40 or _NOT_A_NAME.search(bare):
        return ()
    return tuple(Party(name=part.strip()) for part in re.split(r"[、\n]", bare) if len(part.strip()) > 1)


def _whole(page: Reading, name: Name, start: int, end: int) -> Name:
    """The name with the hiragana that it begins with and the letters that go on from it."""
    if len(name.parties) > 1 or name.parties[0].name in page.text[start:end].split("\n"):
        return name
    begun = _BEGUN.search(page.masked[start : name.start])
    rest = None if _SPEAKER.match(page.masked, name.end) else _REST.match(page.masked, name.end, end)
    if rest is None and begun is None:
        return name
    lead, tail = begun.group() if begun else "", "".join(rest.group().split()) if rest else ""
    party = name.parties[0]
    written = page.text[name.start : name.end] if party.country else party.name
    return Name(name.start - len(lead), rest.end() if rest else name.end, (Party(name=lead + written + tail),))


def _unread(page: Reading, names: Sequence[Name], start: int, end: int) -> Iterator[Party]:
    """Parts of the text that end like an organisation and hold none of the names."""
    for part in _PARTS.finditer(page.masked, start, end):
        apart = not any(name.start < part.end() and part.start() < name.end for name in names)
        if apart and _ORGANISATION.fullmatch(part.group().strip()):
            yield Party(name=part.group().strip())
