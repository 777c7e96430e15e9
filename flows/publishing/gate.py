"""What speaks against publishing: a source that changed its shape, a conflict in what would be published.

>>> _outside("matsuyama", "documents", 3, (10, 50))
['matsuyama: 3 documents, expected 10 to 50; look at the site']
>>> _outside("matsuyama", "records", 300, None)
[]
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.source import Source, load_all
from flows.workspace import Workspace
from review.standings import standings
from store.ledger import Ledger

_SHOWN = 5  # conflicts that are named


def objections(workspace: Workspace, names: list[str] | None = None) -> tuple[str, ...]:
    """Why the tables should stay as they are, a line each; none when all is well.

    Of the sources, the named or enabled ones count that were crawled at least once.
    """
    with Ledger.open(workspace.ledger) as ledger:
        return (*_unexpected(ledger, _sources(workspace, names)), *_conflicts(ledger))


def _sources(workspace: Workspace, names: list[str] | None) -> list[Source]:
    if names:
        return workspace.chosen(names)
    there = load_all(workspace.sources) if workspace.sources.is_dir() else []
    return [source for source in there if source.enabled]


def _unexpected(ledger: Ledger, sources: list[Source]) -> Iterator[str]:
    """What a source has brought, held against what its file expects: a site that changed its shape is told."""
    for source in sources:
        counts = ledger.counts(source.name)
        if counts.pages:
            yield from _outside(source.name, "documents", counts.documents, source.expected.documents)
            yield from _outside(source.name, "records", sum(counts.records.values()), source.expected.records)


def _outside(source: str, what: str, found: int, span: tuple[int, int] | None) -> list[str]:
    if span is None or span[0] <= found <= span[1]:
        return []
    return [f"{source}: {found} {what}, expected {span[0]} to {span[1]}; look at the site"]


def _conflicts(ledger: Ledger) -> Iterator[str]:
    """Rows in which a person's value stands against a new extraction."""
    found = [one for one in standings(ledger) if one.state == "conflict" and one.record]
    for standing in found[:_SHOWN]:
        fields = ", ".join(clash.field for clash in standing.clashes)
        yield f"{standing.decision.record}: {fields} of a decided record changed; `renkei queue` shows both values"
    if len(found) > _SHOWN:
        yield f"and {len(found) - _SHOWN} more conflicts"
