"""One state of the published data: its name, its digest, and the moment it tells of.

>>> Edition("ab" * 32, "2026-11-26T10:00:00Z").name
'20261126-abababababab'

All three come from the data: the same ledger makes the same edition, whenever and wherever it is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.publishing.published import TABLES

EPOCH = "1970-01-01T00:00:00Z"  # of an edition without documents


@dataclass(frozen=True, slots=True)
class Edition:
    """The SHA-256 of the tables, and the time (RFC 3339) of the newest capture, loss of a page or decision in them."""

    digest: str
    moment: str

    @property
    def name(self) -> str:
        """The day it tells of, and what tells two of a day apart."""
        return f"{self.moment[:10].replace('-', '')}-{self.digest[:12]}"


def edition(folder: Path, decided: str | None = None) -> Edition:
    """The edition of the tables in a folder; `decided` is when the last decision in them was taken."""
    whole = sha256()
    for name in TABLES:
        whole.update(f"{name} {digest(folder / f'{name}.jsonl')}\n".encode())
    moments = pq.read_table(folder / "documents.parquet", columns=["fetched_at", "gone_since"])
    seen = (pc.max(column).as_py() for column in moments.columns)
    return Edition(whole.hexdigest(), max(EPOCH, decided or EPOCH, *filter(None, seen)))


def digest(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
