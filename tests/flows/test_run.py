"""The main job over a real web site on loopback: crawl, extract, publish, and again."""

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from flows.publish import publish
from flows.publishing.tables import TABLES
from flows.report import Report
from flows.run import run
from flows.status import chain, overview
from flows.workspace import Workspace
from store.entries import Decision
from store.ledger import Ledger
from tests.serving import serving
from tests.site.serve import make_server

ROOT = Path(__file__).parents[2]
SHARED_SITE = ROOT.parent / "shared" / "site" / "serve.py"


@pytest.fixture
def site(workspace: Workspace) -> Iterator[Any]:
    """The sample site, with its sources pointed at the port it got."""
    server = make_server(port=0)
    server.start()
    for path in (ROOT / "tests" / "site" / "sources").glob("*.yml"):
        text = re.sub(r"http://127\.0\.0\.1:\d+", server.url.rstrip("/"), path.read_text(encoding="utf-8"))
        (workspace.sources / path.name).write_text(text, encoding="utf-8")
    yield server
    server.stop()


def rows(workspace: Workspace, kind: str) -> list[dict[str, Any]]:
    path = workspace.processed / f"{TABLES[kind]}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tables(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.processed
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_becomes_tables_and_stays_as_it_is_until_it_changes(workspace: Workspace, site: Any) -> None:
    first: Report = run(workspace)
    assert first.documents["new"] >= 11 and not first.documents.get("failed") and not first.failed
    assert first.records is not None and all(first.records[kind] > 0 for kind in TABLES)

    for kind in TABLES:
        found = rows(workspace, kind)
        schema = json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        assert not [error.message for row in found for error in validator.iter_errors(row)]
        assert len({row["id"] for row in found}) == len(found) == first.records[kind]
        assert pq.read_table(workspace.processed / f"{TABLES[kind]}.parquet").num_rows == len(found)

    with Ledger.open(workspace.ledger) as ledger:
        for kind in ("date", "city", "figure", "agreement"):
            for row in rows(workspace, kind):
                document = ledger.document(row["document"])
                assert document and document.text[row["start"] : row["end"]] == row["text"]

    before = tables(workspace)
    site.log.clear()
    second: Report = run(workspace)
    assert {request.status for request in site.log} <= {304, 404}, "no body is fetched twice"
    assert second.documents["unchanged"] == first.documents["new"] + first.documents["unchanged"]
    assert tables(workspace) == before

    site.updated = True
    third: Report = run(workspace)
    assert third.documents["changed"] == 2
    after = {kind: {row["id"]: row for row in rows(workspace, kind)} for kind in TABLES}
    changed = {name for name, row in after["document"].items() if row not in rows_before(before)}
    assert len(changed) == 2
    kept = {row["id"] for row in rows_before(before) if row["document"] in changed and row["kind"] == "date"}
    assert len(kept & after["date"].keys()) > len(kept) / 2, "records keep their ids across the update"


def rows_before(before: dict[str, bytes]) -> list[dict[str, Any]]:
    names = [f"{TABLES[kind]}.jsonl" for kind in TABLES if kind != "register"]
    return [json.loads(line) for name in names for line in before[name].splitlines()]


def test_what_people_decide_is_published(workspace: Workspace, site: Any) -> None:
    run(workspace, ["kumamoto"])
    wrong, right = rows(workspace, "date")[:2]
    with Ledger.open(workspace.ledger) as ledger:
        for row, action, fields in ((wrong, "reject", "{}"), (right, "correct", '{"edtf": "1999-01-01"}')):
            ledger.decide(
                Decision(
                    record=row["id"],
                    document=row["document"],
                    action=action,
                    fields=fields,
                    reviewer="sato",
                    at="2026-11-26T00:00:00Z",
                )
            )
    publish(workspace)
    published = {row["id"]: row for row in rows(workspace, "date")}
    assert wrong["id"] not in published
    assert (published[right["id"]]["edtf"], published[right["id"]]["review"]) == ("1999-01-01", "corrected")
    found = chain(workspace, right["id"])
    assert found and found.capture and "1999-01-01" in found.lines() and "sato" in found.lines()


