"""What one passage says of an agreement, and how passages about the same agreement become one record.

>>> ours, theirs = Party(name="港市"), Party(name="岬町")
>>> told = dict(type="agreement", title="協定", parties=(ours, theirs), certainty=0.9)
>>> one = Finding(start=0, end=9, dates=AgreementDates("2021-01"), **told)
>>> other = Finding(start=20, end=30, dates=AgreementDates("2021-01-28"), **told)
>>> [(record.signed, len(record.mentions)) for record in joined("…" * 30, [one, other])]
[('2021-01-28', 1)]

Two findings are of one agreement when their parties are the same (or one names a few of the other's), and type, date
and title do not speak against it. The surest passage becomes the record's own, the others its mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.agreements.dates import AgreementDates, compatible, exacter
from extractors.agreements.organisations import LEGAL_FORMS
from extractors.records import AgreementRecord, AgreementStatus, AgreementType, Mention, Party

_NO_NAME = re.compile(
    rf"\([^()]*\)|[\s・]|(?<=会社)[一-鿿ァ-ヺー]{{1,10}}(?:支社|支店|支部|営業所|事業所|事業本部)$|{LEGAL_FORMS}|国立"
)
# A blank to be filled in: the text is a form and reports nothing.
_BLANK = re.compile("[○〇●◯△□◎×*]{2}|[XxXx]{3}")
BARE = ("協定", "協定書", "盟約", "盟約書")
_SURE = 0.97
_UNDATED = 0.12
# Words of a title that say what kind of agreement it is: two titles without a common one are two agreements.
_KINDS = re.compile(
    "災害|応援|避難|物資|包括|見守り|福祉|観光|教育|環境|ゼロカーボン|脱炭素|空き家|移住|子育て|健康|農業|定住|連携中枢|水道|消防|図書館|スポーツ|文化|姉妹|友好|技術|研究"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A passage (a span of the document) and what it says of one agreement.

    `certainty` is that of parties and type. `alone` is false for a passage that supports a record but makes none: a
    link to the text of an agreement, a heading that may name somebody else's. A passage is `undecided` that has the day
    and not whether it is past: 締結日 in a form, 締結について in a heading.
    """

    start: int
    end: int
    type: AgreementType
    title: str
    parties: tuple[Party, ...]
    dates: AgreementDates
    certainty: float
    topics: tuple[str, ...] = ()
    status: AgreementStatus = "signed"
    alone: bool = True
    undecided: bool = False
    passages: tuple[tuple[int, int], ...] = ()


def joined(text: str, findings: Iterable[Finding]) -> list[AgreementRecord]:
    """One record for each agreement, in the order of the passages; offsets count in `text`, the document's."""
    merged: list[Finding] = []
    named: dict[str, list[int]] = {}  # where each party stands in `merged`
    for finding in sorted(findings, key=lambda one: (-len(one.parties), not one.dates.signed, one.start)):
        keys = _keys(finding)
        # Of all its parties the least common one leads to the fewest candidates.
        near = min((named.get(key, []) for key in keys), key=len, default=[])
        at = next((index for index in near if same_agreement(merged[index], finding)), None)
        if at is not None:
            merged[at] = _merge(merged[at], finding)
        elif len(keys) > 1:
            for key in keys:
                named.setdefault(key, []).append(len(merged))
            merged.append(finding)
    return [_record(text, one) for one in merged if one.alone and not any(_BLANK.search(p.name) for p in one.parties)]


def same_agreement(one: Finding, other: Finding) -> bool:
    """Whether two findings may speak of one agreement."""
    if one.type != other.type and not _alike(one, other):
        return False
    if not compatible(one.dates.signed, other.dates.signed):
        return False
    if (one.start, one.end) == (other.start, other.end) and _told_apart(one, other):
        return False
    names, others = _keys(one), _keys(other)
    if names == others:
        return _titles_agree(one, other)
    fewer = one if len(names) < len(others) else other
    dated = bool(one.dates.signed and other.dates.signed) or (
        not fewer.dates.signed and (one.title == other.title or is_bare(fewer))
    )
    part = len(names & others) > 1 and (names <= others or others <= names)
    return part and (dated or not one.alone or not other.alone) and _titles_agree(one, other)


def _told_apart(one: Finding, other: Finding) -> bool:
    """Whether one sentence tells of two agreements: by two titles, neither of them the bare word for the paper."""
    return one.title != other.title and not (is_bare(one) or is_bare(other)) and _made_only(one, other)


