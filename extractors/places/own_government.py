"""The local government whose document it is, which texts call 本市 or leave out.

>>> from extractors.records import Publisher
>>> document = Document(id="d", text="", media_type="", sha256="", publisher=Publisher(name="港市役所"))
>>> own_party(document, []).name
'港市'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.document import Document
from extractors.places.gazetteer import named
from extractors.places.tables import Municipality
from extractors.records import CityRecord, Party
from extractors.text.folding import fold

_OFFICE = re.compile("役所|役場|公式|ホームページ|オフィシャル|ウェブサイト")
# Whose plan the document is: 港市地域防災計画 資料編, 群馬県港町災害協定集.
_PLAN = re.compile(
    "(?:(?P<where>[一-鿿]{2,3}[都道府県]) ?)?(?P<name>[^\\W\\d_]{1,7}[都道府県市区町村])"
    " ?(?:議会|(?:地域防災|国民保護|総合|環境|地球温暖化)[一-鿿]{0,8}(?:計画|報告書|白書)"
    "|(?:統計|勢要覧|政概要|災害(?:時応援)?協定|(?:災害時)?(?:応援)?協定)(?:書|年鑑|一覧|集)?(?=[\\s(]))"
)
# Whose newsletter: 広報みどり 令和6年4月号.
_NEWSLETTER = re.compile("広報 ?(?P<stem>[^\\W\\d_]{2,6})(?=[\\s::/0-9年号】」)])")
# 栃木県建設業協会: a name in the name of somebody else.
_WITHIN = re.compile(
    "[一-鿿ァ-ヺー]{0,14}(?:協会|組合|連合会|協議会|会議所|大学|学校|高校|医師会|銀行|公社|財団|支部|会社)"
)
# The office that signs at the foot of the page.
_SECTION = re.compile(r"[^\s、。,:]{0,24}(?:局|部|課|室|係|担当)(?:\s|$)")
_FOOT = 300
_HEAD = 200
_TITLE = 40
# 本市(港市): the text says whose it is.
_NAMED = re.compile(r"(?<![一-鿿])本[市町村区県府都]\((?P<name>[^\W\d_]{1,7}[市区町村県府都])\)")
# Whose page it is, if its title or first line ends so, is no government: 地域連携｜みなと大学.
_CAMPUS = re.compile(
    r"(?:大学|短大|高等専門学校|高専)(?:公式|ホームページ|(?:ウェブ|web)?サイト)*\s*(?:[|/>-]|\Z)", re.IGNORECASE
)
# A page speaks of its own government first: 港市は, 港市では, 港市の姉妹都市.
_SUBJECT = re.compile(
    r"では?、|は|の(?:姉妹|友好|交流|国際|環境|連携|取り?組|災害|協定|企業|大学|状況|あゆみ|歩み|概要|紹介)"
)
_BRACKET = re.compile(r"\((?:[一-鿿]{2,3}[都道府県])?$")
_ADDRESS = re.compile(r"〒?[0-9]{3}-[0-9]{4}\s*(?:[一-鿿]{2,3}[都道府県])?$|(?:発行|編集)[:\s]{0,3}$")
# 本市, not the end of 熊本市 or 橋本町, nor the 本町 of an address.
_OWN_WORD = re.compile(
    "(?<![一-鿿])(?:本[市町村区県府都]|当[市町村区県])(?! ?[0-9一二三四五六七八九十]|丁目|通|駅|小学|中学|商店)"
)
# 本県と岐阜県は, 岐阜県と本県は: that one is another.
_BESIDE_OWN = re.compile("(?:本|当)[市町村区県府都](?:と|及び|、)$")
_OWN_BEHIND = re.compile("(?:と|及び)(?:本|当)[市町村区県府都]")


def own_party(document: Document, cities: Sequence[CityRecord]) -> Party | None:
    """The publisher; where the document does not say, the government that it names most and most officially."""
    if document.publisher:
        name = re.sub("(?:役所|役場|庁)$", "", fold(document.publisher.name))
        city = next((city for city in cities if city.name == name and city.country in (None, "JP")), None)
        known = named(name)
        code = document.publisher.code or (city.code if city else known[0].code if len(known) == 1 else None)
        return Party(name=name, code=code, country="JP" if code else None, geonames=city.geonames if city else None)
    return _planner(document) or _dominant(document, cities)


def _planner(document: Document) -> Party | None:
    """The government whose plan the document says at its head or foot that it is."""
    text = fold(document.text)
    match = _PLAN.search(text[:_HEAD]) or _PLAN.search(text[-_FOOT:]) or _NAMED.search(text)
    where = match.groupdict().get("where") if match else None
    known = [one for one in named(match["name"]) if where in (None, one.prefecture)] if match else _publishing(text)
    # Of two of one name it is one of them: the name without a code.
    alike = len({one.name for one in known}) == 1
    return Party(name=known[0].name, code=known[0].code if len(known) == 1 else None, country="JP") if alike else None


def _publishing(text: str) -> Sequence[Municipality]:
    """The governments that a newsletter of this name can be of: of the kind that the text calls its own."""
    letter, word = _NEWSLETTER.search(text), _OWN_WORD.search(text)
    kinds = word.group()[-1] if word else "市町村区"
    stems = {letter["stem"], letter["stem"].removesuffix("だより")} if letter else ()
    return [one for stem in stems for kind in kinds for one in named(stem + kind)]


def _dominant(document: Document, cities: Sequence[CityRecord]) -> Party | None:
    """The government named most, when nothing comes near it, an address or office is its, or the text says 本市."""
    text, begins = fold(document.text), {city.start for city in cities}
    word = _OWN_WORD.search(text)
    if not word and _CAMPUS.search(fold(document.title or text[:_HEAD].partition("\n")[0])):
        return None
    weights: Counter[str] = Counter()
    offices: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    readings = {}
    for city in cities:
        # 群馬県 in 群馬県前橋市 only says where.
        if city.country == "JP" and city.code and city.end not in begins and not _explains(text, city):
            official = _is_official(text, city)
            offices[city.code] += official
            subjects[city.code] += _opens(text, city)
            weights[city.code] += 2 + 6 * official + 2 * (city.end < _HEAD) + 4 * _opens(text, city)
            readings[city.code] = city
    ranked = weights.most_common(2)
    if not ranked:
        return None
    (first, weight), (second, less) = ranked[0], ranked[-1]
    told = offices[first] > offices[second] or (
        offices[first] == offices[second] and subjects[first] > subjects[second]
    )
    alone = len(ranked) == 1 and weight > 4  # a single mention in passing is nobody's page
    clear = alone or (len(ranked) > 1 and weight >= 2 * less) or told
    if word:
        fitting = _of_kind(text, word.group()[-1], readings.values(), cities)
        return party_of(max(fitting, key=lambda city: weights[city.code or ""])) if fitting else None
    return party_of(readings[first]) if clear else None


def _of_kind(text: str, kind: str, readings: Iterable[CityRecord], cities: Sequence[CityRecord]) -> list[CityRecord]:
    """The governments that 本市 or 本町 can mean by its last character, without those it stands beside."""
    others = {
        city.code
        for city in cities
        if _BESIDE_OWN.search(text[max(0, city.start - 4) : city.start]) or _OWN_BEHIND.match(text, city.end)
    }
    return [city for city in readings if city.name.endswith(kind) and city.code not in others]


def _explains(text: str, city: CityRecord) -> bool:
    """Whether a mention only says where another place lies, 熊本市(熊本県), or is part of a body's name."""
    # 都市会館(東京都千代田区)にて, 熊本市(熊本県)
    opened = _BRACKET.search(text[max(0, city.start - 5) : city.start])
    bracket = bool(opened) and text[city.end : city.end + 1] == ")"
    return bracket or bool(_WITHIN.match(text, city.end))


def _is_official(text: str, city: CityRecord) -> bool:
    """Whether the mention is that of an office, an address or the section that signs the page."""
    return bool(
        _OFFICE.match(text, city.end)
        or _ADDRESS.search(text[max(0, city.start - 20) : city.start])
        or (city.start > len(text) - _FOOT and _SECTION.match(text, city.end))
    )


def _opens(text: str, city: CityRecord) -> bool:
    """Whether the first line names the government, or a sentence begins with it as what it is about."""
    if city.end < _TITLE and "\n" not in text[: city.start]:
        return True
    before = text[max(0, city.start - 4) : city.start].rstrip(" ")
    return before[-1:] in ("", "。", "\n") and bool(_SUBJECT.match(text, city.end))


def party_of(city: CityRecord) -> Party:
    """The place of a mention as a party."""
    return Party(name=city.name, code=city.code, country=city.country, geonames=city.geonames)
