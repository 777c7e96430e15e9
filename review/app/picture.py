"""Pages of PDFs as pictures, drawn by a child process that may die or hang without taking anything along.

>>> Pictures().draw(b"no PDF", "digest", 1) is None
True
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

WIDTH = 1400  # pixels across: sharp at twice the width it is shown at
SECONDS, MEMORY = 20, 1 << 30
_KEPT = 40  # pictures held in memory, about 200 KB each

_ENTRY = "review.app.picture_child"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its size in points, the unit of boxes, and a PNG of it."""

    width: float
    height: float
    png: bytes


class Pictures:
    """Draws pages and remembers the last ones; safe to share between threads, which draw one at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Picture | None] = OrderedDict()
        self._lock = Lock()

    def draw(self, data: bytes, digest: str, page: int) -> Picture | None:
        """The page (from 1) of the PDF with this digest; None when it cannot be drawn within the limits."""
        with self._lock:
            key = (digest, page)
            if key not in self._kept:
                self._kept[key] = _drawn(data, page)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    def known(self, digest: str, page: int) -> Picture | None:
        """The page if it was drawn lately."""
        with self._lock:
            return self._kept.get((digest, page))


def _drawn(data: bytes, page: int) -> Picture | None:
    command = [sys.executable, "-P", "-m", _ENTRY, str(page), str(WIDTH), str(MEMORY)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=True)
        head, _, png = done.stdout.partition(b"\n")
        width, height = (float(number) for number in head.split())
    except (subprocess.SubprocessError, ValueError):
        return None
    return Picture(width, height, png) if png.startswith(_PNG) and width > 0 < height else None
