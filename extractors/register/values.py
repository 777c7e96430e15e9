"""The values of a register's entry: what its records state, the most trusted first, and where they disagree.

A value that a person has reviewed stands before one that nobody has, the one of the latest document first; then what
more documents state, what says more (a day before its year, a subject before 協定), what is surer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from extractors.agreements.party_identity import same_party
from extractors.agreements.subjects import likeness, subject
from extractors.dates.edtf_bounds import bounds, precision
from extractors.records import AgreementRecord, AgreementStatus, AgreementType, Party
from extractors.register.entries import Entry, Source, Statement

if TYPE_CHECKING:
    from extractors.register.joining import Told

_REVIEWED = ("confirmed", "corrected", "added")
_FINENESS = ("none", "year", "month", "day")
# Each field's values in a record. A plan that another document reports as done is no contradiction.
_FIELDS: dict[str, Callable[[AgreementRecord], tuple[str | None, ...]]] = {
    "type": lambda record: (record.type,),
    "title": lambda record: (record.title,),
    "signed": lambda record: (record.signed,),
    "renewed": lambda record: record.renewed,
    "ended": lambda record: (record.ended,),
    "status": lambda record: (record.status,),
}
_STATUSES = ("ended", "signed", "planned")  # the later in the life of an agreement first


def entry_of(name: str, members: Sequence[Told]) -> Entry:
    """The entry with this id that is made of what these documents tell."""
    ranked = sorted(sorted(members, key=lambda member: member.record.id), key=_trust, reverse=True)
    records = [member.record for member in ranked]
    statements = [statement for field in _FIELDS for statement in _statements(field, ranked)]
    first = {statement.field: statement.value for statement in reversed(statements)}
    parties = _parties(records)
    return Entry(
        id=name,
        type=cast(AgreementType, first["type"]),
        title=first["title"],
        parties=parties,
        signed=first.get("signed"),
        renewed=tuple(sorted(statement.value for statement in statements if statement.field == "renewed")),
        ended=first.get("ended"),
        topics=tuple(dict.fromkeys(topic for record in records for topic in record.topics)),
        status=cast(AgreementStatus, first["status"]),
        confidence=max(record.confidence for record in records),
        review=next((record.review for record in records if record.review in _REVIEWED), "unreviewed"),
        statements=tuple(statements),
        disagreements=tuple(_disagreements(statements, parties)),
        sources=tuple(_source(member) for member in ranked),
    )


def _trust(member: Told) -> tuple[bool, str, float]:
    """Reviewed, late and sure: the larger, the more it is trusted."""
    record, document = member.record, member.document
    latest = (document.updated or document.published or "") if document else ""
    return record.review in _REVIEWED, latest[:10], record.confidence


def _statements(field: str, ranked: Sequence[Told]) -> Iterator[Statement]:
    """The values of a field with the records that state them, the most trusted first."""
    stated: dict[str, list[Told]] = {}
    for member in ranked:
        for value in _FIELDS[field](member.record):
            if value is not None:
                stated.setdefault(value, []).append(member)

    def worth(value: str) -> tuple[bool, int, int, float]:
        reviewed = any(member.record.review in _REVIEWED for member in stated[value])
        surest = max(member.record.confidence for member in stated[value])
        return not reviewed, -_says(field, value, ranked), -len(stated[value]), -surest

    for value in sorted(stated, key=worth):
        yield Statement(field=field, value=value, records=tuple(member.record.id for member in stated[value]))


def _says(field: str, value: str, ranked: Sequence[Told]) -> int:
    """How much a value says beside others of its field."""
    if field in ("signed", "renewed", "ended"):
        return _FINENESS.index(precision(value))
    if field == "title":
        return bool(subject(value, ranked[0].record.parties))
    return -_STATUSES.index(value) if field == "status" else 0


def _parties(records: Sequence[AgreementRecord]) -> tuple[Party, ...]:
    """Every party once, linked where any record links it, in the order of the most trusted record."""
    found: list[Party] = []
    for party in (party for record in records for party in record.parties):
        place = next((i for i, known in enumerate(found) if same_party(known, party) is not False), None)
        if place is None:
            found.append(party)
        elif (party.code or party.country) and not (found[place].code or found[place].country):
            found[place] = replace(party, role=found[place].role)
    return tuple(found)


def _disagreements(statements: Sequence[Statement], parties: tuple[Party, ...]) -> Iterator[str]:
    """The fields in which two values cannot both be right."""
    for field in ("type", "title", "signed", "ended"):
        values = [statement.value for statement in statements if statement.field == field]
        if any(_contradict(field, values[0], value, parties) for value in values[1:]):
            yield field


def _contradict(field: str, one: str, other: str, parties: tuple[Party, ...]) -> bool:
    if field == "type":
        return one != other
    if field == "title":
        return likeness(subject(one, parties), subject(other, parties)) in ("near", "other")
    mine, theirs = bounds(one), bounds(other)
    return mine is None or theirs is None or mine[0] > theirs[1] or theirs[0] > mine[1]


def _source(member: Told) -> Source:
    record, document = member.record, member.document
    return Source(
        record=record.id,
        document=record.document,
        url=document.url if document else None,
        document_title=document.title if document else None,
        publisher=document.publisher.name if document and document.publisher else None,
        text=record.text,
        review=record.review,
    )
