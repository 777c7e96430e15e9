"""The flows that Prefect runs by the clock: `crawl` for one source, and `process` for what crawls brought.

Their parameters are JSON, and both do what the stages of the same names do. A run ends in a state that says in one line
what came of it, and its page has the summary. A crawl that brought something asks for `process`, once for however many.
"""

# Annotations are no strings here: Prefect hands the functions to other processes without what such strings name.
import multiprocessing
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
from flows.due import is_due
from flows.engines.choice import engine_of
from flows.engines.prefect_engine import PrefectEngine
from flows.exits import DATA, complain, explained
from flows.folder import Folder
from flows.locks import shared
from flows.publish import REFUSED
from flows.publishing.changes import editions
from flows.report import Report
from flows.serving.deployments import PROCESS
from flows.serving.orphans import end_with
from flows.serving.run_page import page
from flows.workspace import Workspace
from store.entries import stamp
from store.ledger import Ledger

# When a host that was busy or silent is asked again, in seconds after each attempt; then the next crawl's turn comes.
AGAIN = (900, 3600)
RUNS = "runs"  # what all runs of a `renkei serve` hold


def _title() -> str:
    """The name of a run: its source, if it has one, and when it was due."""
    due = runtime.flow_run.scheduled_start_time.astimezone(ZoneInfo(Schedule.model_fields["timezone"].default))
    return f"{runtime.flow_run.parameters.get('source', 'process')} {due:%Y-%m-%d %H:%M}"


_HERE = Folder()
_ONE_BY_ONE: Any = ThreadPoolTaskRunner(max_workers=1)


@flow(name="crawl", flow_run_name=_title, task_runner=_ONE_BY_ONE)
def crawl(source: str, folder: Folder = _HERE, attempt: int = 1) -> State[Any]:
    """Crawl a source, then ask for `process` if there is anything to do; `attempt` counts from the one that was due."""
    workspace = _begun(folder)
    return _told(source, lambda: _crawl(source, workspace, attempt))


@flow(name="process", flow_run_name=_title)
def process(folder: Folder = _HERE, engine: str = "prefect", address: str | None = None) -> State[Any]:
    """Extract what changed, by the engine of that name (see `flows.engines.choice.engine_of`), and publish."""
    workspace = _begun(folder)
    return _told("process", lambda: _process(workspace, engine_of(engine, address)))


def ask_for_processing() -> bool:
    """Have `process` run soon, unless a run of it waits that will see the same; False when Prefect knows none."""
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(f"process/{PROCESS}")
        except ObjectNotFound:
            return False
        waiting = FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[deployment.id]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        )
        if not client.read_flow_runs(flow_run_filter=waiting, limit=1):
            client.create_flow_run_from_deployment(deployment.id)
    return True


def _begun(folder: Folder) -> Workspace:
    """The workspace of the run; one that `renkei serve` began ends with it, however that ends, and leaves it Ctrl-C."""
    workspace = folder.workspace()
    if parent := multiprocessing.parent_process():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with(parent.sentinel)
        shared(workspace.state, RUNS)
    return workspace


def _told(name: str, work: Callable[[], State[Any]]) -> State[Any]:
    """The state that the work ends in, also when it ends in an error that a person can do something about."""
    try:
        return work()
    except Exception as error:
        if told := explained(error):
            return _failed(f"{name}: {told[0]}")
        complain(f"{name}: {type(error).__name__}: {error}", DATA)
        raise


def _crawl(source: str, workspace: Workspace, attempt: int) -> State[Any]:
    if _is_done(workspace, source):
        return Completed(name="Skipped", message=f"{source}: it was crawled after this run was due")
    report = crawling.crawl(workspace, [source], engine=PrefectEngine())
    create_markdown_artifact(page(report), description=source)
    if is_due(workspace) and not ask_for_processing():
        return _failed(f"{source}: crawled, but nothing processes what it brought: deploy process/{PROCESS}, too")
    if report.again:
        return _failed(f"{source}: {_reason(report)}; {_again(attempt)}")
    if report.failed:
        return _failed(f"{source}: {_reason(report)}; look at the page, and at the source's file")
    return _done(source, report)


def _process(workspace: Workspace, engine: PrefectEngine) -> State[Any]:
    before = len(editions(workspace.processed))
    report = processing.process(workspace, engine=engine)
    if report == Report():
        return Completed(name="Skipped", message="process: nothing was to be done")
    create_markdown_artifact(page(report, workspace.processed, before), description="process")
    if report.tables is None:
        return _failed(f"process: {_reason(report)}; {REFUSED}")
    return _done("process", report)


def _is_done(workspace: Workspace, source: str) -> bool:
    """Whether a crawl that began after this run was due came to its end: of several that were missed, one is made."""
    with Ledger.open(workspace.ledger) as ledger:
        last = ledger.last_crawl(source)
    return last is not None and last[1] is not None and last[0] >= stamp(runtime.flow_run.scheduled_start_time)


def _reason(report: Report) -> str:
    """The first problem and how many there are."""
    first, *more = report.problems or ("no page was there",)
    return f"{first} (and {len(more)} more)" if more else first


def _again(attempt: int) -> str:
    """Have this run done once more, later, if there are attempts left; what is to be said of that."""
    if attempt > len(AGAIN) or not runtime.deployment.id:
        return "the next crawl tries again"
    later = datetime.now(UTC) + timedelta(seconds=AGAIN[attempt - 1])
    parameters = {**runtime.flow_run.parameters, "attempt": attempt + 1}
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(
            runtime.deployment.id, parameters=parameters, state=Scheduled(scheduled_time=later)
        )
    return f"it is tried again at {later:%H:%M} UTC"


def _done(name: str, report: Report) -> State[Any]:
    said = "; ".join(" ".join(line.split()) for _, line in report.table())
    return Completed(message=f"{name}: {said}" + (f"; {_reason(report)}" if report.problems else ""))


def _failed(line: str) -> State[Any]:
    complain(line, DATA)
    return Failed(message=line)
