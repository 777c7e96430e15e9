"""What changed under people's decisions: each with its old and new passage, and the way to decide anew.

>>> [route.path for route in ROUTES]
['/changes']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractors.identity import CONTEXT
from review.app.backlog import Filter
from review.app.desk import desk
from review.app.difference import Row, side_by_side
from review.app.item import TROUBLES, Item
from review.app.pages import page
from review.merge import Standing
from store.ledger import Ledger

_MOST = 100  # shown at once; deciding on them brings up the rest


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that no longer fits what it was taken on; `seen` is how many decisions there are on its record."""

    item: Item
    standing: Standing
    seen: int
    rows: tuple[Row, ...]


def changes(request: Request) -> Response:
    """The decisions to look at again by document, conflicts first."""
    backlog = desk(request).backlog
    backlog.refresh()
    first = takewhile(lambda item: item.troubled, backlog.page(Filter(), most=_MOST))
    documents: dict[str, list[Change]] = {}
    for change in _changes(request, first):
        documents.setdefault(change.item.document, []).append(change)
    total = sum(backlog.count(Filter(reason=reason)) for reason in TROUBLES.values())
    return page(request, "changes.html", documents=documents, total=total)


def _changes(request: Request, items: Iterator[Item]) -> Iterator[Change]:
    ledger = desk(request).ledger
    for item in items:
        if standing := desk(request).backlog.trouble(item.record):
            decision = standing.decision
            seen = sum(1 for _ in ledger.decisions(item.record)) if standing.clashes else 0
            was = decision.before + decision.passage + decision.after
            yield Change(item, standing, seen, tuple(side_by_side(was, _surroundings(ledger, standing))))


def _surroundings(ledger: Ledger, standing: Standing) -> str:
    """What stands at the passage now, with as much around it as the decision kept."""
    record = standing.new or standing.record
    document = ledger.document(standing.decision.document) if record else None
    if record is None or document is None:
        return standing.passage or ""
    return document.text[max(0, record.start - CONTEXT) : record.end + CONTEXT]


ROUTES = [Route("/changes", changes)]
