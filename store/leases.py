"""Leases in the ledger: who may ask a host, until when, and who comes next.

>>> from sqlalchemy import create_engine
>>> from store.schema import metadata
>>> with create_engine("sqlite://").connect() as connection:
...     metadata.create_all(connection)
...     first = take(connection, "www.example.jp", "a", 60)
...     second = take(connection, "www.example.jp", "b", 60)
...     again = take(connection, "www.example.jp", "a", 60)
...     release(connection, "www.example.jp", "a", idle=2, closed=0)
...     third = take(connection, "www.example.jp", "a", 60)
...     fourth = take(connection, "www.example.jp", "b", 60)
>>> first.held, second.held, second.holder, again.wanted, third.held, fourth.held, round(fourth.idle)
(True, False, 'a', True, False, True, 2)

Every function works inside the transaction of the connection it is given, and is the only one at work on its host.
Clocks of machines differ: PostgreSQL's own counts, and what comes in and goes out are seconds from now. SQLite has no
clock of its own, and no other machines.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from store.entries import Lease
from store.schema import leases

WAITING = 5.0  # seconds for which one who asked in vain comes next, if it does not ask again

_NOBODY: dict[str, Any] = {"holder": "", "until": 0.0, "answered_at": 0.0, "closed_until": 0.0}
_NOBODY |= {"waiter": "", "waits_until": 0.0}


def take(connection: Connection, host: str, holder: str, seconds: float, queue: bool = True) -> Lease:
    """Lend the host to the holder for so many seconds, again if it has it, unless it is another's or another is next.

    With `queue`, who is refused comes next.
    """
    now = _now(connection)
    row: Any = connection.execute(select(leases).where(leases.c.host == host)).mappings().first()
    if row is None:
        row = _NOBODY
        connection.execute(insert(leases).values(host=host, **_NOBODY))
    wanted = row["waiter"] not in ("", holder) and row["waits_until"] > now
    running = row["until"] > now
    held = row["holder"] == holder if running else not wanted
    change: dict[str, Any] = {}
    if held:
        change = {"holder": holder, "until": now + seconds}
        if row["waiter"] == holder:
            change["waiter"] = ""
        if row["holder"] not in ("", holder):  # it ended without a word, and until then it may have asked
            change["answered_at"] = row["until"]
    elif queue and not wanted:
        change = {"waiter": holder, "waits_until": now + WAITING}
    if change:
        connection.execute(update(leases).where(leases.c.host == host).values(change))
    row = {**row, **change}
    closed = max(0.0, row["closed_until"] - now)
    return Lease(held, row["until"] - now, now - row["answered_at"], closed, wanted, row["holder"])


def release(connection: Connection, host: str, holder: str, idle: float, closed: float) -> None:
    """Take the host back from the holder, which had the last answer so long ago.

    It stays closed for so many seconds. Nothing happens when it is another's by now.
    """
    now = _now(connection)
    free = {"holder": "", "until": 0.0, "answered_at": now - idle, "closed_until": now + closed}
    connection.execute(update(leases).where(leases.c.host == host, leases.c.holder == holder).values(free))


def bury(connection: Connection, holder: str) -> None:
    """Take everything back from a holder that died just now, as far as anybody knows."""
    free = {"holder": "", "until": 0.0, "answered_at": _now(connection)}
    connection.execute(update(leases).where(leases.c.holder == holder).values(free))


def _now(connection: Connection) -> float:
    if connection.dialect.name != "postgresql":
        return time.time()
    return float(connection.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())
