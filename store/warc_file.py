"""A WARC file from whoever wrote it, read record by record: what it holds, and where.

>>> import tempfile
>>> from pathlib import Path
>>> from store.warc import Archive
>>> page = Exchange(url="http://www.example.jp/", at=datetime(2026, 11, 26, tzinfo=UTC), status=200, body=b"<p>")
>>> with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
...     place = archive.write(page, source="toyama")
...     archive.close()
...     with archive.opened(place.file) as file:
...         [(kept.exchange.url, kept.source, kept.offset == place.offset) for kept in kept_in(file)]
[('http://www.example.jp/', 'toyama', True)]

Only answers to requests for http and https count: requests, metadata and the like hold nothing that is read here. A
record that is damaged or too large ends the file, as it does for every reader.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import SEEK_CUR
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from store.exchange import SOURCE, Exchange

LARGEST = 50 << 20  # bytes of a body, as for a crawl

_ANSWERS = WarcRecordType.response | WarcRecordType.revisit
_HEADERS = 1 << 20  # bytes that stand before a body at most
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in a WARC file: `offset` is where its record begins, `source` what it was fetched for, if noted.

    A revisit has no body; `same_as` is then the address and the SHA-256 of the bytes that it stands for, as far as the
    record names them.
    """

    exchange: Exchange
    offset: int
    source: str = ""
    same_as: tuple[str, str] | None = None


class DamagedError(Exception):
    """What stands in a file from some place on is no WARC; the message says why."""


def kept_in(file: BinaryIO) -> Iterator[Kept]:
    """The answers in a file, compressed or not, in its order; raises `DamagedError` where it is no WARC."""
    records = ArchiveIterator(file, record_types=_ANSWERS, max_header_len=_HEADERS, auto_decode="all")
    while True:
        try:
            record = next(records, None)
            kept = _kept(record) if record and (record.content_length or 0) <= LARGEST + _HEADERS else None
        except (OSError, ValueError, EOFError) as error:
            raise DamagedError(str(error)) from error
        if record is None:
            return
        if kept:
            yield kept


def member(file: BinaryIO, offset: int) -> bytes:
    """The bytes of the gzip member that begins at the offset; raises `ValueError` when there is no whole one."""
    file.seek(offset)
    one, packed = zlib.decompressobj(wbits=31), bytearray()
    while not one.eof:
        chunk = file.read(_CHUNK)
        try:
            rest = chunk
            while rest and not one.eof:  # unpacked piece by piece: only its end is wanted
                one.decompress(rest, _CHUNK)
                rest = one.unconsumed_tail
        except zlib.error as error:
            raise ValueError("no gzip member begins there") from error
        packed += chunk[: len(chunk) - len(one.unused_data)]
        if not chunk and not one.eof:
            raise ValueError("the gzip member has no end")
        if one.eof:
            file.seek(-len(one.unused_data), SEEK_CUR)
    return bytes(packed)


def _kept(record: Any) -> Kept | None:
    headers = record.headers
    url, at = headers.get("WARC-Target-URI", "").strip("<>"), _moment(headers.get("WARC-Date"))
    if not record.is_http or not url.startswith(("http://", "https://")) or at is None or record.http_headers is None:
        return None
    status = record.http_headers.status_code
    revisit = record.record_type == WarcRecordType.revisit
    body = b"" if revisit else bytes(record.reader.read(LARGEST + 1))  # unpacked here, so counted again
    if len(body) > LARGEST:
        return None
    exchange = Exchange(
        url=url,
        at=at,
        status=status or 0,
        reason=record.http_headers.reason_phrase or "",
        received=tuple((name, value) for name, value in record.http_headers.astuples()),
        body=body,
        ip=headers.get("WARC-IP-Address"),
    )
    same_as = (headers.get("WARC-Refers-To-Target-URI", url), _sha256(headers)) if revisit else None
    return Kept(exchange, record.stream_pos, headers.get(SOURCE, ""), same_as)


def _moment(written: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _sha256(headers: Any) -> str:
    method, _, digest = (headers.get("WARC-Payload-Digest") or "").partition(":")
    return digest if method == "sha256" else ""
