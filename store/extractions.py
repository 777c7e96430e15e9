"""Documents, records and the work they came from, in the ledger.

>>> from store.entries import Versions
>>> str(_stale(Versions("html 1", "dates 1"), failed=True)).count("!=")
4

Every function works inside the transaction of the connection it is given. Work is done for a document's address from
one capture by given versions; when either differs from what `work` says, it is to be done again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Select, Table, func, insert, or_, select, update

from extractors.document import Document
from extractors.document_json import decode, encode
from extractors.records import AnyRecord, DocumentRecord
from extractors.rows import dumps, from_row, loads, to_row
from store.entries import KeptDocument, KeptRecord, Saved, Versions, Work, stamp
from store.schema import captures, documents, pages, records, work
from store.visits import capture_of

_BATCH = 500  # rows fetched at a time
_DOCUMENTS = select(documents.c.row, documents.c.capture, documents.c.reader, work.c.problem).select_from(
    documents.outerjoin(work, work.c.url == documents.c.url)
)


def find_work(connection: Connection, wanted: Select[Any], versions: Versions, after: str, limit: int) -> list[Work]:
    """The next pieces of work by address, beginning behind the address `after`."""
    batch = wanted.where(pages.c.url > after).order_by(pages.c.url).limit(limit)
    return [Work(capture_of(row), versions) for row in connection.execute(batch).mappings()]


def count_work(connection: Connection, wanted: Select[Any]) -> int:
    """How many pieces of work there are."""
    return connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()


def last_work(connection: Connection) -> tuple[int, str]:
    """How much work is done, and when the last was."""
    number, last = connection.execute(select(func.count(), func.max(work.c.done_at))).one()
    return number, last or ""


def waiting(versions: Versions, source: str | None, everything: bool, failed: bool) -> Select[Any]:
    """The captures to extract: the newest of each address whose work is missing or stale."""
    other = pages.alias()
    newer = select(other.c.url).where(other.c.url == pages.c.url, other.c.capture > pages.c.capture).exists()
    held = pages.join(captures, pages.c.capture == captures.c.id).outerjoin(work, work.c.url == pages.c.url)
    wanted = select(captures).select_from(held).where(pages.c.role == "page", ~newer)
    if source is not None:
        wanted = wanted.where(pages.c.source == source)
    return wanted if everything else wanted.where(_stale(versions, failed))


def save_extraction(
    connection: Connection,
    done: Work,
    document: Document,
    record: DocumentRecord,
    found: Sequence[AnyRecord],
    *,
    at: datetime,
) -> Saved:
    """Write the document, what changed among its records, and the fact that this work is done."""
    before = _last_capture(connection, document.id)
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


def _stale(versions: Versions, failed: bool) -> ColumnElement[bool]:
    signs = [
        work.c.url.is_(None),
        work.c.sha256 != captures.c.sha256,
        work.c.reader != versions.reader,
        work.c.extractor != versions.extractor,
        work.c.config != versions.config,
    ]
    return or_(*signs, work.c.problem.is_not(None)) if failed else or_(*signs)


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
    known = {name: (row, current) for name, row, current in connection.execute(held)}
    rows = {record.id: _record_row(done, document, record) for record in found}
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
