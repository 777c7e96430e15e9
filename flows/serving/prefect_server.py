"""A Prefect server of our own, with its database in the folder that it serves; it ends with the process that began it.

    with api(Path("prefect"), Address("127.0.0.1", 4200)) as url:
        ...                                     # url is http://127.0.0.1:4200/api

The socket is ours and the server inherits it: a server that dies is begun again, and whoever calls meanwhile waits.
Its database holds the history of runs and nothing else, so that it may be deleted whenever no server runs.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flows.serving.orphans import end_with
from flows.usage import UsageError

PORT = 4200  # Prefect's own

_START, _STOP = 240.0, 10.0  # seconds that a server may take for it on a small machine
_PAUSE = 1.0  # before one that died is begun again
_WAITING = 256  # calls that wait while it starts


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens; without a port on Prefect's own, or on a free one when that is taken."""

    host: str
    port: int | None = None


@contextmanager
def api(folder: Path, address: Address) -> Iterator[str]:
    """The URL of the API that PREFECT_API_URL names, or else of a server of our own that keeps its files in `folder`.

    To be called before Prefect is loaded. Raises `UsageError` when the server cannot be begun so.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        yield url
        return
    _refuse_strangers(address.host)
    folder.mkdir(parents=True, exist_ok=True)
    with _listen(address) as listening:
        origin = _origin(address.host, listening.getsockname()[1])
        for name, value in _settings(folder, origin).items():
            os.environ.setdefault(name, value)
        server = _Server(listening, address.host)
        try:
            server.wait_until_ready(f"{origin}/api", folder)
            yield f"{origin}/api"
        finally:
            server.stop()


class _Server:
    """The child, begun again whenever it ends before it is stopped."""

    def __init__(self, listening: socket.socket, host: str) -> None:
        self._listening, self._host = listening, host
        self._stopping = False
        self._process = self._begin()

    def wait_until_ready(self, url: str, folder: Path) -> None:
        import httpx  # noqa: PLC0415  loaded by Prefect's client, and slow

        until = time.monotonic() + _START
        while self._process.poll() is None and time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                    threading.Thread(target=self._keep, daemon=True).start()
                    return
        raise UsageError(
            f"{folder}: Prefect's server does not start; move that folder away (it holds the history of runs, no data)"
        )

    def stop(self) -> None:
        self._stopping = True
        self._process.terminate()
        try:
            self._process.wait(_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _begin(self) -> subprocess.Popen[bytes]:
        number = self._listening.fileno()
        # Of its own session: Ctrl-C is for us, who end the runs first. Its standard input tells it that we are gone.
        return subprocess.Popen(
            [sys.executable, "-m", "flows.serving.prefect_server", str(number), self._host],
            stdin=subprocess.PIPE,
            pass_fds=[number],
            start_new_session=True,
        )

    def _keep(self) -> None:
        while True:
            self._process.wait()
            time.sleep(_PAUSE)
            if self._stopping:
                return
            self._process = self._begin()


def _settings(folder: Path, origin: str) -> dict[str, str]:
    """What Prefect's server, its clients and the runs are told; what the operator has set stays."""
    settings = {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": f"{origin}/api",
        "PREFECT_SERVER_UI_API_URL": "/api",  # of whatever name the browser knows us by
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origin,  # no other page in the browser may start runs
    }
    if secret := os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        settings["PREFECT_API_AUTH_STRING"] = secret
    return settings


def _refuse_strangers(host: str) -> None:
    if not _is_here(host) and not os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        raise UsageError(
            f"--host {host}: whoever reaches a Prefect server can start programs here; "
            "set PREFECT_SERVER_API_AUTH_STRING=USER:PASSWORD first"
        )


def _is_here(host: str) -> bool:
    """Whether nobody but this machine can reach the address."""
    with suppress(ValueError):
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).is_loopback
    return False


def _listen(address: Address) -> socket.socket:
    for port in (address.port,) if address.port else (PORT, 0):
        try:
            return socket.create_server(
                (address.host, port),
                family=socket.AF_INET6 if ":" in address.host else socket.AF_INET,
                backlog=_WAITING,
            )
        except OSError as error:
            if port in (address.port, 0):
                where = f"{address.host}:{port}"
                raise UsageError(f"{where} cannot be listened on ({error.strerror}): give another") from error
    raise AssertionError("a free port was refused")


def _origin(host: str, port: int) -> str:
    """How this machine reaches the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _child(number: int, host: str) -> None:
    """Prefect's server on the socket with this number."""
    import uvicorn  # noqa: PLC0415
    from prefect.server.api.server import create_app  # noqa: PLC0415
    from starlette.middleware.trustedhost import TrustedHostMiddleware  # noqa: PLC0415

    end_with(sys.stdin.fileno())
    # A page elsewhere may give itself our address under its own name; to Prefect it would be one of its own pages.
    names = ["127.0.0.1", "localhost", host] if _is_here(host) else ["*"]
    app = TrustedHostMiddleware(create_app(), allowed_hosts=names)
    config = uvicorn.Config(app, log_level="error", timeout_keep_alive=75, timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=number)])


if __name__ == "__main__":
    _child(int(sys.argv[1]), sys.argv[2])
