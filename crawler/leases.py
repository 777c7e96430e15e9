"""The hosts that this process holds among all crawlers that share a ledger: taken, kept while it lives, given up.

A host is held by a lease of a minute. A thread renews what is held long before it ends, so that a request asks the
ledger for nothing; what cannot be renewed is not asked any longer (see `left`). When another crawler waits, the host is
handed over after a beat of that thread at most. A process that died keeps its hosts from others until their leases end;
on the same machine that it is dead is seen at once, by the lock on a file that died with it.
"""

from __future__ import annotations

import fcntl
import os
import platform
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from store.database import DiskError, LedgerError
from store.entries import Lease
from store.ledger import Ledger

SECONDS = 60.0  # that a lease lasts
BEAT = 15.0  # seconds between two renewals
POLL = 1.0  # seconds after which one who waits asks again


@dataclass(frozen=True, slots=True, eq=False)
class Errand:
    """What a host is held for: a crawl of a source, with the ledger that it writes to."""

    source: str
    ledger: Ledger

    @property
    def name(self) -> str:
        """What the lease of the source is called: no host has a space in its name."""
        return f"source {self.source}"


@dataclass(slots=True)
class _Held:
    errand: Errand
    until: float
    wanted: bool = False


class Leases:
    """The leases of one process; safe to share between threads, each host to be held by one at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._name = f"{platform.node()} {os.getpid()} {uuid4().hex}"
        self._held: dict[str, _Held] = {}
        self._changing = threading.Condition()
        self._beating = False
        self._owing = False
        self._alive: int | None = None

    def left(self, host: str) -> float:
        """The seconds for which the host is sure to be this process's; none when it is not."""
        held = self._held.get(host)
        return held.until - self._clock() if held else 0.0

    def wanted(self, host: str) -> bool:
        """Whether another crawler waits for a host that this process holds."""
        held = self._held.get(host)
        return held is not None and held.wanted

    def share(self, host: str, errand: Errand) -> bool:
        """Whether the host is held already: then for this errand from now on."""
        if self.left(host) <= 0:
            return False
        self._held[host].errand = errand
        return True

    def ask(self, host: str, errand: Errand, queue: bool = True) -> Lease:
        """Ask for the host once, and with `queue` be the next; what is known of it."""
        with self._changing:
            self._live()
            asked = self._clock()
            lease = errand.ledger.lease(host, self._name, SECONDS, queue)
            if not lease.held and _is_dead(lease.holder):
                errand.ledger.bury(lease.holder)
                _file(lease.holder).unlink(missing_ok=True)
                asked = self._clock()
                lease = errand.ledger.lease(host, self._name, SECONDS, queue)
            if lease.held:
                self._held[host] = _Held(errand, asked + SECONDS, lease.wanted)
                if not self._beating:
                    self._beating = True
                    threading.Thread(target=self._beat, name="leases", daemon=True).start()
            return lease

    def give_up(self, host: str, idle: float, closed: float) -> None:
        """Let others have the host, whose last answer came so long ago, when it is no longer closed."""
        with self._changing:
            held = self._held.pop(host, None)
            if held:
                try:
                    held.errand.ledger.release(host, self._name, idle, closed)
                except (LedgerError, DiskError):
                    self._owing = True  # the lease ends by itself, or when this process is seen to be dead
            if not self._held:
                self._die()
                self._changing.notify_all()

    def of(self, errand: Errand) -> list[str]:
        """The hosts that are held for the errand, and for no other since."""
        return [host for host, held in list(self._held.items()) if held.errand is errand]

    def _beat(self) -> None:
        """Renew everything, time and again, until nothing is held."""
        with self._changing:
            try:
                while not self._changing.wait_for(lambda: not self._held, BEAT):
                    for host, held in list(self._held.items()):
                        with suppress(LedgerError, DiskError):  # the next beat may do better
                            self._renew(host, held)
            finally:
                self._beating = False

    def _renew(self, host: str, held: _Held) -> None:
        asked = self._clock()
        lease = held.errand.ledger.lease(host, self._name, SECONDS, queue=False)
        if lease.held:
            held.until, held.wanted = asked + SECONDS, lease.wanted
        else:
            del self._held[host]

    def _live(self) -> None:
        """Lock the file that tells others on this machine that this process lives."""
        if self._alive is None:
            self._alive = os.open(_file(self._name), os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._alive, fcntl.LOCK_EX)

    def _die(self) -> None:
        if self._alive is not None and not self._owing:
            _file(self._name).unlink(missing_ok=True)
            os.close(self._alive)
            self._alive = None


def process(holder: str) -> str:
    """Who a holder is, in words."""
    machine, number, _ = holder.split(" ")
    return f"process {number} on {machine}"


def _file(holder: str) -> Path:
    return Path(tempfile.gettempdir()) / f"renkei-{holder.rpartition(' ')[2]}.alive"


def _is_dead(holder: str) -> bool:
    """Whether the holder was a process on this machine that is there no longer; not when nobody can tell."""
    if holder.partition(" ")[0] != platform.node():
        return False
    try:
        file = os.open(_file(holder), os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True
