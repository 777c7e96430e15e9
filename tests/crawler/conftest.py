"""A small web site on loopback whose pages a test sets and whose requests it can look at."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Reply:
    """What the server answers at one path. `act` may take the connection over."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    act: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Seen:
    """One request that arrived, and the status it got."""

    path: str
    headers: dict[str, str]
    at: float
    status: int = 0


class Site:
    """Paths and their replies, which may change while the server runs; a list stands for one reply after another."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.seen: list[Seen] = []
        self.url = ""
        self.port = 0

    def page(self, path: str, *links: str, text: str = "", **kw: object) -> None:
        """Set an HTML page with these links."""
        items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
        body = f"<!DOCTYPE html><title>{path}</title><p>{path} {text}</p><ul>{items}</ul>".encode()
        self.replies[path] = Reply(body, headers={"Content-Type": "text/html; charset=utf-8"}, **kw)  # type: ignore[arg-type]

    def reply(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Set a reply; underscores in the names of headers stand for hyphens."""
        self.replies[path] = Reply(body, status, {name.replace("_", "-"): value for name, value in headers.items()})

    def paths(self, status: int | None = None) -> list[str]:
        """The paths that were asked for, in order."""
        return [seen.path for seen in self.seen if status in (None, seen.status)]

    def take(self, path: str) -> Reply:
        found = self.replies.get(path, Reply(b"not here", 404))
        return (found.pop(0) if len(found) > 1 else found[0]) if isinstance(found, list) else found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    site: Site

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        seen = Seen(self.path, {name.lower(): value for name, value in self.headers.items()}, time.monotonic())
        self.site.seen.append(seen)
        reply = self.site.take(self.path)
        seen.status = reply.status
        if reply.act:
            self.close_connection = True
            return reply.act(self)
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:12]}"' if reply.validators and reply.status == 200 else None
        if tag and seen.headers.get("if-none-match") == tag:
            seen.status = 304
            return self.send(304, b"", {"ETag": tag})
        self.send(reply.status, reply.body, {**reply.headers, **({"ETag": tag} if tag else {})})

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        if headers.get("Content-Encoding") == "gzip":
            body = gzip.compress(body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what some tests are about."""


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    """A handler that answers for the site."""
    return type("Handler", (_Handler,), {"site": site})


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site; its `robots.txt` is missing unless the test sets it."""
    site = Site()
    server = _Server(("127.0.0.1", 0), handler_of(site))
    site.port = server.server_port
    site.url = f"http://127.0.0.1:{site.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
