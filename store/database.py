"""The database behind the ledger: SQLite in a file by default, PostgreSQL by its URL, opened for work that must last.

>>> address("renkei.db").drivername, address("postgresql://db/renkei").drivername
('sqlite', 'postgresql+psycopg')
>>> name_of("postgresql://renkei:secret@db/renkei?password=secret")
'postgresql+psycopg://renkei:***@db/renkei'

SQLite runs with write-ahead logging, synchronous=FULL (a commit that was acknowledged survives a power cut) and
foreign keys on. Those who write queue up before they look, so that nobody decides on what another is changing: with
SQLite all of them, with PostgreSQL those who name the same turn. Those who read see one state of the database.

A PostgreSQL server that is restarted is waited for. What was under way is done again, unless it was being committed:
then nobody knows whether it was, and the next run finds out.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, inspect, make_url, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from store.schema import VERSION

BUSY = 60  # seconds that a writer waits for another one
PATIENCE = 30  # seconds that a server which answered before is waited for
_ENTRANCE = 5  # seconds that one is waited for which may not be there at all

_REFUSALS = ("SQLITE_FULL", "SQLITE_IOERR")  # the second is what SQLite makes of a quota and of a limit on size
_DISK_FULL = "53100"  # PostgreSQL's code
_CACHE = 64  # MiB for pages of the file: ids are in no order, so that writing touches its indexes everywhere
_PRAGMAS = (
    f"busy_timeout={BUSY * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"cache_size={-_CACHE << 10}",
)
_DRIVERS = ("sqlite", "postgresql+psycopg")
_SECRETS = ("password", "sslpassword")  # that a URL may have among its parameters, too
# How psycopg connects, as far as the URL does not say: a machine that went away without a word is noticed on both
# sides within a minute, so that what it locked is free.
_PARAMETERS = {
    "application_name": "renkei",
    "client_encoding": "utf8",
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "options": f"-c lock_timeout={BUSY}s -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10"
    " -c tcp_keepalives_count=3",
}
_SNAPSHOT: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_ATTEMPTS = 3

_P = ParamSpec("_P")
_T = TypeVar("_T")


class LedgerError(Exception):
    """The ledger cannot be used; the message names it, never its password, and says what to do."""


class AddressError(LedgerError):
    """There is no ledger of that address, nor could there be one."""


class _LostError(LedgerError):
    """The server went away in the middle."""


class DiskError(Exception):
    """The disk takes no more; what was acknowledged before is safe, and the next run goes on from there."""


def address(place: Path | str) -> URL:
    """The database URL of a place, a file's path or a URL; raises `AddressError` when it is neither."""
    if "://" not in str(place):
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(str(place))
    except (ArgumentError, ValueError):  # whose message may hold the password
        url = URL.create("unknown")
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in _DRIVERS:
        raise AddressError("no address of a ledger: write postgresql://USER@HOST/DATABASE, or the path of a file")
    return url


def name_of(place: Path | str | URL) -> str:
    """The place as messages name it: a file, or a URL without its password."""
    url = place if isinstance(place, URL) else address(place)
    if url.drivername == "sqlite":
        return url.database or ":memory:"
    return url.difference_update_query(_SECRETS).render_as_string(hide_password=True)


def set_apart(place: str) -> str:
    """The place without the password of its URL, which goes where PostgreSQL's clients look for one: PGPASSWORD.

    The processes that this one starts have it, too. Raises `AddressError` when the place is none.
    """
    url = address(place)
    if url.drivername == "sqlite":
        return place
    if password := url.password or url.query.get("password"):
        os.environ["PGPASSWORD"] = str(password)
    url = url.difference_update_query(["password"])
    return url._replace(password=None).render_as_string(hide_password=False)


def connect(place: Path | str, patience: float | None = None) -> Engine:
    """The database at the place, created or brought up to date; raises `LedgerError` when it is no ledger.

    A server that does not answer is waited for so many seconds, a few when it is not said.
    """
    engine = _engine(address(place))
    try:
        _bring_up_to_date(engine, _ENTRANCE if patience is None else patience)
    except DatabaseError as error:
        engine.dispose()
        raise _no_ledger(engine, error) from error
    except (LedgerError, DiskError):
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine, patience: float | None = None) -> Iterator[Connection]:
    """A connection that sees one state of the database until it is given back."""
    options = _SNAPSHOT if engine.dialect.name == "postgresql" else {}
    with _told(engine), _connection(engine, patience, **options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, turn: str, patience: float | None = None) -> Iterator[Connection]:
    """A transaction that writes: all of it is there when the block ends, or nothing when it raises.

    Those who name the same `turn` come one after another, and each sees what those before it wrote. Raises `DiskError`
    when there is no room, `LedgerError` when the server is gone.
    """
    # Threads of one process take turns before they take a connection: SQLite would let the others try again after a
    # nap, and those who wait on PostgreSQL's lock would keep all connections from those who read.
    lock: Lock = engine.get_execution_options()["turn"]
    with _told(engine), lock, _connection(engine, patience, writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(turn, 0))))
        yield connection


