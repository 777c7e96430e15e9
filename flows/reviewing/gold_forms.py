"""Decided documents in the forms in which other tools learn from them: spaCy's DocBin and Label Studio's JSON.

>>> from extractors.document import Document
>>> document = Document(id="d", text="3社", media_type="text/plain", sha256="", blocks=())
>>> label_studio(Decided(document, (), frozenset()))["data"]
{'text': '3社', 'document': 'd', 'url': None}

Both count in code points, as records do. In spaCy each block of a document (a paragraph, a table) is a Doc of its own,
in Label Studio each document is a task.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from extractors.records import AnyRecord
from extractors.rows import Row
from flows.reviewing.gold import Decided

SPANS = "renkei"  # the key of the spans, which may overlap, beside `ents`, which may not
_LONGEST = 12_000  # characters of a block: SudachiPy reads 49,149 bytes at a time


def doc_bin(documents: Iterable[Decided]) -> DocBin:
    """A Doc for each block in which people decided on something, with all its records as people left them."""
    japanese = spacy.blank("ja")
    found = DocBin()
    for one in documents:
        for start, end in _blocks(one):
            inside = [record for record in one.records if start <= record.start and record.end <= end]
            if any(record.id in one.people for record in inside):
                found.add(_doc(japanese, one.document.text[start:end], start, inside))
    return found


def label_studio(one: Decided) -> Row:
    """The document as a task: what people said as its annotation, what nobody has looked at as a prediction."""
    people = [_region(record) for record in one.records if record.id in one.people]
    others = [_region(record) for record in one.records if record.id not in one.people]
    return {
        "data": {"text": one.document.text, "document": one.document.id, "url": one.document.url},
        "annotations": [{"result": people}] if people else [],
        "predictions": [{"model_version": "renkei", "result": others}] if others else [],
    }


def _blocks(one: Decided) -> Iterator[tuple[int, int]]:
    """The blocks of the document, or the whole where there are none; a long one in pieces, cut at line ends."""
    spans = [(block.start, block.end) for block in one.document.blocks] or [(0, len(one.document.text))]
    for first, end in spans:
        start = first
        while end - start > _LONGEST:
            stop = one.document.text.rfind("\n", start + 1, start + _LONGEST)
            stop = stop if stop > start else start + _LONGEST
            yield start, stop
            start = stop
        yield start, end


def _doc(japanese: Any, text: str, start: int, records: list[AnyRecord]) -> Doc:
    doc: Doc = japanese.make_doc(text)
    spans: list[Span] = []
    for record in records:
        span = doc.char_span(
            record.start - start, record.end - start, label=record.kind, span_id=record.id, alignment_mode="expand"
        )
        spans += [span] if span is not None else []
    doc.spans[SPANS] = spans
    doc.ents = tuple(filter_spans(spans))
    return doc


def _region(record: AnyRecord) -> Row:
    value = {"start": record.start, "end": record.end, "text": record.text, "labels": [record.kind]}
    return {"id": record.id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
