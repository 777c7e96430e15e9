"""The review app as an ASGI application: its routes behind its guard.

>>> sorted({route.path for route in ROUTES if isinstance(route, Route)})[:4]
['/', '/calendar', '/changes', '/changes/{name}']
"""

from __future__ import annotations

import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from review.app import (
    adding_screen,
    changes_screen,
    document_screen,
    overview_screen,
    place_screen,
    queue_screen,
    record_screen,
    register_screen,
    sign_in_screen,
    versions_screen,
)
from review.app.desk import Desk, form
from review.app.guard import Door, Guard, bounds
from review.app.pages import LANGUAGE, page
from review.app.phrases import LANGUAGES
from store.database import DiskError, LedgerError

_STATIC = Path(__file__).parent / "static"
_YEAR = 365 * 86400


def language(request: Request) -> Response:
    """Remember the language and go back to where it was asked for."""
    chosen, back = form(request).get("language", ""), form(request).get("here", "/")
    local = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    response = RedirectResponse(back if local else "/", 303)
    if chosen in LANGUAGES:
        response.set_cookie(LANGUAGE, chosen, max_age=_YEAR, httponly=True, samesite="lax")
    return response


def missing(request: Request, error: Exception) -> Response:
    """The page for what is not there or cannot be asked."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return page(request, "missing.html", status, number=status, why=f"missing-{status}")


def unreachable(request: Request, error: Exception) -> Response:
    """The page for a ledger that does not answer or takes no more; whoever runs the app is told why in a line."""
    logging.getLogger(__name__).warning("%s", error)
    return page(request, "missing.html", 503, number=503, why="missing-503")


def failed(request: Request, error: Exception) -> Response:
    """The page for a fault of ours, which is answered outside the guard."""
    if "nonce" not in request.scope.get("state", {}):
        return PlainTextResponse("500", 500)
    response = missing(request, error)
    response.headers.update(bounds(request.scope["state"]["nonce"]))
    return response


def refused(scope: Scope, status: int, why: str) -> Response:
    """The page for what the guard does not let through."""
    return page(Request(scope), "missing.html", status, number=status, why=why)


ROUTES: list[BaseRoute] = [
    *queue_screen.ROUTES,
    *record_screen.ROUTES,
    *place_screen.ROUTES,
    *document_screen.ROUTES,
    *adding_screen.ROUTES,
    *changes_screen.ROUTES,
    *versions_screen.ROUTES,
    *register_screen.ROUTES,
    *overview_screen.ROUTES,
    *sign_in_screen.ROUTES,
    Route("/language", language, methods=["POST"]),
    Mount("/static", StaticFiles(directory=_STATIC), name="static"),
]


def make_app(desk: Desk, door: Door) -> Starlette:
    """The app for a desk, to be served at the door."""
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Guard, door=door, sessions=desk.sessions, accounts=desk.accounts, refuse=refused)],
        exception_handlers={
            HTTPException: missing,
            LedgerError: unreachable,
            DiskError: unreachable,
            Exception: failed,
        },
    )
    app.state.desk, app.state.door, app.state.shelf = desk, door, register_screen.Shelf()
    return app
