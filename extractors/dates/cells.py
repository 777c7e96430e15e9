"""Dates and the cells of tables: which cell holds one, what its heads state, which cells hold bare years.

>>> from extractors.context import Context
>>> from extractors.dates.expressions import expressions
>>> from extractors.readers.plain import structured
>>> text = "年度\\t件数\\n2019\\t12\\n2020\\t15"
>>> cells, (year, *_) = Cells(structured(text, Context()), text), expressions(text)
>>> cells.is_filled(year), cells.is_year(year), cells.is_fiscal(year)
(True, True, True)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from extractors.dates.anchors import Anchor, stated
from extractors.dates.expressions import Expression
from extractors.dates.layout import fills
from extractors.document import Cell, Document, Table

# The head of a column of bare years, and of fiscal years; 令和5年度, 対前年度 and 青少年 are heads of amounts.
_YEARS = re.compile(r"(?:^|[^0-9元学周少青高老若成壮通隔毎前翌])(?:年(?:度|次)?|西暦|和暦|暦年)(?:\(.{0,9}\))?\Z")
_FISCAL_YEARS = re.compile(r"(?:^|[^0-9元前翌])年度(?:\(.{0,9}\))?\Z")
_YEAR_ON_TOP = re.compile(r"(?:19|20)[0-9]{2}(?: ?\(.{0,8}\))?")
_NOTE = 6  # 見込, (実績) behind the year in its cell


class Cells:
    """The cells of the document in the order of its text; `text` is the folded one."""

    def __init__(self, document: Document, text: str) -> None:
        self._text = text
        self._cells = sorted((cell for _, cell in document.cells()), key=lambda cell: cell.start)
        self._starts = [cell.start for cell in self._cells]
        self._corners = {start: corner for table in document.tables for start, corner in _tops(text, table)}
        self._year_heads = frozenset(start for table in document.tables for start in _years_on_top(text, table))
        self._captions = [(table.start, table.end, table.caption) for table in document.tables if table.caption]
        self._caption_starts = [start for start, _, _ in self._captions]
        self._heads: dict[str, list[Anchor]] = {}

    def at(self, offset: int) -> Cell | None:
        """The cell that holds the offset."""
        index = bisect_right(self._starts, offset) - 1
        return self._cells[index] if index >= 0 and offset < self._cells[index].end else None

    def is_filled(self, one: Expression) -> bool:
        """Whether the expression is all that its cell holds."""
        cell = self.at(one.start)
        return cell is not None and fills(self._text, one, cell)

    def is_year(self, one: Expression) -> bool:
        """Whether the bare year stands in a column or row of years."""
        return one.start in self._year_heads or (self.is_filled(one) and self._headed(one, _YEARS))

    def is_short_year(self, one: Expression) -> bool:
        """Whether the number of one or two digits stands in a column of years."""
        cell = self.at(one.start)
        heads = cell.column_heads if cell and self.is_filled(one) else ()
        return any(_YEARS.search(head.strip()) for head in heads)

    def is_fiscal(self, one: Expression) -> bool:
        """Whether the year stands in a column or row of fiscal years."""
        cell = self.at(one.start)
        opens = cell is not None and one.start == cell.start and cell.end - one.end <= _NOTE
        return opens and self._headed(one, _FISCAL_YEARS)

    def stated(self, offset: int) -> Iterator[Anchor]:
        """What the heads of the cell state, the innermost first; a day in a column's head dates no other cell."""
        cell = self.at(offset)
        if cell is None:
            return
        for head in reversed(cell.row_heads):
            yield from self._read(head)
        for head in reversed(cell.column_heads):
            yield from (anchor for anchor in self._read(head) if anchor.day.day is None)
        index = bisect_right(self._caption_starts, offset) - 1
        if index >= 0 and offset < self._captions[index][1]:
            yield from self._read(self._captions[index][2] or "")

    def _headed(self, one: Expression, words: re.Pattern[str]) -> bool:
        cell = self.at(one.start)
        heads = (*cell.column_heads, *cell.row_heads, self._corners.get(cell.start, "")) if cell else ()
        return any(words.search(head.strip()) for head in heads)

    def _read(self, head: str) -> list[Anchor]:
        if head not in self._heads:
            self._heads[head] = stated(head)
        return self._heads[head]


def _tops(text: str, table: Table) -> Iterator[tuple[int, str]]:
    """The cells of the first row, each with what the first of them says: 年度 | H29 | H30."""
    first = table.cells[0] if table.cells else None
    for cell in table.cells[1:]:
        if first and cell.row == first.row:
            yield cell.start, text[first.start : first.end]


def _years_on_top(text: str, table: Table) -> list[int]:
    """Where bare years stand in the first row of a table, when there are several."""
    top = [cell.start for cell in table.cells if cell.row == 0 and _YEAR_ON_TOP.fullmatch(text, cell.start, cell.end)]
    return top if len(top) > 1 else []
