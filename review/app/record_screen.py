"""One record: its passage on the page, the form, what people said of it, and the decision on it.

>>> [route.path for route in ROUTES]
['/record/{name}', '/record/{name}', '/undo']
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractors.rows import loads, to_row
from review.app.desk import desk, form, person, session
from review.app.evidence import blocks, sheet
from review.app.fields import FIELDS, PARTY, said
from review.app.pages import page
from review.app.queue_screen import address, go, onward, wanted
from review.app.sessions import Person
from review.app.shown import written
from review.app.subject import Subject, find
from review.deciding import Opinion, decide
from review.validation import DecisionError
from store.decisions import IncompleteError, OvertakenError
from store.entries import Action, Decision

_TAKEN = ("confirm", "correct", "reject", "reopen")
_LONGEST_NOTE = 2000


def show(request: Request) -> Response:
    """The screen of a record."""
    desk(request).backlog.refresh()
    subject = _subject(request)
    session(request).open = subject.record.id
    return _screen(request, subject)


def judge(request: Request) -> Response:
    """Take the decision that the form states, then on to the next record."""
    desk(request).backlog.refresh()
    subject, typed = _subject(request), form(request)
    try:
        opinion = _opinion(request, subject, typed)
        decide(desk(request).ledger, opinion)
    except DecisionError as error:
        return _screen(request, subject, typed, error=error, status=422)
    except OvertakenError as error:
        return _screen(request, _subject(request), typed, overtaken=error.by, status=409)
    except IncompleteError as error:
        return _screen(request, _subject(request), typed, error=error, status=409)
    session(request).remember(opinion.record)
    desk(request).backlog.refresh()
    return go(request, "/changes") if typed.get("then") == "changes" else onward(request, opinion.record)


def undo(request: Request) -> Response:
    """Take back the last decision of this visit, by another one, and show its record."""
    taken = session(request).taken
    if not taken:
        return go(request, "/")
    name = taken.pop()
    ledger = desk(request).ledger
    last = list(ledger.decisions(name))[-1]
    if last.reviewer == person(request).name and last.action != "reopen":
        seen = last.seen + 1 if last.seen is not None else None
        with suppress(OvertakenError):  # the screen shows what the other decided
            decide(ledger, Opinion(name, "reopen", person(request).name, datetime.now(UTC), seen=seen))
    return go(request, f"/record/{name}")


def _subject(request: Request) -> Subject:
    name = request.path_params["name"]
    item = desk(request).backlog.item(name)
    subject = find(desk(request).ledger, name, troubled=item is not None and item.troubled)
    if subject is None:
        raise HTTPException(404)
    return subject


def _opinion(request: Request, subject: Subject, typed: Mapping[str, str]) -> Opinion:
    """What the form says; a changed value makes a correction of a confirmation, so that nothing typed is lost."""
    action = typed.get("action", "")
    values = said(subject.record, typed) if action in ("confirm", "correct") else {}
    if take := typed.get("take"):
        action, values = "correct", values | _picked(subject, take)
    if action not in _TAKEN:
        raise DecisionError(f"{action or 'nothing'} is no decision on a record")
    if action == "reopen" and not may_take_back(request, subject):
        raise DecisionError("only an admin takes back what somebody else decided")
    if action == "correct" and not values:
        raise DecisionError("no value was changed: confirm the record, or change what is wrong")
    seen = typed.get("seen", "")[:9]
    if action == "reopen" and subject.decisions[-1].record != subject.record.id:  # what was decided before it changed
        return Opinion(subject.decisions[-1].record, "reopen", person(request).name, datetime.now(UTC))
    return Opinion(
        subject.standing.decision.record if subject.lost and subject.standing else subject.record.id,
        cast(Action, "correct" if values else action),
        person(request).name,
        datetime.now(UTC),
        said=values,
        note=typed.get("note", "").strip()[:_LONGEST_NOTE] or None,
        seen=int(seen) if seen.isascii() and seen.isdigit() else None,
    )


def may_take_back(request: Request, subject: Subject) -> bool:
    """Whether there is a decision that holds, and it is for this person to take back; one on nothing is for all."""
    last = subject.decisions[-1] if subject.decisions else None
    mine = last is not None and person(request) in (Person(last.reviewer, "reviewer"), Person(last.reviewer, "admin"))
    admin = person(request).role == "admin"
    return last is not None and last.action != "reopen" and (mine or admin or subject.lost)


def _picked(subject: Subject, take: str) -> dict[str, Any]:
    """The value of a conflict that was picked: `new:edtf`, `base:edtf`."""
    side, _, field = take.partition(":")
    for clash in subject.standing.clashes if subject.standing else ():
        if clash.field == field and side in ("new", "base"):
            return {field: clash.new if side == "new" else clash.base}
    raise DecisionError("this conflict is settled already")


def _screen(
    request: Request,
    subject: Subject,
    typed: Mapping[str, str] | None = None,
    *,
    error: Exception | None = None,
    overtaken: Decision | None = None,
    status: int = 200,
) -> Response:
    record, backlog = subject.record, desk(request).backlog
    filter_ = wanted(request.query_params)
    items = backlog.of_document(record.document)
    sheet_ = sheet(desk(request), subject.document, subject.described, items, record.page or 1)
    as_text = sheet_ is None or not sheet_.width or request.query_params.get("view") == "text"
    return page(
        request,
        "record.html",
        status,
        subject=subject,
        record=record,
        item=backlog.item(record.id),
        row=to_row(record),
        fields=FIELDS[record.kind],
        typed=typed or {},
        parties=_parties(record, typed or {}),
        party_fields=PARTY,
        history=[(decision, loads(decision.fields)) for decision in subject.decisions],
        sheet=sheet_,
        as_text=as_text,
        blocks=blocks(subject.document, items, (record.start, record.end)) if as_text else [],
        filter=filter_,
        address=address(filter_),
        remaining=backlog.count(filter_),
        take_back=may_take_back(request, subject),
        error=error,
        overtaken=overtaken,
    )


def _parties(record: Any, typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of the parties' table as typed, else as they are, and an empty one to add to."""
    if record.kind != "agreement":
        return []
    if "party-0-name" in typed:
        count = 1 + max(
            int(name.split("-")[1]) for name in typed if name.startswith("party-") and name.split("-")[1].isdigit()
        )
        return [{name: typed.get(f"party-{number}-{name}", "") for name in PARTY} for number in range(min(count, 60))]
    rows = [{name: written(getattr(party, name)) for name in PARTY} for party in record.parties]
    return [*rows, dict.fromkeys(PARTY, "")]


ROUTES = [
    Route("/record/{name}", show, methods=["GET"]),
    Route("/record/{name}", judge, methods=["POST"]),
    Route("/undo", undo, methods=["POST"]),
]
