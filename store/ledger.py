"""The ledger: what was fetched, extracted and decided, each fact in one transaction with its result.

>>> from datetime import UTC, datetime
>>> now = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
>>> with Ledger.open("sqlite://") as ledger:
...     crawl = ledger.open_crawl("toyama", now)
...     ledger.enqueue(crawl, [Lead("https://www.city.toyama.lg.jp/", 0)])
...     page = ledger.next_page(crawl)
...     ledger.save_visit(Visit(source="toyama", url=page.url, at=now, outcome="failed", problem="no answer"))
...     ledger.page(page.url).problem, ledger.counts().pages
('no answer', 1)

Methods that change something are atomic: when they return, it is on the disk; when they raise, nothing happened.
Iterators stream: they hold one state of the ledger and little memory, however long it takes to read them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine, and_, func, select, true

from extractors.document import Document
from extractors.records import AnyRecord, DocumentRecord
from store import decisions, extractions, visits
from store.counting import count
from store.database import connect, reading, writing
from store.entries import (
    Capture,
    Counts,
    Crawl,
    Decision,
    KeptDocument,
    KeptRecord,
    Lead,
    Page,
    Saved,
    Versions,
    Visit,
    Work,
)
from store.schema import captures, documents, pages, records, work
from store.schema import decisions as table

_BATCH = 200  # pieces of work looked up at a time


class Ledger:
    """A ledger that is open; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, place: Path | str) -> Ledger:
        """The ledger in this file or at this database URL, created or brought up to date first.

        Raises `LedgerError` when the file is no ledger or was written by a newer Renkei.
        """
        return cls(connect(place))

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Crawling

    def open_crawl(self, source: str, at: datetime) -> Crawl:
        """The unfinished crawl of the source, or a new one."""
        with writing(self._engine) as connection:
            return visits.open_crawl(connection, source, at)

    def last_crawl(self, source: str) -> tuple[str, str | None] | None:
        """When the last crawl of the source began, and when it ended; None when there was none."""
        with reading(self._engine) as connection:
            return visits.last_crawl(connection, source)

    def enqueue(self, crawl: Crawl, leads: Iterable[Lead]) -> None:
        """Queue the addresses that this crawl has not reached yet, in the order given."""
        with writing(self._engine) as connection:
            visits.enqueue(connection, crawl, leads)

    def next_page(self, crawl: Crawl) -> Page | None:
        """The page whose turn it is; it stays in the queue until its visit is saved."""
        with reading(self._engine) as connection:
            return visits.next_page(connection, crawl.source)

    def save_visit(self, visit: Visit, crawl: Crawl | None = None) -> int | None:
        """Write what a visit came to, with its capture and its leads; the id of the capture, if it has one.

        The capture's record must be on the disk before: the ledger never points at bytes that are not there.
        """
        with writing(self._engine) as connection:
            capture = visits.save_visit(connection, visit)
            if crawl:
                visits.enqueue(connection, crawl, visit.leads)
            return capture

    def close_crawl(self, crawl: Crawl, at: datetime, complete: bool = True) -> None:
        """End the crawl; after a complete one, pages that nothing leads to any more are marked as gone."""
        with writing(self._engine) as connection:
            visits.close_crawl(connection, crawl, at, complete)

    def tally(self, crawl: Crawl) -> dict[str, int]:
        """How many pages the crawl has come to so far, by outcome."""
        with reading(self._engine) as connection:
            return visits.tally(connection, crawl)

    def waiting(self, crawl: Crawl) -> int:
        """How many pages the crawl has still to come to."""
        with reading(self._engine) as connection:
            return visits.count_waiting(connection, crawl.source)

    def problems(self, crawl: Crawl) -> Generator[Page, None, None]:
        """The pages that this crawl had a problem with, by address."""
        with reading(self._engine) as connection:
            here = (pages.c.source == crawl.source) & (pages.c.crawl == crawl.id) & pages.c.queued.is_(None)
            yield from visits.find_pages(connection, here & pages.c.problem.is_not(None))

    def page(self, url: str, source: str | None = None) -> Page | None:
        """What is known of an address; of several sources, the one that looked last."""
        with reading(self._engine) as connection:
            return visits.find_page(connection, url, source)

    def pages(self, source: str) -> Iterator[Page]:
        """All addresses of a source, by address."""
        with reading(self._engine) as connection:
            yield from visits.find_pages(connection, (pages.c.source == source) & (pages.c.role == "page"))

    def capture(self, name: int) -> Capture | None:
        """The capture with this id."""
        with reading(self._engine) as connection:
            return visits.find_capture(connection, captures.c.id == name)

    def captures(self, source: str | None = None) -> Iterator[Capture]:
        """All captures, of one source or of all, in the order of the files that hold them."""
        with reading(self._engine) as connection:
            yield from visits.find_captures(connection, captures.c.source == source if source is not None else true())

    def known(self, **columns: str | int) -> Capture | None:
        """The first capture whose columns have these values."""
        with reading(self._engine) as connection:
            return visits.find_capture(
                connection, and_(true(), *(captures.c[name] == columns[name] for name in columns))
            )

    def save_capture(self, capture: Capture) -> int:
        """Write a capture and leave its page as it is: what was seen later counts."""
        with writing(self._engine) as connection:
            return visits.save_capture(connection, capture)

    def versions(self, url: str) -> list[Capture]:
        """The captures of an address that hold a body, oldest first, one for each time that it changed."""
        with reading(self._engine) as connection:
            return visits.find_versions(connection, url)

    def same_bytes(self, source: str, url: str, sha256: str) -> Capture | None:
        """The capture of another living page of the source that holds these bytes already."""
        with reading(self._engine) as connection:
            return visits.find_same(connection, source, url, sha256)

    # Extracting

    def pending(
        self, versions: Versions, *, source: str | None = None, everything: bool = False, failed: bool = False
    ) -> Iterator[Work]:
        """The captures whose documents are to be extracted, by address, each once.

        That is every page whose bytes or versions differ from what its records were made of; with `failed` also those
        that failed as they are, with `everything` all. What is saved meanwhile is taken into account.
        """
        wanted = extractions.waiting(versions, source, everything, failed)
        after = ""
        while True:
            with reading(self._engine) as connection:
                batch = extractions.find_work(connection, wanted, versions, after, _BATCH)
            if not batch:
                return
            yield from batch
            after = batch[-1].capture.url

    def count_pending(
        self, versions: Versions, *, source: str | None = None, everything: bool = False, failed: bool = False
    ) -> int:
        """How many captures `pending` would yield now."""
        wanted = extractions.waiting(versions, source, everything, failed)
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()

    def save_extraction(
        self, done: Work, document: Document, record: DocumentRecord, found: Sequence[AnyRecord], at: datetime
    ) -> Saved:
        """Write a document, its record and records, and that this work is done; equal records are left alone.

        Records that are found no longer stay, no longer current, with the time of the last capture that had them.
        """
        with writing(self._engine) as connection:
            return extractions.save_extraction(connection, done, document, record, found, at=at)

    def save_failure(self, done: Work, problem: str, at: datetime) -> None:
        """Write why a capture could not be read; the last good document and records stay as they are."""
        with writing(self._engine) as connection:
            extractions.save_work(connection, done, problem, at)

    # Reading what was made

    def documents(self, source: str | None = None, since: str | None = None) -> Iterator[KeptDocument]:
        """All documents, by id; with `since` only those that work was done for at that time or later."""
        with reading(self._engine) as connection:
            ours = documents.c.source == source if source is not None else true()
            if since is not None:
                ours &= work.c.done_at >= since
            yield from extractions.find_documents(connection, ours)

    def kept_document(self, name: str) -> KeptDocument | None:
        """The document with this id as its record states it, with the capture it was read from."""
        with reading(self._engine) as connection:
            return next(extractions.find_documents(connection, documents.c.id == name), None)

    def document(self, name: str) -> Document | None:
        """The text and structure of the document with this id, as it was read last."""
        with reading(self._engine) as connection:
            return extractions.find_document(connection, name)

    def records(self, kind: str) -> Iterator[AnyRecord]:
        """The records of a kind that are published: current and not rejected, by document and place in its text."""
        if kind == "document":
            yield from (kept.record for kept in self.documents())
            return
        yield from (kept.record for kept in self.kept_records(kind))

    def kept_records(self, kind: str) -> Iterator[KeptRecord]:
        """What `records` yields of a kind other than `document`, with its history."""
        with reading(self._engine) as connection:
            yield from extractions.find_records(connection, extractions.published(kind))

    def records_of(self, document: str) -> Iterator[KeptRecord]:
        """Every record that was ever found in a document, in the order of the text."""
        with reading(self._engine) as connection:
            yield from extractions.find_records(connection, records.c.document == document)

    def record(self, name: str) -> KeptRecord | None:
        """The record with this id, with its history."""
        with reading(self._engine) as connection:
            return next(extractions.find_records(connection, records.c.id == name), None)

    def counts(self, source: str | None = None) -> Counts:
        """How much there is, of one source or of all."""
        with reading(self._engine) as connection:
            return count(connection, source)

    def last_work(self) -> tuple[int, str]:
        """How much work is done and when the last was: another answer means that records may have changed."""
        with reading(self._engine) as connection:
            number, last = connection.execute(select(func.count(), func.max(work.c.done_at))).one()
            return number, last or ""

    # Deciding

    def decide(self, decision: Decision) -> int:
        """Append a decision and show it on its record; returns the decision's id.

        Raises `OvertakenError` when somebody decided on the record meanwhile (see `store.decisions`).
        """
        with writing(self._engine) as connection:
            return decisions.append(connection, decision)

    def decisions(
        self, record: str | None = None, *, document: str | None = None, after: int = 0
    ) -> Iterator[Decision]:
        """The decisions on a record, on those of a document, or all, in the order in which they were taken.

        With `after` only those behind the decision with this id.
        """
        with reading(self._engine) as connection:
            yield from decisions.find(connection, record, document, after)

    def decided(self, document: str | None = None) -> Iterator[KeptRecord]:
        """The records that decisions speak of, of one document or of all, by document and place in its text."""
        spoken = records.c.id.in_(select(table.c.record))
        with reading(self._engine) as connection:
            yield from extractions.find_records(
                connection, spoken if document is None else spoken & (records.c.document == document)
            )
