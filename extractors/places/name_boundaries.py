"""Whether a name in the text begins and ends where words do, and is no quarter of a city.

>>> text = "北広島市民会館と東京都市計画"
>>> hiroshima, tokyo = Sighting(1, 4, "domestic", "広島市"), Sighting(8, 11, "domestic", "東京都")
>>> starts_word(text, hiroshima, Words(text)), ends_word(text, tokyo, Words(text))
(False, False)

The text is to be folded.
"""

from __future__ import annotations

import re

from extractors.places.gazetteer import formerly, named
from extractors.places.mentions import in_past
from extractors.places.sighting import Sighting
from extractors.text.tokens import Words

_KANJI = re.compile(r"[一-鿿々ヶ]")
_KANA = re.compile(r"[ぁ-んァ-ヺー]")
# What may stand right before a name without being part of it.
_PREFIX = re.compile(r"(?:[元前現旧各同両当]|及び|並びに|[県市国]内|会員|[主共]催|後援|自治体|都市|[年月日])$")
# A particle between a name in kanji and one in hiragana: "八尾市とうきは市".
_PARTICLE = re.compile(r"[^ぁ-ん][とやのはがをにもでへ]$")
# A neighbour in a row of names; where it is no municipality, the row is one of quarters.
_QUARTER_BEFORE = re.compile(
    r"(?:^|[^一-鿿々ぁ-んァ-ヺーヶ])旧?(?P<name>(?!旧)[一-鿿々ヶケ]{1,4}町)(?:[0-9]丁目)?[、・と]$"
)
_QUARTER_BEHIND = re.compile(r"(?:[0-9]丁目)?[、・と]旧?(?P<name>(?!旧)[一-鿿々ヶケ]{1,4}?町)(?![一-鿿])")
# The one name that opens with another's: 東村山 is no 東村.
_HOLDING = "東村山"
# What shows that the last character belongs to another word.
_OTHER_WORD = {
    "市": "場況販価",
    "区": "域間分画切別割",
    "都": "市心",
    "府": "市",
    "町": "並家工",
    "村": "落",
    "道": "路",
}


def starts_word(text: str, one: Sighting, words: Words) -> bool:
    """Whether the name begins where a word does: 津市 in 大津市 does not, 松山市 in と松山市 does."""
    before = text[one.start - 1 : one.start]
    if not before or not (_KANJI.match(before) or _KANA.match(before)):
        return True
    opens_kanji = bool(_KANJI.match(one.name))
    if bool(_KANJI.match(before)) != opens_kanji and before not in "ケー":
        return True  # the script changes: と|松山市, 会場|さいたま市
    if _PREFIX.search(text[max(0, one.start - 4) : one.start]):
        return True
    if len(one.name) > 2 and _PARTICLE.search(text[max(0, one.start - 2) : one.start]):
        return True
    # 佐藤光市長: after a surname a single character is a given name.
    given = len(one.name) == 2 and words.at(one.start - 1).tag == "surname"
    return words.starts_at(one.start) and not given


def ends_word(text: str, one: Sighting, words: Words) -> bool:
    """Whether the last character opens no other word: 東京都市, 京都府市, 中央市場, 北区間, 小布施町並み."""
    if len(one.name) < len(_HOLDING) and text.startswith(_HOLDING, one.start):
        return False
    after, last = text[one.end : one.end + 1], one.name[-1]
    if not _KANJI.match(after):
        return not (last == "市" and after == "ッ")
    if after in _OTHER_WORD.get(last, "") or (last == "町" and text.startswith("内会", one.end)):
        return False
    if last == "市" and after in "民街立" and len(one.name) <= 3:
        return words.at(one.start).tag in ("place", "surname") or after == "立"
    return True


def is_quarter(text: str, one: Sighting) -> bool:
    """Whether a 町 stands right behind a city or in a row with its quarters: 富山市新桜町, 栄町と本町."""
    if text[one.start - 1 : one.start] in ("市", "区"):
        return True
    if in_past(text, one.start):
        return False
    beside = (_QUARTER_BEFORE.search(text, max(0, one.start - 8), one.start), _QUARTER_BEHIND.match(text, one.end))
    return any(quarter and not named(quarter["name"]) and not formerly(quarter["name"]) for quarter in beside)
