"""What is installed, what is missing, what to do: the checks behind `renkei doctor`.

>>> check = Check("Python", False, "3.10.4", "install Python 3.11 to 3.13")
>>> check.line()
'✗ Python               3.10.4: install Python 3.11 to 3.13'
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from crawler.source import SourceError, load_all
from extractors.extras import OCR, is_installed
from flows.workspace import Workspace
from store.database import LedgerError, name_of
from store.ledger import Ledger

_ROOM = 1 << 30  # bytes that should be free where captures go


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `remedy` says what to do when it is not well."""

    name: str
    well: bool
    found: str
    remedy: str = ""

    def line(self) -> str:
        """The check in one line for people."""
        return f"{'✓' if self.well else '✗'} {self.name:20} {self.found}{'' if self.well else ': ' + self.remedy}"


def examine(workspace: Workspace) -> list[Check]:
    """Every check, in the order in which one would mend them."""
    checks: list[Callable[[Workspace], Check]] = [_python, _packages, _model, _ocr, _room, _sources, _ledger, _server]
    return [check(workspace) for check in checks]


def _python(_: Workspace) -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", (3, 11) <= sys.version_info[:2] < (3, 14), found, "install Python 3.11 to 3.13")


def _packages(_: Workspace) -> Check:
    """Whether what `pyproject.toml` asks for is installed in a version that it allows."""
    wrong = []
    for requirement in map(Requirement, requires("renkei") or ()):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            if not requirement.specifier.contains(version(requirement.name), prereleases=True):
                wrong.append(f"{requirement.name} {version(requirement.name)}")
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} missing")
    return Check("Packages", not wrong, ", ".join(wrong) or f"renkei {version('renkei')}", "run `make setup`")


def _model(_: Workspace) -> Check:
    try:
        return Check("Japanese model", True, f"ja_ginza {version('ja-ginza')}")
    except PackageNotFoundError:
        return Check("Japanese model", False, "ja_ginza missing", "run `make setup`; nothing is downloaded later")


def _ocr(_: Workspace) -> Check:
    """Scanned PDFs can be kept without OCR, so that it is missing is no fault."""
    if not is_installed():
        return Check("OCR", True, "not installed: scanned PDFs are kept unread; `pip install renkei[ocr]` reads them")
    return Check("OCR", True, f"{OCR} {version(OCR)}")


def _room(workspace: Workspace) -> Check:
    if not workspace.home.is_dir():
        return Check("Room on disk", False, f"{workspace.home} is no folder", "make it, or name another with --home")
    free = shutil.disk_usage(workspace.home).free
    return Check("Room on disk", free > _ROOM, f"{free / 1e9:.1f} GB free", "free at least 1 GB, or move with --home")


def _sources(workspace: Workspace) -> Check:
    try:
        sources = load_all(workspace.sources)
    except SourceError as error:
        return Check("Sources", False, str(error), "correct the file; docs/sources.md explains every key")
    enabled = sum(source.enabled for source in sources)
    return Check("Sources", True, f"{enabled} enabled of {len(sources)} in {workspace.sources}")


def _ledger(workspace: Workspace) -> Check:
    place = workspace.ledger
    if isinstance(place, Path) and not place.exists():
        return Check("Ledger", True, f"none yet; the first run makes {place}")
    try:
        with Ledger.open(place) as ledger:
            counts = ledger.counts()
            kind = f"{ledger.kind}, {name_of(place)}"
    except LedgerError as error:
        return Check("Ledger", False, str(error), "restore it from a backup, or name another with --ledger")
    return Check("Ledger", True, f"{kind}: {counts.documents} documents, {sum(counts.records.values())} records")


def _server(_: Workspace) -> Check:
    address = os.environ.get("PREFECT_API_URL")
    return Check("Prefect server", True, address or "none named; each flow starts its own (some ten seconds)")
