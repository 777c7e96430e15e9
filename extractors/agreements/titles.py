"""Words that name an agreement, and the type that each of them means.

>>> [(title.text, title.type) for title in find_titles("連携協定と覚書を結び、姉妹都市となった。")]
[('連携協定', 'agreement'), ('覚書', 'memorandum'), ('姉妹都市', 'sister_city')]
>>> find_titles("パリ協定の下で、建築協定の区域と協定料金を定める。")
[]

Types are those of the published records: 協定 is an agreement, 覚書 a memorandum, 連携協約 a compact, 盟約 and
姉妹都市 a sister city, 共同宣言 a declaration. Treaties between states and agreements of land owners, workers or
sellers are no titles. The text is to be folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.records import AgreementType

# The head of the title decides the type, unless a word for sister cities stands in the title.
HEADS: dict[str, AgreementType] = {
    "協定": "agreement",
    "議定書": "agreement",
    "覚書": "memorandum",
    "覚え書": "memorandum",
    "覚え書き": "memorandum",
    "合意書": "memorandum",
    "確認書": "memorandum",
    "意向書": "memorandum",
    "備忘録": "memorandum",
    "協議書": "memorandum",
    "MOU": "memorandum",
    "MoU": "memorandum",
    "協約": "compact",
    "盟約": "sister_city",
    "共同宣言": "declaration",
    "共同声明": "declaration",
    "共同コミュニケ": "declaration",
}
_TWINNED = "姉妹|友好|親善|兄弟|パートナー|パートナーシップ|フレンドシップ|交流"
_TOWN = "都市|県州|県省|県道|市町村|市町|市村|町村|自治体|市|町|村|区|県|州|省|島|シティ"
_SISTER = re.compile(
    f"(?:国際|海外|国内)?(?:{_TWINNED})・?(?:親善|交流|友好|姉妹|協力|兄弟)?(?:{_TOWN})"
    # 友好都市 and the like, not 交流都市 in passing, 友好市民 or 姉妹町内会.
    "(?![一-鿿]*(?:民|議会|センター|協会|委員会|公園|祭|展|広場|通り|推進課|交流課|サミット|会議|連盟|フェア|物産|音楽|マラソン))"
    "|(?:姉妹|友好|親善)(?:・?(?:姉妹|友好))?(?:縁組|提携|締結|地域)(?!課|学)"
)
_HEAD = re.compile("|".join(sorted(map(re.escape, HEADS), key=len, reverse=True)))
_BEFORE = re.compile(r"[一-鿿々ァ-ヺー・A-Za-z0-9]{0,24}$")
# What may follow the words for sister cities inside the title.
_TAIL = re.compile(
    r"(?:間)?(?:交流|友好|親善|相互)?(?:提携|縁組|関係|盟約)?(?:(?:締結)?(?:の|に関する|に係る|となる)?(?:協定|議定書|盟約|宣言)書?|覚書)?"
)
# Titles of agreements between states, and of others that no local government signs with a partner.
_FOREIGN = re.compile(
    r"(?:パリ|プラザ|ジュネーブ|ローマ|シェンゲン|リスボン|経済連携|自由貿易|貿易|貿易投資|租税|航空|投資|地位|漁業|停戦|休戦|和平|関税|原子力"
    r"|社会保障|二国間|多国間|政府間|通貨|防衛|安全保障|北米|環太平洋|日米|日欧|日英|日中|日韓|日豪|日EU|京都|モントリオール|名古屋|カルタヘナ|選択"
    r"|労使|三六|36|労働|団体|就業|時間外|建築|緑地|緑化|景観|集落|紳士|価格|金利|運賃|駐在員|国際|世界|気候|気候変動|TPP|EPA|FTA|TRIPS|WTO"
    r"|パートナーシップ)(?:等)?(?:協定|議定書|覚書|協約|共同声明)$"
    r"|(?:経済連携|自由貿易|環太平洋|地位|建築|緑地|緑化|景観|集落|労働)[一-鿿ァ-ヺー]*協定$|枠組条約"
    # Papers of permits and estates, and notes of anybody.
    r"|(?<!友好)(?<!交流)(?<!提携)(?<!協力)(?<!連携)(?<!都市)(?<!締結)(?:協議書|備忘録)$"
)
_NOT_FOREIGN = re.compile(r"パートナーシップ協定$")
# Compounds in which 協定 is only the first word.
_COMPOUND = re.compile(
    r"世界時|区域|料金|価格|単価|金額|旅館|宿泊|病院|医療機関|薬局|店舗|農用地|項目|期間|案|違反|税率|関税|留学|校(?!と)|先|相手|締結先|締結相手"
    r"|締結(?:団体|企業|事業者|者|自治体|都市|市町村|校|店)?(?:一覧|状況|数|件数|実績)|事業者|企業|団体|自治体|市町村|都市(?!と)|大学(?!と)"
    r"|一覧|集|の日|プロジェクトチーム|室|課|係|担当|制度|方式|銘柄|参加|運用|改定案|内容|の内容|者(?!は|が)"
)
# 姉妹都市提携40周年記念共同宣言 makes no sister city.
_JUBILEE = re.compile("周年|記念")
# 本協定, 同協定書: the agreement just spoken of, not a part of its title.
_THIS = re.compile(r"(?:本|同|当該|上記|各|両|新|旧)?(?=協定|覚書|協約|盟約|議定書)|")


@dataclass(frozen=True, slots=True)
class Title:
    """A passage that names an agreement: its span, its type and its wording."""

    start: int
    end: int
    type: AgreementType
    text: str


def may_name_agreement(text: str) -> bool:
    """Whether the folded text has any word that a title is made of."""
    return bool(_HEAD.search(text) or _SISTER.search(text))


def find_titles(text: str, start: int = 0, end: int | None = None, compounds: bool = False) -> list[Title]:
    """The titles between two offsets of a folded text, in its order and without overlap.

    With `compounds`, words such as 協定一覧 and 協定先 count too: in a heading they say what is listed below.
    """
    stop = len(text) if end is None else end
    found: list[Title] = []
    for match in sorted(
        (*_sisters(text, start, stop, compounds), *_heads(text, start, stop, compounds)), key=lambda one: one.start
    ):
        if not found or match.start >= found[-1].end:
            found.append(match)
        elif match.end > found[-1].end or (match.type == "sister_city" and match.end == found[-1].end):
            found[-1] = _joined(text, found[-1], match)
    return found


def _sisters(text: str, start: int, end: int, compounds: bool) -> list[Title]:
    found = []
    for match in _SISTER.finditer(text, start, end):
        tail = _TAIL.match(text, match.end(), end)
        last = tail.end() if tail else match.end()
        if compounds or not _COMPOUND.match(text, last) or text[last - 2 : last] in ("提携", "都市"):
            found.append(Title(match.start(), last, "sister_city", text[match.start() : last]))
    return found


def _heads(text: str, start: int, end: int, compounds: bool) -> list[Title]:
    found = []
    for match in _HEAD.finditer(text, start, end):
        before = _BEFORE.search(text[max(start, match.start() - 24) : match.start()])
        first = match.start() - len(before.group()) if before else match.start()
        first += len(_THIS.match(text, first, match.end()).group())  # type: ignore[union-attr]
        wording = text[first : match.end()]
        foreign = _FOREIGN.search(wording) and not _NOT_FOREIGN.search(wording)
        if not foreign and (compounds or not _COMPOUND.match(text, match.end())):
            found.append(Title(first, match.end(), HEADS[match.group()], wording))
    return found


def _joined(text: str, sister: Title, other: Title) -> Title:
    """Words for sister cities together with the head behind them: 友好都市協定 is a sister city."""
    first = min(sister.start, other.start)
    if _JUBILEE.search(text, sister.end, other.end):
        return Title(first, other.end, other.type, text[first : other.end])
    kind = "sister_city" if "sister_city" in (sister.type, other.type) else other.type
    return Title(first, other.end, kind, text[first : other.end])
