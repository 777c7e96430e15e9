"""The body of an answer, unpacked as it comes in and counted while it grows.

>>> import gzip
>>> read_body([gzip.compress(bytes(1000))], "gzip", limit=1000) == bytes(1000)
True
>>> read_body([gzip.compress(bytes(1001))], "gzip", limit=1000)
Traceback (most recent call last):
crawler.unpack.BodyError: larger than 1000 bytes
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_PLAIN = (None, "", "identity")
_GZIP = ("gzip", "x-gzip")


class BodyError(Exception):
    """The body is too large, cut off, or packed in a way that was not asked for; the message is the problem."""


def read_body(chunks: Iterable[bytes], encoding: str | None, limit: int) -> bytes:
    """The whole body without its content encoding; raises `BodyError` as soon as it passes `limit` bytes."""
    name = encoding.lower() if encoding else None
    if name in _PLAIN:
        return _plain(chunks, limit)
    if name in _GZIP:
        return _gunzip(chunks, limit)
    raise BodyError(f"content encoding {name:.40} was not asked for")


def _plain(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _gunzip(chunks: Iterable[bytes], limit: int) -> bytes:
    body, packed = bytearray(), 0
    member = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        packed += len(chunk)
        if not member.eof:  # what stands behind the end of the stream is not part of the page
            body += _inflate(member, chunk, limit - len(body) + 1)
        if max(len(body), packed) > limit:
            raise _too_large(limit)
    if not member.eof and packed:
        raise BodyError("truncated: the compressed body has no end")
    return bytes(body)


def _inflate(member: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return member.decompress(chunk, room)
    except zlib.error as error:
        raise BodyError("damaged: the body is no gzip") from error


def _too_large(limit: int) -> BodyError:
    return BodyError(f"larger than {limit >> 20} MiB" if limit >= 1 << 20 else f"larger than {limit} bytes")
