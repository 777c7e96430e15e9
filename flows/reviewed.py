"""The records of the ledger as they stand after what people decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractors.records import AnyRecord
from review.decision import apply
from store.entries import Decision
from store.ledger import Ledger


def reviewed(ledger: Ledger, kind: str) -> Iterator[AnyRecord]:
    """The records of a kind as they stand after the decisions on them; rejected ones are left out."""
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for decision in ledger.decisions():
        decisions[decision.record].append(decision)
    for record in ledger.records(kind):
        decided = apply(record, decisions[record.id]) if record.id in decisions else record
        if decided.review != "rejected":
            yield decided
