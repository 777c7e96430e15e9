"""The published folder on loopback: the report, and Datasette on the SQLite file where it is installed.

>>> is_ours("127.0.0.1:8001"), is_ours("localhost:8001"), is_ours("evil.example:8001")
(True, True, False)

Only this machine can ask, and only by its own names: a page elsewhere that points its name at 127.0.0.1 gets nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

from flows.publishing.datasette import FILE as METADATA
from flows.publishing.report_page import FOLDER
from flows.publishing.sqlite_file import FILE

HOST = "127.0.0.1"

_NAMES = (HOST, "localhost")
_PLUGINS = Path(__file__).with_name("datasette_plugins")
_SECONDS = 5  # that Datasette gets to end


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the report is, and Datasette; None where it is not installed."""

    report: str
    datasette: str | None


@contextmanager
def opened(processed: Path, port: int = 0) -> Iterator[Opened]:
    """Serve the report, and Datasette, while the block runs; port 0 takes a free one."""
    server = ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(processed / FOLDER)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        with _datasette(processed) as address:
            yield Opened(f"http://{HOST}:{server.server_address[1]}/", address)
    finally:
        server.shutdown()
        server.server_close()


def is_ours(host: str) -> bool:
    """Whether the Host that a browser names is this machine."""
    return host.rpartition(":")[0] in _NAMES or host in _NAMES


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer our own names only."""
        if is_ours(self.headers.get("Host", "")):
            super().do_GET()
        else:
            self.send_error(403)

    def end_headers(self) -> None:
        """No guessing of types."""
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the command says where it serves."""


@contextmanager
def _datasette(processed: Path) -> Iterator[str | None]:
    if find_spec("datasette") is None:
        yield None
        return
    with socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(processed / FILE), "-m", str(processed / METADATA)]
    command += ["--plugins-dir", str(_PLUGINS)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, "-h", HOST, "-p", str(port)], stdout=quiet, stderr=quiet)
    try:
        yield f"http://{HOST}:{port}/"
    finally:
        process.terminate()
        process.wait(_SECONDS)
