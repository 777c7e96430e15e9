"""Who is named in a document and could sign an agreement, each by the full official name.

>>> names = find_names("港市は国際協力機構(JICA)と覚書を結び、JICAの協力で本市の港を整えた。", [], Party(name="港市"))
>>> [name.parties[0].name for name in names[1:]]
['独立行政法人国際協力機構', '独立行政法人国際協力機構', '港市']

Places come from the city records, organisations from `organisations`; 本市 is the document's own local government,
両市 the two places named before, 同大学 the last university; letters in brackets behind a name, and words brought in
by 以下「…」という, stand for the name from then on. Offsets count in the text that is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.agreements.assemblies import assembly_of, find_assemblies, find_pairs, is_assembly
from extractors.agreements.names import Name, PlaceName
from extractors.agreements.organisations import ACRONYMS, find_organisations
from extractors.records import Party

# Words for the document's own government, by the last character of its name.
_OWN = re.compile(
    r"(?:本|当|わが|我が)(?P<kind>[市区町村県府都道])(?![一-鿿]*(?:計画|総合計画))"
    r"|(?:(?<=^)|(?<=[、。「\n( ]))(?P<bare>[市区町村県府都])(?=(?:長)?(?:は|が|では|と(?=[一-鿿ァ-ヺA-Z])))"
)
_PAIR = re.compile(r"両(?P<kind>市町村|市町|都市|自治体|[市区町村県府者])(?!国|論|側|面)|双方")
# 3市は, 8市町村長が: as many places as the text has named, if it has named just so many.
_ALL = re.compile(
    r"(?<![0-9一-鿿第の・])(?P<count>[2-9]|[1-4][0-9]|[二三四五六七八九十])(?P<kind>市町村|市区町村|市町|市村|町村|[市町村区県])"
    r"(?=(?:長|の(?:首)?長)?(?:は|が|で(?!の)|間で|による))"
)
_SAME = re.compile(
    r"同(?P<kind>大学院|大学|学園|学院|高専|高校|会社|企業|社|銀行|金庫|信金|行|機構|協会|財団|法人|団体|組合|会議所|協議会|連盟|機関|研究所|庁|校|学)(?![一-鿿])"
    r"|(?P<ours>本学|本大学|当社|弊社|当行|本会|当会)(?![一-鿿])|同(?P<place>[市区町村県州郡府都島])(?![一-鿿]*(?:内|民|立)|長会)"
)
_ABBREVIATED = re.compile(
    r" ?\((?:[^()]{1,80}[、,])?(?P<said>以下、?\s?)?(?:(?:通称|略称|愛称)[::]?)?"
    r"[「『]?(?P<alias>[^()「」『』、。;:]{1,20})[」』]?"
    r"(?P<law>と(?:いう|する|言う|略す|表記する?|称する?)。?)?\)"
)
_LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9.&-]{1,14}")
# What stands between a city and the state that it lies in.
_WHERE = re.compile(r"[\s(・/、]{1,3}[一-鿿ァ-ヺー]{0,14}")
_COUNTRY_OF = re.compile(r"(?P<country>[ァ-ヺー一-鿿]{2,12})の$")
_MEDIA = re.compile(r"PDF|Word|Excel|URL|KB|MB|HP|TEL|FAX|SDGs", re.IGNORECASE)
# の三都市は: a count, and no city of that name.
_COUNTED = re.compile("[一二三四五六七八九十両数各]都市")
_ROLE_LETTER = re.compile(r"[甲乙丙丁戊己庚辛]")
# 山梨県の6市町と: those in it, not the prefecture.
_PLACES_OF = re.compile("の(?:全)?[0-9]{1,3}(?:市区?町村|市町|町村|[市町村])(?![一-鿿])")
# A place that only says where something is or belongs: "富山市内", "松山市立", "港市民".
_ADJECTIVAL = re.compile(
    r"内|立|産(?!業)|民|役所|役場|庁舎|駅|港|議会|議員|全域|域|街|史|中心|周辺|近郊|沿岸|出身|在住|消防|上下水道|教育|環境|条例|総合|都市計画"
)


def find_names(text: str, places: Sequence[PlaceName], own: Party | None) -> list[Name]:
    """The names in the folded text in its order, without overlap; `places` are those of the same text, in order."""
    organisations = [Name(one.start, one.end, (Party(name=one.name),)) for one in find_organisations(text)]
    assemblies = find_assemblies(text, [(one.start, one.end, one.party) for one in places], own)
    named = [*_smallest(text, places), *_own_names(text, own), *assemblies]
    settled = _whole(text, _merged(named, organisations))
    aliases = dict(_aliases(text, settled))
    spoken = sorted((*_aliased(text, aliases), *settled, *_words(text)), key=lambda name: (name.start, -name.end))
    return list(_resolved(text, _apart(spoken), own))


def _smallest(text: str, places: Sequence[PlaceName]) -> Iterator[Name]:
    """Places without those that only say where the next one is: バリ州 in バリ州タバナン県."""
    for index, place in enumerate(places):
        following = places[index + 1] if index + 1 < len(places) else None
        if not place.rank and _PLACES_OF.match(text, place.end):
            continue
        if _ADJECTIVAL.match(text, place.end) or _COUNTED.fullmatch(text, place.start, place.end):
            continue
        if following and _leads_to(text[place.end : following.start], place, following):
            continue
        if index and _explains(text[places[index - 1].end : place.start], places[index - 1], place):
            continue
        yield Name(place.start, place.end, (place.party,))


def _explains(gap: str, before: PlaceName, place: PlaceName) -> bool:
    """Whether a broader place only says where the one before it lies: サンノゼ市 アメリカ合衆国カリフォルニア州."""
    if place.rank >= before.rank or place.party.country != before.party.country:
        return False
    if place.party.country == "JP" and (place.rank or "、" in gap):
        return False  # 立山町、滑川市 and 高岡市、富山県 are lists
    within = place.party.country != "JP" or (place.party.code or "")[:2] == (before.party.code or "?")[:2]
    return within and bool(_WHERE.fullmatch(gap))


def _own_names(text: str, own: Party | None) -> Iterator[Name]:
    """The own government's name wherever it stands by itself, known as it is: 新潟市長 on a page of 新潟市."""
    if own:
        for match in re.finditer(f"(?<![一-鿿ァ-ヺー]){re.escape(own.name)}", text):
            if not _ADJECTIVAL.match(text, match.end()):
                yield Name(match.start(), match.end(), (own,))


