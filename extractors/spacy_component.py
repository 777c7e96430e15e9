"""The records of a text as spans of a spaCy `Doc`: `nlp.add_pipe("renkei")`.

>>> import spacy
>>> nlp = spacy.blank("ja")
>>> component = nlp.add_pipe("renkei")
>>> doc = nlp("令和3年1月28日、富山市は松山市と連携協定を締結した。")
>>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["renkei"] if span.label_ != "AGREEMENT"]
[('令和3年1月28日', 'DATE', ''), ('富山市', 'CITY', '162019'), ('松山市', 'CITY', '382019')]
>>> [record.edtf for record in doc._.renkei if record.kind == "date"]
['2021-01-28']

A span has the id of its record as `id_`, and as `kb_id_` the code of a local government or the GeoNames id of a place
abroad. Where a record begins or ends inside a token, the span takes the whole token.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.context import Context
from extractors.extract import extract
from extractors.readers.plain import structured
from extractors.records import AnyRecord, CityRecord
from extractors.rows import dumps, from_row, loads, to_row

_KEY = "renkei"


class Renkei:
    """Sets `doc.spans[spans_key]` and `doc._.renkei`, the records in the order of the text."""

    def __init__(self, spans_key: str = _KEY) -> None:
        self._spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """The same doc with its spans."""
        found = extract(structured(doc.text, Context()))
        doc.user_data[_KEY] = dumps([to_row(record) for record in found])
        doc.spans[self._spans_key] = [span for record in found if (span := _span(doc, record)) is not None]
        return doc


@Language.factory(_KEY, default_config={"spans_key": _KEY}, assigns=["doc.spans"])
def make_renkei(nlp: Language, name: str, spans_key: str) -> Renkei:
    """The component, as spaCy makes it from its configuration."""
    return Renkei(spans_key)


def _span(doc: Doc, record: AnyRecord) -> Span | None:
    span = doc.char_span(record.start, record.end, record.kind.upper(), _kb_id(record), alignment_mode="expand")
    if span is not None:
        span.id_ = record.id
    return span


def _kb_id(record: AnyRecord) -> str:
    return str(record.code or record.geonames or "") if isinstance(record, CityRecord) else ""


def _records(doc: Doc) -> list[AnyRecord]:
    """The records of a doc, from JSON: a doc that another process made, or that was stored, has them too."""
    return [from_row(row) for row in loads(doc.user_data.get(_KEY, "[]"))]


if not Doc.has_extension(_KEY):
    Doc.set_extension(_KEY, getter=_records)
