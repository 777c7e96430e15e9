"""Bytes from the web are read in child processes that may die or hang without taking anything along.

>>> with ReaderProcess() as reader:
...     reader.read("協定を結んだ。".encode(), "text/plain", Context(id="d")).document.text
'協定を結んだ。'

A child has limits on memory and time, and answers in JSON, never in pickle: whatever it has become, its answer is
data. Pages without a text layer go to a second child where the extra `renkei[ocr]` is installed, whose models need
more of both.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.connection import Pipe as pipe
from queue import LifoQueue
from types import TracebackType
from typing import TypeVar

from crawler.source import Source
from extractors.context import Context
from extractors.document import Document
from extractors.document_json import decode
from extractors.extras import is_installed
from extractors.pdf.problems import GARBAGE, NO_TEXT
from extractors.records import AnyRecord, Publisher
from extractors.rows import from_row, loads
from flows.extraction.jobs import DONE, Job
from flows.limits import Limits
from store.entries import Capture

_MODELS = 2 << 30  # bytes of address space that OCR takes on top
_MOST_SCANNED = 50  # pages that the time for OCR is given for
_ENTRY = "flows.extraction.reader_child"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "OMP_NUM_THREADS")
OUT_OF_TIME, OUT_OF_MEMORY = "reading took longer than", "reading ended the reader"

T = TypeVar("T")
R = TypeVar("R")


class ReadFailedError(Exception):
    """The bytes are no document, or reading them broke a limit; the message is the problem to record."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the records found in it, where they were asked for.

    `without_ocr` when it has pages that only OCR could read, which is not installed.
    """

    document: Document
    records: list[AnyRecord]
    without_ocr: bool = False


def context_of(capture: Capture, source: Source | None) -> Context:
    """What is known of a capture besides its bytes; `source` is the one it was fetched for, if it still exists."""
    return Context(
        url=capture.url,
        source=capture.source,
        publisher=Publisher(**source.publisher.model_dump()) if source and source.publisher else None,
        charset=capture.charset,
        fetched_at=capture.fetched_at,
    )


class ReaderProcess:
    """A child process that reads documents one after the other; it is started when needed and again when it dies."""

    def __init__(self, limits: Limits | None = None, *, ocr: bool = True) -> None:
        self._limits = limits or Limits()
        self._plain = _Child(self._limits.memory)
        self._ocr = _Child(self._limits.memory + _MODELS) if ocr and is_installed() else None

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._plain.stop()
        if self._ocr:
            self._ocr.stop()

    def read(
        self,
        data: bytes,
        media_type: str,
        context: Context,
        *,
        records: bool = False,
        kinds: frozenset[str] | None = None,
    ) -> Reading:
        """The document that the bytes state, and with `records` what is found in it, of all kinds or of some.

        Raises `ReadFailedError` when there is no document within the limits.
        """
        reading = self._plain.ask((data, media_type, context, False, records, kinds), self._limits.seconds)
        document = reading.document
        if not any(problem.startswith((NO_TEXT, GARBAGE)) for problem in document.problems):
            return reading
        if self._ocr is None:
            return replace(reading, without_ocr=True)
        pages = min(document.pages or 1, _MOST_SCANNED)
        try:
            return self._ocr.ask((data, media_type, context, True, records, kinds), self._limits.seconds * (pages + 1))
        except ReadFailedError as error:
            problems = (*document.problems, f"OCR: {error}")
            return replace(reading, document=replace(document, problems=problems))


class ReaderPool:
    """A reader for each core, or for each piece of work where there are fewer; threads may share it."""

    def __init__(self, limits: Limits | None = None, most: int | None = None) -> None:
        cores = os.cpu_count() or 1
        self._size = max(min(cores, most or cores), 1)
        self._limits = limits
        self._idle: LifoQueue[ReaderProcess] = LifoQueue()  # the last one first: it has its tables loaded
        self._open = ExitStack()
        self._closed = False

    def __enter__(self) -> ReaderPool:
        for _ in range(self._size):
            self._idle.put(self._open.enter_context(ReaderProcess(self._limits)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        self._open.close()

    @contextmanager
    def one(self) -> Iterator[ReaderProcess]:
        """A reader that is idle, as soon as there is one; raises `RuntimeError` when the pool is closed."""
        reader = self._idle.get()
        try:
            if self._closed:
                raise RuntimeError("the readers have ended")
            yield reader
        finally:
            self._idle.put(reader)

    def map(self, work: Callable[[ReaderProcess, T], R], items: Iterable[T]) -> Iterator[R]:
        """`work` on each item with a reader of its own, side by side; the answers in the order of the items."""

        def one(item: T) -> R:
            with self.one() as reader:
                return work(reader, item)

        with ThreadPoolExecutor(self._size) as threads:
            try:
                yield from threads.map(one, items)
            finally:
                threads.shutdown(wait=False, cancel_futures=True)


def _environment() -> dict[str, str]:
    """What a child needs of ours: who reads hostile bytes is told no password and no key."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class _Child:
    """The process and our end of the connection, both made when they are needed."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None

    def ask(self, job: Job, seconds: float) -> Reading:
        """The answer to a job; raises `ReadFailedError`."""
        _, connection = self._running or self._start()
        try:
            connection.send(job)
            if not connection.poll(seconds):
                self.stop()
                raise ReadFailedError(f"{OUT_OF_TIME} {seconds:g} s")
            answer = connection.recv_bytes()
        except (EOFError, OSError) as error:
            self.stop()
            raise ReadFailedError(f"{OUT_OF_MEMORY} (out of memory or damaged data)") from error
        if answer[:1] != DONE:
            raise ReadFailedError(answer[1:].decode("utf-8", "replace"))
        document, *rows = answer[1:].split(b"\n")
        try:
            return Reading(decode(document), [from_row(loads(row.decode("utf-8", "surrogatepass"))) for row in rows])
        except (ValueError, KeyError, TypeError) as error:
            self.stop()
            raise ReadFailedError("the reader gave no document (damaged data)") from error

    def stop(self) -> None:
        """End the process; the next job starts another."""
        if self._running:
            process, connection = self._running
            self._running = None
            connection.close()
            process.kill()
            process.wait()

    def _start(self) -> tuple[subprocess.Popen[bytes], Connection]:
        ours, theirs = pipe()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", _ENTRY, str(theirs.fileno()), str(self._memory)],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._running = process, ours
        return self._running
