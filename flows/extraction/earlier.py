"""Earlier versions of pages, read again from what was kept of them.

>>> from pathlib import Path
>>> from store.entries import Place
>>> gone = Capture(source="s", url="https://a.example/", fetched_at="", status=200, place=Place("no.warc.gz", 0))
>>> with Archive(Path("raw")) as archive, EarlierVersions(archive) as earlier:
...     earlier.read(gone, None) is None
True
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from types import TracebackType

from extractors.pdf.problems import GARBAGE, NO_TEXT
from extractors.records import Publisher
from flows.extraction.reading import ReaderProcess, ReadFailedError, Reading, context_of
from flows.limits import Limits
from store.entries import Capture
from store.warc import Archive, ArchiveError

_KEPT = 20  # versions held in memory


class EarlierVersions:
    """Reads one version at a time in a child process and remembers the last ones; safe to share between threads."""

    def __init__(self, archive: Archive, limits: Limits | None = None) -> None:
        self._archive = archive
        self._reader = ReaderProcess(limits, ocr=False)
        self._kept: OrderedDict[int, Reading | None] = OrderedDict()
        self._lock = Lock()

    def __enter__(self) -> EarlierVersions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.__exit__(kind, error, trace)

    def read(self, capture: Capture, publisher: Publisher | None) -> Reading | None:
        """What a capture states, and what is found in it; None where its text takes OCR, or cannot be had at all."""
        with self._lock:
            if capture.id not in self._kept:
                self._kept[capture.id] = self._read(capture, publisher)
            self._kept.move_to_end(capture.id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[capture.id]

    def _read(self, capture: Capture, publisher: Publisher | None) -> Reading | None:
        context = replace(context_of(capture, None), publisher=publisher)
        try:
            data = self._archive.read(capture.place)
        except ArchiveError:
            return None
        try:
            reading = self._reader.read(data, capture.media_type or "", context, records=True)
        except ReadFailedError:
            return None
        scanned = any(problem.startswith((NO_TEXT, GARBAGE)) for problem in reading.document.problems)
        return None if scanned else reading
