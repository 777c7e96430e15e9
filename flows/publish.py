"""From the ledger to the tables that downstream reads: the flow `publish`.

Every table is rebuilt from the ledger, sorted, with people's decisions applied: the same ledger gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from extractors.records import KINDS
from extractors.register_entries import Entry
from flows.edition import edition, last_decision
from flows.editions import write_changes
from flows.feeds import write_feeds
from flows.package import write_package
from flows.progress import progress
from flows.register import register
from flows.register_tables import RegisterParty, RegisterSource, parties, sources
from flows.report import Report
from flows.report_page import write_report
from flows.reviewed import reviewed
from flows.staging import staging
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
    progress().begin("公開 publish", "", len(TABLES) + 1)
    with staging(workspace.processed) as folder:
        records = {kind: publish_table(workspace, kind, folder) for kind in KINDS}
        records["register"] = publish_register(workspace, folder)
        publish_package(workspace, folder)
    return Report(records=records, tables=workspace.processed)


@task(name="publish table", task_run_name="publish {kind} records")
def publish_table(workspace: Workspace, kind: str, folder: Path) -> int:
    """Write the table of one kind of record and say how many rows it has."""
    with Ledger.open(workspace.ledger) as ledger:
        rows = write_table(KINDS[kind], reviewed(ledger, kind), folder, TABLES[kind])
    progress().step(TABLES[kind])
    return rows


@task(name="publish register", task_run_name="publish the register")
def publish_register(workspace: Workspace, folder: Path) -> int:
    """Write the register of agreements, its parties and its sources, and say how many entries it has."""
    entries = register(workspace).entries
    write_table(RegisterParty, parties(entries), folder, "register_parties")
    write_table(RegisterSource, sources(entries), folder, "register_sources")
    rows = write_table(Entry, entries, folder, "register")
    progress().step("register")
    return rows


@task(name="publish package", task_run_name="publish what goes with the tables")
def publish_package(workspace: Workspace, folder: Path) -> None:
    """Write what is made of the tables."""
    with Ledger.open(workspace.ledger) as ledger:
        now = edition(folder, last_decision(ledger))
        write_package(folder, now)
        write_report(folder, now, ledger.document)
    if write_changes(workspace.processed, folder, now):
        write_feeds(workspace.processed, folder, now)
    progress().step("package")
