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

from extractors.records import AnyRecord
from extractors.rows import loads
from review.merge import Standing, merged
from review.resettling import Lost, Now, resettled
from review.verdict import Verdict, verdict
from store.entries import Decision
from store.ledger import Ledger

_REGISTER = ("join", "part")  # what people say of two records; the register knows what becomes of it


def standings(ledger: Ledger, kind: str | None = None, document: str | None = None) -> list[Standing]:
    """How the decisions on records of a kind, or of all, stand; those that were taken back do not.

    With `document` only those on its records: what stands elsewhere has no part in them.
    """
    decisions = _by_record(ledger, document)
    current, left = _records(ledger, decisions, document)
    moved: dict[str, list[Decision]] = defaultdict(list)
    found: list[Standing] = []
    for name, lost in _lost(decisions, current, left, kind).items():
        now = _now(ledger, name)
        if now is None:
            found += (Standing(state="orphan", decision=one.held.decision) for one in lost)
            continue
        for standing, heir in resettled(lost, now, decisions):
            if heir is None:
                found.append(standing)
            else:
                moved[heir.id] += decisions[standing.decision.record]
                current[heir.id] = heir
    return [*found, *_merged(current, moved, decisions, kind)]


def renamed(ledger: Ledger) -> dict[str, str]:
    """What records that people joined or parted are called now, where extraction gives their passage another id."""
    taken = {decision.record: decision for decision in ledger.decisions() if decision.action in _REGISTER}
    kept = {one.record.id: one for one in ledger.decided() if one.record.id in taken}
    lost: dict[str, list[Lost]] = defaultdict(list)
    for name, decision in taken.items():
        if name in kept and not kept[name].current:
            held = Verdict("confirm", loads(decision.as_seen), {}, decision)
            lost[decision.document].append(Lost(name, held, kept[name].last_seen))
    found: dict[str, str] = {}
    for document, ones in lost.items():
        if now := _now(ledger, document):
            settled = resettled(ones, now, {})
            found |= {standing.decision.record: heir.id for standing, heir in settled if heir}
    return found


def _by_record(ledger: Ledger, document: str | None) -> dict[str, list[Decision]]:
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for decision in ledger.decisions(document=document):
        if decision.action not in _REGISTER:
            decisions[decision.record].append(decision)
    return decisions


def _records(
    ledger: Ledger, decisions: Mapping[str, Sequence[Decision]], document: str | None
) -> tuple[dict[str, AnyRecord], dict[str, str | None]]:
    """The decided records that extraction still finds, documents among them, and when the others were last seen."""
    current: dict[str, AnyRecord] = {}
    left: dict[str, str | None] = {}
    for kept in ledger.decided(document):
        if kept.record.id in decisions:
            left[kept.record.id] = kept.last_seen
            current |= {kept.record.id: kept.record} if kept.current else {}
    for name, taken in decisions.items():
        if taken[0].document == name and (described := ledger.kept_document(name)):
            current[name] = described.record
    return current, left


def _lost(
    decisions: Mapping[str, Sequence[Decision]],
    current: Mapping[str, AnyRecord],
    left: Mapping[str, str | None],
    kind: str | None,
) -> dict[str, list[Lost]]:
    """The verdicts without a current record, by document."""
    lost: dict[str, list[Lost]] = defaultdict(list)
    for name, taken in decisions.items():
        held = verdict(taken) if name not in current else None
        if held and kind in (None, held.kind):
            lost[held.decision.document].append(Lost(name, held, left.get(name)))
    return lost


def _now(ledger: Ledger, name: str) -> Now | None:
    document, kept = ledger.document(name), ledger.kept_document(name)
    if document is None or kept is None:
        return None
    capture = ledger.capture(kept.capture)
    there = tuple(record for record in ledger.records_of(name) if record.current)
    return Now(document, there, capture.fetched_at if capture else "")


def _merged(
    current: Mapping[str, AnyRecord],
    moved: Mapping[str, Sequence[Decision]],
    decisions: Mapping[str, Sequence[Decision]],
    kind: str | None,
) -> Iterator[Standing]:
    """The verdicts on records that are there, those that came over from another id in their order among them."""
    for name, record in current.items():
        taken = sorted([*moved.get(name, ()), *decisions.get(name, ())], key=lambda decision: decision.id)
        held = verdict(taken) if kind in (None, record.kind) else None
        if held:
            yield merged(held, record)
