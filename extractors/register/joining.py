"""The register: records of one real agreement from many documents, joined into one entry.

>>> from dataclasses import replace
>>> parties = (Party(name="さくら市", code="092142"), Party(name="みどり市", code="102121"))
>>> record = AgreementRecord(start=0, end=4, confidence=0.9, type="agreement", title="連携協定", parties=parties,
...     signed="2021-01-28", id="r1", document="a")
>>> told = [Told(record, "2024-01-01T00:00:00Z"), Told(replace(record, id="r2", document="b"), "2024-02-01T00:00:00Z")]
>>> register = build(told)
>>> [(entry.signed, [source.record for source in entry.sources]) for entry in register.entries]
[('2021-01-28', ['r1', 'r2'])]
>>> len(build(told, [Ruling("different", "r1", "r2")]).entries)
2

A record joins an entry when it is the same as one of its records and differs from none; when two entries would take
it, neither does, and both are suggested. What a person said of two records always wins, the later word over the
earlier. Records are compared only with those that share two parties, so the work grows with the records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from typing import Literal

from extractors.agreements.party_identity import name_key
from extractors.agreements.subjects import subject
from extractors.dates.edtf_bounds import precision
from extractors.records import AgreementRecord, DocumentRecord, Party
from extractors.register.entries import Entry, Register, Suggestion
from extractors.register.sameness import Verdict, compare, signatories
from extractors.register.values import entry_of

_MOST_PARTIES = 12  # of an agreement that every two are looked up of
_FINENESS = ("day", "month", "year", "none")


@dataclass(frozen=True, slots=True)
class Told:
    """An agreement as one document tells it: when the ledger first saw it so, and the document itself."""

    record: AgreementRecord
    first_seen: str
    document: DocumentRecord | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of two records, by their ids."""

    said: Literal["same", "different"]
    one: str
    other: str


Ruled = dict[frozenset[str], Literal["same", "different"]]
Doubt = tuple[str, str, str]  # the ids of two records, and what was compared


@dataclass(slots=True)
class _Group:
    members: list[Told] = field(default_factory=list)


def build(told: Iterable[Told], rulings: Iterable[Ruling] = ()) -> Register:
    """The register of what the documents tell; of two rulings on the same records the later holds."""
    ruled: Ruled = {frozenset((ruling.one, ruling.other)): ruling.said for ruling in rulings}
    groups, doubts = _grouped(_units(sorted(told, key=_rank), ruled), ruled)
    named = {member.record.id: _name(group) for group in groups for member in group.members}
    entries = [entry_of(_name(group), group.members) for group in groups]
    return Register(tuple(sorted(entries, key=_order)), tuple(_suggested(doubts, named, ruled)))


def _rank(entry: Told) -> tuple[int, bool, str, str]:
    """The surest first: what is dated to the day and says its subject gathers the others around it."""
    record = entry.record
    vague = not subject(record.title, record.parties)
    return _FINENESS.index(precision(record.signed)), vague, entry.first_seen, record.id


def _order(entry: Entry) -> tuple[str, str]:
    return entry.signed or "", entry.id


def _units(told: Sequence[Told], ruled: Ruled) -> list[_Group]:
    """The records, those that a person called the same together."""
    units = {entry.record.id: _Group([entry]) for entry in told}
    for pair, said in ruled.items():
        held = [units[name] for name in sorted(pair) if name in units]
        if said == "same" and len(held) == 2 and held[0] is not held[1]:
            held[0].members += held[1].members
            units.update((member.record.id, held[0]) for member in held[1].members)
    return list({id(unit): unit for unit in units.values()}.values())


def _grouped(units: Iterable[_Group], ruled: Ruled) -> tuple[list[_Group], list[Doubt]]:
    """The units joined to groups, and the pairs of records that a person should compare."""
    places: dict[frozenset[str], list[_Group]] = defaultdict(list)
    groups: list[_Group] = []
    doubts: list[Doubt] = []
    for unit in units:
        keys = list(dict.fromkeys(key for member in unit.members for key in _keys(member.record)))
        near = list({id(group): group for key in keys for group in places[key]}.values())
        group = _joined(unit, near, ruled, doubts)
        if group is None:
            group = _Group()
            groups.append(group)
        group.members += unit.members
        for key in keys:
            if all(group is not other for other in places[key]):
                places[key].append(group)
    return groups, doubts


def _keys(record: AgreementRecord) -> Iterator[frozenset[str]]:
    """Each two of its parties, by name and by number."""
    for one, other in combinations(signatories(record)[:_MOST_PARTIES], 2):
        yield frozenset((name_key(one), name_key(other)))
        if (one.code or one.geonames) and (other.code or other.geonames):
            yield frozenset((_number(one), _number(other)))


def _number(party: Party) -> str:
    return party.code or f"geonames {party.geonames}"


def _joined(unit: _Group, near: Sequence[_Group], ruled: Ruled, doubts: list[Doubt]) -> _Group | None:
    """The only group that takes the records in; what else they may belong to is doubted."""
    maybe: dict[int, Doubt] = {}
    taking: list[_Group] = []
    for group in near:
        pairs = [(mine, theirs) for mine in unit.members for theirs in group.members]
        if any(ruled.get(frozenset((mine.record.id, theirs.record.id))) == "different" for mine, theirs in pairs):
            continue
        verdicts = {(id(mine), id(theirs)): compare(theirs.record, mine.record) for mine, theirs in pairs}
        for mine, theirs in pairs:
            if verdicts[id(mine), id(theirs)].kind != "different":
                reason = verdicts[id(mine), id(theirs)].reason
                maybe.setdefault(id(group), (theirs.record.id, mine.record.id, reason))
        if any(_is_taken([verdicts[id(mine), id(theirs)] for theirs in group.members]) for mine in unit.members):
            taking.append(group)
    chosen = taking[0] if len(taking) == 1 else None
    doubts.extend(doubt for group, doubt in maybe.items() if group != id(chosen))
    return chosen


def _is_taken(verdicts: Sequence[Verdict]) -> bool:
    kinds = {verdict.kind for verdict in verdicts}
    return "same" in kinds and "different" not in kinds


def _name(group: _Group) -> str:
    """The id of an entry, from the record that was seen first."""
    first = min(group.members, key=lambda member: (member.first_seen, member.record.id))
    return blake2b(f"register\x1f{first.record.id}".encode(), digest_size=8).hexdigest()


def _suggested(doubts: Iterable[Doubt], named: dict[str, str], ruled: Ruled) -> Iterator[Suggestion]:
    """The doubts that nobody has settled, one for each two entries."""
    seen: set[frozenset[str]] = set()
    for one, other, reason in doubts:
        entries = frozenset((named[one], named[other]))
        if len(entries) == 2 and entries not in seen and frozenset((one, other)) not in ruled:
            seen.add(entries)
            yield Suggestion(one=one, other=other, entries=(named[one], named[other]), reason=reason)
