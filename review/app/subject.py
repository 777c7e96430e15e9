"""The record that a screen is about: what extraction says of it, what people said, and how that stands now.

>>> with Ledger.open("sqlite://") as ledger:
...     find(ledger, "0a1b2c3d4e5f6071", troubled=False) is None
True
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.document import Document
from extractors.records import AnyRecord
from extractors.rows import from_row, loads
from review.merge import Standing
from review.standings import standings
from store.entries import Capture, Decision, KeptDocument, KeptRecord
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Subject:
    """A record as people left it, on its document; `lost` when its passage is there no more."""

    record: AnyRecord
    kept: KeptRecord | None
    standing: Standing | None
    decisions: tuple[Decision, ...]
    document: Document
    described: KeptDocument
    capture: Capture | None
    lost: bool

    @property
    def seen(self) -> int:
        """How many decisions on the record are known here."""
        return sum(decision.record == self.record.id for decision in self.decisions)


def find(ledger: Ledger, name: str, *, troubled: bool) -> Subject | None:
    """The record or document with this id; `troubled` when a decision on another record may have come to it."""
    kept = ledger.record(name)
    decisions = tuple(ledger.decisions(name))
    place = kept.record.document if kept else decisions[0].document if decisions else None
    standing = _standing(ledger, name, place) if decisions or troubled else None
    owner = kept.record.document if kept else standing.decision.document if standing else name
    described, document = ledger.kept_document(owner), ledger.document(owner)
    record = _record(name, kept, standing, described)
    if described is None or document is None or record is None:
        return None
    if standing and standing.decision.record != name:
        decisions = (*ledger.decisions(standing.decision.record), *decisions)
    return Subject(
        record=replace(record, id=name),
        kept=kept,
        standing=standing,
        decisions=decisions,
        document=document,
        described=described,
        capture=ledger.capture(described.capture),
        lost=not (kept and kept.current) and name != owner and not (standing and standing.record),
    )


def _standing(ledger: Ledger, name: str, document: str | None) -> Standing | None:
    found = standings(ledger, document=document)
    return next((one for one in found if name in (one.decision.record, one.new.id if one.new else "")), None)


def _record(
    name: str, kept: KeptRecord | None, standing: Standing | None, described: KeptDocument | None
) -> AnyRecord | None:
    """What people left, else what extraction says, else what was last known of a passage that is gone."""
    if standing and standing.record:
        return standing.record
    if kept:
        return kept.record
    if standing and loads(standing.decision.as_seen):
        return from_row(loads(standing.decision.as_seen))
    return described.record if described and described.record.id == name else None
