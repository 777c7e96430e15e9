"""Politeness: one request at a time to a host, and a pause after each.

>>> naps = []
>>> turns = Turns(sleep=naps.append, clock=lambda: 100.0)
>>> for _ in range(2):
...     with turns.turn("www.example.jp", 3.0):
...         pass
>>> naps
[3.0]

Crawls that run side by side share one `Turns`, so that two sources on one host do not meet there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


class StoppedError(Exception):
    """Nobody gets a turn any more: the crawls that wait for one end here, and the next go on from here."""


class Turns:
    """Who may ask which host when; safe to share between threads."""

    def __init__(
        self, sleep: Callable[[float], object] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stopped = Event()
        self._sleep = sleep or self._stopped.wait
        self._clock = clock
        self._locks: dict[str, Lock] = {}
        self._ended: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        """Wait until the host is free and `gap` seconds have passed since the last answer, then hold it.

        Raises `StoppedError` after `stop`.
        """
        with self._locks.setdefault(host, Lock()):
            free = max(self._ended.get(host, float("-inf")) + gap, self._closed_until.get(host, float("-inf")))
            if (left := free - self._clock()) > 0:
                self._sleep(left)
            if self._stopped.is_set():
                raise StoppedError("interrupted; the next crawl goes on from here")
            try:
                yield
            finally:
                self._ended[host] = self._clock()

    def stop(self) -> None:
        """End every crawl at its next turn, however long it would have waited."""
        self._stopped.set()

    def close(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for so many seconds."""
        self._closed_until[host] = self._clock() + seconds
