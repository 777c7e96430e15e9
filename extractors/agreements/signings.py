"""What a sentence says was done with an agreement: signed, to be signed, renewed, ended, or only spoken of.

>>> from extractors.agreements.titles import find_titles
>>> text = "港市は岬町と連携協定を結びました。"
>>> find_signings(text, find_titles(text), 0, len(text))[0].act
'signed'
>>> text = "港市は岬町との連携協定の締結に向けて協議しています。"
>>> find_signings(text, find_titles(text), 0, len(text))
[]

A signing is a title with the verb that belongs to it, behind it (協定を結んだ) or in front of it (結んだ協定). Plans to
talk, conditions and calls for partners are none; 締結します and 予定 are planned. The text is a reading's masked text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.agreements.titles import Title

Act = Literal["signed", "planned", "renewed", "ended", "named"]

# The nouns behind 締結 that make it an attribute: 締結先, 締結企業.
_ATTRIBUTED = "先|相手|団体|企業|事業者|者|自治体|市町村|都市|校|店|大学|状況|一覧|件数|数|実績"
_DONE = {
    "renewed": "再締結|再調印|再提携|更新|改[定訂](?!版|案)|改正(?![一-鿿ァ-ヺー]{0,20}(?:法|条例|規則))|延長|見直し",
    "ended": "(?:を|が)(?:一時)?(?:停止|休止|凍結)|解消|終了|満了|失効|解除|破棄|終結|廃止",
    "signed": rf"締結(?!{_ATTRIBUTED})|調印(?!者)|取り?交わ|取りかわ|(?<![一-鿿])交わ[しさす]"
    "|結(?=[びんぶば])(?!び付|びつ)|署名(?!活動|運動|簿|欄|者)|サイン(?!イン)|発効|(?<=書を)交換|(?<=協定)提携",
}
# A sister city comes about by other words as well.
_TWINNED = (
    r"提携(?!先|相手|都市|市|\d*周年|記念|事業)|縁組(?!み?\d*周年|記念)|とな(?:り|っ|る)|にな(?:り|っ|る)|を宣言|樹立|認定"
    "|(?<=提携|縁組)を?(?:それぞれ|正式に|相次いで)?(?:し(?=て|た|、|まし)|行[いっ])"
)
# A declaration is made by saying it.
_DECLARED = (
    r"(?:を|が)?(?:共同で)?(?:発表|発出|採択|公表|宣言)(?=し|さ|いた)"
    "|(?<=宣言」を)行[いっ]|(?<=声明」を)行[いっ]|(?<=宣言を|声明を)行[いっ]"
)
_VERB = re.compile("|".join(f"(?P<{act}>{words})" for act, words in _DONE.items()))
_VERBS = {
    "sister_city": re.compile(f"{_VERB.pattern}|(?P<twinned>{_TWINNED})"),
    "declaration": re.compile(f"{_VERB.pattern}|(?P<declared>{_DECLARED})"),
}
# Right behind a title that is only the ground for something else.
_GROUND = re.compile(
    r"書?(?:等|など)?[」』]?(?:\([^()]{0,60}\))?(?:に基づ|にもとづ|により|によ[りっるれ]|の一環|を活用|を踏まえ|をふまえ|を契機|をきっかけ"
    r"|に定め|を生か|を活か|に則|に沿|を受け|を根拠|を通じ|の締結を(?:機|契機|きっかけ|受け)"
    r"|の(?:内容|概要|趣旨|目的|期間|有効期間|詳細|写し|様式|対象|取組|取り組み|対応|もと|下))"
)
# A title with its day in a bracket is told of, whatever is done on its ground.
_DAY_BEHIND = re.compile(r"書?[」』]?\([^()]{0,12}¤+[^()]{0,12}\)")
# 「…協定」に基づく取組を始めました(協定締結日:令和5年3月22日)
_SIGNING_DAY = re.compile(r"\((?:協定)?の?(?:締結|調印)(?:年月)?日(?=[:は\s]{0,2}¤)")
_DAY_IS = re.compile(r"(?:の)?(?:締結|提携|調印)?(?:年月)?日?は、?¤+(?:です|でし)?[^、。]{0,6}。?")
_AGAIN = re.compile("(?:改めて|あらためて|再び|再度)[^、。]{0,8}$")
_NAME_OF = re.compile("[)」』]{1,2}の")
_STATE = re.compile("て(?:おり|い)|でいる")
_STRETCH = re.compile(r"[^。]{0,80}")
# A verb in front of the title, and nothing between that closes the clause.
_ATTRIBUTE = re.compile(
    r"(?:締結|調印|取り交わ|交わ|結|提携)(?P<tense>した|している|しております|しています|された|されている|んだ|んでいる|済み?の"
    r"|する(?=[^、。こ場際た]))(?:[^。、()]|\([^()]{0,40}\)){0,40}$"
)
# Behind the verb: not done, or not by these parties.
_TALKED_OF = (
    "検討|協議|準備|打診|申し?入れ|申込|申請|提案|働きかけ|呼びかけ|依頼|要望|要請|希望|可能性|意向(?!書)|候補|募集|促進|推進"
    "|手続|条件|基準|要件|要綱|流れ|必要|意義|相手|対象|方法|是非|見込"
)
_IN_GENERAL = "企業|事業者|団体|大学|必要|べき|か|意義|方針|意向|者|もの|見込|相手"
_UNDONE = re.compile(
    rf"(?:式)?(?:に立ち?会|について(?:の)?(?:{_TALKED_OF})|に向け|へ向け|を目指|をめざ|の?(?:{_TALKED_OF})|しようと|しよう|したい|すべき|できる|できま|できな|していな|んでい(?:ない|ませ)|んでおりませ|しておりませ|してい?ません"
    rf"|されていな|しなか|する(?:こと(?:が|も|は|で|の|により|によ)|場合|際|とき|時は|には|ため|{_IN_GENERAL})"
    "|は(?:ありま|行って|行いませ|な[いく])|するよう|を(?:検討|希望|推進|進め|促|呼び|求め|提案|協議|要望|申し|依頼|要請)|ぶ(?:考え|計画|方針|見通し|余地|つもり|意向|こと|制度|仕組|もの|場合|際|とき|ため|には|方法|よう)"
    "|び(?:たい|、?協議)|ばれ(?:れば|る)|され(?:れば|た場合|る場合)|すれば|(?:する|ぶ)?予定でした|した(?:場合|とき|際に(?:は|必要))|に至らな)"
)
_WILL_BE = "予定|運び|こととな|こととし|ことにな|ことが決|ことを決|はこび|。|$"
_PLANNED = re.compile(
    r"(?:式)?(?:[^。、]{0,6}(?:を|が|は))?(?:いたします|します|行います|行われます|開催します|開催いたします|執り行い?ます|を?予定|びます|わします"
    rf"|されます|される予定|(?:する|ぶ|わす)(?:{_WILL_BE}))"
)
# …協定の締結について: a heading, before the day or after it.
ANNOUNCED = re.compile(r"(?:式)?(?:の実施|の開催)?について(?:の?(?:お知らせ|ご案内))?[\s。)」]*$")
_LINE_END = re.compile(r"書?(?:等)?[」』]?(?:の)?(?:\([^()]*\)|\[[^\[\]]*\])?[\s¤()。:]*$")
_GOES_ON = re.compile(r"(?:の?提携|の?縁組)?書?[」』]?(?:\([^()]{0,40}\))?を?、")


@dataclass(frozen=True, slots=True)
class Signing:
    """A title, what was done, and the span of the words from title to verb."""

    title: Title
    act: Act
    start: int
    end: int
    verb: int
    attributive: bool = False


def find_signings(text: str, titles: Sequence[Title], start: int, end: int) -> list[Signing]:
    """What the sentence between two offsets says of its titles, in its order; each verb counts once."""
    found: list[Signing] = []
    waiting: list[Title] = []
    spoken = -1
    for index, title in enumerate(titles):
        if index + 1 < len(titles) and _named_by(text, title, titles[index + 1]):
            continue
        limit = titles[index + 1].start if index + 1 < len(titles) else end
        signing = _signing(text, title, start, limit, end)
        if signing and signing.verb > spoken:
            # One verb for several: A市とは姉妹都市提携、B市とは友好都市提携を結んでいる.
            found += [Signing(one, signing.act, one.start, one.end, one.end) for one in waiting]
            found.append(signing)
            spoken, waiting = signing.verb, []
        elif signing is None and _GOES_ON.match(text, title.end, end):
            waiting.append(title)
    return found


def _signing(text: str, title: Title, start: int, limit: int, end: int) -> Signing | None:
    """What was done with a title: 結んだ協定を更新した was signed, 結んでいる協定を更新した was renewed."""
    before = _attributive(text, title, start)
    if before and not _STATE.search(text, before.start, title.start):
        return before
    behind = _behind(text, title, limit, end)
    return behind if before is None or (behind and behind.act in ("renewed", "ended")) else before


def _named_by(text: str, title: Title, following: Title) -> bool:
    """Whether a title is but the name of the one behind it: 「グリーンシスター(姉妹都市)」の覚書."""
    gap = text[title.end : following.start]
    return title.type != following.type and bool(_NAME_OF.fullmatch(gap))


def find_acts(text: str, start: int, end: int) -> Iterator[tuple[Act, int, int]]:
    """The verbs of a sentence that names no agreement ("令和2年に締結しました"), with their spans."""
    for match in _VERB.finditer(text, start, end):
        act = _act(text, match, end)
        if act:
            yield act, match.start(), match.end()


def _attributive(text: str, title: Title, start: int) -> Signing | None:
    match = _ATTRIBUTE.search(text, max(start, title.start - 60), title.start)
    if match is None:
        return None
    planned = match["tense"].startswith("する")
    return Signing(title, "planned" if planned else "signed", match.start(), title.end, match.start(), True)


def _behind(text: str, title: Title, limit: int, end: int) -> Signing | None:
    if day := _DAY_IS.fullmatch(text, title.end, end):
        return Signing(title, "signed", title.start, day.end(), day.end())
    if _GROUND.match(text, title.end, end):
        dated = _DAY_BEHIND.match(text, title.end, end)
        if dated:
            return Signing(title, "signed", title.start, dated.end(), title.end)
        day = _SIGNING_DAY.search(text, title.end, end)
        return Signing(title, "signed", title.start, day.end(), day.start()) if day else None
    pattern = _VERBS.get(title.type, _VERB)
    stretch = _STRETCH.match(text, title.end, end)
    stop = stretch.end() if stretch else title.end
    match = pattern.search(text, title.end, min(stop, end))
    if match and text.startswith("式", match.end()):
        # 締結式が行われ、2月6日に調印した: the second verb says when.
        match = pattern.search(text, match.end(), min(stop, end, limit)) or match
    if match and match.start() >= limit and not _same_breath(text, title.end, limit):
        match = None
    if match:
        act = _act(text, match, end)
        return Signing(title, act, title.start, match.end(), match.start()) if act else None
    named = _LINE_END.match(text, title.end, end)
    return Signing(title, "named", title.start, title.end, title.end) if named else None


def _same_breath(text: str, start: int, limit: int) -> bool:
    """Whether the next title still belongs to this one: 「…に関する協定」の協定書に."""
    return limit - start <= 3 or (text[start : start + 1] == "(" and limit - start <= 8)


def _act(text: str, match: re.Match[str], end: int) -> Act | None:
    if _UNDONE.match(text, match.end(), end):
        return None
    act = match.lastgroup
    if act == "signed" and _AGAIN.search(text[max(0, match.start() - 12) : match.start()]):
        act = "renewed"
    if act in ("signed", "twinned", "declared"):
        return "planned" if _PLANNED.match(text, match.end(), end) else "signed"
    if _PLANNED.match(text, match.end(), end) or text.startswith(")", match.end()):
        return None  # (協約の変更及び廃止) heads an article
    return "renewed" if act == "renewed" else "ended"
