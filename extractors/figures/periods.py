"""The year that a figure speaks of, and the year that it is measured against.

>>> periods = Periods("2013年度を基準年度とし、2030年度までに46%削減", ())
>>> place = Place(periods.text, (0, 30), 24, 27)
>>> periods.basis(place), periods.basis(Place("基準年度比51%", (0, 8), 5, 8))
('2013-04/2014-03', '2013-04/2014-03')

Years come from the dates of the sentence, else from the cell's heads, the caption, the headings, in this order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.dates.edtf import fiscal_year
from extractors.dates.finder import parse
from extractors.figures.base_year import YEAR, base_year
from extractors.figures.place import Place
from extractors.figures.years import (
    closed_before,
    is_stamp,
    speaks_of,
    speaks_of_one,
    year_before,
    year_of,
    year_within,
)
from extractors.records import DateRecord, Status
from extractors.text.folding import fold

# 2013年度の総排出量を基準として
_OF_YEAR = (
    r"(?:末?(?:の?時点|現在))?"
    r"(?:の?(?:実績値?|水準)|の(?:温室効果ガス)?総?排出量|の(?:エネルギー)?消費量|\(基準年度?\))?"
)
_AGAINST = r"比(?![率重])|対比|[とに]比[べ較]|を基準(?!年度?(?:[とに]?比|[(]))|をベース"
# 2013年度比, 2013年度に比べ, 2013年度を基準に; from 2013年度から only beside the amount that fell or rose.
_BASIS = re.compile(rf"(?P<year>{YEAR}){_OF_YEAR}(?:{_AGAINST})")
# 2013年度比, 基準年度【2013年度】比; 2000年度より and 2000年度に対し only beside an amount that fell or rose.
_COMPARISON = re.compile(rf"[)\]】」〕]?{_OF_YEAR}(?:{_AGAINST}|(?P<moved>に対し|より|から(?!の)))")
_FROM = re.compile(rf"(?P<year>{YEAR})(?:の?水準|の排出量)?(?:から|より) ?(?:約|さらに|更に)?\Z")
_MOVED = re.compile(r".{0,3}(?:削減|減|増|低下|低減|上昇|向上|拡大|縮小)")
_BASE = re.compile(
    r"基準年度?(?:\([^()]{1,12}\))?(?:の?(?:排出量|実績|水準))?(?:比|対比|から|[とに]比[べ較]|より|に対し)"
)
_PREVIOUS = re.compile(
    r"対?前年度?(?:同[期月])?(?:当初|補正)?(?:予算|決算|実績)?額?(?:比|から|より|[とに]比[べ較])|対前年度?"
)
_OF_BASE = re.compile(r"基準年度?(?:の?(?:実績|排出量|値|消費量))?[)\s:はの]*\Z")
_BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ASIDE_BEFORE = re.compile(r"\A[^、。()]{0,8}\([^()]{1,24}\)")  # it speaks of the figure before
_ASIDE = re.compile(r"[^、。()]{0,8}\(([^()]{1,24}(?:\([^()]{1,10}\))?[^()]{0,12})\)")
# 60%、区域全体で50%削減します(いずれも2013年度比)
_SHARED_ASIDE = re.compile(r"[^。()]*\((?:いずれも|ともに|共に|それぞれ)([^()]{2,24})\)")
_ASIDE_REACH = 80  # characters
_THAN = re.compile(r"[」』)]?[ \n]?([とに]比[べ較]|から)")
_DIGITS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9,.])")
_DATED = re.compile("[0-9]|元年|[RHS]元")
_SHORT_ERA = re.compile(r"(?<![A-Za-z0-9])[RHS][0-9]{1,2}(?![0-9A-Za-z.])")
_ERA_ALONE = re.compile(r"(?<![A-Za-z0-9])[RHS](?:[0-9]{1,2}|元)(?![0-9A-Za-z.年])")
_SHORT_ERA_OF = re.compile(r"(?<![A-Za-z0-9])([RHS][0-9]{1,2})(?:実績|末)?(?:[がはにの: ]|は約)\Z")
_BUDGET = re.compile("予算|決算")

_OF_PAGE = (("updated", "day"), ("published", "day"))  # dates of the page, of which no figure speaks
_STANDING = re.compile(r"末?(?:の?時点|現在)[)\]】]?(?:[。\n]|\Z)")
_OF_FIGURE = re.compile(r"(?:末|時点|現在|実績|目標|見込み?|決算|予算|推計|速報)?値?\)")
_DIGIT = re.compile("[0-9]")
_STANDS_FOR = 400  # characters
_MOST_DATES = 12  # looked at before a figure; a sentence that holds more is a list
Years = tuple[str | None, str | None]  # period and basis
PREVIOUS = "previous"  # the basis is the year before the figure's own


class Periods:
    """The dates of one document, asked for the years of its figures."""

    def __init__(self, text: str, dates: Sequence[DateRecord]) -> None:
        self.text = text
        self._dates = [date for date in dates if date.edtf and (date.role, date.precision) not in _OF_PAGE]
        self._starts = [date.start for date in self._dates]
        # R4 is a fiscal year where whole years mostly are, as for the dates themselves.
        fiscal = sum(date.precision == "fiscal_year" for date in dates)
        self._in_fiscal_years = fiscal > 2 * sum(date.precision == "year" and "年" in date.text for date in dates)
        self._read: dict[str, str | None] = {}
        self._base: str | bool | None = False

    def years(self, place: Place, status: Status | None, carried: Years) -> Years:
        """The period of the figure and its basis, as EDTF; a comparison goes on in the year `carried` so far.

        In a bracket right behind the figure before, it is another measure of the same: 6,989人(10.7%)増加.
        """
        if place.since == "(" and carried[1]:
            return carried
        basis = self.basis(place)
        if basis == PREVIOUS:
            basis = self._named_before(place) or PREVIOUS
        period = self.period(place, status, basis) or (carried[0] if basis and carried[0] != basis else None)
        return period, year_before(period) if basis == PREVIOUS else basis

    def _named_before(self, place: Place) -> str | None:
        """The year that 前年度 was found to mean, where it is the last date before the figure."""
        index = bisect_left(self._starts, place.start) - 1
        date = self._dates[index] if index >= 0 and self._starts[index] >= place.sentence[0] else None
        return year_of(date) if date and date.text.startswith("前") else None

    def basis(self, place: Place) -> str | None:
        """The year that a share or a change is measured against, as EDTF; `PREVIOUS` for the year before its own."""
        than = _THAN.match(place.since) if place.left > place.sentence[0] else None
        if than and (than[1] != "から" or place.text[place.end - 1] in "%割"):
            return self._year_of_last(place.sentence[0], place.left)
        before = _ASIDE_BEFORE.match(place.since) if place.left > place.sentence[0] else None
        since = place.since[before.end() :] if before else place.since
        if year := self._compared(place, place.start - len(since)):
            return year
        aside = _ASIDE.match(place.after)
        shared = _SHARED_ASIDE.match(self.text, place.end, min(place.sentence[1], place.end + _ASIDE_REACH))
        for words in (since, aside[1] if aside else "", shared[1] if shared else "", *reversed(place.heads)):
            found = _BASE.search(words) or _last(_BASIS, words) or _PREVIOUS.search(words)
            if found is None:
                continue
            if found.re is _BASIS:
                return self.read(found["year"])
            return self.base if found.re is _BASE else PREVIOUS
        if (match := _FROM.search(place.since)) and _MOVED.match(place.after):
            return self.read(match["year"])
        return None

    def period(self, place: Place, status: Status | None, basis: str | None) -> str | None:
        """The year or fiscal year that the figure speaks of, which is not the one it is measured against."""
        if _OF_BASE.search(place.since):
            return self.base
        short = _SHORT_ERA_OF.search(place.since[-12:])
        if found := self._said(place, status, basis) or (self.read(short[1]) if short else None):
            return found
        if year := self._standing(place):
            return year
        heads = (self.read(head) or self._bare(head) for head in (*reversed(place.heads), place.title))
        if year := next((year for year in heads if year and year != basis), None):
            return year
        above = ((name, self.read(name)) for name in reversed(place.section))
        return next((y for name, y in above if y and y != basis and self._is_latest(name, place, basis)), None)

    def _standing(self, place: Place) -> str | None:
        """The day of a count that stands by itself above it: (令和6年4月1日現在), 3月末現在."""
        last = bisect_left(self._starts, place.start) - 1
        date = self._dates[last] if last >= 0 and not place.heads else None
        if date is None or place.start - date.end > _STANDS_FOR or not _STANDING.match(self.text, date.end):
            return None
        before = self.text[max(0, date.start - _STANDS_FOR) : date.start].rpartition("\n")[2]
        return None if _DIGIT.search(before) else year_of(date)

    def _is_latest(self, heading: str, place: Place, basis: str | None) -> bool:
        """Whether no date but that of the basis stands between the heading and the figure: else time has moved on."""
        last = bisect_left(self._starts, place.start)
        dates = (date for date in reversed(self._dates[max(0, last - _MOST_DATES) : last]) if year_of(date) != basis)
        latest = next(dates, None)
        return latest is not None and latest.text in heading

    @property
    def base(self) -> str | None:
        """The page's 基準年度: where it is named, else the one year that all comparisons are made with."""
        if isinstance(self._base, bool):
            self._base = base_year(self.text, self.read)
        return self._base

    def read(self, words: str) -> str | None:
        """The year that a head or heading names, as EDTF; null when it names none, or several."""
        if words not in self._read:
            folded = _BASIS.sub("", fold(words)).strip()
            whole = folded if _BARE_YEAR.fullmatch(folded) else parse(folded) if _DATED.search(folded) else None
            year = year_within(whole, folded) if whole else None
            fiscal = _BUDGET.search(folded) or (self._in_fiscal_years and _ERA_ALONE.search(folded))
            self._read[words] = fiscal_year(int(year)) if year and year.isdigit() and fiscal else year
        return self._read[words]

    def _bare(self, head: str) -> str | None:
        """The one year that a head names in digits alone: 2030目標, 基準年度(2013)."""
        found = set(_DIGITS.findall(head))
        year = found.pop() if len(found) == 1 else None
        return fiscal_year(int(year)) if year and "年度" in head else year

    def _compared(self, place: Place, start: int) -> str | None:
        """The year of the last date from `start` to the figure that the words after it compare with."""
        last = bisect_left(self._starts, place.start)
        first = max(bisect_left(self._starts, start), last - _MOST_DATES)
        moved = _MOVED.match(place.after)
        for date in reversed(self._dates[first:last]):
            found = _COMPARISON.match(self.text, date.end)
            if found and (moved or not found["moved"]):
                return year_of(date)
        return None

    def _year_of_last(self, start: int, end: int) -> str | None:
        """The year of the last date between two offsets."""
        index = bisect_left(self._starts, end) - 1
        date = self._dates[index] if index >= 0 and self._starts[index] >= start else None
        return year_of(date) if date else None

    def _said(self, place: Place, status: Status | None, basis: str | None) -> str | None:
        """From the sentence: a date that says 現在, else the nearest; a limit (までに) for what is planned."""
        if year := self._right_behind(place):
            return year
        points: list[str] = []
        limits: list[str] = []
        last = bisect_left(self._starts, place.start)
        first = max(bisect_left(self._starts, place.sentence[0]), last - _MOST_DATES)
        closed = closed_before(self.text, place)
        for date in reversed(self._dates[first:last]):
            year = year_of(date)
            if closed <= date.start < place.left or speaks_of_one(self.text, date, place):
                continue
            if year is None or year == basis or not speaks_of(self.text, date, place):
                if self._opens_line(date, place):
                    break
                continue
            if is_stamp(self.text, date) and not points:
                return year
            (limits if (date.edtf or "").startswith("..") else points).append(year)
        chosen = (*limits, *points) if status == "target" else (*points, *limits)
        return chosen[0] if chosen else self._next(place)

    def _opens_line(self, date: DateRecord, place: Place) -> bool:
        """Whether the figure's line begins with the date: what stands in the lines above has its own time."""
        line = self.text.rfind("\n", place.sentence[0], place.start) + 1
        return bool(line) and date.start == line

    def _right_behind(self, place: Place) -> str | None:
        """From a bracket that holds the year of the figure and no more: 12施設(令和4年度)→30施設(令和12年度)."""
        index = bisect_left(self._starts, place.end)
        date = self._dates[index] if index < len(self._dates) and self.text.startswith("(", place.end) else None
        if date is None or date.start != place.end + 1 or not _OF_FIGURE.match(self.text, date.end):
            return None
        return year_of(date)

    def _next(self, place: Place) -> str | None:
        """From the bracket behind the figure: 30人(2020年度), 30人(R2実績)."""
        aside = _ASIDE.match(place.after)
        index = bisect_left(self._starts, place.end)
        date = self._dates[index] if index < len(self._dates) else None
        if aside and date and place.end + aside.start(1) <= date.start < place.end + aside.end(1):
            return year_of(date) if speaks_of(self.text, date, place) else None
        return self.read(aside[1]) if aside and _SHORT_ERA.match(aside[1]) else None


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found
