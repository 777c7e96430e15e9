"""The register as the ledger gives it, for people and for programs, and what people say of its entries.

>>> entry = Entry(id="e1", type="compact", title="連携協約", signed="2016-03-30", confidence=0.9,
...     parties=(Party(name="熊本市", code="431001"), Party(name="菊陽町", code="434043")))
>>> listed(Register((entry,), ()))
'e1                2016-03-30  連携協約 熊本市・菊陽町「連携協約」\\n協定 agreements 1   要確認 to review 0'
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from extractors.records import AgreementRecord, Party
from extractors.register.entries import Entry, Register, Suggestion
from extractors.register.joining import Ruling, Told, build
from extractors.rows import dumps, loads, to_row
from flows.reviewing.reviewed import reviewed
from flows.usage import UsageError
from flows.workspace import Workspace
from review.standings import renamed
from store.entries import Decision, KeptRecord, stamp
from store.ledger import Ledger

TYPES = {
    "agreement": "協定",
    "memorandum": "覚書",
    "compact": "連携協約",
    "sister_city": "姉妹・友好都市",
    "declaration": "共同宣言",
}
FIELDS = {
    "type": "種類 type",
    "title": "名称 title",
    "signed": "締結 signed",
    "renewed": "更新 renewed",
    "ended": "終了 ended",
    "status": "状態 status",
}
_SAID: dict[str, Literal["same", "different"]] = {"join": "same", "part": "different"}


class UnknownEntryError(UsageError):
    """There is no entry, or no record of an agreement, with this id; the message says what to give."""


def register(workspace: Workspace, reviewed_only: bool = False) -> Register:
    """The register of all published agreements, or of those people reviewed, with what people said of them."""
    with Ledger.open(workspace.ledger) as ledger:
        return registered(ledger, reviewed_only)


def registered(ledger: Ledger, reviewed_only: bool = False) -> Register:
    """The register of what an open ledger holds."""
    documents = {kept.record.id: kept.record for kept in ledger.documents()}
    seen = {kept.record.id: kept.first_seen for kept in ledger.kept_records("agreement")}
    told = [
        Told(record, seen.get(record.id, ""), documents.get(record.document))
        for record in reviewed(ledger, "agreement", reviewed_only)
        if isinstance(record, AgreementRecord)
    ]
    return build(told, _rulings(ledger))


def _rulings(ledger: Ledger) -> Iterator[Ruling]:
    names = renamed(ledger)
    for decision in ledger.decisions():
        if decision.action in _SAID:
            one, other = decision.record, loads(decision.fields)["with"]
            yield Ruling(_SAID[decision.action], names.get(one, one), names.get(other, other))


def rule(workspace: Workspace, action: Literal["join", "part"], one: str, other: str, reviewer: str) -> int:
    """Write down that two records, or entries, are one agreement or are not; raises `UnknownEntryError`."""
    with Ledger.open(workspace.ledger) as ledger:
        entries = {entry.id: entry.sources[0].record for entry in registered(ledger).entries}
        first, second = (_agreement(ledger, entries.get(name, name)) for name in (one, other))
        if first.record.id == second.record.id:
            raise UnknownEntryError(f"{one} and {other} are one record; give two")
        # Each of the two says so of the other, so that either passage can be found again.
        ledger.decide(_ruling(ledger, action, second, first, reviewer))
        return ledger.decide(_ruling(ledger, action, first, second, reviewer))


def _ruling(
    ledger: Ledger, action: Literal["join", "part"], one: KeptRecord, other: KeptRecord, reviewer: str
) -> Decision:
    document = ledger.document(one.record.document)
    start, end = one.record.start, one.record.end
    return Decision(
        record=one.record.id,
        document=one.record.document,
        action=action,
        reviewer=reviewer,
        at=stamp(datetime.now(UTC)),
        fields=dumps({"with": other.record.id}),
        as_seen=dumps(to_row(one.record)),
        passage=one.record.text,
        before=document.text[max(0, start - 32) : start] if document else "",
        after=document.text[end : end + 32] if document else "",
        start=start,
        sha256=one.sha256,
        extractor=one.record.extractor,
    )


def _agreement(ledger: Ledger, name: str) -> KeptRecord:
    kept = ledger.record(name)
    if kept is None or not isinstance(kept.record, AgreementRecord):
        raise UnknownEntryError(f"{name}: no such agreement; `renkei register` lists entries, `show` their records")
    return kept


def listed(found: Register) -> str:
    """The entries, a line each, and how much waits for a person."""
    lines = [
        f"{entry.id:16}  {entry.signed or '—':10}  {TYPES[entry.type]} {parties(entry)}「{entry.title}」"
        + (f"  {len(entry.sources)}件の資料 sources" if len(entry.sources) > 1 else "")
        + ("  ⚠ " + ", ".join(entry.disagreements) if entry.disagreements else "")
        for entry in found.entries
    ]
    return "\n".join(
        [*lines, f"協定 agreements {len(found.entries)}   要確認 to review {len(found.suggestions)}", *_doubts(found)]
    )


def _doubts(found: Register) -> Iterator[str]:
    for suggestion in found.suggestions:
        yield f"  同じ協定？ same?  {suggestion.entries[0]} {suggestion.entries[1]}   {suggestion.reason}"


def shown(entry: Entry, suggestions: tuple[Suggestion, ...]) -> str:
    """One entry with every value and who states it."""
    urls = {source.record: source.url or source.document for source in entry.sources}
    lines = [f"{entry.id}   {TYPES[entry.type]}「{entry.title}」   confidence {entry.confidence:.2f}   {entry.review}"]
    lines += (f"  当事者 party  {_linked(party)}" for party in entry.parties)
    for statement in entry.statements:
        mark = " ⚠" if statement.field in entry.disagreements else ""
        lines.append(f"  {FIELDS[statement.field]}{mark}  {statement.value}")
        lines += (f"      {urls[record]}" for record in statement.records)
    lines += (f"  分野 topic  {topic}" for topic in entry.topics)
    for source in entry.sources:
        lines += [f"資料 source  {source.record}   {source.document_title or ''}   {source.publisher or ''}"]
        lines += [f"  {source.url or source.document}", f"  「{' '.join(source.text.split())}」"]
    for suggestion in suggestions:
        lines.append(f"同じ協定？ same?  {suggestion.one} {suggestion.other}   {suggestion.reason}")
    return "\n".join(lines)


def parties(entry: Entry) -> str:
    """The names of those who signed."""
    return "・".join(party.name for party in entry.parties if party.role == "signatory")


def _linked(party: Party) -> str:
    where = party.code or party.country or ""
    return f"{party.name} {where}{' (立会 witness)' if party.role == 'witness' else ''}".rstrip()
