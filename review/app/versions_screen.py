"""Two versions of a document side by side as a whole, with the records that the change touches.

>>> [route.path for route in ROUTES]
['/changes/{name}']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractors.comparison import compare, touched
from extractors.document import Document
from extractors.records import AnyRecord
from review.app.desk import Version, desk
from review.app.difference import Stretch, folded, side_by_side
from review.app.pages import page
from review.app.segments import Mark
from review.merge import Standing
from store.entries import Capture, Decision
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two texts in stretches, and the records that only the old or only the new version states so."""

    stretches: tuple[Stretch, ...]
    lost: tuple[AnyRecord, ...]
    found: tuple[AnyRecord, ...]


def versions(request: Request) -> Response:
    """An earlier version beside the one that is read now; by itself the one that decisions were taken on."""
    ledger, backlog, name = desk(request).ledger, desk(request).backlog, request.path_params["name"]
    backlog.refresh()
    kept, document = ledger.kept_document(name), ledger.document(name)
    now = ledger.capture(kept.capture) if kept else None
    if kept is None or document is None or now is None:
        raise HTTPException(404)
    standings = {item.record: one for item in backlog.of_document(name) if (one := backlog.trouble(item.record))}
    captures = _earlier(ledger, now)
    asked = request.query_params.get("from", "")
    then = next((one for one in captures if str(one.id) == asked), None) or _seen(ledger, captures, standings)
    was = desk(request).earlier(then, kept.record.publisher) if then else None
    there = [one.record for one in ledger.records_of(name) if one.current]
    found = _comparison(document, there, was, standings) if was or then is None else None
    return page(
        request,
        "versions.html",
        record=kept.record,
        captures=captures,
        then=then,
        now=now,
        found=found,
        troubles=standings,
        known={one.id for one in (found.lost if found else ()) if ledger.record(one.id)},
    )


def _earlier(ledger: Ledger, now: Capture) -> list[Capture]:
    """The versions before the one that is read now, the last first."""
    there = ledger.versions(now.url)
    return [one for one in reversed(there) if one.fetched_at < now.fetched_at and one.sha256 != now.sha256]


def _seen(ledger: Ledger, captures: Sequence[Capture], standings: Mapping[str, Standing]) -> Capture | None:
    """The last version that held what a decision was taken on; the last of all where no decision has to be looked at.

    None when the page has not changed: extraction alone says something else.
    """
    times, digests = set(), set()
    for standing in standings.values():
        kept = ledger.record(standing.decision.record)
        times.add(kept.last_seen if kept else None)
        digests.add(standing.decision.sha256)
    return next((one for one in captures if not standings or one.fetched_at in times or one.sha256 in digests), None)


def _comparison(
    document: Document, there: Sequence[AnyRecord], was: Version | None, standings: Mapping[str, Standing]
) -> Comparison:
    old, new = (was.document.text if was else document.text), document.text
    changes = compare(old, new)
    lost = touched(was.records, there, [(one.old_start, one.old_end) for one in changes]) if was else ()
    found = touched(there, was.records, [(one.new_start, one.new_end) for one in changes]) if was else ()
    then = [*_marks(lost), *_decided(old, standings)]
    now = [*_marks(found), *_marks(one for standing in standings.values() if (one := standing.new or standing.record))]
    return Comparison(tuple(folded(side_by_side(old, new, then, now, changes))), lost, found)


def _marks(records: Iterator[AnyRecord] | Sequence[AnyRecord]) -> Iterator[Mark]:
    yield from (Mark(one.id, one.start, one.end, one.kind) for one in records if one.kind != "document")


def _decided(text: str, standings: Mapping[str, Standing]) -> Iterator[Mark]:
    """The passages that decisions were taken on, where this text has them."""
    for name, standing in standings.items():
        start = _place(text, standing.decision)
        if start is not None:
            yield Mark(name, start, start + len(standing.decision.passage), "decided")


def _place(text: str, said: Decision) -> int | None:
    if said.start is not None and said.passage and text.startswith(said.passage, said.start):
        return said.start
    start = text.find(said.before + said.passage + said.after) if said.passage else -1
    return start + len(said.before) if start >= 0 else None


ROUTES = [Route("/changes/{name}", versions)]
