"""A ledger that is named by its URL: on the command line, in the environment, and without a trace of its password."""

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.archive import reindex
from flows.crawl import crawl
from flows.extract import extract
from flows.publish import publish
from flows.workspace import Workspace
from review.deciding import Opinion, decide
from store.ledger import Ledger
from tests.flows.test_cli import renkei
from tests.serving import Page, serving

__all__ = ["renkei"]

CITIES = ["富山市", "松山市", "熊本市", "長野市", "高松市"]


@pytest.fixture
def url(database: str) -> str:
    """An empty ledger on PostgreSQL, by a URL with a password."""
    return database.replace("renkei@", "renkei:secret@")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test hands over to the processes it might start is gone when it ends."""
    monkeypatch.setenv("PGPASSWORD", "")


def test_doctor_says_which_ledger_it_is_and_whether_it_answers(renkei: Any, url: str) -> None:
    Path("sources").mkdir()
    code, out, _ = renkei("--ledger", url, "doctor")
    (line,) = [line for line in out.splitlines() if " Ledger " in line]
    assert code == 0 and "PostgreSQL 1" in line and "postgresql+psycopg://renkei@" in line and "0 documents" in line
    assert not Path("renkei.db").exists()
    code, out, _ = renkei("--ledger", "other.db", "status")
    assert code == 0 and Path("other.db").exists()
    code, out, _ = renkei("--ledger", "other.db", "doctor", "--json")
    (check,) = [check for check in json.loads(out) if check["name"] == "Ledger"]
    assert check["found"].startswith("SQLite 3") and "other.db" in check["found"]


def test_a_ledger_that_cannot_be_used_is_told_in_a_line(renkei: Any, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.database._ENTRANCE", 0)
    Path("sources").mkdir()
    for place, code, told in [
        ("mysql://renkei:secret@db/renkei", 2, "no address of a ledger"),
        (url.replace("/d", "/none", 1), 1, "does not exist"),
        ("postgresql://renkei:secret@127.0.0.1:1/renkei", 1, "refused"),
    ]:
        monkeypatch.setenv("RENKEI_LEDGER", place)
        ended, out, err = renkei("status")
        assert (ended, out) == (code, "") and told in err and len(err.splitlines()) == 1 and "secret" not in err
        ended, out, _ = renkei("doctor")
        assert ended == code and (code == 2 or ("✗ Ledger" in out and told in out)) and "secret" not in out


def test_a_workspace_keeps_no_password(url: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, tmp_path, database=url + "&password=other")
    assert "secret" not in repr(workspace) + str(workspace.ledger) and "other" not in str(workspace.ledger)
    assert os.environ["PGPASSWORD"] == "secret"
    with Ledger.open(workspace.ledger) as ledger:
        assert ledger.counts().pages == 0


def pages() -> dict[str, Page]:
    """A start page and pages about agreements, whose addresses a dictionary would put in another order."""
    names = ["b", "B", "a-b", "ab", "%E3%82%A2"]
    links = "".join(f'<a href="{name}.html">{name}</a>' for name in names)
    found: dict[str, Page] = {"/": (200, "text/html; charset=utf-8", f"<title>一覧</title>{links}".encode())}
    for number, (name, city) in enumerate(zip(names, CITIES, strict=True)):
        text = f"令和{number + 1}年4月1日、{city}は札幌市と連携協定を締結した。人口は{number + 1}2,345人。"
        body = f"<title>{city}\x00</title><h1>{city}</h1><p>{text}</p>".encode()
        found[f"/{name}.html"] = (200, "text/html; charset=utf-8", body)
    return found


def test_the_tables_are_the_same_whatever_keeps_the_ledger(workspace: Workspace, url: str, tmp_path: Path) -> None:
    with serving(pages()) as site:
        text = f"title: s\nstart: ['{site}/']\nwait: 0\nprivate: true\n"
        (workspace.sources / "s.yml").write_text(text, encoding="utf-8")
        assert crawl(replace(workspace, database=url)).documents["new"] == 6
    published = []
    for place in (None, url):
        home = tmp_path / str(len(published))
        shutil.copytree(workspace.raw, home / "raw")
        here = replace(workspace, home=home, database=place)
        if place is None:
            reindex(here)
        extract(here)
        with Ledger.open(here.ledger) as ledger:
            rejected = next(iter(ledger.records("date"))).id
            decide(ledger, Opinion(rejected, "reject", "佐藤", datetime(2026, 11, 26, tzinfo=UTC), {}))
        publish(here)
        files = sorted(path for path in here.processed.rglob("*") if path.is_file())
        published.append({path.relative_to(here.processed).as_posix(): path.read_bytes() for path in files})
    assert len(published[0]) > 10 and published[0].keys() == published[1].keys()
    assert [name for name in published[0] if published[0][name] != published[1][name]] == []


def test_a_source_that_another_machine_crawls_is_left_to_it(workspace: Workspace, place: Path | str) -> None:
    with serving(pages()) as site:
        text = f"title: s\nstart: ['{site}/']\nwait: 0\nprivate: true\n"
        (workspace.sources / "s.yml").write_text(text, encoding="utf-8")
        with Ledger.open(place) as ledger:
            assert ledger.lease("source s", "elsewhere 7 x", 60).held
            report = crawl(replace(workspace, database=str(place)))
            assert report.problems == ("s: is being crawled already, by process 7 on elsewhere: left to that one",)
            assert not report.failed and ledger.counts().pages == 0
            ledger.release("source s", "elsewhere 7 x", 0, 0)
        assert crawl(replace(workspace, database=str(place))).documents["new"] == 6
