"""The folder that a project works in: its sources, captures, ledger and published tables.

>>> Workspace(Path("city"), Path("city/sources")).ledger.as_posix()
'city/renkei.db'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from crawler.source import Source, SourceError, load_all
from flows.limits import Limits


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things lie: `home` holds raw/, renkei.db and processed/; `sources` the YAML files.

    `limits` is what reading a document may take.
    """

    home: Path
    sources: Path
    limits: Limits = field(default_factory=Limits)

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

    @property
    def state(self) -> Path:
        """Locks, what was published last, Prefect's history of runs: may be deleted whenever nothing runs."""
        return self.home / ".renkei"

    def chosen(self, names: list[str] | None = None) -> list[Source]:
        """The named sources, enabled or not, or all that are enabled; raises `SourceError` when there is none."""
        there = {source.name: source for source in load_all(self.sources)}
        if unknown := [name for name in names or () if name not in there]:
            raise SourceError(f"{', '.join(unknown)}: no such source in {self.sources}; there are: {', '.join(there)}")
        found = [there[name] for name in names] if names else [source for source in there.values() if source.enabled]
        if not found:
            raise SourceError(f"{self.sources}: no source is enabled; name one, or set `enabled: true` in its file")
        return found
