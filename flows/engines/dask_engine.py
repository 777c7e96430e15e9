"""The stages with Dask: Prefect keeps the record as ever, and what may be done on any machine is done by a cluster.

    dask scheduler                                   on one machine
    dask worker tcp://scheduler:8786                 on each machine
    renkei run --engine dask --address tcp://scheduler:8786

Without an address the cluster is made here, a worker process for each core. A task of Prefect's stands here for each
batch that is handed over, so that workers need no way to Prefect's server, nor to the ledger: only to the scheduler
and to the captures.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

from distributed import CancelledError, Client, Future, KilledWorker
from distributed.comm.core import CommClosedError
from prefect_dask.task_runners import DaskTaskRunner

from flows.engines.engine import EngineError, LostError, Workers
from flows.engines.prefect_engine import PrefectEngine
from flows.usage import UsageError

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2  # batches for each thread of the workers: one under way, one at hand
_GONE = "the Dask scheduler is gone: start it and its workers, then run again"
_PATIENCE = 30  # seconds that the first worker may take to join

# A worker process for each core, with one thread: what the process of a document takes is limited elsewhere. Ctrl-C is
# this process's to answer.
_HERE = {
    "n_workers": os.cpu_count(),
    "threads_per_worker": 1,
    "memory_limit": 0,
    "dashboard_address": "127.0.0.1:0",
    "preload": "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)",
}


class DaskEngine(PrefectEngine):
    """Prefect's engine, with the workers of a Dask cluster."""

    def __init__(self, address: str | None = None) -> None:
        self._address = address

    @contextmanager
    def workers(self) -> Iterator[Workers]:
        """See `flows.engines.engine.Engine`; raises `UsageError` where no scheduler or no worker answers."""
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told in a line of ours
        runner = DaskTaskRunner(
            address=self._address,
            cluster_kwargs=None if self._address else _HERE,
            client_kwargs={"direct_to_workers": True},  # results need not pass through the scheduler where they can
        )
        with runner:
            yield _Cluster(_client(runner))


def _client(runner: DaskTaskRunner) -> Client:
    """The client of the runner's cluster, when a worker has joined."""
    try:
        client = runner.client
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        where = runner.address or "the cluster on this machine"
        raise UsageError(
            f"{where}: no Dask scheduler with a worker answers ({error}); start `dask scheduler` and `dask worker`"
        ) from error
    _compare(client)
    return client


def _compare(client: Client) -> None:
    """Batches and rows mean the same only to the same Renkei; the scheduler, too, looks into what it passes on."""
    try:
        scheduler: str = client.run_on_scheduler(version, "renkei")  # type: ignore[no-untyped-call]
        there = {scheduler, *client.run(version, "renkei").values()}
    except PackageNotFoundError as error:
        raise UsageError(
            "Renkei is not installed where the Dask scheduler or a worker runs: install it there"
        ) from error
    if others := there - {version("renkei")}:
        raise UsageError(f"the Dask cluster has Renkei {', '.join(sorted(others))}: install {version('renkei')} there")


class _Cluster:
    def __init__(self, client: Client) -> None:
        threads: dict[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
        self._client = client
        self.width = AHEAD * sum(threads.values())

    def carry_out(self, work: Callable[[T], R], item: T) -> R:
        """See `flows.engines.engine.Workers`."""
        if self._client.status != "running":
            raise EngineError(_GONE)
        future: Future[R] = self._client.submit(work, item, pure=False)
        while True:
            try:
                return future.result(timeout=_PATIENCE)
            except TimeoutError:
                if future.status == "error":  # the work's own
                    raise
            except KilledWorker as error:
                raise LostError(str(error)) from error
            except (CancelledError, CommClosedError) as error:
                raise EngineError(_GONE) from error
            self._look_for_workers()

    def _look_for_workers(self) -> None:
        """Work that no worker takes would wait for ever, and nobody would know why."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise EngineError("no Dask worker is left: start some (dask worker), then run again") from error
