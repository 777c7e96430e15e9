"""The main job: crawl, then extract, then publish."""

from __future__ import annotations

from flows.crawl import crawl
from flows.engine import PLAIN, Engine
from flows.extract import extract
from flows.publish import publish
from flows.report import Report
from flows.workspace import Workspace


def run(workspace: Workspace, names: list[str] | None = None, *, engine: Engine = PLAIN) -> Report:
    """Crawl the named or enabled sources, extract what changed, publish the tables."""
    report = crawl(workspace, names, engine=engine)
    report += extract(workspace, engine=engine)
    return report + publish(workspace, names, engine=engine)
