"""Adding a record that extraction missed: a passage that was selected in the text, its kind and its values.

>>> [route.path for route in ROUTES]
['/document/{name}/add', '/document/{name}/add']
>>> suggested("date", "令和3年1月28日")["edtf"]
'2021-01-28'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from extractors.context import Context
from extractors.document import Document
from extractors.extract import extract
from extractors.readers.plain import structured
from extractors.rows import Row, to_row
from review.app.desk import desk, form, person, session
from review.app.fields import FIELDS, MOST_PARTIES, PARTY, filled
from review.app.pages import page
from review.app.segments import offset
from review.app.shown import written
from review.deciding import Opinion, decide
from review.validation import DecisionError
from store.decisions import OvertakenError

LONGEST = 1000  # characters of a passage
_KINDS = [kind for kind in FIELDS if kind != "document"]
_EMPTY: Row = {field.name: None for kind in _KINDS for field in FIELDS[kind]}


def choose(request: Request) -> Response:
    """The form for the passage between two places, each a segment's start and UTF-16 units into it."""
    document = _document(request)
    start, end = (_place(document, request.query_params.get(name, "")) for name in ("from", "to"))
    if start is None or end is None:
        raise HTTPException(400)
    start, end = _trimmed(document.text, *sorted((start, end)))
    if not start < end <= start + LONGEST:
        raise HTTPException(400)
    kind = request.query_params.get("kind", "")
    return _screen(request, document, start, end, kind if kind in _KINDS else _likeliest(document.text[start:end]))


def add(request: Request) -> Response:
    """Add the record that the form states, then show it on its document."""
    document, typed = _document(request), form(request)
    start, end = (int(typed[name][:9]) if typed.get(name, "").isdecimal() else -1 for name in ("start", "end"))
    if typed.get("digest") != document.sha256:
        raise HTTPException(409)
    if typed.get("kind") not in _KINDS or not 0 <= start < end <= min(len(document.text), start + LONGEST):
        raise HTTPException(400)
    kind, note = typed["kind"], typed.get("note", "").strip() or None
    try:
        values = filled(kind, typed)
        said = {name: value for name, value in values.items() if value not in (None, []) or name == "edtf"}
        said = {"parties": []} | said if kind == "agreement" else said
        said |= {"kind": kind, "text": document.text[start:end], "start": start}
        opinion = Opinion(document.id, "add", person(request).name, datetime.now(UTC), said=said, note=note)
        decision = decide(desk(request).ledger, opinion)
    except (DecisionError, OvertakenError) as error:
        return _screen(request, document, start, end, kind, typed, error)
    session(request).remember(decision.record)
    return RedirectResponse(f"/document/{document.id}?view=text&record={decision.record}", 303)


def suggested(kind: str, passage: str) -> Row:
    """What extraction makes of the passage by itself, for a person to correct."""
    found = [record for record in extract(structured(passage, Context())) if record.kind == kind]
    return to_row(max(found, key=lambda record: record.end - record.start)) if found else _EMPTY | {"name": passage}


def _likeliest(passage: str) -> str:
    found = extract(structured(passage, Context()))
    return max(found, key=lambda record: record.end - record.start).kind if found else _KINDS[0]


def _document(request: Request) -> Document:
    document = desk(request).ledger.document(request.path_params["name"])
    if document is None:
        raise HTTPException(404)
    return document


def _place(document: Document, typed: str) -> int | None:
    parts = typed.split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return offset(document, int(parts[0]), int(parts[1]))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space that a double click takes along."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _screen(
    request: Request,
    document: Document,
    start: int,
    end: int,
    kind: str,
    typed: Mapping[str, str] | None = None,
    error: Exception | None = None,
) -> Response:
    passage = document.text[start:end]
    row = suggested(kind, passage)
    return page(
        request,
        "add.html",
        422 if error else 200,
        document=document,
        kinds=_KINDS,
        kind=kind,
        place=(start, end),
        at={name: request.query_params.get(name, "") for name in ("from", "to")},
        passage=passage,
        before=document.text[max(0, start - 80) : start],
        after=document.text[end : end + 80],
        fields=FIELDS[kind],
        row=row,
        typed=typed or {},
        parties=_parties(row, typed or {}) if kind == "agreement" else [],
        party_fields=PARTY,
        error=error,
    )


def _parties(row: Row, typed: Mapping[str, str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = [{name: written(party[name]) for name in PARTY} for party in row["parties"] or ()]
    if "party-0-name" in typed:
        numbers = [number for number in range(MOST_PARTIES) if typed.get(f"party-{number}-name")]
        rows = [{name: typed.get(f"party-{number}-{name}", "") for name in PARTY} for number in numbers]
    return [*rows, dict.fromkeys(PARTY, ""), dict.fromkeys(PARTY, "")]


ROUTES = [
    Route("/document/{name}/add", choose, methods=["GET"]),
    Route("/document/{name}/add", add, methods=["POST"]),
]
