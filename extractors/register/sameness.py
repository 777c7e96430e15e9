"""Whether two records speak of one agreement: by parties, kind, date and subject, and never by weak evidence alone.

>>> from dataclasses import replace
>>> parties = (Party(name="さくら市", code="092142"), Party(name="みどり市", code="102121"))
>>> one = AgreementRecord(start=0, end=4, document="a", confidence=0.9, type="agreement", title="連携協定",
...     parties=parties, signed="2021-01-28")
>>> compare(one, replace(one, document="b", title="みどり市との連携協定", signed="2021-01")).kind
'same'
>>> compare(one, replace(one, document="b", signed="2024-01-28")).kind
'different'
>>> compare(one, replace(one, document="b", signed=None)).reason
'同じ当事者 same parties、日付なし no date、名称だけでは不明 the title alone does not tell'

A renewal, or a second agreement of the same parties, is another agreement: it has its own date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.agreements.party_identity import same_party
from extractors.agreements.subjects import likeness, subject
from extractors.dates.edtf_bounds import bounds, precision
from extractors.records import AgreementRecord, Party

Kind = Literal["same", "perhaps", "different"]

# Two bodies have one such bond at a time.
_SINGLE = ("sister_city", "compact")
_DOUBTED = 0.5  # confidence below which a record joins nothing by itself
_ANY = frozenset(("same", "near", "other subject", "open"))

# Parties, kinds, dates and subjects that together mean one agreement, or that a person should look; the rest differ.
_SAME = (
    ({"equal"}, {"one", "single"}, {"day", "renewed"}, {"same", "near", "open"}),
    ({"equal"}, {"one", "single"}, {"month"}, {"same", "open"}),
    ({"equal"}, {"one"}, {"year", "unknown"}, {"same"}),
    ({"equal"}, {"single"}, {"year", "unknown"}, {"same", "open"}),
    ({"unsure"}, {"one", "single"}, {"day"}, {"same"}),
    ({"unsure"}, {"single"}, {"day"}, {"open"}),
)
_PERHAPS = (
    ({"equal", "unsure"}, {"one", "two", "single"}, {"day", "month", "renewed"}, _ANY),
    ({"equal", "unsure"}, {"one", "single"}, {"year", "unknown"}, {"same", "near", "open"}),
    ({"part"}, {"one", "single"}, {"day", "renewed"}, {"same", "near", "open"}),
    ({"part"}, {"one"}, {"month", "year", "unknown"}, {"same"}),
    ({"equal"}, {"single"}, {"apart"}, {"same", "open"}),
)
# What was compared, in the words of a suggestion.
_WORDS = {
    "equal": "同じ当事者 same parties",
    "unsure": "同名の当事者 parties of the same name",
    "part": "当事者の一部が同じ some of the parties",
    "other": "別の当事者 other parties",
    "one": "",
    "single": "",
    "two": "種類が違う another kind",
    "day": "同じ日 same day",
    "month": "同じ月 same month",
    "year": "同じ年 same year",
    "renewed": "同じ更新日 renewed on the same day",
    "unknown": "日付なし no date",
    "apart": "日付が違う another date",
    "same": "同じ内容 same subject",
    "near": "似た内容 similar subject",
    "other subject": "別の内容 another subject",
    "open": "名称だけでは不明 the title alone does not tell",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is one agreement, and what was compared."""

    kind: Kind
    reason: str


def compare(one: AgreementRecord, other: AgreementRecord) -> Verdict:
    """What two records of different documents have to do with each other; those of one document always differ."""
    if one.document == other.document:
        return Verdict("different", "told apart by their document")
    seen = _parties(one, other), _kinds(one, other), _dates(one, other), _subjects(one, other)
    reason = "、".join(filter(None, (_WORDS[value] for value in seen)))
    doubted = min(one.confidence, other.confidence) < _DOUBTED
    for kind, rules in (("same", () if doubted else _SAME), ("perhaps", (*_SAME, *_PERHAPS))):
        if any(all(value in allowed for value, allowed in zip(seen, rule, strict=True)) for rule in rules):
            return Verdict("same" if kind == "same" else "perhaps", reason)
    return Verdict("different", reason)


def signatories(record: AgreementRecord) -> tuple[Party, ...]:
    """The parties that signed."""
    return tuple(party for party in record.parties if party.role == "signatory")


def _parties(one: AgreementRecord, other: AgreementRecord) -> str:
    mine, theirs = list(signatories(one)), list(signatories(other))
    pairs = [(same_party(a, b), i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs)]
    sure, unsure = ({(i, j) for said, i, j in pairs if said is wanted} for wanted in (True, None))
    met = {i for i, _ in sure | unsure}
    if len(met) < 2:
        return "other"
    if len(mine) != len(theirs) or len(met) < len(mine) or len({j for _, j in sure | unsure}) < len(theirs):
        return "part"
    return "equal" if len({i for i, _ in sure}) == len(mine) else "unsure"


def _kinds(one: AgreementRecord, other: AgreementRecord) -> str:
    if one.type != other.type:
        return "two"
    return "single" if one.type in _SINGLE else "one"


def _dates(one: AgreementRecord, other: AgreementRecord) -> str:
    mine, theirs = bounds(one.signed), bounds(other.signed)
    if mine is None or theirs is None:
        if mine is theirs and set(one.renewed) & set(other.renewed):
            return "renewed"
        return "unknown"
    if mine[0] > theirs[1] or theirs[0] > mine[1]:
        return "apart"
    coarser = max(precision(one.signed), precision(other.signed), key=("day", "month", "year", "none").index)
    return coarser if coarser != "none" else "unknown"


def _subjects(one: AgreementRecord, other: AgreementRecord) -> str:
    parties = tuple({party.name: party for party in (*one.parties, *other.parties)}.values())
    found = likeness(subject(one.title, parties), subject(other.title, parties))
    return "other subject" if found == "other" else found
