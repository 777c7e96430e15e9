"""Names in katakana: whole runs, with the direction, the suffix and the middle dots that belong to them.

>>> [(one.name, one.suffix) for one in find_katakana("カナダ・モントリオール市、中部ジャワ州、レンカ区、デジタル市場")]
[('カナダ', ''), ('モントリオール市', '市'), ('中部ジャワ州', '州'), ('レンカ区', '区')]

A run is read whole, so that no name is found inside a longer word, and a suffix behind it is enough: no table knows all
the places of the world. The text is to be folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractors.places.country_names import country_at
from extractors.places.gazetteer import abroad, country
from extractors.places.sighting import Sighting
from extractors.places.tables import SUFFIXES

# A city of this many people is known by its name behind any unknown word: ゼロカーボン・ハノイ市.
_CERTAIN = 100_000
_MOST_WORDS = 7  # of one name, set off by middle dots
_LONG = 7  # characters: hardly a word that only sounds like a city
# Endings that vouch for nothing: they count only in names that a table has.
_LISTED_ONLY = ("地方", "道")
_KATAKANA = "ァ-ヺー"
# Directions in front and behind that belong to the name: 西ジャワ州, 中部ジャワ州, クチン北市, ペナン島市.
_BEFORE = "東南|南東|南西|北東|北西|東北|西北|中部|中央|東部|西部|北部|南部|東|西|南|北|中|新|上|下|大"
_AFTER = "北|南|東|西|中央|島|首都"
# What shows that the character belongs to another word: 市場, 区間, 省エネ, 町並み, 町内会 is fine.
_OTHER_WORD = {
    "市": "場況販価街区町",
    "区": "域間分画切別割",
    "都": "市心",
    "州": "間",
    "省": "エ力電資人庁略",
    "県": "境",
    "郡": "部",
    "町": "並家工",
    "村": "落",
}
_ENDINGS = "|".join(
    rf"{suffix}(?![{_OTHER_WORD[suffix]}])" if suffix in _OTHER_WORD else suffix
    for suffix in sorted(SUFFIXES, key=len, reverse=True)
    if suffix not in _LISTED_ONLY
)
_RUN = re.compile(rf"(?P<before>{_BEFORE})?(?P<run>[ァ-ヺ][{_KATAKANA}・=]*)(?P<suffix>(?:{_AFTER})?(?:{_ENDINGS}))?")


def find_katakana(text: str, wanted: Callable[[int, int], object] = lambda start, end: True) -> Iterator[Sighting]:
    """The countries and possible places among the runs of katakana at wanted spans, in the order of the text."""
    for match in _RUN.finditer(text):
        if not wanted(*match.span()):
            continue
        run = match["run"].rstrip("・=")
        start, end = match.start("run"), match.start("run") + len(run)
        suffix = match["suffix"] or "" if len(run) == len(match["run"]) else ""
        if suffix == "都" and not abroad(run):  # of capitals alone: ビエンチャン都
            suffix = ""
        if match["before"] and country(match["before"] + run.split("・")[0]):  # 南アフリカ is listed
            skipped = len(run.split("・")[0]) + 1
            yield from _parts(text, start + skipped, run[skipped:], suffix) if run[skipped:] else ()
        elif match["before"] and _takes_direction(text, match.start(), match["before"], run, suffix):
            yield Sighting(match.start(), end + len(suffix), "abroad", match["before"] + run + suffix, suffix)
        else:
            yield from _parts(text, start, run, suffix)


def _takes_direction(text: str, start: int, before: str, run: str, suffix: str) -> bool:
    """Whether 北, 中部, … is part of the name: the tables know it so, or it opens a region's name."""
    if abroad(before + run + suffix) or (suffix == "市" and abroad(before + run)):
        return True
    free = not start or not re.match(r"(?!国)[一-鿿々]", text[start - 1])
    return bool(suffix) and suffix not in ("町", "村") and free and before not in ("中", "新", "上", "下", "大", "中央")


def _parts(text: str, start: int, run: str, suffix: str) -> Iterator[Sighting]:
    """A run with middle dots is one name or several: the longest known names from the left, the rest as one."""
    words = run.split("・")
    first, following = 0, start
    while first < len(words):
        last = _known_until(words, first, suffix)
        ends = last == len(words)
        name = "・".join(words[first:last])
        at = following
        first, following = last, following + len(name) + 1
        if not ends or not suffix:
            if country(name):
                if one := country_at(text, at, at + len(name)):
                    yield one
            elif abroad(name) or (_vouched_for(text, at, at + len(name)) and abroad(name, loosely=True)):
                yield Sighting(at, at + len(name), "abroad", name)
        elif abroad(name + suffix) or not country(name) or (suffix in SUFFIXES and _is_capital(text, at, name, suffix)):
            yield Sighting(at, at + len(name) + len(suffix), "abroad", name + suffix, suffix)


def _is_capital(text: str, start: int, name: str, suffix: str) -> bool:
    """Whether a country's name with a suffix is a place: パナマ市, but not ドイツ市民."""
    return len(suffix) > 1 or (suffix == "市" and not text.startswith("民", start + len(name) + 1))


def _vouched_for(text: str, start: int, end: int) -> bool:
    """Whether the name is long or may have a country beside it, so that its spelling need not be the table's."""
    return (
        end - start >= _LONG
        or text[start - 1 : start] in ("国", "・", "の", "/", "-", " ")
        or text[end : end + 1] == "("
    )


def _known_until(words: list[str], first: int, suffix: str) -> int:
    """Where the name that starts with this word ends; a city opens a name that goes on: テルアビブ・ヤフォ市."""
    if first + 1 == len(words):
        return first + 1
    for last in range(min(len(words), first + _MOST_WORDS), first, -1):
        name = "・".join(words[first:last])
        if last == len(words) and suffix and (abroad(name + suffix) or abroad(name)):
            return last
        if country(name) or abroad(name + "州") or (abroad(name) and (not suffix or _is_known(words[last:], suffix))):
            return last
    return _slogan_until(words, first, suffix) if suffix and len(words) - first <= _MOST_WORDS else first + 1


def _slogan_until(words: list[str], first: int, suffix: str) -> int:
    """An unknown name goes on to its suffix, unless a city follows that all know: ゼロカーボン・ハノイ市."""
    for last in range(first + 1, len(words)):
        rest = "・".join(words[last:])
        if any(place.population >= _CERTAIN for place in abroad(rest) + abroad(rest + suffix)):
            return last
    return len(words)


def _is_known(words: list[str], suffix: str) -> bool:
    if len(words) > _MOST_WORDS:
        return False
    name = "・".join(words)
    return bool(abroad(name + suffix) or abroad(name))
