"""What needs a reviewer's eyes, best first: every record with its state and its place in the queue, held in memory.

>>> rank("figure", 0.4, "figures/1+ocr", "c"), rank("agreement", 0.9, "agreements/1", "c"), rank("city", 1.0, "x", "c")
('recognised', 'agreement', 'rest')

Conflicts and reopened decisions come first, then values that extraction itself doubts, figures read by OCR (a misread
digit looks like any other), agreements, and of the rest every twentieth as a spot check. Reading a ledger of a
hundred thousand records takes seconds, so it is done once; then documents that were read again and decisions are
followed one by one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from threading import Lock
from typing import Literal

from extractors.extract import BY_OCR
from extractors.records import AnyRecord
from review.merge import Standing
from review.standings import standings
from store.entries import Action, Decision, KeptDocument
from store.ledger import Ledger

Reason = Literal["conflict", "reopened", "orphan", "doubtful", "recognised", "agreement", "spot", "rest"]
REASONS: tuple[Reason, ...] = (
    "conflict", "reopened", "orphan", "doubtful", "recognised", "agreement", "spot", "rest",
)  # fmt: skip
STATES = ("open", "confirmed", "corrected", "added", "rejected")

_DOUBTFUL = 0.6
_SPOT = 20  # one record in so many is a spot check
_AGAIN: dict[str, Reason] = {"conflict": "conflict", "reopened": "reopened", "orphan": "orphan"}
_STATE: dict[Action, str] = {
    "confirm": "confirmed", "correct": "corrected", "add": "added", "reject": "rejected", "reopen": "open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A record in the queue; `city` is the publisher of its document."""

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


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reviewer wants to see; empty is everything."""

    kind: str = ""
    source: str = ""
    city: str = ""
    state: str = "open"
    reason: str = ""

    def holds(self, item: Item) -> bool:
        """Whether the item is wanted."""
        return all(not wanted or wanted == getattr(item, name) for name, wanted in self.given())

    def given(self) -> Iterator[tuple[str, str]]:
        """The names and values of what is asked for."""
        yield from (("kind", self.kind), ("source", self.source), ("city", self.city))
        yield from (("state", self.state), ("reason", self.reason))


class Backlog:
    """All items of a ledger, followed as it changes; safe to share between threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._work: tuple[int, str] | None = None
        self._decision = 0
        self._items: dict[str, Item] = {}
        self._ordered: dict[str, list[tuple[tuple[int, float, str, int, str], Item]]] = {}
        self._documents: dict[str, set[str]] = {}
        self._counts: Counter[tuple[str, ...]] = Counter()

    def refresh(self) -> None:
        """Take in what was extracted and decided since the last time."""
        with self._lock:
            work = self._ledger.last_work()
            if self._work is None:
                self._load()
            elif work != self._work:
                for kept in self._ledger.documents(since=self._work[1]):
                    self._read_again(kept)
            self._work = work
            for decision in self._ledger.decisions(after=self._decision):
                self._follow(decision)

    @property
    def mark(self) -> tuple[tuple[int, str] | None, int]:
        """What the backlog knows of: another mark means that something has changed."""
        return self._work, self._decision

    def page(self, wanted: Filter, after: str = "", most: int = 50) -> list[Item]:
        """The first items that are wanted, from behind the record `after` on."""
        with self._lock:
            return [item for item, _ in zip(self._wanted(wanted, after), range(most), strict=False)]

    def following(self, wanted: Filter, record: str, avoid: Container[str] = ()) -> Item | None:
        """The next item behind a record that is not to be avoided; from the front again when there is none behind."""
        with self._lock:
            around = chain(self._wanted(wanted, record), self._wanted(wanted, ""))
            return next((item for item in around if item.record != record and item.record not in avoid), None)

    def item(self, record: str) -> Item | None:
        """The item of a record."""
        with self._lock:
            return self._items.get(record)

    def of_document(self, document: str) -> list[Item]:
        """The items of a document in the order of its text."""
        with self._lock:
            items = [self._items[name] for name in self._documents.get(document, ())]
        return sorted(items, key=lambda item: (item.start, item.end, item.record))

    def count(self, wanted: Filter) -> int:
        """How many items are wanted."""
        return sum(self.tally(wanted, "state").values())

    def tally(self, wanted: Filter, name: str) -> Counter[str]:
        """How many items there are for each value of a field, whatever the filter says of that field."""
        free = [(field, value) for field, value in wanted.given() if field != name]
        place = _KEY.index(name)
        found: Counter[str] = Counter()
        with self._lock:
            for key, number in self._counts.items():
                if all(not value or key[_KEY.index(field)] == value for field, value in free):
                    found[key[place]] += number
        return +found

    def _wanted(self, wanted: Filter, after: str) -> Iterator[Item]:
        behind = self._items.get(after)
        for state in [wanted.state] if wanted.state else STATES:
            items = self._ordered.get(state, [])
            first = bisect_left(items, (behind.order,)) if behind else 0
            there = (items[place][1] for place in range(first, len(items)))  # a slice would copy it all
            yield from (item for item in there if item.record != after and wanted.holds(item))

    def _load(self) -> None:
        self._decision = max((decision.id for decision in self._ledger.decisions()), default=0)
        by_document: dict[str, list[Standing]] = {}
        for standing in standings(self._ledger):
            by_document.setdefault(standing.decision.document, []).append(standing)
        for kept in self._ledger.documents():
            for item in self._found(kept, by_document.get(kept.record.id, ())):
                self._add(item)
                self._ordered.setdefault(item.state, []).append((item.order, item))
        for items in self._ordered.values():
            items.sort(key=lambda pair: pair[0])

    def _read_again(self, kept: KeptDocument) -> None:
        """Put what a document holds now in the place of what it held."""
        name = kept.record.id
        for record in self._documents.pop(name, set()):
            self._remove(self._items.pop(record))
        for item in self._found(kept, standings(self._ledger, document=name)):
            self._add(item)
            self._place(item)

    def _found(self, kept: KeptDocument, there: Iterable[Standing]) -> Iterator[Item]:
        """The items of a document, with how the decisions on it stand."""
        found = {_name(standing): standing for standing in there}
        for one in self._ledger.records_of(kept.record.id):
            if one.current:
                yield _item(one.record, kept, found.pop(one.record.id, None))
        yield from (_decided_item(name, standing, kept) for name, standing in found.items())

    def _add(self, item: Item) -> None:
        self._items[item.record] = item
        self._documents.setdefault(item.document, set()).add(item.record)
        self._counts[_key(item)] += 1

    def _follow(self, decision: Decision) -> None:
        self._decision = decision.id
        state = _STATE.get(decision.action)
        if state is None:
            return
        item = self._items.get(decision.record) or self._new(decision)
        if item is None:
            return
        if decision.record in self._items:
            self._remove(item)
        reason = "rest" if item.reason in _AGAIN else item.reason
        self._add(changed := replace(item, state=state, reason=reason))
        self._place(changed)

    def _remove(self, item: Item) -> None:
        self._counts[_key(item)] -= 1
        items = self._ordered[item.state]
        del items[bisect_left(items, item.order, key=lambda pair: pair[0])]

    def _place(self, item: Item) -> None:
        insort(self._ordered.setdefault(item.state, []), (item.order, item), key=lambda pair: pair[0])

    def _new(self, decision: Decision) -> Item | None:
        kept = self._ledger.kept_document(decision.document)
        found = standings(self._ledger, document=decision.document)
        standing = next((one for one in found if one.decision.record == decision.record), None)
        return _decided_item(decision.record, standing, kept) if kept and standing else None


