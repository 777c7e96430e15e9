"""Decisions in the ledger: appended, never changed, whatever becomes of the records they speak of.

>>> from store.entries import Decision
>>> decision = Decision(record="r", document="d", action="reject", reviewer="佐藤", at="2026-11-26T10:00:00Z")
>>> sorted(_values(decision)) == sorted(column.name for column in decisions.c if column.name != "id")
True

Every function works inside the transaction of the connection it is given, and whoever appends is the only one who
does. The decisions on a record are numbered, and each says how many its reviewer knew of: one that was taken in
ignorance of another is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from store.entries import REVIEWS, Decision
from store.schema import decisions, records

_BATCH = 500  # rows fetched at a time
_LAST = select(func.max(decisions.c.seen)).where(decisions.c.record == bindparam("record"))
_ADD = insert(decisions)


class OvertakenError(Exception):
    """Somebody decided on the record in the meantime; `by` is that decision."""

    def __init__(self, by: Decision) -> None:
        self.by = by
        super().__init__(
            f"{by.record}: {by.reviewer} decided {by.action} at {by.at}, which was not seen; look again, then decide"
        )


class IncompleteError(Exception):
    """A decision comes without those that were taken on its record before it."""


def append(connection: Connection, decision: Decision) -> int:
    """Add the decision, with its effect on the record's `review`, and return its id.

    The very same decision is not added twice: its id is that of the first. Raises `OvertakenError` when there are
    decisions on the record that it does not know of, `IncompleteError` when it knows of some that are not here.
    """
    last = connection.execute(_LAST, {"record": decision.record}).scalar()
    there = 0 if last is None else last + 1
    if decision.seen is None:
        decision = replace(decision, seen=there)
    elif decision.seen < there:
        return _overtaken(connection, decision)
    elif decision.seen > there:
        raise IncompleteError(f"{decision.record}: {decision.seen} decisions came before this one, {there} are here")
    added = connection.execute(_ADD, _values(decision))
    if review := REVIEWS.get(decision.action):
        connection.execute(update(records).where(records.c.id == decision.record).values(review=review))
    key: Any = added.inserted_primary_key
    return int(key[0])


def _overtaken(connection: Connection, decision: Decision) -> int:
    """The id of the very same decision; raises `OvertakenError` when another one stands in its place."""
    later = next(_find(connection, (decisions.c.record == decision.record) & (decisions.c.seen == decision.seen)))
    if replace(later, id=decision.id) == decision:
        return later.id
    raise OvertakenError(later)


def last(connection: Connection) -> tuple[int, str]:
    """The id of the last decision, and the latest time of any; 0 and nothing when there is none."""
    number, at = connection.execute(select(func.max(decisions.c.id), func.max(decisions.c.at))).one()
    return number or 0, at or ""


def find(connection: Connection, record: str | None, document: str | None = None, after: int = 0) -> Iterator[Decision]:
    """The decisions on the record, on those of the document, or all, with an id above `after`, oldest first."""
    ours = decisions.c.id > after
    for column, value in ((decisions.c.record, record), (decisions.c.document, document)):
        if value is not None:
            ours &= column == value
    return _find(connection, ours)


def _find(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Decision]:
    wanted = select(decisions).where(condition).order_by(decisions.c.id).execution_options(yield_per=_BATCH)
    for row in connection.execute(wanted).mappings():
        yield Decision(**row)


def _values(decision: Decision) -> dict[str, Any]:
    return {name: value for name, value in asdict(decision).items() if name != "id"}
