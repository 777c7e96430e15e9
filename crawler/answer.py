"""What a server said, for the archive and for the crawl.

>>> _target("http://www.example.jp/a/", "../b.html#c"), _target("http://www.example.jp/", "javascript:void(0)")
('http://www.example.jp/b.html', None)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

import httpcore2

from crawler.address import canonical
from crawler.media import split
from crawler.unpack import read_body
from store.entries import Capture, Place, stamp
from store.exchange import Exchange, Headers

_REDIRECTS = (301, 302, 303, 307, 308)
_CLOSED = re.compile(r"\b(?:nofollow|none)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A GET as it was sent."""

    url: str
    at: datetime
    sent: Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said: the exchange for the archive, and what its headers mean.

    `location` is the canonical target of a redirect. `leads_on` is false when X-Robots-Tag closes the links,
    `whole` when the body was of no use and left unread.
    """

    exchange: Exchange
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    leads_on: bool = True
    whole: bool = True

    @property
    def status(self) -> int:
        """The status code of HTTP."""
        return self.exchange.status


def answer_of(
    request: Request, response: httpcore2.Response, wanted: Callable[[str | None], bool], limit: int
) -> Answer:
    """The answer that a response holds; its body is read when it is a page of a wanted type.

    Raises `BodyError` when the body is cut off, packed in a way that was not asked for, or over `limit` bytes.
    """
    received = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
    fields = _fields(received)
    whole = response.status == 200 and wanted(split(fields.get("content-type"))[0])
    body = _body(response, fields, limit) if whole else b""
    return replace(described(_exchange(request, response, received, body)), whole=whole)


def described(exchange: Exchange) -> Answer:
    """The exchange with what the headers of its answer mean."""
    fields = _fields(exchange.received)
    media_type, charset = split(fields.get("content-type"))
    return Answer(
        exchange=exchange,
        media_type=media_type,
        charset=charset,
        etag=fields.get("etag"),
        last_modified=fields.get("last-modified"),
        location=_target(exchange.url, fields.get("location")) if exchange.status in _REDIRECTS else None,
        leads_on=not _CLOSED.search(fields.get("x-robots-tag", "")),
    )


def capture_of(answer: Answer, source: str, place: Place, problem: str | None = None) -> Capture:
    """The answer as the ledger keeps it, once its bytes are in the archive at `place`."""
    exchange = answer.exchange
    return Capture(
        source=source,
        url=exchange.url,
        fetched_at=stamp(exchange.at),
        status=exchange.status,
        media_type=answer.media_type,
        charset=answer.charset,
        sha256=exchange.sha256,
        size=len(exchange.body),
        place=place,
        etag=answer.etag,
        last_modified=answer.last_modified,
        problem=problem,
    )


def _fields(received: Headers) -> dict[str, str]:
    """The headers by name, in small letters; of several with one name the first."""
    return {name.lower(): value.strip() for name, value in reversed(received)}


def _body(response: httpcore2.Response, fields: dict[str, str], limit: int) -> bytes:
    return read_body(response.iter_stream(), fields.get("content-encoding"), limit)


def _exchange(request: Request, response: httpcore2.Response, received: Headers, body: bytes) -> Exchange:
    if response.status == 304:
        response.read()  # has no body: the connection can be used again
    return Exchange(
        url=request.url,
        at=request.at,
        sent=request.sent,
        status=response.status,
        reason=_text(response, "reason_phrase"),
        received=received,
        body=body,
        protocol=_text(response, "http_version") or "HTTP/1.1",
        ip=_peer(response),
    )


def _target(url: str, location: str | None) -> str | None:
    try:
        return canonical(urljoin(url, location)) if location else None
    except ValueError:
        return None


def _text(response: httpcore2.Response, name: str) -> str:
    value = response.extensions.get(name, b"")
    return value.decode("latin-1") if isinstance(value, bytes) else ""


def _peer(response: httpcore2.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream else None
    return address[0] if address else None
