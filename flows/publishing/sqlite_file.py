"""The published tables as one SQLite file with keys, indexes and full-text search in Japanese.

>>> from flows.publishing.tables import table_schema
>>> print(_create("register_parties", table_schema(TABLES["register_parties"].record, "register_parties")))
CREATE TABLE "register_parties" (
  "name" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "code" TEXT,
  "country" TEXT,
  "geonames" INTEGER,
  "entry" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY ("entry", "position"),
  FOREIGN KEY ("entry") REFERENCES "register"
)

The rows are read from the Parquet files a batch at a time. Lists and objects are JSON, dates ISO 8601 text, true and
false 1 and 0. The table `passages` holds what can be searched, `search` is its index (FTS5), `columns` says in both
languages what every column means. The same tables give the same bytes with the same version of SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.rows import dumps
from flows.publishing.columns import described
from flows.publishing.japanese import bigrams, words
from flows.publishing.published import TABLES

FILE = "renkei.sqlite"

_BATCH = 5_000
_LONGEST = 2_000  # characters of a passage that are searched
# Written once, into a file that nobody else sees: no journal, no waiting for the disk.
_WRITING = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192; PRAGMA cache_size = -65536;"
_SEARCH = """
CREATE TABLE columns (
  "table" TEXT NOT NULL, "column" TEXT NOT NULL, type TEXT NOT NULL, ja TEXT NOT NULL, en TEXT NOT NULL,
  PRIMARY KEY ("table", "column")
);
CREATE TABLE passages (
  number INTEGER PRIMARY KEY, "table" TEXT NOT NULL, id TEXT NOT NULL, document TEXT, text TEXT NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5(words, bigrams, content = '');
"""
# SQLite's NUMERIC keeps what is written to 15 digits; further ones stay text.
_TYPES = (
    (pa.types.is_boolean, "INTEGER"),
    (pa.types.is_integer, "INTEGER"),
    (pa.types.is_floating, "REAL"),
    (pa.types.is_decimal, "NUMERIC"),
)


def write_sqlite(folder: Path, file: Path) -> None:
    """Write the tables whose Parquet files stand in `folder` into a new SQLite file."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(_WRITING)
        database.execute("BEGIN")
        for statement in _SEARCH.split(";")[:-1]:
            database.execute(statement)
        for name in TABLES:
            _fill(database, name, pq.ParquetFile(folder / f"{name}.parquet"))
        database.execute("INSERT INTO search(search) VALUES ('optimize')")
        database.execute("COMMIT")


def _fill(database: sqlite3.Connection, name: str, parquet: pq.ParquetFile) -> None:
    table, schema = TABLES[name], parquet.schema_arrow
    database.execute(_create(name, schema))
    said = described(name)
    database.executemany(
        "INSERT INTO columns VALUES (?, ?, ?, ?, ?)",
        [(name, field.name, _type(field.type), said[field.name].ja, said[field.name].en) for field in schema],
    )
    into = f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(schema))})'
    for batch in parquet.iter_batches(_BATCH):
        columns = [_plain(batch.column(field.name), field.type) for field in schema]
        database.executemany(into, zip(*columns, strict=True))
        _index(database, name, dict(zip(schema.names, columns, strict=True)))
    for column in table.indexed + (("document",) if ("document", "documents") in table.refers else ()):
        database.execute(f'CREATE INDEX IF NOT EXISTS "{name}_{column}" ON "{name}" ("{column}")')


def _create(name: str, schema: pa.Schema) -> str:
    table = TABLES[name]
    lines = [
        f'"{field.name}" {_type(field.type)}{" NOT NULL" if _is_required(table.record, field.name) else ""}'
        for field in schema
    ]
    lines.append(f"PRIMARY KEY ({_quoted(table.key)})")
    lines += (f'FOREIGN KEY ("{column}") REFERENCES "{other}"' for column, other in table.refers)
    return f'CREATE TABLE "{name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _is_required(record: type, column: str) -> bool:
    return column in get_type_hints(record) and type(None) not in getattr(
        get_type_hints(record)[column], "__args__", ()
    )


def _index(database: sqlite3.Connection, name: str, columns: dict[str, list[Any]]) -> None:
    """Make the rows searchable; one whose columns say nothing is left out."""
    entries = list(_passages(name, columns))
    database.executemany('INSERT INTO passages("table", id, document, text) VALUES (?, ?, ?, ?)', entries)
    last = database.execute("SELECT max(number) FROM passages").fetchone()[0] or 0
    rows = [(last - len(entries) + place, words(text), bigrams(text)) for place, (*_, text) in enumerate(entries, 1)]
    database.executemany("INSERT INTO search(rowid, words, bigrams) VALUES (?, ?, ?)", rows)


def _passages(name: str, columns: dict[str, list[Any]]) -> Iterator[tuple[str, str, str | None, str]]:
    searched = [columns[column] for column in TABLES[name].searched]
    if not searched:
        return
    documents = columns.get("document") or [None] * len(searched[0])
    for key, document, *parts in zip(columns[TABLES[name].key[0]], documents, *searched, strict=True):
        text = "\n".join(dict.fromkeys(part for part in parts if part))[:_LONGEST]
        if text:
            yield name, key, document, text


def _type(kind: pa.DataType) -> str:
    return next((said for holds, said in _TYPES if holds(kind)), "TEXT")


def _plain(column: pa.Array, kind: pa.DataType) -> list[Any]:
    """The values of a column as SQLite takes them."""
    values: list[Any] = column.to_pylist()
    if pa.types.is_nested(kind):
        return [None if value is None else dumps(value) for value in values]
    if pa.types.is_decimal(kind):
        return [None if value is None else _written(value) for value in values]
    if pa.types.is_date(kind):
        return [None if value is None else value.isoformat() for value in values]
    return values


def _written(number: Decimal) -> str:
    """A decimal without exponent or idle zeros."""
    return format(number.normalize(), "f")


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
