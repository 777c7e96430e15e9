"""Published files take their places together, or not at all, and one publication at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from flows.publishing.staging import staging


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def put(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")


def test_after_an_error_everything_is_as_it_was(tmp_path: Path) -> None:
    with staging(tmp_path) as stage:
        put(stage, "dates.jsonl")
    with pytest.raises(OSError, match="full"), staging(tmp_path) as stage:
        (stage / "dates.jsonl").write_text("half", encoding="utf-8")
        raise OSError("full")
    assert (tmp_path / "dates.jsonl").read_text(encoding="utf-8") == "dates.jsonl"
    with staging(tmp_path) as stage:
        assert names(stage) == []


def test_a_file_that_stays_the_same_is_not_touched(tmp_path: Path) -> None:
    with staging(tmp_path) as stage:
        put(stage, "dates.jsonl")
    before = (tmp_path / "dates.jsonl").stat()
    with staging(tmp_path) as stage:
        put(stage, "dates.jsonl")
    after = (tmp_path / "dates.jsonl").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_is_published_no_longer_goes_and_what_others_put_there_stays(tmp_path: Path) -> None:
    put(tmp_path, "README.md", "editions/0002.jsonl.gz")
    with staging(tmp_path) as stage:
        put(stage, "dates.jsonl", "report/old.html")
    with staging(tmp_path) as stage:
        put(stage, "dates.jsonl", "report/new.html")
    assert names(tmp_path) == ["README.md", "dates.jsonl", "editions/0002.jsonl.gz", "report/new.html"]


def test_one_publication_at_a_time(tmp_path: Path) -> None:
    other = os.open(tmp_path, os.O_RDONLY)
    with staging(tmp_path), pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)
