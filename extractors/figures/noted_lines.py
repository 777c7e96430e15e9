"""Lines of a name and a bare number under a note of their unit: (単位:人), then 転入:94 and 転出:100.

>>> text = "9月中の異動(単位:人)\\n転入:94\\n転出:△1,100"
>>> [(str(one.number), one.unit) for one in NotedLines().read(text, 0, len(text))]
[('94', '人'), ('-1100', '人')]

The note holds as long as such lines follow; the first line of another kind ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.figures.quantity_bounds import Quantity
from extractors.figures.tables import named
from extractors.figures.units import Unit
from extractors.text.numerals import numeral

_NOTE = re.compile(r"単位 ?[:は]? ?([^\s()\[\]〔〕、。,)]{1,12})")
_ROW = re.compile(
    r"[ ・○◯◇■●▽▼-]{0,3}(?P<label>[^0-9\n:。、]{1,20}?)(?: ?[:…] ?|[ \t]{1,4})"
    r"(?P<sign>[△▲] ?|[+-])?(?P<number>[0-9][0-9,.]*)(?: ?\([^()\n]{0,20}\))?[ \t]*"
)
# Names of what is no amount, or not one of the unit above.
_OTHER = re.compile(
    r"電話|TEL|FAX|ファクス|内線|番号|ページ|〒|URL|問い?合|連絡|担当|資料|[図表第年]\Z|月\Z|日\Z|平均|指数"
)


class NotedLines:
    """The unit that holds so far; `read` goes on from block to block."""

    def __init__(self) -> None:
        self._unit: Unit | None = None

    def end(self) -> None:
        """Forgets the unit: something else than lines has come between."""
        self._unit = None

    def read(self, text: str, start: int, end: int) -> Iterator[Quantity]:
        """The bare amounts of the lines between two offsets of the folded text."""
        at = start
        while at < end:
            stop = text.find("\n", at, end)
            stop = end if stop < 0 else stop
            yield from self._line(text, at, stop)
            at = stop + 1

    def _line(self, text: str, start: int, end: int) -> Iterator[Quantity]:
        if note := _NOTE.search(text, start, end):
            self._unit = named(note[1], noted=True)
            return
        if self._unit is None or not text[start:end].strip():
            return
        row = _ROW.fullmatch(text, start, end)
        if row is None:
            self.end()
            return
        number = numeral(row["number"])
        if number is None or number.length != len(row["number"]) or _OTHER.search(row["label"]):
            return
        unit = self._unit
        value = number.value * unit.factor * (Decimal(-1) if (row["sign"] or "+")[0] in "△▲-" else 1)
        first = row.start("sign") if row["sign"] else row.start("number")
        yield Quantity(first, row.end("number"), unit.name, None, value, signed=bool(row["sign"]), confidence=0.8)
