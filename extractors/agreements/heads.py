"""What the columns of a table of agreements hold, by their heads and by what stands below them.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.places.finder import find_cities
>>> from extractors.readers.plain import structured
>>> document = structured("市町村名\\t姉妹都市\\t提携日\\n富山市\\t大海市\\t\\n高岡市\\t小川市\\t\\n", Context())
>>> page = read(document, [], find_cities(document))
>>> rows = [{cell.column: cell for cell in document.tables[0].cells if cell.row == row} for row in range(3)]
>>> {role: column for role, (column, _) in columns_of(page, rows, True)[0].items()}
{'partner': 1, 'signed': 2, 'own': 0}

A table of many governments says in a column of its own who each row's agreement is with: `own`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from extractors.agreements.labels import Field, Label, bare_label, label
from extractors.agreements.party_cells import parties_in
from extractors.agreements.reading import Reading
from extractors.agreements.titles import find_titles
from extractors.document import Cell
from extractors.text.folding import fold

Row = Mapping[int, Cell]
Column = Field | Literal["own"]
Columns = dict[Column, tuple[int, Label]]

_LOOKED_AT = 20  # rows
# Over a column these are the partners; on a line of their own they may head anything.
_TWINS = re.compile(
    "(?:[^の]{1,8}の)?(?:国際|海外の?|国内|国外の?)?(?:姉妹|友好|親善|提携|交流|締結|協定)・?(?:友好|姉妹|親善|交流)?(?:先の?)?"
    "(?:都市|自治体|市町村?|市区町村|団体|州|県|省|地域)(?:・(?:友好都市|地域|州|県))?(?:等|名|の名称)*"
)
_GOVERNMENTS = re.compile(
    "(?:日本の?|県内の?|道内の?|府内の?|都内の?|国内の?|日本側の?)?(?:自治体|市町村|市区町村|区市町村|市町|地方公共団体|団体)(?:名|の名称)?|日本側|市区名|市名|区名"
)
_PREFECTURE = re.compile("[0-9]{2}000[0-9]")


def columns_of(page: Reading, rows: Sequence[Row], titled: bool) -> tuple[Columns, Sequence[Row]]:
    """Which column holds what by the first row that is made of heads, and the rows below it."""
    for index, row in enumerate(rows[:2]):
        found: Columns = {}
        body = rows[index + 1 :]
        for strong in (True, False):
            for column, cell in row.items():
                meaning = _meaning(page, body, column, cell)
                if meaning and meaning.strong == strong and column not in {at for at, _ in found.values()}:
                    found.setdefault(meaning.role, (column, meaning))
        strong_one = any(meaning.strong for _, meaning in found.values())
        if "partner" in found and (titled or strong_one) and len(row) > 1:
            found = _with_own(page, row, body, found)
            if len(found) > 1 or len(row) < 3:
                return found, body
    return {}, rows


def _meaning(page: Reading, body: Sequence[Row], column: int, head: Cell) -> Label | None:
    """What a column holds by its head; 名称 may head the partners or the titles, as the cells below show."""
    text = fold(page.document.text[head.start : head.end])
    if _TWINS.fullmatch(bare_label(text)):
        return Label("partner", True)
    meaning = label(text)
    if meaning is None or meaning.strong or meaning.role != "partner":
        return meaning
    spans = _spans(page, body, column)
    titled = sum(bool(find_titles(page.masked, *span)) for span in spans)
    return Label("title", False) if spans and 2 * titled >= len(spans) else meaning


def _with_own(page: Reading, heads: Row, body: Sequence[Row], found: Columns) -> Columns:
    """The columns, with the one left of the partners that names the government of each row."""
    partner, meaning = found["partner"]
    for column, head in heads.items():
        text = bare_label(fold(page.document.text[head.start : head.end]))
        if meaning.strong and column < partner and _GOVERNMENTS.fullmatch(text) and _are_own(page, body, column):
            kept: Columns = {role: one for role, one in found.items() if one[0] != column}
            return {**kept, "own": (column, Label("partner", False))}
    return found


def _are_own(page: Reading, body: Sequence[Row], column: int) -> bool:
    """Whether the cells name governments of Japan, among them the page's own unless that is a prefecture or nobody."""
    named = [party for span in _spans(page, body, column) for party in parties_in(page, *span, known=True)]
    domestic = [party for party in named if party.country == "JP"]
    own = page.own
    free = own is None or own.code is None or _PREFECTURE.fullmatch(own.code)
    return 2 * len(domestic) > len(named) and bool(free or own in domestic)


def _spans(page: Reading, body: Sequence[Row], column: int) -> list[tuple[int, int]]:
    return [
        (page.offset(row[column].start), page.offset(row[column].end)) for row in body[:_LOOKED_AT] if column in row
    ]
