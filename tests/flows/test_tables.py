"""The published tables: whole, equal in their three forms, the same bytes when written again."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors.records import AnyRecord, CityRecord, FigureRecord, Place
from flows.publishing.tables import inert, parquet_schema, write_table

RECORDS: list[AnyRecord] = [
    FigureRecord(id="a", start=0, end=5, text="21.7％", confidence=0.9, number=Decimal("21.7"), unit="%"),
    FigureRecord(id="b", start=6, end=9, text="△3", confidence=0.8, number=Decimal(-3), change=True),
    FigureRecord(id="c", start=10, end=13, text="1億", confidence=0.8, min=Decimal(100000000), boxes=((0, 1.5, 2, 3),)),
]


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_three_forms_say_the_same(tmp_path: Path) -> None:
    assert write_table(FigureRecord, RECORDS, tmp_path, "figures") == 3
    lines = [json.loads(line) for line in (tmp_path / "figures.jsonl").read_text(encoding="utf-8").splitlines()]
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    rows = pq.read_table(tmp_path / "figures.parquet").to_pylist()
    assert list(cells[0]) == list(rows[0])
    assert list(cells[0])[: len(lines[0])] == list(lines[0]), "what tables have beside the record comes after it"
    assert [row["number"] for row in rows] == [Decimal("21.7"), Decimal(-3), None]
    assert [row["number"] for row in cells] == ["21.7", "-3", ""]
    assert [row["number"] for row in lines] == [21.7, -3, None]
    assert rows[2]["boxes"] == [[0, 1.5, 2, 3]] == json.loads(cells[2]["boxes"]) == lines[2]["boxes"]


def test_the_same_records_make_the_same_bytes(tmp_path: Path) -> None:
    write_table(FigureRecord, RECORDS, tmp_path, "figures")
    first = written(tmp_path)
    write_table(FigureRecord, iter(RECORDS), tmp_path, "figures")
    assert written(tmp_path) == first


def test_a_file_that_would_not_change_is_not_touched(tmp_path: Path) -> None:
    write_table(FigureRecord, RECORDS, tmp_path, "figures")
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    write_table(FigureRecord, RECORDS, tmp_path, "figures")
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == before


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    assert write_table(CityRecord, [], tmp_path, "cities") == 0
    assert (tmp_path / "cities.jsonl").read_bytes() == b""
    assert pq.read_table(tmp_path / "cities.parquet").schema.names == parquet_schema(CityRecord).names


def test_nested_values_survive(tmp_path: Path) -> None:
    candidates = (Place(name="府中市", code="132063"), Place(name="府中市", code="342084"))
    record = CityRecord(start=0, end=3, confidence=0.5, name="府中市", candidates=candidates)
    write_table(CityRecord, [record], tmp_path, "cities")
    (row,) = pq.read_table(tmp_path / "cities.parquet").to_pylist()
    assert [candidate["code"] for candidate in row["candidates"]] == ["132063", "342084"]


INERT = ["=1+1", "+5", "+81", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", "-1+2", "\0=1"]
KEPT = ["-3", "-3.25", "富山市", "", "a=b", "2021-03", "'x", "(1)", "△3", "[1]", "1-2"]


@pytest.mark.parametrize("cell", INERT)
def test_formulas_are_made_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", KEPT)
def test_other_cells_stay(cell: str) -> None:
    assert inert(cell) == cell
