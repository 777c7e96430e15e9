"""Who is signed in: sessions held in memory, found by the secret in a cookie; they end with the server.

>>> sessions = Sessions()
>>> secret, session = sessions.begin(Person("佐藤", "reviewer"), now=0)
>>> sessions.find(secret, now=60) is session, sessions.find(secret, now=60 + IDLE) is None
(True, True)
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

Role = Literal["reviewer", "admin"]
IDLE = 12 * 3600  # seconds after which an unused session ends
BUSY = 600  # seconds that a record counts as being looked at
_MOST = 10_000  # sessions held; the one unused for longest goes first
_REMEMBERED = 100  # decisions that can be undone


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who reviews."""

    name: str
    role: Role


@dataclass(slots=True)
class Session:
    """A browser's visit: `token` proves that a form came from our page, `taken` are records it decided on, last last.

    `person` is null before sign-in, `mark` that of the account when it signed in; `open` is the record shown last.
    """

    person: Person | None
    used: float
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    taken: list[str] = field(default_factory=list)
    open: str = ""
    mark: str | None = None

    def remember(self, record: str) -> None:
        """Note a decision, so that it can be undone."""
        self.taken = [*self.taken[-_REMEMBERED:], record]


class Sessions:
    """The sessions of a server."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Session] = OrderedDict()
        self._leading = Lock()

    def begin(self, person: Person | None, now: float) -> tuple[str, Session]:
        """A new session and the secret that finds it; `now` in seconds."""
        secret, session = secrets.token_urlsafe(32), Session(person, now)
        self._held[secret] = session
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        return secret, session

    def find(self, secret: str, now: float) -> Session | None:
        """The session with this secret, unless it was unused for too long."""
        session = self._held.get(secret)
        if session is None or now - session.used >= IDLE:
            self._held.pop(secret, None)
            return None
        session.used = now
        self._held.move_to_end(secret)
        return session

    def lead(self, mine: Session, now: float, choose: Callable[[set[str]], str]) -> str:
        """The record that `choose` picks, told which ones others have before them: two are not led to one."""
        with self._leading:
            others = (one for one in list(self._held.values()) if one is not mine and now - one.used < BUSY)
            mine.open = choose({one.open for one in others if one.open})
            return mine.open

    def end(self, secret: str) -> None:
        """Sign out."""
        self._held.pop(secret, None)
