"""Agreements in tables: a row for each, or a chronology whose cells tell of them.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "姉妹都市\\n\\n都市名\\t国\\n大海市\\t遠国\\n小川市\\t遠国\\n"
>>> page = read(structured(text, Context(publisher=Publisher(name="港市"))), [], [])
>>> [[party.name for party in one.parties] for one in find_tabled(page)]
[['港市', '大海市'], ['港市', '小川市']]

The heads say which column holds the partner, the date, the title and the content; the caption, the headings above or
the words before the table say what agreement it is when no column does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.agreements.dates import AgreementDates, compatible, exacter, point
from extractors.agreements.findings import Finding
from extractors.agreements.forms import dates_in, partner_above
from extractors.agreements.heads import Column, Row, columns_of
from extractors.agreements.labels import Label, label
from extractors.agreements.lists import lines_of
from extractors.agreements.party_cells import parties_in
from extractors.agreements.prose import told_in
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.signatories import union
from extractors.agreements.titles import Title, find_titles
from extractors.agreements.topics import topics_in
from extractors.document import Cell, Table
from extractors.records import Party
from extractors.text.folding import fold

_CERTAINTY = 0.88
_UNKNOWN = 0.74
_WORDS = ("paragraph", "caption", "list_item", "note")  # what may introduce a table

_DITTO = ("同上", "〃", "″", "同")


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell in the reading, with the block of its table."""

    start: int
    end: int
    block: int


def find_tabled(page: Reading) -> Iterator[Finding]:
    """What the tables of the document say of agreements, row by row."""
    for table in page.document.tables:
        block = bisect_right(page.document.blocks, table.start, key=lambda one: one.start) - 1
        if block < 0 or not table.cells:
            continue
        rows = _rows(table)
        title = _title_around(page, table, block)
        columns, body = columns_of(page, rows, title is not None)
        if _is_form(page, rows):
            yield from _from_form(page, block, rows, title)
        elif "partner" in columns and (title or "title" in columns or columns["partner"][1].strong):
            yield from _from_rows(page, block, body, columns, title)
        else:
            yield from _from_cells(page, block, rows)


def _rows(table: Table) -> list[dict[int, Cell]]:
    """The grid row by row, with cells that span several rows in each of them."""
    grid: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + min(cell.rows, 500)):
            grid.setdefault(row, {})[cell.column] = cell
    return [grid[row] for row in sorted(grid)]


def _title_around(page: Reading, table: Table, block: int) -> Title | None:
    if table.caption and (titles := find_titles(fold(table.caption), compounds=True)):
        return titles[-1]
    near = [block - 1] if block and page.document.blocks[block - 1].kind in _WORDS else []
    for one in (*near, *reversed(page.headings[block][-3:])):
        if titles := find_titles(page.masked, *page.block_span(one), compounds=True):
            return titles[-1]
    return None


def _from_rows(
    page: Reading,
    block: int,
    rows: Sequence[Row],
    columns: Mapping[Column, tuple[int, Label]],
    around: Title | None,
) -> Iterator[Finding]:
    seen: set[int] = set()
    slots: dict[Column, Slot] = {}
    for row in rows:
        slots = {role: _slot(page, row[at], block, slots.get(role)) for role, (at, _) in columns.items() if at in row}
        partner = slots.get("partner")
        # A partner's cell that spans several rows names it once, unless each row has a title of its own.
        if partner is None or (partner.start in seen and not slots.keys() & {"title", "own"}):
            continue
        seen.add(partner.start)
        title = _row_title(page, slots.get("title"), around)
        several = title and "signed" not in slots and len(page.dates_in(partner.start, partner.end)) > 1
        cell = Sentence(partner.start, partner.end, block, page.headings[block])
        if several and len(lines := list(lines_of(page, cell, title, _UNKNOWN))) > 1:
            yield from lines
        elif title and (finding := _from_row(page, row, slots, partner, title)):
            yield finding


def _from_row(page: Reading, row: Row, slots: Mapping[Column, Slot], partner: Slot, title: Title) -> Finding | None:
    parties = parties_in(page, partner.start, partner.end)
    known = bool(page.names_in(partner.start, partner.end))
    if own := slots.get("own"):
        parties = union(parties_in(page, own.start, own.end, known=True), parties) if parties else ()
    return _row_finding(page, row, slots, parties, title, _CERTAINTY if known else _UNKNOWN)


