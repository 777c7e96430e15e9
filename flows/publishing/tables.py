"""One kind of record as JSON Lines, CSV and Parquet, the same bytes whenever the same records are written.

>>> inert("=HYPERLINK(1)"), inert("-3.2"), inert("＠abc"), inert("富山市")
("'=HYPERLINK(1)", '-3.2', "'＠abc", '富山市')
>>> parquet_type(tuple[str, ...] | None)
ListType(list<item: string>)

JSON Lines hold the whole record. CSV has the same columns, lists and objects as JSON in a cell, and a twin that opens
in Excel. Parquet has them nested, numbers of figures as decimals. Both have further columns for what tables are asked:
the first and last day of every date and its Japanese year, the publisher's name and code.
"""

from __future__ import annotations

import csv
import re
import types
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.rows import Row, dumps, to_row
from flows.publishing.columns import beside, described

# The file name of each kind of record and of the register.
TABLES = {
    "document": "documents",
    "date": "dates",
    "city": "cities",
    "figure": "figures",
    "agreement": "agreements",
    "register": "register",
}
# Spreadsheets run what begins with one of these, in either width (OWASP: CSV injection).
_STARTS = frozenset("=+-@＝＋－＠\t\r\n\0")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?$")
_SCALARS = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64(), Decimal: pa.decimal128(38, 12)}
_BATCH = 10_000
EXCEL = ".excel.csv"
_SUFFIXES = (".jsonl", ".csv", ".parquet", EXCEL)


def write_table(record: type, records: Iterable[Any], folder: Path, name: str) -> int:
    """Write `name`.jsonl, .csv, .excel.csv and .parquet into `folder` and say how many rows they hold.

    A file appears under its name when it is whole; one whose bytes would not change is left as it is.
    """
    schema = table_schema(record, name)
    targets = [folder / f"{name}{suffix}" for suffix in _SUFFIXES]
    drafts = [target.with_name(f".{target.name}.new") for target in targets]
    count = 0
    with (
        drafts[0].open("w", encoding="utf-8", newline="\n") as lines,
        drafts[1].open("w", encoding="utf-8", newline="") as cells,
        pq.ParquetWriter(drafts[2], schema, compression="zstd") as parquet,
    ):
        table = csv.writer(cells, lineterminator="\r\n")  # RFC 4180; with "\n" a lone CR would not be quoted
        table.writerow(schema.names)
        for rows in _batches(to_row(record) for record in records):
            lines.writelines(f"{dumps(row)}\n" for row in rows)
            columns = beside(record, rows)
            table.writerows(_cells(rows, columns, schema.names))
            parquet.write_table(_arrow(rows, columns, schema))
            count += len(rows)
    _twin(drafts[1], drafts[3])
    for draft, target in zip(drafts, targets, strict=True):
        settle(draft, target)
    return count


def table_schema(record: type, name: str) -> pa.Schema:
    """The columns of a table: those of its records and those beside them, each with its description."""
    schema = parquet_schema(record)
    for column, values in beside(record, []).items():
        schema = schema.append(pa.field(column, pa.date32() if values.kind == "date" else pa.string()))
    said = described(name)
    return pa.schema([field.with_metadata(said[field.name].metadata()) for field in schema])


def parquet_schema(record: type) -> pa.Schema:
    """The fields of a kind of record with their Arrow types, in the order in which they are published."""
    hints = get_type_hints(record)
    return pa.schema([(field.name, parquet_type(hints[field.name])) for field in fields(record)])


def parquet_type(hint: Any) -> pa.DataType:
    """The Arrow type that holds every value of a Python type hint."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return parquet_type(next(argument for argument in arguments if argument is not type(None)))
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(parquet_type(arguments[0]))
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return pa.struct([(field.name, parquet_type(hints[field.name])) for field in fields(hint)])
    return _SCALARS[hint]


def inert(cell: str) -> str:
    """`cell` as text that no spreadsheet takes for a formula; negative numbers stay numbers."""
    return f"'{cell}" if cell[:1] in _STARTS and not _NUMBER.match(cell) else cell


# How a value stands in a cell; lists and objects as JSON, which begins with a bracket.
_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: inert,
    bool: {True: "true", False: "false"}.__getitem__,
    int: str,
    float: repr,
    Decimal: str,
    date: date.isoformat,
    type(None): lambda _: "",
}


def settle(draft: Path, target: Path) -> None:
    """Give the draft its name, or drop it where that file holds the same bytes already."""
    if target.exists() and same_bytes(draft, target):
        draft.unlink()
    else:
        draft.replace(target)


def same_bytes(one: Path, other: Path) -> bool:
    """Whether two files are equal, read a piece at a time."""
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        return all(piece == right.read(1 << 20) for piece in iter(lambda: left.read(1 << 20), b""))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _cells(rows: list[Row], columns: dict[str, Any], names: list[str]) -> Iterator[tuple[str, ...]]:
    """The rows as text, worked out a column at a time."""
    said = [columns[name].values if name in columns else [row[name] for row in rows] for name in names]
    return zip(*([_cell(value) for value in values] for values in said), strict=True)


def _cell(value: Any) -> str:
    return _WRITTEN.get(type(value), dumps)(value)


def _arrow(rows: list[Row], columns: dict[str, Any], schema: pa.Schema) -> pa.Table:
    said = [columns[one.name].values if one.name in columns else [row[one.name] for row in rows] for one in schema]
    arrays = [pa.array(_exact(values, one.type), type=one.type) for values, one in zip(said, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _exact(values: list[Any], kind: pa.DataType) -> list[Any]:
    """Whole numbers of figures as decimals, as their column has them."""
    return [None if value is None else Decimal(value) for value in values] if pa.types.is_decimal(kind) else values


def _twin(cells: Path, twin: Path) -> None:
    """The same table with the mark by which Excel knows UTF-8."""
    with cells.open("rb") as source, twin.open("wb") as copy:
        copy.write(BOM_UTF8)
        copyfileobj(source, copy)
