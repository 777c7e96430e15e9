"""How long a name or an address waits before it may try to sign in again.

>>> throttle = Throttle()
>>> for second in range(FREE):
...     throttle.failed("佐藤", float(second))
>>> throttle.wait("佐藤", 5.0), throttle.wait("鈴木", 5.0)
(1.0, 0.0)
>>> throttle.failed("佐藤", 6.0), throttle.wait("佐藤", 6.0)
(None, 4.0)
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

FREE = 5  # failures in a row before waiting begins
LONGEST = 900.0  # seconds
_MOST = 20_000  # names and addresses held


class Throttle:
    """Counts failures by name and address; each after the first few doubles the wait."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, who: str, now: float) -> float:
        """Seconds until the next try may be made, 0 when at once."""
        number, last = self._failures.get(who, (0, now))
        if number < FREE:
            return 0.0
        return max(0.0, last + min(2.0 ** (number - FREE + 1), LONGEST) - now)

    def failed(self, who: str, now: float) -> None:
        """Note a failure at `now`."""
        with self._lock:
            number, _ = self._failures.pop(who, (0, now))
            self._failures[who] = (number + 1, now)
            while len(self._failures) > _MOST:
                self._failures.popitem(last=False)

    def succeeded(self, who: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures.pop(who, None)
