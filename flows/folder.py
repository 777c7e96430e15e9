"""The workspace of a run as Prefect keeps it: JSON, without secrets.

>>> Folder(home="/srv/renkei").workspace().processed.as_posix()
'/srv/renkei/processed'
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from flows.limits import MEMORY, SECONDS, Limits
from flows.workspace import Workspace


class Folder(BaseModel):
    """Where a run works, and what reading a document may take (seconds, bytes).

    What is left out stands in the environment of the run, as for the command line: RENKEI_HOME, RENKEI_SOURCES,
    RENKEI_LEDGER, RENKEI_RAW, RENKEI_READER_SECONDS, RENKEI_READER_MEMORY (MiB).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: str | None = None
    sources: str | None = None
    ledger: str | None = None
    raw: str | None = None
    seconds: float | None = None
    memory: int | None = None

    @classmethod
    def of(cls, workspace: Workspace) -> Folder:
        """The same workspace, whichever folder the run is begun in."""
        ledger, captures = workspace.ledger, workspace.captures
        return cls(
            home=str(workspace.home.absolute()),
            sources=str(workspace.sources.absolute()),
            ledger=str(ledger.absolute() if isinstance(ledger, Path) else ledger),
            raw=captures if captures is None or "://" in captures else str(Path(captures).absolute()),
            seconds=workspace.limits.seconds,
            memory=workspace.limits.memory,
        )

    def workspace(self) -> Workspace:
        """The workspace that is meant."""
        told = os.environ
        home = Path(self.home or told.get("RENKEI_HOME", "."))
        sources = self.sources or told.get("RENKEI_SOURCES")
        seconds = self.seconds or float(told.get("RENKEI_READER_SECONDS", SECONDS))
        memory = self.memory or int(told.get("RENKEI_READER_MEMORY", MEMORY >> 20)) << 20
        return Workspace(
            home,
            Path(sources) if sources else home / "sources",
            Limits(seconds, memory),
            self.ledger or told.get("RENKEI_LEDGER"),
            self.raw or told.get("RENKEI_RAW"),
        )
