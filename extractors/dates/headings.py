"""The headings above, each with the dates that it states, kept in step with a walk through the document.

A heading rules what stands below it until one of its rank or a higher one. A heading that is nothing but a date
(令和3年1月) rules on over headings of its own rank: text copied from a page does not say which are below which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.dates.anchors import Anchor, Hint
from extractors.dates.edtf import Day
from extractors.document import Block

# A bare year in the name of such a thing is its fiscal year, when the document speaks of that fiscal year at all.
_ANNUAL = re.compile(r"報告|年報|レポート|白書|概要|予算|決算|活動|実績|統計|要覧|Report")
_AROUND = " \t\n・•◦●○■□◆◇▮◼▶►✓※*-()（）【】[]《》〈〉<>#"
# So much of a heading is read; more is no heading, but must not cost the square of its length.
_LONGEST = 200
_MOST = 8


@dataclass(slots=True)
class Heading:
    """A heading by its rank (0 for the title) and span, with its dates so far."""

    level: int
    start: int
    end: int
    anchors: list[Anchor] = field(default_factory=list)


class Headings:
    """The stack of headings; `fiscal` holds the fiscal years that the document names.

    `title` is what the title and the cover, which ends at `cover`, state of the time that the document tells of.
    """

    def __init__(self, title: list[Anchor], cover: int, fiscal: frozenset[int]) -> None:
        self._stack = [Heading(0, 0, 0, title)]
        self._cover = cover if any(not one.weak for one in title) else 0
        self._period: Heading | None = None
        self._fiscal = fiscal

    def enter(self, block: Block) -> None:
        """Takes in the next block of the document; only headings change anything."""
        if block.kind != "heading" and not (block.kind == "contact" and block.level):
            return
        level = block.level or 1
        while len(self._stack) > 1 and self._stack[-1].level >= level:
            self._stack.pop()
        if self._period and level < self._period.level:
            self._period = None
        self._stack.append(Heading(level, block.start, block.end))

    def note(self, text: str, anchor: Anchor, end: int) -> None:
        """Remembers a date when it stands in the heading entered last."""
        heading = self._stack[-1]
        if not heading.start <= anchor.at < heading.end or not anchor.sure or len(heading.anchors) >= _MOST:
            return
        words = text[heading.start : min(heading.end, heading.start + _LONGEST)]
        if anchor.weak and anchor.day.year in self._fiscal and _ANNUAL.search(words):
            fiscal = Day(anchor.day.year, fiscal=True)
            anchor = replace(anchor, day=fiscal, until=fiscal, weak=False)
        heading.anchors.append(anchor)
        if anchor.at < self._cover:  # the day of issue
            return
        if not anchor.weak and not (text[heading.start : anchor.at] + text[end : heading.end]).strip(_AROUND):
            self._period = heading

    def hints(self) -> Iterator[Hint]:
        """Dated headings, nearest first; those that only hold a bare year after all others."""
        above = [heading for heading in reversed(self._stack) if heading.anchors]
        for heading in above:
            strong = next((one for one in heading.anchors if not one.weak), None)
            if strong:
                yield Hint(strong, "heading", 0.93, "under")
        if self._period and self._period not in above:
            yield Hint(self._period.anchors[0], "heading", 0.88, "under")
        for heading in above:
            if heading.anchors[0].weak:
                yield Hint(heading.anchors[0], "heading", 0.75, "under")
