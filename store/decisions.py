"""Decisions in the ledger: appended, never changed, whatever becomes of the records they speak of.

>>> from store.entries import Decision
>>> decision = Decision(record="r", document="d", action="reject", reviewer="佐藤", at="2026-11-26T10:00:00Z")
>>> sorted(_values(decision)) == sorted(column.name for column in decisions.c if column.name != "id")
True

Every function works inside the transaction of the connection it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select, update

from store.entries import REVIEWS, Decision
from store.schema import decisions, records

_BATCH = 500  # rows fetched at a time


def append(connection: Connection, decision: Decision) -> int:
    """Add the decision, with its effect on the record's `review`, and return its id."""
    added = connection.execute(insert(decisions).values(_values(decision)))
    if review := REVIEWS.get(decision.action):
        connection.execute(update(records).where(records.c.id == decision.record).values(review=review))
    key: Any = added.inserted_primary_key
    return int(key[0])


def find(connection: Connection, record: str | None) -> Iterator[Decision]:
    """The decisions on the record, or all, oldest first."""
    wanted = select(decisions).order_by(decisions.c.id)
    if record is not None:
        wanted = wanted.where(decisions.c.record == record)
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)).mappings():
        yield Decision(**row)


def _values(decision: Decision) -> dict[str, Any]:
    return {name: value for name, value in asdict(decision).items() if name != "id"}