def _leads_to(gap: str, place: PlaceName, following: PlaceName) -> bool:
    if not gap:
        return True
    broader = place.rank < following.rank and place.party.country == following.party.country
    return broader and (gap in ("の", "にある") or (gap in ("・", " ") and place.party.country != "JP"))


def _merged(places: Iterable[Name], organisations: Iterable[Name]) -> list[Name]:
    """Both in one order; a place at the head of an organisation's name is part of it."""
    merged: list[Name] = []
    for name in sorted((*places, *organisations), key=lambda name: (name.start, -name.end)):
        last = merged[-1] if merged else None
        if last is None or name.start >= last.end:
            merged.append(name)
        elif name.end > last.end:
            # The organisation's run of letters began inside the place: さいたま市 + 市社会福祉協議会.
            head = last.parties[0].name
            tail = name.parties[0].name[last.end - name.start :]
            merged[-1] = Name(last.start, name.end, (Party(name=head + tail),))
    return merged


def _whole(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, each as the document writes it in full: イタリアの食科学大学 where it has イタリア食科学大学 too."""
    known = {name.parties[0].name for name in names}
    whole = []
    for name in names:
        before = _COUNTRY_OF.search(text[max(0, name.start - 14) : name.start])
        full = before["country"] + name.parties[0].name if before else ""
        whole.append(Name(name.start, name.end, (Party(name=full),)) if full in known else name)
    return whole


def _aliases(text: str, names: Sequence[Name]) -> Iterator[tuple[str, Party]]:
    """Short forms that the text brings in behind a name, and the letters that everybody knows."""
    yield from ((short, Party(name=full)) for short, full in ACRONYMS.items())
    for name in names:
        match = _ABBREVIATED.match(text, name.end)
        alias = match["alias"].strip() if match else ""
        if not match or _ROLE_LETTER.fullmatch(alias):
            continue
        lettered = _LETTERS.fullmatch(alias) and not _MEDIA.fullmatch(alias) and not name.parties[0].country
        if lettered or ((match["law"] or match["said"]) and len(alias) > 1):
            full = ACRONYMS.get(name.parties[0].name)
            yield alias, Party(name=full) if full else name.parties[0]


def _aliased(text: str, aliases: dict[str, Party]) -> Iterator[Name]:
    forms = "|".join(sorted(map(re.escape, aliases), key=len, reverse=True))
    for match in re.finditer(f"(?<![A-Za-z一-鿿ァ-ヺー])(?:{forms})(?![A-Za-z0-9ァ-ヺー])", text):
        yield Name(match.start(), match.end(), (aliases[match.group()],))


def _words(text: str) -> Iterator[Name]:
    """本市, 両市, 同大学 and the like, not yet resolved: a name without parties."""
    for pattern in (_OWN, _PAIR, _ALL, _SAME):
        for match in pattern.finditer(text):
            if not _ADJECTIVAL.match(text, match.end()):
                yield Name(match.start(), match.end(), ())
    yield from (Name(start, end, ()) for start, end in find_pairs(text))


def _apart(names: Iterable[Name]) -> Iterator[Name]:
    end = -1
    for name in names:
        if name.start >= end:
            end = name.end
            yield name


def _resolved(text: str, names: Iterable[Name], own: Party | None) -> Iterator[Name]:
    recent: list[Party] = []
    last = Name(0, 0, ())
    for name in names:
        parties = tuple(map(_official, name.parties or _meant(text[name.start : name.end], recent, own)))
        # Letters in brackets behind the name that they shorten name nobody new.
        if not parties or (parties == last.parties and text[last.end : name.start].strip() == "("):
            continue
        if len(parties) == 1:
            recent[:] = [party for party in recent[-40:] if party.name != parties[0].name] + [parties[0]]
        last = Name(name.start, name.end, parties)
        yield last


def _official(party: Party) -> Party:
    return Party(name=ACRONYMS[party.name]) if party.name in ACRONYMS else party


def _meant(word: str, recent: Sequence[Party], own: Party | None) -> tuple[Party, ...]:
    if word.endswith("議会"):
        return _two(filter(is_assembly, recent), assembly_of(own) if own else None)
    if (match := _SAME.fullmatch(word)) and not _OWN.fullmatch(word):
        kind = match["place"] or match["kind"] or match["ours"][1:]
        # On a government's own page 同市 is another one if it can be.
        fitting = [party for party in reversed(recent) if _is_a(party, kind)]
        party = next((party for party in fitting if party != own), fitting[0] if fitting else None)
        return (party,) if party else ()
    if match := _ALL.match(word + "は"):
        return _counted(match["count"], [party for party in recent if party.code and party.name[-1] in match["kind"]])
    if match := _PAIR.fullmatch(word):
        fit = (party for party in recent if _fits_pair(party, match["kind"]))
        return _two(fit, own if own and _fits_pair(own, match["kind"]) else None)
    return (own,) if own else ()


def _counted(count: str, places: Sequence[Party]) -> tuple[Party, ...]:
    """The places, if there are as many as the text says."""
    said = int(count) if count.isdigit() else "一二三四五六七八九十".index(count) + 1
    return tuple(places) if len(places) == said else ()


def _two(recent: Iterable[Party], own: Party | None) -> tuple[Party, ...]:
    """The two named last; on a government's own page the two are that government and the one spoken of."""
    named = list(recent)
    if own:
        named = [own, *[party for party in named if party.name != own.name][-1:]]
    return tuple(named[-2:]) if len(named) > 1 else ()


_COMPANY = ("社", "会社", "企業", "行", "銀行", "金庫", "信金")
_PLACE_KINDS = "市区町村県州郡府都島"


def _is_a(party: Party, kind: str) -> bool:
    """Whether 同大学, 同社, 同市 can mean the party: by how its name begins or ends."""
    name = party.name
    if kind in _PLACE_KINDS:
        return name.endswith(kind)
    if party.code or party.country:
        return False
    if kind in ("大学", "学"):
        return "大学" in name
    if kind in _COMPANY:
        return "会社" in name or kind in name or not re.search("法人|大学|協会|機構", name)
    return kind in name or kind in ("団体", "機関", "法人")


def _fits_pair(party: Party, kind: str | None) -> bool:
    if kind is None or kind == "者":
        return True
    if kind in ("都市", "自治体", "市町", "市町村"):
        return bool(party.code or party.country) or party.name[-1:] in _PLACE_KINDS
    return party.name.endswith(kind)
