"""The agreements that a document reports: who signed what, when, and what about.

>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "港市は、株式会社みなと銀行と地域の防災に関する包括連携協定を締結しました。"
>>> record = find_agreements(structured(text, Context(publisher=Publisher(name="港市"))), [], [])[0]
>>> record.type, [party.name for party in record.parties], record.signed
('agreement', ['港市', '株式会社みなと銀行'], None)

Nine readers look at the document, each at one way of telling: sentences and headings, tables, rows whose table is
lost, forms of label and value, bare lists, lists of titles, formal texts, texts with signatures, English. What they
find of the same agreement becomes one record with the surest passage as its own; the date of a signing ceremony that
stands by itself goes to the agreement told of before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from extractors.agreements.announcements import announced
from extractors.agreements.columns import find_aligned
from extractors.agreements.contents import find_named
from extractors.agreements.dates import compatible, exacter
from extractors.agreements.english import find_english_told, may_tell_in_english
from extractors.agreements.findings import Finding, joined
from extractors.agreements.forms import ceremonies, find_filled
from extractors.agreements.lists import find_listed
from extractors.agreements.prose import find_told
from extractors.agreements.reading import Reading, read
from extractors.agreements.signatures import find_signed
from extractors.agreements.tables import find_tabled
from extractors.agreements.texts import find_formal
from extractors.agreements.titles import may_name_agreement
from extractors.agreements.topics import topics_below
from extractors.document import Document
from extractors.identity import complete
from extractors.records import AgreementRecord, CityRecord, DateRecord
from extractors.text.folding import fold

EXTRACTOR = "agreements/4"

__all__ = ["EXTRACTOR", "find_agreements"]


def find_agreements(
    document: Document, dates: Sequence[DateRecord], cities: Sequence[CityRecord]
) -> list[AgreementRecord]:
    """Every agreement of the document once, in the order of its best passages; `dates` and `cities` are its own."""
    text = fold(document.text)
    if not may_name_agreement(text) and not may_tell_in_english(text):
        return []
    page = read(document, dates, cities)
    readers = (find_tabled, find_filled, find_named, find_formal, find_signed, find_english_told)
    rows = sorted(find_aligned(page), key=lambda one: one.start)
    told = _outside(rows, chain(find_told(page), find_listed(page)))
    found = sorted(chain(rows, told, *(reader(page) for reader in readers)), key=lambda one: (one.start, one.end))
    found = [one for one in found if len(one.parties) > 1]
    found = announced(page, found, [_section(page, one) for one in found])
    found = [_with_topics(page, one) for one in _held(page, found)]
    return complete(document, EXTRACTOR, joined(document.text, found))


def _outside(rows: Sequence[Finding], told: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that are not inside a row: its columns are no sentence."""
    starts = [row.start for row in rows]
    for one in told:
        at = bisect_right(starts, one.start) - 1
        if at < 0 or one.end > rows[at].end:
            yield one


def _section(page: Reading, one: Finding) -> tuple[int, ...]:
    """The headings above a finding, as indexes of blocks."""
    block = bisect_right(page.document.blocks, one.start, key=lambda block: block.start) - 1
    return page.headings[block] if block >= 0 else ()


def _held(page: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings, with the dates of signing ceremonies given to the agreement told of before each."""
    dated = list(found)
    for ceremony in ceremonies(page):
        at = bisect_left(dated, ceremony.offset, key=lambda one: one.start) - 1
        if at >= 0 and compatible(dated[at].dates.signed, ceremony.date):
            signed = exacter(dated[at].dates.signed, ceremony.date)
            dated[at] = replace(dated[at], dates=replace(dated[at].dates, signed=signed))
    return dated


def _with_topics(page: Reading, one: Finding) -> Finding:
    """The finding with the list under 連携内容 that follows it."""
    block = bisect_right(page.document.blocks, one.start, key=lambda block: block.start) - 1
    listed = topics_below(page, block) if block >= 0 and one.alone else ()
    return replace(one, topics=listed) if listed else one