def _made_only(*findings: Finding) -> bool:
    """Whether none of the findings tells what became of an agreement: its renewal or its end."""
    return not any(one.dates.renewed or one.dates.ended or one.status == "ended" for one in findings)


def _alike(one: Finding, other: Finding) -> bool:
    """Types that a bare word may confuse: a 協定 that makes a 友好都市, on one date or with none of its own."""
    twin, plain = (one, other) if one.type == "sister_city" else (other, one)
    if twin.type != "sister_city":
        return False
    dated = one.dates.signed and one.dates.signed == other.dates.signed
    return bool(dated) or (is_bare(plain) and not plain.dates.signed)


def is_bare(finding: Finding) -> bool:
    """Whether the title is only the word for the paper that was signed: 協定書に署名しました."""
    return finding.title in BARE


def _keys(finding: Finding) -> frozenset[str]:
    return frozenset(party_key(party.name) for party in finding.parties if party.role == "signatory")


def party_key(name: str) -> str:
    """A name without what may be written or left out: legal form, brackets, spaces, middle dots."""
    return _NO_NAME.sub("", name)


def _titles_agree(one: Finding, other: Finding) -> bool:
    kinds, others = set(_KINDS.findall(one.title)), set(_KINDS.findall(other.title))
    if one.dates.signed and other.dates.signed and len(one.dates.signed) > 7:
        return True
    if one.type == other.type == "sister_city":
        return True  # 姉妹都市 and 友好都市 are used for one another
    return not kinds or not others or bool(kinds & others)


def _merge(one: Finding, other: Finding) -> Finding:
    best, second = (other, one) if _rank(other) > _rank(one) else (one, other)
    larger, smaller = sorted((one, other), key=lambda finding: len(_keys(finding)), reverse=True)
    signed = exacter(best.dates.signed, second.dates.signed)
    status: AgreementStatus = "ended" if "ended" in (one.status, other.status) else "planned"
    if status == "planned" and any(said.status == "signed" and not said.undecided for said in (one, other)):
        status = "signed"
    if one.undecided and other.undecided:
        status = best.status
    return replace(
        best,
        type="sister_city" if "sister_city" in (one.type, other.type) else best.type,
        title=max(best.title, second.title, key=lambda title: (0 < len(title) <= 30, len(title))),
        parties=_parties(larger, smaller),
        dates=AgreementDates(
            signed,
            tuple(sorted({*one.dates.renewed, *other.dates.renewed} - {signed or ""})),
            best.dates.ended or second.dates.ended,
        ),
        topics=best.topics or second.topics,
        status=status,
        certainty=min(_SURE, max(one.certainty, other.certainty) + 0.02),
        alone=one.alone or other.alone,
        undecided=one.undecided and other.undecided,
        passages=(*best.passages, *second.passages, (second.start, second.end)),
    )


def _rank(finding: Finding) -> tuple[bool, bool, bool, int, float]:
    """How good the passage is as evidence: one that says it was done, names the parties and the day."""
    done, named = finding.status != "planned", finding.certainty > 0.8
    return finding.alone, done, named, len(finding.dates.signed or ""), finding.certainty


def _parties(larger: Finding, smaller: Finding) -> tuple[Party, ...]:
    """Each party once, by its longest name; a witness whose name begins another's is that one."""
    spelled: dict[str, Party] = {}
    for party in (*larger.parties, *smaller.parties):
        known = spelled.get(party_key(party.name))
        if known is None or len(party.name) > len(known.name):
            spelled[party_key(party.name)] = replace(party, role=known.role) if known else party
    witnesses = [key for key, party in spelled.items() if party.role == "witness"]
    short = {key for key in witnesses for other in witnesses if key != other and other.startswith(key)}
    return tuple(party for key, party in spelled.items() if key not in short)


def _record(text: str, finding: Finding) -> AgreementRecord:
    dated = finding.dates.signed or finding.dates.renewed or finding.dates.ended
    confidence = finding.certainty - (0 if dated else _UNDATED) - (0.05 if finding.status == "planned" else 0)
    passages = sorted(set(finding.passages) - {(finding.start, finding.end)})
    return AgreementRecord(
        start=finding.start,
        end=finding.end,
        confidence=round(max(0.3, confidence), 2),
        type=finding.type,
        title=finding.title,
        parties=finding.parties,
        signed=finding.dates.signed,
        renewed=finding.dates.renewed,
        ended=finding.dates.ended,
        topics=finding.topics,
        status="ended" if finding.dates.ended else finding.status,
        mentions=tuple(Mention(text=text[start:end], start=start, end=end) for start, end in passages),
    )
