"""What a crash left behind in raw/: files still open, with a tail that may be torn.

>>> import gzip, io
>>> whole = gzip.compress(b"first") + gzip.compress(b"second")
>>> sound_length(io.BytesIO(whole + gzip.compress(b"third")[:9])) == len(whole)
True

Every record is a gzip member of its own, so a record is whole when its member ends and its checksum fits. What stands
behind the last whole record was never acknowledged: it is cut off before anyone reads or appends, since readers stop
at a torn record and would lose all that follows.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from pathlib import Path
from typing import BinaryIO

OPEN = ".open"  # suffix of a file that is being written

_CHUNK = 1 << 16


def close_leftovers(folder: Path) -> list[Path]:
    """Cut back and close the files that nobody writes to any more; the closed files, by name."""
    leftovers = sorted(folder.glob(f"*/*/*{OPEN}"))
    return [closed for path in leftovers if (closed := _closed(path))]


def settle(path: Path) -> Path:
    """Give the finished file its final name, durably."""
    final = path.with_name(path.name.removesuffix(OPEN))
    path.rename(final)
    sync_folder(path.parent)
    return final


def sync_folder(folder: Path) -> None:
    """Make the names in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sound_length(file: BinaryIO) -> int:
    """How many bytes from the start are whole gzip members."""
    sound = at = 0
    member = zlib.decompressobj(wbits=31)
    rest = b""
    while chunk := rest or file.read(_CHUNK):
        try:
            member.decompress(chunk, _CHUNK)
        except zlib.error:
            break
        rest = member.unused_data if member.eof else member.unconsumed_tail
        at += len(chunk) - len(rest)
        if member.eof:
            sound, member = at, zlib.decompressobj(wbits=31)
    return sound


def _closed(path: Path) -> Path | None:
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # another process is writing it
            return None
        length = sound_length(file)
        if not length:
            path.unlink()
            return None
        file.truncate(length)
        os.fsync(file.fileno())
        return settle(path)
