"""What a record says after the decisions that people took on it.

>>> from extractors.records import DateRecord
>>> record = DateRecord(id="r1", start=0, end=7, text="2021年3月", edtf="2021-03", confidence=0.6)
>>> taken = Decision(record="r1", document="d", action="correct", fields='{"edtf": "2022-03"}', reviewer="sato", at="")
>>> decided = apply(record, [taken])
>>> decided.edtf, decided.review, decided.confidence
('2022-03', 'corrected', 1.0)

Decisions are only ever added: the last one holds, and `reopen` takes back what stood before it. A rejected record
stays in the store and is left out of what is published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pydantic import ValidationError

from extractors.records import AnyRecord, Review
from extractors.rows import from_row, loads, to_row
from store.entries import Action, Decision

_REVIEW: dict[Action, Review] = {
    "confirm": "confirmed",
    "correct": "corrected",
    "add": "added",
    "reject": "rejected",
    "reopen": "unreviewed",
}
# What a record is and where it stands is not for a reviewer to change.
_FIXED = frozenset(
    {"kind", "id", "document", "text", "start", "end", "page", "boxes", "section", "extractor", "review"}
)


class DecisionError(ValueError):
    """A decision that the record's type refuses; the message names the field and the reason."""


def apply(record: AnyRecord, decisions: Iterable[Decision]) -> AnyRecord:
    """The record as it stands after its decisions in the order in which they were taken; raises `DecisionError`.

    `join` and `part` concern the register of agreements and leave the record as it is.
    """
    decided = record
    for decision in decisions:
        if decision.action in _REVIEW:
            decided = _decided(record if decision.action == "reopen" else decided, decision)
    return decided


def _decided(record: AnyRecord, decision: Decision) -> AnyRecord:
    row, corrections = to_row(record), loads(decision.fields)
    if fixed := sorted(_FIXED & corrections.keys()):
        raise DecisionError(f"{', '.join(fixed)} of record {record.id} cannot be changed; correct its values")
    if unknown := sorted(corrections.keys() - row.keys()):
        raise DecisionError(f"a {record.kind} has no {', '.join(unknown)}")
    try:
        changed = from_row(row | corrections)
    except ValidationError as error:
        first = error.errors()[0]
        raise DecisionError(f"{'.'.join(map(str, first['loc']))} of record {record.id}: {first['msg']}") from error
    confidence = record.confidence if decision.action == "reopen" else 1.0
    return replace(changed, review=_REVIEW[decision.action], confidence=confidence)
