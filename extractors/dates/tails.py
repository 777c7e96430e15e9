"""What stands right behind a moment and belongs to it: weekday, 上旬, 頃, clock times.

>>> from extractors.dates.moments import Moment
>>> tail("8日(火) 午後1時30分~3時", 2, 17, Moment(form="bare", day=8))
Tail(end=16, weekday=1, time='13:30/15:00', about=False, decade=False, until=False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.dates.moments import Moment
from extractors.dates.terms import ABOUT, CLOCK, DECADE, PART, SEASON, WEEKDAY, WEEKDAYS

_AFTERNOON = ("午後", "PM", "pm")


@dataclass(frozen=True, slots=True)
class Tail:
    """Where it ends and what it says. `until`: it closes with a time and まで, as 17時まで does."""

    end: int
    weekday: int | None = None
    time: str | None = None
    about: bool = False
    decade: bool = False
    until: bool = False


def tail(text: str, end: int, stop: int, one: Moment) -> Tail:
    """The tail of the moment that ends at `end`, in folded text."""
    found = Tail(end)
    if one.form == "hints":
        return found
    if (one.year or one.short) and not one.fiscal and one.month is None and (match := DECADE.match(text, end, stop)):
        return Tail(match.end(), decade=True)
    if match := WEEKDAY.match(text, end, stop) if one.day else None:
        name = match["short"] or match["long"] or match["english"]
        found = replace(found, end=match.end(), weekday=WEEKDAYS[name])
    season = SEASON.match(text, end, stop) if one.finest == 1 and not one.fiscal else None
    if match := season or PART.match(text, found.end, stop):
        found = replace(found, end=match.end())
    if match := ABOUT.match(text, found.end, stop):
        found = replace(found, end=match.end(), about=True)
    if one.day or (one.word or "").endswith("日"):
        found = _timed(text, stop, found)
    return found


def _timed(text: str, stop: int, found: Tail) -> Tail:
    match = CLOCK.match(text, found.end, stop)
    if match is None:
        return found
    time = _time(match)
    until = match.group().endswith("まで") and "/" not in (time or "")
    return replace(found, end=match.end(), time=time, until=until)


def _time(match: re.Match[str]) -> str | None:
    """The clock time or span of times, 24 hours a day; null when it cannot be."""
    times = []
    half = None
    for number in ("1", "2"):
        hour, noon = match[f"h{number}"], match[f"noon{number}"]
        if hour is None and noon is None:
            break
        half = match[f"half{number}"] or half
        late = half in _AFTERNOON and not noon and int(hour) < 12
        minute = match[f"c{number}"] or match[f"n{number}"] or ("30" if match[f"s{number}"] else "00")
        hours = 12 if noon else int(hour) + (12 if late else 0)
        if hours > 24 or int(minute) > 59:
            return None
        times.append(f"{hours:02}:{int(minute):02}")
    return "/".join(times)
