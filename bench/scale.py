"""What many documents and several workers cost: `python -m bench.scale [--documents 10000]`.

One store of generated pages, each with several records, is extracted again and again, each time by a process of its own
and from the same beginning: a fifth of it by two Dask workers, then all of it by one and by two in turns, as machines
that others share are faster at one time than at another. Then one page changes. Told are

- how much faster two workers are than one, in each turn, and the median,
- what Prefect takes of the wall time: the same number of parts with nothing to do, against the whole,
- what the run after a change costs, in documents and in time,
- the memory of who hands out the work, and of the workers with their readers, at a fifth and at the whole.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from flows.extract import extract
from flows.extraction.batches import DOCUMENTS
from flows.report import Report
from flows.workspace import Workspace
from store.ledger import Ledger
from tests.dask_cluster import Cluster, cluster
from tests.many import NOW, fill, pages

TURNS = 3
PARAGRAPHS, LINES = 4, 90  # that hold records and that hold none: 6,000 characters a page


def workspace_in(folder: Path) -> Workspace:
    return Workspace(folder, folder / "sources")


def measured(folder: Path, workers: int) -> dict[str, Any]:
    """Extract everything in the folder by so many workers: seconds, and memory in MiB."""
    from flows.engines.dask_engine import AHEAD, DaskEngine
    from flows.engines.prefect_engine import as_flow

    workspace = workspace_in(folder)
    with cluster(folder / "dask", workers) as dask:
        as_flow(nothing, DaskEngine(dask.address))(1)  # everybody is there
        begun = time.perf_counter()
        report = as_flow(extract, DaskEngine(dask.address))(workspace)
        seconds = time.perf_counter() - begun
        most = max(peak(dask, number) for number in range(workers))
    assert not report.problems, report.problems[:3]
    with Ledger.open(workspace.ledger) as ledger:
        done, _ = ledger.last_work()
    begun = time.perf_counter()
    parts = -(-done // DOCUMENTS)
    as_flow(nothing)(parts, AHEAD * workers)
    return {
        "documents": done,
        "records": sum((report.records or {}).values()),
        "seconds": seconds,
        "prefect": time.perf_counter() - begun,
        "parts": parts,
        "coordinator": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker": most,
    }


def nothing(parts: int, width: int = 1, *, engine: Any) -> Report:
    """A stage of so many parts that do nothing."""
    with engine.workers():
        done = engine.each("nothing", number_of, range(parts), label=str, side_by_side=width)
        return Report(documents={"new": sum(done)})


def number_of(part: int) -> int:
    """What there is to do in a part of nothing."""
    return part


def peak(dask: Cluster, number: int) -> float:
    """The most memory that a worker and its readers ever held, in MiB."""
    pid = dask.workers[number].pid
    family = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    for thread in Path(f"/proc/{pid}/task").iterdir():  # a reader is started by the thread that needs it
        family += map(int, (thread / "children").read_text().split())
    status = [Path(f"/proc/{one}/status").read_text() for one in dict.fromkeys(family)]
    return sum(int(text.partition("VmHWM:")[2].split()[0]) for text in status) / 1024


def after_a_change(folder: Path, count: int) -> dict[str, float]:
    """What the runs cost after everything is done, and after one page of it has changed."""
    workspace, told = workspace_in(folder), dict[str, float]()
    changed = next((url, body) for url, body in pages(1, PARAGRAPHS + 1, LINES))
    for name in ("nothing", "one"):
        if name == "one":
            fill(workspace, iter([changed]), NOW + timedelta(days=1))
        before = marks(workspace)
        begun = time.perf_counter()
        extract(workspace)
        told[name] = time.perf_counter() - begun
        told[f"{name} done"] = sum(one != other for one, other in zip(before, marks(workspace), strict=True))
    assert len(marks(workspace)) == count
    return told


def marks(workspace: Workspace) -> list[tuple[str, int]]:
    """Of each document, what it was read from."""
    with Ledger.open(workspace.ledger) as ledger:
        return [(kept.record.id, kept.capture) for kept in ledger.documents()]


def run(folder: Path, workers: int) -> dict[str, Any]:
    """`measured`, in a process of its own."""
    command = [sys.executable, "-m", "bench.scale", "--measure", str(folder), "--workers", str(workers)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(
        f"{workers} worker{'s' * (workers > 1)}: {found['documents']:>6,} documents, {found['records']:>7,} records"
        f"   {found['seconds']:6.1f} s   {1000 * found['seconds'] / found['documents']:5.1f} ms each"
        f"   coordinator {found['coordinator']:4.0f} MiB   worker with reader {found['worker']:4.0f} MiB",
        flush=True,
    )
    return found


def fresh(folder: Path, place: Path) -> Path:
    """A copy in which nothing was extracted yet, in the place of the one before."""
    shutil.rmtree(place, ignore_errors=True)
    return Path(shutil.copytree(folder, place))


def compare(count: int) -> None:
    """All runs, and the ratios."""
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with tempfile.TemporaryDirectory() as name, prefect_test_harness(server_startup_timeout=120):
        os.environ["PREFECT_API_URL"] = str(PREFECT_API_URL.value())
        root = Path(name)
        for folder, documents in (("fifth", count // 5), ("all", count)):
            fill(workspace_in(root / folder), pages(documents, PARAGRAPHS, LINES))
        fifth, ratios = run(root / "fifth", 2), list[float]()
        for _ in range(TURNS):
            one, two = (run(fresh(root / "all", root / "run"), workers) for workers in (1, 2))
            ratios.append(one["seconds"] / two["seconds"])
        change = after_a_change(root / "run", count)
    told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"1 → 2 workers                {statistics.median(ratios):.2f} × as fast ({told})")
    share = two["prefect"] / two["seconds"]
    print(f"Prefect's share              {share:.1%} of the wall time ({two['parts']} parts)")
    print(f"a run with nothing to do     {change['nothing done']:.0f} documents   {change['nothing']:.1f} s")
    print(f"a run with 1 page changed    {change['one done']:.0f} documents   {change['one']:.1f} s")
    for who in ("coordinator", "worker"):
        print(f"memory of the {who:14} {two[who] / fifth[who]:.2f} × at five times the documents")


def main() -> None:
    """One measurement when it is named, else all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(options.measure, options.workers)))
    else:
        compare(options.documents)


if __name__ == "__main__":
    main()
