"""Which of a sentence's dates says when an agreement was signed, renewed or ended.

>>> from extractors.agreements.reading import When
>>> text = "港市は岬町と協定を締結しています(¤¤¤¤)。"
>>> dates_of(text, [When(17, 21, "2015-02")], 0, len(text), verb=9, act="signed")
AgreementDates(signed='2015-02', renewed=(), ended=None)

The nearest date before the verb counts, unless another event stands between the two; else the one in the bracket
behind the verb. Words right behind a date (更新, 満了, 記者発表) say what it is. The text is the masked one of a
reading. A date that might belong to something else is left out: no date rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.agreements.reading import When
from extractors.agreements.signings import Act

# What the words right behind a date (or its bracket) make of it.
_MEANING = re.compile(
    r"(?:付け?(?:で|の|にて)|をも(?:って|ちまして)|限りで)?[にのでもは、~\s]{0,3}(?:"
    r"(?P<renewed>再締結|再調印|更新|改定|改訂|改正(?![一-鿿ァ-ヺー]{0,20}(?:法|条例|規則))|延長|一部変更|変更)"
    r"|(?P<ended>満了|終了|解消|失効|廃止|解除|破棄|終結)"
    r"|(?P<not>記者発表|発表|公表|公開|掲載|付け?記者|現在|時点|版|号|報道|に?(?:開催|実施|発生|設立|開館|開業|開園|開設|就任|来訪|訪問|来日|合併|制定|施行|策定)(?!し?た?(?:協定|覚書))|まで|周年|(?:法律|政令|省令|条例|規則|告示|訓令)第)"
    r"|(?P<signed>締結|調印|提携|結|署名|交わ|盟約))"
)
# An event of its own between a date and the verb: the date is that event's.
_EVENT = re.compile(
    r"(?:発生|開催|採択|制定|施行|策定|設立|選定|認定|指定|表明|開始|開業|開館|開園|開校|開通|開設|訪問|来訪|来日|来市|合併|誕生|加盟|加入|就任|受賞|実施|参加|設置"
    r"|申請|発足|被災|公表|発表|交流|視察|招待|招へい|派遣|受入|受け入れ|移転|着工|竣工|完成|運行|運転|整備|導入|作成|改正|変更|協議|合意|決定|議決|可決|見舞)"
    r"(?:し(?:て|た(?!連携|包括|災害|協定|覚書|相互)|、|まし)|され|を(?:受け|行|機|契機|開始)|が(?:あ|行|始|開)|に(?:伴|より|よって|合わせ|あわせ|続)|から)"
    r"|選ばれ|行われ|始ま(?:り|っ)|開か(?:れ)|訪れ|見舞われ|設け(?:て|、|られ)|立ち上げ|締結して(?:から|以来)|を受け、"
)
# An event that is only the case an agreement provides for: 災害が発生した場合.
_CASE = re.compile(r"[^、。]{0,8}(?:場合|際|とき|時の|時に)")
# Not events of their own: 調印式が開かれ, 開かれた会議で, and a visit on the very day of signing.
_CEREMONY = re.compile("(?:締結|調印|署名|協定)式")
_OCCASION = re.compile(
    "た[^、。は¤]{0,20}(?:会議|式典?|会談|会合|大会|総会|サミット|フォーラム|協議会|祭|まつり)(?:の席上?|の場|の中|内)?(?:で|にて|において)"
)
_CAME = re.compile("(?:訪れ|来訪し|訪問し|来日し|来市し)(?:て|、|まし)?")
_LATER = re.compile("その後|後日|翌|のち|を経て|以後|以降")
# 締結しています(平成27年2月), 締結:2018年11月, 締結 2018年11月.
_OPENED = re.compile(r"(?:[^。(]{0,16}\(\s?|(?:締結|調印|提携|署名)?(?:年月)?日?[\s:・]{0,3})$")

# 連携協約を締結することとなり、3月27日に締結式を行います。
_HELD = re.compile(r"[にの、]{0,2}[^、。¤]{0,24}(?:締結|調印|署名|協定)式[をがに]")
# 「…協定」(平成31年2月6日締結)に基づき: the bracket says it, whatever date stands before.
_STATED = re.compile(r"書?[」』]?\(¤")
_SIGNING_DAY = re.compile(r"\((?:協定)?の?(?:締結|調印)(?:年月)?日[:は\s]{0,2}¤")
_SIGNED = re.compile("に?(?:締結|調印|提携)")


@dataclass(frozen=True, slots=True)
class AgreementDates:
    """The dates of one agreement in EDTF; null or empty where the sentence does not say."""

    signed: str | None = None
    renewed: tuple[str, ...] = ()
    ended: str | None = None


def dates_of(text: str, dates: Sequence[When], start: int, end: int, *, verb: int, act: Act) -> AgreementDates:
    """The dates that a sentence between `start` and `end` gives to the agreement whose verb stands at `verb`."""
    usable = [date for date in dates if start <= date.start < end and point(date.edtf)]
    meant = {date: _meaning(text, date, end) for date in usable}
    main = _main(text, [date for date in usable if meant[date] in (None, "signed")], verb)
    renewed = [point(date.edtf) for date in usable if meant[date] == "renewed"]
    ended = [point(date.edtf) for date in usable if meant[date] == "ended"]
    value = point(main.edtf) if main else None
    if act == "renewed":
        return AgreementDates(None, _several((*renewed, value)), next(iter(ended), None))
    if act == "ended":
        return AgreementDates(None, _several(renewed), next(iter(ended), value))
    return AgreementDates(value, _several(renewed), next(iter(ended), None))


def dated(value: str, act: Act) -> AgreementDates:
    """The dates of an agreement of which one thing is told, on one day."""
    if act == "renewed":
        return AgreementDates(None, (value,))
    return AgreementDates(None, (), value) if act == "ended" else AgreementDates(value)


def point(edtf: str) -> str | None:
    """A day, month or year (or a fiscal year) that can be a date of signing; the start of 1980年から."""
    if edtf.endswith("/.."):
        edtf = edtf[:-3]
    if edtf.startswith("../") or edtf.endswith("/.."):
        return None
    return edtf if "/" not in edtf or _is_fiscal_year(edtf) else None


def _is_fiscal_year(edtf: str) -> bool:
    first, last = edtf.split("/")
    return first.endswith("-04") and last.endswith("-03") and int(last[:4]) == int(first[:4]) + 1


def compatible(one: str | None, other: str | None) -> bool:
    """Whether two dates can be the same, one perhaps more exact than the other."""
    return not one or not other or one.startswith(other) or other.startswith(one) or _in_year(one, other)


def exacter(one: str | None, other: str | None) -> str | None:
    """The more exact of two compatible dates."""
    if not one or not other:
        return one or other
    if "/" in one or "/" in other:
        return one if "/" in other else other
    return max(one, other, key=len)


def _in_year(one: str, other: str) -> bool:
    span, day = (one, other) if "/" in one else (other, one)
    return "/" in span and "/" not in day and len(day) > 4 and span[:7] <= day[:7] <= span.split("/")[1]


def _several(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _meaning(text: str, date: When, end: int) -> str | None:
    match = _MEANING.match(text, date.end, end)
    return match.lastgroup if match else None


def _main(text: str, dates: Sequence[When], verb: int) -> When | None:
    stated = next((date for date in dates if _STATED.match(text, verb, date.start + 1)), None)
    if stated and (_SIGNED.match(text, stated.end) or text[stated.end : stated.end + 1] == ")"):
        return stated
    stated = next((date for date in dates if _SIGNING_DAY.match(text, verb, date.start + 1)), None)
    if stated:
        return stated
    for date in reversed([date for date in dates if date.start < verb]):
        if not _parted(text, date, verb):
            return date
    behind = next((date for date in dates if date.start >= verb), None)
    if behind and (_OPENED.match(text[verb : behind.start]) or _HELD.match(text, behind.end)):
        return behind
    return None


def _parted(text: str, date: When, verb: int) -> bool:
    """Whether another event stands between a date and the verb."""
    ceremony = _CEREMONY.search(text, max(0, date.start - 8), verb)
    return any(
        not _CASE.match(text, event.end())
        and not (ceremony and ceremony.end() <= event.start())
        and not _same_day(text, date, event, verb)
        for event in _EVENT.finditer(text, date.end, verb)
    )


def _same_day(text: str, date: When, event: re.Match[str], verb: int) -> bool:
    """Whether the event is the occasion on which was signed: a meeting held then, a visit on that very day."""
    if _LATER.search(text, event.end(), verb):
        return False
    held = event.group().startswith(("開か", "行わ", "開催")) and _OCCASION.match(
        text, event.end() - event.group().endswith("た")
    )
    return bool(held) or (len(date.edtf) > 7 and "/" not in date.edtf and bool(_CAME.match(event.group())))
