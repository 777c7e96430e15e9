"""A person's verdict on a record, brought together with what extraction says now: a three-way merge, field by field.

>>> from extractors.records import DateRecord
>>> from extractors.rows import dumps
>>> seen = DateRecord(id="r", document="d", start=0, end=7, text="2021年3月", edtf="2021-03", confidence=0.6)
>>> decision = Decision(record="r", document="d", action="correct", fields='{"edtf": "2022-03"}',
...     as_seen=dumps(to_row(seen)), reviewer="佐藤", at="2026-11-26T09:00:00Z")
>>> from review.verdict import verdict
>>> said = verdict([decision])
>>> [merged(said, replace(seen, edtf=edtf)).state for edtf in ("2021-03", "2022-03", "2020-03")]
['holds', 'retired', 'conflict']

Base is the extraction that the person saw, ours what the person said, new what extraction says of the same passage.
New equals ours: the correction has done its work. New equals base: ours stays. New differs from both: a conflict, in
which ours stays published until a person decides. Fields that the person said nothing of follow the extraction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from extractors.records import AnyRecord
from extractors.rows import Row, dumps, from_row, loads, to_row
from review.validation import FIXED
from review.verdict import REVIEWS, VALUES, Verdict
from store.entries import Decision

State = Literal["holds", "retired", "conflict", "reopened", "orphan"]

# Lists whose order says nothing.
_UNORDERED = frozenset(("parties", "topics", "renewed"))


@dataclass(frozen=True, slots=True)
class Clash:
    """A field in which extraction now differs from what the person saw and from what the person said."""

    field: str
    base: Any
    ours: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a decision stands: what is published by it, and why a person should look again.

    `record` is the published one, null when there is none; `new` what extraction says now. For a reopened decision
    `passage` is what took the place of the passage it was taken on.
    """

    state: State
    decision: Decision
    record: AnyRecord | None = None
    new: AnyRecord | None = None
    clashes: tuple[Clash, ...] = ()
    passage: str | None = None


def merged(held: Verdict, new: AnyRecord | None, unextracted: AnyRecord | None = None) -> Standing:
    """How the verdict stands on a passage that is still there, unchanged.

    `new` is what extraction says of it; where it says nothing, `unextracted` is the person's record in its place.
    """
    if new is None:
        rejected = held.standpoint == "reject"
        record = None if rejected else unextracted
        return Standing(state="retired" if rejected else "holds", decision=held.decision, record=record)
    row: Row = loads(dumps(to_row(new)))
    ours = _ours(held, new.kind)
    clashes = tuple(_clashes(held, ours, row))
    done = held.standpoint != "confirm" and all(_equal(field, value, row[field]) for field, value in ours.items())
    state: State = "conflict" if clashes else "retired" if done and held.standpoint != "reject" else "holds"
    record = None if held.standpoint == "reject" else _published(held, ours, new, state)
    return Standing(state=state, decision=held.decision, record=record, new=new, clashes=clashes)


def _ours(held: Verdict, kind: str) -> Row:
    """The values that the person stands for. Those that merely follow from them (see `validation`) are not compared."""
    if held.standpoint in ("confirm", "reject"):
        said = held.seen | held.said
        return {field: said[field] for field in VALUES[kind] if field in said}
    said = {field: value for field, value in held.said.items() if field not in FIXED}
    if held.standpoint == "add":  # what the person left open is open
        said = {field: value for field, value in said.items() if value not in (None, [])}
    return {field: value for field, value in said.items() if field in VALUES[kind]} or said


def _clashes(held: Verdict, ours: Row, new: Row) -> Iterator[Clash]:
    for field, value in ours.items():
        base = held.seen.get(field, None if held.standpoint == "add" else new[field])
        if not _equal(field, new[field], value) and not _equal(field, new[field], base):
            yield Clash(field, base, value, new[field])


def _equal(field: str, one: Any, other: Any) -> bool:
    if field in _UNORDERED and isinstance(one, list) and isinstance(other, list):
        return sorted(map(dumps, one)) == sorted(map(dumps, other))
    return bool(one == other)


def _published(held: Verdict, ours: Row, new: AnyRecord, state: State) -> AnyRecord:
    said = {field: value for field, value in (held.said | ours).items() if field not in FIXED}
    if held.standpoint == "add":
        said = ours
    record = from_row(to_row(new) | said)
    followed = [field for field in VALUES[new.kind] if field in held.seen and field not in said]
    seen_all = all(_equal(field, held.seen[field], loads(dumps(to_row(new)[field]))) for field in followed)
    return replace(
        record,
        review="confirmed" if state == "retired" else REVIEWS[held.standpoint],
        confidence=1.0 if seen_all else new.confidence,  # a value that nobody has looked at is as sure as it was
    )
