"""Fetching: the flow `crawl`, one task a source, several side by side.

Sources on one host take turns there, whatever their number. A source that cannot be crawled costs itself only; what was
fetched is recorded page by page, so that the next crawl goes on where this one stopped.
"""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from crawler.crawl import Step
from crawler.crawl import crawl as crawl_pages
from crawler.source import Source
from crawler.turns import Turns
from flows.progress import progress
from flows.report import Report
from flows.workspace import Workspace
from store.ledger import Ledger
from store.warc import Archive

SIDE_BY_SIDE = 8  # sources that are crawled at a time; each waits for its host nearly all the time

# Outcomes of pages that the summary counts; a dead link is the site's affair and no failure of ours.
_COUNTED = ("new", "changed", "unchanged", "failed", "gone")


@flow(name="crawl", flow_run_name="crawl", task_runner=ThreadPoolTaskRunner(max_workers=SIDE_BY_SIDE))  # type: ignore[arg-type]
def crawl(workspace: Workspace, names: list[str] | None = None) -> Report:
    """Crawl the named sources, or all that are enabled."""
    sources, turns = workspace.chosen(names), Turns()
    progress().begin("収集 crawl", "、".join(source.title for source in sources))
    try:
        crawling = [crawl_source.submit(workspace, source, turns) for source in sources]
        return sum((source.result() for source in crawling), Report())
    except BaseException:
        turns.stop()
        raise


@task(name="crawl source", task_run_name="crawl {source.name}", cache_policy=NO_CACHE)
def crawl_source(workspace: Workspace, source: Source, turns: Turns) -> Report:
    """Crawl one source; its problems are in the report, one line each."""
    with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw) as archive:
        crawled = crawl_pages(source, ledger, archive, progress=_show, turns=turns)
    lines = [f"{problem.url}: {problem.problem}" for problem in crawled.problems]
    if crawled.stopped:
        lines.append(f"{source.name}: {crawled.stopped}")
    return Report(
        documents={name: getattr(crawled, name) for name in _COUNTED},
        problems=tuple(lines),
        failed=not (crawled.new or crawled.changed or crawled.unchanged),
    )


def _show(step: Step) -> None:
    progress().step(step.url)
