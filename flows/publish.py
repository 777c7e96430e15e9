"""From the ledger to the tables that downstream reads: the stage `publish`.

Every table is rebuilt from the ledger, sorted, with people's decisions applied: the same ledger gives the same bytes.
While a source is outside what its file expects, or a decided value in conflict, the tables stay as they are.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from extractors.records import KINDS
from extractors.register.entries import Entry
from flows.due import note, state
from flows.engines.engine import PLAIN, Engine
from flows.progress import progress
from flows.publishing.edition import edition
from flows.publishing.editions import write_changes
from flows.publishing.feeds import write_feeds
from flows.publishing.gate import objections
from flows.publishing.package import write_package
from flows.publishing.register_tables import (
    RegisterParty,
    RegisterSource,
    RegisterSuggestion,
    parties,
    sources,
    suggestions,
)
from flows.publishing.report_page import write_report
from flows.publishing.staging import staging
from flows.publishing.tables import TABLES, write_table
from flows.report import Report
from flows.reviewing.register import register
from flows.reviewing.reviewed import reviewed
from flows.workspace import Workspace
from store.ledger import Ledger

PARTS = (*KINDS, "register", "package")  # one after the other: the last is made of those before
REFUSED = "nothing was published, the last tables stay; `renkei publish --anyway` publishes all the same"


def publish(
    workspace: Workspace,
    names: list[str] | None = None,
    anyway: bool = False,
    reviewed_only: bool = False,
    *,
    engine: Engine = PLAIN,
) -> Report:
    """Write every table to processed/, or say why not; `anyway` writes them and says what speaks against it.

    `names` are the sources whose counts matter, the enabled ones when left out. With `reviewed_only` the tables of
    found records and the register hold only what people confirmed, corrected or added.
    """
    problems = objections(workspace, names)
    if problems and not anyway:
        return Report(problems=(*problems, REFUSED), failed=True)
    progress().begin("公開 publish", "", len(TABLES) + 1)
    with Ledger.open(workspace.ledger) as ledger:
        seen = state(ledger)
    with staging(workspace.processed) as folder:
        one = partial(publish_part, workspace, folder, reviewed_only)
        rows = engine.each("publish", one, PARTS, label=str)
        records = {part: number for part, number in zip(PARTS, rows, strict=True) if number is not None}
    note(workspace, seen)
    return Report(records=records, tables=workspace.processed, problems=problems)


def publish_part(workspace: Workspace, folder: Path, reviewed_only: bool, part: str) -> int | None:
    """Write one part of what is published, and say how many rows it has, if it is a table."""
    if part == "package":
        publish_package(workspace, folder)
        return None
    if part == "register":
        return publish_register(workspace, folder, reviewed_only)
    return publish_table(workspace, part, folder, reviewed_only and part != "document")


def publish_table(workspace: Workspace, kind: str, folder: Path, reviewed_only: bool = False) -> int:
    """Write the table of one kind of record and say how many rows it has."""
    with Ledger.open(workspace.ledger) as ledger:
        rows = write_table(KINDS[kind], reviewed(ledger, kind, reviewed_only), folder, TABLES[kind])
    progress().step(TABLES[kind])
    return rows


def publish_register(workspace: Workspace, folder: Path, reviewed_only: bool = False) -> int:
    """Write the register of agreements with its parties, sources and suggestions, and say how many entries it has."""
    found = register(workspace, reviewed_only)
    entries = found.entries
    write_table(RegisterParty, parties(entries), folder, "register_parties")
    write_table(RegisterSource, sources(entries), folder, "register_sources")
    write_table(RegisterSuggestion, suggestions(found), folder, "register_suggestions")
    rows = write_table(Entry, entries, folder, "register")
    progress().step("register")
    return rows


def publish_package(workspace: Workspace, folder: Path) -> None:
    """Write what is made of the tables."""
    with Ledger.open(workspace.ledger) as ledger:
        now = edition(folder, ledger.last_decision()[1])
        write_package(folder, now)
        write_report(folder, now, ledger.document)
    if write_changes(workspace.processed, folder, now):
        write_feeds(workspace.processed, folder, now)
    progress().step("package")
