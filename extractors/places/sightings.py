"""Where a text may name a place: every name of the tables, and every katakana name with 市, 州, 県, … behind it.

>>> [(one.kind, one.name) for one in find_sightings("北広\\n島市とカナダ・モントリオール市")]
[('domestic', '北広島市'), ('country', 'カナダ'), ('abroad', 'モントリオール市')]

The text is to be folded; what is a mention and of which place is for others to decide. A name may run over a line end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from extractors.places.gazetteer import abroad, country
from extractors.places.katakana_names import find_katakana
from extractors.places.listed_names import find_listed
from extractors.places.sighting import Sighting
from extractors.places.tables import KANJI_COUNTRIES
from extractors.text.unbroken import Unbroken

# Characters before a line end from which on the line may have been wrapped there.
_WRAPPED = 10
# What follows a name in the middle of a sentence.
_JOINED = re.compile(r"[とのはがをにでもへや、。・()（）]|及び|並びに|から|$")
_BEHIND = re.compile(r"[・の ]?(?P<name>[一-鿿]{2,4})")
_IN_FRONT = re.compile(r"(?P<name>[一-鿿]{2,4})\($")
# A city or town in kanji that no table knows, before the bracket with its country or region, or behind a country and a
# space or dot: 集安市(中国吉林省), 台湾・虎尾鎮. What ends in 都市, 各区 or 特別区 is a word.
_UNKNOWN = (
    r"(?P<name>(?![各全両同本当諸内外立民長役議政街市])[一-鿿]{1,4}"
    r"(?<![都各全両同本当別治発友姉妹流携好隣港商工業住校学通地管級])(?P<suffix>市|郡|県|区|鎮|郷|邑))"
)
_BEFORE_BRACKET = re.compile(rf"(?<![一-鿿々ァ-ヺー]){_UNKNOWN}\((?:[^()]{{0,6}}[・、 ])?$")
_BEHIND_COUNTRY = re.compile(rf"[・ 　]{_UNKNOWN}(?![域間分画切内民庁場況街町村立長議役政一-鿿])")
# A district or town that stands right behind its city or county; 市内区間 and 市政府区域 are words.
_PART = re.compile(
    r"(?![内外立民長役議政街場区全各])[一-鿿]{1,6}?(?P<suffix>自治州|自治県|[区鎮郷郡県]|(?<!都)市(?![場況街区町村民内立]))"
    r"(?![域間分画切内民庁])"
)
_KATAKANA = re.compile("[ァ-ヺ]")
_LETTER = re.compile(r"[一-鿿々ァ-ヺー]")


def find_sightings(text: str, told: Iterable[Sighting] = ()) -> list[Sighting]:
    """The sightings of a folded text in its order, none overlapping another; a name may run over a line end.

    `told` are those that the layout shows.
    """
    whole = _apart((*find_listed(text), *find_katakana(text), *told))
    whole = _apart((*whole, *_beside_country(text, whole), *_inside_city(text, whole)))
    broken = _broken(text)
    return _apart((*whole, *(one for one in broken if not _cuts(one, whole)))) if broken else whole


def _apart(sightings: Iterable[Sighting]) -> list[Sighting]:
    found: list[Sighting] = []
    for one in sorted(sightings, key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _beside_country(text: str, sightings: list[Sighting]) -> list[Sighting]:
    """Cities in kanji without 市 beside their country: 中国・廊坊, 全州(韓国). Elsewhere they could be any word."""
    found = []
    for one in sightings:
        code = country(one.name) if one.kind == "country" else _region_of(one)
        if code in KANJI_COUNTRIES:
            found += _unknown(text, one)
        if one.kind == "country" and code in KANJI_COUNTRIES:
            spans = (_BEHIND.match(text, one.end), _IN_FRONT.search(text, max(0, one.start - 6), one.start))
            found += [bare for span in spans if span and (bare := _bare_city(span, code))]
    return found


def _region_of(one: Sighting) -> str | None:
    """The country of a region that only one has: 吉林省."""
    if one.kind != "abroad" or one.suffix[-1:] not in ("省", "道", "県", "市"):
        return None
    codes = {place.country for place in abroad(one.name)}
    return codes.pop() if len(codes) == 1 else None


def _unknown(text: str, one: Sighting) -> list[Sighting]:
    """Places that no table knows before the bracket in which the country or region stands, or behind it."""
    before = _BEFORE_BRACKET.search(text, max(0, one.start - 16), one.start)
    behind = _BEHIND_COUNTRY.match(text, one.end)
    spans = [match for match in (before, behind) if match]
    return [Sighting(*match.span("name"), "abroad", match["name"], match["suffix"]) for match in spans]


def _inside_city(text: str, sightings: list[Sighting]) -> list[Sighting]:
    """What no table knows inside a place where names are in kanji: 高雄市鼓山区, 彰化県鹿港鎮."""
    found = []
    for one in sightings:
        if one.kind == "abroad" and one.suffix and not _KATAKANA.search(one.name):
            part = _PART.match(text, one.end)
            if part and any(place.country in KANJI_COUNTRIES for place in abroad(one.name)):
                found.append(Sighting(*part.span(), "abroad", part.group(), part["suffix"]))
    return found


def _bare_city(span: re.Match[str], code: str) -> Sighting | None:
    """The longest city of the country at the end that touches it."""
    start, end = span.span("name")
    name = span["name"]
    cuts = range(len(name), 1, -1)
    parts = [(start, name[:cut]) for cut in cuts] if span.re is _BEHIND else [(end - cut, name[-cut:]) for cut in cuts]
    for at, part in parts:
        if any(place.country == code for place in abroad(part)):
            return Sighting(at, at + len(part), "abroad", part)
    return None


def _broken(text: str) -> list[Sighting]:
    """Names that a line end, or the space that is left of one, cuts in two."""
    mended = Unbroken(text)
    found = []
    for one in _apart((*find_listed(mended.text), *find_katakana(mended.text, mended.seams))):
        if one.kind != "country" and (seams := mended.seams(one.start, one.end)):
            start, end = mended.span(one.start, one.end)
            if _may_break(text, one, seams, start, end):
                found.append(Sighting(start, end, one.kind, one.name, one.suffix))
    return found


def _may_break(text: str, one: Sighting, seams: list[tuple[int, bool]], start: int, end: int) -> bool:
    """A wrapped line is long; a space cuts a name only inside a sentence; a bare name is not mended."""
    if (one.kind == "abroad" and not one.suffix) or len(seams) > 1 or not (one.kind == "domestic" or abroad(one.name)):
        return False
    (at, line_end) = seams[0]
    if line_end:
        line = start - text.rfind("\n", 0, start) + at - one.start
        return line >= _WRAPPED or at < one.end - max(len(one.suffix), 1)
    joined = _JOINED.match(text, end) and not _LETTER.match(text[max(0, start - 1) : start])
    return bool(joined)


def _cuts(one: Sighting, whole: list[Sighting]) -> bool:
    """Whether the mended name would cut a name that stands whole: 京都⏎府中市 is no 京都府."""
    index = bisect_left(whole, one.start, key=lambda other: other.start)
    near = whole[max(0, index - 1) : index + 3]
    return any(o.start < one.end < o.end or o.start < one.start < o.end for o in near)
