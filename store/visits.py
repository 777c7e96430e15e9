"""Crawls, pages and captures in the ledger: what a source's addresses came to, and which wait for their turn.

>>> unpack(pack(("https://www.example.jp/a.html",)))
('https://www.example.jp/a.html',)

Every function works inside the transaction of the connection it is given. An address is in the queue while `queued`
is a number; the queue is first in, first out, so a crawl goes breadth first and a killed one goes on where it was.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, bindparam, func, insert, or_, select, update

from store.entries import Capture, Crawl, Lead, Page, Place, Visit, stamp
from store.schema import captures, crawls, pages

_BATCH = 500  # addresses in one question to the database
# Outcomes after which the page's readable bytes are those of this visit.
_READABLE = ("new", "changed")
# Outcomes that show the address answering, so that it is gone no longer.
_ALIVE = (*_READABLE, "unchanged", "moved", "duplicate", "skipped")


def pack(links: Iterable[str]) -> bytes:
    """Addresses as compressed JSON."""
    return zlib.compress(json.dumps(list(links), ensure_ascii=False).encode())


def unpack(packed: bytes | None) -> tuple[str, ...]:
    """The addresses that `pack` packed; none for null."""
    return tuple(json.loads(zlib.decompress(packed))) if packed else ()


def open_crawl(connection: Connection, source: str, at: datetime) -> Crawl:
    """The unfinished crawl of the source, or a new one."""
    unfinished = select(crawls.c.id).where(crawls.c.source == source, crawls.c.finished_at.is_(None))
    if (found := connection.execute(unfinished).scalar()) is not None:
        return Crawl(found, source, resumed=True)
    begun = connection.execute(insert(crawls).values(source=source, started_at=stamp(at)))
    return Crawl(_key(begun.inserted_primary_key), source, resumed=False)


def last_crawl(connection: Connection, source: str) -> tuple[str, str | None] | None:
    """When the last crawl of the source began, and when it ended if it did."""
    ours = select(crawls.c.started_at, crawls.c.finished_at).where(crawls.c.source == source)
    row = connection.execute(ours.order_by(crawls.c.id.desc()).limit(1)).first()
    return row._tuple() if row else None


def enqueue(connection: Connection, crawl: Crawl, leads: Iterable[Lead]) -> None:
    """Put the addresses that this crawl has not reached yet at the end of the queue."""
    first: dict[str, Lead] = {}
    for lead in leads:
        first.setdefault(lead.url, lead)
    left = iter(first.values())
    while batch := list(islice(left, _BATCH)):
        _enqueue(connection, crawl, batch)


def next_page(connection: Connection, source: str) -> Page | None:
    """The page at the head of the queue."""
    waiting = select(pages).where(pages.c.source == source, pages.c.queued.is_not(None))
    row = connection.execute(waiting.order_by(pages.c.queued).limit(1)).mappings().first()
    return _page(row) if row else None


def find_page(connection: Connection, url: str, source: str | None) -> Page | None:
    """The page at this address; of several sources, the one checked last."""
    wanted = select(pages).where(pages.c.url == url)
    if source is not None:
        wanted = wanted.where(pages.c.source == source)
    latest = wanted.order_by(pages.c.checked_at.desc().nulls_last(), pages.c.source)
    row = connection.execute(latest.limit(1)).mappings().first()
    return _page(row) if row else None


def find_pages(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Page]:
    """The pages that meet the condition, by source and address."""
    wanted = select(pages).where(condition).order_by(pages.c.source, pages.c.url)
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)).mappings():
        yield _page(row)


def find_capture(connection: Connection, condition: ColumnElement[bool]) -> Capture | None:
    """The first capture that meets the condition."""
    row = connection.execute(select(captures).where(condition).order_by(captures.c.id).limit(1)).mappings().first()
    return capture_of(row) if row else None


def find_captures(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Capture]:
    """The captures that meet the condition, by file and offset."""
    wanted = select(captures).where(condition).order_by(captures.c.file, captures.c.offset)
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)).mappings():
        yield capture_of(row)


def find_versions(connection: Connection, url: str) -> list[Capture]:
    """The captures of an address with a body, by time; of several in a row with the same bytes, the first."""
    wanted = select(captures).where(captures.c.url == url, captures.c.revisit_of.is_(None), captures.c.size > 0)
    found: list[Capture] = []
    for row in connection.execute(wanted.order_by(captures.c.fetched_at, captures.c.id)).mappings():
        if not found or found[-1].sha256 != row["sha256"]:
            found.append(capture_of(row))
    return found


def find_same(connection: Connection, source: str, url: str, sha256: str) -> Capture | None:
    """The capture of another living page of the source whose readable bytes have this digest."""
    # By way of the digest: a join may begin with the pages, and look at all of them for each page that is visited.
    alive = and_(pages.c.source == source, pages.c.url != url, pages.c.gone_since.is_(None))
    held = select(pages.c.url).where(pages.c.capture == captures.c.id, alive).exists()
    wanted = select(captures).where(captures.c.source == source, captures.c.sha256 == sha256, held)
    row = connection.execute(wanted.order_by(captures.c.id).limit(1)).mappings().first()
    return capture_of(row) if row else None


def find_gone(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """The addresses that no source finds any more: since when, and when they were last seen with their bytes."""
    ours = pages.c.role == "page"
    everywhere = func.count() == func.count(pages.c.gone_since)
    gone = select(pages.c.url, func.max(pages.c.gone_since).label("since"), func.max(pages.c.capture).label("held"))
    lost = gone.where(ours).group_by(pages.c.url).having(everywhere).subquery()
    same = func.coalesce(captures.c.revisit_of, captures.c.id) == lost.c.held
    seen = select(lost.c.url, lost.c.since, func.max(captures.c.fetched_at)).select_from(lost.outerjoin(captures, same))
    found = connection.execute(seen.group_by(lost.c.url, lost.c.since)).tuples()
    return {url: (since, last) for url, since, last in found}


def save_visit(connection: Connection, visit: Visit, crawl: Crawl | None) -> int | None:
    """Write what a visit came to: its capture, if any, whose id is returned, the state of its page, and its leads."""
    capture = save_capture(connection, visit.capture) if visit.capture else None
    here = and_(pages.c.source == visit.source, pages.c.url == visit.url)
    values = _state(visit, capture)
    if connection.execute(update(pages).where(here).values(values)).rowcount == 0:
        first = {"source": visit.source, "url": visit.url, "role": visit.role, "depth": 0, "hops": 0}
        connection.execute(insert(pages).values(first | values))
    if crawl:
        enqueue(connection, crawl, visit.leads)
    return capture


def save_capture(connection: Connection, capture: Capture) -> int:
    """Write a capture and return the id that it gets."""
    names = [column.name for column in captures.c if column.name not in ("id", "file", "offset")]
    values = {name: getattr(capture, name) for name in names}
    values |= {"file": capture.place.file, "offset": capture.place.offset}
    return _key(connection.execute(insert(captures).values(values)).inserted_primary_key)


def close_crawl(connection: Connection, crawl: Crawl, at: datetime, complete: bool) -> None:
    """End the crawl: after a complete one, pages that it never reached are gone; a cut one forgets its queue."""
    ours = and_(pages.c.source == crawl.source, pages.c.role == "page")
    connection.execute(update(pages).where(ours, pages.c.queued.is_not(None)).values(queued=None, crawl=None))
    if complete:
        held = or_(pages.c.capture.is_not(None), pages.c.same_as.is_not(None))
        missed = and_(ours, held, func.coalesce(pages.c.crawl, 0) != crawl.id, pages.c.gone_since.is_(None))
        state = {"gone_since": stamp(at), "outcome": "gone", "problem": "no longer linked", "crawl": crawl.id}
        connection.execute(update(pages).where(missed).values(state))
    connection.execute(update(crawls).where(crawls.c.id == crawl.id).values(finished_at=stamp(at)))


def tally(connection: Connection, crawl: Crawl) -> dict[str, int]:
    """How many pages the crawl has come to so far, by outcome."""
    done = and_(pages.c.source == crawl.source, pages.c.crawl == crawl.id, pages.c.queued.is_(None))
    wanted = select(pages.c.outcome, func.count()).where(done, pages.c.role == "page").group_by(pages.c.outcome)
    return dict(connection.execute(wanted).tuples().all())


def count_waiting(connection: Connection, source: str) -> int:
    """How many addresses of the source are in the queue."""
    queue = select(func.count()).select_from(pages).where(pages.c.source == source, pages.c.queued.is_not(None))
    return connection.execute(queue).scalar_one()


def capture_of(row: RowMapping) -> Capture:
    """The capture in a row with the columns of the table `captures`."""
    values = {column.name: row[column.name] for column in captures.c}
    return Capture(place=Place(values.pop("file"), values.pop("offset")), **values)


def _page(row: RowMapping) -> Page:
    return Page(**{**row, "links": unpack(row["links"])})


def _key(primary_key: Any) -> int:
    return int(primary_key[0])


def _enqueue(connection: Connection, crawl: Crawl, leads: list[Lead]) -> None:
    ours = pages.c.source == crawl.source
    wanted = select(pages.c.url, pages.c.crawl).where(ours, pages.c.url.in_([lead.url for lead in leads]))
    known = dict(connection.execute(wanted).tuples().all())
    last = connection.execute(select(func.coalesce(func.max(pages.c.queued), 0)).where(ours)).scalar_one()
    rows = [
        {"at": lead.url, "depth": lead.depth, "hops": lead.hops, "crawl": crawl.id, "queued": place}
        for place, lead in enumerate(leads, start=last + 1)
        if known.get(lead.url) != crawl.id
    ]
    fresh = [row for row in rows if row["at"] not in known]
    if fresh:
        values = {"source": crawl.source, "url": bindparam("at"), "role": "page"}
        connection.execute(insert(pages).values(values), fresh)
    if again := [row for row in rows if row["at"] in known]:
        connection.execute(update(pages).where(ours, pages.c.url == bindparam("at")), again)


def _state(visit: Visit, capture: int | None) -> dict[str, Any]:
    """The columns of the page that the visit sets; what it says nothing of stays as it was."""
    at = stamp(visit.at)
    state: dict[str, Any] = {"queued": None, "checked_at": at}
    state |= {"outcome": visit.outcome, "status": visit.status, "problem": visit.problem}
    if visit.links is not None:
        state["links"] = pack(visit.links)
    if visit.capture and visit.outcome in _ALIVE:
        state |= {"etag": visit.capture.etag, "last_modified": visit.capture.last_modified}
    if visit.outcome in _READABLE:
        state |= {"capture": capture, "same_as": None}
    if visit.outcome == "duplicate":
        state |= {"capture": None, "same_as": visit.same_as}
    if visit.outcome in _ALIVE:
        state["gone_since"] = None
    if visit.outcome == "gone":
        state["gone_since"] = func.coalesce(pages.c.gone_since, at)
    return state
