"""An object store that keeps captures for several machines: `s3://bucket/folder`, or what else fsspec reaches by a URL.

A machine writes its WARC files on its own disk; each one that is finished is put into the store, and then goes from the
disk. What was not put, because of a crash or a store that did not answer, stays on the disk and is put at the next
start. Reading asks for the part of an object that holds a capture, never for the whole of it.

Credentials and the like come from the environment, as the store's own tools take them (for S3 `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, …), never from the URL.
"""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import SEEK_CUR, SEEK_SET, BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

SUFFIX = ".warc.gz"

_PIECE = 1 << 18  # bytes asked for at a time: most captures stand in one piece


class StoreError(Exception):
    """The object store does not do what it is asked; the message is one line, and says what to check."""


class ObjectStore:
    """The objects below a URL, by name; raises `ImportError` where what reaches it is not installed."""

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped] # noqa: PLC0415  an extra, and slow to load

        self.url = url.rstrip("/")
        found: tuple[Any, str] = url_to_fs(self.url)
        self._files, self._root = found

    def open(self, name: str) -> BinaryIO:
        """The object, read by ranges as it is needed; reading raises `FileNotFoundError` when there is none."""
        return BufferedReader(_Ranges(lambda start, end: self._piece(name, start, end)), _PIECE)

    def put(self, path: Path, name: str) -> None:
        """Keep the file under the name; when this returns, the store has all of it."""
        with self._told(name):
            self._files.put_file(str(path), f"{self._root}/{name}")
            kept = self._files.info(f"{self._root}/{name}")["size"]
        if kept != path.stat().st_size:
            raise StoreError(f"{self.url}/{name}: the store has {kept} bytes of {path.stat().st_size}; run again")

    def names(self) -> list[str]:
        """The WARC files that it holds."""
        with self._told(""):
            self._files.invalidate_cache()
            found: list[str] = self._files.find(self._root)
        return [path.removeprefix(f"{self._root}/") for path in found if path.endswith(SUFFIX)]

    def _piece(self, name: str, start: int, end: int) -> bytes:
        try:
            piece: bytes = self._files.cat_file(f"{self._root}/{name}", start=start, end=end)
        except FileNotFoundError:
            raise
        except Exception as error:  # each kind of store has errors of its own
            if isinstance(error, OSError) and error.errno == errno.EINVAL:  # behind the end
                return b""
            raise self._error(name, error) from error
        return piece

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise self._error(name, error) from error

    def _error(self, name: str, error: Exception) -> StoreError:
        reason = " ".join(str(error).split()) or type(error).__name__
        return StoreError(f"{self.url}/{name}: {reason}: check the store, and its credentials in the environment")


def deliver(path: Path, folder: Path, store: ObjectStore) -> None:
    """Put a finished file of the folder into the store and take it off the disk, unless another process does it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        store.put(path, path.relative_to(folder).as_posix())
        path.unlink(missing_ok=True)


def deliver_all(folder: Path, store: ObjectStore) -> None:
    """Put what waits in the folder into the store; raises `StoreError` at the first file that it does not take."""
    for path in sorted(folder.glob(f"*/*/*{SUFFIX}")):
        deliver(path, folder, store)


class _Ranges(RawIOBase):
    """Bytes that are fetched by their range."""

    def __init__(self, piece: Callable[[int, int], bytes]) -> None:
        self._piece = piece
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        if whence not in (SEEK_SET, SEEK_CUR):
            raise OSError(errno.EINVAL, "where it ends is not known")
        self._at = offset + (self._at if whence == SEEK_CUR else 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        piece = self._piece(self._at, self._at + len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
