"""The place tables of `extractors/data` as they are: local governments of Japan, places abroad, countries.

>>> len([one for one in municipalities() if one.level == "prefecture"]), countries()["大韓民国"]
(47, 'KR')

Each table is read on first use. README.md in `extractors/data` names the sources, licences and dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple, cast

from extractors.places.spelling import bare
from extractors.records import Level, Place

# What ends the name of a foreign government, with the level it stands for; the longest that fits counts.
SUFFIXES: Mapping[str, Level] = {
    "特別市": "city",
    "広域市": "city",
    "直轄市": "city",
    "特別自治市": "city",
    "自治市": "city",
    "市郡": "city",
    "市": "city",
    "首都特別州": "state",
    "特別州": "state",
    "自治州": "state",
    "準州": "state",
    "首都州": "state",
    "州": "state",
    "省": "state",
    "地域圏": "state",
    "首都圏": "state",
    "特別行政区": "state",
    "自治区": "state",
    "連邦直轄領": "state",
    "連邦直轄区": "state",
    "首長国": "state",
    "管区": "state",
    "地方": "state",
    "都": "state",
    "道": "state",
    "県": "county",
    "郡": "county",
    "特別区": "district",
    "区": "district",
    "町": "town",
    "鎮": "town",
    "郷": "town",
    "村": "village",
}
# Where places are written in kanji, as in Japan.
KANJI_COUNTRIES = ("CN", "TW", "KR", "KP", "HK", "MO")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A local government of Japan; `parent` is a ward's city or a town's district (郡), else empty.

    `ended` is the day from which a former one was no more, `successor` the code of what stands there today.
    """

    code: str
    level: Level
    name: str
    prefecture: str
    parent: str
    kana: str
    romaji: str
    latitude: float | None
    longitude: float | None
    ended: str = ""
    successor: str = ""

    @property
    def full_name(self) -> str:
        """The name that says which it is: a ward's with its city in front."""
        return self.parent + self.name if self.level == "ward" else self.name

    def place(self) -> Place:
        """The municipality as records show it."""
        return Place(
            name=self.full_name,
            code=self.code,
            prefecture=self.prefecture or None,
            country="JP",
            level=self.level,
            latitude=self.latitude,
            longitude=self.longitude,
        )


class Abroad(NamedTuple):  # sixteen thousand of them are made at start: a dataclass takes four times as long
    """A place outside Japan: `name` is GeoNames' own, `aliases` are Japanese (a city's without 市), `admin1` the code
    of its first-level region."""

    geonames: int | None
    country: str
    level: Level
    name: str
    aliases: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    admin1: str
    population: int = 0


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All of today's prefectures, cities, wards, towns and villages in the order of their codes."""
    return tuple(
        Municipality(
            code, cast(Level, level), name, prefecture, parent, kana, romaji, _degrees(latitude), _degrees(longitude)
        )
        for code, level, name, prefecture, parent, kana, romaji, latitude, longitude in _rows("municipalities")
    )


@cache
def former_municipalities() -> tuple[Municipality, ...]:
    """The municipalities that ended since 1970, or gave up their name, in the order of their codes."""
    return tuple(
        Municipality(
            code,
            cast(Level, level),
            name,
            prefecture,
            parent,
            "",
            "",
            float(latitude),
            float(longitude),
            ended,
            successor,
        )
        for code, level, name, prefecture, parent, latitude, longitude, ended, successor in _rows(
            "former_municipalities"
        )
    )


@cache
def world() -> tuple[Abroad, ...]:
    """The regions and cities abroad, regions first."""
    regions = (
        Abroad(
            int(geonames) if geonames else None,
            country,
            cast(Level, level),
            name,
            tuple(aliases.split("|")),
            _degrees(latitude),
            _degrees(longitude),
            admin1,
        )
        for geonames, country, level, name, aliases, latitude, longitude, admin1 in _rows("regions")
    )
    cities = (
        Abroad(
            int(geonames),
            country,
            "city",
            name,
            tuple(aliases.split("|")) if aliases else (),
            float(latitude),
            float(longitude),
            admin1,
            int(population),
        )
        for geonames, country, admin1, name, aliases, latitude, longitude, population in _rows("world_cities")
    )
    return (*regions, *cities)


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166-1 codes by the names that Japanese and English text gives a country."""
    rows = list(_rows("countries"))
    english = {name: code for code, _, said in rows for name in said.split("|")}
    return english | {bare(name): code for code, names, _ in rows for name in names.split("|")}


def _rows(table: str) -> Iterator[list[str]]:
    text = resources.files("extractors").joinpath("data", f"{table}.tsv").read_text(encoding="utf-8")
    lines = iter(text.splitlines())
    next(lines)
    return (line.split("\t") for line in lines)


def _degrees(value: str) -> float | None:
    return float(value) if value else None
