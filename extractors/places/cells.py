"""Names of places abroad that fill a cell of a table, whose row or head says which country they lie in.

>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> document = structured("国名\\t都市名\\t提携日\\n豪州\\tサザランド\\t1991年\\n中国\\t集安市\\t1993年", Context())
>>> [(one.name, one.suffix, code) for one, code in find_cells(document)]
[('サザランド', '', 'AU'), ('集安市', '市', 'CN')]

Such a name needs neither a table that knows it nor a suffix: the head over it says that it is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Cell, Document, Table
from extractors.places.gazetteer import country
from extractors.places.sighting import Sighting
from extractors.places.tables import KANJI_COUNTRIES
from extractors.text.folding import fold

_PLACES = re.compile("都市|自治体|市町村|市名|姉妹|友好|提携(?:先|相手)|相手(?:先|方)")
_ABOUT = re.compile(
    "日$|月$|人口|面積|概要|内容|経緯|理由|備考|担当|数$|紹介|きっかけ|協定名|区分|種別|事業|形態|団体|企業|大学"
)
_NAME = re.compile(
    r"(?:(?P<katakana>[ァ-ヺ][ァ-ヺー・=]{1,18}[ァ-ヺー](?P<suffix>市|町|村|州|県|郡|区)?)"
    r"|(?P<kanji>[一-鿿]{1,4}(?P<ending>市|県|郡|区|鎮|郷|邑|面)))(?=\s*(?:$|[(\n]))"
)
_LONGEST_COUNTRY = 12


def find_cells(document: Document) -> Iterator[tuple[Sighting, str]]:
    """The names with the code of their country, in the order of the text."""
    for table in document.tables:
        rows = _countries(document, table)
        for cell in table.cells:
            head = "".join(fold(cell.column_heads[-1]).split()) if cell.column_heads and not cell.header else ""
            if not _PLACES.search(head) or _ABOUT.search(head):
                continue
            code = rows.get(cell.row) or _named_in(head)
            if code and (one := _name(fold(document.text[cell.start : cell.end]), cell.start, code)):
                yield one, code


def _name(text: str, start: int, code: str) -> Sighting | None:
    """The name that the cell begins with, if it holds nothing else but a bracket or a second line."""
    match = _NAME.match(text)
    name = match and (match["katakana"] or match["kanji"])
    if match is None or not name or country(name) or (match["kanji"] and code not in KANJI_COUNTRIES):
        return None
    return Sighting(start, start + len(name), "abroad", name, match["suffix"] or match["ending"] or "")


def _countries(document: Document, table: Table) -> dict[int, str]:
    """For each row the country abroad that one of its cells names, a cell that spans several rows in each of them."""
    found: dict[int, set[str]] = {}
    for cell in table.cells:
        if code := _whole_country(document, cell):
            for row in range(cell.row, cell.row + min(cell.rows, 200)):
                found.setdefault(row, set()).add(code)
    return {row: codes.pop() for row, codes in found.items() if len(codes) == 1}


def _whole_country(document: Document, cell: Cell) -> str | None:
    text = "".join(fold(document.text[cell.start : min(cell.end, cell.start + 30)]).split())
    code = country(text) if len(text) <= 2 * _LONGEST_COUNTRY else None
    return code if code != "JP" else None


def _named_in(head: str) -> str | None:
    """The country that a head begins with: 米国の姉妹都市."""
    lengths: Sequence[int] = range(min(len(head), _LONGEST_COUNTRY), 1, -1)
    code = next((code for length in lengths if (code := country(head[:length]))), None)
    return code if code != "JP" else None
