"""Heads of government by their surnames: 清水市長 may be the mayor 清水 of another city.

>>> mayors = Mayors("さいたま市の清水市長が挨拶した。松山市の野志市長と松山市長。札幌市長 上田文雄、上田市長")
>>> [mayors.is_person(stem, start) for stem, start in (("清水", 6), ("松山", 27), ("上田", 41))]
[True, False, True]

The text is to be folded.
"""

from __future__ import annotations

import re

from extractors.places.gazetteer import abroad, formerly, named
from extractors.text.tokens import first_word, is_surname, opens_with_surname

_POST = re.compile(r"(?:市|区|町|村|都|道|府|県)?(?:長|知事)")
_HEAD = "(?:市長|区長|町長|村長|知事)"
# 大野市長 among other heads of governments: "勝山市長、大野市長、池田町長".
_ROW_BEFORE = re.compile(rf"{_HEAD}(?:[、・, ]|及び|並びに|と)[ ]?$")
_ROW_AFTER = re.compile(rf"(?:[、・, ]|及び|並びに|と)[ ]?[一-鿿ぁ-んァ-ヺーヶ]{{1,6}}{_HEAD}")
_NAME_BEHIND = re.compile(r"[ :(]{1,10}(?P<name>[一-鿿々ヶぁ-ん]{2,8})")
# A head of government with a full name, which no place with its suffix is part of: "市長 清水勇人", "清水 勇人 市長".
_FAMILY = rf"(?:(?!{_HEAD})[一-鿿々ヶ]){{1,4}}"
_KANA = r"[一-鿿]?(?![のとやはがをにでもへ])[ぁ-ん]{1,4}|[ァ-ヺ]{2,4}"
_GIVEN = rf"(?![市区町村都道府県])(?:(?:(?!{_HEAD})[一-鿿々]){{1,4}}|{_KANA})"
_OF = rf"(?:(?:(?!{_HEAD})[一-鿿ぁ-んァ-ヺー]){{1,8}}[市区町村都道府県])?"
_BEHIND_OFFICE = re.compile(rf"{_HEAD}[ :(]*(?P<name>{_FAMILY} ?{_GIVEN})(?!{_HEAD})")
_BEFORE_OFFICE = re.compile(rf"(?P<name>{_FAMILY} ?{_GIVEN})[ ,、(]{{0,4}}{_OF}(?P<head>{_HEAD})$")
# ロンドン市長サディク・カーン: カーン市長 is no mayor of Caen.
_KATAKANA_NAME = re.compile(
    rf"{_HEAD}の?[ァ-ヺー]{{2,12}}(?:[・=][ァ-ヺー]{{2,12}}){{0,3}}[・=](?P<surname>[ァ-ヺー]{{2,12}})"
)
_OFFICE = re.compile(_HEAD)
_LONGEST = 24  # characters of a name with its office
# Municipalities whose name is a surname of very many people.
_COMMON = """
小林 山口 大野 上田 中野 松本 山田 村上 太田 岡崎 小野 中島 清水 森 池田 白井 松田 石井
平田 川上 中川 小川 高野 松浦 青木 大江 柴田 村田 三島 西尾 小松 大村 吉川 大島 北島 野田
桜井 橋本 田原 田村 相馬 三浦 大川 飯塚 荒川 本庄 深谷 白石 大崎 長井 西条 沼田 藤岡 富岡
小山 三木 三田 有田 田辺 浜田 益田 三原 柳井 菊池 佐伯 竹田 須崎 平川 滝沢 北上 村山 中井
神崎 長沼 栗山 松前 福田 坂井 関 高島 宮田 高森 町田 石川 大町 高山
"""
_SURNAMES = frozenset(_COMMON.split())
# "さいたま市の清水市長", "さいたま市 清水市長"; after a prefecture a city follows ("埼玉県の熊谷市長").
_OF_CITY = re.compile(r"[市区町村](?:の| {1,3})$")


class Mayors:
    """The heads of government that one text names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._surnames = {_surname(match["name"]) for match in _BEHIND_OFFICE.finditer(text)}
        self._surnames |= {match["surname"] for match in _KATAKANA_NAME.finditer(text)}
        ends = (office.end() for office in _OFFICE.finditer(text))
        named_before = (_BEFORE_OFFICE.search(text, max(0, end - _LONGEST), end) for end in ends)
        self._surnames |= {_surname(_without_place(match)) for match in named_before if match}

    def is_person(self, stem: str, start: int) -> bool:
        """Whether the stem before 市長 or 知事 is a surname: a city stands right before, or a given name is known."""
        if not _POST.match(self._text, start + len(stem)):
            return False
        after_city = _OF_CITY.search(self._text[max(0, start - 6) : start])
        return bool(after_city and is_surname(stem)) or stem in self._surnames

    def may_be_person(self, stem: str, start: int, end: int) -> bool:
        """Whether 小林市長 more likely means a person: many bear the name, and no row of other heads stands there."""
        if stem not in _SURNAMES or not _POST.match(self._text, start + len(stem)):
            return False
        if (after := _NAME_BEHIND.match(self._text, end)) and opens_with_surname(after["name"]):
            return False  # "山口市長 伊藤 和貴" says whose mayor it is
        before = self._text[max(0, start - 8) : start]
        return not (_ROW_BEFORE.search(before) or _ROW_AFTER.match(self._text, end))


def _without_place(match: re.Match[str]) -> str:
    """The name without the place behind it: 門川 of 門川京都市長, nothing of 富士吉田市長 or 大阪府堺市長."""
    name = match["name"]
    for cut in range(len(name)):
        if named(whole := name[cut:] + match["head"][0]) or formerly(whole) or abroad(whole):
            return "" if name[:cut].endswith(("都", "道", "府", "県", "市", "郡")) else name[:cut]
    return name


def _surname(name: str) -> str:
    before, space, _ = name.partition(" ")
    return before if space or not name else first_word(name)
