"""A Dask scheduler and workers on loopback, each a process that a test may kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LOOPBACK = ("--host", "127.0.0.1")


class Cluster:
    """One scheduler, and the workers that joined it."""

    def __init__(self, folder: Path, workers: int, **settings: str) -> None:
        self._folder = folder
        self._environment = os.environ | settings
        self._file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(self._file))
        self.address = self._told()
        self.workers = [self.join() for _ in range(workers)]

    def join(self) -> subprocess.Popen[bytes]:
        """One more worker, with one thread and nobody to start it again."""
        return self._start("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard")

    def end(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments, *_LOOPBACK]
        output = (self._folder / f"{program}.log").open("ab")
        with output:
            return subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=output, stderr=output)

    def _told(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                return str(json.loads(self._file.read_text())["address"])
            except (FileNotFoundError, ValueError):  # not written, or half
                assert self.scheduler.poll() is None, (self._folder / "scheduler.log").read_text()
                time.sleep(0.05)
        raise AssertionError("the scheduler says nothing")


@contextmanager
def cluster(folder: Path, workers: int = 2, **settings: str) -> Iterator[Cluster]:
    """The cluster, while the block runs; its files are in the folder."""
    folder.mkdir(exist_ok=True)
    started = Cluster(folder, workers, **settings)
    try:
        yield started
    finally:
        started.end()
