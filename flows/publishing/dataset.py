"""The description of the data set that catalogues and search engines read: schema.org and DCAT as JSON-LD.

>>> _FORMATS["parquet"]
'application/vnd.apache.parquet'
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractors.rows import Row
from flows.publishing.datapackage import DESCRIPTION, TITLE
from flows.publishing.edition import Edition, digest
from flows.publishing.gazetteers import gazetteers

FILE = "dataset.jsonld"

_FORMATS = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
}


def dataset(folder: Path, edition: Edition) -> Row:
    """The data set with every file of the folder as a distribution of it."""
    return {
        "@context": _CONTEXT,
        "@id": f"urn:sha256:{edition.digest}",
        "@type": ["Dataset", "dcat:Dataset"],
        "name": TITLE,
        "dct:title": TITLE,
        "description": DESCRIPTION,
        "dct:description": DESCRIPTION,
        "keywords": ["自治体", "協定", "連携", "姉妹都市", "local government", "agreements", "Japan"],
        "inLanguage": ["ja", "en"],
        "version": edition.name,
        "dcat:version": edition.name,
        "dateModified": edition.moment,
        "dct:modified": edition.moment,
        "identifier": f"sha256:{edition.digest}",
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Country", "name": "日本 Japan"},
        "creditText": " ".join(one.attribution for one in gazetteers()),
        "isBasedOn": [
            {"@type": "Dataset", "name": one.title, "url": one.path, "license": one.licence_path or None}
            for one in gazetteers()
        ],
        "distribution": [_distribution(file) for file in _files(folder)],
        "dcat:distribution": [{"@id": file.name} for file in _files(folder)],
    }


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.removeprefix(".") in _FORMATS)


def _distribution(file: Path) -> Row:
    kind = _FORMATS[file.suffix.removeprefix(".")]
    return {
        "@id": file.name,
        "@type": ["DataDownload", "dcat:Distribution"],
        "name": file.name,
        "contentUrl": file.name,
        "dcat:downloadURL": {"@id": file.name},
        "encodingFormat": kind,
        "dcat:mediaType": kind,
        "contentSize": str(file.stat().st_size),
        "dcat:byteSize": file.stat().st_size,
        "sha256": digest(file),
    }
