"""A `Document` as bytes of JSON and back: for the store, and for children that read what came from the web.

>>> document = Document(id="d", text="連携協定", media_type="text/html", sha256="", title="連携協定")
>>> encode(document)
b'{"id":"d","text":"\\xe9\\x80\\xa3\\xe6\\x90\\xba\\xe5\\x8d\\x94\\xe5\\xae\\x9a","media_type":"text/html","sha256":"","title":"\\xe9\\x80\\xa3\\xe6\\x90\\xba\\xe5\\x8d\\x94\\xe5\\xae\\x9a"}'
>>> decode(encode(document)) == document
True

Fields that hold their default are left out. The boxes of a layout are 32-bit little-endian integers under zlib and
base64, since they would be four fifths of the bytes. Nothing here is pickle: bytes that a broken child sends can be
wrong, but they cannot act.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from base64 import b64decode, b64encode
from dataclasses import MISSING, fields
from typing import Any

from extractors.document import Block, Cell, Document, Layout, Table
from extractors.records import Publisher

Row = dict[str, Any]

LARGEST_BOXES = 1 << 28  # bytes of boxes that `decode` unpacks: 16 million characters


def encode(document: Document) -> bytes:
    """The document as one line of JSON in UTF-8; lone surrogates of a broken page survive the way."""
    row = _row(document)
    if document.layout:
        layout = document.layout
        row["layout"] = {"page_starts": layout.page_starts, "boxes": _packed(layout.boxes)}
        if layout.recognised:
            row["layout"]["recognised"] = layout.recognised
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Document:
    """The document that `encode` wrote; raises `ValueError` when the bytes are anything else."""
    try:
        row = json.loads(data.decode("utf-8", "surrogatepass"))
        return Document(**{name: _READERS.get(name, _same)(value) for name, value in row.items()})
    except (AttributeError, KeyError, TypeError, zlib.error) as error:
        raise ValueError(f"these bytes hold no document ({error}): read the capture again") from error


def _row(value: Any) -> Any:
    """The fields of a dataclass that say something, in their order."""
    if isinstance(value, Layout):
        return None
    if isinstance(value, tuple):
        return [_row(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return {
        field.name: _row(getattr(value, field.name))
        for field in fields(value)
        if field.init and (field.default is MISSING or getattr(value, field.name) != field.default)
    }


def _packed(boxes: array[int]) -> str:
    wide = array("i", boxes)
    if sys.byteorder == "big":
        wide.byteswap()
    return b64encode(zlib.compress(wide.tobytes(), 6)).decode("ascii")


def _boxes(packed: str) -> array[int]:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(b64decode(packed), LARGEST_BOXES)
    if not unpacker.eof:
        raise ValueError("the boxes of this document are cut off or too many: read the capture again")
    wide = array("i")
    wide.frombytes(data)
    if sys.byteorder == "big":
        wide.byteswap()
    return wide


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(row: Row) -> Row:
    return {name: _same(value) for name, value in row.items()}


def _layout(row: Row | None) -> Layout | None:
    return Layout(**{**_plain(row), "boxes": _boxes(row["boxes"])}) if row else None


def _table(row: Row) -> Table:
    return Table(**{**row, "cells": tuple(Cell(**_plain(cell)) for cell in row["cells"])})


_READERS: dict[str, Any] = {
    "blocks": lambda rows: tuple(Block(**_plain(row)) for row in rows),
    "tables": lambda rows: tuple(_table(row) for row in rows),
    "layout": _layout,
    "publisher": lambda row: Publisher(**row) if row else None,
}
