"""The records of the ledger as they stand after what people decided about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import merge

from extractors.records import AnyRecord, DocumentRecord
from review.standings import standings
from store.ledger import Ledger

_PEOPLES = ("confirmed", "corrected", "added")


def reviewed(ledger: Ledger, kind: str, only: bool = False) -> Iterator[AnyRecord]:
    """The records of a kind that are published, by document and place in its text; with `only` those of people.

    Rejected ones are left out. Undecided records stream by; the others are as their decisions stand now. Documents
    say whether their page is gone.
    """
    found = standings(ledger, kind)
    settled = {standing.new.id for standing in found if standing.new and standing.state != "reopened"}
    decided = sorted((standing.record for standing in found if standing.record), key=_order)
    undecided = (record for record in ledger.records(kind) if record.id not in settled)
    gone = ledger.gone() if kind == "document" else {}
    for record in merge(undecided, decided, key=_order):
        if not only or record.review in _PEOPLES:
            yield _marked(record, gone)


def _marked(record: AnyRecord, gone: dict[str, tuple[str, str | None]]) -> AnyRecord:
    if not isinstance(record, DocumentRecord) or record.url not in gone:
        return record
    since, seen = gone[record.url]
    return replace(record, gone_since=since, last_seen=seen or record.fetched_at)


def _order(record: AnyRecord) -> tuple[str, int, int, str]:
    return record.document, record.start, record.end, record.id
