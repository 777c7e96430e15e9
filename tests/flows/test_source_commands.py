"""The commands around sources and captures as people meet them: help, refusals in one line, exit codes."""

import errno
from pathlib import Path
from typing import Any

import pytest

from flows.exits import explained
from store.database import DiskError, LedgerError
from store.warc import ArchiveError
from tests.flows.test_cli import renkei

__all__ = ["renkei"]


@pytest.mark.parametrize("command", ["add", "diff", "import", "export-warc", "reindex"])
def test_help_has_an_example(renkei: Any, command: str) -> None:
    code, out, _ = renkei(command, "--help")
    assert code == 0 and f"  renkei {command}" in out


CALLS = [
    (["add", "www.example.jp"], "begins with http"),
    (["add", "https://www.example.jp/", "--name", "city"], "city.yml: is there already"),
    (["diff", "https://www.example.jp/"], "never captured"),
    (["import", "none.warc.gz"], "none.warc.gz: no such file"),
    (["export-warc", "there.warc.gz"], "is there already"),
    (["export-warc", "out.warc.gz", "nobody"], "nobody: no such source"),
]


@pytest.mark.parametrize(
    ("arguments", "words"), CALLS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_call_that_is_off_gets_one_line_and_2(renkei: Any, arguments: list[str], words: str) -> None:
    Path("sources").mkdir()
    Path("sources/city.yml").write_text("title: 市\nstart: ['https://a.example/']\n", encoding="utf-8")
    Path("there.warc.gz").write_bytes(b"")
    code, out, err = renkei(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1 and words in err and err.startswith("renkei: ")


def test_an_empty_house_has_nothing_to_index_or_export(renkei: Any) -> None:
    Path("sources").mkdir()
    code, out, err = renkei("reindex")
    assert (code, err) == (0, "") and "documents" in out
    assert renkei("export-warc", "out.warc.gz") == (0, "out.warc.gz: 0 captures\n", "")
    Path("bad.warc.gz").write_bytes(b"no WARC" * 100)
    code, _, err = renkei("import", "bad.warc.gz")
    assert code == 1 and "bad.warc.gz: damaged behind 0 captures" in err


CODES = [
    (DiskError("full"), 3),
    (OSError(errno.ENOSPC, "No space left on device"), 3),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), 3),
    (OSError(errno.EACCES, "Permission denied"), 1),
    (LedgerError("no ledger"), 1),
    (ArchiveError("no capture"), 1),
]


@pytest.mark.parametrize(("error", "code"), CODES, ids=lambda value: str(value)[:30])
def test_a_full_disk_has_an_exit_code_of_its_own(error: Exception, code: int) -> None:
    told = explained(error)
    assert told is not None and told[1] == code
