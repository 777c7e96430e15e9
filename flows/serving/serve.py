"""Crawls by the clock on one machine: what `renkei serve` does while it runs.

Prefect keeps the times and runs the flows, each in a process of its own. What was missed, cut off or left undone the
ledger tells, so Prefect's database may be lost. Source files that change meanwhile are taken up within seconds.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

from httpx import HTTPError
from prefect import get_client
from prefect.runner import Runner

from flows.due import is_due
from flows.locks import alone
from flows.serving.deployed import RUNS, ask_for_processing
from flows.serving.deployments import Extraction
from flows.serving.rota import Rota
from flows.usage import UsageError
from flows.workspace import Workspace
from store.recovery import close_leftovers

_LOOK = 5.0  # seconds between two looks at the source files
_POLL = 3.0  # seconds between two looks for runs that are due


def serve(
    workspace: Workspace, side_by_side: int, extraction: Extraction, address: str, say: Callable[[str], None]
) -> None:
    """Serve until interrupted or terminated, so many runs at a time; `address` is that of Prefect's server.

    Raises `SourceError` and `UsageError` when it cannot begin, and `UsageError` when Prefect's server is lost.
    """
    try:
        asyncio.run(_serve(workspace, side_by_side, extraction, address, say))
    except Exception as error:
        if all(isinstance(one, HTTPError | RuntimeError) for one in _leaves(error)):
            raise UsageError(
                f"the Prefect server at {address} does not answer; start it, or unset PREFECT_API_URL"
            ) from error
        raise


async def _serve(
    workspace: Workspace, side_by_side: int, extraction: Extraction, address: str, say: Callable[[str], None]
) -> None:
    with alone(workspace.state, RUNS):  # the runs of a server that was killed are ending
        close_leftovers(workspace.raw)
    # Times are not paused when we stop, and a run is begun when its time has come, not before: none gets lost so.
    runner = Runner(name="renkei", limit=side_by_side, query_seconds=_POLL, prefetch_seconds=0, pause_on_shutdown=False)
    async with get_client() as client:
        rota = Rota(workspace, client, runner, extraction, say)
        await rota.begin()
        if is_due(workspace):
            await asyncio.to_thread(ask_for_processing)
        async with asyncio.TaskGroup() as group:
            group.create_task(runner.start())
            while not runner.started:
                await asyncio.sleep(0.05)
            stopped = _signals()
            say(f"画面 UI   {address}   終了 stop   Ctrl-C")
            while not await _is_set(stopped, _LOOK):
                await rota.look()
            say("終了します stopping: runs under way end at a safe place")
            await runner.astop()


async def _is_set(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event comes within so many seconds."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def _leaves(error: Exception) -> list[Exception]:
    """What went wrong side by side."""
    return [leaf for one in error.exceptions for leaf in _leaves(one)] if isinstance(error, ExceptionGroup) else [error]


def _signals() -> asyncio.Event:
    """What Ctrl-C and SIGTERM set from now on, in the place of the runner's own handler."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped
