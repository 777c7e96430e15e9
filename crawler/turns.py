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
from threading import Lock


class Turns:
    """Who may ask which host when; safe to share between threads."""

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._locks: dict[str, Lock] = {}
        self._ended: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        """Wait until the host is free and `gap` seconds have passed since the last answer, then hold it."""
        with self._locks.setdefault(host, Lock()):
            free = max(self._ended.get(host, float("-inf")) + gap, self._closed_until.get(host, float("-inf")))
            if (left := free - self._clock()) > 0:
                self._sleep(left)
            try:
                yield
            finally:
                self._ended[host] = self._clock()

    def close(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for so many seconds."""
        self._closed_until[host] = self._clock() + seconds
