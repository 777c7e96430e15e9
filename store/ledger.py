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

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine, and_, select, true

from extractors.document import Document
from extractors.records import AnyRecord, DocumentRecord
from store import decisions, extractions, leases, pending, visits
from store.counting import count
from store.database import connect, read, reading, write
from store.entries import (
    Capture,
    Counts,
    Crawl,
    Decision,
    KeptDocument,
    KeptRecord,
    Lead,
    Lease,
    Order,
    Page,
    Saved,
    State,
    Visit,
    Wanted,
    Work,
)
from store.saving import Extraction, extracted, save_extractions
from store.schema import captures, documents, pages, records, work
from store.schema import decisions as table

_BATCH = 500  # pages looked at for work at a time
# Whose turn it is to write: those who extract, those who decide (so that whoever has seen the decision 7 has seen the
# decision 6), those who crawl one source, those who want one host come one after another.
_EXTRACTING, _DECIDING = "extracting", "deciding"


class Ledger:
    """A ledger that is open; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, place: Path | str) -> Ledger:
        """The ledger in this file or at this database URL, created or brought up to date first.

        Raises `LedgerError` when it is no ledger, was written by a newer Renkei, or when its server does not answer.
        """
        return cls(connect(place))

    @property
    def kind(self) -> str:
        """The database that keeps it, with its version."""
        version = ".".join(map(str, self._engine.dialect.server_version_info or ()))
        return f"{'SQLite' if self._engine.dialect.name == 'sqlite' else 'PostgreSQL'} {version}"

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
        return write(self._engine, _crawling(source), visits.open_crawl, source, at)

    def last_crawl(self, source: str) -> tuple[str, str | None] | None:
        """When the last crawl of the source began, and when it ended; None when there was none."""
        return read(self._engine, visits.last_crawl, source)

    def enqueue(self, crawl: Crawl, leads: Iterable[Lead]) -> None:
        """Queue the addresses that this crawl has not reached yet, in the order given."""
        write(self._engine, _crawling(crawl.source), visits.enqueue, crawl, list(leads))

    def next_page(self, crawl: Crawl) -> Page | None:
        """The page whose turn it is; it stays in the queue until its visit is saved."""
        return read(self._engine, visits.next_page, crawl.source)

    def save_visit(self, visit: Visit, crawl: Crawl | None = None) -> int | None:
        """Write what a visit came to, with its capture and its leads; the id of the capture, if it has one.

        The capture's record must be on the disk before: the ledger never points at bytes that are not there.
        """
        return write(self._engine, _crawling(visit.source), visits.save_visit, visit, crawl)

    def close_crawl(self, crawl: Crawl, at: datetime, complete: bool = True) -> None:
        """End the crawl; after a complete one, pages that nothing leads to any more are marked as gone."""
        write(self._engine, _crawling(crawl.source), visits.close_crawl, crawl, at, complete)

    def lease(self, host: str, holder: str, seconds: float, queue: bool = True) -> Lease:
        """Lend the host to the holder if that may be, and say how it stands with it (see `store.leases`)."""
        return write(self._engine, _lending(host), leases.take, host, holder, seconds, queue)

    def release(self, host: str, holder: str, idle: float, closed: float) -> None:
        """Take the host back from the holder, with what the next one must know."""
        write(self._engine, _lending(host), leases.release, host, holder, idle, closed)

    def bury(self, holder: str) -> None:
        """Take everything back from a holder that is dead."""
        write(self._engine, _lending(holder), leases.bury, holder)

    def tally(self, crawl: Crawl) -> dict[str, int]:
        """How many pages the crawl has come to so far, by outcome."""
        return read(self._engine, visits.tally, crawl)

    def waiting(self, crawl: Crawl) -> int:
        """How many pages the crawl has still to come to."""
        return read(self._engine, visits.count_waiting, crawl.source)

    def problems(self, crawl: Crawl) -> Generator[Page, None, None]:
        """The pages that this crawl had a problem with, by address."""
        with reading(self._engine) as connection:
            here = (pages.c.source == crawl.source) & (pages.c.crawl == crawl.id) & pages.c.queued.is_(None)
            yield from visits.find_pages(connection, here & pages.c.problem.is_not(None))

    def page(self, url: str, source: str | None = None) -> Page | None:
        """What is known of an address; of several sources, the one that looked last."""
        return read(self._engine, visits.find_page, url, source)

    def pages(self, source: str) -> Iterator[Page]:
        """All addresses of a source, by address."""
        with reading(self._engine) as connection:
            yield from visits.find_pages(connection, (pages.c.source == source) & (pages.c.role == "page"))

    def gone(self) -> dict[str, tuple[str, str | None]]:
        """The addresses that no source finds any more: since when, and when each was last seen."""
        return read(self._engine, visits.find_gone)

    def capture(self, name: int) -> Capture | None:
        """The capture with this id."""
        return read(self._engine, visits.find_capture, captures.c.id == name)

    def captures(self, source: str | None = None) -> Iterator[Capture]:
        """All captures, of one source or of all, in the order of the files that hold them."""
        with reading(self._engine) as connection:
            yield from visits.find_captures(connection, captures.c.source == source if source is not None else true())

    def known(self, **columns: str | int) -> Capture | None:
        """The first capture whose columns have these values."""
        wanted = and_(true(), *(captures.c[name] == columns[name] for name in columns))
        return read(self._engine, visits.find_capture, wanted)

    def save_capture(self, capture: Capture) -> int:
        """Write a capture and leave its page as it is: what was seen later counts."""
        return write(self._engine, _crawling(capture.source), visits.save_capture, capture)

    def versions(self, url: str) -> list[Capture]:
        """The captures of an address that hold a body, oldest first, one for each time that it changed."""
        return read(self._engine, visits.find_versions, url)

    def same_bytes(self, source: str, url: str, sha256: str) -> Capture | None:
        """The capture of another living page of the source that holds these bytes already."""
        return read(self._engine, visits.find_same, source, url, sha256)

    # Extracting

    def stock(self, *, before: str | None = None) -> dict[State, int]:
        """How many documents are in each state; with `before` of those that work was done for before that time."""
        return read(self._engine, pending.take_stock, before)

    def pending(self, wanted: Wanted, *, before: str | None = None) -> Iterator[Work]:
        """The work on documents that is wanted in the state they are in, by source and address, each once.

        `Versions` want what was not done by them. What is saved meanwhile is taken into account.
        """
        orders: dict[str, dict[State, Order]] = {}
        for state in self.stock(before=before):
            if order := wanted(state):
                orders.setdefault(state.source, {})[state] = order
        for source in sorted(orders):
            yield from self._pending(source, orders[source], before)

    def _pending(self, source: str, orders: dict[State, Order], before: str | None) -> Iterator[Work]:
        after: str | None = ""
        while after is not None:
            found, after = read(self._engine, pending.find_work, source, orders, before, after, _BATCH)
            yield from found

    def count_pending(self, wanted: Wanted, *, before: str | None = None) -> int:
        """How many pieces of work `pending` would yield now."""
        return sum(number for state, number in self.stock(before=before).items() if wanted(state))

    def mark(self, marked: Callable[[State], str | None], *, before: str | None = None) -> None:
        """Have the extractors read as `marked` gives them for the documents in a state, where that is not null."""
        write(self._engine, _EXTRACTING, pending.mark, marked, before)

    def adopt(self, source: str, config: str) -> None:
        """Take work on the source that was done before configurations were written down for done under this one."""
        write(self._engine, _EXTRACTING, pending.adopt, source, config)

    def pace(self) -> float | None:
        """Seconds that a document took when work was done last; null when that cannot be told."""
        return read(self._engine, pending.measure)

    def save_extraction(
        self, done: Work, document: Document, record: DocumentRecord, found: Sequence[AnyRecord], at: datetime
    ) -> Saved:
        """Write a document, its record and records, and that this work is done; equal records are left alone.

        Records that are found no longer stay, no longer current, with the time of the last capture that had them.
        """
        return self.save_extractions([extracted(done, document, record, found)], at)[0]

    def save_failure(self, done: Work, problem: str, at: datetime) -> None:
        """Write why a capture could not be read; the last good document and records stay as they are."""
        self.save_extractions([Extraction(done, problem=problem)], at)

    def save_extractions(self, done: Sequence[Extraction], at: datetime) -> list[Saved]:
        """Write what several pieces of work came to, all of it or nothing; doing it again changes nothing."""
        return write(self._engine, _EXTRACTING, save_extractions, done, at)

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
        return read(self._engine, extractions.find_kept, name)

    def document(self, name: str) -> Document | None:
        """The text and structure of the document with this id, as it was read last."""
        return read(self._engine, extractions.find_document, name)

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
        return read(self._engine, extractions.find_record, name)

    def counts(self, source: str | None = None) -> Counts:
        """How much there is, of one source or of all."""
        return read(self._engine, count, source)

    def last_work(self) -> tuple[int, str]:
        """How much work is done and when the last was: another answer means that records may have changed."""
        return read(self._engine, extractions.last_work)

    # Deciding

    def decide(self, decision: Decision) -> int:
        """Append a decision and show it on its record; returns the decision's id.

        Raises `OvertakenError` when somebody decided on the record meanwhile (see `store.decisions`).
        """
        return write(self._engine, _DECIDING, decisions.append, decision)

    def last_decision(self) -> tuple[int, str]:
        """The id of the last decision, and the latest time of any; 0 and nothing when there is none."""
        return read(self._engine, decisions.last)

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


def _crawling(source: str) -> str:
    return f"source {source}"


def _lending(host: str) -> str:
    return f"host {host}"
