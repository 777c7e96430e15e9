"""From the ledger to the tables that downstream reads: the flow `publish`.

Every table is rebuilt from the ledger, sorted, with people's decisions applied: the same ledger gives the same bytes.
While a source is outside what its file expects, or a decided value in conflict, the tables stay as they are.
"""

from __future__ import annotations

from prefect import flow, task

from extractors.records import KINDS
from extractors.register_entries import Entry
from flows.gate import objections
from flows.progress import progress
from flows.register import register
from flows.report import Report
from flows.reviewed import reviewed
from flows.tables import TABLES, write_table
from flows.workspace import Workspace
from store.ledger import Ledger

REFUSED = "nothing was published, the last tables stay; `renkei publish --anyway` publishes all the same"


@flow(name="publish", flow_run_name="publish")
def publish(
    workspace: Workspace, names: list[str] | None = None, anyway: bool = False, reviewed_only: bool = False
) -> Report:
    """Write every table to processed/, or say why not; `anyway` writes them and says what speaks against it.

    `names` are the sources whose counts matter, the enabled ones when left out. With `reviewed_only` the tables of
    found records and the register hold only what people confirmed, corrected or added.
    """
    problems = objections(workspace, names)
    if problems and not anyway:
        return Report(problems=(*problems, REFUSED), failed=True)
    progress().begin("公開 publish", "", len(TABLES))
    records = {kind: publish_table(workspace, kind, reviewed_only and kind != "document") for kind in KINDS}
    records |= {"register": publish_register(workspace, reviewed_only)}
    return Report(records=records, tables=workspace.processed, problems=problems)


@task(name="publish table", task_run_name="publish {kind} records")
def publish_table(workspace: Workspace, kind: str, reviewed_only: bool = False) -> int:
    """Write the table of one kind of record and say how many rows it has."""
    workspace.processed.mkdir(parents=True, exist_ok=True)
    with Ledger.open(workspace.ledger) as ledger:
        rows = write_table(KINDS[kind], reviewed(ledger, kind, reviewed_only), workspace.processed, TABLES[kind])
    progress().step(TABLES[kind])
    return rows


@task(name="publish register", task_run_name="publish the register")
def publish_register(workspace: Workspace, reviewed_only: bool = False) -> int:
    """Write the register of agreements and say how many entries it has."""
    rows = write_table(Entry, register(workspace, reviewed_only).entries, workspace.processed, "register")
    progress().step("register")
    return rows
