"""What an agreement is about, by its title: the words that tell it from other agreements of the same parties.

>>> parties = (Party(name="みどり町"), Party(name="あおば市"))
>>> subject("みどり町とあおば市との災害時における相互応援に関する協定書", parties)
'災害時応援'
>>> subject("連携協定", parties)
''
>>> likeness("災害時応援", "災害応援"), likeness("災害時応援", "観光"), likeness("", "観光")
('same', 'other', 'open')
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from extractors.records import Party

Likeness = Literal["same", "near", "other", "open"]

# Words of any agreement's title. 包括 is none of them: a comprehensive agreement is told from one on a subject.
_ANY = re.compile(
    r"(?:に(?:関|係|かか)(?:する|わる)|に向けた|についての?|における|のための|に(?:よる|基づく))"
    r"|連携中枢都市圏(?:の?形成)?|連携|協力|相互|基本|締結|提携|協定書?|覚書|盟約書?|協約書?|共同宣言書?|宣言書?|確認書|合意書|パートナーシップ"
    r"|姉妹|友好|都市間?|推進|促進|分野|事業|取組|及び|並びに|または|又は|等|など|[のとやにを・、,\s「」『』()\"“”〜~-]"
    r"|\b(?:memorandum|understanding|mou|agreement|partnership|sister|city|cooperation|of|on|the|for|and|between)\b",
    re.IGNORECASE,
)
_SAME, _OTHER = 0.6, 0.25  # of the pairs of characters of the shorter one that the other has


@cache
def subject(title: str, parties: tuple[Party, ...]) -> str:
    """The words of the title that say what it is about; empty for a title such as 連携協定."""
    plain = unicodedata.normalize("NFKC", title)
    for name in sorted((party.name for party in parties), key=len, reverse=True):
        folded = unicodedata.normalize("NFKC", name)
        plain = plain.replace(folded, "")
        if len(folded) > 2 and folded[-1] in "市区町村県府都州郡":
            plain = re.sub(rf"{re.escape(folded[:-1])}(?=[・とー-]|$)", "", plain)
    return _ANY.sub("", plain)


def likeness(one: str, other: str) -> Likeness:
    """How two subjects compare; `open` when one of them is empty and so could be anything."""
    if not one or not other:
        return "open"
    mine, theirs = _pairs(one), _pairs(other)
    share = len(mine & theirs) / min(len(mine), len(theirs))
    return "same" if share >= _SAME else "other" if share < _OTHER else "near"


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}
