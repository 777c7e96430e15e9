"""Which documents wait to be extracted: pages by the state that the work on them is in, and the work that follows.

>>> from store.entries import State, Versions
>>> str(_is_in(State(source="toyama", failed=True, versions=Versions("reader/2", "dates/2")))).count("work.")
5

Every function works inside the transaction of the connection it is given. There are few states, however many pages:
what is to be done is decided once for each, by whoever knows the versions, and the pages in it are found by the
database. An address that several sources have is a page of the one whose capture is newest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from store.entries import Order, State, Versions, Work
from store.schema import captures, pages, work
from store.visits import capture_of

_MEASURED = 2_000  # documents that say how fast work goes
_PAUSE = 60  # seconds after which nobody was at work

_OTHER = pages.alias()
_CHANGED = work.c.sha256 != captures.c.sha256
_STATE = (
    work.c.reader,
    work.c.extractor,
    work.c.config,
    func.coalesce(_CHANGED, false()).label("changed"),
    work.c.problem.is_not(None).label("failed"),
)


def take_stock(connection: Connection, before: str | None) -> dict[State, int]:
    """How many documents there are in each state; with `before` of those that work was done for before that time."""
    columns = (pages.c.source, *_STATE)
    wanted = _held(pages, before, *columns, func.count().label("number")).group_by(*columns)
    return {_state(row, row["source"]): row["number"] for row in connection.execute(wanted).mappings()}


def find_work(
    connection: Connection, source: str, orders: Mapping[State, Order], before: str | None, after: str, limit: int
) -> tuple[list[Work], str | None]:
    """The work on those of a source's next pages that are in these states, and the last address that was looked at.

    Pages come by address, beginning behind the address `after`; null when there are no more.
    """
    # So many pages first, then what is known of them: a database that reckons wrongly would else join all each time.
    next_pages = select(pages).where(pages.c.source == source, pages.c.role == "page", pages.c.url > after)
    window = next_pages.order_by(pages.c.url).limit(limit).subquery()
    last = connection.execute(select(func.max(window.c.url))).scalar()
    wanted = _held(window, before, captures, *_STATE).where(or_(*map(_is_in, orders))).order_by(window.c.url)
    found = []
    for row in connection.execute(wanted).mappings():
        order = orders[_state(row, source)]
        found.append(Work(capture_of(row), order.versions, order.kinds))
    return found, last


def mark(connection: Connection, marked: Callable[[State], str | None], before: str | None) -> None:
    """Write down what `marked` makes of the extractors in each state, where it is not null."""
    for state in take_stock(connection, before):
        extractor = marked(state)
        if state.versions and extractor is not None:
            here = _held(pages, before, pages.c.url).where(pages.c.source == state.source, _is_in(state))
            connection.execute(update(work).where(work.c.url.in_(here)).values(extractor=extractor))


def adopt(connection: Connection, source: str, config: str) -> None:
    """Take work on the source that was done before configurations were written down for done under this one."""
    connection.execute(update(work).where(work.c.source == source, work.c.config == "").values(config=config))


def measure(connection: Connection) -> float | None:
    """Seconds from one document to the next the last times that work was done; null when that cannot be told."""
    wanted = select(work.c.done_at).order_by(work.c.done_at.desc()).limit(_MEASURED)
    times = [datetime.fromisoformat(done_at) for done_at in connection.execute(wanted).scalars()]
    gaps = [gap for later, earlier in pairwise(times) if (gap := (later - earlier).total_seconds()) <= _PAUSE]
    return sum(gaps) / len(gaps) if gaps else None


def _held(among: FromClause, before: str | None, *columns: Any) -> Select[Any]:
    """Those among some pages that have a document, the newest of each address."""
    joined = among.join(captures, among.c.capture == captures.c.id).outerjoin(work, work.c.url == among.c.url)
    newer = select(_OTHER.c.url).where(_OTHER.c.url == among.c.url, _OTHER.c.capture > among.c.capture).exists()
    done = true() if before is None else work.c.done_at < before
    return select(*columns).select_from(joined).where(among.c.role == "page", ~newer, done)


def _is_in(state: State) -> ColumnElement[bool]:
    """Whether the work on a page of the state's source is in it."""
    if state.versions is None:
        return work.c.url.is_(None)
    return and_(
        work.c.reader == state.versions.reader,
        work.c.extractor == state.versions.extractor,
        work.c.config == state.versions.config,
        _CHANGED if state.changed else work.c.sha256 == captures.c.sha256,
        work.c.problem.is_not(None) if state.failed else work.c.problem.is_(None),
    )


def _state(row: RowMapping, source: str) -> State:
    versions = None if row["reader"] is None else Versions(row["reader"], row["extractor"], row["config"])
    return State(source=source, versions=versions, changed=row["changed"], failed=row["failed"])
