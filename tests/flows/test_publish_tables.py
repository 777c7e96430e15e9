"""The published tables as others open them: Excel, pandas, DuckDB, SQLite."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from extractors.records import (
    AgreementRecord,
    AnyRecord,
    CityRecord,
    DateRecord,
    DocumentRecord,
    FigureRecord,
    Party,
    Publisher,
)
from extractors.register.entries import Entry, Source
from flows.publishing.columns import beside, described
from flows.publishing.edition import edition
from flows.publishing.japanese import match
from flows.publishing.package import write_package
from flows.publishing.periods import period, wareki
from flows.publishing.published import TABLES
from flows.publishing.register_tables import RegisterSuggestion, parties, sources
from flows.publishing.tables import EXCEL, write_table

PARTIES = (Party(name="長野市", code="202011"), Party(name="那覇市", code="472018"))
DOCUMENT = DocumentRecord(
    id="d1",
    document="d1",
    start=0,
    end=9,
    confidence=1,
    media_type="text/html",
    sha256="0" * 64,
    characters=80,
    source="nagano",
    url="https://www.example.jp/a.html",
    title="那覇市との災害時相互応援協定",
    publisher=Publisher(name="北海道函館市", code="012025"),
    updated="2021-02",
)
DATES = [
    DateRecord(id="t1", document="d1", start=1, end=9, confidence=0.9, text="令和3年1月28日", edtf="2021-01-28"),
    DateRecord(id="t2", document="d1", start=20, end=26, confidence=0.9, text="令和2年度", edtf="2020-04/2021-03"),
    DateRecord(
        id="t3", document="d1", start=30, end=36, confidence=0.4, text="2月30日", edtf=None, problem="no such day"
    ),
]
FIGURE = FigureRecord(
    id="f1",
    document="d1",
    start=40,
    end=45,
    confidence=0.9,
    text="△3.2％",
    number=Decimal("-3.2"),
    unit="%",
    measure="人口増減率",
)
CITY = CityRecord(id="c1", document="d1", start=50, end=53, confidence=0.9, text="函館市", name="函館市", code="012025")
AGREEMENT = AgreementRecord(
    id="a1",
    document="d1",
    start=60,
    end=70,
    confidence=0.9,
    text="災害時相互応援協定を締結",
    type="agreement",
    title="災害時相互応援協定",
    parties=PARTIES,
    signed="2021-01-28",
)
ENTRY = Entry(
    id="e1",
    type="agreement",
    title="災害時相互応援協定",
    parties=PARTIES,
    signed="2021-01-28",
    confidence=0.9,
    sources=(Source(record="a1", document="d1", url="https://www.example.jp/a.html", text="災害時相互応援協定を締結"),),
)


def publish(folder: Path, dates: list[DateRecord] = DATES) -> Path:
    """All tables of a small data set, and the SQLite file."""
    folder.mkdir(exist_ok=True)
    rows: dict[str, list[AnyRecord]] = {
        "documents": [DOCUMENT],
        "dates": list(dates),
        "cities": [CITY],
        "figures": [FIGURE],
        "agreements": [AGREEMENT],
    }
    for name, records in rows.items():
        write_table(TABLES[name].record, records, folder, name)
    write_table(Entry, [ENTRY], folder, "register")
    write_table(TABLES["register_parties"].record, parties([ENTRY]), folder, "register_parties")
    write_table(TABLES["register_sources"].record, sources([ENTRY]), folder, "register_sources")
    write_table(RegisterSuggestion, [], folder, "register_suggestions")
    write_package(folder, edition(folder))
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("published"))


PERIODS = [
    ("2021-01-28", "2021-01-28", "2021-01-28", "令和3年1月28日"),
    ("2021-02", "2021-02-01", "2021-02-28", "令和3年2月"),
    ("2019", "2019-01-01", "2019-12-31", "平成31年／令和元年"),
    ("2019-05", "2019-05-01", "2019-05-31", "令和元年5月"),
    ("2019-04/2020-03", "2019-04-01", "2020-03-31", "平成31年度"),
    ("2013-04/2016-03", "2013-04-01", "2016-03-31", "平成25年度～平成27年度"),
    ("2022-11-22/2022-11-24", "2022-11-22", "2022-11-24", "令和4年11月22日～令和4年11月24日"),
    ("2009/..", "2009-01-01", None, "平成21年～"),
    ("../2050", None, "2050-12-31", "～令和32年"),
    ("2021~", "2021-01-01", "2021-12-31", "令和3年頃"),
    ("199X", "1990-01-01", "1999-12-31", "平成2年～平成11年"),
    ("1868-01-01", "1868-01-01", "1868-01-01", None),
    ("2021-02-30", None, None, None),
    ("", None, None, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("edtf", "first", "last", "japanese"), PERIODS)
def test_a_date_has_its_days_and_its_japanese_year(edtf: str, first: str, last: str, japanese: str) -> None:
    assert tuple(day and day.isoformat() for day in period(edtf)) == (first, last)
    assert wareki(edtf) == japanese


def test_every_column_is_described_in_both_languages_and_nothing_else_is(published: Path) -> None:
    for name, table in TABLES.items():
        columns = {field.name for field in fields(table.record)} | beside(table.record, []).keys()
        said = described(name)
        assert columns <= said.keys()
        assert said.keys() - columns <= described("").keys(), "only what every table has may be too much"
        assert all(said[column].ja and said[column].en for column in columns)
        assert set(table.indexed) | set(table.searched) | set(table.key) <= columns
    assert (
        pq.read_schema(published / "dates.parquet")
        .field("edtf")
        .metadata[b"description:ja"]
        .decode()
        .startswith("日付")
    )


def test_parquet_opens_in_duckdb_and_pandas(published: Path) -> None:
    dates = pd.read_parquet(published / "dates.parquet")
    assert [str(day) for day in dates["edtf_start"]][:2] == ["2021-01-28", "2020-04-01"]
    (row,) = duckdb.sql(
        f"""SELECT publisher_code, edtf_end, edtf_wareki FROM '{published}/dates.parquet' d
        JOIN '{published}/documents.parquet' o ON d.document = o.id WHERE edtf_start < DATE '2021-01-01'"""
    ).fetchall()
    assert (row[0], str(row[1]), row[2]) == ("012025", "2021-03-31", "令和2年度")


def test_a_spreadsheet_tells_who_signed_and_where_it_stands(published: Path) -> None:
    (entry,) = pd.read_csv(published / "register.excel.csv").to_dict("records")
    assert (entry["signatories"], entry["url"]) == ("長野市・那覇市", "https://www.example.jp/a.html")
    assert pd.read_csv(published / "agreements.csv")["signatories"].tolist() == ["長野市・那覇市"]


def test_the_twin_for_excel_is_the_table_behind_a_mark(published: Path) -> None:
    for name in TABLES:
        plain = (published / f"{name}.csv").read_bytes()
        assert (published / f"{name}{EXCEL}").read_bytes() == b"\xef\xbb\xbf" + plain


STARTS = ["=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠"]
RESTS = [
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x")',
    "1+1",
    "A1",
    "(1)",
    "SUM(A:A)",
    "\u200b=1",
    "−1",
    "富山市",
    '"=1"',
]
HOSTILE = [f"{start}{rest}" for start in STARTS for rest in RESTS]


def test_hostile_cells_are_inert(tmp_path: Path) -> None:
    dates = [
        DateRecord(id=f"{place:03}", document="d1", start=0, end=1, confidence=0.5, edtf=None, text=text)
        for place, text in enumerate(HOSTILE)
    ]
    publish(tmp_path / "a", dates)
    with (tmp_path / "a" / f"dates{EXCEL}").open(encoding="utf-8-sig", newline="") as file:
        cells = [row["text"] for row in csv.DictReader(file)]
    assert len(cells) == len(HOSTILE) >= 100
    assert [cell for cell, text in zip(cells, HOSTILE, strict=True) if cell != f"'{text}"] == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_keeps_japanese_and_runs_nothing(tmp_path: Path) -> None:
    dates = [
        DateRecord(id=f"{place:03}", document="d1", start=0, end=1, confidence=0.5, edtf=None, text=text)
        for place, text in enumerate(HOSTILE)
    ]
    file = publish(tmp_path / "a", dates) / f"dates{EXCEL}"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    into = ["--convert-to", "fods", "--infilter=CSV:44,34,76,1", "--outdir", str(tmp_path)]
    subprocess.run(["soffice", profile, "--headless", *into, str(file)], check=True, capture_output=True, timeout=120)
    sheet = (tmp_path / "dates.excel.fods").read_text(encoding="utf-8")
    assert "富山市" in sheet and "table:formula" not in sheet


def test_negative_numbers_stay_numbers(published: Path) -> None:
    assert pd.read_csv(published / "figures.excel.csv")["number"].tolist() == [-3.2]
    assert pd.read_csv(published / "cities.csv", dtype={"code": str})["code"].tolist() == ["012025"]


@pytest.fixture
def database(published: Path) -> sqlite3.Connection:
    return sqlite3.connect(published / "renkei.sqlite")


FOUND = [
    ("協定", {"a1", "e1", "d1"}),
    ("応援協定 那覇市", {"d1"}),
    ("那覇", {"e1", "d1"}),
    ("人口増減率", {"f1"}),
    ("函館市", {"c1", "d1"}),
]
IGNORED = ["協会", "市長", "災害協定", "", "　", '" OR 1', "*", "words : 協定"]


@pytest.mark.parametrize(("query", "ids"), FOUND)
def test_search_finds_japanese_words(database: sqlite3.Connection, query: str, ids: set[str]) -> None:
    with closing(database):
        rows = database.execute(
            "SELECT id FROM passages WHERE number IN (SELECT rowid FROM search WHERE search MATCH ?)", [match(query)]
        )
        assert {row[0] for row in rows} == ids


def test_search_needs_no_program_for_a_word(database: sqlite3.Connection) -> None:
    with closing(database):
        assert database.execute("SELECT count(*) FROM search WHERE search MATCH '協定'").fetchone()[0] > 0


@pytest.mark.parametrize("query", IGNORED)
def test_search_finds_nothing_where_nothing_is(database: sqlite3.Connection, query: str) -> None:
    with closing(database):
        assert not database.execute("SELECT rowid FROM search WHERE search MATCH ?", [match(query) or '""']).fetchall()


def test_the_sqlite_file_has_keys_and_indexes_and_says_what_its_columns_mean(database: sqlite3.Connection) -> None:
    with closing(database):
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT typeof(number), number < 0 FROM figures").fetchone() == ("real", 1)
        plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM cities WHERE code = '012025'").fetchone()[3]
        assert "USING INDEX" in plan
        for name in TABLES:
            columns = {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
            said = database.execute('SELECT "column" FROM columns WHERE "table" = ?', [name])
            assert {row[0] for row in said} == columns


def test_the_same_tables_give_the_same_bytes(published: Path, tmp_path: Path) -> None:
    again = publish(tmp_path / "b")
    files = [path.relative_to(published) for path in published.rglob("*") if path.is_file()]
    assert len(files) > 30
    assert [name for name in files if (published / name).read_bytes() != (again / name).read_bytes()] == []
