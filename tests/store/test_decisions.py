"""Decisions in the ledger: none lost, none twice, none in ignorance of another, whoever writes and whatever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from store.decisions import IncompleteError, OvertakenError
from store.entries import Decision
from store.ledger import Ledger

ROOT = Path(__file__).parents[2]
THREADS, RECORDS = 20, 1000
FIRST = Decision(record="r", document="d", action="confirm", reviewer="佐藤", at="2026-11-26T10:00:00Z", seen=0)


def test_a_decision_in_ignorance_of_another_is_refused(place: Path | str) -> None:
    with Ledger.open(place) as ledger:
        ledger.decide(FIRST)
        with pytest.raises(OvertakenError, match="佐藤 decided confirm at 2026-11-26T10:00:00Z") as refused:
            ledger.decide(replace(FIRST, action="reject", reviewer="鈴木"))
        assert refused.value.by == replace(FIRST, id=1)
        assert ledger.decide(replace(FIRST, action="reject", reviewer="鈴木", seen=1)) == 2
        assert ledger.decide(replace(FIRST, record="other")) == 3


def test_the_same_decision_is_there_once(place: Path | str) -> None:
    with Ledger.open(place) as ledger:
        assert [ledger.decide(FIRST), ledger.decide(FIRST)] == [1, 1]
        ledger.decide(replace(FIRST, action="reopen", seen=1))
        assert ledger.decide(FIRST) == 1
        assert ledger.decide(replace(FIRST, seen=2)) == 3, "confirmed again, in sight of what was said meanwhile"
        assert [decision.action for decision in ledger.decisions()] == ["confirm", "reopen", "confirm"]


def test_a_decision_without_those_before_it_is_refused(place: Path | str) -> None:
    with Ledger.open(place) as ledger:
        with pytest.raises(IncompleteError, match="r: 2 decisions came before this one, 0 are here"):
            ledger.decide(replace(FIRST, seen=2))
        assert not list(ledger.decisions())


@pytest.fixture
def fast(place: Path | str, tmp_path: Path) -> Iterator[Path | str]:
    """A ledger in memory where there is one: ten thousand waits for a disk prove nothing about threads."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder) / "renkei.db" if isinstance(place, Path) else place


def test_many_people_at_once(fast: Path | str) -> None:
    each = 500 if isinstance(fast, Path) else 100  # a server answers less often in a second than a file
    with Ledger.open(fast) as ledger:

        def review(thread: int) -> tuple[list[str], int]:
            """So many decisions, each taken again in sight of the others when one of them was quicker."""
            chance, told, overtaken = Random(thread), [], 0
            for number in range(each):
                name = f"{thread}-{number}"
                record = f"r{chance.randrange(RECORDS)}"
                while True:
                    seen = len(list(ledger.decisions(record)))
                    try:
                        ledger.decide(replace(FIRST, record=record, reviewer=str(thread), note=name, seen=seen))
                    except OvertakenError:
                        overtaken += 1
                    else:
                        told.append(name)
                        break
            return told, overtaken

        with ThreadPoolExecutor(THREADS) as threads:
            results = list(threads.map(review, range(THREADS)))
        there = list(ledger.decisions())
    told = [name for names, _ in results for name in names]
    assert len(told) == THREADS * each
    assert Counter(decision.note for decision in there) == Counter(told), "none lost, none twice"
    assert sum(overtaken for _, overtaken in results) > 0, "somebody was quicker, and that was told"
    for record in {decision.record for decision in there}:
        mine = [decision.seen for decision in there if decision.record == record]
        assert mine == list(range(len(mine))), "every decision knew of all before it"


REVIEWER = """
import sys
from dataclasses import replace
from store.entries import Decision
from store.ledger import Ledger
decision = Decision(record="r", document="d", action="confirm", reviewer="佐藤", at="2026-11-26T10:00:00Z")
with Ledger.open(sys.argv[1]) as ledger:
    for number in range(100_000):
        ledger.decide(replace(decision, note=f"{sys.argv[2]}-{number}", as_seen='{"text": "' + "あ" * 2000 + '"}'))
        print(f"{sys.argv[2]}-{number}", flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(place: Path | str) -> None:
    Ledger.open(place).close()
    acknowledged: list[str] = []
    for life in range(4):
        command = [sys.executable, "-c", REVIEWER, str(place), str(life)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            acknowledged += [process.stdout.readline().strip() for _ in range(20 + 7 * life)]
            os.kill(process.pid, signal.SIGKILL)
            acknowledged += process.stdout.read().split()
        with Ledger.open(place) as ledger:
            there = list(ledger.decisions())
        notes = [decision.note for decision in there]
        assert [note for note in notes if note in set(acknowledged)] == acknowledged, "in order, none lost, none twice"
        assert len(notes) - len(acknowledged) <= life + 1, "at most the one that was being written when it ended"
        assert all(len(decision.as_seen) == 2012 for decision in there), "none is half there"
        assert [decision.seen for decision in there] == list(range(len(there)))
