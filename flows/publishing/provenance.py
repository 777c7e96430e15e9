"""Where every record comes from, as PROV in JSON-LD: record, passage, document, bytes, address.

>>> node = _record("dates", ("r1", "d1", 4, 13, 2, "dates 3", "corrected"))
>>> node["derivedFrom"], node["generatedBy"], node["attributedTo"]
('document:d1', 'extractor:dates/3', 'person:reviewer')

One node a line, so that a program can also read the file line by line. Who reviewed is kept in the ledger and is not
published: `person:reviewer` says that somebody did.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extractors.rows import Row, dumps
from flows.publishing.published import TABLES

FILE = "provenance.jsonld"

_BATCH = 10_000
_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "record": "urn:renkei:record:",
    "document": "urn:renkei:document:",
    "capture": "urn:sha256:",
    "extractor": "urn:renkei:extractor:",
    "person": "urn:renkei:person:",
    "id": "@id",
    "type": "@type",
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "generatedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "attributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "source": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "generatedAt": {"@id": "prov:generatedAtTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "location": "prov:atLocation",
    "start": "oa:start",
    "end": "oa:end",
    "page": "urn:renkei:page",
    "table": "urn:renkei:table",
    "review": "urn:renkei:review",
}
_READ = ["id", "document", "start", "end", "page", "extractor", "review"]
_BY_PEOPLE = ("confirmed", "corrected", "added")
_RECORDS = [name for name in TABLES if not name.startswith("register") and name != "documents"]


def write_provenance(folder: Path, file: Path) -> None:
    """Write the chain of every record of the tables in `folder`."""
    made: set[str] = set()
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        lines.write(f'{{"@context": {dumps(_CONTEXT)},\n"@graph": [\n')
        for node in chain(_documents(folder, made), _records(folder, made), _entries(folder)):
            lines.write(f"{dumps(node)},\n")
        lines.writelines(
            f"{dumps({'id': _agent(name), 'type': ['prov:Activity', 'prov:SoftwareAgent']})},\n"
            for name in sorted(made)
        )
        lines.write(f"{dumps({'id': 'person:reviewer', 'type': 'prov:Person'})}\n]}}\n")


def _documents(folder: Path, made: set[str]) -> Iterator[Row]:
    """A document comes from the bytes of a capture, those from an address at a time."""
    for name, url, sha256, fetched, snapshot, reader in _rows(
        folder, "documents", ["id", "url", "sha256", "fetched_at", "snapshot", "extractor"]
    ):
        made.add(reader)
        document = {"id": f"document:{name}", "type": "prov:Entity", "derivedFrom": f"capture:{sha256}"}
        yield document | {"generatedBy": _agent(reader)}
        capture = {"id": f"capture:{sha256}", "type": "prov:Entity", "source": url, "generatedAt": fetched}
        yield capture | {"location": f"raw/{snapshot}" if snapshot else None}


def _records(folder: Path, made: set[str]) -> Iterator[Row]:
    for name in _RECORDS:
        for row in _rows(folder, name, _READ):
            made.add(row[5])
            yield _record(name, row)


def _record(name: str, row: tuple[Any, ...]) -> Row:
    key, document, start, end, page, extractor, review = row
    node = {
        "id": f"record:{key}",
        "type": "prov:Entity",
        "table": name,
        "derivedFrom": f"document:{document}",
        "start": start,
        "end": end,
        "generatedBy": _agent(extractor),
    }
    if page is not None:
        node["page"] = page
    return node | {"review": review, "attributedTo": "person:reviewer"} if review in _BY_PEOPLE else node


def _entries(folder: Path) -> Iterator[Row]:
    """An entry of the register comes from its records."""
    for name, sources in _rows(folder, "register", ["id", "sources"]):
        records = [f"record:{source['record']}" for source in sources]
        yield {"id": f"record:{name}", "type": "prov:Entity", "table": "register", "derivedFrom": records}


def _rows(folder: Path, name: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    for batch in pq.ParquetFile(folder / f"{name}.parquet").iter_batches(_BATCH, columns=columns):
        yield from zip(*(batch.column(column).to_pylist() for column in columns), strict=True)


def _agent(name: str) -> str:
    """An extractor with its version as an address, which holds no spaces."""
    return f"extractor:{name.replace(' ', '/')}"
