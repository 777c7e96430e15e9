"""From captures to records: the stage `extract`, one part a batch of documents.

Bytes are read and records found in child processes, by whatever workers the engine has; each batch is saved together
with the fact that it was done, by this process alone. A document that cannot be read is recorded with its problem and
the rest go on; one whose capture is not there waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial

from crawler.source import load_all
from extractors.pdf.problems import BY_OCR
from extractors.rows import loads
from flows.delivery import deliver
from flows.engines.engine import PLAIN, Engine, LostError, Workers
from flows.extraction.batches import Batch, Outcome, largest, parts, read_batch, readers
from flows.extraction.configuration import configuration, is_without_ocr
from flows.extraction.reading import context_of
from flows.extraction.selection import CHANGED, Choice, select
from flows.progress import progress
from flows.report import Report
from flows.workspace import Workspace
from store.entries import Work
from store.ledger import Ledger
from store.saving import Extraction

KILLED = "reading ended the worker, again and again"


def extract(workspace: Workspace, choice: Choice = CHANGED, *, engine: Engine = PLAIN) -> Report:
    """Extract the documents whose page, versions or configuration changed, or those that were chosen.

    Raises `SourceError` when a source file is off or a source is none.
    """
    selection = select(workspace, choice)
    with Ledger.open(workspace.ledger) as ledger:
        for source in {state.source for state in ledger.stock() if state.versions and not state.versions.config}:
            if source in selection.sources:
                ledger.adopt(source, configuration(selection.sources[source]))
        if not choice.changed:
            ledger.mark(selection.marked, before=choice.before)
        left = selection.continued().order
        total = ledger.count_pending(left, before=choice.before)
        progress().begin("抽出 extract", "", total)
        works = ledger.pending(left, before=choice.before)
        report = _extract(workspace, ledger, works, total, engine) if total else Report()
        return report + Report(records=ledger.counts().records)


def _extract(workspace: Workspace, ledger: Ledger, works: Iterator[Work], total: int, engine: Engine) -> Report:
    report, missing = deliver(workspace), Counter[str]()
    with engine.workers() as workers, readers(workspace.limits):
        one = partial(_carried_out, workers)
        batches = _batches(workspace, parts(works, largest(total, workers.width)))
        for outcome in engine.each("extract", one, batches, label=_label, side_by_side=workers.width):
            report += _save(outcome, ledger)
            missing.update(outcome.missing)
    waiting = tuple(f"{line} ({count} documents wait for it)" for line, count in sorted(missing.items()))
    return report + Report(problems=waiting, failed=bool(waiting))


def _batches(workspace: Workspace, found: Iterable[list[Work]]) -> Iterator[Batch]:
    sources = {source.name: source for source in load_all(workspace.sources)}
    for part in found:
        documents = tuple((work, context_of(work.capture, sources.get(work.capture.source))) for work in part)
        yield Batch(workspace.raw.resolve(), workspace.store, workspace.limits, documents)


def _label(batch: Batch) -> str:
    return f"from {batch.documents[0][0].capture.url}"


def _carried_out(workers: Workers, batch: Batch) -> Outcome:
    """The batch, read by a worker; if that kills one after the other, the document that does is found and recorded."""
    try:
        return workers.carry_out(read_batch, batch)
    except LostError:
        if len(batch.documents) == 1:
            return Outcome([Extraction(batch.documents[0][0], problem=KILLED)], [])
    singly = [_carried_out(workers, one) for one in batch.singly()]
    return Outcome([one for part in singly for one in part.done], [line for part in singly for line in part.missing])


def _save(outcome: Outcome, ledger: Ledger) -> Report:
    """Save what was read with the fact that it was done; what a person should know is in the report, a line each."""
    done = [_kept_by_ocr(one, ledger) for one in outcome.done]
    ledger.save_extractions(done, datetime.now(UTC))
    told = []
    for one in done:
        if problem := _told(one):
            told.append(f"{one.work.capture.url}: {problem}")
        progress().step(one.work.capture.url)
    return Report(documents={"failed": len(told)}, problems=tuple(told), failed=bool(told))


def _kept_by_ocr(done: Extraction, ledger: Ledger) -> Extraction:
    """The extraction, or the problem that it lacks the OCR by which the same bytes were read before."""
    if done.document is None or not is_without_ocr(done.work.versions.config):
        return done
    kept = ledger.kept_document(done.document["id"])
    if kept is None or kept.record.sha256 != done.document["sha256"]:
        return done
    if not any(problem.startswith(BY_OCR) for problem in kept.record.problems):
        return done
    return Extraction(done.work, problem=f"was {BY_OCR}, which is not installed here: install renkei[ocr]")


def _told(done: Extraction) -> str | None:
    """What an unreadable document says of itself; a readable one keeps its problems for the table."""
    if done.document is None or done.document["characters"]:
        return done.problem
    return ", ".join(loads(done.document["problems"])) or "no text"
