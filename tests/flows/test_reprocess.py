"""What `renkei extract` extracts again, and what it leaves alone: the key of work, each option, stop and continue."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.source import SourceError
from extractors import extras
from extractors.extract import EXTRACTORS, VERSION
from extractors.reader import VERSION as READER
from flows.extract import extract
from flows.extraction.forecast import forecast
from flows.extraction.makers import again, outdated, remade
from flows.extraction.selection import CHANGED, Choice, parse
from flows.limits import Limits
from flows.progress import Lines
from flows.workspace import Workspace
from store.entries import Capture, Outcome, Visit, stamp
from store.exchange import Exchange
from store.ledger import Ledger
from store.warc import Archive

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
PAGE = "<title>協定</title><h1>連携協定</h1><p>令和3年1月28日、富山市は松山市と連携協定を締結し、{}社が参加した。</p>"
SCAN = (ROOT / "tests" / "golden" / "scanned" / "document.pdf").read_bytes()
SOURCES = {
    "matsuyama": 'title: 松山市\nstart: [http://www.example.jp/]\npublisher: {name: 松山市, code: "382019"}\n',
    "toyama": 'title: 富山市\nstart: [http://www.example.jp/]\npublisher: {name: 富山市, code: "162019"}\n',
}
PAGES: dict[str, tuple[str, str, bytes]] = {
    "/a": ("toyama", "text/html", PAGE.format(23).encode()),
    "/b": ("toyama", "text/html", PAGE.format(24).encode()),
    "/scan": ("toyama", "application/pdf", SCAN),
    "/c": ("matsuyama", "text/html", PAGE.format(25).encode()),
    "/zip": ("matsuyama", "text/html", b"PK\x03\x04 no page"),
}


def capture(workspace: Workspace, pages: dict[str, tuple[str, str, bytes]], outcome: Outcome = "new") -> None:
    """Have the pages in the store as a crawl leaves them."""
    with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw) as archive:
        for path, (source, media_type, body) in pages.items():
            exchange = Exchange(url=f"http://www.example.jp{path}", at=NOW, status=200, body=body)
            kept = Capture(
                source=source,
                url=exchange.url,
                fetched_at=stamp(NOW),
                status=200,
                media_type=media_type,
                sha256=exchange.sha256,
                size=len(body),
                place=archive.write(exchange),
            )
            ledger.save_visit(Visit(source=source, url=kept.url, at=NOW, outcome=outcome, status=200, capture=kept))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two sources, all extracted once where no OCR is installed."""
    home = tmp_path_factory.mktemp("extracted")
    workspace = Workspace(home, home / "sources")
    workspace.sources.mkdir()
    for name, text in SOURCES.items():
        (workspace.sources / f"{name}.yml").write_text(text, encoding="utf-8")
    capture(workspace, PAGES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.extraction.reading.is_installed", lambda: False)
        extract(workspace)
    yield workspace


@pytest.fixture
def town(extracted: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of its own, in a world without OCR."""
    shutil.copytree(extracted.home, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr("flows.extraction.reading.is_installed", lambda: False)
    monkeypatch.setattr("flows.extraction.selection.is_installed", lambda: False)
    return Workspace(tmp_path, tmp_path / "sources")


def query(workspace: Workspace, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(workspace.ledger)) as connection, connection:
        return connection.execute(statement).fetchall()


def files(workspace: Workspace) -> dict[str, tuple[int, str]]:
    """Every file with its time and digest."""
    return {
        path.as_posix(): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in workspace.home.rglob("*")
        if path.is_file()
    }


def publish_as(name: str, text: str) -> Callable[[Workspace, pytest.MonkeyPatch], None]:
    def happen(town: Workspace, _: pytest.MonkeyPatch) -> None:
        (town.sources / "toyama.yml").write_text(SOURCES["toyama"].replace(name, text), encoding="utf-8")

    return happen


def bump(kind: str, version: str) -> Callable[[Workspace, pytest.MonkeyPatch], None]:
    return lambda _, patch: patch.setitem(EXTRACTORS, kind, version)


def later(path: str, body: str, outcome: Outcome) -> Callable[[Workspace, pytest.MonkeyPatch], None]:
    return lambda town, _: capture(town, {path: ("toyama", "text/html", body.encode())}, outcome)


def remove(town: Workspace, _: pytest.MonkeyPatch) -> None:
    (town.sources / "toyama.yml").unlink()


def install(_: Workspace, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("flows.extraction.selection.is_installed", lambda: True)


def nothing(_: Workspace, __: pytest.MonkeyPatch) -> None:
    pass


def written(statement: str) -> Callable[[Workspace, pytest.MonkeyPatch], None]:
    def happen(town: Workspace, _: pytest.MonkeyPatch) -> None:
        query(town, statement)

    return happen


TOYAMA, MATSUYAMA = frozenset({"toyama"}), frozenset({"matsuyama"})
AGREEMENT, DATE, CITY = frozenset({"agreement"}), frozenset({"date"}), frozenset({"city"})
FAILED = Choice(failed=True)
DATES = EXTRACTORS["date"]
# What happened, what is chosen, and how many documents of toyama and of matsuyama that means, for which reason.
CHOSEN: list[tuple[str, Callable[[Workspace, pytest.MonkeyPatch], None], Choice, dict[str, dict[str, int]]]] = [
    ("nothing happened", nothing, CHANGED, {}),
    ("a new page", later("/d", "<p>新", "new"), CHANGED, {"toyama": {"new page": 1}}),
    ("other bytes", later("/a", "<p>別", "changed"), CHANGED, {"toyama": {"changed page": 1}}),
    ("the same bytes", later("/a", PAGE.format(23), "changed"), CHANGED, {}),
    (
        "a reader",
        lambda _, patch: patch.setattr("flows.extraction.selection.READER", "reader/99"),
        CHANGED,
        {"toyama": {"reader": 3}, "matsuyama": {"reader": 2}},
    ),
    (
        "an extractor",
        bump("agreement", "agreements/99"),
        CHANGED,
        {"toyama": {"extractor: agreement": 3}, "matsuyama": {"extractor: agreement": 2}},
    ),
    (
        "an extractor that others need",
        bump("city", "cities/99"),
        Choice(changed=True, sources=MATSUYAMA),
        {"matsuyama": {"extractor: city, agreement": 2}},
    ),
    ("an extractor of another kind", bump("figure", "figures/99"), Choice(changed=True, kinds=AGREEMENT), {}),
    (
        "an extractor whose records are given to the kind",
        bump("date", "dates/99"),
        Choice(changed=True, kinds=AGREEMENT, sources=TOYAMA),
        {"toyama": {"extractor: agreement": 3}},
    ),
    ("a publisher's name", publish_as("富山市", "富山県"), CHANGED, {"toyama": {"configuration: publisher": 3}}),
    ("a publisher's code", publish_as("162019", "162027"), CHANGED, {"toyama": {"configuration: publisher": 3}}),
    ("a comment", publish_as("title", "# 注\ntitle"), CHANGED, {}),
    ("no file of the source", remove, CHANGED, {}),
    ("OCR", install, CHANGED, {"toyama": {"configuration: OCR": 1}}),
    ("from before configurations", written("UPDATE work SET config = ''"), CHANGED, {}),
    ("everything", nothing, Choice(), {"toyama": {"asked for": 3}, "matsuyama": {"asked for": 1, "failed before": 1}}),
    ("a source", nothing, Choice(sources=TOYAMA), {"toyama": {"asked for": 3}}),
    ("a kind of a source", nothing, Choice(sources=TOYAMA, kinds=DATE), {"toyama": {"asked for": 3}}),
    ("what failed", nothing, FAILED, {"matsuyama": {"failed before": 1}}),
    ("what failed elsewhere", nothing, Choice(failed=True, sources=TOYAMA), {}),
    ("what failed and is outdated", nothing, Choice(failed=True, changed=True), {}),
    ("older than what there is", nothing, Choice(older_than=parse(DATES)), {}),
    (
        "older than a version",
        written(f"UPDATE work SET extractor = replace(extractor, '{DATES}', 'dates/1') WHERE url LIKE '%/b'"),
        Choice(older_than=parse(DATES), sources=TOYAMA),
        {"toyama": {"extractor: date, figure, agreement": 1}},
    ),
    (
        "older than a reader",
        written("UPDATE work SET reader = 'reader/1' WHERE url LIKE '%/b'"),
        Choice(older_than=parse(READER)),
        {"toyama": {"reader": 1}},
    ),
    (
        "older than a day, which begins in Japan",
        written("UPDATE work SET done_at = '2026-10-31T14:59:59Z' WHERE url LIKE '%/b'"),
        Choice(older_than=parse("2026-11-01")),
        {"toyama": {"asked for": 1}},
    ),
    (
        "not older than a day",
        written("UPDATE work SET done_at = '2026-10-31T15:00:00Z'"),
        Choice(older_than=parse("2026-11-01")),
        {},
    ),
    ("a new page is no older one", later("/d", "<p>新", "new"), Choice(older_than=parse(DATES)), {}),
    ("a new page of a source", later("/d", "<p>新", "new"), Choice(failed=True, sources=TOYAMA), {}),
]


@pytest.mark.parametrize(("what", "happen", "choice", "expected"), CHOSEN, ids=[row[0] for row in CHOSEN])
def test_what_is_chosen_and_why(
    town: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    happen: Callable[[Workspace, pytest.MonkeyPatch], None],
    choice: Choice,
    expected: dict[str, dict[str, int]],
) -> None:
    happen(town, monkeypatch)
    before = files(town)
    assert forecast(town, choice).row()["sources"] == expected
    assert files(town) == before, "a forecast touches nothing"


RUNS = [
    Choice(),
    FAILED,
    Choice(kinds=AGREEMENT, sources=MATSUYAMA),
    Choice(older_than=parse("2100-01-01"), kinds=CITY),
]


@pytest.mark.parametrize("choice", RUNS, ids=str)
def test_what_is_asked_for_is_done_once_and_changes_nothing(town: Workspace, choice: Choice) -> None:
    kept = query(town, "SELECT * FROM records ORDER BY id"), query(town, "SELECT * FROM documents ORDER BY id")
    query(town, "UPDATE work SET done_at = '2026-01-01T00:00:00Z'")
    meant = forecast(town, choice).documents
    extract(town, choice)
    ((done,),) = query(town, "SELECT count(*) FROM work WHERE done_at > '2026-01-01T00:00:00Z'")
    assert done == meant > 0
    assert (
        query(town, "SELECT * FROM records ORDER BY id"),
        query(town, "SELECT * FROM documents ORDER BY id"),
    ) == kept
    assert {made for (made,) in query(town, "SELECT extractor FROM work")} == {VERSION}
    assert forecast(town, CHANGED).documents == 0


def test_a_source_that_is_none_is_refused(town: Workspace) -> None:
    for refused in (extract, forecast):
        with pytest.raises(SourceError, match="tokyo: no such source"):
            refused(town, Choice(sources=frozenset({"tokyo"})))


def test_records_of_one_kind_are_made_again_and_the_others_stay(town: Workspace) -> None:
    half = VERSION.replace(EXTRACTORS["figure"], "figures/1")
    made = half.replace(EXTRACTORS["agreement"], "agreements/1")
    query(town, f"UPDATE work SET extractor = '{made}' WHERE url LIKE '%/a'")
    rows = "SELECT kind, row FROM records WHERE document = (SELECT id FROM documents WHERE url LIKE '%/a') ORDER BY id"
    fresh = query(town, rows)
    query(town, 'UPDATE records SET row = replace(row, \'"confidence"\', \'"old": 1, "confidence"\')')
    old = query(town, rows)

    extract(town, Choice(changed=True, kinds=AGREEMENT))
    # An agreement is found among dates and cities: those are written too.
    assert query(town, rows) == [was if now[0] == "figure" else now for was, now in zip(old, fresh, strict=True)]
    assert query(town, "SELECT extractor FROM work WHERE url LIKE '%/a'") == [(half,)]
    assert forecast(town, CHANGED).row()["sources"] == {"toyama": {"extractor: figure": 1}}

    extract(town)
    assert query(town, rows) == fresh and not forecast(town, CHANGED).documents


REMADE = [
    ("dates/2 figures/2 cities/2 agreements/2", {"date"}, "dates/2 figures/2 cities/2 agreements/2", set()),
    ("dates/1 figures/2 cities/2 agreements/2", {"date"}, "dates/2 cities/2", {"figure", "agreement"}),
    ("dates/1 figures/2 cities/2 agreements/2", {"figure"}, "dates/2 figures/2 cities/2", {"agreement"}),
    (
        "dates/2 figures/2 cities/1 agreements/1",
        {"date"},
        "dates/2 figures/2 cities/1 agreements/1",
        {"city", "agreement"},
    ),
    ("dates/2 figures/2 cities/1 agreements/1", {"agreement"}, "dates/2 figures/2 cities/2 agreements/2", set()),
    ("dates/2? figures/2 cities/2 agreements/2", {"date"}, "dates/2 figures/2 cities/2 agreements/2", set()),
    ("dates/2? figures/2? cities/2 agreements/2", {"date"}, "dates/2 figures/2? cities/2 agreements/2", {"figure"}),
    ("prices/1", {"city"}, "cities/2", {"date", "figure", "agreement"}),
]


@pytest.mark.parametrize(("made", "kinds", "after", "left"), REMADE)
def test_what_is_stated_after_some_kinds_were_made_again(
    monkeypatch: pytest.MonkeyPatch, made: str, kinds: set[str], after: str, left: set[str]
) -> None:
    for kind, name in (("date", "dates"), ("figure", "figures"), ("city", "cities"), ("agreement", "agreements")):
        monkeypatch.setitem(EXTRACTORS, kind, f"{name}/2")
    assert remade(made, frozenset(kinds)) == after
    assert outdated(after) == left
    assert outdated(again(after, kinds)) >= kinds


def test_a_new_publisher_is_stated_by_the_documents_of_its_source(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_as("富山市", "富山県")(town, monkeypatch)
    extract(town)
    publishers = {
        row[0]: json.loads(row[1])["publisher"]["name"] for row in query(town, "SELECT url, row FROM documents")
    }
    assert {url[-2:]: name for url, name in publishers.items()} == {
        "/a": "富山県",
        "/b": "富山県",
        "an": "富山県",
        "/c": "松山市",
    }
    assert not forecast(town, CHANGED).documents


def test_a_ledger_from_before_configurations_is_taken_as_it_is(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    query(town, "UPDATE work SET config = '', done_at = '2026-01-01T00:00:00Z'")
    extract(town)
    assert query(town, "SELECT DISTINCT done_at FROM work") == [("2026-01-01T00:00:00Z",)], "nothing is done again"
    publish_as("富山市", "富山県")(town, monkeypatch)
    assert forecast(town, CHANGED).row()["sources"] == {"toyama": {"configuration: publisher": 3}}


def test_what_a_limit_stopped_is_tried_with_a_wider_one(town: Workspace) -> None:
    narrow = replace(town, limits=Limits(seconds=0.1))  # no child is there so soon
    assert extract(narrow, Choice(sources=TOYAMA)).documents["failed"] == 3
    assert not forecast(narrow, CHANGED).documents
    assert forecast(town, CHANGED).row()["sources"] == {"toyama": {"configuration: limits": 3}}
    assert extract(town).documents["failed"] == 1, "the scan alone has no text"
    assert not forecast(town, CHANGED).documents and not forecast(narrow, CHANGED).documents


@pytest.mark.skipif(not extras.is_installed(), reason="the extra for OCR is not installed")
def test_a_scan_is_read_once_ocr_is_there_and_stays_when_it_goes(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = "SELECT characters FROM documents WHERE media_type = 'application/pdf'"
    assert query(town, pages) == [(0,)]
    with monkeypatch.context() as patch:
        patch.setattr("flows.extraction.reading.is_installed", lambda: True)
        patch.setattr("flows.extraction.selection.is_installed", lambda: True)
        extract(town)
        ((characters,),) = query(town, pages)
        assert characters > 0 and not forecast(town, CHANGED).documents
    assert not forecast(town, CHANGED).documents
    report = extract(town, Choice(sources=TOYAMA))
    assert query(town, pages) == [(characters,)] and "install renkei[ocr]" in " ".join(report.problems)


def test_a_stopped_run_is_continued_and_nothing_is_lost(town: Workspace) -> None:
    """By a real Ctrl-C, after the first documents of a run for all."""
    capture(town, {f"/p{number}": ("toyama", "text/html", PAGE.format(number).encode()) for number in range(700)})
    rows = "SELECT id, row FROM records ORDER BY id"
    records = query(town, rows)
    query(town, "UPDATE work SET done_at = '2026-01-01T00:00:00Z'")
    done = "SELECT count(*) FROM work WHERE done_at > '2026-01-01T00:00:00Z'"
    command = [
        sys.executable,
        "-c",
        "from flows.cli import main; main()",
        "--home",
        str(town.home),
        "extract",
        "--plain",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, "--all"], env=environment, stdout=-1, stderr=-1) as process:
        while not query(town, done)[0][0] and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"the next run goes on from here" in err
    ((first,),) = query(town, done)
    assert set(query(town, rows)) >= set(records), "all stays published meanwhile"

    left = forecast(town, CHANGED)
    assert 0 < left.documents == 705 - first < 705
    assert {reason for reasons in left.sources.values() for reason in reasons} >= {"asked for", "new page"}
    query(town, "UPDATE work SET done_at = '2027-01-01T00:00:00Z' WHERE done_at > '2026-01-01T00:00:00Z'")
    extract(town)
    assert query(town, "SELECT count(*) FROM work WHERE done_at = '2027-01-01T00:00:00Z'") == [(first,)], "done once"
    assert not forecast(town, CHANGED).documents
    assert set(query(town, rows)) > set(records) and query(town, "SELECT count(*) FROM documents") == [(704,)]


def test_the_time_it_takes_is_told_from_the_last_work(town: Workspace) -> None:
    paths = query(town, "SELECT url FROM work ORDER BY url")
    for number, (url,) in enumerate(paths):  # two seconds each, and a night's pause in the middle
        at = f"2026-11-2{5 + number // 3}T10:00:{2 * number:02}Z"
        query(town, f"UPDATE work SET done_at = '{at}' WHERE url = '{url}'")
    found = forecast(town, Choice())
    assert found.row()["seconds"] == 10 and found.lines().splitlines()[-1].endswith("5   about 1 min")
    query(town, "DELETE FROM work")
    assert forecast(town, CHANGED).row()["seconds"] is None


def test_a_log_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([0, 30, 59, 61, 100, 130])
    lines = Lines(lambda: next(seconds))
    lines.begin("抽出 extract", "", 100)
    for number in range(5):
        lines.step(str(number))
    assert capsys.readouterr().err.splitlines() == [
        "renkei: 抽出 extract 3 / 100, about 33 min left",
        "renkei: 抽出 extract 5 / 100, about 42 min left",
    ]


def test_the_versions_known_here_are_the_ones_recorded(town: Workspace) -> None:
    assert {tuple(row) for row in query(town, "SELECT reader, extractor FROM work")} == {(READER, VERSION)}
