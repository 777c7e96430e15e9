"""What people say of a record: its decisions, in the order in which they were taken, as one verdict.

>>> seen = '{"kind": "date", "edtf": "2021-03", "role": null}'
>>> first = Decision(record="r", document="d", action="correct", fields='{"edtf": "2022-03"}', as_seen=seen,
...     reviewer="佐藤", at="2026-11-26T09:00:00Z")
>>> verdict([first]).said, verdict([first, Decision(record="r", document="d", action="reopen", reviewer="鈴木", at="")])
({'edtf': '2022-03'}, None)

The last decision holds, corrections of earlier ones stand beside it, and `reopen` takes back all before it. A later
decision was taken in sight of a later extraction, which becomes the base of the earlier ones too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractors.records import Review
from extractors.rows import Row, loads
from store.entries import Action, Decision

# What is compared when a person confirms a whole record: its values, not how and where they were found.
VALUES: Mapping[str, tuple[str, ...]] = {
    "document": ("title", "publisher", "published", "page_id"),
    "date": ("edtf", "precision", "time", "role", "problem"),
    "city": ("name", "code", "prefecture", "country", "level", "geonames"),
    "figure": ("number", "min", "max", "approximate", "unit", "measure", "basis", "period", "status", "change"),
    "agreement": ("type", "title", "parties", "signed", "renewed", "ended", "topics", "status"),
}

Standpoint = Literal["confirm", "correct", "reject", "add"]
# How a standpoint shows on the record that is published.
REVIEWS: Mapping[Standpoint, Review] = {
    "confirm": "confirmed",
    "correct": "corrected",
    "add": "added",
    "reject": "rejected",
}
_STANDPOINTS: Mapping[Action, Standpoint] = {
    "confirm": "confirm",
    "correct": "correct",
    "reject": "reject",
    "add": "add",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds: `seen` is the extraction that the person saw, `said` the values that the person gave.

    `decision` is the last one, with the passage it was taken on; `seen` is empty for a record that a person added.
    """

    standpoint: Standpoint
    seen: Row
    said: Row
    decision: Decision

    @property
    def kind(self) -> str | None:
        """The kind of the record; null for a decision that says nothing of what was seen."""
        return self.whole.get("kind")

    @property
    def whole(self) -> Row:
        """The record as the person left it."""
        return self.seen | self.said


def verdict(decisions: Iterable[Decision]) -> Verdict | None:
    """What the decisions on one record come to, oldest first; None when none holds (any more)."""
    held: Verdict | None = None
    for decision in decisions:
        if standpoint := _STANDPOINTS.get(decision.action):
            held = _with(held, standpoint, decision)
        elif decision.action == "reopen":
            held = None
    return held


def _with(held: Verdict | None, standpoint: Standpoint, decision: Decision) -> Verdict:
    said: dict[str, Any] = loads(decision.fields)
    if held and held.standpoint == "add" and standpoint != "reject":
        standpoint = "add"
    return Verdict(standpoint, loads(decision.as_seen), (held.said if held else {}) | said, decision)
