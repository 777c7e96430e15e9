"""Politeness: one request at a time to a host, and a pause after each.

>>> naps = []
>>> turns = Turns(sleep=naps.append, clock=lambda: 100.0)
>>> for _ in range(2):
...     with turns.turn("www.example.jp", 3.0):
...         pass
>>> naps
[3.0]

Crawls that run side by side share one `Turns`, so that two sources on one host do not meet there. Crawls in other
processes and on other machines that share the ledger keep away by its leases: a crawl names its errand with each turn.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

from crawler.leases import POLL, Errand, Leases, process
from store.entries import Lease
from store.ledger import Ledger


class StoppedError(Exception):
    """Nobody gets a turn any more: the crawls that wait for one end here, and the next go on from here."""


class TakenError(Exception):
    """Another process is crawling the source; the message says which."""


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
        self._leases = Leases(clock)

    @contextmanager
    def errand(self, source: str, ledger: Ledger) -> Iterator[Errand]:
        """A crawl of the source, which nobody else crawls meanwhile; what it holds of hosts is given up at its end.

        Raises `TakenError` when another crawl of the source goes on.
        """
        errand = Errand(source, ledger)
        with self._locks.setdefault(errand.name, Lock()):
            self.go_on(errand)
        try:
            yield errand
        finally:
            for host in self._leases.of(errand):
                self._give_up(host)

    def go_on(self, errand: Errand) -> None:
        """Make sure that the source is this errand's; raises `TakenError` when another crawl has it."""
        if self._leases.left(errand.name) > 0:
            if errand.name not in self._leases.of(errand):
                raise TakenError("is being crawled already, by another crawl of this process: left to that one")
        elif not (lease := self._leases.ask(errand.name, errand, queue=False)).held:
            raise TakenError(f"is being crawled already, by {process(lease.holder)}: left to that one")

    @contextmanager
    def turn(self, host: str, gap: float, errand: Errand | None = None) -> Iterator[Callable[[], float]]:
        """Wait until the host is free and `gap` seconds have passed since the last answer, then hold it.

        It yields what tells for how many seconds it is held. Raises `StoppedError` after `stop`.
        """
        with self._locks.setdefault(host, Lock()):
            self._nap(host, gap)
            if errand and self._take(host, errand):
                self._nap(host, gap)
            self._check()
            try:
                yield lambda: self._leases.left(host) if errand else float("inf")
            finally:
                self._ended[host] = self._clock()

    def stop(self) -> None:
        """End every crawl at its next turn, however long it would have waited."""
        self._stopped.set()

    def close(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for so many seconds."""
        self._closed_until[host] = self._clock() + seconds

    def _nap(self, host: str, gap: float) -> None:
        free = max(self._ended.get(host, float("-inf")) + gap, self._closed_until.get(host, float("-inf")))
        if (left := free - self._clock()) > 0:
            self._sleep(left)

    def _check(self) -> None:
        if self._stopped.is_set():
            raise StoppedError("interrupted; the next crawl goes on from here")

    def _take(self, host: str, errand: Errand) -> bool:
        """Hold the host among all crawlers; whether another may have asked it meanwhile."""
        if self._leases.wanted(host):
            self._give_up(host)
        elif self._leases.share(host, errand):
            return False
        while not (lease := self._leases.ask(host, errand)).held:
            self._sleep(min(POLL, max(lease.left, POLL / 10)) * random.uniform(0.5, 1))  # noqa: S311
            self._check()
        self._learn(host, lease)
        return True

    def _learn(self, host: str, lease: Lease) -> None:
        now = self._clock()
        self._ended[host] = max(self._ended.get(host, float("-inf")), now - lease.idle)
        if lease.closed:
            self._closed_until[host] = max(self._closed_until.get(host, float("-inf")), now + lease.closed)

    def _give_up(self, host: str) -> None:
        now = self._clock()
        idle = now - self._ended.get(host, now)
        self._leases.give_up(host, idle, max(0.0, self._closed_until.get(host, now) - now))
