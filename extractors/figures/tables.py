"""Bare numbers in the cells of a table, whose unit stands in a head, the caption or a note.

>>> unit_of(("排出量(千t-CO2)",), ""), unit_of(("令和3年度",), "単位:千円").name
(Unit(name='t-CO2', end=6, factor=Decimal('1000')), '円')
>>> unit_of(("世帯数",), "").name, unit_of(("増減率", "備考"), "")
('世帯', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Cell, Document, Table
from extractors.figures.counter_terms import counter_of
from extractors.figures.counters import counter_named
from extractors.figures.quantity_bounds import Quantity, bounded
from extractors.figures.units import Unit, unit_named
from extractors.text.folding import fold
from extractors.text.numerals import numeral

# A number or range with nothing but a sign, 約, a bound and footnote marks; the bracketed second number is left.
_NUMBER = re.compile(
    r"\s*(?P<sign>[△▲+-])? ?(?P<about>約)?(?P<number>[0-9][0-9,.]*[十百千]?[万億兆]?)"
    r"(?: ?[~-] ?(?P<upper>[0-9][0-9,.]*[十百千]?[万億兆]?))?"
)
_REST = re.compile(r"(?:[*※][0-9]*|注[0-9]*)?\s*(?:\([^()]*\))?\s*")
_NOTED = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]{1,16}?)(?:/?[)\]〕】])")
_NOTE = re.compile(r"単位 ?[:は]? ?([^\s()\[\]〔〕、。,)]{1,12})")
_ENDING = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]{1,16})[)\]〕】]\s*\Z")
_COUNT = re.compile(r"(.{1,12}?)(?:総?数|合計)\Z")
# Heads under which numbers are no amounts of the table's unit.
_NUMBERING = re.compile(
    r"(?:.{0,6}番号?|No\.?|NO\.?|.{0,6}コード|年度?|順位?|月日?|日付?|.{0,3}電話|ページ|頁|条|号|回|#|期|年月日?|西暦|和暦)"
)
_SHARES = re.compile(r"(?:率|割合|構成比|比率|[前対].{0,4}比|シェア)\Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NOTE_REACH = 60  # characters above a table in which its unit can stand


def cell_quantities(document: Document, text: str, table: Table) -> Iterator[tuple[Cell, Quantity]]:
    """The bare numbers of the table that are amounts, each with its cell; spans count code points."""
    note = _note(document, text, table)
    units: dict[tuple[str, ...], Unit | None] = {}
    stated = {cell.row: text[cell.start : cell.end] for cell in table.cells if _is_unit_column(cell)}
    for cell in table.cells:
        match = None if cell.header else _NUMBER.match(text, cell.start, cell.end)
        if match is None or (cell.row == 0 and _YEAR.fullmatch(match.group())):
            continue
        heads = (*cell.row_heads, *cell.column_heads)
        if cell.row in stated and not (heads and _NUMBERING.fullmatch(fold(heads[-1]).strip())):
            heads = (*heads, f"({stated[cell.row]})")
        if heads not in units:
            units[heads] = unit_of(heads, note if cell.column else "")
        unit = units[heads]
        found = _quantity(match, unit) if unit else None
        limited = bounded(text, found) if found else None
        if limited and _REST.fullmatch(text, limited.end, cell.end):
            yield cell, limited


def unit_of(heads: tuple[str, ...], note: str) -> Unit | None:
    """The unit that the heads give, the innermost first, else the note's; null when they give none."""
    folded = [fold(head).strip() for head in reversed(heads)]
    if folded and _NUMBERING.fullmatch(folded[0]):
        return None
    for head in folded:
        for noted in reversed(_NOTED.findall(head)):
            if unit := named(noted, noted=True):
                return unit
        if unit := named(head):
            return unit
    if any(_SHARES.search(head) for head in folded):
        return Unit("%", 0) if "%" in note else None
    if stated := _stated(fold(note)):
        return stated
    counted = (match[1] for head in folded if (match := _COUNT.search(head)))
    return next((Unit(counter, 0) for noun in counted if (counter := counter_of(noun))), None)


def _stated(note: str) -> Unit | None:
    """The unit that a caption or note states: after 単位, or in brackets at its end (部門別消費量(TJ))."""
    if match := _NOTE.search(note):
        return named(match[1], noted=True)
    match = _ENDING.search(note)
    return unit_named(match[1]) if match else None


def _is_unit_column(cell: Cell) -> bool:
    """Whether the cell states the unit of its row, as in tables of indicators: 指標, 単位, 現状値, 目標値."""
    return not cell.header and any(fold(head).strip() == "単位" for head in cell.column_heads[-1:])


def named(name: str, *, noted: bool = False) -> Unit | None:
    """A unit or counter by its name, 単位: before it left out."""
    name = name.removeprefix("単位").lstrip(" :は")
    if unit := unit_named(name):
        return unit
    words = re.match("[十百千]?[万億兆]?", name)
    length = words.end() if words and words.end() < len(name) else 0
    counter = counter_named(name[length:], noted=noted)
    factor = numeral(f"1{name[:length]}") if length else None
    return Unit(counter, 0, factor.value if factor else Decimal(1)) if counter else None


def _quantity(match: re.Match[str], unit: Unit) -> Quantity | None:
    number, upper = numeral(match["number"]), numeral(match["upper"] or match["number"])
    if number is None or upper is None or number.length != len(match["number"]):
        return None
    sign = -1 if match["sign"] in ("△", "▲", "-") else 1
    first = match.start("sign") if match["sign"] else match.start("about") if match["about"] else match.start("number")
    value, last = number.value * unit.factor * sign, upper.value * unit.factor
    if match["upper"] and (sign < 0 or last <= value):
        return None
    return Quantity(
        first,
        match.end(),
        unit.name,
        None,
        None if match["upper"] else value,
        value if match["upper"] else None,
        last if match["upper"] else None,
        approximate=bool(match["about"]),
        signed=bool(match["sign"]),
        confidence=0.85,
    )


def _note(document: Document, text: str, table: Table) -> str:
    """The caption and what stands right above the table, where these name a unit."""
    above = text[max(0, table.start - _NOTE_REACH) : table.start]
    inside = text[table.start : min(table.end, table.start + _NOTE_REACH)]
    caption = fold(table.caption or "")
    return next((words for words in (caption, above, inside) if _NOTE.search(words)), caption or above)
