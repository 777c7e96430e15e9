"""What extraction came to, written into the ledger: many documents in few statements, and that their work is done.

>>> from store.entries import Capture, Place, Versions
>>> capture = Capture(source="s", url="http://a.example/", fetched_at="", status=200, place=Place("a.warc.gz", 0))
>>> Extraction(Work(capture, Versions("html 1", "dates 1")), problem="encrypted").records
()

Rows are made where documents are read, on whatever machine; here they are only compared and written. Everything works
inside the transaction of the connection it is given, and doing it again changes nothing.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, insert, select, update

from extractors.document import Document
from extractors.document_json import encode
from extractors.records import AnyRecord, DocumentRecord
from extractors.rows import dumps, to_row
from store.entries import Saved, Work, stamp
from store.schema import captures, documents, records, work

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a piece of work came to, as rows that only wait to be written: a document with its records, or a problem."""

    work: Work
    document: Row | None = None
    records: tuple[Row, ...] = ()
    problem: str | None = None


def extracted(done: Work, document: Document, record: DocumentRecord, found: Iterable[AnyRecord]) -> Extraction:
    """The document with its record and its records, of the kinds that the work is for, whoever is to write them."""
    wanted = (one for one in found if done.kinds is None or one.kind in done.kinds)
    rows = tuple(_record_row(done, document.id, one) for one in wanted)
    return Extraction(done, _document_row(done, document, record), rows)


def save_extractions(connection: Connection, done: Sequence[Extraction], at: datetime) -> list[Saved]:
    """Write documents, what changed among their records, and that this work is done; each document once at most.

    Work for records of some kinds is done on a document that is as it was: it and its other records are left alone.
    """
    rows = [one.document for one in done if one.document]
    names = [row["id"] for row in rows]
    last_seen, known = _last_captures(connection, names), _known_records(connection, names)
    changes = [_changes(one, known, last_seen) for one in done]
    _put(connection, documents, documents.c.id, [one.document for one in done if one.document and not one.work.kinds])
    _save_records(connection, changes)
    save_work(connection, done, at)
    return [one.counted() for one in changes]


def save_work(connection: Connection, done: Sequence[Extraction], at: datetime) -> None:
    """Write that the work was done, or why it failed."""
    _put(connection, work, work.c.url, [_work_row(one, at) for one in done])


@dataclass(slots=True)
class _Changes:
    """What is to be written of the records of a document."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    unchanged: int = 0

    def counted(self) -> Saved:
        return Saved(len(self.new), len(self.changed), self.unchanged, len(self.gone))


_Known = dict[str, dict[str, tuple[str, str, bool]]]  # by document and record: its kind, row, and whether current


def _last_captures(connection: Connection, names: list[str]) -> dict[str, str]:
    """When the documents as they stand were fetched."""
    held = documents.join(captures, documents.c.capture == captures.c.id)
    wanted = select(documents.c.id, captures.c.fetched_at).select_from(held).where(documents.c.id.in_(names))
    return {row.id: row.fetched_at for row in connection.execute(wanted)}


def _known_records(connection: Connection, names: list[str]) -> _Known:
    known: _Known = defaultdict(dict)
    held = select(records.c.document, records.c.id, records.c.kind, records.c.row, records.c.current)
    for document, name, kind, row, current in connection.execute(held.where(records.c.document.in_(names))):
        known[document][name] = kind, row, current
    return known


def _changes(done: Extraction, known: _Known, last_seen: dict[str, str]) -> _Changes:
    changes = _Changes()
    if done.document is None:
        return changes
    before, fetched_at = known[done.document["id"]], done.work.capture.fetched_at
    found = {row["id"]: row for row in done.records}
    for name, row in found.items():
        if name not in before:
            changes.new.append(row | {"review": "unreviewed", "first_seen": fetched_at})
        elif before[name][1:] == (row["row"], True):
            changes.unchanged += 1
        else:
            changes.changed.append(row)
    end = {"current": False, "last_seen": last_seen.get(done.document["id"], fetched_at)}
    kinds = done.work.kinds
    left = ((name, kind, current) for name, (kind, _, current) in before.items() if name not in found)
    changes.gone = [{"id": name} | end for name, kind, current in left if current and (not kinds or kind in kinds)]
    return changes


def _save_records(connection: Connection, changes: Sequence[_Changes]) -> None:
    if fresh := [row for one in changes for row in one.new]:
        connection.execute(insert(records), fresh)
    for row in (row for one in changes for row in (*one.changed, *one.gone)):
        connection.execute(update(records).where(records.c.id == row["id"]).values(row))


def _work_row(done: Extraction, at: datetime) -> dict[str, Any]:
    capture, versions = done.work.capture, done.work.versions
    row = {"url": capture.url, "source": capture.source, "sha256": capture.sha256, "reader": versions.reader}
    row |= {"extractor": versions.extractor, "config": versions.config, "done_at": stamp(at), "problem": done.problem}
    return row


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


def _put(connection: Connection, table: Table, key: Column[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows over those with the same key, or as new ones."""
    there = set(connection.scalars(select(key).where(key.in_([row[key.name] for row in rows]))))
    if fresh := [row for row in rows if row[key.name] not in there]:
        connection.execute(insert(table), fresh)
    for row in rows:
        if row[key.name] in there:
            connection.execute(update(table).where(key == row[key.name]).values(row))
