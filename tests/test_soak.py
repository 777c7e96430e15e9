"""Two hundred kills at named failpoints and twenty full disks; `python -m tests.soak` does more of the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak import FAILPOINTS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the soak says; it runs in a process without threads, which can be forked."""
    command = [sys.executable, "-m", "tests.soak", "--kills", "200", "--full", "20", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def test_two_hundred_kills_lose_nothing_and_tell_nothing_twice(told: list[str]) -> None:
    assert "  200 kills in all, seed 7: nothing lost, nothing twice" in told
    counts = {name: int(count) for count, _, name in (line.partition(" kills: ") for line in told) if name}
    assert counts.keys() == {name for name, *_ in FAILPOINTS} and min(counts.values()) > 0


def test_a_full_disk_ends_a_run_with_its_own_code_and_the_next_goes_on(told: list[str]) -> None:
    assert told[-1] == "   20 full disks, by exit code {3: 20}: nothing lost, nothing twice"
