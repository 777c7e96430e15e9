"""Agreements on lines that were the rows of a table before the layout was lost: title, partner and date, far apart.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.dates.finder import find_dates
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "1　災害時の物資供給に関する協定　　みなと商会　　令和3年3月1日"
>>> document = structured(text, Context(publisher=Publisher(name="港市")))
>>> [[party.name for party in one.parties] for one in find_aligned(read(document, find_dates(document), []))]
[['港市', 'みなと商会']]

Columns are parted by an ideographic space, a bar, or two spaces and more. A line counts when one column is a title and
nothing else, one a date, and one of the others a name. Single spaces part columns too where title and date stand alone
between them: what lies between those is the name, known as one or vouched for by more such lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.agreements.findings import Finding
from extractors.agreements.forms import dates_in
from extractors.agreements.line_owners import is_prefecture, within
from extractors.agreements.party_cells import parties_in
from extractors.agreements.reading import BLANK, Reading
from extractors.agreements.signatories import union
from extractors.agreements.tables import Slot
from extractors.agreements.titles import Title, find_titles
from extractors.places.gazetteer import country
from extractors.records import Party

_CERTAINTY = 0.84
_UNKNOWN = 0.7
_NARROW = 0.04  # less where only single spaces part the columns
_ENOUGH = 3  # lines of one shape that make a table
_LINE = re.compile(r"[^\n]+")
_GAP = re.compile(r"\s*(?:　|\t| {2}| \| )\s*")
_SPACE = re.compile(r"\s+")
_KINDS = ("paragraph", "list_item", "heading")
_DATE = re.compile(rf"[{BLANK}\s(]+(?:更新|改定|再締結)?[)\s]*")
# A title may have its renewal in a bracket.
_AFTER_TITLE = re.compile(r"書?\s*(?:\([^()]*\))?\s*")
_LONGEST = 60
_LONGEST_LINE = 200
_PLANNED = re.compile("締結予定|予定[)。]?$")
_NUMBER = re.compile(r"[\s0-9().．、①-⑳-]*")


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of a line, the one that is a title, and the one that holds the date."""

    columns: Sequence[Slot]
    titled: Slot
    dated: Slot
    title: Title


def find_aligned(page: Reading) -> Iterator[Finding]:
    """The agreements of lines whose columns are a title, a partner and a date, in any order."""
    narrow: list[Row] = []
    for index, block in enumerate(page.document.blocks):
        if block.kind in _KINDS:
            for line in _LINE.finditer(page.masked, *page.block_span(index)):
                if BLANK not in line.group():  # no date
                    continue
                row = _row(page, list(_columns(page, line.start(), line.end(), index, _GAP)))
                finding = _finding(page, row) if row else None
                if finding:
                    yield finding
                elif line.end() - line.start() <= _LONGEST_LINE:
                    row = _row(page, list(_columns(page, line.start(), line.end(), index, _SPACE)))
                    narrow += [row] if row and row.dated != row.titled else []
    for row in narrow:
        if finding := _finding(page, _between(row)):
            known = finding.certainty == _CERTAINTY
            if known or len(narrow) >= _ENOUGH:
                yield replace(finding, certainty=finding.certainty - _NARROW)


def _columns(page: Reading, start: int, end: int, block: int, gaps: re.Pattern[str]) -> Iterator[Slot]:
    written = "".join(page.document.text[at] for at in page.kept[start:end])
    at = 0
    for gap in gaps.finditer(written):
        if gap.start() > at:
            yield Slot(start + at, start + gap.start(), block)
        at = gap.end()
    if at < len(written):
        yield Slot(start + at, end, block)


def _row(page: Reading, columns: Sequence[Slot]) -> Row | None:
    """The columns with the one that is a title, and the one that is a date or else the title's own."""
    if len(columns) < 2:
        return None
    titled = next(((one, title) for one in columns if (title := _title(page, one))), None)
    if titled is None:
        return None
    column, title = titled
    dated = next((one for one in columns if _DATE.fullmatch(page.masked, one.start, one.end)), column)
    return Row(columns, column, dated, title) if BLANK in page.masked[dated.start : dated.end] else None


def _between(row: Row) -> Row:
    """The row with all that lies between title and date as one column: a name may hold a space."""
    first, last = sorted((row.titled, row.dated), key=lambda one: one.start)
    inner = [one for one in row.columns if first.end <= one.start < last.start]
    if not inner:
        return row
    name = Slot(inner[0].start, inner[-1].end, inner[0].block)
    return replace(row, columns=(first, name, last))


def _finding(page: Reading, row: Row) -> Finding | None:
    column, dated, title = row.titled, row.dated, row.title
    others = [one for one in row.columns if one not in (dated, column)]
    partner = next((one for one in others if page.names_in(one.start, one.end)), None)
    partner = partner or next((one for one in others if _may_name(page, one)), None)
    parties = parties_in(page, partner.start, partner.end) if partner else ()
    own = page.own
    if own is None or is_prefecture(own):
        first, second = _both(page, others)
        own, parties = (first, second) if first else (own, parties)
    if partner is None or not parties or own is None:
        return None
    if title.type == "sister_city" and is_prefecture(own) and any(within(own, party) for party in parties):
        return None  # a prefecture and its own municipality
    start, end = page.origin(row.columns[0].start, row.columns[-1].end)
    dates, later = dates_in(page, dated), dates_in(page, column)
    planned = _PLANNED.search(page.masked, row.columns[0].start, row.columns[-1].end)
    return Finding(
        start=start,
        end=end,
        type=title.type,
        title=page.text[column.start : title.end].strip() if title.end - column.start <= _LONGEST else title.text,
        parties=union([own], parties),
        dates=replace(dates, renewed=tuple(dict.fromkeys((*dates.renewed, *later.renewed)))),
        status="planned" if planned else "signed",
        certainty=_CERTAINTY if page.names_in(partner.start, partner.end) else _UNKNOWN,
    )


def _both(page: Reading, columns: Sequence[Slot]) -> tuple[Party | None, tuple[Party, ...]]:
    """The two sides of a row on a page that is nobody's: a government of Japan, and the one other that is named.

    A prefecture in front of a place in it only says where that lies.
    """
    named = [parties_in(page, one.start, one.end) for one in columns if page.names_in(one.start, one.end)]
    sides = [one[0] for one in named if len(one) == 1]
    inside = len(sides) > 2 and _code(sides[0]) == _code(sides[1]) != "" and sides[0].code != sides[1].code
    own, others = sides[inside : inside + 1], sides[inside + 1 :]
    return (own[0], tuple(others)) if own and own[0].country == "JP" and len(others) == 1 else (None, ())


def _code(party: Party) -> str:
    """The prefecture of a government of Japan."""
    return (party.code or "")[:2]


def _title(page: Reading, column: Slot) -> Title | None:
    """The title that a column is, and nothing behind it but a bracket."""
    titles = find_titles(page.masked, column.start, column.end)
    return titles[-1] if titles and _AFTER_TITLE.fullmatch(page.masked, titles[-1].end, column.end) else None


def _may_name(page: Reading, column: Slot) -> bool:
    text = page.text[column.start : column.end]
    return not _NUMBER.fullmatch(text) and country(text) is None
