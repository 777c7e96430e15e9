"""Bytes from the web are read in a child process that may die or hang without taking anything along.

>>> with ReaderProcess() as reader:
...     reader.read("協定を結んだ。".encode(), "text/plain", Context(id="d")).text
'協定を結んだ。'

The child has limits on memory and time, and answers in JSON, never in pickle: whatever it has become, its answer
is data.
"""

from __future__ import annotations

import multiprocessing
import resource
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from extractors.context import Context
from extractors.document import Document
from extractors.document_json import decode, encode

SECONDS = 20.0  # for one document
MEMORY = 1 << 30  # bytes of address space

_READ, _UNREADABLE = b"D", b"U"


class ReadFailedError(Exception):
    """The bytes are no document, or reading them broke a limit; the message is the problem to record."""


class ReaderProcess:
    """A child process that reads documents one after the other; it is started when needed and again when it dies."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: tuple[BaseProcess, Connection] | None = None

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, data: bytes, media_type: str, context: Context) -> Document:
        """The document that the bytes state; raises `ReadFailedError` when they state none within the limits."""
        _, connection = self._child or self._start()
        try:
            connection.send((data, media_type, context))
            if not connection.poll(self._seconds):
                self._stop()
                raise ReadFailedError(f"reading took longer than {self._seconds:g} s")
            answer = connection.recv_bytes()
        except (EOFError, OSError) as error:
            self._stop()
            raise ReadFailedError("reading ended the reader (out of memory or damaged data)") from error
        if answer[:1] == _UNREADABLE:
            raise ReadFailedError(answer[1:].decode("utf-8", "replace"))
        return decode(answer[1:])

    def _start(self) -> tuple[BaseProcess, Connection]:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_serve, args=(theirs, self._memory), daemon=True)
        process.start()
        theirs.close()
        self._child = process, ours
        return self._child

    def _stop(self) -> None:
        if self._child:
            process, connection = self._child
            connection.close()
            process.kill()
            process.join()
            self._child = None


def _serve(connection: Connection, memory: int) -> None:
    """What the child does: read what comes until the other end closes."""
    from extractors.reader import UnreadableError, read  # noqa: PLC0415  loaded where it is used

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            data, media_type, context = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            connection.send_bytes(_READ + encode(read(data, media_type, context)))
        except UnreadableError as error:
            connection.send_bytes(_UNREADABLE + str(error).encode())
