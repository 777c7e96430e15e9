"""The main job: the flow `run`, which is crawl, then extract, then publish."""

from __future__ import annotations

from prefect import flow

from flows.crawl import crawl
from flows.extract import extract
from flows.publish import publish
from flows.report import Report
from flows.workspace import Workspace


@flow(name="run", flow_run_name="run")
def run(workspace: Workspace, names: list[str] | None = None) -> Report:
    """Crawl the named or enabled sources, extract what changed, publish the tables."""
    report: Report = crawl(workspace, names)
    report += extract(workspace)
    return report + publish(workspace, names)
