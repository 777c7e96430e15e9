"""The records of the ledger as they stand after what people decided about them."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from extractors.records import AnyRecord
from review.standings import standings
from store.ledger import Ledger

_PEOPLES = ("confirmed", "corrected", "added")


def reviewed(ledger: Ledger, kind: str, only: bool = False) -> Iterator[AnyRecord]:
    """The records of a kind that are published, by document and place in its text; with `only` those of people.

    Rejected ones are left out. Undecided records stream by; the others are as their decisions stand now.
    """
    found = standings(ledger, kind)
    settled = {standing.new.id for standing in found if standing.new and standing.state != "reopened"}
    decided = sorted((standing.record for standing in found if standing.record), key=_order)
    undecided = (record for record in ledger.records(kind) if record.id not in settled)
    for record in merge(undecided, decided, key=_order):
        if not only or record.review in _PEOPLES:
            yield record


def _order(record: AnyRecord) -> tuple[str, int, int, str]:
    return record.document, record.start, record.end, record.id
