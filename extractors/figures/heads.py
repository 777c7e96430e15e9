"""The years that the heads of a table leave half unsaid: 令和元年度, 2, 3 and 2019年度, 2020, 2021.

>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> page = structured("年度\\t派遣人数(人)\\n令和元\\t12\\n2\\t0\\n3\\t4", Context())
>>> years_of_heads(page.text, page.tables[0]).rows
{1: '令和元年度', 2: '令和2年度', 3: '令和3年度'}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.document import Cell, Table

_HEAD = re.compile(r"(?P<era>令和|平成|昭和|[RHS])? ?(?P<number>[0-9]{1,2}|元|(?:19|20)[0-9]{2}) ?(?P<mark>年度|年)?")
_CORNER = re.compile("年度|年")


@dataclass(frozen=True, slots=True)
class YearHeads:
    """What a row or column (by its number) is the year of, in full, where its head is a part of one."""

    rows: dict[int, str]
    columns: dict[int, str]

    def of(self, cell: Cell) -> tuple[str, ...]:
        """The years above and beside a cell."""
        found = (self.rows.get(cell.row) if cell.column else None, self.columns.get(cell.column))
        return tuple(year for year in found if year)


def years_of_heads(text: str, table: Table) -> YearHeads:
    """The years that the first column and the heads of the columns name, `text` being folded."""
    corner = table.cells[0] if table.cells else None
    mark = _CORNER.search(text, corner.start, corner.end) if corner else None
    beside = ((cell.row, cell) for cell in table.cells if cell.column == 0)
    above = ((cell.column, cell) for cell in table.cells if cell.column and (cell.row == 0 or _heads_column(cell)))
    said = mark.group() if mark else ""
    return YearHeads(dict(_in_full(text, beside, said)), dict(_in_full(text, above, said)))


def _heads_column(cell: Cell) -> bool:
    return cell.header and not cell.row_heads


def _in_full(text: str, heads: Iterable[tuple[int, Cell]], mark: str) -> Iterator[tuple[int, str]]:
    """Era and 年度 are said once and hold for the heads that follow."""
    era = ""
    for number, cell in heads:
        match = _HEAD.fullmatch(text, cell.start, cell.end)
        if match is None:
            continue
        era, mark = match["era"] or era, match["mark"] or mark
        western = len(match["number"]) == 4
        if western or era:
            yield (
                number,
                f"{'' if western else era}{match['number']}{mark or ('' if western or era.isascii() else '年')}",
            )
