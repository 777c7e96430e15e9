"""What changed between the last two versions of an address, by character, and which records that touches.

>>> old, new = "参加は23社。", "参加は25社。"
>>> marked(old, new, compare(old, new))
['参加は2［-3-］｛+5+｝社。']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from crawler.address import canonical
from crawler.source import Source, load_all
from extractors.comparison import Change, compare, touched
from extractors.records import AnyRecord
from extractors.rows import Row, dumps, to_row
from flows.extraction.reading import ReaderProcess, Reading, context_of
from flows.workspace import Workspace
from store.entries import Capture
from store.ledger import Ledger
from store.warc import Archive

CONTEXT = 30  # characters shown on either side of a change


class NothingToCompareError(Exception):
    """An address was never captured, or only once; the message says which."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of an address: what changed in the main text, and the records that were lost, found or changed.

    `lost` are records of the old version and `found` those of the new one that stand on changed text, or whose passage
    the other version has no record of.
    """

    old: Capture
    new: Capture
    texts: tuple[str, str]
    changes: tuple[Change, ...]
    lost: tuple[AnyRecord, ...]
    found: tuple[AnyRecord, ...]

    def row(self) -> Row:
        """The difference for programs."""
        old, new = self.texts
        changes = [
            {**asdict(c), "old": old[c.old_start : c.old_end], "new": new[c.new_start : c.new_end]}
            for c in self.changes
        ]
        return {
            "url": self.new.url,
            "old": asdict(self.old),
            "new": asdict(self.new),
            "changes": changes,
            "lost": [to_row(record) for record in self.lost],
            "found": [to_row(record) for record in self.found],
        }

    def lines(self) -> str:
        """The difference for people."""
        lines = [self.new.url, f"{self.old.fetched_at} → {self.new.fetched_at}"]
        lines += marked(*self.texts, self.changes) or ["the same text: only the markup, menus or notation changed"]
        lines += [f"レコード records  − {_named(record)}" for record in self.lost]
        lines += [f"レコード records  ＋ {_named(record)}" for record in self.found]
        return "\n".join(lines)


def difference(workspace: Workspace, url: str) -> Difference:
    """The difference between the last two versions of an address.

    Raises `NothingToCompareError` when there are no two, and `ArchiveError` or `ReadFailedError` when one of them
    cannot be read.
    """
    with Ledger.open(workspace.ledger) as ledger:
        versions = ledger.versions(canonical(url) or url)
    if len(versions) < 2:
        known = f"captured once, at {versions[0].fetched_at}, and has not changed" if versions else "never captured"
        raise NothingToCompareError(f"{url}: {known}")
    old, new = versions[-2:]
    source = next((source for source in load_all(workspace.sources) if source.name == new.source), None)
    archive = Archive(workspace.raw, workspace.store)
    with ReaderProcess(workspace.limits) as reader:
        before, after = (_read(reader, archive, capture, source) for capture in (old, new))
    changes = compare(before.document.text, after.document.text)
    return Difference(
        old,
        new,
        (before.document.text, after.document.text),
        changes,
        touched(before.records, after.records, [(c.old_start, c.old_end) for c in changes]),
        touched(after.records, before.records, [(c.new_start, c.new_end) for c in changes]),
    )


def marked(old: str, new: str, changes: Sequence[Change]) -> list[str]:
    """Each change in a line of its own, the old text in ［- -］ and the new one in ｛+ +｝, with what stands around."""
    lines = []
    for change in changes:
        gone, come = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
        before = new[max(change.new_start - CONTEXT, 0) : change.new_start].rpartition("\n")[2]
        after = new[change.new_end : change.new_end + CONTEXT].partition("\n")[0]
        shown = f"{before}{f'［-{gone}-］' if gone else ''}{f'｛+{come}+｝' if come else ''}{after}"
        lines.append(shown.replace("\n", "⏎"))
    return lines


def _read(reader: ReaderProcess, archive: Archive, capture: Capture, source: Source | None) -> Reading:
    context = context_of(capture, source)
    return reader.read(archive.read(capture.place), capture.media_type or "", context, records=True)


def _named(record: AnyRecord) -> str:
    row = to_row(record)
    value = next((row[name] for name in ("edtf", "number", "name", "title") if row.get(name) is not None), "")
    return f"{record.kind:9} {record.id}  {record.text}  {value if isinstance(value, str) else dumps(value)}".rstrip()
