"""What publishing would change: the tables as they are beside the ledger as it is, decisions applied.

>>> change = Change(new=2, gone=0, changed=1, decided=0, fields=Counter(edtf=1), samples=())
>>> print(Preview({"date": change}).lines())
日付 date            新 new 2   消 gone 0   変 changed 1 (edtf 1)   うち判断済み decided 0
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from extractors.records import KINDS, AnyRecord
from extractors.rows import Row, dumps, loads, to_row
from flows.publishing.tables import TABLES
from flows.report import padded
from flows.reviewing.reviewed import reviewed
from flows.workspace import Workspace
from review.verdict import VALUES
from store.ledger import Ledger

NAMES = {"document": "文書", "date": "日付", "city": "都市", "figure": "数値", "agreement": "協定"}
SAMPLES = 5  # rows of each kind that are shown


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that would change; `old` or `new` is null for a row that appears or goes."""

    id: str
    text: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """How many rows of a kind would appear, go and change, by field, and how many of those a person had decided."""

    new: int
    gone: int
    changed: int
    decided: int
    fields: Counter[str]
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, by kind of record."""

    kinds: dict[str, Change]

    def row(self) -> Row:
        """The preview for programs."""
        return {kind: asdict(change) for kind, change in self.kinds.items()}

    def lines(self) -> str:
        """The preview for people."""
        return "\n".join(line for kind, change in self.kinds.items() for line in _lines(kind, change))


@dataclass(slots=True)
class _Tally:
    changed: int = 0
    decided: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    new: list[Sample] = field(default_factory=list)
    gone: list[Sample] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)


def preview(workspace: Workspace) -> Preview:
    """What `publish` would change now; every row is new where nothing has been published."""
    with Ledger.open(workspace.ledger) as ledger:
        return Preview({kind: _change(workspace, kind, reviewed(ledger, kind)) for kind in KINDS})


def _change(workspace: Workspace, kind: str, records: Iterator[AnyRecord]) -> Change:
    old = {row["id"]: row for row in _published(workspace, kind)}
    tally = _Tally()
    for record in records:
        row: Row = loads(dumps(to_row(record)))
        before = old.pop(row["id"], None)
        if before is None:
            tally.new.append(Sample(row["id"], row["text"], "", None, _value(kind, row)))
            tally.decided += row["review"] != "unreviewed"
        elif differing := [name for name in VALUES[kind] if before.get(name) != row[name]]:
            tally.changed += 1
            tally.decided += {before["review"], row["review"]} != {"unreviewed"}
            tally.fields.update(differing)
            tally.samples += [Sample(row["id"], row["text"], n, before.get(n), row[n]) for n in differing]
    tally.gone += [Sample(row["id"], row["text"], "", _value(kind, row), None) for row in old.values()]
    tally.decided += sum(row["review"] != "unreviewed" for row in old.values())
    shown = (tally.samples[:SAMPLES], tally.new[:SAMPLES], tally.gone[:SAMPLES])
    samples = tuple(sample for group in shown for sample in group)
    return Change(len(tally.new), len(tally.gone), tally.changed, tally.decided, tally.fields, samples)


def _published(workspace: Workspace, kind: str) -> Iterator[Row]:
    """The values of the published rows, without the rest of them: a table may be large."""
    path = workspace.processed / f"{TABLES[kind]}.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = loads(line)
                yield {name: row.get(name) for name in ("id", "text", "review", *VALUES[kind])}


def _value(kind: str, row: Row) -> Any:
    """The value that says most of a row."""
    return next((row[name] for name in VALUES[kind] if row.get(name) is not None), None)


def _lines(kind: str, change: Change) -> Iterator[str]:
    fields = ", ".join(f"{name} {count}" for name, count in change.fields.most_common())
    counts = (
        f"新 new {change.new}   消 gone {change.gone}   変 changed {change.changed}{f' ({fields})' if fields else ''}"
    )
    yield f"{padded(f'{NAMES[kind]} {kind}')}{counts}   うち判断済み decided {change.decided}"
    for sample in change.samples:
        passage = " ".join(sample.text.split())[:40]
        yield f"  {sample.id} 【{passage}】 {sample.field} {_said(sample.old)} → {_said(sample.new)}"


def _said(value: Any) -> str:
    return "—" if value is None else value if isinstance(value, str) else dumps(value)
