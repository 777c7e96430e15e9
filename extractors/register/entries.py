"""What the register says of one agreement, and who says it.

>>> Statement(field="signed", value="2021-01-28", records=("r1", "r2")).value
'2021-01-28'

An entry's own values are those of its first statements; every other value stays in `statements`, so that a
disagreement is seen and not settled in silence. Dates are EDTF.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.records import AgreementStatus, AgreementType, Party, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A record that the entry is made of, with the document that it stands in."""

    record: str
    document: str
    url: str | None = None
    document_title: str | None = None
    publisher: str | None = None
    text: str = ""
    review: Review = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value of one field, and the records that state it."""

    field: str
    value: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One real agreement; `disagreements` names the fields in which its sources contradict each other.

    `id` comes from the record that was seen first, so it stays when further documents speak of the agreement.
    """

    id: str
    type: AgreementType
    title: str
    parties: tuple[Party, ...]
    signed: str | None = None
    renewed: tuple[str, ...] = ()
    ended: str | None = None
    topics: tuple[str, ...] = ()
    status: AgreementStatus = "signed"
    confidence: float
    review: Review = "unreviewed"
    statements: tuple[Statement, ...] = ()
    disagreements: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two records that may speak of one agreement: a person is to say whether they do."""

    one: str
    other: str
    entries: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Register:
    """All entries in the order of their dates, and what a person should look at."""

    entries: tuple[Entry, ...]
    suggestions: tuple[Suggestion, ...]
