"""What Datasette is told of the SQLite file: titles, the meaning of every column, and where to search.

>>> metadata()["databases"]["renkei"]["tables"]["passages"]["fts_table"]
'search'
"""

from __future__ import annotations

from pathlib import Path

from extractors.rows import Row
from flows.publishing.columns import described
from flows.publishing.datapackage import DESCRIPTION, TITLE
from flows.publishing.published import TABLES
from flows.publishing.sqlite_file import FILE as DATABASE
from flows.publishing.tables import table_schema

FILE = "datasette.json"


def metadata() -> Row:
    """The metadata file of Datasette."""
    tables: Row = {
        name: {"description": f"{table.ja} {table.en}", "columns": _columns(name, table.record)}
        for name, table in TABLES.items()
    }
    search = {"description": "全文検索 full-text search", "fts_table": "search", "fts_pk": "number"}
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "databases": {Path(DATABASE).stem: {"tables": tables | {"passages": search}}},
    }


def _columns(name: str, record: type) -> dict[str, str]:
    said = described(name)
    return {column: f"{said[column].ja} {said[column].en}" for column in table_schema(record, name).names}
