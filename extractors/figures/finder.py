"""Figures of a document: amounts with their unit, and what each measures, when, against what.

>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> page = structured("2013年度比で46％削減（目標）し、約1億2,000万円を15都市に配分する。", Context())
>>> for figure in find_figures(page, ()):
...     print(figure.text, figure.number, figure.unit, figure.basis, figure.status, figure.approximate)
46％ 46 % 2013-04/2014-03 target False
約1億2,000万円 120000000 円 None None True
15都市 15 都市 None None False
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from extractors.document import Block, Cell, Document, Table
from extractors.figures.context import is_change, measure, status
from extractors.figures.heads import YearHeads, years_of_heads
from extractors.figures.noted_lines import NotedLines
from extractors.figures.periods import Periods, Years
from extractors.figures.place import Place
from extractors.figures.quantities import quantities
from extractors.figures.quantity_bounds import Quantity
from extractors.figures.tables import cell_quantities
from extractors.identity import complete
from extractors.records import DateRecord, FigureRecord
from extractors.text.folding import fold
from extractors.text.numerals import RUN
from extractors.text.sentences import sentences

EXTRACTOR = "figures/4"

Span = tuple[int, int]

_SKIPPED = ("contact", "meta", "page_header", "page_footer")
# Net zero is an amount only where emissions are said to come to it, not in the names that are made of the words.
_NET_ZERO = re.compile(
    r"排出(?:量[をのがは]?|[をがは])(?:[^。、\n]{0,16}[にで、])?(?:全体として|実質的に)?(?:実質|正味|ネット)で?"
    r"(ゼロ|0(?![0-9.]))(?!カーボン|エミ)"
)
_SENTENCE_MARK = re.compile("[。、\n]")
_NAMING = re.compile(r"[^。、\n0-9]{2,24}(?:目標|実績|見込み?|予測|計画|現状)[値額量]?(?=\n)")
_LONGEST_LABEL = 30


def find_figures(document: Document, dates: Sequence[DateRecord]) -> list[FigureRecord]:
    """Every figure of the document in the order of its text; none overlaps another or one of its `dates`."""
    return complete(document, EXTRACTOR, _records(document, sorted(dates, key=lambda date: date.start)))


@dataclass(frozen=True, slots=True)
class _Page:
    """What the reading of every block needs: the folded text, and the spans that dates have taken."""

    document: Document
    text: str
    periods: Periods
    starts: list[int]
    ends: list[int]
    zeros: list[Span]
    lines: NotedLines

    def free(self, start: int, end: int) -> Iterator[Span]:
        """The stretches between two offsets that no date covers."""
        index = bisect_right(self.ends, start)
        while index < len(self.starts) and self.starts[index] < end:
            yield start, self.starts[index]
            start = self.ends[index]
            index += 1
        yield start, end

    def noted(self, start: int, end: int, found: Sequence[Quantity]) -> list[Quantity]:
        """The bare amounts of lines under a note of their unit that neither a date nor an amount `found` covers."""
        lines = list(self.lines.read(self.text, start, end))
        ends = [one.end for one in found] if lines else []
        after = ((one, bisect_right(ends, one.start)) for one in lines)
        bare = (one for one, index in after if index == len(found) or found[index].start >= one.end)
        return [one for one in bare if [*self.free(one.start, one.end)] == [(one.start, one.end)]]

    def amounts(self, start: int, end: int) -> list[Quantity]:
        """The amounts between two offsets, dates left out."""
        if not RUN.search(self.text, start, end):
            return []
        return [found for first, last in self.free(start, end) for found in quantities(self.text, first, last)]


def _records(document: Document, dates: Sequence[DateRecord]) -> Iterator[FigureRecord]:
    text = fold(document.text)
    ends = list(accumulate((date.end for date in dates), max))
    zeros = [match.span(1) for match in _NET_ZERO.finditer(text)]
    page = _Page(document, text, Periods(text, dates), [date.start for date in dates], ends, zeros, NotedLines())
    tables = {table.start: table for table in document.tables}
    whole = (Block(kind="paragraph", start=0, end=len(text)),)
    previous = above = None  # above a list stands what is above its first item
    for block in document.blocks or whole:
        if block.kind in _SKIPPED:
            continue
        if previous and (block.kind != "list_item" or previous.kind != "list_item"):
            above = previous
        previous = block
        table = tables.get(block.start) if block.kind == "table" else None
        if block.kind == "table":
            page.lines.end()
        found = _in_table(page, table, block) if table else _in_block(page, block, above)
        carried: Years = (None, None)
        row: Span | None = None
        for quantity, place in found:
            if place.heads and place.row != row:
                carried, row = (None, None), place.row
            record = _record(page, quantity, place, carried)
            carried = _later(carried, record) if place.heads else (record.period, record.basis)
            yield record


def _later(carried: Years, record: FigureRecord) -> Years:
    """The latest year of a row so far, aims left out: of it a column of changes speaks (令和5年度, 令和4年度, 増減)."""
    if record.status == "target" or record.period is None or record.basis:
        return carried
    return max(carried[0] or "", record.period), None


def _in_block(page: _Page, block: Block, above: Block | None) -> Iterator[tuple[Quantity, Place]]:
    found = page.amounts(block.start, block.end)
    if lines := page.noted(block.start, block.end, found):
        found = sorted((*found, *lines), key=lambda quantity: quantity.start)
    if page.zeros:
        found = sorted((*found, *_net_zero(page, block, found)), key=lambda quantity: quantity.start)
    if not found:
        return
    label = above if above and _is_label(page.text, above) else None
    title = _title(page.text, block, label)
    spans = list(sentences(page.text, block.start, block.end))
    starts = [start for start, _ in spans]
    for index, quantity in enumerate(found):
        left = found[index - 1].end if index else 0
        right = found[index + 1].start if index + 1 < len(found) else None
        sentence = _sentence(page.text, spans, bisect_right(starts, quantity.start) - 1, quantity)
        if label and block.kind != "list_item" and not page.text[block.start : quantity.start].strip():
            sentence = label.start, sentence[1]
        place = Place(
            page.text, sentence, quantity.start, quantity.end, left, right, title=title, section=block.section
        )
        yield quantity, place


def _is_label(text: str, block: Block) -> bool:
    """Whether a block is one short line that can name what the next one states: 基準年度比, 人口, 令和5年度の実績."""
    return (
        block.kind in ("paragraph", "caption", "heading")
        and block.end - block.start <= _LONGEST_LABEL
        and not _SENTENCE_MARK.search(text, block.start, block.end)
    )


def _title(text: str, block: Block, label: Block | None) -> str:
    """What names all figures of a block: the line above a list, or the first of several lines (導入目標)."""
    if block.kind == "list_item" and label and label.kind != "heading":
        return text[label.start : label.end]
    match = _NAMING.match(text, block.start, block.end)
    return match.group() if match and text.find("。", block.start, block.end) < 0 else ""


def _sentence(text: str, spans: Sequence[Span], index: int, quantity: Quantity) -> Span:
    """The sentence of the amount; the line before belongs to it when the amount opens its own."""
    start, end = spans[index] if 0 <= index < len(spans) else (quantity.start, quantity.end)
    if start == quantity.start and index > 0 and text[spans[index - 1][1] - 1] != "。":
        start = spans[index - 1][0]
    return start, max(end, quantity.end)


def _net_zero(page: _Page, block: Block, found: Sequence[Quantity]) -> Iterator[Quantity]:
    taken = {quantity.end for quantity in found}
    for start, end in page.zeros[bisect_left(page.zeros, (block.start, 0)) : bisect_left(page.zeros, (block.end, 0))]:
        if end <= block.end and end not in taken and [*page.free(start, end)] == [(start, end)]:
            yield Quantity(start, end, None, None, Decimal(0), confidence=0.5)


def _in_table(page: _Page, table: Table, block: Block) -> Iterator[tuple[Quantity, Place]]:
    bare = {cell.start: quantity for cell, quantity in cell_quantities(page.document, page.text, table)}
    years = years_of_heads(page.text, table)
    for cell in table.cells:
        found = page.amounts(cell.start, cell.end) if cell.end > cell.start else []
        if (
            not found
            and (only := bare.get(cell.start))
            and [*page.free(only.start, only.end)] == [(only.start, only.end)]
        ):
            found = [only]
        for quantity in found:
            yield quantity, _cell_place(page, table, years, cell, quantity, block.section)


def _cell_place(
    page: _Page, table: Table, years: YearHeads, cell: Cell, quantity: Quantity, section: tuple[str, ...]
) -> Place:
    heads = (*map(fold, cell.row_heads), *map(fold, cell.column_heads), *years.of(cell))
    span = (cell.start, cell.end)
    title = fold(table.caption or "")
    row = (table.start, cell.row)
    return Place(page.text, span, quantity.start, quantity.end, heads=heads, title=title, section=section, row=row)


def _record(page: _Page, quantity: Quantity, place: Place, carried: Years) -> FigureRecord:
    meant = status(place)
    period, basis = page.periods.years(place, meant, carried)
    written = quantity.unit_text
    return FigureRecord(
        start=quantity.start,
        end=quantity.end,
        number=quantity.number,
        min=quantity.minimum,
        max=quantity.maximum,
        approximate=quantity.approximate,
        unit=quantity.unit,
        unit_text=written,
        measure=measure(place, quantity.unit, quantity.counted),
        basis=basis,
        period=period,
        status=meant,
        change=is_change(place, quantity.signed, quantity.unit),
        confidence=quantity.confidence,
    )
