"""The flows that Prefect runs by the clock: `crawl` for one source, and `process` for what crawls brought.

Their parameters are JSON, and both do what the stages of the same names do. A run ends in a state that says in one line
what came of it, and its page has the summary. A crawl that brought something asks for `process`, once for however many.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow, get_client, runtime
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Failed, Scheduled
from prefect.task_runners import ThreadPoolTaskRunner

from crawler.source import Schedule
from flows import crawl as crawling
from flows import process as processing
from flows.changes import editions
from flows.deployments import PROCESS
from flows.due import is_due
from flows.exits import DATA, complain, explained
from flows.limits import MEMORY, SECONDS, Limits
from flows.orphans import end_with
from flows.prefect_engine import PrefectEngine
from flows.report import Report
from flows.run_page import page
from flows.workspace import Workspace
from store.entries import stamp
from store.ledger import Ledger

# When a host that was busy or silent is asked again, in seconds after each attempt; then the next crawl's turn comes.
AGAIN = (900, 3600)


def _title() -> str:
    """The name of a run: its source, if it has one, and when it was due."""
    due = runtime.flow_run.scheduled_start_time.astimezone(ZoneInfo(Schedule.model_fields["timezone"].default))
    return f"{runtime.flow_run.parameters.get('source', 'process')} {due:%Y-%m-%d %H:%M}"


_ONE_BY_ONE: Any = ThreadPoolTaskRunner(max_workers=1)


@flow(name="crawl", flow_run_name=_title, task_runner=_ONE_BY_ONE)
def crawl(source: str, home: str | None = None, sources: str | None = None, attempt: int = 1) -> State[Any]:
    """Crawl a source, then ask for `process` if there is anything to do.

    `home` and `sources` are folders; left out they are RENKEI_HOME and RENKEI_SOURCES. `attempt` counts from the one
    that was due.
    """
    workspace = _workspace(home, sources)
    if _is_done(workspace, source):
        return Completed(name="Skipped", message=f"{source}: it was crawled after this run was due")
    state = _run(source, workspace, lambda: crawling.crawl(workspace, [source], engine=PrefectEngine()), attempt)
    if is_due(workspace):
        ask_for_processing()
    return state


@flow(name="process", flow_run_name=_title)
def process(
    home: str | None = None, sources: str | None = None, seconds: float = SECONDS, memory: int = MEMORY
) -> State[Any]:
    """Extract what changed and publish; `seconds` and `memory` (bytes) are what reading a document may take."""
    workspace = _workspace(home, sources, Limits(seconds, memory))
    return _run("process", workspace, lambda: processing.process(workspace, engine=PrefectEngine()))


def ask_for_processing() -> bool:
    """Have `process` run soon, unless a run of it waits that will see the same; False when Prefect knows none."""
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(f"process/{PROCESS}")
        except ObjectNotFound:
            return False
        waiting = FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[deployment.id]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED, StateType.PENDING])),
        )
        if not client.read_flow_runs(flow_run_filter=waiting, limit=1):
            client.create_flow_run_from_deployment(deployment.id)
    return True


def _workspace(home: str | None, sources: str | None, limits: Limits | None = None) -> Workspace:
    """The folder to work in; a run that `renkei serve` began ends with it, and leaves Ctrl-C to it."""
    if parent := multiprocessing.parent_process():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with(parent.sentinel)
    folder = Path(home or os.environ.get("RENKEI_HOME", "."))
    sources = sources or os.environ.get("RENKEI_SOURCES")
    return Workspace(folder, Path(sources) if sources else folder / "sources", limits or Limits())


def _is_done(workspace: Workspace, source: str) -> bool:
    """Whether a crawl that began after this run was due came to its end: of several that were missed, one is made."""
    with Ledger.open(workspace.ledger) as ledger:
        last = ledger.last_crawl(source)
    return last is not None and last[1] is not None and last[0] >= stamp(runtime.flow_run.scheduled_start_time)


def _run(name: str, workspace: Workspace, stage: Callable[[], Report], attempt: int = len(AGAIN) + 1) -> State[Any]:
    """The state that the stage ends in, with the page of the run."""
    before = len(editions(workspace.processed))
    try:
        report = stage()
    except Exception as error:
        if told := explained(error):
            return _failed(f"{name}: {told[0]}")
        raise
    if report == Report():
        return Completed(name="Skipped", message=f"{name}: nothing was to be done")
    create_markdown_artifact(page(report, workspace.processed, before), description=name)
    if report.again or (report.failed and not report.tables):
        return _failed(f"{name}: {_reason(report)}; {_remedy(report, name, attempt)}")
    said = "; ".join(" ".join(line.split()) for _, line in report.table())
    return Completed(message=f"{name}: {said}" + (f"; {_reason(report)}" if report.problems else ""))


def _reason(report: Report) -> str:
    """The first problem and how many there are."""
    more = len(report.problems) - 1
    return (report.problems[0] if report.problems else "no page was there") + (
        f" (and {more} more)" if more > 0 else ""
    )


def _remedy(report: Report, name: str, attempt: int) -> str:
    if report.again and attempt <= len(AGAIN):
        return f"it is tried again at {_try_again(attempt):%H:%M} UTC"
    if report.again:
        return "the next crawl tries again"
    return report.problems[-1] if report.problems[1:] else f"look at the page, and at the file of {name}"


def _try_again(attempt: int) -> datetime:
    """Have this run done once more, later; when that is."""
    later = datetime.now(UTC) + timedelta(seconds=AGAIN[attempt - 1])
    parameters = {**runtime.flow_run.parameters, "attempt": attempt + 1}
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(
            runtime.deployment.id, parameters=parameters, state=Scheduled(scheduled_time=later)
        )
    return later


def _failed(line: str) -> State[Any]:
    complain(line, DATA)
    return Failed(message=line)
