"""Fetching: the flow `crawl`, one task a source.

A source that cannot be crawled costs itself only; what was fetched is recorded page by page, so that the next crawl
goes on where this one stopped.
"""

from __future__ import annotations

from prefect import flow, task

from crawler.crawl import Step
from crawler.crawl import crawl as crawl_pages
from crawler.source import Source
from flows.progress import progress
from flows.report import Report
from flows.workspace import Workspace
from store.ledger import Ledger
from store.warc import Archive

# Outcomes of pages that the summary counts; a dead link is the site's affair and no failure of ours.
_COUNTED = ("new", "changed", "unchanged", "failed", "gone")


@flow(name="crawl", flow_run_name="crawl")
def crawl(workspace: Workspace, names: list[str] | None = None) -> Report:
    """Crawl the named sources, or all that are enabled."""
    report = Report()
    for source in workspace.chosen(names):
        report += crawl_source(workspace, source)
    return report


@task(name="crawl source", task_run_name="crawl {source.name}")
def crawl_source(workspace: Workspace, source: Source) -> Report:
    """Crawl one source; its problems are in the report, one line each."""
    progress().begin("収集 crawl", source.title)
    with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw) as archive:
        crawled = crawl_pages(source, ledger, archive, progress=_show)
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
