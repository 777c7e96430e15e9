"""From captures to records: the stage `extract`, one part a batch of documents.

Bytes are read and records found in child processes, one for each core; each document is saved together with the fact
that it was done, by this process alone. A document that cannot be read is recorded with its problem and the rest go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from crawler.source import Source, load_all
from extractors.document import Document
from extractors.extract import VERSION, describe
from extractors.pdf_problems import BY_OCR
from extractors.reader import VERSION as READER
from flows.configuration import configuration, lacking
from flows.engine import PLAIN, Engine
from flows.limits import Limits
from flows.progress import progress
from flows.reading import ReaderPool, ReaderProcess, ReadFailedError, Reading, context_of
from flows.report import Report
from flows.selection import CHANGED, Choice, select
from flows.workspace import Workspace
from store.entries import Versions, Work
from store.ledger import Ledger
from store.warc import Archive, ArchiveError

BATCH = 500  # documents a part: the children of a batch take a second to load their tables
VERSIONS = Versions(READER, VERSION)


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
        progress().begin("抽出 extract", "", ledger.count_pending(left, before=choice.before))
        batches = _batches(ledger.pending(left, before=choice.before))
        one = partial(extract_batch, workspace)
        done = engine.each("extract", one, batches, label=lambda batch: f"from {batch[0].capture.url}")
        return sum(done, Report()) + Report(records=ledger.counts().records)


def extract_batch(workspace: Workspace, batch: list[Work]) -> Report:
    """Extract and save a batch of documents; what fails is in the report, one line each."""
    sources = {source.name: source for source in load_all(workspace.sources)}
    archive = Archive(workspace.raw)
    problems: list[str] = []

    def read(reader: ReaderProcess, work: Work) -> Reading | str:
        return _read(work, archive, reader, sources.get(work.capture.source))

    with Ledger.open(workspace.ledger) as ledger, ReaderPool(workspace.limits, len(batch)) as readers:
        for work, answer in zip(batch, readers.map(read, batch), strict=True):
            problem = _save(work, answer, ledger, workspace.limits)
            if problem:
                problems.append(f"{work.capture.url}: {problem}")
            progress().step(work.capture.url)
    return Report(documents={"failed": len(problems)}, problems=tuple(problems), failed=bool(problems))


def _read(work: Work, archive: Archive, reader: ReaderProcess, source: Source | None) -> Reading | str:
    """The document of a capture with its records, or why there is none."""
    capture = work.capture
    try:
        data = archive.read(capture.place)
        return reader.read(data, capture.media_type or "", context_of(capture, source), records=True)
    except (ArchiveError, ReadFailedError) as error:
        return str(error)


def _save(work: Work, answer: Reading | str, ledger: Ledger, limits: Limits) -> str | None:
    """Save what was read with the fact that it was done; the problem, if it has one that a person should know."""
    now = datetime.now(UTC)
    done = replace(work, versions=replace(work.versions, config=lacking(work.versions.config, answer, limits)))
    if isinstance(answer, Reading) and answer.without_ocr and _was_by_ocr(answer.document, ledger):
        answer = f"was {BY_OCR}, which is not installed here: install renkei[ocr]"
    if isinstance(answer, str):
        ledger.save_failure(done, answer, now)
        return answer
    described = describe(answer.document, work.capture.place.snapshot)
    ledger.save_extraction(done, answer.document, described, answer.records, now)
    return _told(answer.document)


def _was_by_ocr(document: Document, ledger: Ledger) -> bool:
    """Whether the same bytes were read by OCR before: what it found is not given up."""
    kept = ledger.kept_document(document.id)
    if kept is None or kept.record.sha256 != document.sha256:
        return False
    return any(problem.startswith(BY_OCR) for problem in kept.record.problems)


def _told(document: Document) -> str | None:
    """What an unreadable document says of itself; a readable one keeps its problems for the table."""
    return None if document.text else ", ".join(document.problems) or "no text"


def _batches(works: Iterator[Work]) -> Iterator[list[Work]]:
    while batch := list(islice(works, BATCH)):
        yield batch
