"""Lines that hold a name and next to nothing else, as lists of partners have them.

>>> left_over("○ 瀋陽市(中国)", (2, 5)), left_over("・大海市 アメリカ合衆国テキサス州 ¤¤¤¤提携", (1, 4))
('', '')
>>> left_over("・岬町の図書館", (1, 3))
'の図書館'
"""

from __future__ import annotations

import re

from extractors.places.gazetteer import country

# Marks, numbers, brackets, dates (¤) and the words that go with them.
_ASIDE = re.compile(
    r"[(\[][^()\[\]]*[)\]]|[¤\s・、。/:|>■□●○◯◆◇◎★☆▼▶*-]|[(]?[0-9]{1,2}[).．]|[①-⑳]"
    r"|提携|締結|調印|協定書?|覚書|盟約|年月日|日付|付け?|平成|昭和|令和"
)
_WHERE = re.compile(r"[一-鿿ァ-ヺー・]{2,16}")
# The state that a city lies in, with its country before it or not.
_STATE = re.compile(r".{1,12}[国州省道県都府郡]")
# 米国カリフォルニア, アメリカ合衆国テキサス: the name of the country ends after one of these.
_LONGEST_COUNTRY = 10


def left_over(line: str, name: tuple[int, int]) -> str:
    """What a masked line says besides the name in it, where and when aside."""
    start, end = name
    return _ASIDE.sub("", _WHERE.sub(_unless_place, line[:start]) + _WHERE.sub(_unless_place, line[end:]))


def _unless_place(match: re.Match[str]) -> str:
    """Nothing for a country or a state, else the words as they are."""
    words = match.group()
    if _STATE.fullmatch(words):
        return ""
    at_most = min(len(words), _LONGEST_COUNTRY)
    return "" if any(country(words[:length]) for length in range(2, at_most + 1)) else words
