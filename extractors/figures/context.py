"""What the words around a figure say of it: what it measures, whether it is reached or aimed at, or a change.

>>> place = Place("市の温室効果ガスを46%削減することを目指す。", (0, 23), 9, 12)
>>> measure(place, "%"), status(place)
('温室効果ガス削減率', 'target')
>>> measure(Place("参加団体は120団体です", (0, 12), 5, 10), "団体")
'参加団体'
"""

from __future__ import annotations

import re

from extractors.figures.place import Place
from extractors.records import Status

# Words of a head, a bracket or a label that say how a figure is meant.
_STATUS: dict[str, Status] = {
    "実績": "actual",
    "速報": "actual",
    "確定": "actual",
    "決算": "actual",
    "現状": "actual",
    "現況": "actual",
    "目標": "target",
    "計画値": "target",
    "削減目安": "target",
    "見込": "forecast",
    "予測": "forecast",
    "推計": "forecast",
    "見通": "forecast",
    "想定": "forecast",
    "予定": "forecast",
}
_WORD = "|".join(_STATUS)
_BRACKET = re.compile(rf"[^。、()]{{0,12}}\([^()]{{0,10}}?({_WORD})(?!人口)[^()]{{0,8}}\)")
# A label right before the figure: 基準年度実績 767.4万, 目標値：50%, 目標は50%.
_LABEL = re.compile(
    rf"({_WORD})(?:値|量|額|年度|数|み)?(?:\([^()]{{0,12}}\))?"
    r"(?: ?(?:令和|平成|[RH])?[0-9]{1,4}(?:年度?)?(?=[ :は]))?"
    r"(?:[はがをで]|と?して|である|(?<=[込み定標状])の|:| |\n|、)*\Z"
)
# A label or topic at the start holds for all of the line: 中期目標(2030年度) 2013年度比 50%削減, 目標は2030年に50%.
# 排出量(速報値)は約1,691万
_NOTED = re.compile(rf"\([^()]{{0,8}}({_WORD})(?!人口)[^()]{{0,6}}\)[はがをで]? ?約?\Z")
_OPENING = re.compile(rf"[^。、: ]{{0,14}}?({_WORD})(?:値|量|額|み)?(?:\([^()]{{0,12}}\))?[ :は](?!.*[。:])")
_PART = re.compile(r"(?:以上|超|弱|強)?を?達成|に(?:当た|相当|達)")  # 目標の8割を達成 is a part of the aim
_COURSE = re.compile("推移")  # a course of years holds what was and what is to be
_AIM = re.compile(
    r"(?P<target>(?:を|と|に|こと)(?:を|する)?.{0,6}?(?:目指|めざ|目標)|目標(?:と|に|を?掲げ|を?設定|で))"
    r"|見込|見通し|予測|[るく]と(?:推計|想定|予想)|と(?:試算|見積)"
)
# Here a fact has been told to its end, and the aim behind it is another's.
_FACT = re.compile(r"とな[りっ]|でした|ました|であり|ており|で、")
# The way from one figure to the next in an enumeration: what is said at its end is said of both.
_ENUMERATION = re.compile(
    r"(?:の?[一-鿿々ァ-ヺーA-Za-z]{1,14}){0,3}[、・とや](?:[一-鿿々ァ-ヺーA-Za-z0-9]{1,14}[はをがの]?){0,2}約?"
)
_BASE = re.compile(r"\A基準|基準年|基準値")
_HEAD = re.compile(rf"(?:{_WORD})(?!人口)")
# 基本目標2 and 目標11 number what is aimed at in words.
_SECTION = re.compile(rf"(?!(?:(?<=基本)|(?<=重点)|(?<=施策)|(?<=政策))目標|目標 ?[0-9])(?:{_WORD})(?!人口)")
_DEFERRED = re.compile("目標(?:達成)?(?:に向|の達成|年度)")

