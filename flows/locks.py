"""One at a time: locks that processes share through a folder, and that go with the process that holds them.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as home:
...     with alone(Path(home), "serve", wait=False) as first, alone(Path(home), "serve", wait=False) as second:
...         first, second
(True, False)
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def shared(folder: Path, what: str) -> None:
    """Hold the thing together with others, until this process ends: meanwhile nobody is alone with it."""
    fcntl.flock(_opened(folder, what), fcntl.LOCK_SH)


@contextmanager
def alone(folder: Path, what: str, wait: bool = True) -> Iterator[bool]:
    """Nobody else in the block for the same thing; False when somebody is and `wait` is not wanted."""
    held = _opened(folder, what)
    try:
        yield _taken(held, wait)
    finally:
        os.close(held)


def _opened(folder: Path, what: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return os.open(folder / f"{what}.lock", os.O_RDWR | os.O_CREAT, 0o644)


def _taken(held: int, wait: bool) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
