"""What many tests share: a Prefect server, a PostgreSQL server, a project folder, and places for a ledger."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.workspace import Workspace
from store.ledger import Ledger
from tests.postgres import Postgres, programs

# Whoever runs the tests in the background has Ctrl-C ignored by all that they begin; some of it is to be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A Prefect server of its own for all flows of the session: starting one takes ten seconds."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty project folder."""
    (tmp_path / "sources").mkdir()
    return Workspace(tmp_path, tmp_path / "sources")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole session; a test that ends it starts it again."""
    server = Postgres(programs())
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgres_ledger(postgres: Postgres) -> str:
    """A database with the tables of a ledger, to be copied."""
    place = postgres.database()
    Ledger.open(place).close()
    return place


@pytest.fixture
def database(postgres: Postgres, postgres_ledger: str) -> Iterator[str]:
    """The URL of an empty ledger on PostgreSQL."""
    url = postgres.database(postgres_ledger)
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A place of an empty ledger, once a file, once a database."""
    url: str = request.getfixturevalue("database") if request.param == "postgresql" else ""
    return url or tmp_path / "renkei.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A place where no ledger is yet, once a file, once a database."""
    if request.param == "sqlite":
        yield tmp_path / "renkei.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.database()
    yield url
    server.drop(url)


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    """An empty ledger, once on either database."""
    with Ledger.open(place) as opened:
        yield opened
