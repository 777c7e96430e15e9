"""One request and its answer, and the WARC records that keep them.

>>> from datetime import UTC
>>> page = Exchange(url="http://www.example.jp/", at=datetime(2026, 11, 26, tzinfo=UTC), status=200, body=b"abc")
>>> page.sha256[:8], [record.rec_type for record in records(page)]
('ba7816bf', ['response', 'request'])
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders

from store.entries import Capture, stamp

Headers = tuple[tuple[str, str], ...]

# True of the bytes on the wire, not of the body as it is kept (the prefix is the one that web archives use).
_WIRE_ONLY = {"content-encoding", "transfer-encoding", "content-length"}
_PREFIX = "X-Archive-Orig-"
# Said to us alone: cookies are not kept.
_PRIVATE = {"set-cookie", "set-cookie2"}
SOURCE = "X-Renkei-Source"  # the field of a record that says which source it was fetched for
_FORMAT = {
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A GET request and its answer: `sent` and `received` are the headers, `body` is free of any content encoding.

    `ip` is the address that was really connected to, `protocol` the version of HTTP that the server spoke.
    """

    url: str
    at: datetime
    sent: Headers = ()
    status: int
    reason: str = ""
    received: Headers = ()
    body: bytes = b""
    protocol: str = "HTTP/1.1"
    ip: str | None = None
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.body).hexdigest())


def records(exchange: Exchange, same_as: Capture | None = None, source: str = "") -> list[Any]:
    """The answer and the request that led to it; with `same_as` the answer is a revisit of that capture."""
    answer = _revisit(exchange, same_as) if same_as else _response(exchange)
    if source:
        answer.rec_headers.add_header(SOURCE, source)
    question = StatusAndHeaders(f"GET {_target(exchange.url)} HTTP/1.1", list(exchange.sent), is_http_request=True)
    about = {**_about(exchange), "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")}
    return [
        answer,
        _builder().create_warc_record(exchange.url, "request", warc_headers_dict=about, http_headers=question),
    ]


def description(name: str, at: datetime) -> Any:
    """The record that opens a file and says who wrote it."""
    record = _builder().create_warcinfo_record(name, {"software": f"Renkei/{version('renkei')}", **_FORMAT})
    record.rec_headers.replace_header("WARC-Date", stamp(at))
    return record


def _builder() -> RecordBuilder:
    return RecordBuilder(warc_version="1.1")


def _response(exchange: Exchange) -> Any:
    about = {**_about(exchange), "WARC-Payload-Digest": f"sha256:{exchange.sha256}"}
    headers = [*_kept(exchange), ("Content-Length", str(len(exchange.body)))]
    return _builder().create_warc_record(
        exchange.url,
        "response",
        BytesIO(exchange.body),
        len(exchange.body),
        warc_headers_dict=about,
        http_headers=StatusAndHeaders(_status(exchange), headers, protocol=exchange.protocol),
    )


def _revisit(exchange: Exchange, same_as: Capture) -> Any:
    headers = StatusAndHeaders(_status(exchange), list(_kept(exchange)), protocol=exchange.protocol)
    digest = f"sha256:{same_as.sha256}"
    return _builder().create_revisit_record(
        exchange.url, digest, same_as.url, same_as.fetched_at, headers, _about(exchange)
    )


def _about(exchange: Exchange) -> dict[str, str]:
    return {"WARC-Date": stamp(exchange.at)} | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})


def _status(exchange: Exchange) -> str:
    return f"{exchange.status} {exchange.reason}".strip().encode("ascii", "replace").decode()


def _kept(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """The headers of the answer, true of the body as it is kept."""
    for name, value in exchange.received:
        if name.lower() not in _PRIVATE:
            yield (_PREFIX + name if name.lower() in _WIRE_ONLY else name), value


def _target(url: str) -> str:
    parts = urlsplit(url)
    return quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe="/%?&=+,;:@!$'()*~")
