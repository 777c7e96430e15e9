"""Publishing with decisions: refused while something is wrong, told so, and previewed before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors.records import AnyRecord
from flows.publish import publish
from flows.publishing.tables import TABLES
from flows.reviewing.preview import preview
from flows.workspace import Workspace
from tests.review.reading import Page, page

TEXT = """さくら市の取組

令和3年1月28日、さくら市はみどり市と連携協定を締結しました。参加者は、1,234人でした。

問い合わせは環境課の窓口までお願いします。
"""
SOURCE = "title: さくら市\nstart: [https://www.city.example.jp/]\nexpected: {documents: [%s]}\n"


@pytest.fixture
def read(workspace: Workspace) -> Iterator[Page]:
    with page(TEXT, place=workspace.ledger) as there:
        yield there


def rows(workspace: Workspace, kind: str) -> list[dict[str, Any]]:
    path = workspace.processed / f"{TABLES[kind]}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def later(found: list[AnyRecord]) -> list[AnyRecord]:
    """A new extractor, which reads the date as another."""
    return [replace(record, edtf="2021-01-29") if record.kind == "date" else record for record in found]  # type: ignore[call-arg]


def test_a_conflict_keeps_the_last_tables_until_it_is_settled(workspace: Workspace, read: Page) -> None:
    name = read.record("date", "令和").id
    read.decide(name, "correct", edtf="2021-01-27")
    assert not publish(workspace).failed
    read.read(TEXT, later)
    refused = publish(workspace)
    assert refused.failed and refused.tables is None
    assert f"{name}: edtf of a decided record changed" in refused.problems[0] and "--anyway" in refused.problems[-1]
    told = publish(workspace, anyway=True)
    assert not told.failed and told.tables and name in told.problems[0]
    assert [(row["edtf"], row["review"]) for row in rows(workspace, "date")] == [("2021-01-27", "corrected")]
    read.decide(name, "correct", edtf="2021-01-29")
    settled = publish(workspace)
    assert not settled.failed and not settled.problems
    assert [(row["edtf"], row["review"]) for row in rows(workspace, "date")] == [("2021-01-29", "confirmed")]


def test_a_source_outside_its_expected_counts_keeps_the_last_tables(workspace: Workspace, read: Page) -> None:
    source = workspace.sources / "s.yml"
    source.write_text(SOURCE % "1, 9", encoding="utf-8")
    assert not publish(workspace).failed
    source.write_text(SOURCE % "5, 9", encoding="utf-8")
    read.read(TEXT.replace("28日", "29日"))
    refused = publish(workspace)
    assert refused.failed and "s: 1 documents, expected 5 to 9" in refused.problems[0]
    assert [row["edtf"] for row in rows(workspace, "date")] == ["2021-01-28"]
    assert publish(workspace, anyway=True).tables
    assert [row["edtf"] for row in rows(workspace, "date")] == ["2021-01-29"]


def test_only_what_people_reviewed(workspace: Workspace, read: Page) -> None:
    read.decide(read.record("figure", "人").id, "confirm")
    read.decide(read.record("agreement", "協定").id, "correct", title="包括連携協定")
    read.decide(read.document, "add", kind="date", text="環境課", edtf="2021")
    read.decide(read.record("city", "みどり市").id, "reject")
    report = publish(workspace, reviewed_only=True)
    assert report.records == {"document": 1, "date": 1, "city": 0, "figure": 1, "agreement": 1, "register": 1}
    reviews = {row["review"] for kind in ("date", "figure", "agreement", "register") for row in rows(workspace, kind)}
    assert reviews == {"added", "confirmed", "corrected"}
    assert rows(workspace, "register")[0]["title"] == "包括連携協定"


def test_the_preview_tells_what_publishing_changes(workspace: Workspace, read: Page) -> None:
    read.decide(read.record("date", "令和").id, "confirm")
    first = preview(workspace).kinds["date"]
    assert (first.new, first.gone, first.changed) == (1, 0, 0)
    publish(workspace)
    assert all((c.new, c.gone, c.changed, c.decided) == (0, 0, 0, 0) for c in preview(workspace).kinds.values())
    read.read(TEXT.replace("1,234人", "5,678人").replace("28日", "29日"))
    kinds = preview(workspace).kinds
    assert (kinds["figure"].new, kinds["figure"].gone, kinds["figure"].decided) == (1, 1, 0)
    assert (kinds["date"].new, kinds["date"].gone, kinds["date"].decided) == (1, 1, 1), "the confirmed day has gone"
    figure = read.record("figure", "5,678人")
    publish(workspace)
    read.decide(figure.id, "correct", number=5679)
    change = preview(workspace).kinds["figure"]
    assert (change.changed, change.decided, dict(change.fields)) == (1, 1, {"number": 1})
    assert [(s.id, s.field, s.old, s.new) for s in change.samples] == [(figure.id, "number", 5678, 5679)]
    assert "number 5678 → 5679" in preview(workspace).lines()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_ledger_gives_the_same_bytes(workspace: Workspace, read: Page) -> None:
    read.decide(read.record("date", "令和").id, "correct", edtf="2021-01-27")
    read.decide(read.document, "add", kind="figure", text="環境課", number=3)
    publish(workspace)
    before = files(workspace.processed)
    figures = rows(workspace, "figure")
    assert [row["start"] for row in figures] == sorted(row["start"] for row in figures)
    publish(workspace)
    assert files(workspace.processed) == before


def contents(workspace: Workspace) -> dict[str, bytes]:
    """Every published file."""
    files = (path for path in workspace.processed.rglob("*") if path.is_file())
    return {path.relative_to(workspace.processed).as_posix(): path.read_bytes() for path in files}


def test_publishing_twice_changes_no_byte_and_a_correction_its_rows_alone(workspace: Workspace, read: Page) -> None:
    publish(workspace)
    before = contents(workspace)
    publish(workspace)
    assert contents(workspace) == before
    name = read.record("date", "令和").id
    read.decide(name, "correct", edtf="2021-01-27")
    publish(workspace)
    after = contents(workspace)
    told = {"ABOUT.md", "changes.jsonl", "datapackage.json", "dataset.jsonld", "report/index.html", "renkei.sqlite"}
    touched = {"dates.csv", "dates.excel.csv", "dates.jsonl", "dates.parquet", "provenance.jsonld"}
    differing = {file for file in before if before[file] != after[file]}
    assert differing == told | touched | {file for file in before if file.startswith(("editions/", "feeds/"))}
    for file in touched - {"dates.parquet", "provenance.jsonld"}:
        lines = set(before[file].splitlines()) ^ set(after[file].splitlines())
        assert len(lines) == 2 and all(name.encode() in line for line in lines), file
    old, new = (pq.read_table(BytesIO(state["dates.parquet"])).to_pylist() for state in (before, after))
    assert [row["id"] for row, other in zip(old, new, strict=True) if row != other] == [name]


def test_a_lost_folder_is_published_anew_and_only_its_history_is_gone(workspace: Workspace, read: Page) -> None:
    publish(workspace)
    read.decide(read.record("date", "令和").id, "correct", edtf="2021-01-27")
    publish(workspace)
    before = contents(workspace)
    shutil.rmtree(workspace.processed)
    publish(workspace)
    after = contents(workspace)
    history = ("changes.jsonl", "editions/", "feeds/")
    assert {name for name in before if before[name] != after.get(name)} == {
        name for name in before if name.startswith(history)
    }
    assert len(after) > 50 and not after.keys() - before.keys()
    names = [
        [json.loads(line)["edition"] for line in one["editions/index.jsonl"].splitlines()] for one in (before, after)
    ]
    assert len(names[0]) == 2 and names[1] == names[0][1:]
    assert {json.loads(line)["change"] for line in after["changes.jsonl"].splitlines()} == {"added"}
