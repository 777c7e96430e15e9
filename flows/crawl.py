"""Fetching: the stage `crawl`, one part a source, several side by side.

Sources on one host take turns there, whatever their number. A source that cannot be crawled costs itself only; what was
fetched is recorded page by page, so that the next crawl goes on where this one stopped.
"""

from __future__ import annotations

from functools import partial

from crawler.crawl import Step
from crawler.crawl import crawl as crawl_pages
from crawler.source import Source
from crawler.turns import Turns
from flows.delivery import deliver, told
from flows.engines.engine import PLAIN, Engine
from flows.progress import progress
from flows.report import Report
from flows.workspace import Workspace
from store.ledger import Ledger
from store.warc import Archive

SIDE_BY_SIDE = 16  # sources that are crawled at a time; each waits for its host nearly all the time

# Outcomes of pages that the summary counts; a dead link is the site's affair and no failure of ours.
_COUNTED = ("new", "changed", "unchanged", "failed", "gone")


def crawl(workspace: Workspace, names: list[str] | None = None, *, engine: Engine = PLAIN) -> Report:
    """Crawl the named sources, or all that are enabled."""
    sources, turns = workspace.chosen(names), Turns()
    progress().begin("収集 crawl", "、".join(source.title for source in sources))
    one = partial(crawl_source, workspace, turns)
    try:
        crawled = engine.each("crawl", one, sources, label=lambda source: source.name, side_by_side=SIDE_BY_SIDE)
        return sum(crawled, deliver(workspace))
    except BaseException:
        turns.stop()
        raise


def crawl_source(workspace: Workspace, turns: Turns, source: Source) -> Report:
    """Crawl one source; its problems are in the report, one line each."""
    with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw, workspace.store) as archive:
        crawled = crawl_pages(source, ledger, archive, progress=_show, turns=turns)
    lines = [f"{problem.url}: {problem.problem}" for problem in crawled.problems]
    if crawled.stopped:
        lines.append(f"{source.name}: {crawled.stopped}")
    return Report(
        documents={name: getattr(crawled, name) for name in _COUNTED},
        problems=tuple(lines),
        failed=not (crawled.reached or crawled.taken),
        again=crawled.again,
    ) + told(archive)


def _show(step: Step) -> None:
    progress().step(step.url)
