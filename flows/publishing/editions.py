"""The editions that were published, and what changed from each to the next.

>>> row = _change("dates", "r1", None, '{"id": "r1", "edtf": "2021"}')
>>> row
'{"change": "added", "table": "dates", "id": "r1", "old": null, "new": {"id": "r1", "edtf": "2021"}}'

`changes.jsonl` is what the last publication changed. `editions/` keeps one compressed file of changes for every
edition but the first, so any two can be compared, and `index.jsonl` lists them. A publication that changes nothing is
no edition.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import IO

from extractors.rows import dumps
from flows.publishing.changes import FOLDER, INDEX, editions, file_of, kind
from flows.publishing.edition import Edition
from flows.publishing.published import TABLES
from flows.publishing.tables import same_bytes

CHANGES = "changes.jsonl"

_ID = re.compile(rb'"id": "([^"]+)"')  # the first one of a line is its own: ids stand before any text
# The parts of the register are told with its entries.
_TOLD = [name for name in TABLES if not name.startswith("register_")]


def write_changes(before: Path, folder: Path, edition: Edition) -> bool:
    """Write into `folder` what its tables change of those in `before`; False when it is the same edition."""
    history = editions(before)
    if history and history[-1]["digest"] == edition.digest:
        return False
    counts: Counter[str] = Counter()
    (folder / FOLDER).mkdir(exist_ok=True)
    number = len(history) + 1
    with ExitStack() as open_files:
        files: list[IO[bytes]] = [open_files.enter_context((folder / CHANGES).open("wb"))]
        if history:
            kept = open_files.enter_context((folder / FOLDER / file_of(number)).open("wb"))
            files.append(open_files.enter_context(gzip.GzipFile("", "wb", 6, kept, mtime=0)))  # type: ignore[arg-type]
        for name in _TOLD:
            old = (
                before / f"{name}.jsonl" if history else None
            )  # tables older than the first edition are not counted on
            for change, line in _differences(old, folder / f"{name}.jsonl", name):
                counts[change] += 1
                for file in files:
                    file.write(line)
    told = {"number": number, "edition": edition.name, "moment": edition.moment, "digest": edition.digest}
    lines = [dumps(row) for row in [*history, told | {"changes": dict(sorted(counts.items()))}]]
    (folder / INDEX).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return True


def _differences(old: Path | None, new: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """The changes of one table, in the order of its rows, then what is gone; of the old rows only places are held."""
    if old and same_bytes(old, new):
        return
    with ExitStack() as open_files:
        earlier = open_files.enter_context(_opened(old))
        places = _places(earlier)
        for line in open_files.enter_context(new.open("rb")):
            key = _key(line)
            place = places.pop(key, None)
            was = None if place is None else _at(earlier, place)
            if was != line:
                yield _told(name, key, was, line)
        for key, place in places.items():
            yield _told(name, key, _at(earlier, place), None)


def _opened(file: Path | None) -> IO[bytes]:
    return file.open("rb") if file else BytesIO()


def _places(file: IO[bytes]) -> dict[bytes, int]:
    found, offset = {}, 0
    for line in file:
        found[_key(line)] = offset
        offset += len(line)
    return found


def _at(file: IO[bytes], place: int) -> bytes:
    file.seek(place)
    return file.readline()


def _key(line: bytes) -> bytes:
    found = _ID.search(line)
    assert found, "every published row has an id"
    return found[1]


def _told(table: str, key: bytes, old: bytes | None, new: bytes | None) -> tuple[str, bytes]:
    texts = [None if line is None else line.decode().rstrip("\n") for line in (old, new)]
    return kind(old, new), f"{_change(table, key.decode(), *texts)}\n".encode()


def _change(table: str, key: str, old: str | None, new: str | None) -> str:
    """A change as a line: the rows are JSON already."""
    head = f'{{"change": "{kind(old, new)}", "table": "{table}", "id": "{key}"'
    return f'{head}, "old": {old or "null"}, "new": {new or "null"}}}'
