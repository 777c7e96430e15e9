"""How well records match a golden file: F1 of each kind, values compared as multisets.

A golden file names what a careful reader records (tests/site/README.md has the form); entries marked `optional`
are neither required nor wrong. An agreement is right when its type, its signatories and `signed` are.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
FIGURE_FIELDS = ("basis", "period", "status", "approximate")
KINDS = ("date", "figure", "city", "agreement")
_PLURALS = dict(zip(KINDS, ("dates", "figures", "cities", "agreements"), strict=True))
Keyed = tuple[Any, dict[str, Any]]


@dataclass
class Tally:
    """Right, wrong and missed values of one kind, over any number of documents."""

    right: int = 0
    wrong: list[Any] = field(default_factory=list)
    missed: list[Any] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 when there was nothing to find and nothing was found."""
        errors = len(self.wrong) + len(self.missed)
        return 2 * self.right / (2 * self.right + errors) if self.right + errors else 1.0

    def add(self, required: Iterable[Hashable], optional: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Count one document."""
        want, have = Counter(required), Counter(found)
        self.right += (want & have).total()
        self.missed += (want - have).elements()
        self.wrong += (have - want - Counter(optional)).elements()


def score(tallies: dict[str, Tally], gold: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Add the rows of one document, compared with its golden file, to the tallies by kind."""
    for kind in KINDS:
        required, optional, found = keys(kind, gold, rows)
        values = [key for key, _ in found]
        if kind == "city":  # distinct places, not mentions
            required, optional, values = sorted(set(required)), sorted(set(optional)), sorted(set(values))
        tallies[kind].add(required, optional, values)


def keys(kind: str, gold: dict[str, Any], rows: list[dict[str, Any]]) -> tuple[list[Any], list[Any], list[Keyed]]:
    """What is compared of one kind: the values required, those that are optional, and those found with their rows."""
    key = _KEYS[kind]
    entries = gold[_PLURALS[kind]]
    required = [key(entry) for entry in entries if not entry.get("optional")]
    optional = [key(entry) for entry in entries if entry.get("optional")]
    found = [(key(row), row) for row in rows if row["kind"] == kind and (kind != "date" or row["edtf"])]
    return required, optional, found


def figure_fields(gold: dict[str, Any], rows: list[dict[str, Any]]) -> list[tuple[str, str, object, object]]:
    """Passage, field, value wanted and value found, for what is said of each required figure that was found.

    A figure of the golden file is paired with the nearest record of its value.
    """
    fields = []
    left = [row for row in rows if row["kind"] == "figure"]
    for entry in gold["figures"]:
        alike = [row for row in left if _figure(row) == _figure(entry)]
        if alike:
            found = min(alike, key=lambda row: abs(row["start"] - entry.get("start", row["start"])))
            left.remove(found)
            if not entry.get("optional"):
                fields += [
                    (entry["text"], name, entry.get(name) or None, found[name] or None) for name in FIGURE_FIELDS
                ]
    return fields


def _date(row: dict[str, Any]) -> Hashable:
    return str(row["edtf"])


def _figure(row: dict[str, Any]) -> Hashable:
    values = [row.get(name) for name in ("number", "min", "max")]
    return (*(None if value is None else round(float(value), 9) for value in values), row.get("unit"))


def _city(row: dict[str, Any]) -> tuple[str, str]:
    return (row.get("country") or "JP", row.get("code") or _plain(row["name"]).rstrip("市県州区郡町村省"))


def agreement_key(row: dict[str, Any]) -> Hashable:
    """What must be right of an agreement: type, day of signing, signatories."""
    signatories = {_plain(p["name"]) for p in row["parties"] if p.get("role", "signatory") == "signatory"}
    return (row["type"], row.get("signed"), tuple(sorted(signatories)))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


_KEYS = {"date": _date, "figure": _figure, "city": _city, "agreement": agreement_key}
