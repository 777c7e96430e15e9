"""The command line as people and programs meet it: output, errors in one line, exit codes."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main

SITE = Path(__file__).parents[1] / "site" / "pages"
TEXT = "協定の締結\n\n令和3年1月28日、富山市は松山市と連携協定を締結し、23社が参加しました。\n"


@pytest.fixture
def renkei(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Calls `renkei` in an empty folder; answers with exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["renkei", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        code = stop.value.code
        out, err = capsys.readouterr()
        return (code if isinstance(code, int) else 1), out, err

    return call


def test_a_text_file_becomes_records(renkei: Any) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    code, out, err = renkei("extract", "a.txt")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert {row["kind"] for row in rows} == {"document", "date", "city", "figure", "agreement"}
    assert all(line.startswith('{"kind": ') for line in out.splitlines())
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)
    assert not Path("renkei.db").exists(), "no store is touched"


def test_text_prints_what_offsets_count_in(renkei: Any) -> None:
    Path("a.txt").write_bytes(TEXT.encode("cp932"))
    assert renkei("text", "a.txt") == (0, TEXT, "")


@pytest.mark.parametrize("path", [next(SITE.rglob("*.html")), *sorted(SITE.rglob("*.pdf"))], ids=lambda path: path.name)
def test_pages_and_pdfs_become_records(renkei: Any, path: Path) -> None:
    code, out, _ = renkei("extract", str(path))
    _, text, _ = renkei("text", str(path))
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and len(rows) > 1
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_what_is_told_beside_the_file_counts(renkei: Any) -> None:
    Path("a.txt").write_text("お知らせ\n\n8月3日に富山市で開催します。\n", encoding="utf-8")
    _, out, _ = renkei("extract", "a.txt", "--published", "2022-07-01", "--url", "https://www.city.toyama.lg.jp/a.html")
    rows = {row["kind"]: row for row in map(json.loads, out.splitlines())}
    assert rows["date"]["edtf"] == "2022-08-03"
    assert rows["document"]["url"] == "https://www.city.toyama.lg.jp/a.html"


TROUBLES = [
    # (name, bytes or None for a missing file, exit code, words of the line)
    ("missing.html", None, 2, "no such file"),
    ("table.xlsx", b"PK", 2, "this type is not read; give one of .html"),
    ("empty.html", b"", 1, "empty"),
    ("empty.txt", b"", 1, "empty"),
    ("broken.pdf", b"%PDF-1.4\nnoise", 1, "broken"),
    ("page.pdf", b"\x00\x01\x02\x03", 1, ""),
]


@pytest.mark.parametrize(("name", "data", "code", "words"), TROUBLES, ids=lambda value: str(value)[:12])
def test_a_bad_file_gets_one_line_and_the_rest_goes_on(
    renkei: Any, name: str, data: bytes | None, code: int, words: str
) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    if data is not None:
        Path(name).write_bytes(data)
    found, out, err = renkei("extract", name, "a.txt")
    assert found == code
    assert len(err.splitlines()) == 1 and name in err and words in err and "Traceback" not in err
    assert sum('"kind": "agreement"' in line for line in out.splitlines()) == 1


CALLS = [
    (["frobnicate"], "No such command 'frobnicate'"),
    (["extract"], "files, or --changed, --all, --source"),
    (["extract", "a.txt", "--all"], "files, or --changed, --all, --source"),
    (["extract", "--dry-run"], "files, or --changed, --all, --source"),
    (["extract", "a.txt", "--dry-run"], "leave the files out"),
    (["extract", "--all", "--changed"], "one of the two"),
    (["extract", "--kind", "dates"], "is not one of"),
    (["extract", "--older-than", "dates/99"], "or a version up to reader/"),
    (["extract", "--older-than", "prices/1"], "or a version up to reader/"),
    (["extract", "--older-than", "2026-02-30"], "or a version up to reader/"),
    (["extract", "--bad"], "No such option: --bad"),
    (["show", "ffff"], "no record or document has the id ffff"),
    (["run"], "sources: no such folder"),
    (["run", "nowhere"], "sources: no such folder"),
]


@pytest.mark.parametrize(
    ("arguments", "words"), CALLS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_call_that_is_off_gets_one_line_and_2(renkei: Any, arguments: list[str], words: str) -> None:
    code, out, err = renkei(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1 and words in err and err.startswith("renkei: ")


SOURCES = [
    ("title: 市\nstart: ['https://a.example/']\ncolour: red\n", "colour"),
    ("title: 市\nstart: ['ftp://a.example/']\n", "start"),
    ("title: 市\nstart: ['not an address']\n", "start"),
    ("title: 市\n", "start"),
    ("title: [\n", "YAML"),
    ("", "title"),
]


@pytest.mark.parametrize(("text", "words"), SOURCES, ids=[words for _, words in SOURCES])
def test_a_source_file_that_is_off_is_named(renkei: Any, text: str, words: str) -> None:
    Path("sources").mkdir()
    Path("sources/city.yml").write_text(text, encoding="utf-8")
    code, _, err = renkei("run")
    assert code == 2
    assert len(err.splitlines()) == 1 and "city.yml" in err and words in err


def test_a_name_that_is_no_source_is_told_with_those_there_are(renkei: Any) -> None:
    Path("sources").mkdir()
    Path("sources/city.yml").write_text("title: 市\nstart: ['https://a.example/']\nenabled: false\n", encoding="utf-8")
    code, _, err = renkei("crawl", "town")
    assert code == 2 and "town: no such source" in err and "city" in err
    code, _, err = renkei("crawl")
    assert code == 2 and "no source is enabled" in err


def test_a_ledger_that_is_none_is_told(renkei: Any) -> None:
    Path("sources").mkdir()
    Path("renkei.db").write_bytes(b"this is no database, however long it goes on" * 50)
    code, _, err = renkei("status")
    assert code == 1 and len(err.splitlines()) == 1 and "renkei.db" in err


@pytest.mark.parametrize(
    "command", ["run", "crawl", "extract", "text", "publish", "show", "places", "status", "doctor"]
)
def test_help_has_an_example(renkei: Any, command: str) -> None:
    code, out, _ = renkei(command, "--help")
    assert code == 0 and f"  renkei {command}" in out


def test_doctor_says_what_to_do(renkei: Any) -> None:
    code, out, _ = renkei("doctor")
    assert code == 1 and "✗ Sources" in out and "docs/sources.md" in out
    Path("sources").mkdir()
    code, out, _ = renkei("doctor", "--json")
    assert code == 0 and all(check["well"] for check in json.loads(out))


def test_the_command_is_installed() -> None:
    assert shutil.which("renkei", path=str(Path(sys.executable).parent))
