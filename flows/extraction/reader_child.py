"""What a reader's child process does: it reads documents, one job after the other, until the other end closes.

It is started by `flows.extraction.reading` as `python -m flows.extraction.reader_child FILE-DESCRIPTOR BYTES`. A job is
pickled by us and comes in; what goes out is data: a letter, then lines of JSON (the document, its records), or a
problem in words.
"""

from __future__ import annotations

import resource
import signal
import sys
from multiprocessing.connection import Connection

from extractors.context import Context
from extractors.document_json import encode
from extractors.reader import UnreadableError, read
from extractors.rows import dumps, to_row
from flows.extraction.jobs import DONE, UNREADABLE, Job

FAULT = "a fault in Renkei, please report the page"


def serve(connection: Connection) -> None:
    """Answer jobs until the other end closes."""
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        try:
            connection.send_bytes(DONE + _answer(*job))
        except UnreadableError as error:
            connection.send_bytes(UNREADABLE + str(error).encode())
        except MemoryError:
            return  # what is left of this process is not to be trusted
        except Exception as error:  # a fault of ours costs this document alone, and is told
            connection.send_bytes(UNREADABLE + f"{FAULT} ({type(error).__name__}: {error})".encode())


def _answer(
    data: bytes, media_type: str, context: Context, by_ocr: bool, with_records: bool, kinds: frozenset[str] | None
) -> bytes:
    if by_ocr:
        from extractors.pdf.ocr import read_scan  # noqa: PLC0415  for the few documents that need it

        document = read_scan(data, media_type, context)
    else:
        document = read(data, media_type, context)
    lines = [encode(document)]
    if with_records:
        from extractors.extract import extract  # noqa: PLC0415  its tables take half a second

        lines += (dumps(to_row(record)).encode("utf-8", "surrogatepass") for record in extract(document, kinds))
    return b"\n".join(lines)


def main() -> None:
    """Set the limits and serve."""
    descriptor, memory = (int(argument) for argument in sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; its end closes the connection
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(Connection(descriptor))


if __name__ == "__main__":
    main()
