"""Extraction on a Dask cluster: the tables of a plain run, whoever dies meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from distributed import Client

from flows.engines.dask_engine import DaskEngine
from flows.engines.engine import EngineError, LostError, PlainEngine
from flows.engines.prefect_engine import as_flow
from flows.extract import KILLED, extract
from flows.extraction.batches import Batch
from flows.folder import Folder
from flows.publish import publish
from flows.serving import deployed
from flows.usage import UsageError
from flows.workspace import Workspace
from store.ledger import Ledger
from tests.dask_cluster import cluster
from tests.many import enter, fill, pages, tables
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]
RENKEI = [sys.executable, "-c", "from flows.cli import main; main()"]
# A Prefect server that is begun again whenever it dies, until its standard input ends.
PREFECT = """
import sys
from pathlib import Path
from flows.serving.prefect_server import Address, api
with api(Path(sys.argv[1]), Address("127.0.0.1")) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
PAGES = 2000
EARLY = 300  # documents after which somebody dies


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A store with many pages that nobody has read yet."""
    folder = tmp_path_factory.mktemp("filled")
    workspace = Workspace(folder, folder / "sources")
    fill(workspace, pages(PAGES))
    return workspace


@pytest.fixture(scope="module")
def expected(filled: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of an undisturbed run without any engine."""
    workspace = copied(filled, tmp_path_factory.mktemp("plain"))
    assert not extract(workspace).problems
    return published(workspace)


@pytest.fixture
def ours(filled: Workspace, tmp_path: Path) -> Workspace:
    return copied(filled, tmp_path / "ours")


def copied(workspace: Workspace, folder: Path) -> Workspace:
    shutil.copytree(workspace.home, folder, dirs_exist_ok=True)
    return Workspace(folder, folder / "sources")


def published(workspace: Workspace) -> dict[str, bytes]:
    publish(workspace)
    found = tables(workspace.processed)
    assert found["documents.csv"].count(b"\n") == PAGES + 1
    return found


def differing(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """The files that are not the same, byte for byte."""
    return [name for name in sorted({*found, *expected}) if found.get(name) != expected.get(name)]


def done(place: Path | str) -> int:
    with Ledger.open(place) as ledger:
        return ledger.last_work()[0]


@contextmanager
def meanwhile(place: Path | str, act: Callable[[], object]) -> Iterator[None]:
    """While the block runs: act once, when so many documents are done."""
    over, acted = Event(), Event()

    def watch() -> None:
        while not over.is_set():
            if done(place) >= EARLY:
                act()
                acted.set()
                return
            time.sleep(0.02)

    watching = Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
    assert acted.is_set()


@pytest.mark.usefixtures("prefect_server")
def test_a_worker_that_is_killed_costs_its_batch(ours: Workspace, expected: dict[str, bytes], tmp_path: Path) -> None:
    with cluster(tmp_path / "dask") as dask, meanwhile(ours.ledger, dask.workers[0].kill):
        report = as_flow(extract, DaskEngine(dask.address))(ours)
    assert not report.problems and dask.workers[0].returncode
    assert not differing(published(ours), expected)


@pytest.mark.usefixtures("prefect_server")
def test_what_is_served_extracts_on_the_cluster(ours: Workspace, expected: dict[str, bytes], tmp_path: Path) -> None:
    ours.sources.mkdir(exist_ok=True)
    with cluster(tmp_path / "dask") as dask:
        state: Any = deployed.process(Folder.of(ours), "dask", dask.address, return_state=True)
        assert state.is_completed(), state.message
        with Client(dask.address) as client:
            moves: Any = client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.transition_counter)
    assert moves > 0 and differing(tables(ours.processed), expected) == []
    state = deployed.process(Folder.of(ours), "dask", dask.address, return_state=True)
    assert state.is_completed() and state.name == "Skipped", "where nothing is due, no cluster is asked"


@pytest.mark.usefixtures("prefect_server")
def test_a_scheduler_that_is_killed_ends_the_run_and_the_next_goes_on(
    ours: Workspace, expected: dict[str, bytes], tmp_path: Path
) -> None:
    with (
        cluster(tmp_path / "dask") as dask,
        meanwhile(ours.ledger, dask.scheduler.kill),
        pytest.raises(EngineError, match="start it and its workers, then run again"),
    ):
        as_flow(extract, DaskEngine(dask.address))(ours)
    assert EARLY <= done(ours.ledger) < PAGES
    with cluster(tmp_path / "again") as dask:
        assert not as_flow(extract, DaskEngine(dask.address))(ours).problems
    assert not differing(published(ours), expected)


def test_a_document_that_kills_its_readers_is_found_and_recorded(workspace: Workspace) -> None:
    """The document is found although a whole batch comes back without an answer."""
    fill(workspace, pages(120))
    poison = "http://www.example.jp/000070.html"

    class Fragile(PlainEngine):
        @contextmanager
        def workers(self) -> Iterator[Any]:
            yield self

        width = 2

        def carry_out(self, work: Callable[[Batch], Any], batch: Batch) -> Any:
            if any(document.capture.url == poison for document, _ in batch.documents):
                raise LostError("4 workers died")
            return work(batch)

    report = extract(workspace, engine=Fragile())
    assert report.problems == (f"{poison}: {KILLED}",) and report.documents["failed"] == 1
    assert done(workspace.ledger) == 120


@pytest.mark.usefixtures("prefect_server")
def test_work_that_kills_every_worker_is_told_from_a_scheduler_that_is_gone(tmp_path: Path) -> None:
    with cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as dask:
        with DaskEngine(dask.address).workers() as workers, pytest.raises(LostError):
            workers.carry_out(partial(os._exit), 1)
        dask.scheduler.kill()
        dask.scheduler.wait()
        with pytest.raises(UsageError, match=dask.address), DaskEngine(dask.address).workers():
            pass


def test_a_prefect_server_that_is_killed_costs_nothing(
    ours: Workspace, expected: dict[str, bytes], tmp_path: Path
) -> None:
    def kill() -> None:
        (server,) = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
        os.kill(int(server), signal.SIGKILL)

    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen([sys.executable, "-c", PREFECT, str(tmp_path / "prefect")], **pipes) as keeper:
        assert keeper.stdin and keeper.stdout
        where = os.environ | {"PREFECT_API_URL": keeper.stdout.readline().strip()}
        with meanwhile(ours.ledger, kill):
            run = subprocess.run(
                [*RENKEI, "--home", str(ours.home), "extract", "--changed"],
                cwd=ROOT,
                env=where,
                capture_output=True,
                text=True,
                check=False,
            )
        keeper.stdin.close()
    assert run.returncode == 0, run.stderr
    assert not differing(published(ours), expected)


@pytest.mark.usefixtures("prefect_server")
def test_a_ledger_that_is_restarted_costs_nothing(
    filled: Workspace, expected: dict[str, bytes], tmp_path: Path, postgres: Postgres, postgres_ledger: str
) -> None:
    copied(filled, tmp_path / "ours")
    database = postgres.database(postgres_ledger)
    ours = Workspace(tmp_path / "ours", tmp_path / "ours" / "sources", database=database)
    with Ledger.open(filled.ledger) as ledger:
        enter(ours, ledger.captures())
    with cluster(tmp_path / "dask") as dask, meanwhile(ours.ledger, postgres.restart):
        report = as_flow(extract, DaskEngine(dask.address))(ours)
    assert not report.problems
    assert not differing(published(ours), expected)
