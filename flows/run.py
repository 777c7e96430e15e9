"""The main job: crawl, then extract, then publish."""

from __future__ import annotations

from flows.crawl import crawl
from flows.engines.engine import PLAIN, Engine
from flows.process import process
from flows.report import Report
from flows.workspace import Workspace


def run(workspace: Workspace, names: list[str] | None = None, *, engine: Engine = PLAIN) -> Report:
    """Crawl the named or enabled sources, extract what changed, publish the tables."""
    report = crawl(workspace, names, engine=engine)
    return report + process(workspace, names, always=True, engine=engine)
