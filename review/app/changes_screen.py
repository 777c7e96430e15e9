"""What changed under people's decisions: each with its old and new passage, and the way to decide anew.

>>> [route.path for route in ROUTES]
['/changes']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractors.identity import CONTEXT
from extractors.rows import loads
from review.app.desk import desk
from review.app.difference import Piece, compare
from review.app.pages import page
from review.merge import Standing
from review.standings import standings
from store.entries import KeptDocument
from store.ledger import Ledger

_ORDER = ("conflict", "reopened", "orphan")
_MOST = 100  # shown at once; deciding on them brings up the rest


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that no longer fits what it was taken on; `record` is where to decide anew."""

    standing: Standing
    record: str
    kind: str
    document: KeptDocument | None
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def changes(request: Request) -> Response:
    """The decisions to look at again, conflicts first."""
    ledger = desk(request).ledger
    found = [one for one in standings(ledger) if one.state in _ORDER]
    found.sort(key=lambda one: (_ORDER.index(one.state), one.decision.document, one.decision.id))
    return page(request, "changes.html", changes=list(_changes(ledger, found[:_MOST])), total=len(found))


def _changes(ledger: Ledger, found: Iterable[Standing]) -> Iterator[Change]:
    for standing in found:
        decision = standing.decision
        record = standing.new or standing.record
        now = _surroundings(ledger, standing)
        old, new = compare(decision.before + decision.passage + decision.after, now)
        yield Change(
            standing=standing,
            record=record.id if record else decision.record,
            kind=record.kind if record else loads(decision.as_seen).get("kind", "document"),
            document=ledger.kept_document(decision.document),
            old=old,
            new=new,
        )


def _surroundings(ledger: Ledger, standing: Standing) -> str:
    """What stands at the passage now, with as much around it as the decision kept."""
    record = standing.new or standing.record
    document = ledger.document(standing.decision.document) if record else None
    if record is None or document is None:
        return standing.passage or ""
    return document.text[max(0, record.start - CONTEXT) : record.end + CONTEXT]


ROUTES = [Route("/changes", changes)]
