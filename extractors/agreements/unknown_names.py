"""Partners whose names show no kind: a word that stands where the partner stands, and is no common noun.

>>> unknown_partner("本市はアルビレックスと連携協定を締結した。", 3, 11)
('アルビレックス', 11)
>>> unknown_partner("本市は市内企業と連携協定を締結した。", 3, 8) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.agreements.party_groups import Group

_N = "一-鿿々ァ-ヺー・A-Za-z0-9&'.-"
_BRACKET = r"(?:\([^()]{0,40}\))?"
# "イオンと包括連携協定を": the noun before と and the words up to the title.
_PARTNER = re.compile(
    rf"(?:^|[^{_N}])・?(?P<name>(?!・)[{_N}]{{2,30}}){_BRACKET}(?:様)?と(?:の|は)?(?:間(?:で|に))?、?(?P<rest>(?!認め|判断|考え|思|いう|いえ|なる|なっ|する|し[てたま、])[^、。は]{{0,50}})$"
)
_FELLOW = re.compile(rf"(?P<name>[{_N}]{{2,30}}){_BRACKET}(?:は|が|とは|との|の間)")
_SUBJECT = re.compile(rf"(?:[^、。]{{0,14}}¤[にの]?、)?(?P<name>[{_N}]{{3,24}}){_BRACKET}は(?=、|[^、。]{{1,30}}と)")
FOREIGN = re.compile("[ァ-ヺー]{3}|[A-Za-z]{3}")
# What ends a common noun, however many kanji stand before it.
_KINDS = (
    "企業|事業者|団体|自治体|市町村|市区町村|市町|町村|機関|事業所|施設|店舗|業者|協定|会社|学校|都市|関係者|住民|市民|町民|村民|区民|県民"
    "|社|人|方|者|等|行政|地域|連携|協力|相手|相手方|双方|目的|内容|一環|基本|機会|契機|中心|法人|町会|自治会|町内会|組織|グループ|国|県|市"
    "|町|村|区|民間|産業|社会|大学|交流|活動|都道府県|課題|事項|資源|発展|推進|実現|増進|向上|確保|同時|一緒|今後|災害|防災|支援|環境|経済"
    "|プロジェクト|プラン|センター|サービス|イベント|セミナー|ページ|サイト|サミット|フォーラム|ネットワーク|パートナーシップ|ビジョン|モデル"
    "|学長|総長|社長|会長|代表|理事長|頭取|市長|町長|村長|区長|知事|議長|議員|委員長|大使|領事|支店長|支社長|所長|局長|本部長|校長|院長|氏|さん|様|首長"
    "|観光|教育|福祉|文化|スポーツ|情報|調印|締結|署名|式典|会見|協議|懇談|日|月|年|回|件|条|項|号"
)
_SHORT = "[A-Za-z0-9.-]{1,3}|[ァ-ヺー]{2,3}|SDGs"
_WHICH = "市内|県内|町内|区内|村内|都内|府内|地元|近隣|周辺|各|複数|全|[0-9]"
_COMMON = re.compile(f".*(?:{_KINDS})|{_SHORT}|(?:{_WHICH}).*")
_ABROAD = re.compile("[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]{2,})*[市町村区州県郡省島]")  # a village abroad that no table has
_REACH = 90  # characters before the title in which the partner is looked for


def unknown_partner(text: str, start: int, until: int) -> tuple[str, int] | None:
    """The noun before と with nothing but the topic between it and `until`, and where it ends."""
    at = max(start, until - _REACH)
    match = _PARTNER.search(text[at:until])
    if (
        match
        and (_ABROAD.fullmatch(match["name"]) or not _COMMON.fullmatch(match["name"]))
        and (not match["rest"].startswith("¤") or FOREIGN.search(match["name"]))
    ):
        return match["name"], at + match.start("rest")
    return None


def unknown_subject(text: str, start: int) -> tuple[str, int] | None:
    """The noun that opens the sentence as its topic, if it looks like a proper name: イクレイ日本は、横浜市と."""
    match = _SUBJECT.match(text, start)
    if match and FOREIGN.search(match["name"]) and not _COMMON.fullmatch(match["name"]):
        return match["name"], match.end()
    return None


def unknown_fellow(text: str, groups: Sequence[Group], until: int) -> tuple[str, int] | None:
    """The noun behind a known name and と, and where it ends: 本市とセブン-イレブン・ジャパンは."""
    for group in groups:
        match = _FELLOW.match(text, group.end, until) if group.role == "with" and len(group.parties) == 1 else None
        if match and (_ABROAD.fullmatch(match["name"]) or not _COMMON.fullmatch(match["name"])):
            return match["name"], match.end()
    return None
