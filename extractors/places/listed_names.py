"""Place names that a table lists in kanji, hiragana or mixed script, found by one automaton, leftmost and longest.

>>> [(one.kind, one.name) for one in find_listed("北広島市と大韓民国水原市、ジャカルタ首都特別州")]
[('domestic', '北広島市'), ('country', '大韓民国'), ('abroad', '水原市'), ('abroad', 'ジャカルタ首都特別州')]

Names in katakana alone are left to `katakana_names`, which looks at whole runs. The text is to be folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ahocorasick_rs

from extractors.places.country_names import country_at
from extractors.places.gazetteer import shortened, spellings
from extractors.places.sighting import Kind, Sighting
from extractors.places.tables import SUFFIXES, Abroad, countries, municipalities, world

# A foreign city in kanji counts without 市 only when it is as large as this: 大同 and 中山 are words and surnames.
_WELL_KNOWN = 1_000_000
_KANJI_ENDINGS = ("市", "特別市", "広域市", "県", "区")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_ONLY_KATAKANA = re.compile(r"[ァ-ヺー・=]+市?")
_BY_LENGTH = sorted(SUFFIXES, key=len, reverse=True)


def find_listed(text: str) -> Iterator[Sighting]:
    """The names of the tables in the order of the text, none overlapping another."""
    patterns, automaton = _automaton()
    for index, start, end in automaton.find_matches_as_indexes(text):
        name, kind, suffix = patterns[index]
        if _inside_katakana(text, start, end):
            continue
        if kind == "country":
            if one := country_at(text, start, end):
                yield one
        elif kind == "domestic":
            yield Sighting(start + len(suffix), end, kind, name.removeprefix(suffix))
        else:
            yield Sighting(start, end, kind, name, suffix)


@cache
def _automaton() -> tuple[list[tuple[str, Kind, str]], ahocorasick_rs.AhoCorasick]:
    # With each name its kind, and what ends it abroad, or the district in front of it that is no part of it.
    kinds: dict[str, tuple[Kind, str]] = {}
    for one in world():
        for alias in one.aliases:
            if not _only_katakana(alias):
                kinds |= {name: ("abroad", suffix) for name, suffix in _written(alias, one)}
    kinds |= {name: ("country", "") for name in countries() if not name.isascii() and not _only_katakana(name)}
    del kinds["日本"], kinds["日本国"]
    for municipality in municipalities():
        kinds |= dict.fromkeys(spellings(municipality.name), ("domestic", ""))
        if municipality.parent.endswith("郡"):  # 中新川郡上市町 holds no 郡上市
            kinds[municipality.parent + municipality.name] = "domestic", municipality.parent
    patterns = [(name, kind, suffix) for name, (kind, suffix) in kinds.items()]
    automaton = ahocorasick_rs.AhoCorasick(
        [name for name, *_ in patterns], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return patterns, automaton


def _written(alias: str, one: Abroad) -> Iterator[tuple[str, str]]:
    """The forms of a name abroad that text is searched for, each with its suffix."""
    if one.level != "city" or alias[-1] in "市区県郡":
        yield alias, _ending(alias)
        return
    yield from ((alias + ending, ending) for ending in _KANJI_ENDINGS)
    if one.population >= _WELL_KNOWN and not shortened(alias):  # 松江 is 松江市
        yield alias, ""


def _only_katakana(name: str) -> bool:
    return _ONLY_KATAKANA.fullmatch(name) is not None


def _inside_katakana(text: str, start: int, end: int) -> bool:
    first = start and _KATAKANA.match(text, start) and _KATAKANA.match(text, start - 1)
    last = _KATAKANA.match(text, end - 1) and _KATAKANA.match(text, end)
    return bool(first or last)


def _ending(name: str) -> str:
    return next((s for s in _BY_LENGTH if name.endswith(s) and name != s), "")
