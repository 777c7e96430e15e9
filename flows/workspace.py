"""The folder that a project works in: its sources, captures, ledger and published tables.

>>> Workspace(Path("city"), Path("city/sources")).ledger
PosixPath('city/renkei.db')
>>> Workspace(Path("city"), Path("city/sources"), database="postgresql://db/renkei").ledger
'postgresql+psycopg://db/renkei'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from crawler.source import Source, SourceError, load_all
from flows.limits import Limits


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things lie: `home` holds raw/, renkei.db and processed/; `sources` the YAML files.

    `limits` is what reading a document may take. `database` is a ledger elsewhere, a file or a URL; its password is
    taken out of it (see `store.database.set_apart`), so that nobody shows it or keeps it who is given a workspace.
    `captures` is where raw/ lies if it is elsewhere: a folder that machines share, also as file:// URL, or the URL of
    an object store.
    """

    home: Path
    sources: Path
    limits: Limits = field(default_factory=Limits)
    database: str | None = None
    captures: str | None = None

    def __post_init__(self) -> None:
        if self.database:
            from store.database import set_apart  # noqa: PLC0415  loads SQLAlchemy

            object.__setattr__(self, "database", set_apart(self.database))

    @property
    def raw(self) -> Path:
        """The captures, as WARC files; with an object store, those that are not there yet."""
        if self.captures is None or self.store:
            return self.home / "raw"
        return Path(url2pathname(urlsplit(self.captures).path) if "://" in self.captures else self.captures)

    @property
    def store(self) -> str | None:
        """The URL of the object store that holds the captures, if one does."""
        elsewhere = self.captures and "://" in self.captures and not self.captures.startswith("file://")
        return self.captures if elsewhere else None

    @property
    def ledger(self) -> Path | str:
        """The SQLite file, or the URL of the database, that records what was fetched, extracted and decided."""
        if self.database and "://" in self.database:
            return self.database
        return Path(self.database) if self.database else self.home / "renkei.db"

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
