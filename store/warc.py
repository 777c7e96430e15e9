"""Raw captures as WARC 1.1 files under raw/, one gzip member a record, readable by any WARC tool.

>>> import tempfile
>>> from datetime import UTC, datetime
>>> now = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
>>> page = Exchange(url="http://www.example.jp/", at=now, sent=(), status=200, reason="OK", received=(), body=b"<p>")
>>> with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
...     place = archive.write(page)
...     place.file[:31], place.file[-8:], archive.read(place)
('2026/11/renkei-20261126T190000-', '.warc.gz', b'<p>')

A file is written under a name that ends in `.open` and gets its own when it is closed; names come from the clock and
from chance, so that no two machines choose the same, never from an address. With an object store, files that are closed
go there (see `store.objects`). Bodies stand without their content encoding, which the member's gzip replaces: its
header is kept under the name `X-Archive-Orig-Content-Encoding`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO, FileIO
from pathlib import Path
from secrets import token_hex
from threading import Lock
from types import TracebackType
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.warcwriter import WARCWriter

from store.database import DiskError
from store.entries import Capture, Place
from store.exchange import Exchange, description, records
from store.objects import SUFFIX, ObjectStore, StoreError, deliver
from store.recovery import OPEN, close_leftovers, settle, sync_folder

LARGEST = 1 << 30  # bytes after which a new file is begun

_LONGEST_HEADERS = 1 << 20


class ArchiveError(Exception):
    """A capture cannot be read; the message names the place and says what to do."""


class MissingError(ArchiveError):
    """The file of a capture is not there; the message names the file and says what to do."""


class Archive:
    """The captures in a folder; safe to share between threads, and between processes, which write to files apart.

    With the URL of an object store, the folder holds those that are not there yet; `undelivered` says in a line each
    which files it refused. They stay in the folder.
    """

    def __init__(self, folder: Path, store: str | None = None, largest: int = LARGEST) -> None:
        self._folder = folder
        self._store = ObjectStore(store) if store else None
        self._largest = largest
        self.undelivered: list[str] = []
        self._lock = Lock()
        self._file: tuple[Path, FileIO] | None = None

    @classmethod
    def open(cls, folder: Path, store: str | None = None) -> Archive:
        """The archive in the folder, after files that a crash left open are cut back to whole records and closed."""
        close_leftovers(folder)
        return cls(folder, store)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._finish(deliver_it=kind is None)  # who is interrupted does not wait: the next start delivers it

    def write(self, exchange: Exchange, same_as: Capture | None = None, source: str = "") -> Place:
        """Append the exchange and return where it stands; it is on the disk then.

        With `same_as`, whose bytes the server sent or confirmed, a revisit record without body is written; `source` is
        noted beside it. Raises `DiskError` when the disk refuses; what was written before is not harmed.
        """
        data = packed(records(exchange, same_as, source))
        with self._lock:
            try:
                path, file = self._open_file(exchange.at)
                start = file.tell()
                _append(file, data)
            except OSError as error:
                raise DiskError(
                    f"{self._folder}: cannot be written ({error.strerror}): make room there, then run again"
                ) from error
            return Place(path.relative_to(self._folder).as_posix().removesuffix(OPEN), start)

    def read(self, place: Place) -> bytes:
        """The body that a capture holds; raises `MissingError` without its file, `ArchiveError` when it is damaged."""
        path = f"{self._store.url if self._store else self._folder}/{place.file}"
        try:
            with self.opened(place.file) as file:
                file.seek(place.offset)
                return _payload(file)
        except FileNotFoundError as error:
            remedy = "until the machine that wrote it puts it there" if self._store else "restore it, then run again"
            raise MissingError(f"{path}: not there: {remedy}") from error
        except (OSError, EOFError, StopIteration, ValueError) as error:
            raise ArchiveError(
                f"{path}#{place.offset}: no capture can be read: restore the file, or crawl again"
            ) from error

    def opened(self, name: str) -> BinaryIO:
        """A file, wherever it is; raises `FileNotFoundError`, at the first reading where there is an object store."""
        path = self._folder / name
        # It may go on at any moment: from the name it is written under to its own, and from there into the store.
        for place in (path, path.with_name(path.name + OPEN), path):
            with suppress(FileNotFoundError):
                return place.open("rb")
        return self._store.open(name) if self._store else path.open("rb")

    def names(self) -> list[str]:
        """The files that are finished, here and in the object store, in order."""
        here = {path.relative_to(self._folder).as_posix() for path in self._folder.glob(f"*/*/*{SUFFIX}")}
        return sorted(here.union(self._store.names() if self._store else ()))

    def close(self) -> None:
        """Finish the file that is being written, if any, and give it its final name."""
        with self._lock:
            self._finish()

    def _open_file(self, at: datetime) -> tuple[Path, FileIO]:
        if self._file and self._file[1].tell() >= self._largest:
            self._finish()
        if self._file is None:
            self._file = _create(self._folder, at)
            _append(self._file[1], packed([description(self._file[0].name.removesuffix(OPEN), at)]))
        return self._file

    def _finish(self, deliver_it: bool = True) -> None:
        if self._file:
            path, file = self._file
            self._file = None
            final = settle(path)
            file.close()
            if self._store and deliver_it:
                try:
                    deliver(final, self._folder, self._store)
                except StoreError as error:
                    self.undelivered.append(f"{final.name} stays on this machine until the next start: {error}")


def _create(folder: Path, at: datetime) -> tuple[Path, FileIO]:
    """A new file, locked: its lock tells others that it is no leftover."""
    moment = at.astimezone(UTC)
    month = folder / f"{moment:%Y}" / f"{moment:%m}"
    month.mkdir(parents=True, exist_ok=True)
    while True:
        path = month / f"renkei-{moment:%Y%m%dT%H%M%S}-{token_hex(4)}{SUFFIX}{OPEN}"
        if path.with_name(path.name.removesuffix(OPEN)).exists():
            continue
        try:
            file = FileIO(path, "xb")
        except FileExistsError:
            continue
        fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino:
            sync_folder(month)
            return path, file
        file.close()  # swept away as a leftover before it was locked


def packed(parts: Iterable[Any]) -> bytes:
    """The records as they stand in a file, a gzip member each."""
    packed = BytesIO()
    writer = WARCWriter(packed, gzip=True, warc_version="1.1")
    for part in parts:
        writer.write_record(part)
    return packed.getvalue()


def _append(file: FileIO, data: bytes) -> None:
    """Write all of it to the disk, or leave the file as it was: an interrupt, too, must not leave half a record."""
    start = file.tell()
    try:
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except BaseException:
        file.truncate(start)
        file.seek(start)
        raise


def _payload(file: BinaryIO) -> bytes:
    record = next(iter(ArchiveIterator(file, max_header_len=_LONGEST_HEADERS)))
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        raise ValueError("a record without body")
    body = bytes(record.reader.read())
    method, _, digest = (record.headers.get("WARC-Payload-Digest") or "").partition(":")
    if method == "sha256" and digest != hashlib.sha256(body).hexdigest():
        raise ValueError("the body is not the one that was kept")
    return body
