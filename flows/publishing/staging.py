"""Tables are written aside and take their places together, so that nobody downstream reads half of a publication.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as home:
...     with staging(Path(home)) as folder:
...         _ = (folder / "dates.jsonl").write_text("{}")
...     [path.name for path in Path(home).iterdir()]
['dates.jsonl']
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.publishing.tables import settle

_STAGE = ".new"
_OURS = ("report", "schema")  # folders that hold nothing but what is published now
# What was changed comes first: after a crash half way, the next publication tells it no second time.
_FIRST = ("editions", "changes.jsonl")


@contextmanager
def staging(processed: Path) -> Iterator[Path]:
    """An empty folder for the files to publish; after the block they stand in `processed`, after an error nothing does.

    A file whose bytes would not change is left as it is; what is published no longer is taken away. Whoever publishes
    into the same folder meanwhile waits.
    """
    stage = processed / _STAGE
    processed.mkdir(parents=True, exist_ok=True)
    with _alone(processed):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        yield stage
        _settle(stage, processed)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else in the block for this folder; the lock goes with the process that holds it."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _settle(stage: Path, processed: Path) -> None:
    written = sorted((path.relative_to(stage) for path in stage.rglob("*") if path.is_file()), key=_order)
    for name in written:
        (processed / name).parent.mkdir(parents=True, exist_ok=True)
        settle(stage / name, processed / name)
    shutil.rmtree(stage)
    _clear(processed, set(written))


def _order(name: Path) -> tuple[bool, Path]:
    return name.parts[0] not in _FIRST, name


def _clear(processed: Path, written: set[Path]) -> None:
    for folder in _OURS:
        for path in sorted((processed / folder).rglob("*")):
            if path.is_file() and path.relative_to(processed) not in written:
                path.unlink()
