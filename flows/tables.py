"""One kind of record as JSON Lines, CSV and Parquet, the same bytes whenever the same records are written.

>>> inert("=HYPERLINK(1)"), inert("-3.2"), inert("＠abc"), inert("富山市")
("'=HYPERLINK(1)", '-3.2', "'＠abc", '富山市')
>>> parquet_type(tuple[str, ...] | None)
ListType(list<item: string>)

JSON Lines hold the whole record. CSV has the same columns, lists and objects as JSON in a cell. Parquet has them
nested, numbers of figures as decimals.
"""

from __future__ import annotations

import csv
import re
import types
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.records import AnyRecord
from extractors.register_entries import Entry
from extractors.rows import Row, dumps, to_row

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
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n\0]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?$")
_SCALARS = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64(), Decimal: pa.decimal128(38, 12)}
_BATCH = 10_000


def write_table(record: type, records: Iterable[AnyRecord | Entry], folder: Path, name: str) -> int:
    """Write `name`.jsonl, .csv and .parquet into `folder` and say how many rows they hold.

    A file appears under its name when it is whole; one whose bytes would not change is left as it is.
    """
    schema = parquet_schema(record)
    targets = [folder / f"{name}{suffix}" for suffix in (".jsonl", ".csv", ".parquet")]
    drafts = [target.with_name(f".{target.name}.new") for target in targets]
    count = 0
    with (
        drafts[0].open("w", encoding="utf-8", newline="\n") as lines,
        drafts[1].open("w", encoding="utf-8", newline="") as cells,
        pq.ParquetWriter(drafts[2], schema, compression="zstd") as parquet,
    ):
        table = csv.writer(cells, lineterminator="\n")
        table.writerow(schema.names)
        for rows in _batches(to_row(record) for record in records):
            lines.writelines(f"{dumps(row)}\n" for row in rows)
            table.writerows([inert(_cell(row[column])) for column in schema.names] for row in rows)
            parquet.write_table(pa.Table.from_pylist([_exact(row) for row in rows], schema=schema))
            count += len(rows)
    for draft, target in zip(drafts, targets, strict=True):
        _settle(draft, target)
    return count


def parquet_schema(record: type) -> pa.Schema:
    """The columns of a kind of record with their Arrow types, in the order in which they are published."""
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
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value)


def _exact(row: Row) -> Row:
    """Whole numbers of figures as decimals, as their column has them."""
    return {
        name: Decimal(value) if name in ("number", "min", "max") and value is not None else value
        for name, value in row.items()
    }


def _settle(draft: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == draft.stat().st_size and target.read_bytes() == draft.read_bytes():
        draft.unlink()
    else:
        draft.replace(target)
