"""What stands around a date that leaves its year out: sentence, table heads, headings, the page itself.

A reader looks for the year in the sentence first, then in the heads of the table cell, the line that stands above as a
heading does, the headings, what was dated just before, and last in what the page says of itself. `Surroundings` walks
the document once, in step with the dates, and remembers just that much.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractors.dates.anchors import Anchor, Hint, of_edtf, stated
from extractors.dates.cells import Cells
from extractors.dates.edtf import Day
from extractors.dates.eras import era_of
from extractors.dates.expressions import Expression
from extractors.dates.headings import Headings
from extractors.dates.outlook import outlook
from extractors.document import Block, Document
from extractors.text.sentences import sentences

# A year that is all of its line heads the lines below it.
_ALONE = re.compile(r"[^\n。、にはが]{3,14}(?:\n|\Z)")
_COVER = ("heading", "meta", "page_header")
_LINE = 60  # a line above that is no longer may stand as a heading
# 2013年度比 is what others are measured by; 令和6年度予算 is made before its year, 決算 after it.
_BASE = re.compile(r"比")
_ACCOUNTS = re.compile(r"(?:の|・|[一般特別各普通企業公営]{2}会計|会計|当初|補正|歳入歳出){0,5}[予決]算")
_ACCOUNTS_REACH = 1200  # characters
# The year of a census, or since when something has been so: 令和2年国勢調査, 2000年の提携以来.
_HISTORY = re.compile(r"の?(?:国勢調査|経済センサス|農林業センサス|住宅・土地統計)|[^。、\n0-9]{0,16}(?:以来|以降)")
# 昨年, 来年度: told in passing, for their own sentence.
_PASSING = re.compile(r"一?昨|去|前|[再来明次]")


class Surroundings:
    """The state of the walk; `move` before looking, `note` after a date is understood."""

    def __init__(self, document: Document, text: str, found: Sequence[Expression]) -> None:
        self.text = text
        self.blocks = document.blocks or (Block(kind="paragraph", start=0, end=len(text)),)
        self.cells = Cells(document, text)
        self.outlook = outlook(found)
        cover = next((one.start for one in self.blocks if one.kind not in _COVER), 0)
        years = [one for one in self.outlook.anchors if one.day.fiscal and one.at < cover]
        self.headings = Headings([*stated(document.title or ""), *years], cover, self.outlook.fiscal)
        self._index = -1
        self._sentences: tuple[int, list[int]] = (-1, [])
        self.last: Anchor | None = None
        self.last_hint: Anchor | None = None
        self.last_sure: Anchor | None = None
        self.days: Anchor | None = None  # the span of days told last
        self.last_year: Anchor | None = None  # whether or not it tells when things happen
        self.said: Anchor | None = None  # a stated year that 前年度 may lean on: no limit, base or budget's year
        self.passing: Anchor | None = None
        self.accounts: Anchor | None = None  # the year of the budget or settlement that is being told of
        self.page = of_edtf(document.published) or of_edtf(document.updated)
        self.meeting: Anchor | None = None

    @property
    def block(self) -> Block:
        """The block that the walk is in."""
        return self.blocks[max(self._index, 0)]

    def move(self, at: int) -> None:
        """Goes on to the block that holds `at`."""
        while self._index + 1 < len(self.blocks) and self.blocks[self._index + 1].start <= at:
            self._index += 1
            self.headings.enter(self.block)

    def note(
        self, one: Expression, first: Day, last: Day | None, sure: bool, confidence: float, frame: Day | None = None
    ) -> None:
        """Remembers a date for those after it. `sure`: its own words gave the year; `frame`: as in `Anchor`."""
        weak = one.first.form == "hints"
        named = era_of(first.year, one.first.short) if one.first.short is not None else one.first.era
        anchor = Anchor(one.start, first, last or first, weak, named or one.first.era, sure, confidence, frame)
        if not anchor.weak and (one.first.year or one.first.short):
            self.last_year = anchor
        if first.fiscal and last is None and _ACCOUNTS.match(self.text, one.end):
            self.accounts = anchor
        if self._is_aside(one, first):
            return
        if not anchor.weak and one.first.year:
            self.said = anchor
        if self._is_goal(first, last):
            return
        if _PASSING.match(one.first.word or ""):
            self.passing = anchor
            return
        if _HISTORY.match(self.text, one.end) and first.depth == 1:
            self.passing = anchor
            return
        self.headings.note(self.text, anchor, one.end)
        if anchor.weak:
            self.last_hint = anchor
            return
        self.last = anchor
        if last and last.depth == 3:
            self.days = anchor
        if sure:
            self.last_sure = anchor

    def note_page(self, day: Day) -> None:
        """Takes a date that the page states of itself for its own, unless the reader of the bytes knew one."""
        if self.page is None:
            self.page = Anchor(-1, day, day)

    def note_meeting(self, day: Day) -> None:
        """Takes the day of the meeting or event that the document opens with for the time at which it speaks."""
        if self.meeting is None:
            self.meeting = Anchor(-1, day, day)

    def latest(self, at: int) -> Anchor | None:
        """The last date that was told, in passing (昨年12月) or not, on which 同月, 翌日 and the like at `at` lean."""
        passing, last = self.passing, self.last
        if passing is None or passing.at < self.block.start or (last and last.at > passing.at):
            return last
        aside = self.text[passing.at - 1] == "(" and self.text.find(")", passing.at, min(at, passing.at + _LINE)) >= 0
        return last if aside else passing

    def accounted(self, at: int) -> Anchor | None:
        """The year of the accounts, on which 前年度 and 翌年度 at `at` lean unless a fiscal year was named since."""
        accounts, last, said = self.accounts, self.last, self.said
        if (
            accounts is None
            or at - accounts.at > _ACCOUNTS_REACH
            or (last and last.day.fiscal and last.at > accounts.at)
        ):
            return None
        return None if said and said.at >= max(self.sentence(at), accounts.at + 1) else accounts

    def leaned_on(self, at: int, back: bool) -> Anchor | None:
        """The date on which 同年度, 前年度 and the like at `at` lean: the year that their sentence names before all.

        `back`: 前年 does not go back from another 前年; each is the year before the one that is told of.
        """
        said, latest = self.said, self.latest(at)
        if back and latest and latest is self.passing and self.text[latest.at] == "前":
            latest = self.last
        newer = said is not None and (latest is None or said.at > latest.at)
        return said if said and newer and said.at >= self.sentence(at) else latest

    def month_of(self, at: int, day: int) -> Anchor | None:
        """The date that tells the month of a day alone: the span of days that holds it, else the last one."""
        days, last = self.days, self.latest(at)
        held = days is not None and days.at >= self.block.start and days.holds(day)
        return days if held else last

    def hints(self, at: int, limit: bool) -> Iterator[Hint]:
        """Where the year of a date at `at` may be taken from, best first; a limit lies ahead of the page's own day."""
        yield from self._in_sentence(at)
        page = Hint(self.page, "document", 0.86, "near") if self.page else None
        if page and limit:
            yield page
        yield from (Hint(anchor, "heading", 0.93, "under") for anchor in self.cells.stated(at))
        if self.last_sure and self._is_line_above(self.last_sure.at, at):
            yield Hint(self.last_sure, "heading", 0.9, "under" if self.last_sure.day.depth == 1 else "on")
        yield from self.headings.hints()
        if self.last and self.last.at >= self.block.start:
            yield Hint(self.last, "document", 0.88)
        if self.last and self.last.day.depth > 1:
            yield Hint(self.last, "document", 0.8)
        if page:
            yield page
        if self.meeting:
            yield Hint(self.meeting, "document", 0.78, "near")
        yield from self._far(at)

    def now(self) -> Hint | None:
        """The time at which the document speaks here: for 今年度, 本年, 昨年."""
        itself = [one for one in (self.page, self.meeting) if one]
        for hint in [*self.headings.hints(), *(Hint(one, "document", 0.84, "near") for one in itself)]:
            if not hint.anchor.weak and hint.anchor.day.year <= self.outlook.horizon + 1:
                return hint
        present = self.outlook.present or self.last
        return Hint(present, "document", 0.5, "near") if present else None

    def is_fiscal(self, one: Expression) -> bool:
        """Whether the year stands among fiscal years: under a head that says so, or as R4 where they are the rule."""
        if self.cells.is_fiscal(one):
            return True
        return one.first.form == "letters" and self.outlook.in_fiscal_years and not self.cells.is_year(one)

    def sentence(self, at: int) -> int:
        """Where the sentence that holds `at` begins; in a table, the cell."""
        if cell := self.cells.at(at):
            return cell.start
        if self._sentences[0] != self._index:
            block = self.block
            self._sentences = self._index, [start for start, _ in sentences(self.text, block.start, block.end)]
        starts = self._sentences[1]
        index = bisect_right(starts, at) - 1
        return starts[index] if index >= 0 else self.block.start

    def _is_aside(self, one: Expression, first: Day) -> bool:
        """Whether a date is a limit, a base or a budget's year, and so tells not when things happen here."""
        if one.shape == "until" or (one.shape == "from" and first.depth == 1) or _BASE.match(self.text, one.end):
            return True
        return self.block.kind != "heading" and _ACCOUNTS.match(self.text, one.end) is not None

    def _is_goal(self, first: Day, last: Day | None) -> bool:
        """Whether a bare year lies ahead of all that the document tells of, as a round one does that is aimed at."""
        return first.depth == 1 and last is None and first.year > self.outlook.horizon + 1 and first.year % 5 == 0

    def _is_line_above(self, before: int, at: int) -> bool:
        """Whether `before` stands in the line above, a short one that is no sentence: ○令和元年台風第19号."""
        line = self.text.rfind("\n", max(0, at - 4 * _LINE), at)
        window = max(0, line - _LINE - 1)
        above = self.text[window : max(line, 0)].rstrip()
        first = above.rfind("\n") + 1
        if line < 0 or (not first and window):
            return False
        return window + first <= before < line and "。" not in above[first:]

    def _in_sentence(self, at: int) -> Iterator[Hint]:
        start, latest = self.sentence(at), self.latest(at)
        if latest and latest.at >= start:
            alone = latest.day.depth == 1 and _ALONE.match(self.text, latest.at) is not None
            yield Hint(latest, "sentence", 0.93, "under" if alone else "on")
        elif self.last_hint and self.last_hint.at >= start:
            yield Hint(self.last_hint, "sentence", 0.8)

    def _far(self, at: int) -> Iterator[Hint]:
        """What is left: a date further on that states its year, then any before."""
        if ahead := self.outlook.ahead(at):
            yield Hint(ahead, "document", 0.6, "back")
        before = [one for one in (self.last, self.last_hint) if one]
        yield from (Hint(one, "document", 0.45) for one in sorted(before, key=lambda one: -one.at))