_NOUN = r"[一-鿿々ァ-ヺーA-Za-z0-9₂・]"
# The noun that leads up to the number: 参加者は, 面積:, 排出量を約.
_TOPIC = re.compile(rf"({_NOUN}{{2,24}})(?:に?は|が|を|も|の|で|、|:| |\||\n|\(|約|うち|計)*\Z")
_SUBJECT = re.compile(rf"({_NOUN}{{2,24}})(?:は|が|を|の)")
_NOUN_CHARACTER, _SUBJECT_REACH = re.compile(_NOUN), 60
_RATE = re.compile(r"(?:程度|以上|以下|の)?(削減|減少|低減|低下|増加|上昇|向上|拡大|達成|減|増)")
_STEMS = {"減": "減少", "増": "増加"}
_ROLE = re.compile(
    r"(?:実績|目標|見込み?|予測|推計|基準年度?比?)(?:値|量)?$|比$|^[0-9.,・]+$|^[0-9]{1,4}年(?:[0-9]{1,2}月)?$"
    r"|^(?:実質|正味|ネット)$|(?:年度?末?|時点|現在|年間|今回|延べ|全体|合計|総勢|まで|以来|累計|今後|うち)$"
)
_UNIT_NOTE = re.compile(r"[(\[〔][^()\[\]〔〕]*[)\]〕]|単位[:：]?.*")
_INSIDE, _ASIDE = re.compile(r"[^()]*\)"), re.compile(r"\([^()]*\)")
_REACH = 60  # characters in which a sentence comes to its aim
_PURE = ("%", "ポイント", "‰", "倍", None)
_CHANGE = re.compile(
    r"増減|前[年月回](?:度)?(?:同期)?比(?!較)|前年(?:度)?差|伸び率|変化率|変化量|増加率|減少率|差引|対前年"
)


def status(place: Place) -> Status | None:
    """Whether the figure is reached, aimed at or foreseen; null when nothing says so."""
    after = place.after
    if match := _BRACKET.match(after) or _NOTED.search(place.since):
        return _STATUS[match[1]]
    if (match := _LABEL.search(place.since)) and not _PART.match(after):
        return _STATUS[match[1]]
    for head in (*reversed(place.heads), place.title):
        meant = {_STATUS[word] for word in _HEAD.findall(head)}
        if meant or _BASE.search(head):
            return meant.pop() if len(meant) == 1 and not _COURSE.search(head) else None
    if match := _OPENING.match(place.before.rpartition("。")[2].rpartition("\n")[2]):
        return _STATUS[match[1]]
    said = _said_of(place)
    if (match := _AIM.search(said)) and not _DEFERRED.search(said):
        return "target" if match["target"] else "forecast"
    return next((_STATUS[m.group()] for head in place.section[-1:] if (m := _SECTION.search(head))), None)


def _said_of(place: Place) -> str:
    """What is said of the figure after it: to the end of its bracket, or up to the next figure or a told fact.

    An aside in brackets is passed over; what ends an enumeration is said of each of its figures.
    """
    said = place.text[place.end : min(place.sentence[1], place.end + _REACH)]
    if inside := _INSIDE.match(said):
        return inside.group()
    aside = _ASIDE.match(said)
    start = place.end + aside.end() if aside else place.end
    last = place.right if place.right is not None and place.right > start else place.end + _REACH
    if last < place.end + _REACH and _ENUMERATION.fullmatch(place.text, start, last):
        last = place.end + _REACH
    said = said[start - place.end : last - place.end]
    fact = _FACT.search(said)
    return said[: fact.start()] if fact else said


def is_change(place: Place, signed: bool, unit: str | None) -> bool:
    """Whether the figure is a change that carries its sign: a signed share, or under a head that says so."""
    if any(_CHANGE.search(head) for head in place.heads):
        return True
    return signed and (unit in _PURE or bool(_CHANGE.search(place.since) or _RATE.match(place.after)))


def measure(place: Place, unit: str | None, counted: bool = False) -> str | None:
    """What is counted or measured, as a short noun phrase in the words of the document."""
    if place.heads:
        return _from_heads(place)
    topic = _TOPIC.search(_ASIDE.sub("", place.since[-60:])[-40:])
    name = topic[1].strip("・") if topic and not _ROLE.search(topic[1]) else None
    if unit in _PURE:
        subject = name or _subject(place)
        rate = _RATE.match(place.after)
        return f"{subject or ''}{_STEMS.get(rate[1], rate[1])}率" if rate else subject
    if name is None and counted and unit:
        return "人数" if unit == "人" else f"{unit}数"
    return name


def _subject(place: Place) -> str | None:
    """The last noun before the figure that は, が, を or の follows and that is no date or label."""
    before = place.before
    start = max(len(before) - _SUBJECT_REACH, 0)
    while start and _NOUN_CHARACTER.match(before, start - 1):
        start -= 1  # not into a word
    names = [match[1] for match in _SUBJECT.finditer(before, start) if not _ROLE.search(match[1])]
    return names[-1] if names else None


def _from_heads(place: Place) -> str | None:
    names = [_UNIT_NOTE.sub("", head).strip() for head in place.heads]
    spoken = [name for name in names if len(name) > 1 and not re.fullmatch(r"[0-9.,年度令和平成元\sR-]+", name)]
    return "・".join(dict.fromkeys(spoken))[:40] or place.title[:40] or None
