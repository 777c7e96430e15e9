"""Labels of forms and tables that tell of agreements: 締結日, 相手方, 協定名, 内容.

>>> label("協定締結日"), label("相手方"), label("日 時"), label("2 連携事項"), label("人口")
(Label(role='signed', strong=True), Label(role='partner', strong=True), Label(role='signed', strong=False), \
Label(role='topics', strong=True), None)

A strong label speaks of agreements by itself; a weak one (日時, 名称) only where something else does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal, cast

Field = Literal["signed", "renewed", "ended", "partner", "title", "topics", "event", "where"]

_PACT = "協定|覚書|協約|盟約|姉妹都市|友好都市|姉妹・友好都市|連携協定|包括連携協定|災害協定|応援協定"
_STRONG: tuple[tuple[Field, str], ...] = (
    ("renewed", "(?:最終|直近の?)?(?:協定)?(?:更新|再締結|改定|改訂)(?:年月)?日"),
    ("ended", "(?:協定)?(?:終了|満了|解消|失効)(?:年月)?日"),
    (
        "signed",
        f"(?:{_PACT})?等?(?:書)?の?(?:締結|調印|提携|署名|盟約|協定|結盟|縁組)式?の?(?:(?:年月)?日時?|年月|月日|時期|年度?|の?日付)"
        "|締結|調印|提携",
    ),
    (
        "partner",
        f"(?!参加者)(?:{_PACT})?等?の?(?:締結|提携|協定|調印|連携|応援|相手|参加)(?:の|を締結した|参加)?(?:先|相手|相手方|相手先|者|当事者|都市|団体|企業|事業者|自治体|市町村?|機関|大学|法人|市区町村)"
        f"(?:等|など)?(?:名|の?名称)?|相手(?:方|先|都市|自治体|市町村|団体|企業)?(?:名|の名称)?|(?:{_PACT})等?の相手(?:方|先)?(?:名|の名称)?|協定当事者|協定者",
    ),
    ("title", f"(?:{_PACT}|提携|締結|連携)等?書?の?(?:名|名称|件名|題名|種類|種別|区分|形態)"),
    (
        "topics",
        f"(?:主な|具体的な)?(?:{_PACT}|連携・協力|連携|協力|応援|提携|取組)等?(?:の|に関する|する)?(?:主な)?(?:内容|事項|項目|分野|概要|目的|テーマ)等?",
    ),
)
_WEAK: tuple[tuple[Field, str], ...] = (
    ("signed", "日時|日付|年月日|年月|開催日時?|期日|とき|時期|実施日|年度?|日程"),
    (
        "partner",
        "(?:都市|自治体|地域|市町村|市区町村|市町|団体|企業|事業者|事業所|機関|大学|会社|法人|施設|組織|国・都市|国名・都市)(?:名|の名称)?(?:等)?|名称|氏名又は名称",
    ),
    ("title", "件名|種別|区分|種類|名称|協定|覚書"),
    ("topics", "(?:主な)?(?:内容|概要|目的|分野|事項|業務内容|支援内容)等?"),
    ("where", "国(?:・地域)?名|州(?:・省)?(?:・県)?(?:名)?|省・州(?:名)?|都道府県名|所在(?:国|州)"),
    ("event", "できごと|出来事|事項|経過|経緯|内容|概要|主な(?:できごと|出来事|取組|交流|動き|経緯)|取組|項目|事業"),
)
# One pattern for all; the group that matched says which. Strong readings come first.
_ANY = re.compile(
    "|".join(f"(?P<{kind}_{role}>{words})" for kind, table in (("s", _STRONG), ("w", _WEAK)) for role, words in table)
)
_MARK = re.compile(r"^[\s•‣◦▪◎☆★➢■□●○◆◇・※*▼▶【\[<(〈《]*(?:[0-9]{1,2}|[①-⑳]|[ア-オ])?[\s.．、)】\]:]*")
_CLOSE = re.compile(r"[\s】\]>:)〉》]+$")
_ASIDE = re.compile(r"\([^()]*\)$")
_LONGEST = 24
# Where a label may end in a line such as "2 締結日:令和3年3月1日", "日 時  令和3年3月1日" or "【相手方】みなと銀行".
_END = re.compile(r"\s?[:|]\s?|\s+|(?<=[】\]>)])(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says its value is."""

    role: Field
    strong: bool


def label(text: str) -> Label | None:
    """The meaning of a folded label, its number and marks aside; null when it means nothing here."""
    if len(text) > 2 * _LONGEST:
        return None
    bare = bare_label(text)
    match = _ANY.fullmatch(bare) if 1 < len(bare) <= _LONGEST else None
    if match is None or match.lastgroup is None:
        return None
    kind, role = match.lastgroup.split("_")
    return Label(cast(Field, role), kind == "s")


def bare_label(text: str) -> str:
    """A folded label without its number, marks, brackets and spaces."""
    return "".join(_CLOSE.sub("", _ASIDE.sub("", _MARK.sub("", text).rstrip())).split())


def labelled(text: str, start: int, end: int) -> tuple[Label, int] | None:
    """The label that a line begins with, and where its value begins: `end` when the label is all there is."""
    for match in islice(_END.finditer(text, start, min(end, start + _LONGEST + 16)), 6):
        if meaning := label(text[start : match.start()]):
            return meaning, min(match.end(), end)
    whole = label(text[start:end])
    return (whole, end) if whole else None