_KEY = ("kind", "source", "city", "state", "reason", "year")


def rank(kind: str, confidence: float, extractor: str, record: str) -> Reason:
    """Why a record that nobody has decided on is in the queue."""
    if confidence < _DOUBTFUL and not (kind == "figure" and extractor.endswith(BY_OCR)):
        return "doubtful"
    if kind == "figure" and extractor.endswith(BY_OCR):
        return "recognised"
    if kind == "agreement":
        return "agreement"
    return "spot" if sum(record.encode()) % _SPOT == 0 else "rest"


def _key(item: Item) -> tuple[str, ...]:
    return item.kind, item.source, item.city, item.state, item.reason, item.year


def _name(standing: Standing) -> str:
    return standing.new.id if standing.new else standing.decision.record


def _item(record: AnyRecord, kept: KeptDocument, standing: Standing | None) -> Item:
    document = kept.record
    again = _AGAIN.get(standing.state) if standing else None
    state = "open" if again or standing is None else _decided(standing)
    return Item(
        record=record.id,
        kind=record.kind,
        document=document.id,
        source=document.source or "",
        city=document.publisher.name if document.publisher else "",
        title=document.title or document.url or document.id,
        text=" ".join(record.text.split())[:120],
        start=record.start,
        end=record.end,
        confidence=record.confidence,
        reason=again or rank(record.kind, record.confidence, record.extractor, record.id),
        state=state,
        year=(document.published or document.updated or document.fetched_at or "")[:4],
    )


def _decided_item(name: str, standing: Standing, kept: KeptDocument) -> Item:
    """The item of a decision whose record is not among the extracted ones."""
    record = standing.record or kept.record
    item = _item(record, kept, standing)
    verdict_kind = standing.record.kind if standing.record else "document"
    return replace(item, record=name, kind=verdict_kind, text=" ".join(standing.decision.passage.split())[:120])


def _decided(standing: Standing) -> str:
    return standing.record.review if standing.record else "rejected"
