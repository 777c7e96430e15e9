"""Values as people write and read them: dates in both calendars, numbers exact, lists in one line.

>>> wareki("2021-01-28"), wareki("2016-04/2017-03"), wareki("../2050"), wareki("2019-05-01")
('令和3年1月28日（木）', '平成28年度', '〜令和32年', '令和元年5月1日（水）')
>>> edtf("令和3年1月28日"), edtf("2021-01"), edtf("平成28年度"), edtf("そのうち")
('2021-01-28', '2021-01', '2016-04/2017-03', 'そのうち')
>>> written(["環境", "防災"]), written(None), written(Decimal("-3.20"))
('環境、防災', '', '-3.2')

>>> moment("2026-11-26T20:30:00Z", "ja"), moment("2026-11-26T20:30:00Z", "en")
('2026年11月27日 5:30', '2026-11-27 05:30 JST')

What cannot be read as a date stays as it was typed: the record's type refuses it and says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from extractors.dates.eras import ERAS, GREGORIAN
from extractors.dates.finder import parse
from extractors.records import Party

_PART = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?[~?%]?")
_FISCAL = re.compile(r"(\d{4})-04/(\d{4})-03")
_FORM = re.compile(r"[0-9X.~?%/-]+")  # made of the characters of EDTF alone
_WEEKDAYS = "月火水木金土日"
_JAPAN = timezone(timedelta(hours=9))


def wareki(value: str | None) -> str:
    """The date in EDTF as a Japanese reader says it; empty where there is no such way."""
    if not value:
        return ""
    if (fiscal := _FISCAL.fullmatch(value)) and int(fiscal[2]) == int(fiscal[1]) + 1:
        return f"{_year(date(int(fiscal[1]), 4, 1), whole=True)}度"
    first, slash, last = value.partition("/")
    sides = [_side(first), _side(last)] if slash else [_side(first)]
    return "〜".join(sides) if any(sides) else ""


def edtf(typed: str) -> str:
    """What a person typed as EDTF: EDTF itself or any date that a document could hold."""
    typed = typed.strip()
    return typed if not typed or _FORM.fullmatch(typed) else parse(typed) or typed


def written(value: Any) -> str:
    """A value as it stands in a field of a form."""
    if value is None or isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Party | Mapping):  # as a record has it, or as a row of JSON
        return written(value.name if isinstance(value, Party) else value.get("name"))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(map(written, value))
    return str(value)


def moment(stamp: str, language: str) -> str:
    """A time of the ledger as a clock in Japan shows it; what is no time stays as it is."""
    try:
        there = datetime.fromisoformat(stamp).astimezone(_JAPAN)
    except ValueError:
        return stamp
    if language == "ja":
        return f"{there.year}年{there.month}月{there.day}日 {there.hour}:{there.minute:02}"
    return f"{there:%Y-%m-%d %H:%M} JST"


def _side(value: str) -> str:
    part = _PART.fullmatch(value)
    if not part:
        return ""
    year, month, day = (int(number) if number else None for number in part.groups())
    try:
        moment = date(year or 0, month or 1, day or 1)
    except ValueError:
        return ""
    months = f"{month}月" if month else ""
    days = f"{day}日（{_WEEKDAYS[moment.weekday()]}）" if day else ""
    return _year(moment, whole=not month) + months + days


def _year(moment: date, *, whole: bool) -> str:
    """The year with its era; a whole year is named after the era that held its end (平成31年 began 2019)."""
    last = date(moment.year, 12, 31) if whole else moment
    era = next((era for era in ERAS if era.holds(last)), None)
    if era is None or last < GREGORIAN:
        return f"{moment.year}年"
    number = moment.year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"
