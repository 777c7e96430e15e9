"""The year of a date, and whether a date beside a figure is the time that the figure speaks of.

>>> from dataclasses import replace
>>> day = DateRecord(start=0, end=9, text="2023年5月1日", edtf="2023-05-01", confidence=1)
>>> text = "2023年5月1日現在の会員は30社。2023年5月1日に訪れた30人"
>>> speaks_of(text, day, Place(text, (0, 20), 15, 18)), year_of(day)
(True, '2023')
>>> speaks_of(text, replace(day, start=20, end=29), Place(text, (20, 36), 33, 36))
False

A year stands for what was counted in it. A day or month tells when something was done, which is not a figure's period
unless the words say that it was the state of that time (現在, 末) or was reached then (に到達).
"""

from __future__ import annotations

import re

from extractors.dates.edtf import fiscal_year
from extractors.figures.place import Place
from extractors.records import DateRecord

_ASIDE = 60  # characters that a bracket with a figure can take
_FISCAL = re.compile(r"([0-9]{4})-04/([0-9]{4})-03")
_ENDS = re.compile(r"([0-9]{3}[0-9X])(?:-[0-9]{2})*~?")
_WHOLE = re.compile(r"(?:\.\./)?(?:[0-9]{3}[0-9X]|[0-9]{4}-04/[0-9]{4}-03)~?(?:/[0-9]{3}[0-9X])?")
_STAMP = re.compile(r"(?:末|頃)?(?:の?時点|現在)|末|[のに]?(?:国勢調査|推計人口|住民基本台帳|調べ)")
# 令和6年4月の人口 speaks of that year; 4月に and 4月から tell when something was done.
_OF_MONTH = re.compile(r"の(?!間)")
_COME_TO = re.compile(r"(?:[にを](?:到?達|突破|超)|とな[りっ])")
# The clause of the year goes on to describe something else: 2019年に立ち上げた仕組みに5都市が.
_DESCRIBES = re.compile(
    r"(?:[に、]|から)[^。]{0,40}?た(?=[一-鿿ァ-ヺ「『])(?!年|月|前|後|時|結果|場合)(?![^。、]{1,20}(?<!に)は)"
)
_AFTER_DATE = re.compile(
    r"(?:の?(?:当初|補正)?(?:予算|決算|実績|水準|排出量|同[期月])?額?)?(?:比(?![率重])|対比|[とに]比[べ較])|を基準|法律|条例第|年法"
    r"|の約?[0-9.,]+(?:倍|割|%)"
)


def speaks_of(text: str, date: DateRecord, place: Place) -> bool:
    """Whether a date in the sentence before a figure, of the folded text, is the figure's period."""
    edtf = date.edtf or "/.."
    if _AFTER_DATE.match(text, date.end) or edtf.endswith("/.."):
        return False
    if place.start - date.end <= 2 and text.startswith(":", date.end):  # 2019年12月: 312MW
        return True
    if edtf.startswith("..") or date.text.endswith("末") or _STAMP.match(text, date.end):
        return True
    if _WHOLE.fullmatch(edtf):
        return not _DESCRIBES.match(text, date.end, place.start)
    reached = _COME_TO.search(text, max(date.end, place.end - 5), place.end + 3)
    return bool(reached) or (edtf.count("-") == 1 and bool(_OF_MONTH.match(text, date.end)))


def closed_before(text: str, place: Place) -> int:
    """Where the bracket opens that holds the figure before and has closed since; what it dates is told to its end."""
    close, opening = place.since.find(")"), place.since.find("(")
    if close < 0 or 0 <= opening < close or place.left <= place.sentence[0]:
        return place.left
    found = text.rfind("(", max(place.sentence[0], place.left - _ASIDE), place.left)
    return found if found >= 0 else place.left


def speaks_of_one(text: str, date: DateRecord, place: Place) -> bool:
    """Whether 前年度 stands right before the amount of an earlier figure (前年度12,800t), and so for it alone."""
    return date.text.startswith("前") and date.end < place.left and text[date.end].isdigit()


def is_stamp(text: str, date: DateRecord) -> bool:
    """Whether the date is said to be the day of the count (現在, 時点)."""
    return bool(_STAMP.match(text, date.end))


def year_of(date: DateRecord) -> str | None:
    """The year or fiscal year that holds the date; a span of several years stays one."""
    return year_within(date.edtf, date.text)


def year_within(edtf: str | None, written: str) -> str | None:
    """The year or fiscal year that holds an EDTF value, `written` being the words that state it."""
    if edtf is None or _FISCAL.fullmatch(edtf):
        return edtf
    first, _, last = edtf.partition("/")
    ends = [match[1] for part in (first, last) if (match := _ENDS.fullmatch(part))]
    if "年度" in written and first == ".." and ends:
        return fiscal_year(int(last[:4]) - 1) if last.endswith("-03") else ends[0]
    if edtf.endswith("/..") or (first == ".." and not ends) or _fiscal_span(edtf):
        return edtf
    return "/".join(dict.fromkeys(ends)) or None


def _fiscal_span(edtf: str) -> bool:
    first, _, last = edtf.partition("/")
    return first.endswith("-04") and last.endswith("-03")


def year_before(period: str | None) -> str | None:
    """The year before a year or a fiscal year."""
    if period is None:
        return None
    if match := _FISCAL.fullmatch(period):
        return fiscal_year(int(match[1]) - 1) if int(match[2]) == int(match[1]) + 1 else None
    return str(int(period) - 1) if period.isdigit() else None
