"""A PostgreSQL server of a test session's own, from the programs that Debian's packages install.

It listens on a socket in a folder of its own, never on a network. Its databases sort as a dictionary does, so that an
order which is left to the database shows; it does not wait for the disk, since only its own end is tested.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest

_USER = "renkei"
_SETTINGS = {"fsync": "off", "full_page_writes": "off", "listen_addresses": ""}


class Postgres:
    """A server that tests may stop, kill and start again; its databases stay."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._owner = _owner()
        self.folder = Path(mkdtemp(prefix="renkei-pg-", dir=_place()))
        self._data = self.folder / "data"
        self._names = (f"d{number}" for number in count())
        if self._owner:
            shutil.chown(self.folder, self._owner)
        sorting = ("--locale=C", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=ja-JP")
        self._call("initdb", "-D", self._data, "-U", _USER, "--auth=trust", "--no-sync", *sorting)

    def start(self) -> None:
        """Start the server, and return when it answers."""
        settings = {**_SETTINGS, "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._call("pg_ctl", "-D", self._data, "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self) -> None:
        """End every connection and the server with them."""
        self._call("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """End the server as a crash would; what it had acknowledged is there when it starts again."""
        self._call("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        """Stop the server if it runs, and forget its databases."""
        if (self._data / "postmaster.pid").exists():
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, template: str | None = None) -> str:
        """The URL of a new database: empty, or a copy of the one at another URL that nobody is connected to."""
        name = next(self._names)
        self.sql(f"CREATE DATABASE {name} TEMPLATE {_name(template) if template else 'template1'}")
        return f"postgresql+psycopg://{_USER}@/{name}?host={self.folder}"

    def drop(self, url: str) -> None:
        """Forget the database at the URL, whoever is connected to it."""
        self.sql(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def sql(self, statement: str) -> str:
        """What the server answers to a statement of its owner, line by line without headings."""
        place = ("-h", self.folder, "-U", _USER, "-d", "postgres")
        return self._call("psql", *place, "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", statement)

    def _call(self, program: str, *arguments: str | Path) -> str:
        command = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(
            command,
            user=self._owner,
            group=self._owner and pwd.getpwnam(self._owner).pw_gid,
            extra_groups=[] if self._owner else None,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}"
        return done.stdout.strip()


def programs() -> Path:
    """The folder of the server's programs; skips the test where there is none, unless it is required."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if installed := (str(found[-1]) if found else shutil.which("initdb")):
        return Path(installed).parent
    if os.environ.get("RENKEI_POSTGRES") == "required":
        pytest.fail("no PostgreSQL: install Debian's package postgresql")
    pytest.skip("no PostgreSQL is installed (Debian's package postgresql)")


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _place() -> str:
    """In memory when there is room; a short path either way, for that of a socket has 107 characters at most."""
    memory = "/dev/shm"
    return memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30 else "/tmp"


def _owner() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.getuid():
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
