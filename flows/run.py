"""The main job: the flow `run`, which is crawl, then extract, then publish."""

from __future__ import annotations

from prefect import flow

from flows.crawl import crawl
from flows.extract import extract
from flows.publish import publish
from flows.report import Report
from flows.workspace import Workspace
from store.ledger import Ledger


@flow(name="run", flow_run_name="run")
def run(workspace: Workspace, names: list[str] | None = None) -> Report:
    """Crawl the named or enabled sources, extract what changed, publish the tables."""
    report: Report = crawl(workspace, names)
    report += extract(workspace)
    report += _expected(workspace, names)
    return report + publish(workspace)


def _expected(workspace: Workspace, names: list[str] | None) -> Report:
    """What a source has brought, held against what its file expects: a site that changed its shape is told."""
    lines: list[str] = []
    with Ledger.open(workspace.ledger) as ledger:
        for source in workspace.chosen(names):
            counts = ledger.counts(source.name)
            found = {"documents": counts.documents, "records": sum(counts.records.values())}
            for what, span in (("documents", source.expected.documents), ("records", source.expected.records)):
                if span and not span[0] <= found[what] <= span[1]:
                    lines.append(
                        f"{source.name}: {found[what]} {what}, expected {span[0]} to {span[1]}; look at the site"
                    )
    return Report(problems=tuple(lines), failed=bool(lines))
