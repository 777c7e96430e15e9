"""What goes with the tables: descriptions that validators accept, and chains that end at the bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from frictionless import Package, system

from flows.publishing.gazetteers import gazetteers
from flows.publishing.published import TABLES
from tests.flows.test_publish_tables import publish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("published"))


def problems(folder: Path) -> list[str]:
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return [error.message for task in report.tasks for error in task.errors] + [e.message for e in report.errors]


def test_frictionless_accepts_the_package(published: Path) -> None:
    assert problems(published) == []


def test_frictionless_would_see_a_wrong_cell(tmp_path: Path) -> None:
    published = publish(tmp_path)
    file = published / "dates.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("2021-01-28,2021-01-28", "2021-01-28,28日"), encoding="utf-8"
    )
    assert problems(published)


def test_every_table_is_described_with_its_digest(published: Path) -> None:
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    assert all(
        field["title"] and field["description"] for one in package["resources"] for field in one["schema"]["fields"]
    )
    codes = {
        field["name"]: field["type"]
        for one in package["resources"]
        for field in one["schema"]["fields"]
        if "code" in field["name"]
    }
    assert codes == {"publisher_code": "string", "code": "string"}
    assert package["version"].endswith(package["hash"].removeprefix("sha256:")[:12])
    assert {"GeoNames", "Unicode CLDR"} <= {source["title"] for source in package["sources"]}
    text = (published / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(gazetteer.attribution in text for gazetteer in gazetteers())


def test_json_lines_follow_their_schemas(published: Path) -> None:
    for kind, name in {"document": "documents", "date": "dates", "figure": "figures", "register": "register"}.items():
        schema = json.loads((published / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        rows = [json.loads(line) for line in (published / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert rows and not [error.message for row in rows for error in validator.iter_errors(row)]


def graph(folder: Path) -> dict[str, dict[str, Any]]:
    whole = json.loads((folder / "provenance.jsonld").read_text(encoding="utf-8"))
    return {node["id"]: node for node in whole["@graph"]}


@pytest.mark.parametrize("record", ["t1", "f1", "c1", "a1"])
def test_a_record_leads_to_the_address_of_its_bytes(published: Path, record: str) -> None:
    nodes = graph(published)
    node = nodes[f"record:{record}"]
    capture = nodes[nodes[node["derivedFrom"]]["derivedFrom"]]
    assert (capture["id"], capture["source"]) == ("capture:" + "0" * 64, "https://www.example.jp/a.html")
    assert node["generatedBy"] in nodes
    assert nodes["record:e1"]["derivedFrom"] == ["record:a1"]


def test_the_data_set_lists_every_file_of_data(published: Path) -> None:
    told = json.loads((published / "dataset.jsonld").read_text(encoding="utf-8"))
    assert {one["name"] for one in told["distribution"]} == {
        path.name for path in published.iterdir() if path.suffix in (".csv", ".jsonl", ".parquet", ".sqlite")
    }
