"""Whatever holds a document, a file or its bytes, to its records: `extractors.extract`.

>>> [record.kind for record in records_of("富山市は松山市と連携協定を締結した。".encode())]
['document', 'city', 'agreement', 'city']

The bytes are read in this process. Those that come from strangers are better read by `renkei extract`, whose child
processes have limits on time and memory.
"""

from __future__ import annotations

import os
from pathlib import Path

from extractors.context import Context
from extractors.document import Document
from extractors.extract import describe, extract
from extractors.identity import document_id
from extractors.reader import read
from extractors.readers.media_types import MEDIA_TYPES
from extractors.records import AnyRecord

Material = str | os.PathLike[str] | bytes | Document

_UNSAID = "text/plain"  # what bytes are that show nothing else


def records_of(
    material: Material, media_type: str | None = None, *, url: str | None = None, published: str | None = None
) -> list[AnyRecord]:
    """The record of the document, then those of its text in its order; offsets count in `document_of(…).text`.

    A string is a path. `url` and `published` (EDTF) tell what the bytes do not. Raises `OSError` for a file that cannot
    be opened and `UnreadableError` for bytes that are no document.
    """
    document = document_of(material, media_type, url=url, published=published)
    return [describe(document), *extract(document)]


def document_of(
    material: Material, media_type: str | None = None, *, url: str | None = None, published: str | None = None
) -> Document:
    """The document that a file or its bytes state; the ending of a path says its media type where nothing else does."""
    if isinstance(material, Document):
        return material
    if isinstance(material, bytes):
        return read(material, media_type or _UNSAID, Context(url=url, published=published))
    path = Path(material)
    said = media_type or MEDIA_TYPES.get(path.suffix.lower(), _UNSAID)
    context = Context(id=document_id(url or path.as_posix()), url=url, published=published)
    return read(path.read_bytes(), said, context)
