"""How a command ends: its exit code, and one line on standard error for whatever went wrong.

>>> explained(FileNotFoundError(2, "No such file or directory", "sources"))
('sources: No such file or directory; mend that and run again', 1)
"""

from __future__ import annotations

import errno
import sys

from flows.report import Report

OK, DATA, USAGE, FULL, INTERRUPTED = 0, 1, 2, 3, 130

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def explained(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code of an error that a person can do something about; null for a fault of ours."""
    from crawler.source import SourceError  # noqa: PLC0415  loaded when something is wrong, not at every start
    from flows.engines.engine import EngineError  # noqa: PLC0415
    from flows.usage import UsageError  # noqa: PLC0415
    from review.validation import DecisionError  # noqa: PLC0415
    from store.database import AddressError, DiskError, LedgerError  # noqa: PLC0415
    from store.decisions import OvertakenError  # noqa: PLC0415
    from store.objects import StoreError  # noqa: PLC0415
    from store.warc import ArchiveError  # noqa: PLC0415

    if isinstance(error, (SourceError, UsageError, DecisionError, AddressError)):
        return str(error), USAGE
    if isinstance(error, DiskError):
        return str(error), FULL
    if isinstance(error, (LedgerError, ArchiveError, StoreError, EngineError, OvertakenError)):
        return str(error), DATA
    if isinstance(error, OSError):
        line = f"{error.filename or 'the disk'}: {error.strerror or error}; mend that and run again"
        return line, FULL if error.errno in _NO_ROOM else DATA
    return None


def tell(report: Report, as_json: bool) -> int:
    """Print a report, its problems a line each on standard error; the exit code that it deserves."""
    if as_json:
        from extractors.rows import dumps  # noqa: PLC0415

        print(dumps(report.row()))
    else:
        print(report.lines())
    for problem in report.problems:
        complain(problem, DATA)
    return DATA if report.failed else OK


def complain(line: str, code: int) -> int:
    """One line on standard error; returns the code."""
    print(f"renkei: {' '.join(line.split())}", file=sys.stderr)
    return code
