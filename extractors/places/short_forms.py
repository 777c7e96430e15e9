"""Short forms of domestic names: 松山 for 松山市 on a page that named it, and lists that share a suffix.

>>> text = "松山市と協定を結んだ。松山では川崎・横浜両市、埼玉と千葉の両県も学んだ。松山空港"
>>> full = [Domestic(0, 3, named("松山市"), 0.98)]
>>> [(text[s.start:s.end], s.place.name) for s in find_short(Surroundings.of(text), full) if s.place]
[('松山', '松山市'), ('川崎', '川崎市'), ('横浜', '横浜市'), ('埼玉', '埼玉県'), ('千葉', '千葉県')]

A stem alone is a surname, a company or a station as often as a city, so it counts only where the document has said
which city it means, where the suffix follows for all of a list, or where something is said to happen there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.places.domestic import Domestic
from extractors.places.gazetteer import formerly, named, shortened, stem
from extractors.places.mentions import in_event_name, in_past
from extractors.places.surroundings import Surroundings
from extractors.places.tables import Municipality, municipalities
from extractors.text.tokens import Words

Span = tuple[int, int]

_MERGER = re.compile("合併|編入|統合|[^在]旧")

_KINDS = {
    "都府県": ("prefecture",),
    "都道府県": ("prefecture",),
    "府県": ("prefecture",),
    "都県": ("prefecture",),
    "道県": ("prefecture",),
    "県": ("prefecture",),
    "市区町村": ("city", "ward", "town", "village"),
    "区市町村": ("city", "ward", "town", "village"),
    "市町村": ("city", "town", "village"),
    "市町": ("city", "town"),
    "町村": ("town", "village"),
    "都市": ("city",),
    "政令指定都市": ("city",),
    "政令市": ("city",),
    "指定都市": ("city",),
    "中核市": ("city",),
    "市": ("city",),
    "特別区": ("ward",),
    "区": ("ward",),
    "町": ("town",),
    "村": ("village",),
}
_NUMBER = r"(?:両|各|[2-9二三四五六七八九十]|[1-9][0-9])(?:つの)?"
_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_MIXED = "1[都道府](?:[12]府)?[1-9一二三四五六七八九]?県|[2-9二三]府[1-9一二三四五六]?県"
_TAIL = re.compile(rf"(?:の[一-鿿]{{0,4}}?)?(?:{_NUMBER}(?P<kind>{_KIND})|(?P<mixed>{_MIXED}))(?![庁舎営立])")
_SEPARATOR = re.compile(r"(?:、|・|,|及び|および|並びに|ならびに|と|や)[ ]?$")
_WORD = re.compile(r"[一-鿿々ヶケァ-ヺーぁ-ん]{1,7}$")
# After a short form: a particle, a mark, or a word that goes with a government. 空港, 大学, 駅 make other names.
_AFTER = re.compile(
    r"$|[^一-鿿々ァ-ヺーぁ-んA-Za-z]|[両発側間等]|市内|在住|[とのはがをにでもへや]|から|より|まで|だけ|など"
)
_BEFORE = re.compile(r"[一-鿿々ァ-ヺーA-Za-z]")
_TITLE = re.compile(
    r"[ ]?(?:さん|氏|様|さま|くん|君|教授|先生|選手|議員|委員|社長|会長|部長|課長|係長|理事|博士|参事"
    r"|主任|主査|主事|所長|学長|夫妻)"
)
# Where something happens: 東京で開かれた, 札幌を訪問.
_THERE = re.compile(
    r"(?:で(?:の|は|も)?(?:開|行|実施|撮|[0-9])|で開催|において|にて|を訪|へ(?:派遣|出張|移)|から(?:も)?(?:参加|来))"
)


def find_short(around: Surroundings, full: Sequence[Domestic]) -> list[Domestic]:
    """The short forms outside all names in full, given the mentions among these."""
    text, words = around.text, around.words
    free = _Free([(one.start, one.end) for one in around.sightings])
    lists = list(_lists(text, full, free))
    known = _named_here([*full, *lists])
    alone = _alone(text, known, free, words) if known else iter(())
    return sorted((*lists, *alone, *_elsewhere(text, known, free, words)), key=lambda one: one.start)


class _Free:
    """Which stretches of the text no mention has taken yet."""

    def __init__(self, taken: Sequence[Span]) -> None:
        self._covered = {offset for start, end in taken for offset in range(start, end)}

    def take(self, start: int, end: int) -> bool:
        """Whether the span was free; it is no more."""
        offsets = range(start, end)
        if not self._covered.isdisjoint(offsets):
            return False
        self._covered.update(offsets)
        return True


def _lists(text: str, full: Sequence[Domestic], free: _Free) -> Iterator[Domestic]:
    ends = {one.end: one.start for one in full}
    counts = Counter(one.place.code for one in full if one.place)
    for tail in _TAIL.finditer(text):
        levels = _KINDS[tail["kind"]] if tail["kind"] else ("prefecture",)
        items = list(_items(text, tail.start(), levels, ends))
        if len(items) < 2:
            continue
        beside = {_home(readings[0]) for _, _, readings in items if len(readings) == 1}
        for start, end, readings in items:
            if readings and free.take(start, end):
                best = _likeliest(readings, counts, beside)
                alone = len(best) == 1
                yield Domestic(start, end, best, 0.93 if alone else 0.4, "list" if alone else "nothing")


def _items(
    text: str, end: int, levels: tuple[str, ...], full: dict[int, int]
) -> Iterator[tuple[int, int, tuple[Municipality, ...]]]:
    """The parts of the list that ends here, from the last one backwards; parts in full have their mention already."""
    while True:
        if end in full:
            start = full[end]
            yield start, end, ()
        elif found := _item(text, end, levels):
            start, readings = found
            yield start, end, readings
        else:
            return
        separator = _SEPARATOR.search(text, max(0, start - 5), start)
        if not separator:
            return
        end = separator.start()


def _item(text: str, end: int, levels: tuple[str, ...]) -> tuple[int, tuple[Municipality, ...]] | None:
    word = _WORD.search(text, max(0, end - 7), end)
    for start in range(word.start(), end) if word else ():
        readings = tuple(one for one in shortened(text[start:end]) if one.level in levels)
        if readings:
            return start, readings
    return _past_item(text, word.start(), end, levels) if word else None


def _past_item(text: str, start: int, end: int, levels: tuple[str, ...]) -> tuple[int, tuple[Municipality, ...]] | None:
    """A whole word that was a municipality, where the text speaks of a merger: 浦和・大宮・与野の3市が合併."""
    start += text.startswith("旧", start)
    suffixes = {"city": "市", "ward": "区", "town": "町", "village": "村"}
    readings = tuple(
        one for level in levels if level in suffixes for one in formerly(text[start:end] + suffixes[level])
    )
    if readings and (in_past(text, start) or _MERGER.search(text, max(0, start - 60), end + 60)):
        return start, readings
    return None


def _likeliest(
    readings: tuple[Municipality, ...], counts: Counter[str], beside: set[tuple[str, str]]
) -> tuple[Municipality, ...]:
    """The reading that the document names in full, else the one at home where the rest of its list is."""
    said = [one for one in readings if counts[one.code]]
    near = [one for one in readings if _home(one) in beside]
    return next((tuple(ones) for ones in (said, near) if len(ones) == 1), readings)


def _home(one: Municipality) -> tuple[str, str]:
    return one.prefecture, one.parent if one.level == "ward" else ""


def _named_here(mentions: Sequence[Domestic]) -> dict[str, Municipality]:
    """What a stem means in this document: the place whose full name it gave most often."""
    counts = Counter(one.place for one in mentions if one.place)
    known: dict[str, Municipality] = {}
    for place, _ in counts.most_common():
        if len(stem(place.name)) > 1 and place.name != "北海道" and not (place.level == "ward" and place.parent):
            known.setdefault(stem(place.name), place)
    return known


def _alone(text: str, known: dict[str, Municipality], free: _Free, words: Words) -> Iterator[Domestic]:
    pattern = re.compile("|".join(re.escape(name) for name in sorted(known, key=len, reverse=True)))
    for match in pattern.finditer(text):
        if _is_short(text, match.start(), match.end(), words) and free.take(match.start(), match.end()):
            yield Domestic(match.start(), match.end(), (known[match.group()],), 0.85, "elsewhere")


def _is_short(text: str, start: int, end: int, words: Words) -> bool:
    before = text[max(0, start - 1) : start]
    if _BEFORE.match(before) or not _AFTER.match(text, end) or _TITLE.match(text, end) or in_event_name(text, end):
        return False
    token = words.at(start)
    if token.start != start or token.end != end or token.tag not in ("place", "surname", "proper", "noun"):
        return False
    following = words.at(end if text[end : end + 1] != " " else end + 1)
    return following.tag != "person" and (token.tag != "noun" or text[end : end + 1] in "とのはがをにでも、。")


def _elsewhere(text: str, known: dict[str, Municipality], free: _Free, words: Words) -> Iterator[Domestic]:
    """Prefectures and great cities by their stem alone, where something happens there."""
    for match in _great().finditer(text):
        name = match.group()
        if name in known or not _THERE.match(text, match.end()) or words.at(match.start()).tag != "place":
            continue
        if _is_short(text, match.start(), match.end(), words) and free.take(match.start(), match.end()):
            yield Domestic(match.start(), match.end(), _great_places()[name], 0.7)


@cache
def _great_places() -> dict[str, tuple[Municipality, ...]]:
    """Prefectures and the cities that have wards, by their stem; 大阪 may be either, so it is left out."""
    cities = {one.parent for one in municipalities() if one.level == "ward" and one.parent}
    places = [one for one in municipalities() if one.level == "prefecture"] + [
        named(city)[0] for city in sorted(cities)
    ]
    names = {stem(one.name) for one in places} - {"北海道"}
    readings = {name: tuple(one for one in places if stem(one.name) == name) for name in names}
    return {name: ones for name, ones in readings.items() if len(ones) == 1}


@cache
def _great() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_great_places(), key=len, reverse=True)))
