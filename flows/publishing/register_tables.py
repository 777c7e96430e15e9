"""The parties and the sources of the register's entries, and what may be one entry, as tables, a row each.

>>> party = Party(name="富山市", code="162019")
>>> entry = Entry(id="e1", type="compact", title="連携協約", confidence=0.9, parties=(party,))
>>> [(row.entry, row.position, row.name, row.code) for row in parties([entry])]
[('e1', 1, '富山市', '162019')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from extractors.records import Party
from extractors.register.entries import Entry, Register, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterParty(Party):
    """A party of an entry; `position` counts from 1."""

    entry: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSource(Source):
    """A record that an entry is made of; `position` counts from 1."""

    entry: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSuggestion:
    """Two entries that may be one agreement, by the records that are alike: a person is to say whether they are."""

    entry: str
    other: str
    record: str
    other_record: str
    reason: str


def parties(entries: Iterable[Entry]) -> Iterator[RegisterParty]:
    """The parties of every entry, in their order."""
    for entry in entries:
        for position, party in enumerate(entry.parties, 1):
            yield RegisterParty(entry=entry.id, position=position, **_values(party))


def sources(entries: Iterable[Entry]) -> Iterator[RegisterSource]:
    """The sources of every entry, in their order."""
    for entry in entries:
        for position, source in enumerate(entry.sources, 1):
            yield RegisterSource(entry=entry.id, position=position, **_values(source))


def suggestions(found: Register) -> Iterator[RegisterSuggestion]:
    """What a person should look at, in the order of the entries."""
    for one in sorted(found.suggestions, key=lambda suggestion: suggestion.entries):
        entry, other = one.entries
        yield RegisterSuggestion(entry=entry, other=other, record=one.one, other_record=one.other, reason=one.reason)


def _values(part: Party | Source) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}
