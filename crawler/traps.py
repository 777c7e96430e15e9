"""Addresses without end: folders that repeat, calendars that go on for ever, pages that differ in their numbers only.

>>> traps = Traps(2026)
>>> traps.reason("http://www.example.jp/a/b/a/b/a/b/")
'trap: the folder "a" repeats in the address'
>>> traps.note("http://www.example.jp/calendar/2027/12/", b"<p>December")
>>> traps.reason("http://www.example.jp/calendar/2028/01/")
'trap: a calendar that has reached the year 2028'

Session ids and tracking parameters need no rule here: `crawler.address` drops them from every address.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit

REPEATS = 3  # of one folder in a path: a relative link that goes round in circles
ALIKE = 100  # pages of one form that differ in numbers only, after which the form is left alone

_MOST = 5000  # skeletons that are remembered
_FIRST_LOOK = 10  # pages of one form, before it is worth looking at what they say
_NUMBER = re.compile(r"[0-9]+")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
# A year and a month, in folders (2028/01), in one number (202801, 20280115) or with a hyphen (2028-01).
_MONTH = re.compile(
    r"(?<![0-9])(20[0-9]{2}|2[1-9][0-9]{2})(?:[/_-](?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:[0-3][0-9])?)(?![0-9])"
)
_YEARS = {"y", "yy", "yyyy", "year", "nen"}
_MONTHS = {"m", "mm", "mon", "month", "tsuki", "gatsu"}


class Traps:
    """What one crawl has seen of the forms of addresses; a form is an address with every number made 0."""

    def __init__(self, year: int) -> None:
        self._year = year
        self._seen: Counter[str] = Counter()
        self._alike: Counter[tuple[str, bytes]] = Counter()
        self._closed: set[str] = set()

    def reason(self, url: str) -> str | None:
        """Why a canonical address is not worth a request; None for nearly all."""
        if repeated := _repeated(url):
            return f'trap: the folder "{repeated}" repeats in the address'
        form = _form(url)
        if form in self._closed:
            return f"trap: {ALIKE} pages of this form differ in their numbers only"
        year = _year_of(url)
        # Plans and forecasts name years to come; a calendar is known by the page before it.
        if year and year > self._year + 1 and self._seen[form]:
            return f"trap: a calendar that has reached the year {year}"
        return None

    def note(self, url: str, body: bytes) -> None:
        """Remember what a page of this address said."""
        form = _form(url)
        if "0" not in form:
            return
        self._seen[form] += 1
        if self._seen[form] < _FIRST_LOOK:
            return
        if len(self._alike) >= _MOST:  # pages that differ: nothing that looks like a trap, only much of it
            self._alike.clear()
        key = form, _skeleton(body)
        self._alike[key] += 1
        if self._alike[key] >= ALIKE:
            self._closed.add(form)


def _repeated(url: str) -> str | None:
    segments = Counter(segment for segment in urlsplit(url).path.split("/") if segment)
    return next((segment for segment, count in segments.items() if count >= REPEATS), None)


def _form(url: str) -> str:
    parts = urlsplit(url)
    return _NUMBER.sub("0", f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _year_of(url: str) -> int | None:
    """The latest year that is named with a month in the address."""
    parts = urlsplit(url)
    years = [int(found.group(1)) for found in _MONTH.finditer(f"{parts.path}?{parts.query}")]
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    if _MONTHS & query.keys():
        years += [int(query[name]) for name in _YEARS & query.keys() if re.fullmatch("[0-9]{4}", query[name])]
    return max(years, default=None)


def _skeleton(body: bytes) -> bytes:
    """A digest of the words of a page without their order: months of 28 and of 31 days are alike."""
    return blake2b(b" ".join(sorted(set(_WORD.findall(body)))), digest_size=8).digest()
