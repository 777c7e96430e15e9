"""The description of the tables that programs read: a Frictionless data package over the CSV files.

>>> _field("code", pa.field("code", pa.string()), TABLES["cities"].record, "cities")["type"]
'string'
>>> _field("edtf_start", pa.field("edtf_start", pa.date32()), TABLES["dates"].record, "dates")["type"]
'date'
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.rows import Row
from flows.publishing.columns import described
from flows.publishing.edition import Edition, digest
from flows.publishing.gazetteers import gazetteers
from flows.publishing.published import TABLES

FILE = "datapackage.json"
TITLE = "自治体の連携・協定データ Renkei: agreements of Japanese local governments"
DESCRIPTION = (
    "自治体のウェブページとPDFから抽出した協定・日付・都市・数値。すべての値から根拠の文に戻れます。 "
    "Agreements, dates, cities and figures from pages and PDFs of Japanese local governments, each with its passage."
)

_TYPES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_decimal, "number"),
    (pa.types.is_date, "date"),
    (pa.types.is_list, "array"),
    (pa.types.is_struct, "object"),
)


def datapackage(folder: Path, edition: Edition) -> Row:
    """The package of the tables in a folder."""
    return {
        "profile": "tabular-data-package",
        "name": "renkei",
        "title": TITLE,
        "description": DESCRIPTION,
        "version": edition.name,
        "created": edition.moment,
        "hash": f"sha256:{edition.digest}",
        "sources": [{"title": one.title, "path": one.path} for one in gazetteers()],
        "attribution": [one.attribution for one in gazetteers()],
        "licenses": [
            {"name": one.licence, "title": one.title, "path": one.licence_path} for one in gazetteers() if one.licence
        ],
        "resources": [_resource(folder, name) for name in TABLES],
    }


def _resource(folder: Path, name: str) -> Row:
    table, file = TABLES[name], folder / f"{name}.csv"
    parquet = pq.ParquetFile(folder / f"{name}.parquet")
    schema: Row = {
        "fields": [_field(field.name, field, table.record, name) for field in parquet.schema_arrow],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": list(TABLES[other].key)}}
            for column, other in table.refers
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": f"{table.ja} {table.en}",
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest(file)}",
        "rows": parquet.metadata.num_rows,
        "schema": schema,
    }


def _field(name: str, field: pa.Field, record: type, table: str) -> Row:
    said = described(table)[name]
    made: Row = {
        "name": name,
        "type": next((kind for holds, kind in _TYPES if holds(field.type)), "string"),
        "title": said.ja,
        "description": said.en,
    }
    allowed = _choices(get_type_hints(record).get(name))
    return made | {"constraints": {"enum": allowed}} if allowed else made


def _choices(hint: Any) -> list[str]:
    """The values that a column may have, where they are a closed list."""
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return next((choices for argument in get_args(hint) if (choices := _choices(argument))), [])