def read(engine: Engine, look: Callable[Concatenate[Connection, _P], _T], *of: _P.args, **named: _P.kwargs) -> _T:
    """What `look` finds in one state of the database; it looks again when the server went away meanwhile."""
    for _ in range(_ATTEMPTS - 1):
        try:
            with reading(engine) as connection:
                return look(connection, *of, **named)
        except _LostError:
            continue
    with reading(engine) as connection:
        return look(connection, *of, **named)


def write(
    engine: Engine, turn: str, change: Callable[Concatenate[Connection, _P], _T], *of: _P.args, **named: _P.kwargs
) -> _T:
    """What `change` returns, after a transaction (see `writing`) with nothing but it.

    It is done again when the server went away before the transaction was to be committed, so that nothing had happened.
    """
    for attempt in range(_ATTEMPTS):
        changed = False
        try:
            with writing(engine, turn) as connection:
                result = change(connection, *of, **named)
                changed = True
        except _LostError:
            if changed or attempt == _ATTEMPTS - 1:
                raise
        else:
            return result
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _connection(engine: Engine, patience: float | None, **options: Any) -> Iterator[Connection]:
    """A connection with these options, as soon as the server answers."""
    seconds = PATIENCE if patience is None else patience
    until = time.monotonic() + (seconds if engine.dialect.name == "postgresql" else 0)
    while True:
        try:
            connection = engine.connect()
        except OperationalError as error:
            if time.monotonic() >= until:
                raise _no_ledger(engine, error) from error
            time.sleep(0.25)
        else:
            break
    with connection:
        yield connection.execution_options(**options)


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What a person can do something about, said in the words of a ledger."""
    try:
        yield
    except DBAPIError as error:
        if _is_refusal(error):
            told = f"{name_of(engine.url)}: cannot be written ({_reason(error)}): make room there, then run again"
            raise DiskError(told) from error
        if engine.dialect.name == "postgresql" and (
            error.connection_invalidated or isinstance(error, OperationalError)
        ):
            kind = _LostError if error.connection_invalidated else LedgerError
            told = f"{name_of(engine.url)}: {_reason(error)}: run again when the server is well; what was saved is safe"
            raise kind(told) from error
        if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            told = f"{name_of(engine.url)}: another process has been writing for {BUSY} seconds: run again after it"
            raise LedgerError(told) from error
        raise


def _is_refusal(error: DBAPIError) -> bool:
    """Whether the disk refused to write, and not the database to obey."""
    name = getattr(error.orig, "sqlite_errorname", "")
    return str(name).startswith(_REFUSALS) or getattr(error.orig, "sqlstate", "") == _DISK_FULL


def _no_ledger(engine: Engine, error: DBAPIError) -> LedgerError:
    remedy = "move it away, or name another"
    if engine.dialect.name == "postgresql":
        remedy = "check the server, the URL, and what its user may do"
    return LedgerError(f"{name_of(engine.url)}: cannot be used as ledger ({_reason(error)}): {remedy}")


def _reason(error: DBAPIError) -> str:
    """What the database said, in one line."""
    return str(error.orig).strip().partition("\n")[0]


def _engine(url: URL) -> Engine:
    server = url.drivername != "sqlite"
    parameters = {name: value for name, value in _PARAMETERS.items() if server and name not in url.query}
    options = {"turn": Lock()}
    try:
        engine = create_engine(url, pool_pre_ping=server, connect_args=parameters, execution_options=options)
    except ImportError as error:
        raise LedgerError("a ledger on PostgreSQL needs psycopg: pip install 'renkei[postgres]'") from error
    if not server:
        _tune(engine)
    return engine


def _tune(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: Any) -> None:
        # Python's driver begins and commits by guesswork; we say BEGIN ourselves, so that tables change in
        # transactions too.
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            _set(connection, pragma)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Set it, as soon as nobody else does: SQLite lets two that turn a new file to write-ahead logging not wait."""
    until = time.monotonic() + BUSY
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(0.01)
        else:
            return


def _bring_up_to_date(engine: Engine, patience: float) -> None:
    with reading(engine, patience) as connection:
        if _version(connection) == VERSION:
            return
    from store.migration import migrate  # noqa: PLC0415  costs 0.2 s that nearly no start needs

    with writing(engine, "tables") as connection:
        migrate(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
