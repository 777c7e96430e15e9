"""From the ledger to the tables that downstream reads: the flow `publish`.

Every table is rebuilt from the ledger, sorted, with people's decisions applied: the same ledger gives the same bytes.
"""

from __future__ import annotations

from prefect import flow, task

from extractors.records import KINDS
from extractors.register_entries import Entry
from flows.progress import progress
from flows.register import register
from flows.report import Report
from flows.reviewed import reviewed
from flows.tables import write_table
from flows.workspace import Workspace
from store.ledger import Ledger

TABLES = {
    "document": "documents",
    "date": "dates",
    "city": "cities",
    "figure": "figures",
    "agreement": "agreements",
    "register": "register",
}


@flow(name="publish", flow_run_name="publish")
def publish(workspace: Workspace) -> Report:
    """Write every table to processed/."""
    progress().begin("公開 publish", "", len(TABLES))
    records = {kind: publish_table(workspace, kind) for kind in KINDS} | {"register": publish_register(workspace)}
    return Report(records=records, tables=workspace.processed)


@task(name="publish table", task_run_name="publish {kind} records")
def publish_table(workspace: Workspace, kind: str) -> int:
    """Write the table of one kind of record and say how many rows it has."""
    workspace.processed.mkdir(parents=True, exist_ok=True)
    with Ledger.open(workspace.ledger) as ledger:
        rows = write_table(KINDS[kind], reviewed(ledger, kind), workspace.processed, TABLES[kind])
    progress().step(TABLES[kind])
    return rows


@task(name="publish register", task_run_name="publish the register")
def publish_register(workspace: Workspace) -> int:
    """Write the register of agreements and say how many entries it has."""
    rows = write_table(Entry, register(workspace).entries, workspace.processed, "register")
    progress().step("register")
    return rows