def test_a_record_leads_back_to_its_bytes(workspace: Workspace, site: Any) -> None:
    run(workspace, ["kumamoto"])
    row = rows(workspace, "agreement")[0]
    found = chain(workspace, row["id"])
    assert found and found.capture
    assert "".join(f"【{row['text']}】".split()) in "".join(found.passage.split())
    assert found.capture.sha256 == found.document.sha256
    assert chain(workspace, "ffffffffffffffff") is None
    assert overview(workspace).total.documents == len(rows(workspace, "document"))


def test_a_broken_pdf_costs_itself_only(workspace: Workspace, tmp_path: Path) -> None:
    pages = {
        "/": (
            200,
            "text/html",
            '<p>令和3年1月28日に協定を結んだ。</p><a href="/a.pdf">a</a><a href="/b.pdf">b</a>'.encode(),
        ),
        "/a.pdf": (200, "application/pdf", b"%PDF-1.7\nnoise without a table of contents"),
        "/b.pdf": (
            200,
            "application/pdf",
            (ROOT / "tests/site/pages/matsumoto").rglob("*.pdf").__next__().read_bytes(),
        ),
    }
    with serving(pages) as url:
        (workspace.sources / "city.yml").write_text(
            f"title: 市\nstart: [{url}/]\nwait: 0\nprivate: true\n", encoding="utf-8"
        )
        first, second = run(workspace), run(workspace)
    assert first.failed and [line for line in first.problems if "a.pdf" in line]
    assert first.documents["failed"] == 1
    assert not second.failed, "a failure is told once, not at every run"
    assert [problem for problem in overview(workspace).problems if "a.pdf" in problem]


def test_what_a_page_told_stays_with_a_mark_when_it_is_gone(workspace: Workspace) -> None:
    body = "<p>令和3年1月28日に協定を結んだ。</p>".encode()
    pages = {"/": (200, "text/html", b'<a href="/a.html">a</a>'), "/a.html": (200, "text/html", body)}

    def marks(url: str) -> list[str | None]:
        assert not run(workspace).failed
        (page,) = [row for row in rows(workspace, "document") if row["url"] == f"{url}/a.html"]
        assert [row["edtf"] for row in rows(workspace, "date") if row["document"] == page["id"]] == ["2021-01-28"]
        return [page["gone_since"], page["last_seen"]]

    with serving(pages) as url:
        (workspace.sources / "city.yml").write_text(
            f"title: 市\nstart: [{url}/]\nwait: 0\nprivate: true\n", encoding="utf-8"
        )
        assert marks(url) == [None, None]
        there = pages.pop("/a.html")
        gone, seen = marks(url)
        assert gone and seen and seen <= gone
        assert marks(url) == [gone, seen], "a page is lost once"
        pages["/a.html"] = there
        assert marks(url) == [None, None]


def test_a_source_outside_its_expected_counts_is_told(workspace: Workspace) -> None:
    with serving({"/": (200, "text/html", "<p>本文です。</p>".encode())}) as url:
        text = f"title: 市\nstart: [{url}/]\nwait: 0\nprivate: true\nexpected: {{documents: [5, 9]}}\n"
        (workspace.sources / "city.yml").write_text(text, encoding="utf-8")
        report = run(workspace)
    assert report.failed and "city: 1 documents, expected 5 to 9" in " ".join(report.problems)


@pytest.mark.skipif(not SHARED_SITE.exists(), reason="the larger test site is not beside this checkout")
def test_the_larger_site_fills_the_tables(workspace: Workspace) -> None:
    spec = importlib.util.spec_from_file_location("shared_serve", SHARED_SITE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.make_server(port=0)
    server.start()
    try:
        source = (Path(__file__).parent / "larger_site.yml").read_text(encoding="utf-8")
        text = source.replace("http://127.0.0.1:8765", server.url.rstrip("/"))
        (workspace.sources / "larger_site.yml").write_text(text, encoding="utf-8")
        report = run(workspace)
    finally:
        server.stop()
    assert report.records is not None and all(report.records[kind] > 0 for kind in TABLES)
    media = {row["media_type"] for row in rows(workspace, "document")}
    assert media == {"text/html", "application/pdf"}
    assert not [row for row in rows(workspace, "document") if "/private/" in row["url"]]
