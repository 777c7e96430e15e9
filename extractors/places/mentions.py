"""What makes a place name something else: a university, a treaty, a company, a plan, a quarter.

>>> text = "横浜市立大学は横浜市の協力を得た。"
>>> in_other_name(text, 0, 3), in_other_name(text, 8, 11)
(True, False)

The rules look at the words around the name only, and take folded text.
"""

from __future__ import annotations

import re

_NAME = "一-鿿々ヶァ-ヺーA-Za-z0-9&"
# Words for a university or a company, up to which a name may run without a particle.
_BODIES = (
    "大学(?!連携|生|進学)|短期大学|短大|高等専門学校|高専|銀行|信用金庫|信金|新聞|放送(?!局|設備)|テレビ(?!会議|電話|番組)"
    r"|電力(?!会社|の|消費|供給|使用)|株式会社|有限会社|鉄道|電鉄|ガス(?=$|[、。\s()])|交響楽団|ホールディングス"
    "|グランプリ|オリンピック|パラリンピック|マラソン|新幹線|財団(?!法人)"
)
_BODY = re.compile(rf"(?:(?!市[町村区内民長役議])[{_NAME}]){{0,12}}?(?:{_BODIES})")
# Plans and ordinances, by the word that ends their name; 計画課 and 戦略本部 are parts of a government.
_PLAN = re.compile(
    rf"(?!及び|並びに|[市町村]?(?:長|議会|役所|民|内|立|職員))[{_NAME}「」~-]{{0,24}}?"
    "(?:計画|条例|構想|ビジョン|戦略(?!本部|室|監|局|企画)|プラン|憲章|指針|要綱|方針)(?![ァ-ヺー策推課室部局担係])"
)
# Treaties, declarations and meetings that carry the name of the place where they were made; after the bare name.
_EVENTS = (
    "議定書|協定|条約|宣言|目標|憲章|原則|枠組|行動計画|プロセス|アジェンダ|合意|イニシアティブ|コミュニケ|コンセンサス|ルール|規約"
    "|会議|フォーラム|サミット|大会|オリンピック|五輪|マラソン|映画祭|博覧会|万博|ビエンナーレ|トリエンナーレ"
    "|プラットフォーム|ビジョン|プラン|戦略|大学|空港|駅|銀行|新聞|クラブ"
)
_EVENT = re.compile(rf"[ 「・]?[{_NAME}]{{0,14}}?(?:{_EVENTS})")
_FORMS = "株式会社|有限会社|合同会社|(?:公益|一般)(?:財団|社団)法人|(?:学校|医療|社会福祉|特定非営利活動|NPO)法人"
_LEGAL_FORM = re.compile(rf"(?:{_FORMS}|\([株有公一]?[財社]?\))[ ]?$")
_ADDRESS = re.compile(r"(?:大字|字)?[一二三四五六七八九十0-9]+(?:丁目|番|-[0-9])|字|大字|[0-9]+(?:番|号|-)")
# What says of a name behind it that it is of the past: 旧, and 旧3町( with what the bracket holds.
_PAST = re.compile(
    r"(?:旧|元の|かつての|旧[0-9二三四五六七八九十]{0,2}[市町村]{0,3}[はが]?[(:][^()\n]{0,60}[、・,と(:])$"
)


def in_other_name(text: str, start: int, end: int) -> bool:
    """Whether a full name only opens the name of a body, a plan or an ordinance, or follows a company's legal form."""
    before = text[max(0, start - 12) : start]
    return bool(_BODY.match(text, end) or _PLAN.match(text, end) or _LEGAL_FORM.search(before))


def in_event_name(text: str, end: int) -> bool:
    """Whether a bare name opens the name of a treaty, a declaration, a meeting or a building."""
    return bool(_EVENT.match(text, end))


def in_address(text: str, end: int) -> bool:
    """Whether the name of a 町 goes on into a block or house number, as a quarter's does."""
    return bool(_ADDRESS.match(text, end))


def in_past(text: str, start: int) -> bool:
    """Whether the words before a name say that it is of the past: 旧大宮市, 旧2町(由比町、蒲原町)."""
    return bool(_PAST.search(text, max(0, start - 70), start))
