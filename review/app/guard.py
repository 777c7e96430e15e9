"""What stands before every route: who asks, whether a write came from our own page, and what a browser may do with it.

>>> sorted(SAFE), _form(b"note=%E5%AF%8C&token=t")
(['GET', 'HEAD'], {'note': '富', 'token': 't'})

It fails closed. Whatever is not GET or HEAD needs our origin and the session's token, on any route that is or will be;
a request under another host name is refused (DNS rebinding); without a session there is only the sign-in page.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.app.accounts import Accounts
from review.app.sessions import Person, Session, Sessions

SAFE = frozenset(("GET", "HEAD"))
COOKIE = "renkei-session"
LARGEST = 256 * 1024  # bytes of a form
_FIELDS = 2000
_FORM = "application/x-www-form-urlencoded"
_OPEN = ("/sign-in", "/static/", "/language")  # what can be reached without a person


@dataclass(frozen=True, slots=True)
class Door:
    """Where the app stands: its origin as browsers name it, and who comes in without signing in (on loopback)."""

    origin: str
    everyone: Person | None = None

    @property
    def host(self) -> str:
        """The Host header of requests to us."""
        return urlsplit(self.origin).netloc

    @property
    def cookie(self) -> str:
        """The attributes of our cookies."""
        secure = "; Secure" if self.origin.startswith("https:") else ""
        return f"; Path=/; HttpOnly; SameSite=Lax{secure}"


class Guard:
    """Middleware around the whole app; `refuse` makes an answer of a status and the key of a phrase that says why."""

    def __init__(
        self,
        app: ASGIApp,
        door: Door,
        sessions: Sessions,
        accounts: Accounts | None = None,
        refuse: Callable[[Scope, int, str], Response] = lambda _, status, why: PlainTextResponse(why, status),
    ) -> None:
        self._app = app
        self._door = door
        self._sessions = sessions
        self._accounts = accounts
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        secret, session, fresh = self._session(headers)
        nonce = secrets.token_urlsafe(16)
        scope["state"] = {"session": session, "secret": secret, "nonce": nonce, "form": {}}
        cookie = f"{COOKIE}={secret}{self._door.cookie}" if fresh else None
        rules = bounds(nonce)
        if scope["path"].startswith("/static/"):  # the same for everybody, and asked for by every page
            rules["Cache-Control"] = "no-cache"
        send = _sending(send, rules, cookie)
        answer = self._stranger(scope, headers, session)
        if answer is None and scope["method"] not in SAFE:
            body = await _body(receive)
            refusal = self._forged(headers, body, session)
            if refusal:
                answer = self._refuse(scope, *refusal)
            else:
                scope["state"]["form"] = _form(body or b"")
        await (answer or self._app)(scope, receive, send)

    def _session(self, headers: Headers) -> tuple[str, Session, bool]:
        now, secret = time.monotonic(), _cookie(headers)
        session = self._sessions.find(secret, now) if secret else None
        if session and self._holds(session):
            return secret, session, False
        self._sessions.end(secret)
        return *self._sessions.begin(self._door.everyone, now), True

    def _holds(self, session: Session) -> bool:
        """Whether the account is as it was at sign-in: one that was removed or changed is signed out at once."""
        person = session.person
        return person is None or self._accounts is None or session.mark == self._accounts.mark(person.name)

    def _stranger(self, scope: Scope, headers: Headers, session: Session) -> Response | None:
        if headers.get("host") != self._door.host:
            return PlainTextResponse(f"{self._door.origin}  この住所で開いてください。 Open it by this address.", 421)
        if session.person is None and not scope["path"].startswith(_OPEN):
            if scope["method"] in SAFE:
                return RedirectResponse("/sign-in", 303)
            return self._refuse(scope, 401, "refused-stranger")
        return None

    def _forged(self, headers: Headers, body: bytes | None, session: Session) -> tuple[int, str] | None:
        """The status and reason of what is no form of ours."""
        if headers.get("origin") != self._door.origin:
            return 403, "refused-origin"
        if body is None:
            return 413, "refused-large"
        if headers.get("content-type", "").partition(";")[0].strip() != _FORM:
            return 415, "refused-type"
        try:
            token = _form(body).get("token", "")
        except ValueError:
            return 413, "refused-large"
        if not secrets.compare_digest(token.encode(), session.token.encode()):
            return 403, "refused-token"
        return None


def bounds(nonce: str) -> dict[str, str]:
    """The headers that keep a browser from doing more with an answer than show it."""
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def _cookie(headers: Headers) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


async def _body(receive: Receive) -> bytes | None:
    """The body of a request, or None when it is larger than a form may be."""
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def _form(body: bytes) -> Mapping[str, str]:
    """The fields of a form; raises `ValueError` when there are too many."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS))


def _sending(send: Send, rules: Mapping[str, str], cookie: str | None) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in rules.items():
                headers.setdefault(name, value)
            if cookie:
                headers.append("Set-Cookie", cookie)
        await send(message)

    return sending
