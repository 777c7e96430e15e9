"""Serve the sample site on this machine alone (standard library only).

    serve.py [--port N] [--updated]               until interrupted
    serve.py [--port N] [--updated] -- COMMAND…   while COMMAND runs; its exit code is the server's

COMMAND finds the site's address in the environment variable RENKEI_SAMPLE_URL. From a test:

    server = make_server(port=0); server.start(); server.url; server.updated = True; server.log; server.stop()
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).resolve().parent
PORT = 8760
VARIABLE = "RENKEI_SAMPLE_URL"
ROBOTS = b"User-agent: *\nDisallow: /kawasaki/private/\n"
TYPES = {
    ".html": "text/html; charset=UTF-8",
    ".css": "text/css; charset=UTF-8",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=UTF-8",
}
# Servers of old sites name no charset, so the meta element of the page alone tells how to read it.
SILENT = "/kumamoto/"
# When the two versions were last changed, in seconds since 1970: 2025-06-02 and 2025-09-08, both at 00:00 UTC.
FIRST, SECOND = 1748822400, 1757289600
LOGGED = ("If-None-Match", "If-Modified-Since", "User-Agent", "Accept-Encoding")


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server answered it; `headers` holds those of interest that it carried."""

    method: str
    path: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resource:
    """What stands at a path: the bytes, their type, and when they were last changed (seconds since 1970)."""

    content: bytes
    media_type: str
    changed: int

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


def find(path: str, updated: bool) -> Resource | None:
    """The resource at a URL path (no query), in its second version when `updated`; None when there is none."""
    if path == "/robots.txt":
        return Resource(ROBOTS, TYPES[".txt"], FIRST)
    name = unquote(path).lstrip("/") + ("index.html" if path.endswith("/") else "")
    folders = [(SITE / "updates", SECOND)] * updated + [(SITE / "pages", FIRST)]
    for folder, changed in folders:
        # Looked up among the files that are there, so no path leads out of the folder.
        file = next((file for file in folder.rglob("*.*") if file.relative_to(folder).as_posix() == name), None)
        if file is not None and file.suffix in TYPES:
            media_type = TYPES[file.suffix]
            silent = path.startswith(SILENT) and file.suffix == ".html"
            return Resource(file.read_bytes(), media_type.split(";")[0] if silent else media_type, changed)
    return None


class _Http(ThreadingHTTPServer):
    """A crawler may end a connection that it no longer needs: that is no fault to tell of."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Server:
    """The sample site on 127.0.0.1; `updated` may be switched while it runs, `log` grows with each answer."""

    def __init__(self, port: int, *, updated: bool = False) -> None:
        self.updated = updated
        self.log: list[Request] = []
        site = self

        class BoundHandler(Handler):
            server_of = site

        self._http = _Http(("127.0.0.1", port), BoundHandler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def start(self) -> None:
        """Answer requests in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more and free the port."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the files of the site."""

    protocol_version = "HTTP/1.1"
    server_version = "sample"
    server_of: Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        resource = find(path, self.server_of.updated)
        if resource is None:
            folder = not path.endswith("/") and find(path + "/", self.server_of.updated) is not None
            self._answer(301 if folder else 404, {"Location": path + "/"} if folder else {})
        else:
            self._send(resource)

    do_HEAD = do_GET

    def _send(self, resource: Resource) -> None:
        headers = {"ETag": resource.etag, "Last-Modified": formatdate(resource.changed, usegmt=True)}
        if self._known(resource):
            self._answer(304, headers)
        else:
            self._answer(200, headers | {"Content-Type": resource.media_type}, resource.content)

    def _known(self, resource: Resource) -> bool:
        """Whether the client holds these bytes; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or resource.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since") or "")
        except ValueError:
            return False
        return since.timestamp() >= resource.changed

    def _answer(self, status: int, headers: dict[str, str], content: bytes = b"") -> None:
        if status in (301, 404):
            headers |= {"Content-Type": TYPES[".html"]}
            content = f"<!DOCTYPE html><title>{status}</title><h1>{status}</h1>".encode()
        kept = {name: self.headers[name] for name in LOGGED if name in self.headers}
        self.server_of.log.append(Request(self.command, self.path, status, kept))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and status != 304:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal: it belongs to the command."""


def make_server(port: int = PORT, *, updated: bool = False) -> Server:
    """A server that holds its port already and answers after `start()`; port 0 takes a free one."""
    return Server(port, updated=updated)


def main() -> int:
    """Serve until interrupted, or while the command runs; 1 when the port is taken."""
    parser = argparse.ArgumentParser(description="Serve the sample site on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--updated", action="store_true", help="the second versions of the pages in updates/")
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="after --: run this, then stop")
    asked = parser.parse_args()
    try:
        server = make_server(asked.port, updated=asked.updated)
    except (OSError, OverflowError) as error:
        print(f"serve.py: cannot listen on 127.0.0.1:{asked.port} ({error}): name another --port", file=sys.stderr)
        return 1
    server.start()
    try:
        return _run(asked.command, server.url) if asked.command else _wait(server)
    except KeyboardInterrupt:
        return 130
    finally:
        server.stop()


def _run(command: list[str], url: str) -> int:
    try:
        process = subprocess.Popen(command, env=os.environ | {VARIABLE: url})
    except OSError as error:
        print(f"serve.py: cannot run {command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal told the command too: let it end in its own way
            continue


def _wait(server: Server) -> int:
    print(f"{server.url}/", flush=True)
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
