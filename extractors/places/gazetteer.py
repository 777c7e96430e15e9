"""The place tables of `extractors/data` and how a name is looked up in them.

>>> municipality("111007").name, [place.prefecture for place in by_name("府中市")]
('さいたま市', ['東京都', '広島県'])
>>> by_name("札幌市中央区")[0].code, by_name("クアラルンプール市")[0].country, country("大韓民国")
('011011', 'MY', 'KR')

Tables are read on first use. Domestic places are 総務省's 全国地方公共団体コード with Japan Post's wards and districts,
foreign ones GeoNames' cities and regions by their Japanese names (README.md in `extractors/data` has the sources).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from extractors.places.spelling import bare, key
from extractors.places.tables import Abroad, Municipality, countries, former_municipalities, municipalities, world
from extractors.records import Place

V = TypeVar("V")

# Two forms of one character, of which a name has the one and its writers use the other (JIS X 0208 and 0213).
_FORMS = tuple(zip("ヶ竈鰺梼檜騨曽龍瀬淵館祇頴", "ケ釜鯵檮桧驒曾竜瀨渕舘祗穎", strict=True))


def municipality(code: str) -> Place | None:
    """The local government with this six-digit code."""
    found = coded(code)
    return found.place() if found else None


def coded(code: str) -> Municipality | None:
    """The row of the local government with this six-digit code."""
    return _by_code().get(code)


def by_name(name: str) -> tuple[Place, ...]:
    """Every place that bears this full name (さいたま市, 札幌市中央区, クアラルンプール市), domestic ones first."""
    domestic = tuple(one.place() for one in named(name))
    foreign = tuple(abroad_place(one, name) for one in abroad(name))
    return domestic + foreign


def country(name: str) -> str | None:
    """The ISO 3166-1 code of the country of this name (英国, マレーシア国, South Korea)."""
    table, plain = countries(), bare(name)
    return table.get(plain) or table.get(name) or (table.get(plain[:-1]) if plain.endswith("国") else None)


def named(name: str) -> tuple[Municipality, ...]:
    """The local governments of Japan with this full name."""
    return _domestic().get(name, ())


def formerly(name: str) -> tuple[Municipality, ...]:
    """The local governments of Japan that once had this full name."""
    return _former().get(name, ())


def shortened(stem: str) -> tuple[Municipality, ...]:
    """The local governments of Japan whose name is this stem and a suffix: 松山 is 松山市."""
    return _stems().get(stem, ())


def spelled(romaji: str) -> tuple[Municipality, ...]:
    """The local governments of Japan with this English spelling (Kitakyushu, Saitama)."""
    return _romaji().get(romaji.casefold(), ())


def abroad(name: str, loosely: bool = False) -> tuple[Abroad, ...]:
    """Places abroad of this Japanese name, with its suffix or without; `loosely` takes any spelling of it."""
    index, name = (_loose(), key(name)) if loosely else (_exact(), bare(name))
    return index.get(name, ()) or (index.get(name[:-1], ()) if name.endswith("市") else ())


def abroad_english(name: str) -> tuple[Abroad, ...]:
    """Places abroad of this name in their own language."""
    return _english().get(name.casefold(), ())


def abroad_place(one: Abroad, name: str) -> Place:
    """The foreign place as records show it, under the name that the text gives it."""
    return Place(
        name=name,
        country=one.country,
        level=one.level,
        geonames=one.geonames,
        latitude=one.latitude,
        longitude=one.longitude,
    )


def spellings(name: str) -> tuple[str, ...]:
    """The ways to write a domestic name: 茅ヶ崎市 and 茅ケ崎市, 塩竈市 and 塩釜市, its own first."""
    forms = [name]
    for one, other in _FORMS:
        if one in name or other in name:
            forms += [name.replace(one, other), name.replace(other, one)]
    return tuple(dict.fromkeys(forms))


def stem(name: str) -> str:
    """A domestic name without 都, 府, 県, 市, 区, 町 or 村; 北海道 is its own stem."""
    return name if name == "北海道" else name[:-1]


@cache
def _by_code() -> Mapping[str, Municipality]:
    return {one.code: one for one in municipalities()}


@cache
def _domestic() -> Mapping[str, tuple[Municipality, ...]]:
    return _grouped(_named(municipalities()))


@cache
def _former() -> Mapping[str, tuple[Municipality, ...]]:
    return _grouped(_named(former_municipalities()))


def _named(places: Iterable[Municipality]) -> Iterator[tuple[str, Municipality]]:
    """Each with its name, a ward's also with its city, and every way to write it."""
    for one in places:
        for name in dict.fromkeys((one.name, one.full_name)):
            yield from ((spelled, one) for spelled in spellings(name))


@cache
def _stems() -> Mapping[str, tuple[Municipality, ...]]:
    return _grouped((stem(one.name), one) for one in municipalities())


@cache
def _romaji() -> Mapping[str, tuple[Municipality, ...]]:
    spelled = ((one.romaji.rsplit("-", 1)[0].casefold(), one) for one in municipalities() if one.romaji)
    return _grouped(spelled)


@cache
def _exact() -> Mapping[str, tuple[Abroad, ...]]:
    return _grouped((bare(alias), one) for one in world() for alias in one.aliases)


@cache
def _loose() -> Mapping[str, tuple[Abroad, ...]]:
    return _grouped((key(alias), one) for one in world() for alias in one.aliases if len(alias) > 2)


@cache
def _english() -> Mapping[str, tuple[Abroad, ...]]:
    names = [(one.name.casefold(), one) for one in world()]
    return _grouped((*names, *((name.removesuffix(" city"), one) for name, one in names if name.endswith(" city"))))


def _grouped(pairs: Iterable[tuple[str, V]]) -> Mapping[str, tuple[V, ...]]:
    groups: dict[str, list[V]] = defaultdict(list)
    for name, one in pairs:
        if one not in groups[name]:
            groups[name].append(one)
    return {name: tuple(group) for name, group in groups.items()}
