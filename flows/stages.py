"""Carrying out a stage for the command line: by Prefect or plainly, with progress, until it is done or interrupted."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flows.engines.choice import Carrier, Stage
from flows.progress import shown
from flows.report import Report
from flows.usage import UsageError


def carried_out(stage: Stage, carried: Carrier, *arguments: object, **options: object) -> Report:
    """What the stage reports, carried out by whoever was chosen (see `flows.engines.choice.carrier`)."""
    with _working():
        return carried(stage)(*arguments, **options)


@contextmanager
def _working() -> Iterator[None]:
    """Progress on a terminal; an interrupt stays one although Prefect, its server gone too, fails to report it."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    with shown(terminal=sys.stderr.isatty()):
        try:
            yield
        except Exception as error:
            from httpx import HTTPError  # noqa: PLC0415  loaded by Prefect's client, and slow

            if not isinstance(error, (HTTPError, RuntimeError)):
                raise
            if _interrupted(error):
                raise KeyboardInterrupt from error
            if not isinstance(error.__cause__ or error, HTTPError | OSError):
                raise
            raise UsageError(
                f"the Prefect server does not answer ({error}); check PREFECT_API_URL, or unset it"
            ) from error


def _interrupt(*_: object) -> None:
    """Ctrl-C ends the command's own Prefect server too; whoever then waits for it to come back is interrupted again."""
    signal.setitimer(signal.ITIMER_REAL, 2, 2)
    raise KeyboardInterrupt


def _interrupted(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None
