"""The folder that a project works in: its sources, captures, ledger and published tables.

>>> Workspace(Path("city"), Path("city/sources")).ledger.as_posix()
'city/renkei.db'
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things lie: `home` holds raw/, renkei.db and processed/; `sources` the YAML files."""

    home: Path
    sources: Path

    @property
    def raw(self) -> Path:
        """The captures, as WARC files."""
        return self.home / "raw"

    @property
    def ledger(self) -> Path:
        """The SQLite file that records what was fetched, extracted and decided."""
        return self.home / "renkei.db"

    @property
    def processed(self) -> Path:
        """The published tables."""
        return self.home / "processed"
