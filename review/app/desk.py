"""Everything the screens work with, made once when the app starts.

>>> sorted(Desk.__annotations__)[:3]
['accounts', 'archive', 'backlog']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from starlette.requests import Request

from extractors.document import Document
from extractors.records import AnyRecord, Publisher
from extractors.register.entries import Register
from review.app.accounts import Accounts
from review.app.backlog import Backlog
from review.app.picture import Pictures
from review.app.sessions import Person, Session, Sessions
from review.app.throttle import Throttle
from store.entries import Capture
from store.ledger import Ledger
from store.warc import Archive


class Rule(Protocol):
    """Writes down that two records, or entries of the register, are one agreement or are not."""

    def __call__(self, action: Literal["join", "part"], one: str, other: str, reviewer: str) -> int:
        """The decision's id; raises `ValueError` when there is no such agreement."""


class Version(Protocol):
    """What an earlier capture of a page states."""

    @property
    def document(self) -> Document:
        """Its text and structure."""

    @property
    def records(self) -> Sequence[AnyRecord]:
        """What is found in it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger and what stands beside it; `registered` and `rule` are the register's, `accounts` null on loopback.

    `earlier` reads a capture of a publisher again, None when it cannot.
    """

    ledger: Ledger
    archive: Archive
    backlog: Backlog
    pictures: Pictures
    sessions: Sessions
    throttle: Throttle
    registered: Callable[[Ledger], Register]
    rule: Rule
    earlier: Callable[[Capture, Publisher | None], Version | None]
    accounts: Accounts | None = None


def desk(request: Request) -> Desk:
    """The desk of the app that answers the request."""
    return cast(Desk, request.app.state.desk)


def session(request: Request) -> Session:
    """The visit that the request is part of."""
    return cast(Session, request.scope["state"]["session"])


def person(request: Request) -> Person:
    """Who asks; the guard lets nobody else in."""
    there = session(request).person
    assert there is not None
    return there


def form(request: Request) -> dict[str, str]:
    """The fields of a form that the guard let through."""
    return cast(dict[str, str], request.scope["state"]["form"])
