"""How well records agree with a gold file, in which a careful reader wrote down what a document says.

>>> gold = {"dates": [{"text": "3月1日", "start": 4, "edtf": "2021-03-01"}]}
>>> found = [{"kind": "date", "start": 4, "end": 8, "edtf": "2021-03-01"}]
>>> scored(gold, found)["date"].f1, scored(gold, [])["date"].missed
(1.0, ['2021-03-01'])

Dates and figures agree when their values do and their passages overlap, cities as distinct places, agreements by
type, signatories and day of signing. Entries marked `optional` are neither asked for nor wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extractors.rows import Row

PLURALS = {"date": "dates", "figure": "figures", "city": "cities", "agreement": "agreements"}


@dataclass(slots=True)
class Score:
    """What was right, missed and wrong of one kind, over one document or several."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 when nothing was found."""
        return self.right / (self.right + len(self.wrong)) if self.right or self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 when nothing is there."""
        return self.right / (self.right + len(self.missed)) if self.right or self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        errors = len(self.missed) + len(self.wrong)
        return 2 * self.right / (2 * self.right + errors) if self.right or errors else 1.0


def scored(gold: Mapping[str, Any], rows: list[Row]) -> dict[str, Score]:
    """The score of a document's rows by kind."""
    return {kind: _scored(kind, gold.get(plural, []), rows) for kind, plural in PLURALS.items()}


def _scored(kind: str, entries: list[Row], rows: list[Row]) -> Score:
    key = _KEYS[kind]
    found = [row for row in rows if row["kind"] == kind and (kind != "date" or row["edtf"])]
    if kind == "city":
        found = list({key(row): row for row in found}.values())
    waiting: dict[Hashable, list[Row]] = {}
    for entry in sorted(entries, key=lambda entry: bool(entry.get("optional"))):
        waiting.setdefault(key(entry), []).append(entry)
    score = Score()
    for row in found:
        same = waiting.get(key(row), [])
        match = next((entry for entry in same if _overlap(entry, row)), None)
        if match is None:
            score.wrong.append(str(key(row)))
            continue
        same.remove(match)
        score.right += not match.get("optional")
    score.missed = [str(key(e)) for left in waiting.values() for e in left if not e.get("optional")]
    return score


def _overlap(entry: Row, row: Row) -> bool:
    """Whether the passages meet; what has none stands for the whole document."""
    if "start" not in entry:
        return True
    return bool(entry["start"] < row["end"] and row["start"] < entry["start"] + len(entry["text"]))


def _figure(row: Row) -> Hashable:
    return (*(None if row.get(n) is None else Decimal(str(row[n])) for n in ("number", "min", "max")), row.get("unit"))


def _city(row: Row) -> Hashable:
    return row.get("country") or "JP", row.get("code") or _plain(row["name"]).rstrip("市県州区郡町村省")


def _agreement(row: Row) -> Hashable:
    signatories = {_plain(party["name"]) for party in row["parties"] if party.get("role", "signatory") == "signatory"}
    return row["type"], row.get("signed"), tuple(sorted(signatories))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


_KEYS: dict[str, Callable[[Row], Hashable]] = {
    "date": lambda row: str(row["edtf"]),
    "figure": _figure,
    "city": _city,
    "agreement": _agreement,
}
