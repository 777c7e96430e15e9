"""Whether records and tables are out of date, as the ledger has it, whoever crawled, extracted, decided or crashed.

What a publication saw of the ledger is noted in the folder, after its tables stand: a publication that did not come to
its end is due again.
"""

from __future__ import annotations

from extractors.rows import dumps
from flows.extraction.selection import CHANGED, select
from flows.publishing.changes import INDEX
from flows.workspace import Workspace
from store.ledger import Ledger

_NOTE = "published.json"
_NOTHING = dumps([0, "", 0, ""])  # the state of a ledger in which nothing was done yet


def is_due(workspace: Workspace) -> bool:
    """Whether a document is to be extracted, or what was extracted and decided is to be published.

    Raises `SourceError` when a source file is off.
    """
    outdated = select(workspace, CHANGED).order
    with Ledger.open(workspace.ledger) as ledger:
        if ledger.count_pending(outdated):
            return True
        now = state(ledger)
        return now != _NOTHING and now != _published(workspace)


def state(ledger: Ledger) -> str:
    """What tells one state of the records from another: the work and the decisions that there are."""
    return dumps([*ledger.last_work(), *ledger.last_decision()])


def note(workspace: Workspace, state: str) -> None:
    """Remember the state that the tables show."""
    path = workspace.state / _NOTE
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{_NOTE}.new")
    draft.write_text(state, encoding="utf-8")
    draft.replace(path)


def _published(workspace: Workspace) -> str | None:
    path = workspace.state / _NOTE
    there = path.exists() and (workspace.processed / INDEX).exists()
    return path.read_text(encoding="utf-8") if there else None
