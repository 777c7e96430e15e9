"""A record in the queue: why it is there, how it stands, and its place among the others.

>>> rank("figure", 0.4, "figures/1+ocr", "c"), rank("agreement", 0.9, "agreements/1", "c"), rank("city", 1.0, "x", "c")
('recognised', 'agreement', 'rest')

Conflicts and reopened decisions come first, then values that extraction itself doubts, figures read by OCR (a misread
digit looks like any other), agreements, and of the rest every twentieth as a spot check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from extractors.extract import BY_OCR
from extractors.records import AnyRecord
from extractors.rows import loads
from review.merge import Standing
from store.entries import Action, Decision, KeptDocument

Reason = Literal["conflict", "reopened", "orphan", "doubtful", "recognised", "agreement", "spot", "rest"]
REASONS: tuple[Reason, ...] = (
    "conflict", "reopened", "orphan", "doubtful", "recognised", "agreement", "spot", "rest",
)  # fmt: skip
TROUBLES: dict[str, Reason] = {"conflict": "conflict", "reopened": "reopened", "orphan": "orphan"}  # by standing
STATES = ("open", "confirmed", "corrected", "added", "rejected")

_DOUBTFUL = 0.6
_LONGEST = 120  # characters of a passage
_SPOT = 20  # one record in so many is a spot check
_STATE: dict[Action, str] = {
    "confirm": "confirmed", "correct": "corrected", "add": "added", "reject": "rejected", "reopen": "open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A record in the queue; `city` is the publisher of its document. One whose passage is gone has no place there."""

    record: str
    kind: str
    document: str
    source: str
    city: str
    title: str
    text: str
    start: int
    end: int
    confidence: float
    reason: Reason
    state: str = "open"
    year: str = ""

    @property
    def order(self) -> tuple[int, float, str, int, str]:
        """By reason, then doubt in steps of a tenth, so that one document stays together."""
        return REASONS.index(self.reason), round(self.confidence, 1), self.document, self.start, self.record

    @property
    def troubled(self) -> bool:
        """Whether what was decided on it no longer fits."""
        return self.reason in TROUBLES

    def after(self, decision: Decision) -> Item | None:
        """The item once this was decided on it; None when the decision says nothing of the record itself."""
        state = _STATE.get(decision.action)
        return replace(self, state=state) if state else None


def rank(kind: str, confidence: float, extractor: str, record: str) -> Reason:
    """Why a record that nobody has decided on is in the queue."""
    if confidence < _DOUBTFUL and not (kind == "figure" and extractor.endswith(BY_OCR)):
        return "doubtful"
    if kind == "figure" and extractor.endswith(BY_OCR):
        return "recognised"
    if kind == "agreement":
        return "agreement"
    return "spot" if sum(record.encode()) % _SPOT == 0 else "rest"


def item_of(record: AnyRecord, kept: KeptDocument, standing: Standing | None) -> Item:
    """The item of a record that extraction finds, with how the decision on it stands."""
    document = kept.record
    again = TROUBLES.get(standing.state) if standing else None
    state = "open" if again or standing is None else _decided(standing)
    return Item(
        record=record.id,
        kind=record.kind,
        document=document.id,
        source=document.source or "",
        city=document.publisher.name if document.publisher else "",
        title=document.title or document.url or document.id,
        text=" ".join(record.text.split())[:_LONGEST],
        start=record.start,
        end=record.end,
        confidence=record.confidence,
        reason=again or rank(record.kind, record.confidence, record.extractor, record.id),
        state=state,
        year=(document.published or document.updated or document.fetched_at or "")[:4],
    )


def decided_item(name: str, standing: Standing, kept: KeptDocument) -> Item:
    """The item of a decision whose record is not among the extracted ones."""
    item = item_of(standing.record or kept.record, kept, standing)
    text = " ".join(standing.decision.passage.split())[:_LONGEST]
    if standing.record:
        return replace(item, record=name, text=text)
    kind = (loads(standing.decision.as_seen) | loads(standing.decision.fields)).get("kind", "document")
    return replace(item, record=name, kind=kind, text=text, start=0, end=0)


def _decided(standing: Standing) -> str:
    return standing.record.review if standing.record else "rejected"
