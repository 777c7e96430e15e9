"""From captures to records: the flow `extract`, one task a batch of documents.

Bytes are read in a child process, records are found in this one, and each document is saved together with the fact
that it was done. A document that cannot be read is recorded with its problem and the rest go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from prefect import flow, task

from crawler.source import Source, load_all
from extractors.context import Context
from extractors.document import Document
from extractors.extract import VERSION, describe
from extractors.extract import extract as find
from extractors.reader import VERSION as READER
from extractors.records import Publisher
from flows.progress import progress
from flows.reading import ReaderProcess, ReadFailedError
from flows.report import Report
from flows.workspace import Workspace
from store.entries import Versions, Work
from store.ledger import Ledger
from store.warc import Archive, ArchiveError

BATCH = 50  # documents a task: Prefect spends some milliseconds on each
VERSIONS = Versions(READER, VERSION)


@flow(name="extract", flow_run_name="extract")
def extract(workspace: Workspace, everything: bool = False) -> Report:
    """Extract the documents whose page or extractor changed, or all of them."""
    with Ledger.open(workspace.ledger) as ledger:
        total = ledger.count_pending(VERSIONS, everything=everything)
        progress().begin("抽出 extract", "", total)
        report = Report()
        for batch in _batches(ledger.pending(VERSIONS, everything=everything)):
            report += extract_batch(workspace, batch)
        return report + Report(records=ledger.counts().records)


@task(name="extract batch", task_run_name="extract from {batch[0].capture.url}")
def extract_batch(workspace: Workspace, batch: list[Work]) -> Report:
    """Extract and save a batch of documents; what fails is in the report, one line each."""
    sources = {source.name: source for source in load_all(workspace.sources)}
    problems: list[str] = []
    with Ledger.open(workspace.ledger) as ledger, ReaderProcess() as reader:
        archive = Archive(workspace.raw)
        for work in batch:
            problem = _extract_one(work, ledger, archive, reader, sources.get(work.capture.source))
            if problem:
                problems.append(f"{work.capture.url}: {problem}")
            progress().step(work.capture.url)
    return Report(documents={"failed": len(problems)}, problems=tuple(problems), failed=bool(problems))


def _extract_one(
    work: Work, ledger: Ledger, archive: Archive, reader: ReaderProcess, source: Source | None
) -> str | None:
    """Extract and save one document; the problem, if it has one that a person should know."""
    capture, now = work.capture, datetime.now(UTC)
    context = Context(
        url=capture.url,
        source=capture.source,
        publisher=Publisher(**source.publisher.model_dump()) if source and source.publisher else None,
        charset=capture.charset,
        fetched_at=capture.fetched_at,
    )
    try:
        document = reader.read(archive.read(capture.place), capture.media_type or "", context)
    except (ArchiveError, ReadFailedError) as error:
        ledger.save_failure(work, str(error), now)
        return str(error)
    found = find(document)
    ledger.save_extraction(work, document, describe(document, capture.place.snapshot), found, now)
    return _told(document)


def _told(document: Document) -> str | None:
    """What an unreadable document says of itself; a readable one keeps its problems for the table."""
    return None if document.text else ", ".join(document.problems) or "no text"


def _batches(works: Iterator[Work]) -> Iterator[list[Work]]:
    while batch := list(islice(works, BATCH)):
        yield batch
