"""Two halves of a span, and the items of a list: what follows a first moment and leaves out what it said.

>>> from extractors.dates.moments import moment
>>> from extractors.dates.terms import WHEN
>>> text = "8月6日から9日まで"
>>> half = second_half(text, 4, len(text), moment(WHEN.search(text)))
>>> half.moment.day, half.start, half.end
(9, 6, 8)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.dates.eras import era
from extractors.dates.moments import Moment, moment, value
from extractors.dates.terms import ENGLISH_MONTHS, ENGLISH_REST, LIST, RANGE, SINGLE, WHEN, YEAR_ITEM

# After these a number of days is a length, a share or a place in a row.
LENGTH = re.compile(
    r"間|以内|以上|以下|未満|分|目|前|後|ほど|程|あたり|当た|当り|/|につき|ごと|毎|余|を超|本(?!日|市|町|村|県)|[限曜]"
)
_NOTHING_TOLD = re.compile(r"(?: ?\([月火水木金土日](?:曜日?)?\))?(?:まで| ?[)\n|\t]| ?\Z)")
# 7月27日(土) 成田発～8月5日(月) 成田着
_LEAVING = re.compile(r" ?[一-鿿ァ-ヺー]{0,8}(?:発|出発)(?= ?[~-])")
_CLOSING = re.compile(r"まで|にかけ")
_WORDS = ("翌年", "同年", "翌年度", "同年度", "同月", "翌月", "翌日", "翌々年", "同", "翌", None)
_ITEMS = ("bare", "months", "kanji_month", "kanji_day")
NUMERIC = ("numbers", "dotted", "slashed")


@dataclass(frozen=True, slots=True)
class Half:
    """The moment that goes on from another, and its span."""

    moment: Moment
    start: int
    end: int


def second_half(text: str, end: int, stop: int, first: Moment) -> Half | None:
    """The second half of a span whose first ends at `end`, when から or a dash joins the two."""
    leaving = _LEAVING.match(text, end, stop) if first.day else None
    joint = RANGE.match(text, leaving.end() if leaving else end, stop)
    if joint is None:
        return None
    half = _half(text, joint, stop, first)
    if half is None or _lopsided(joint, first, half.moment):
        return None
    # Across the end of a line goes a half that leaves something out (11月22日～⏎24日), or after which nothing is told.
    fits = not joint["line"] or first.elided or half.moment.unit > first.unit or _NOTHING_TOLD.match(text, half.end)
    return half if fits else None


def next_item(text: str, end: int, stop: int, first: Moment, last: Moment) -> Half | None:
    """The next item of a list (15日・16日, 令和2、3年度), when it leaves out what the one before it said."""
    joint = LIST.match(text, end, stop)
    if joint is None:
        return None
    if last.elided and last.unit == 1 and (year := YEAR_ITEM.match(text, joint.end(), stop)):
        west, short = year["west"], year["short"]
        whole = Moment("bare", year=value(west), short=None if west else value(short), elided=True)
        return Half(whole, year.start(), year.end())
    match = WHEN.match(text, joint.end(), stop)
    item = moment(match) if match else None
    if match is None or item is None or not _goes_on(text, match.end(), first, last, item):
        return None
    if item.elided and not LIST.match(text, match.end(), stop):  # 15日、16~18日: a span of its own
        return None
    return Half(item, match.start(), match.end())


def adjoins(last: Moment, item: Moment) -> bool:
    """Whether the item is the day, month or year after the last."""
    if item.unit == 1:
        if item.year is not None and last.year is not None:
            return last.year + 1 == item.year
        return (last.short or -1) + 1 == (item.short or -1)
    if item.unit == 3:
        return (last.day or 0) + 1 == item.day
    return item.day is None and (last.month or 0) + 1 == item.month


def _half(text: str, joint: re.Match[str], stop: int, first: Moment) -> Half | None:
    if first.form in NUMERIC and (single := SINGLE.match(text, joint.end(), stop)):
        number = int(single["day"])
        fits = (first.day or first.month or 0) < number <= (31 if first.day else 12)
        whole = replace(first, day=number) if first.day else replace(first, month=number)
        return Half(replace(whole, year=None, era=None), single.start(), single.end()) if fits else None
    if first.form == "english" and first.year is None and (rest := ENGLISH_REST.match(text, joint.end(), stop)):
        month = ENGLISH_MONTHS[rest["month"][:3]] if rest["month"] else first.month
        return Half(Moment("english", value(rest["year"]), month, value(rest["day"])), rest.start(), rest.end())
    match = WHEN.match(text, joint.end(), stop)
    half = moment(match) if match else None
    if first.form == "words" and first.month is None and half and half.year:  # 契約日の翌日から令和5年3月17日まで
        return None
    if match is None or half is None or half.elided or half.word not in _WORDS:
        return None
    # 平成19年度から23年まで, FY2021-2023
    if first.fiscal and (half.form == "hints" or (half.short is not None and half.month is None)):
        half = replace(half, fiscal=True)
    fits = (
        _same_notation(first, half)
        and _same_unit(text, match.end(), joint.group(), first, half)
        and _is_no_length(text, match.end(), joint, half)
    )
    return Half(half, match.start(), match.end()) if fits else None


def _same_notation(first: Moment, half: Moment) -> bool:
    if half.form == "hints":  # 2018-2024, FY2021-2023
        return (
            first.form in ("years", "fiscal_years", "english")
            and first.month is None
            and (half.year or 0) > (first.year or 0)
        )
    if half.form == "kanji_month":
        return first.finest == 2
    if {half.form, first.form} & {"letters", "english"}:
        return half.form == first.form
    stated = first.year is not None and half.year is not None
    return stated or (first.form in NUMERIC) == (half.form in NUMERIC)


def _same_unit(text: str, end: int, joint: str, first: Moment, half: Moment) -> bool:
    """Whether the half goes on from the unit that the first ends in: 4～6月 and 8月6～9日 do."""
    if first.form == "english":
        return True
    if first.finest == 3 and half.finest < 3 and "から" in joint and not _CLOSING.match(text, end):
        return False  # 9月2日から9月議会が始まる
    if first.elided and half.unit != first.finest and half.form != "hints":
        return False
    if half.word and half.finest < first.finest:  # 2024年2月頃 → 同年夏
        return False
    if half.unit == 3:
        return first.day is not None or half.word is not None
    return half.word is not None or half.unit <= first.finest or first.finest == half.finest


def _is_no_length(text: str, end: int, joint: re.Match[str], half: Moment) -> bool:
    """令和2年から5年間 tells how long, 8月6日から3日以内 too."""
    if half.form not in ("bare", "kanji_day"):
        return True
    if half.short is None:
        return not LENGTH.match(text, end)
    whole = half.fiscal or half.month is not None or "から" not in joint.group()
    return whole or bool(_CLOSING.match(text, end))


def _lopsided(joint: re.Match[str], first: Moment, half: Moment) -> bool:
    """Whether the wave closes the first date and the second says what happened: 2020年7月～ 2050年実質ゼロを表明."""
    wave = joint.group()
    return wave[-1] == " " and wave[0] != " " and first.finest > 1 and half.finest == 1


def _in_a_row(text: str, end: int, last: Moment, item: Moment) -> bool:
    """平成5年、15年、25年 are years; of two alone the second may be a length of time."""
    if last.era is None or last.finest > 1 or item.finest > 1 or item.fiscal or last.fiscal:
        return False
    begun = era(last.era).year(item.short or 0) > (last.year or 0)
    return begun and (last.form == "bare" or LIST.match(text, end) is not None)


def _goes_on(text: str, end: int, first: Moment, last: Moment, item: Moment) -> bool:
    if item.form == "years":  # 2019・2020・2021年度
        return last.elided and item.month is None
    if item.word or item.form not in _ITEMS:
        return False
    if item.short is not None:
        years = last.unit == 1 and last.month is None and (last.fiscal or last.elided) and item.fiscal
        return years or _in_a_row(text, end, last, item)
    if item.unit == 3:
        return last.day is not None and not LENGTH.match(text, end)
    return (first.unit == 1 or last.elided) and last.month is not None and item.finest == last.finest
