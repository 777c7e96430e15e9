"""What needs a reviewer's eyes, best first: every record with its state and its place in the queue, held in memory.

>>> list(Filter(kind="date").given())
[('kind', 'date'), ('state', 'open')]

Reading a ledger of a hundred thousand records takes seconds, so it is done once; then documents that were read again
and decisions are followed one by one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from threading import Lock

from review.app.item import STATES, TROUBLES, Item, decided_item, item_of
from review.merge import Standing
from review.standings import standings
from store.entries import Decision, KeptDocument
from store.ledger import Ledger

_KEY = ("kind", "source", "city", "state", "reason", "year")


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
        return all(wanted == getattr(item, name) for name, wanted in self.given())

    def given(self) -> Iterator[tuple[str, str]]:
        """The names and values of what is asked for."""
        fields = ("kind", "source", "city", "state", "reason")
        yield from ((name, value) for name in fields if (value := getattr(self, name)))


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
        self._troubles: dict[str, Standing] = {}
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

    def trouble(self, record: str) -> Standing | None:
        """How the decision stands that no longer fits the record or passage; None when it fits."""
        with self._lock:
            return self._troubles.get(record)

    def of_document(self, document: str) -> list[Item]:
        """The items of a document in the order of its text."""
        with self._lock:
            items = [self._items[name] for name in self._documents.get(document, ())]
        return sorted(items, key=lambda item: (item.start, item.end, item.record))

    def count(self, wanted: Filter) -> int:
        """How many items are wanted."""
        return sum(self._tally(wanted.given(), "state").values())

    def tally(self, wanted: Filter, name: str) -> Counter[str]:
        """How many items there are for each value of a field, whatever the filter says of that field."""
        return self._tally(((field, value) for field, value in wanted.given() if field != name), name)

    def _tally(self, given: Iterable[tuple[str, str]], name: str) -> Counter[str]:
        wanted, place = [(_KEY.index(field), value) for field, value in given], _KEY.index(name)
        found: Counter[str] = Counter()
        with self._lock:
            for key, number in self._counts.items():
                if all(key[at] == value for at, value in wanted):
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
        self._decision, _ = self._ledger.last_decision()
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
        self._troubles |= {name: standing for name, standing in found.items() if standing.state in TROUBLES}
        for one in self._ledger.records_of(kept.record.id):
            if one.current:
                yield item_of(one.record, kept, found.pop(one.record.id, None))
        yield from (decided_item(name, standing, kept) for name, standing in found.items())

    def _add(self, item: Item) -> None:
        self._items[item.record] = item
        self._documents.setdefault(item.document, set()).add(item.record)
        self._counts[_key(item)] += 1

    def _follow(self, decision: Decision) -> None:
        """Take in a decision; what it means for a passage that changed, or for a new record, its document tells."""
        self._decision = decision.id
        item = self._items.get(decision.record)
        if item is None or item.troubled:
            if kept := self._ledger.kept_document(decision.document):
                self._read_again(kept)
        elif changed := item.after(decision):
            self._remove(item)
            self._add(changed)
            self._place(changed)

    def _remove(self, item: Item) -> None:
        self._troubles.pop(item.record, None)
        self._counts[_key(item)] -= 1
        items = self._ordered[item.state]
        del items[bisect_left(items, item.order, key=lambda pair: pair[0])]

    def _place(self, item: Item) -> None:
        insort(self._ordered.setdefault(item.state, []), (item.order, item), key=lambda pair: pair[0])


def _key(item: Item) -> tuple[str, ...]:
    return item.kind, item.source, item.city, item.state, item.reason, item.year


def _name(standing: Standing) -> str:
    return standing.new.id if standing.new else standing.decision.record
