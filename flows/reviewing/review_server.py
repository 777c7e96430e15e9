"""The review app served from a workspace, on this machine or beyond it.

>>> origin("127.0.0.1", 8770), origin("::1", 8770)
('http://127.0.0.1:8770', 'http://[::1]:8770')
"""

from __future__ import annotations

import getpass
import ipaddress
import socket
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import uvicorn

from flows.extraction.earlier import EarlierVersions
from flows.reviewing.register import registered, rule
from flows.workspace import Workspace
from review.app.accounts import Accounts
from review.app.backlog import Backlog
from review.app.desk import Desk
from review.app.guard import Door
from review.app.picture import Pictures
from review.app.sessions import Person, Sessions
from review.app.site import make_app
from review.app.throttle import Throttle
from store.ledger import Ledger
from store.warc import Archive

PORT = 8770
_WAITING = 128  # connections that wait while the app starts


class ReviewError(Exception):
    """The app cannot start so; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Call:
    """How the app is to be served; `public` is its origin behind a proxy, `reviewer` who decides on this machine."""

    host: str
    port: int | None
    public: str | None
    reviewer: str | None
    browser: bool


def serve(workspace: Workspace, call: Call) -> None:
    """Serve until interrupted; raises `ReviewError`."""
    everyone = _everyone(call)
    accounts = None if everyone else accounts_of(workspace)
    if accounts and not accounts.people():
        raise ReviewError("nobody has an account, and whoever reaches the app needs one: renkei reviewer add NAME")
    listening = _listen(call.host, call.port)
    door = Door(_public(call.public) or origin(call.host, listening.getsockname()[1]), everyone)
    with desk_of(workspace, accounts) as desk:
        app = make_app(desk, door)
        print(f"{door.origin}/   (Ctrl-C: 終了 ends it)", flush=True)  # noqa: T201  what a person opens
        if call.browser:
            opening = threading.Timer(0.8, webbrowser.open, [door.origin])
            opening.daemon = True
            opening.start()
        config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def desk_of(workspace: Workspace, accounts: Accounts | None) -> Iterator[Desk]:
    """What the app works with in a workspace, without accounts on this machine; the queue is read at once."""
    with (
        Ledger.open(workspace.ledger) as ledger,
        Archive(workspace.raw, workspace.store) as archive,
        EarlierVersions(archive, workspace.limits) as earlier,
    ):
        backlog = Backlog(ledger)
        backlog.refresh()
        yield Desk(
            ledger=ledger,
            archive=archive,
            backlog=backlog,
            pictures=Pictures(),
            sessions=Sessions(),
            throttle=Throttle(),
            registered=registered,
            rule=partial(rule, workspace),
            earlier=earlier.read,
            accounts=accounts,
        )


def accounts_of(workspace: Workspace) -> Accounts:
    """The accounts of a workspace."""
    return Accounts(workspace.home / "reviewers.json")


def origin(host: str, port: int) -> str:
    """How a browser names the app."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _public(given: str | None) -> str | None:
    parts = urlsplit(given or "https://-")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ReviewError(f"--origin {given}: give it as https://review.example.jp")
    return given.rstrip("/") if given else None


def _everyone(call: Call) -> Person | None:
    """Who comes in without signing in: whoever sits at this machine, when nobody else can reach it."""
    with suppress(ValueError):
        if ipaddress.ip_address("127.0.0.1" if call.host == "localhost" else call.host).is_loopback and not call.public:
            return Person(call.reviewer or getpass.getuser(), "admin")
    return None


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port, or on a free one when none was asked for and the usual one is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in (port,) if port else (PORT, 0):
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
            listening.listen(_WAITING)
        except OSError as error:
            listening.close()
            if number in (port, 0):
                raise ReviewError(f"{host}:{number} cannot be listened on ({error.strerror}): give another") from error
        else:
            return listening
    raise AssertionError("a free port was refused")
