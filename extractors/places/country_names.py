"""Names of countries in a text, with the rest of the official name: マレーシア国, ベトナム社会主義共和国.

>>> text = "マレーシア国クアラルンプール市、マレーシア国内、中国地方"
>>> country_at(text, 0, 5).end, country_at(text, 16, 21).end, country_at(text, 24, 26)
(6, 21, None)
"""

from __future__ import annotations

import re

from extractors.places.sighting import Sighting

# The rest of a country's official name; 国内 and 国民 are words of their own.
_REALM = re.compile(
    r"(?:・?イスラム)?(?:人民|民主|社会主義|連邦|合衆|多民族|独立|協同|大公|公|王|首長|アラブ)*(?:共和国|連邦|王国|公国|合衆国|首長国|国)"
    r"(?![内際民外籍家営会土費産道庁交勢有立旗歌境])"
)
# 中国 is also a region of Japan, 日本 no foreign country at all.
_NOT_COUNTRY = {
    "中国": re.compile(
        "・?四国|地方|電力|新聞|銀行|運輸局|経済産業局|財務局|地域|地区|ブロック|総合通信局|自動車道|山地|知事会|労働金庫|放送|醸造|木材|整備局|四国"
    ),
    "タイ": re.compile("アップ|トル"),
}


def country_at(text: str, start: int, end: int) -> Sighting | None:
    """The country whose name these offsets hold, or nothing when the words go on to another name."""
    name = text[start:end]
    other = _NOT_COUNTRY.get(name)
    if other and other.match(text, end):
        return None
    realm = _REALM.match(text, end)
    return Sighting(start, realm.end() if realm else end, "country", name)
