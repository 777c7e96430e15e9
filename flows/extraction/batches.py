"""A batch of documents, and reading it: the work of the stage `extract` that may be done on any machine.

A batch says all that reading it takes: where the captures stand, what each one is, what reading may cost. So a worker
needs nothing else of the one who asks, neither its ledger nor its sources; it gives back rows to be written.

>>> from store.entries import Capture, Place, Versions
>>> page = Capture(source="s", url="http://a.example/", fetched_at="", status=200, place=Place("a.warc.gz", 0))
>>> works = [Work(replace(page, size=megabytes << 20), Versions("", "")) for megabytes in range(4)]
>>> [len(part) for part in parts(works, 10)], [len(part) for part in parts(works, 1)]
([3, 1], [1, 1, 1, 1])
>>> [largest(count, 4) for count in (3, 100, 100_000)]
[1, 13, 100]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from extractors.context import Context
from extractors.extract import VERSION, describe
from extractors.reader import VERSION as READER
from flows.engines.engine import EngineError
from flows.extraction.configuration import lacking
from flows.extraction.reading import ReaderPool, ReadFailedError, Reading
from flows.limits import Limits
from flows.progress import progress
from store.entries import Versions, Work
from store.saving import Extraction, extracted
from store.warc import Archive, ArchiveError, MissingError

# A batch is small, so that a worker that dies costs little and the bar moves, and worth what handing it over costs:
# some 50 ms of Prefect's server and Dask's scheduler together.
DOCUMENTS, BYTES = 100, 4 << 20

VERSIONS = Versions(READER, VERSION)


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to read with what is known of each; their captures are in the folder `raw` or in an object store.

    `versions` are those of who asks.
    """

    raw: Path
    store: str | None
    limits: Limits
    documents: tuple[tuple[Work, Context], ...]
    versions: Versions = VERSIONS

    def singly(self) -> list[Batch]:
        """The same documents in batches of one."""
        return [replace(self, documents=(document,)) for document in self.documents]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a batch came to; `missing` are the files of captures that are not there."""

    done: list[Extraction]
    missing: list[str]


def largest(total: int, width: int) -> int:
    """The most documents of a batch, of so many to read: no worker of that many stands idle while another has two."""
    return max(1, min(DOCUMENTS, -(-total // (2 * width))))


def parts(works: Iterable[Work], most: int) -> Iterator[list[Work]]:
    """The pieces of work in groups that make a batch, of so many documents at most."""
    part: list[Work] = []
    size = 0
    for work in works:
        if part and (len(part) == most or size + (work.capture.size or 0) > BYTES):
            yield part
            part, size = [], 0
        part.append(work)
        size += work.capture.size or 0
    if part:
        yield part


def read_batch(batch: Batch) -> Outcome:
    """Read the documents of a batch in a child process and find their records.

    Raises `EngineError` where that cannot be done: the captures are elsewhere, or this Renkei is another one.
    """
    archive, outcome = _archive(batch), Outcome([], [])
    for work, context in batch.documents:
        progress().look(work.capture.url)
        try:
            data = archive.read(work.capture.place)
        except MissingError as error:  # no fault of the document: it waits
            outcome.missing.append(str(error))
            continue
        except ArchiveError as error:
            outcome.done.append(Extraction(work, problem=str(error)))
            continue
        outcome.done.append(_extraction(work, data, context, batch.limits))
    return outcome


@contextmanager
def readers(limits: Limits) -> Iterator[None]:
    """Children that read for this block, and end with it."""
    with ReaderPool(limits) as pool:
        token = _READERS.set(pool)
        try:
            yield
        finally:
            _READERS.reset(token)


def _archive(batch: Batch) -> Archive:
    if batch.versions != VERSIONS:
        raise EngineError("a worker runs another version of Renkei: install the same everywhere, then run again")
    if not batch.store and not batch.raw.is_dir():
        raise EngineError(f"{batch.raw}: not there for a worker; give --raw what all machines reach")
    return Archive(batch.raw, batch.store)


def _extraction(work: Work, data: bytes, context: Context, limits: Limits) -> Extraction:
    answer = _answer(work, data, context, limits)
    done = replace(work, versions=replace(work.versions, config=lacking(work.versions.config, answer, limits)))
    if isinstance(answer, str):
        return Extraction(done, problem=answer)
    return extracted(done, answer.document, describe(answer.document, work.capture.place.snapshot), answer.records)


def _answer(work: Work, data: bytes, context: Context, limits: Limits) -> Reading | str:
    """The document of a capture with its records, or why there is none."""
    with (_READERS.get() or _kept_readers(limits)).one() as reader:
        try:
            return reader.read(data, work.capture.media_type or "", context, records=True, kinds=work.kinds)
        except ReadFailedError as error:
            return str(error)


_READERS: ContextVar[ReaderPool | None] = ContextVar("readers", default=None)


@cache
def _kept_readers(limits: Limits) -> ReaderPool:
    """The children of a worker: kept from batch to batch, they end with its process."""
    return ReaderPool(limits).__enter__()
