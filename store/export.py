"""Captures copied out into one WARC file, byte for byte as they stand in raw/, for any other tool that reads WARC.

>>> import tempfile
>>> from datetime import UTC
>>> from store.exchange import Exchange
>>> from store.warc import Archive
>>> now = datetime(2026, 11, 26, tzinfo=UTC)
>>> with tempfile.TemporaryDirectory() as name:
...     folder = Path(name)
...     with Archive.open(folder / "raw") as archive:
...         place = archive.write(Exchange(url="http://a.example/", at=now, status=200, body=b"<p>"))
...     export(archive, [place], folder / "out.warc.gz", now)
1
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from store.entries import Place
from store.exchange import description
from store.warc import Archive, ArchiveError, packed
from store.warc_file import member


def export(archive: Archive, places: Iterable[Place], target: Path, at: datetime) -> int:
    """Write the captures at these places, each with its request, to the target, and say how many they are.

    The file appears under its name when it is whole. Raises `ArchiveError` for a place where no capture stands.
    """
    draft = target.with_name(f".{target.name}.new")
    count = 0
    with draft.open("wb") as out:
        out.write(packed([description(target.name, at)]))
        for place in places:
            try:
                with archive.opened(place.file) as file:
                    out.write(member(file, place.offset))
                    out.write(member(file, file.tell()))  # the request stands behind its answer
            except (OSError, ValueError) as error:
                draft.unlink()
                raise ArchiveError(f"{place.snapshot}: no capture stands there: restore the file") from error
            count += 1
        os.fsync(out.fileno())
    draft.replace(target)
    return count
