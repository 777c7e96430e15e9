"""How every decision in a ledger stands, now that pages and extractors may have changed.

>>> with Ledger.open("sqlite://") as ledger:
...     standings(ledger)
[]

A decision finds its record by id. Where the id is no longer among the current ones, the passage is looked for in the
text of the document: found unchanged, the decision goes over to the record that stands there now, or keeps its own.
The work grows with the decisions, and a text is read only when one of its decisions has lost its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from extractors.document import Document
from extractors.identity import complete
from extractors.records import AgreementRecord, AnyRecord
from extractors.rows import dumps, from_row, loads, to_row
from review.anchoring import Anchor, Place, Quote, anchor
from review.merge import Standing, merged
from review.verdict import REVIEWS, VALUES, Verdict, verdict
from store.entries import Decision
from store.ledger import Ledger

_REGISTER = ("join", "part")  # what people say of two records; the register knows what becomes of it
Decisions = Mapping[str, Sequence[Decision]]


@dataclass(frozen=True, slots=True)
class _Lost:
    """A verdict whose record is not among the current ones any more, and where its passage is now."""

    record: str
    held: Verdict
    anchor: Anchor


def standings(ledger: Ledger, kind: str | None = None) -> list[Standing]:
    """How the decisions on records of a kind, or of all, stand; those that were taken back do not."""
    decisions = _by_record(ledger)
    current = _current(ledger, decisions)
    moved: dict[str, list[Decision]] = defaultdict(list)
    found: list[Standing] = []
    for name, lost in _lost(decisions, current, kind).items():
        document = ledger.document(name)
        if document is None:
            found += (Standing(state="orphan", decision=held.decision) for _, held in lost)
            continue
        here = [kept.record for kept in ledger.records_of(name) if kept.current]
        for standing, target in _resettled(lost, document, here, decisions):
            if target is None:
                found.append(standing)
            else:
                moved[target.id] += decisions[standing.decision.record]
                current[target.id] = target
    for name, record in current.items():
        held = verdict(sorted([*moved[name], *decisions.get(name, ())], key=lambda decision: decision.id))
        if held and kind in (None, record.kind):
            found.append(merged(held, record))
    return found


def _by_record(ledger: Ledger) -> dict[str, list[Decision]]:
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for decision in ledger.decisions():
        if decision.action not in _REGISTER:
            decisions[decision.record].append(decision)
    return decisions


def _current(ledger: Ledger, decisions: Decisions) -> dict[str, AnyRecord]:
    """The decided records that extraction still finds, by id, documents among them."""
    found = {kept.record.id: kept.record for kept in ledger.decided() if kept.current and kept.record.id in decisions}
    for name, taken in decisions.items():
        if taken[0].document == name and (document := ledger.kept_document(name)):
            found[name] = document.record
    return found


def _lost(
    decisions: Decisions, current: Mapping[str, AnyRecord], kind: str | None
) -> dict[str, list[tuple[str, Verdict]]]:
    """The verdicts without a current record, by document."""
    lost: dict[str, list[tuple[str, Verdict]]] = defaultdict(list)
    for name, taken in decisions.items():
        held = verdict(taken) if name not in current else None
        if held and kind in (None, held.kind):
            lost[held.decision.document].append((name, held))
    return lost


def _resettled(
    verdicts: Sequence[tuple[str, Verdict]], document: Document, here: Sequence[AnyRecord], decisions: Decisions
) -> Iterator[tuple[Standing, AnyRecord | None]]:
    """How each verdict stands in the document as it is now, or the record that it goes over to."""
    place = Place(document.text)
    lost = [_Lost(name, held, anchor(Quote.of(held.decision), place)) for name, held in verdicts]
    heirs = _heirs(lost, here)
    for one in lost:
        decision, heir = one.held.decision, heirs.get(one.record)
        if one.anchor.found == "gone":
            yield Standing(state="orphan", decision=decision), None
        elif one.anchor.found == "unchanged":
            yield merged(one.held, None, None if heir else _restored(one, document)), heir
        elif not heir or not any(later.id > decision.id for later in decisions.get(heir.id, ())):
            passage = document.text[one.anchor.start : one.anchor.end]
            yield Standing(state="reopened", decision=decision, new=heir, passage=passage), None


def _heirs(lost: Sequence[_Lost], here: Sequence[AnyRecord]) -> dict[str, AnyRecord]:
    """The record that stands where each passage is now, the likest first; no record is given twice."""
    pairs = [
        (_likeness(one, record), one.record, record)
        for one in lost
        for record in here
        if record.kind == one.held.kind and _overlap(one.anchor, record)
    ]
    heirs: dict[str, AnyRecord] = {}
    taken: set[str] = set()
    for _, name, record in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].id), reverse=True):
        if name not in heirs and record.id not in taken:
            heirs[name] = record
            taken.add(record.id)
    return heirs


def _overlap(anchor: Anchor, record: AnyRecord) -> bool:
    return anchor.start is not None and anchor.end is not None and anchor.start < record.end > record.start < anchor.end


def _likeness(lost: _Lost, record: AnyRecord) -> tuple[int, bool]:
    row, seen = loads(dumps(to_row(record))), lost.held.whole
    return sum(row[field] == seen.get(field) for field in VALUES[record.kind]), lost.anchor.start == record.start


def _restored(lost: _Lost, document: Document) -> AnyRecord | None:
    """The person's record where its passage is now, though extraction finds none there; null when none is kept."""
    if lost.held.kind is None:
        return None
    row = lost.held.whole | {"start": lost.anchor.start, "end": lost.anchor.end, "boxes": None, "page": None}
    record: Any = from_row(row)
    if isinstance(record, AgreementRecord):
        there = (mention for mention in record.mentions if document.text.startswith(mention.text, mention.start))
        record = replace(record, mentions=tuple(there))
    (placed,) = complete(document, record.extractor, [record])
    return replace(cast(AnyRecord, placed), id=lost.record, review=REVIEWS[lost.held.standpoint], confidence=1.0)
