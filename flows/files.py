"""Extraction from files, without a store: what `renkei extract FILE…` and `renkei text FILE` do.

Files that cannot be read cost themselves only: the rest of the batch goes on, and the reason is one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractors.context import Context
from extractors.document import Document
from extractors.identity import document_id
from extractors.records import AnyRecord
from flows.reading import ReaderProcess, ReadFailedError

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/markdown",
}
USAGE, DATA = 2, 1  # exit codes: the call is off; the file is


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file gave no document, or an empty one: a line for people, and the exit code it deserves."""

    line: str
    code: int


@dataclass(slots=True)
class FileBatch:
    """Documents read from files one by one; what could not be read is in `troubles` afterwards."""

    paths: list[Path]
    url: str | None = None
    published: str | None = None
    troubles: list[Trouble] = field(default_factory=list)

    def documents(self) -> Iterator[Document]:
        """The documents in the order of the paths."""
        with ReaderProcess() as reader:
            for path in self.paths:
                document = self._read(reader, path)
                if document is not None:
                    yield document

    def _read(self, reader: ReaderProcess, path: Path) -> Document | None:
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            known = " ".join(MEDIA_TYPES)
            self._refuse(path, f"this type is not read; give one of {known}", USAGE)
            return None
        try:
            data = path.read_bytes()
        except OSError as error:
            self._refuse(path, f"{(error.strerror or str(error)).lower()}; check the path", USAGE)
            return None
        context = Context(id=document_id(self.url or path.as_posix()), url=self.url, published=self.published)
        try:
            document = reader.read(data, media_type, context)
        except ReadFailedError as error:
            self._refuse(path, str(error), DATA)
            return None
        if not document.text:
            self._refuse(path, f"{', '.join(document.problems) or 'no text'}; nothing to extract", DATA)
        return document

    def _refuse(self, path: Path, reason: str, code: int) -> None:
        self.troubles.append(Trouble(f"{path}: {reason}", code))


def records_of(document: Document) -> list[AnyRecord]:
    """The record of the document itself, then those of its text."""
    from extractors.extract import describe, extract  # noqa: PLC0415  loads the tables, which `text` does not need

    return [describe(document), *extract(document)]
