"""The queue: what needs eyes, filtered, and the way from one record to the next.

>>> wanted({"kind": "date", "state": "nonsense"})
Filter(kind='date', source='', city='', state='open', reason='')
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review.app.backlog import Filter
from review.app.desk import desk, session
from review.app.fields import FIELDS
from review.app.item import REASONS, STATES
from review.app.pages import page

_KINDS = [kind for kind in FIELDS if kind != "document"]


def wanted(query: Mapping[str, str]) -> Filter:
    """What an address asks for; a value that cannot be asks for nothing."""
    kind, state, reason = query.get("kind", ""), query.get("state", "open"), query.get("reason", "")
    return Filter(
        kind=kind if kind in FIELDS else "",
        source=query.get("source", ""),
        city=query.get("city", ""),
        state=state if state in (*STATES, "") else "open",
        reason=reason if reason in REASONS else "",
    )


def address(filter_: Filter) -> dict[str, str]:
    """The filter as the fields of a query that differ from the usual."""
    return {name: value for name, value in asdict(filter_).items() if value != ("open" if name == "state" else "")}


def queue(request: Request) -> Response:
    """The first records that are wanted."""
    backlog, filter_ = desk(request).backlog, wanted(request.query_params)
    backlog.refresh()
    items = backlog.page(filter_, request.query_params.get("after", ""))
    return page(
        request,
        "queue.html",
        items=items,
        filter=filter_,
        address=address(filter_),
        total=backlog.count(filter_),
        kinds=[(kind, number) for kind in _KINDS if (number := backlog.tally(filter_, "kind")[kind])],
        states=[(state, backlog.tally(filter_, "state")[state]) for state in STATES],
        reasons=[(reason, number) for reason in REASONS if (number := backlog.tally(filter_, "reason")[reason])],
        sources=sorted(backlog.tally(filter_, "source").items()),
        cities=sorted(backlog.tally(filter_, "city").items()),
    )


def following(request: Request) -> Response:
    """On to the record behind `after`, or to the queue when there is none."""
    desk(request).backlog.refresh()
    return onward(request, request.query_params.get("after", ""))


def onward(request: Request, record: str) -> Response:
    """On to the next record behind this one that nobody else has before them."""
    backlog, filter_ = desk(request).backlog, wanted(request.query_params)

    def choose(avoid: set[str]) -> str:
        item = backlog.following(filter_, record, avoid)
        return item.record if item else ""

    name = desk(request).sessions.lead(session(request), time.monotonic(), choose)
    return go(request, f"/record/{name}" if name else "/")


def go(request: Request, path: str) -> Response:
    """On to another screen, with the same filter."""
    query = urlencode(address(wanted(request.query_params)))
    return RedirectResponse(f"{path}?{query}" if query else path, 303)


ROUTES = [Route("/", queue), Route("/next", following)]
