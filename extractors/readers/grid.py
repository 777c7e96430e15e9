"""Which heads apply to which cell: the same reading for tables of pages and of PDFs.

>>> top = [Filled(0, 0, 1, 1, "年度"), Filled(0, 1, 1, 1, "参加者（人）")]
>>> text, cells = headed([*top, Filled(1, 0, 1, 1, "令和3年度"), Filled(1, 1, 1, 1, "120")])
>>> cells[3].column_heads, cells[3].row_heads
(('参加者（人）',), ('令和3年度',))

Heads are the cells marked as such. A table that marks none is read as people do: the first rows are heads when
nothing in them is an amount while amounts stand below, the first column when it holds words and others amounts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from extractors.text.folding import fold

# An amount: digits with at most a sign, a unit or a note around. A year heads a column as often as it fills one.
_AMOUNT = re.compile(r"[△▲+\-~約(]{0,2}\s?\d[\d,.]*\s?[^\d\s]{0,8}[)]?")
_YEAR = re.compile(r"(?:(?:令和|平成|昭和|[RHS])\s?(?:\d{1,2}|元)|(?:19|20)\d\d)\s?(?:年度?|\.)?.{0,6}")
_EMPTY = frozenset(("", "-", "―", "ー", "…", "*", "/"))
_MOST_HEAD_ROWS = 3
_MOST_HEADS = 8  # that one cell can have in a direction


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell on the grid (from 0) with its words; `head` where the page marks it, `strong` where it is all bold."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    head: bool = False
    strong: bool = False


def headed(filled: Sequence[Filled]) -> tuple[str, tuple[Cell, ...]]:
    """The text of the grid (cells parted by tabs, rows by line ends) and its cells in the order of the text."""
    marked = _marked(filled)
    text, cells = _laid_out(marked)
    return text, tuple(_with_heads(text, cells))


def heads(filled: Sequence[Filled]) -> int:
    """How many of the first rows are heads."""
    rows = _rows(filled)
    return _head_rows(rows, max(rows, default=0))


def _laid_out(filled: Sequence[Filled]) -> tuple[str, list[Cell]]:
    parts: list[str] = []
    cells: list[Cell] = []
    at, row = 0, filled[0].row if filled else 0
    for cell in filled:
        if parts:
            parts.append("\t" if cell.row == row else "\n")
            at += 1
        row, end = cell.row, at + len(cell.text)
        cells.append(_cell(cell, at, end))
        parts.append(cell.text)
        at = end
    return "".join(parts), cells


def _cell(cell: Filled, start: int, end: int) -> Cell:
    return Cell(
        row=cell.row,
        column=cell.column,
        start=start,
        end=end,
        rows=cell.rows,
        columns=cell.columns,
        header=cell.head,
    )


def _marked(filled: Sequence[Filled]) -> list[Filled]:
    """The cells with heads marked: as the page has them, else where the look or the contents give them away."""
    rows = _rows(filled)
    if any(cell.head for cell in filled):
        count = max((number + 1 for number, row in rows.items() if all(cell.head for cell in row)), default=0)
        if any(cell.head for row in rows.values() if not all(c.head for c in row) for cell in row):
            return list(filled)
    else:
        count = _head_rows(rows, max(rows, default=0))
    first = _is_head_column([cell for cell in filled if cell.row >= count])
    return [replace(cell, head=cell.head or cell.row < count or (first and cell.column == 0)) for cell in filled]


def _rows(filled: Sequence[Filled]) -> dict[int, list[Filled]]:
    rows: dict[int, list[Filled]] = {}
    for cell in filled:
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _is_head_column(body: Sequence[Filled]) -> bool:
    """Whether the first column names the rows: alone in bold, or words where the rest is mostly amounts."""
    first = [cell for cell in body if cell.column == 0]
    others = [cell for cell in body if cell.column > 0]
    if not first or not others:
        return False
    bold = all(cell.strong for cell in first) and not all(cell.strong for cell in others)
    amounts = sum(_is_amount(cell.text) for cell in others)
    return bold or (2 * amounts >= len(others) and not any(_is_amount(cell.text) for cell in first))


def _head_rows(rows: dict[int, list[Filled]], last: int) -> int:
    """How many of the first rows are heads; never all of them."""
    count = 0
    while count < min(_MOST_HEAD_ROWS, last) and count in rows and _is_head_row(rows[count], rows, count):
        count += 1
        if all(cell.rows == 1 for cell in rows[count - 1]):
            break
    return count


def _is_head_row(row: list[Filled], rows: dict[int, list[Filled]], index: int) -> bool:
    if any(_is_amount(cell.text) or len(cell.text) > 40 for cell in row) or not any(cell.text for cell in row):
        return False
    below = [cell for number in list(rows)[index + 1 :] for cell in rows[number]]
    bold = all(cell.strong for cell in row) and not all(cell.strong for cell in below)
    return bold or (len(row) > 1 and any(_is_amount(cell.text) or _is_year(cell.text) for cell in below))


def _is_amount(text: str) -> bool:
    folded = fold(text).strip()
    return _AMOUNT.fullmatch(folded) is not None and not _YEAR.fullmatch(folded)


def _is_year(text: str) -> bool:
    return _YEAR.match(fold(text).strip()) is not None


def _with_heads(text: str, cells: Sequence[Cell]) -> list[Cell]:
    """Heads gathered in one pass: what stands above in each column, and what stood to the left in each row."""
    above: dict[int, list[Cell]] = {}
    beside: dict[int, list[Cell]] = {}
    group: list[Cell] = []
    members = Counter(cell.row for cell in cells)
    mixed = {cell.row for cell in cells if not cell.header}
    below_data = False
    done = []
    for cell in cells:
        columns, rows = range(cell.column, cell.column + cell.columns), range(cell.row, cell.row + cell.rows)
        over = [head for column in columns for head in above.get(column, ())]
        left = [head for row in rows for head in beside.get(row, ()) if head.column < cell.column]
        heads_row, alone = cell.row in mixed, members[cell.row] == 1 and below_data
        below_data = below_data or heads_row
        beside_heads = _said(text, group + left) if heads_row else ()
        above_heads = () if cell.header and alone else _said(text, over)
        done.append(replace(cell, column_heads=above_heads, row_heads=beside_heads))
        if not cell.header:
            continue
        if heads_row:
            for row in rows:
                beside[row] = [*beside.get(row, ()), cell][-_MOST_HEADS:]
        elif alone:
            group = [cell]
        else:
            for column in columns:
                above[column] = [*(h for h in above.get(column, ()) if h.row + h.rows == cell.row), cell][-_MOST_HEADS:]
    return done


def _said(text: str, heads: Sequence[Cell]) -> tuple[str, ...]:
    """The words of the heads, each once, outermost first."""
    words = (" ".join(text[head.start : head.end].split()) for head in heads)
    return tuple(dict.fromkeys(word for word in words if word not in _EMPTY))
