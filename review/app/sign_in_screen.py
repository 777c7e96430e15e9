"""Signing in and out, where the app can be reached from beyond this machine.

>>> [route.path for route in ROUTES]
['/sign-in', '/sign-in', '/sign-out']
"""

from __future__ import annotations

import math
import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review.app.desk import desk, form, session
from review.app.guard import COOKIE, Door
from review.app.pages import page


def ask(request: Request) -> Response:
    """The sign-in page."""
    return RedirectResponse("/", 303) if session(request).person else page(request, "sign_in.html", wait=0, name="")


def sign_in(request: Request) -> Response:
    """Let somebody in, under a new secret; who fails often waits."""
    desk_, typed, now = desk(request), form(request), time.monotonic()
    name = typed.get("name", "").strip()[:100]
    whos = (f"name {name}", f"address {request.client.host if request.client else ''}")
    wait = max(desk_.throttle.wait(who, now) for who in whos)
    if wait or desk_.accounts is None:
        seconds = max(1, math.ceil(wait))
        response = page(request, "sign_in.html", 429, wait=seconds, name=name)
        response.headers["Retry-After"] = str(seconds)
        return response
    for who in whos:  # counted before the password is looked at: tries side by side count too
        desk_.throttle.failed(who, now)
    person = desk_.accounts.check(name, typed.get("password", ""))
    if person is None:
        return page(request, "sign_in.html", 401, wait=0, name=name, failed=True)
    for who in whos:
        desk_.throttle.succeeded(who)
    desk_.sessions.end(request.scope["state"]["secret"])
    secret, begun = desk_.sessions.begin(person, now)
    begun.mark = desk_.accounts.mark(person.name)
    return _moved("/", secret, request.app.state.door)


def sign_out(request: Request) -> Response:
    """End the visit."""
    desk(request).sessions.end(request.scope["state"]["secret"])
    return _moved("/sign-in", "", request.app.state.door)


def _moved(path: str, secret: str, door: Door) -> Response:
    response = RedirectResponse(path, 303)
    response.headers.append("Set-Cookie", f"{COOKIE}={secret}{door.cookie}" + ("" if secret else "; Max-Age=0"))
    return response


ROUTES = [
    Route("/sign-in", ask, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
