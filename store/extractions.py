"""Documents, records and the work they came from, in the ledger.

>>> str(published("date")).count("records.")
3

Every function works inside the transaction of the connection it is given. Work is done for a document's address from
one capture by given versions, and written down together with its result.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Table, func, insert, select, update

from extractors.document import Document
from extractors.document_json import decode, encode
from extractors.records import AnyRecord, DocumentRecord
from extractors.rows import dumps, from_row, loads, to_row
from store.entries import KeptDocument, KeptRecord, Saved, Work, stamp
from store.schema import captures, documents, records, work

_BATCH = 500  # rows fetched at a time
_DOCUMENTS = select(documents.c.row, documents.c.capture, documents.c.reader, work.c.problem).select_from(
    documents.outerjoin(work, work.c.url == documents.c.url)
)


def last_work(connection: Connection) -> tuple[int, str]:
    """How much work is done, and when the last was."""
    number, last = connection.execute(select(func.count(), func.max(work.c.done_at))).one()
    return number, last or ""


def save_extraction(
    connection: Connection,
    done: Work,
    document: Document,
    record: DocumentRecord,
    found: Sequence[AnyRecord],
    *,
    at: datetime,
) -> Saved:
    """Write the document, what changed among its records, and the fact that this work is done.

    Work for records of some kinds is done on a document that is as it was: it and its other records are left alone.
    """
    before = _last_capture(connection, document.id)
    if done.kinds is None:
        _put(connection, documents, documents.c.id, _document_row(done, document, record))
    saved = _save_records(connection, done, document.id, found, before or done.capture.fetched_at)
    save_work(connection, done, None, at)
    return saved


def save_work(connection: Connection, done: Work, problem: str | None, at: datetime) -> None:
    """Write that the work was done, or why it failed; documents and records stay as they are."""
    capture, versions = done.capture, done.versions
    row = {"url": capture.url, "source": capture.source, "sha256": capture.sha256, "reader": versions.reader}
    row |= {"extractor": versions.extractor, "config": versions.config, "done_at": stamp(at), "problem": problem}
    _put(connection, work, work.c.url, row)


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


def _last_capture(connection: Connection, name: str) -> str | None:
    """When the document as it stands was fetched."""
    held = documents.join(captures, documents.c.capture == captures.c.id)
    return connection.execute(select(captures.c.fetched_at).select_from(held).where(documents.c.id == name)).scalar()


def _document_row(done: Work, document: Document, record: DocumentRecord) -> dict[str, Any]:
    return {
        "id": document.id,
        "url": done.capture.url,
        "source": done.capture.source,
        "capture": done.capture.id,
        "sha256": done.capture.sha256,
        "reader": done.versions.reader,
        "title": document.title,
        "media_type": document.media_type,
        "characters": len(document.text),
        "problems": dumps(list(document.problems)),
        "row": dumps(to_row(record)),
        "body": zlib.compress(encode(document)),
    }


def _save_records(
    connection: Connection, done: Work, document: str, found: Iterable[AnyRecord], last_seen: str
) -> Saved:
    held = select(records.c.id, records.c.row, records.c.current).where(records.c.document == document)
    if done.kinds is not None:
        held = held.where(records.c.kind.in_(done.kinds))
    known = {name: (row, current) for name, row, current in connection.execute(held)}
    wanted = (record for record in found if done.kinds is None or record.kind in done.kinds)
    rows = {record.id: _record_row(done, document, record) for record in wanted}
    same = {name for name, row in rows.items() if known.get(name) == (row["row"], True)}
    fresh = [row | {"first_seen": done.capture.fetched_at} for name, row in rows.items() if name not in known]
    changed = [row for name, row in rows.items() if name in known and name not in same]
    gone = [name for name, (_, current) in known.items() if current and name not in rows]
    if fresh:
        connection.execute(insert(records).values(review="unreviewed"), fresh)
    for row in changed:
        connection.execute(update(records).where(records.c.id == row["id"]).values(row))
    for name in gone:
        connection.execute(update(records).where(records.c.id == name).values(current=False, last_seen=last_seen))
    return Saved(len(fresh), len(changed), len(same), len(gone))


def _record_row(done: Work, document: str, record: AnyRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind,
        "document": document,
        "start": record.start,
        "stop": record.end,
        "sha256": done.capture.sha256,
        "extractor": record.extractor,
        "row": dumps(to_row(record)),
        "last_seen": None,
        "current": True,
    }


def _put(connection: Connection, table: Table, key: Column[Any], row: dict[str, Any]) -> None:
    """Write the row over the one with the same key, or as a new one."""
    name = row[key.name]
    if connection.execute(select(func.count()).select_from(table).where(key == name)).scalar_one():
        connection.execute(update(table).where(key == name).values(row))
    else:
        connection.execute(insert(table).values(row))


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
