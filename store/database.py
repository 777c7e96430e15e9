"""The database behind the ledger: SQLite in a file by default, any other by its URL, opened for work that must last.

>>> where("renkei.db"), where("postgresql+psycopg://db/renkei")
('sqlite:///renkei.db', 'postgresql+psycopg://db/renkei')

SQLite runs with write-ahead logging, synchronous=FULL (a commit that was acknowledged survives a power cut) and
foreign keys on. A transaction that will write says so from the start, so that two writers queue up instead of
failing half-way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError

from store.schema import VERSION

BUSY = 60  # seconds that a writer waits for another one

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY * 1000}")


class LedgerError(Exception):
    """The ledger cannot be used; the message names it and says what to do."""


def where(place: Path | str) -> str:
    """The database URL of a place: a file's path, or a URL as it is."""
    return str(place) if "://" in str(place) else f"sqlite:///{place}"


def connect(place: Path | str) -> Engine:
    """The database at the place, created or brought up to date; raises `LedgerError` when it is no ledger."""
    url = where(place)
    engine = create_engine(url, execution_options={"turn": Lock()})
    if engine.dialect.name == "sqlite":
        _tune(engine)
    try:
        _bring_up_to_date(engine)
    except DatabaseError as error:
        engine.dispose()
        raise LedgerError(f"{place}: cannot be used as ledger ({error.orig}): move it away, or name another") from error
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database until it is given back."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it is there when the block ends, or nothing when it raises."""
    # SQLite lets one writer in and the others try again after a nap: threads of one process take turns instead.
    turn = engine.get_execution_options()["turn"] if engine.dialect.name == "sqlite" else nullcontext()
    with turn, engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def _tune(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: Any) -> None:
        # Python's driver begins and commits by guesswork; we say BEGIN ourselves, so that tables change in
        # transactions too.
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine) -> None:
    with reading(engine) as connection:
        if _version(connection) == VERSION:
            return
    from store.migration import migrate  # noqa: PLC0415  costs 0.2 s that nearly no start needs

    with writing(engine) as connection:
        migrate(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
