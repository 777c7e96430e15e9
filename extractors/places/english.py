"""Places that a Japanese document names in Latin letters: Seoul, South Korea; Kyoto, Japan; City of Kitakyushu.

>>> [(found.name, found.country) for found in find_english("Mayor | Des Moines, USA / City of Kitakyushu")]
[('Des Moines', 'US'), ('Kitakyushu', 'JP')]
>>> find_english("Paris Agreement, Kyoto Protocol, ICLEI, Japan")
[]

A name counts with its country behind it, or with a word for a government or its head beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.places.gazetteer import abroad_english, spelled
from extractors.places.tables import Abroad, Municipality, countries, world
from extractors.records import Level

Found = tuple[tuple[Municipality, ...], Abroad | None, str, float]

_KNOWN = 300_000  # people: a city is likely meant without its country
# A word with a capital; a full stop only abbreviates (St., D.C.), else it ends a sentence.
_CAPITAL = r"(?<![A-Za-zÀ-ɏ])(?:[A-ZÀ-ÖØ-Þ][a-z]?\.(?:[A-Z]\.)?|[A-ZÀ-ÖØ-Þ][A-Za-z'’À-ɏ-]{0,30})"
# Words of a name; a line may end between them.
_NAME = rf"{_CAPITAL}(?:[ \n](?:(?:of|de|da|do|del|la|al|the)[ \n])?{_CAPITAL}){{0,6}}"
_HEAD = r"(?:(?:Deputy |Vice |Acting |Lord )?Mayor|Governor)(?: of(?: the City of)?|[ \n]?[|/,])"
_BODY = "(?:City|Prefecture|Province|Municipality|State|County|Town) of"
_OFFICE = re.compile(rf"(?:{_BODY}|{_HEAD})[ \n](?P<name>{_NAME})")
# What stands behind a name and says which government bears it: a prefecture, not the city of the same name.
_LEVELS: dict[str, tuple[Level, ...]] = {
    "Metropolitan Government": ("prefecture",),
    "Prefectural Government": ("prefecture",),
    "Prefecture": ("prefecture", "state"),
    "Province": ("state",),
    "State": ("state",),
    "Metropolitan City": ("city",),
    "City": ("city",),
    "Ward": ("ward",),
    "Town": ("town",),
    "Village": ("village",),
}
_LEVELS |= dict.fromkeys(("ken", "fu", "to", "do"), ("prefecture",))  # Edogawa-ku, as romaji says it
_LEVELS |= {"shi": ("city",), "ku": ("ward",), "machi": ("town",), "cho": ("town",), "mura": ("village",)}
_KIND = "|".join(_LEVELS)
_BEHIND = re.compile(rf"(?P<name>{_NAME})[ -](?:{_KIND})(?![A-Za-z])")
_SAYS_KIND = re.compile(rf"(?P<name>.+?)[ -](?P<kind>{_KIND})")
# Countries whose states are named instead of them.
_STATES = ("US", "CA", "AU")
# Words that open a name and are never left out of it.
_OPENS = re.compile(
    r"\b(?:New|San|Santa|Santo|Saint|St\.?|Los|Las|La|El|Port|Fort|Mount|North|South|East|West|Great)\s$"
)
_SAYS_STATE = re.compile(r"(?:State|Province) of (?P<name>.+)")
_PERSON = re.compile("(?:Deputy |Vice )?(?:Mayor|Governor)")
# A territory or province says itself what it is, whether a table has it or not.
_WORDS = "Territory|Province|Region|Regency|Prefecture|County|District|State|City|Municipality|Commune|Oblast"
_TERRITORY = re.compile(rf".*\b(?:{_WORDS}) of\b|.+ (?:{_WORDS})$")


@dataclass(frozen=True, slots=True)
class English:
    """A place in Latin letters: domestic readings, or its country abroad and what the tables know of it."""

    start: int
    end: int
    name: str
    country: str
    domestic: tuple[Municipality, ...]
    abroad: Abroad | None
    confidence: float


def find_english(text: str) -> list[English]:
    """The places of a folded text that are written in Latin letters, in its order."""
    found: dict[int, English] = {}
    for match in _within().finditer(text):
        for code in _containers()[match["around"]] if match["around"] else [countries()[match["japanese"]]]:
            if one := _placed(match.start("name"), _tails(match["name"]), code, ""):
                found.setdefault(one.start, one)
    for pattern, parts in ((_OFFICE, _heads), (_BEHIND, _tails)):
        for match in pattern.finditer(text):
            one = _placed(match.start("name"), parts(match["name"]), None, match.group()[len(match["name"]) + 1 :])
            if one and one.start not in found:
                found[one.start] = one
    return _apart(found)


def _apart(found: dict[int, English]) -> list[English]:
    kept: list[English] = []
    for _, one in sorted(found.items()):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


@cache
def _containers() -> dict[str, list[str]]:
    """The countries of what may stand behind a place: South Korea, Oregon; Georgia may be either."""
    codes = {name: [code] for name, code in countries().items() if name.isascii()}
    for one in world():
        if one.level == "state" and one.country in _STATES:
            codes.setdefault(one.name, []).append(one.country)
    return codes


@cache
def _within() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_containers(), key=len, reverse=True)))
    ours = "|".join(sorted((name for name in countries() if not name.isascii()), key=len, reverse=True))
    return re.compile(
        rf"(?P<name>{_NAME})(?:(?:,[ \n]?| [(])(?P<around>{names})(?![A-Za-z])|[ ]?[(](?P<japanese>{ours}))"
    )


def _tails(name: str) -> list[tuple[int, str]]:
    """The name, and what is left of it without the words in front, each with its offset; York is not New York."""
    starts = [match.start() for match in re.finditer(rf"(?:^|(?<=[ \n])){_CAPITAL}", name)]
    return [
        (start, name[start:]) for start in starts if not (_OPENS.search(name[:start]) or _PERSON.match(name, start))
    ]


def _heads(name: str) -> list[tuple[int, str]]:
    """The name, and what is left of it without the words behind."""
    ends = [match.end() for match in re.finditer(rf"(?:^|(?<=[ \n])){_CAPITAL}", name)]
    return [(0, name[:end]) for end in reversed(ends)]


def _placed(start: int, parts: list[tuple[int, str]], code: str | None, behind: str) -> English | None:
    """The place that the longest of the parts names; `behind` is what follows the name."""
    for offset, part in parts:
        for inner, name, levels in _readings(part, behind):
            at, words = start + offset + inner, " ".join(name.split())
            if words not in countries() and (found := _found(words, code, levels)):
                domestic, place, where, confidence = found
                return English(at, at + len(name), words, where, domestic, place, confidence)
        if code not in (None, "JP") and _TERRITORY.match(part):
            at = start + offset
            return English(at, at + len(part), " ".join(part.split()), code or "", (), None, 0.8)
    return None


def _readings(part: str, behind: str) -> Iterator[tuple[int, str, tuple[Level, ...]]]:
    """The name with its offset and the kinds said of it: Hawaii, a state, in State of Hawaii."""
    said = _SAYS_KIND.fullmatch(part)
    yield (0, said["name"], _LEVELS[said["kind"]]) if said else (0, part, _LEVELS.get(behind, ()))
    if state := _SAYS_STATE.fullmatch(part):
        yield state.start("name"), state["name"], ("state",)


def _found(name: str, code: str | None, levels: tuple[Level, ...]) -> Found | None:
    if code in (None, "JP") and (readings := _domestic(name, levels)):
        return readings, None, "JP", 0.9 if code else 0.8
    known = [place for place in abroad_english(name) if code in (None, place.country)]
    if "state" in levels:
        known = [place for place in known if place.level == "state"]
    if not known or code == "JP":
        return None
    place = max(known, key=lambda one: (one.population, one.level == "state"))
    return (), place, place.country, 0.93 if code else 0.75 if place.population >= _KNOWN else 0.5


def _domestic(name: str, levels: tuple[Level, ...]) -> tuple[Municipality, ...]:
    """Those of the levels said; else a city before a prefecture of the same name, and a town only where it is alone."""
    readings = spelled(name)
    for level in levels or ("city", "prefecture"):
        chosen = tuple(one for one in readings if one.level == level)
        if chosen:
            return chosen
    return readings if len(readings) == 1 and levels in ((), ("city",)) else ()
