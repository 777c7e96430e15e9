"""Children that do not outlive the process that began them, however it ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from multiprocessing.connection import wait

_GRACE = 30.0  # seconds to end in


def end_with(sentinel: int) -> None:
    """Terminate this process once the sentinel is ready: the end of a pipe, or of a parent (`Process.sentinel`)."""
    threading.Thread(target=_watch, args=(sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)
