"""Taking a decision: what a person says of a record, checked, with all that it takes to find the passage again.

>>> from datetime import UTC
>>> with Ledger.open("sqlite://") as ledger:
...     decide(ledger, Opinion("0a1b2c3d4e5f6071", "confirm", "佐藤", datetime(2026, 11, 26, tzinfo=UTC)))
Traceback (most recent call last):
review.validation.DecisionError: there is no record 0a1b2c3d4e5f6071
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from extractors.document import Document
from extractors.identity import CONTEXT, complete
from extractors.records import AnyRecord
from extractors.rows import Row, dumps, loads, to_row
from review.merge import Standing
from review.standings import standings
from review.validation import DecisionError, checked, corrected
from store.entries import Action, Decision, stamp
from store.ledger import Ledger

ADDED = "review"  # the extractor of a record that a person added
_ACTIONS = ("confirm", "correct", "reject", "add", "reopen")
_SAYING = ("correct", "add")  # what comes with values


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says of a record; of a document's text that lacks one with `add`, which names the document.

    `said` are the values by field. A record that is added also says its `kind` and its passage as `text`, with `start`
    where the text has it more than once. `seen` is how many decisions on the record the person knew of.
    """

    record: str
    action: Action
    reviewer: str
    at: datetime
    said: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is decided on: the record as people left it, and the extraction that is seen beside it."""

    record: AnyRecord
    seen: Row
    sha256: str


def decide(ledger: Ledger, opinion: Opinion) -> Decision:
    """Write the decision down and return it; raises `DecisionError`, or `OvertakenError` of the store.

    When this returns, the decision is on the disk.
    """
    _check(opinion)
    taken = list(ledger.decisions(opinion.record))
    if opinion.action == "add":
        decision = _addition(ledger, opinion)
        taken = list(ledger.decisions(decision.record))
    elif opinion.action == "reopen":
        if not taken:
            raise DecisionError(f"nobody has decided on {opinion.record}: there is nothing to take back")
        decision = replace(taken[-1], action="reopen", fields="{}")
    else:
        decision = _judgement(ledger, opinion)
    seen = len(taken) if opinion.seen is None else opinion.seen
    decision = replace(decision, id=0, reviewer=opinion.reviewer, at=stamp(opinion.at), note=opinion.note, seen=seen)
    return replace(decision, id=ledger.decide(decision))


def _check(opinion: Opinion) -> None:
    if opinion.action not in _ACTIONS:
        raise DecisionError(f"{opinion.action} is no decision; give one of {', '.join(_ACTIONS)}")
    if not opinion.reviewer.strip():
        raise DecisionError("a decision names who takes it")
    if bool(opinion.said) != (opinion.action in _SAYING):
        needs = "says" if opinion.action in _SAYING else "does not say"
        raise DecisionError(f"{opinion.action} {needs} values, as in: correct edtf=2021-01-28")


def _judgement(ledger: Ledger, opinion: Opinion) -> Decision:
    subject = _subject(ledger, opinion.record)
    said = corrected(subject.record, opinion.said) if opinion.said else {}
    return _on(subject, opinion, said, ledger.document(subject.record.document))


def _on(subject: _Subject, opinion: Opinion, said: Row, document: Document | None) -> Decision:
    record = subject.record
    return Decision(
        record=record.id,
        document=record.document,
        action=opinion.action,
        reviewer=opinion.reviewer,
        at=stamp(opinion.at),
        fields=dumps(said),
        as_seen=dumps(subject.seen),
        passage=record.text,
        before=document.text[max(0, record.start - CONTEXT) : record.start] if document else "",
        after=document.text[record.end : record.end + CONTEXT] if document else "",
        start=record.start,
        sha256=subject.sha256,
        extractor=record.extractor,
    )


def _subject(ledger: Ledger, name: str) -> _Subject:
    """The record that bears the id now, or that a person's decision keeps alive."""
    standing = _standing(ledger, name)
    kept = ledger.record(name)
    document = ledger.kept_document(name)
    if kept and kept.current:
        ours = standing.record if standing and standing.record else kept.record
        return _Subject(replace(ours, id=name), to_row(kept.record), kept.sha256)
    if document:
        ours = standing.record if standing and standing.record else document.record
        return _Subject(ours, to_row(document.record), document.record.sha256)
    if standing is None:
        raise DecisionError(f"there is no {'longer a ' if kept else ''}record {name}")
    if standing.record is None:
        instead = f"; decide on {standing.new.id}, or take it back with reopen" if standing.new else "; reopen it"
        raise DecisionError(f"{name} is no longer there as it was{instead}")
    seen = to_row(standing.new) if standing.new else loads(standing.decision.as_seen)
    return _Subject(replace(standing.record, id=name), seen, standing.decision.sha256)


def _standing(ledger: Ledger, name: str) -> Standing | None:
    taken = next(ledger.decisions(name), None)
    if taken is None:
        return None
    found = standings(ledger, document=taken.document)
    return next((one for one in found if name in (one.decision.record, one.new.id if one.new else "")), None)


def _addition(ledger: Ledger, opinion: Opinion) -> Decision:
    """The decision that adds a record to a document; the record's id is the one that extraction would give it."""
    document, described = ledger.document(opinion.record), ledger.kept_document(opinion.record)
    if document is None or described is None:
        raise DecisionError(f"there is no document {opinion.record} to add a record to")
    start, end = _passage(document, opinion.said)
    said = dict(opinion.said) | {"id": "to add", "start": start, "end": end, "confidence": 1.0, "review": "added"}
    draft: Any = checked(said, said)
    (record,) = complete(document, ADDED, [draft])
    if (there := ledger.record(record.id)) and there.current:
        fault = "is there already: correct that one"
        raise DecisionError(f"{record.id} {fault}", value=record.id, fault=fault)
    values = corrected(record, {name: value for name, value in opinion.said.items() if name not in _PLACED})
    subject = _Subject(cast(AnyRecord, record), {}, described.record.sha256)
    return _on(subject, opinion, to_row(record) | values, document)


_PLACED = ("kind", "text", "start", "end")


def _passage(document: Document, said: Mapping[str, Any]) -> tuple[int, int]:
    text = str(said.get("text") or "")
    starts = [start for start in range(len(document.text)) if text and document.text.startswith(text, start)]
    if "start" in said:
        starts = [start for start in starts if str(start) == str(said["start"])]
    if len(starts) != 1:
        where = f"stands at start={', '.join(map(str, starts[:5]))}: say which" if starts else "is not in the document"
        raise DecisionError(f"the passage text={text} {where}")
    return starts[0], starts[0] + len(text)
