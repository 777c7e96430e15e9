"""From a document to its records: every extractor once, in the order in which they need one another.

>>> from extractors.context import Context
>>> from extractors.readers.plain import read_text
>>> document = read_text("令和3年1月28日、富山市は松山市と連携協定を締結した。".encode(), "text/plain", Context())
>>> [record.kind for record in extract(document)]
['date', 'agreement', 'city', 'city']
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

from extractors.agreements import finder as agreements
from extractors.dates import finder as dates
from extractors.document import Document
from extractors.figures import finder as figures
from extractors.places import finder as cities
from extractors.reader import VERSION as READER
from extractors.records import AgreementRecord, CityRecord, DateRecord, DocumentRecord, FigureRecord

Found = DateRecord | CityRecord | FigureRecord | AgreementRecord

BY_OCR = "+ocr"  # on the extractor of a record from a page that was read by OCR
# A digit misread by OCR looks like any other digit: figures always go to review.
_MOST_BY_OCR = {"figure": 0.4, "date": 0.8, "city": 0.9, "agreement": 0.8}
# The name and version of the extractor of each kind: a change makes its earlier results stale.
EXTRACTORS = {
    "date": dates.EXTRACTOR,
    "figure": figures.EXTRACTOR,
    "city": cities.EXTRACTOR,
    "agreement": agreements.EXTRACTOR,
}
# Kinds whose records an extractor is given: a change of theirs makes its results stale too.
NEEDS = {"figure": ("date",), "agreement": ("date", "city")}
VERSION = " ".join(EXTRACTORS.values())


def extract(document: Document, kinds: Collection[str] | None = None) -> list[Found]:
    """All records of the document in the order of its text, or those of these kinds and of the kinds that they need."""
    wanted = with_needs(EXTRACTORS if kinds is None else kinds)
    found_dates = dates.find_dates(document) if "date" in wanted else []
    found_cities = cities.find_cities(document) if "city" in wanted else []
    found: list[Found] = [*found_dates, *found_cities]
    if "figure" in wanted:
        found += figures.find_figures(document, found_dates)
    if "agreement" in wanted:
        found += agreements.find_agreements(document, found_dates, found_cities)
    recognised = document.layout.recognised if document.layout else ()
    marked = (_by_ocr(record) if record.page in recognised else record for record in found)
    return sorted(marked, key=lambda record: (record.start, record.end, record.kind, record.id))


def with_needs(kinds: Iterable[str]) -> frozenset[str]:
    """The kinds with those whose records they are made from."""
    return frozenset(one for kind in kinds for one in (kind, *NEEDS.get(kind, ())))


def _by_ocr(record: Found) -> Found:
    confidence = min(record.confidence, _MOST_BY_OCR[record.kind])
    return replace(record, extractor=record.extractor + BY_OCR, confidence=confidence)


def describe(document: Document, snapshot: str | None = None) -> DocumentRecord:
    """The record of the document itself; its passage is the title where the text states it, else nothing."""
    title = document.title or ""
    start = max(document.text.find(title), 0) if title else 0
    end = start + len(title) if document.text.startswith(title, start) else start
    return DocumentRecord(
        id=document.id,
        document=document.id,
        text=document.text[start:end],
        start=start,
        end=end,
        page=document.layout.page(start) if document.layout and title else None,
        confidence=1.0,
        extractor=READER,
        url=document.url,
        source=document.source,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        updated=document.updated,
        page_id=document.page_id,
        fetched_at=document.fetched_at,
        media_type=document.media_type,
        sha256=document.sha256,
        pages=document.pages,
        characters=len(document.text),
        snapshot=snapshot,
        problems=document.problems,
    )


class _Callable(ModuleType):
    """Importing this module puts it in the place of `extractors.extract`, which is to be called like a function."""

    def __call__(self, *material: Any, **told: Any) -> Any:
        return import_module("extractors.material").records_of(*material, **told)


sys.modules[__name__].__class__ = _Callable
