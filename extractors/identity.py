"""Names that last: the id of a document, and of a record from its passage alone.

>>> document_id("https://www.example.jp/p1.html") == document_id("https://www.example.jp/p1.html")
True

A record's id is a digest of its kind, its document, its passage and the words around it inside the same block. It
knows nothing of the value, so a better extractor keeps it; nothing of what stands above, so a paragraph put in front
keeps it. Passages that are alike even so are told apart by their headings, then by the parties, last by counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TypeVar

from extractors.document import Document
from extractors.records import AgreementRecord, CityRecord, DateRecord, FigureRecord

CONTEXT = 32  # characters on either side, as in a Web Annotation text quote selector

AnyFound = DateRecord | CityRecord | FigureRecord | AgreementRecord
R = TypeVar("R", DateRecord, CityRecord, FigureRecord, AgreementRecord)


def document_id(name: str) -> str:
    """The id of the document at this address: 16 hexadecimal digits."""
    return _digest("document", name)


def complete(document: Document, extractor: str, found: Iterable[R]) -> list[R]:
    """The records in the order of the text, with document, text, page, boxes, section, extractor and id filled in."""
    placed = sorted(found, key=lambda record: (record.start, record.end))
    names = _names(document, placed)
    return [_placed(document, extractor, record, name) for record, name in zip(placed, names, strict=True)]


def _names(document: Document, records: Sequence[AnyFound]) -> Iterator[str]:
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for record in records:
        name = next(name for name in _candidates(document, record, counts) if name not in taken)
        taken.add(name)
        yield name


def _candidates(document: Document, record: AnyFound, counts: dict[str, int]) -> Iterator[str]:
    """Names from the plainest on; `counts` remembers how far the counting has come, so that it stays linear."""
    block = document.block_at(record.start)
    first, last = (block.start, block.end) if block else (0, len(document.text))
    before = document.text[max(first, record.start - CONTEXT) : record.start]
    after = document.text[record.end : min(max(last, record.end), record.end + CONTEXT)]
    parts = (before, document.text[record.start : record.end], after)
    passage = (record.kind, document.id, *("".join(part.split()) for part in parts))
    section = block.section if block else ()
    yield _digest(*passage)
    yield _digest(*passage, *section)
    others = [party.name for party in record.parties] if isinstance(record, AgreementRecord) else []
    alike = _digest(*passage, *section, *others)
    while True:
        count = counts.get(alike, 0)
        counts[alike] = count + 1
        yield _digest(*passage, *section, *others, str(count))


def _placed(document: Document, extractor: str, record: R, name: str) -> R:
    layout = document.layout
    return replace(
        record,
        id=name,
        document=document.id,
        extractor=extractor,
        text=document.text[record.start : record.end],
        page=layout.page(record.start) if layout else None,
        boxes=layout.lines(record.start, record.end) if layout else None,
        section=document.section_at(record.start),
    )


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
