"""From the ledger to the tables that downstream reads: the flow `publish`.

Every table is rebuilt from the ledger, sorted, with people's decisions applied: the same ledger gives the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from prefect import flow, task

from extractors.records import KINDS, AnyRecord
from flows.progress import progress
from flows.report import Report
from flows.tables import write_table
from flows.workspace import Workspace
from review.decision import apply
from store.entries import Decision
from store.ledger import Ledger

TABLES = {"document": "documents", "date": "dates", "city": "cities", "figure": "figures", "agreement": "agreements"}


@flow(name="publish", flow_run_name="publish")
def publish(workspace: Workspace) -> Report:
    """Write every table to processed/."""
    progress().begin("公開 publish", "", len(KINDS))
    records = {kind: publish_table(workspace, kind) for kind in KINDS}
    return Report(records=records, tables=workspace.processed)


@task(name="publish table", task_run_name="publish {kind} records")
def publish_table(workspace: Workspace, kind: str) -> int:
    """Write the table of one kind of record and say how many rows it has."""
    workspace.processed.mkdir(parents=True, exist_ok=True)
    with Ledger.open(workspace.ledger) as ledger:
        rows = write_table(kind, reviewed(ledger, kind), workspace.processed, TABLES[kind])
    progress().step(TABLES[kind])
    return rows


def reviewed(ledger: Ledger, kind: str) -> Iterator[AnyRecord]:
    """The records of a kind as they stand after the decisions on them; rejected ones are left out."""
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for decision in ledger.decisions():
        decisions[decision.record].append(decision)
    for record in ledger.records(kind):
        decided = apply(record, decisions[record.id]) if record.id in decisions else record
        if decided.review != "rejected":
            yield decided
