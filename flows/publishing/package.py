"""What is published beside the tables: one SQLite file, and what they mean, where they come from, whose they are.

Everything is made of the tables in the folder alone.
"""

from __future__ import annotations

import json
from pathlib import Path

from extractors.rows import Row, schemas
from flows.publishing import about, datapackage, dataset, datasette, provenance, sqlite_file
from flows.publishing.edition import Edition
from flows.publishing.gazetteers import attribution

ATTRIBUTION = "ATTRIBUTION.md"


def write_package(folder: Path, edition: Edition) -> None:
    """Write it into the folder that the tables of this edition stand in."""
    sqlite_file.write_sqlite(folder, folder / sqlite_file.FILE)
    provenance.write_provenance(folder, folder / provenance.FILE)
    (folder / "schema").mkdir(exist_ok=True)
    for kind, schema in schemas().items():
        _write(folder / "schema" / f"{kind}.schema.json", schema)
    (folder / ATTRIBUTION).write_text(attribution(), encoding="utf-8")
    (folder / about.FILE).write_text(about.about(folder, edition), encoding="utf-8")
    _write(folder / datasette.FILE, datasette.metadata())
    _write(folder / datapackage.FILE, datapackage.datapackage(folder, edition))
    _write(folder / dataset.FILE, dataset.dataset(folder, edition))


def _write(file: Path, content: Row) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
