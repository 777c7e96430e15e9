"""Extraction from files, without a store: what `renkei extract FILE…` and `renkei text FILE` do.

Files that cannot be read cost themselves only: the rest of the batch goes on, and the reason is one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from extractors.context import Context
from extractors.identity import document_id
from extractors.readers.media_types import MEDIA_TYPES
from extractors.records import AnyRecord
from flows.extraction.reading import ReaderPool, ReaderProcess, ReadFailedError, Reading
from flows.limits import Limits

USAGE, DATA = 2, 1  # exit codes: the call is off; the file is


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file gave no document, or an empty one: a line for people, and the exit code it deserves."""

    line: str
    code: int


@dataclass(slots=True)
class FileBatch:
    """Files read side by side and told in their order; what could not be read is in `troubles` afterwards."""

    paths: list[Path]
    url: str | None = None
    published: str | None = None
    limits: Limits = field(default_factory=Limits)
    troubles: list[Trouble] = field(default_factory=list)

    def readings(self, *, records: bool) -> Iterator[Reading]:
        """The documents in the order of the paths, with their records or without."""
        with ReaderPool(self.limits, len(self.paths)) as readers:
            for path, answer in zip(self.paths, readers.map(partial(self._read, records), self.paths), strict=True):
                if isinstance(answer, Trouble):
                    self.troubles.append(answer)
                    continue
                if not answer.document.text:
                    why = ", ".join(answer.document.problems) or "no text"
                    self.troubles.append(_trouble(path, f"{why}; nothing to extract", DATA))
                yield answer

    def _read(self, records: bool, reader: ReaderProcess, path: Path) -> Reading | Trouble:
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            return _trouble(path, f"this type is not read; give one of {' '.join(MEDIA_TYPES)}", USAGE)
        context = Context(id=document_id(self.url or path.as_posix()), url=self.url, published=self.published)
        try:
            return reader.read(path.read_bytes(), media_type, context, records=records)
        except OSError as error:
            return _trouble(path, f"{(error.strerror or str(error)).lower()}; check the path", USAGE)
        except ReadFailedError as error:
            return _trouble(path, str(error), DATA)


def _trouble(path: Path, reason: str, code: int) -> Trouble:
    return Trouble(f"{path}: {reason}", code)


def records_of(reading: Reading) -> list[AnyRecord]:
    """The record of the document itself, then those of its text."""
    from extractors.extract import describe  # noqa: PLC0415  loads the tables, which `text` does not need

    return [describe(reading.document), *reading.records]
