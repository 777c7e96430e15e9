"""Looking into the ledger: a record with its chain back to the capture, and how things stand.

>>> marked("本市は、富山市と協定を結んだ。", 4, 7)
'本市は、【富山市】と協定を結んだ。'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from crawler.source import Source, load_all
from extractors.records import AnyRecord, DocumentRecord
from extractors.rows import Row, dumps, to_row
from flows.workspace import Workspace
from store.entries import Capture, Counts, Decision, KeptRecord
from store.ledger import Ledger

CONTEXT = 60  # characters shown on either side of a passage
# Fields of a row that the heading lines of `show` say already.
_SHOWN = {
    "kind",
    "id",
    "document",
    "text",
    "start",
    "end",
    "page",
    "boxes",
    "section",
    "confidence",
    "extractor",
    "review",
}


@dataclass(frozen=True, slots=True)
class Chain:
    """A record, the passage it stands on, and everything that leads back to the bytes.

    `gone_since` is when its page was found to be there no longer.
    """

    record: AnyRecord
    kept: KeptRecord | None
    passage: str
    document: DocumentRecord
    capture: Capture | None
    decisions: tuple[Decision, ...]
    gone_since: str | None = None

    def row(self) -> Row:
        """The chain for programs."""
        kept = {"first_seen": self.kept.first_seen, "last_seen": self.kept.last_seen} if self.kept else {}
        return {
            "record": to_row(self.record),
            "passage": self.passage,
            **kept,
            "document": to_row(self.document),
            "capture": asdict(self.capture) if self.capture else None,
            "decisions": [asdict(decision) for decision in self.decisions],
            "gone_since": self.gone_since,
        }

    def lines(self) -> str:
        """The chain for people: values, passage, document, capture, history."""
        record, document = self.record, self.document
        values = [f"  {name:12} {_shown(value)}" for name, value in to_row(record).items() if _said(name, value)]
        place = f"page {record.page}, " if record.page else ""
        lines = [
            f"{record.kind} {record.id}   confidence {record.confidence:.2f}   {record.review}   {record.extractor}",
            *values,
            f"根拠 passage   {place}characters {record.start}–{record.end}",
            *(f"  § {heading}" for heading in record.section),
            f"  {self.passage}",
            f"文書 document  {document.id}   {document.title or ''}",
            f"  {document.url or ''}",
            *(f"  problem: {problem}" for problem in document.problems),
            *self._capture_lines(),
            *(
                f"判断 decision  {d.at} {d.reviewer}: {d.action} {d.fields if d.fields != '{}' else ''}"
                for d in self.decisions
            ),
        ]
        if self.kept:
            there = f"its page gone since {self.gone_since}" if self.gone_since else "still there"
            seen = f"last seen {self.kept.last_seen}" if self.kept.last_seen else there
            lines.append(f"履歴 history   first seen {self.kept.first_seen}, {seen}")
        return "\n".join(lines)

    def _capture_lines(self) -> list[str]:
        if self.capture is None:
            return []
        return [
            f"原本 capture   {self.capture.fetched_at}   status {self.capture.status}",
            f"  sha256 {self.capture.sha256}",
            f"  raw/{self.capture.place.snapshot}",
        ]


def chain(workspace: Workspace, name: str) -> Chain | None:
    """What leads from the record or document with this id back to the capture; None when there is none."""
    with Ledger.open(workspace.ledger) as ledger:
        kept = ledger.record(name)
        found = ledger.kept_document(kept.record.document if kept else name)
        document = ledger.document(found.record.id) if found else None
        if found is None or document is None:
            return None
        record = kept.record if kept else found.record
        page = ledger.page(found.record.url or "")
        return Chain(
            record=record,
            kept=kept,
            passage=marked(document.text, record.start, record.end),
            document=found.record,
            capture=ledger.capture(found.capture),
            decisions=tuple(ledger.decisions(name)),
            gone_since=page.gone_since if page else None,
        )


def marked(text: str, start: int, end: int) -> str:
    """The passage between brackets, with what stands around it, in one line."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return " ".join(f"{before}【{text[start:end]}】{after}".split())


@dataclass(frozen=True, slots=True)
class Overview:
    """How much each source has brought, what is in the ledger, and which documents have problems."""

    sources: tuple[tuple[Source, Counts], ...]
    total: Counts
    problems: tuple[str, ...]

    def row(self) -> Row:
        """The overview for programs."""
        return {
            "sources": {source.name: {"enabled": source.enabled, **asdict(counts)} for source, counts in self.sources},
            "total": asdict(self.total),
            "problems": list(self.problems),
        }

    def lines(self) -> str:
        """The overview for people."""
        rows = [_line(f"{source.name}{'' if source.enabled else ' (off)'}", counts) for source, counts in self.sources]
        return "\n".join([*rows, _line("合計 total", self.total), *(f"  {problem}" for problem in self.problems)])


def overview(workspace: Workspace) -> Overview:
    """How things stand in the workspace; raises `SourceError` for a source file that is off."""
    sources = load_all(workspace.sources)
    with Ledger.open(workspace.ledger) as ledger:
        problems = [
            f"{kept.record.url}: {kept.problem or ', '.join(kept.record.problems)}"
            for kept in ledger.documents()
            if kept.problem or kept.record.problems
        ]
        return Overview(
            sources=tuple((source, ledger.counts(source.name)) for source in sources),
            total=ledger.counts(),
            problems=tuple(problems),
        )


def _line(head: str, counts: Counts) -> str:
    records: Sequence[str] = [f"{kind} {count}" for kind, count in counts.records.items()]
    return f"{head:24} pages {counts.pages}  documents {counts.documents}  failed {counts.failed}  {'  '.join(records)}"


def _said(name: str, value: object) -> bool:
    return name not in _SHOWN and value not in (None, [], (), "", False)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else dumps(value)
