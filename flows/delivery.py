"""Captures on their way from this machine to the object store, where there is one.

>>> from pathlib import Path
>>> deliver(Workspace(Path("city"), Path("city/sources"))).problems
()
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flows.report import Report
from flows.usage import UsageError
from flows.workspace import Workspace
from store.objects import ObjectStore, StoreError, deliver_all
from store.recovery import close_leftovers
from store.warc import Archive


def deliver(workspace: Workspace) -> Report:
    """Put into the object store what an earlier run could not; what it still refuses waits, and is told in a line."""
    if not workspace.store:
        return Report()
    close_leftovers(workspace.raw)
    try:
        deliver_all(workspace.raw, ObjectStore(workspace.store))
    except StoreError as error:
        return Report(problems=(f"captures stay on this machine until the next start: {error}",), failed=True)
    return Report()


def told(archive: Archive) -> Report:
    """What the archive could not put into the object store when it was closed."""
    return Report(problems=tuple(archive.undelivered), failed=bool(archive.undelivered))


def check(workspace: Workspace) -> None:
    """Raise `UsageError` when the object store cannot be reached with what is installed, or should not be."""
    if not workspace.store:
        return
    if "@" in urlsplit(workspace.store).netloc:
        raise UsageError("--raw holds credentials: put them into the environment, and leave them out of the URL")
    try:
        ObjectStore(workspace.store)
    except ImportError as error:
        raise UsageError(f"{workspace.store} needs an extra: pip install 'renkei[cluster]'") from error
    except ValueError as error:
        raise UsageError(f"{workspace.store}: {error}; give s3://bucket/folder, or a folder") from error
