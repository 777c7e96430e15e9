"""Documents, records and the work they came from, in the ledger.

>>> str(published("date")).count("records.")
3

Every function works inside the transaction of the connection it is given. Work is done for a document's address from
one capture by given versions, and written down together with its result.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from extractors.document import Document
from extractors.document_json import decode
from extractors.records import DocumentRecord
from extractors.rows import from_row, loads
from store.entries import KeptDocument, KeptRecord
from store.schema import documents, records, work

_BATCH = 500  # rows fetched at a time
_DOCUMENTS = select(documents.c.row, documents.c.capture, documents.c.reader, work.c.problem).select_from(
    documents.outerjoin(work, work.c.url == documents.c.url)
)


def last_work(connection: Connection) -> tuple[int, str]:
    """How much work is done, and when the last was."""
    number, last = connection.execute(select(func.count(), func.max(work.c.done_at))).one()
    return number, last or ""


def find_document(connection: Connection, name: str) -> Document | None:
    """The document with this id, as it was read last."""
    body = connection.execute(select(documents.c.body).where(documents.c.id == name)).scalar()
    return decode(zlib.decompress(body)) if body else None


def find_kept(connection: Connection, name: str) -> KeptDocument | None:
    """The document with this id as its record states it."""
    row = connection.execute(_DOCUMENTS.where(documents.c.id == name)).mappings().first()
    return _kept_document(row) if row else None


def find_documents(connection: Connection, condition: ColumnElement[bool]) -> Iterator[KeptDocument]:
    """The documents that meet the condition, in the order of their ids."""
    wanted = _DOCUMENTS.where(condition).order_by(documents.c.id).execution_options(yield_per=_BATCH)
    for row in connection.execute(wanted).mappings():
        yield _kept_document(row)


def find_record(connection: Connection, name: str) -> KeptRecord | None:
    """The record with this id."""
    row = connection.execute(select(records).where(records.c.id == name)).mappings().first()
    return _kept(row) if row else None


def find_records(connection: Connection, condition: ColumnElement[bool]) -> Iterator[KeptRecord]:
    """The records that meet the condition, by document and in the order of its text."""
    order = (records.c.document, records.c.start, records.c.stop, records.c.id)
    wanted = select(records).where(condition).order_by(*order).execution_options(yield_per=_BATCH)
    for row in connection.execute(wanted).mappings():
        yield _kept(row)


def published(kind: str) -> ColumnElement[bool]:
    """What is published of a kind of record: the current ones that nobody rejected."""
    return (records.c.kind == kind) & records.c.current.is_(True) & (records.c.review != "rejected")


def _kept_document(row: RowMapping) -> KeptDocument:
    record = cast(DocumentRecord, from_row(loads(row["row"])))
    return KeptDocument(record=record, capture=row["capture"], reader=row["reader"], problem=row["problem"])


def _kept(row: RowMapping) -> KeptRecord:
    return KeptRecord(
        record=replace(from_row(loads(row["row"])), review=row["review"]),
        sha256=row["sha256"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        current=row["current"],
    )