def _row_finding(
    page: Reading,
    row: Row,
    slots: Mapping[Column, Slot],
    parties: tuple[Party, ...],
    title: Title,
    certainty: float = _CERTAINTY,
) -> Finding | None:
    if page.own and page.own.name not in {party.name for party in parties} and parties and "own" not in slots:
        parties = union([page.own], parties)
    if len(parties) < 2:
        return None
    start, end = _row_span(row)
    return Finding(
        start=start,
        end=end,
        type=title.type,
        title=title.text,
        parties=parties,
        dates=_row_dates(page, slots),
        certainty=certainty,
        topics=topics_in(page, slots.get("topics")),
    )


def _slot(page: Reading, cell: Cell, block: int, above: Slot | None = None) -> Slot:
    """The cell in the reading; for 同上 and 〃 the one above it."""
    slot = Slot(page.offset(cell.start), page.offset(cell.end), block)
    return above if above and page.text[slot.start : slot.end].strip() in _DITTO else slot


def _row_title(page: Reading, slot: Slot | None, around: Title | None) -> Title | None:
    """The title in the row's cell, else the one around the table."""
    if slot is None:
        return around
    titles = find_titles(page.masked, slot.start, slot.end)
    text = page.text[slot.start : slot.end].strip()
    if titles:
        return replace(titles[-1], text=text if len(text) <= 60 else titles[-1].text)
    return replace(around, text=text) if around and text else around


def _row_dates(page: Reading, slots: Mapping[Column, Slot]) -> AgreementDates:
    dates = dates_in(page, slots.get("signed", slots.get("partner")))  # 相手方(締結日) may be one column
    renewed, ended = dates_in(page, slots.get("renewed")), dates_in(page, slots.get("ended"))
    return AgreementDates(
        dates.signed,
        (*dates.renewed, *((renewed.signed,) if renewed.signed else ())),
        ended.signed or dates.ended,
    )


def _row_span(row: Row) -> tuple[int, int]:
    cells = [cell for cell in row.values() if cell.rows == 1] or list(row.values())
    return min(cell.start for cell in cells), max(cell.end for cell in cells)


def _is_form(page: Reading, rows: Sequence[Row]) -> bool:
    """Whether the first column holds the labels: a table of label and value."""
    found = [label(fold(page.document.text[row[0].start : row[0].end])) for row in rows if 0 in row and len(row) == 2]
    roles = {meaning.role for meaning in found if meaning}
    strong = {meaning.role for meaning in found if meaning and meaning.strong}
    return "signed" in strong or ("partner" in roles and len(roles) > 1 and bool(strong))


def _from_form(page: Reading, block: int, rows: Sequence[Row], around: Title | None) -> Iterator[Finding]:
    columns: dict[Column, tuple[int, Label]] = {}
    row: dict[int, Cell] = {}
    for index, one in enumerate(rows):
        if 0 in one and 1 in one and (meaning := label(fold(page.document.text[one[0].start : one[0].end]))):
            columns.setdefault(meaning.role, (index, meaning))
            row[index] = one[1]
    if "partner" in columns:
        yield from _from_rows(page, block, [row], columns, around)
        return
    slots = {role: _slot(page, row[at], block) for role, (at, _) in columns.items()}
    title = _row_title(page, slots.get("title"), around)
    if title and (finding := _row_finding(page, row, slots, partner_above(page, block), title)):
        yield finding


def _from_cells(page: Reading, block: int, rows: Sequence[Row]) -> Iterator[Finding]:
    """Cells that read like sentences or lines; the date that opens the row is theirs when they have none."""
    for row in rows:
        when = None
        for column in sorted(row):
            slot = _slot(page, row[column], block)
            dates = page.dates_in(slot.start, slot.end)
            if dates and (value := point(dates[0].edtf)) and compatible(when, value):
                when = exacter(when, value)  # a column for the year, the next for the month
            cell = Sentence(slot.start, slot.end, block, page.headings[block])
            lines = list(lines_of(page, cell, None, _UNKNOWN)) if "\n" in page.text[slot.start : slot.end] else []
            yield from lines if lines and all(one.dates.signed for one in lines) else told_in(page, cell, when=when)
