"""Decisions whose record has gone from a document, and the records that stand in its place.

>>> from extractors.records import DateRecord
>>> from review.verdict import verdict
>>> text = "会議は令和3年1月28日に開催した。"
>>> document = Document(id="d", text=text, media_type="text/plain", sha256="")
>>> new = DateRecord(id="new", document="d", text=text[3:12], start=3, end=12, edtf="2021-01-28", confidence=0.9)
>>> said = Decision(record="old", document="d", action="confirm", as_seen='{"kind": "date", "edtf": "2021-01-28"}',
...     reviewer="佐藤", at="", passage=text[3:12], before="定例会議は", after="に開催した。", start=5)
>>> lost = Lost(said.record, verdict([said]), left=None)
>>> ((standing, heir),) = resettled([lost], Now(document, (KeptRecord(record=new, sha256="", first_seen=""),), ""), {})
>>> standing.state, heir.id
('holds', 'new')

A passage is found again where no other record has stood all along: the same words said of another thing keep their own
record. No record takes over two decisions on passages that were apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from extractors.document import Document
from extractors.identity import complete
from extractors.records import AgreementRecord, AnyRecord
from extractors.rows import dumps, from_row, loads, to_row
from review.anchoring import Anchor, Place, Quote, anchor
from review.merge import Standing, merged
from review.verdict import REVIEWS, VALUES, Verdict
from store.entries import Decision, KeptRecord


@dataclass(frozen=True, slots=True)
class Lost:
    """A verdict whose record is not current any more; `left` is when it was last seen, null if it never was found."""

    record: str
    held: Verdict
    left: str | None


class Now:
    """A document as it is: its text, its current records in the order of the text, and when it was fetched."""

    def __init__(self, document: Document, records: Iterable[KeptRecord], fetched_at: str) -> None:
        self.document = document
        self._fetched_at = fetched_at
        self._kinds: dict[str | None, list[KeptRecord]] = defaultdict(list)
        for kept in records:
            self._kinds[kept.record.kind].append(kept)
        self._others: dict[tuple[str | None, str | None], frozenset[int]] = {}

    def others(self, lost: Lost) -> frozenset[int]:
        """Where the records of its kind begin that were there beside the lost one."""
        key = lost.held.kind, lost.left
        if key not in self._others:
            there = self._kinds[lost.held.kind]
            self._others[key] = frozenset(kept.record.start for kept in there if self._was_there(kept, lost))
        return self._others[key]

    def heirs(self, lost: Lost, anchor: Anchor) -> Iterator[AnyRecord]:
        """The records of its kind that may have taken its place: those that meet the span and were not there before."""
        if anchor.start is None or anchor.end is None:
            return
        there = self._kinds[lost.held.kind]
        longest = max((kept.record.end - kept.record.start for kept in there), default=0)
        for place in range(bisect_left(there, anchor.end, key=_start) - 1, -1, -1):
            kept = there[place]
            if kept.record.start <= anchor.start - longest:
                return
            if kept.record.end > anchor.start and not self._was_there(kept, lost):
                yield kept.record

    def _was_there(self, kept: KeptRecord, lost: Lost) -> bool:
        """Whether both were seen at once; of one and the same capture the times do not tell."""
        return lost.left is not None and kept.first_seen <= lost.left < self._fetched_at


def _start(kept: KeptRecord) -> int:
    return kept.record.start


@dataclass(frozen=True, slots=True)
class _Found:
    lost: Lost
    anchor: Anchor


def resettled(
    lost: Sequence[Lost], now: Now, decisions: Mapping[str, Sequence[Decision]]
) -> Iterator[tuple[Standing, AnyRecord | None]]:
    """How each verdict stands in the document as it is now, or the record that it goes over to."""
    place = Place(now.document.text)
    found = [_Found(one, anchor(Quote.of(one.held.decision), place, now.others(one))) for one in lost]
    heirs = _heirs(found, now)
    for one in found:
        held, heir = one.lost.held, heirs.get(one.lost.record)
        if one.anchor.found == "gone":
            yield Standing(state="orphan", decision=held.decision), None
        elif one.anchor.found == "unchanged":
            yield merged(held, None, None if heir else _restored(one, now.document)), heir
        elif heir is None or all(later.id < held.decision.id for later in decisions.get(heir.id, ())):
            passage = now.document.text[one.anchor.start : one.anchor.end]
            yield Standing(state="reopened", decision=held.decision, new=heir, passage=passage), None


def _heirs(found: Sequence[_Found], now: Now) -> dict[str, AnyRecord]:
    """The record that stands where each passage is now, the likest first; no record is given twice."""
    pairs = [
        (_likeness(one, record), one.lost.record, record) for one in found for record in now.heirs(one.lost, one.anchor)
    ]
    heirs: dict[str, AnyRecord] = {}
    taken: set[str] = set()
    for _, name, record in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].id), reverse=True):
        if name not in heirs and record.id not in taken:
            heirs[name] = record
            taken.add(record.id)
    return heirs


def _likeness(found: _Found, record: AnyRecord) -> tuple[int, bool]:
    row, seen = loads(dumps(to_row(record))), found.lost.held.whole
    return sum(row[field] == seen.get(field) for field in VALUES[record.kind]), found.anchor.start == record.start


def _restored(found: _Found, document: Document) -> AnyRecord | None:
    """The person's record where its passage is now, though extraction finds none there; null when none is kept."""
    held = found.lost.held
    if held.kind is None:
        return None
    row = held.whole | {"start": found.anchor.start, "end": found.anchor.end, "boxes": None, "page": None}
    record: Any = from_row(row)
    if isinstance(record, AgreementRecord):
        there = (mention for mention in record.mentions if document.text.startswith(mention.text, mention.start))
        record = replace(record, mentions=tuple(there))
    (placed,) = complete(document, record.extractor, [record])
    return replace(cast(AnyRecord, placed), id=found.lost.record, review=REVIEWS[held.standpoint], confidence=1.0)
