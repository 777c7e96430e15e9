"""Kills crawls, extractions and publications at named points, at random, and looks whether anything was lost.

    python -m tests.soak [--kills 2000] [--seed 1]

A process that has everything loaded forks a child for each run over a small site, and the child kills itself with
SIGKILL at a failpoint. A few kills in a row, then one run to the end: every page and record must be there, nothing
twice, and the tables the same bytes as after a run that nobody disturbed. Only `snapshot`, which says where in raw/ the
bytes stand, may name another place, since what was fetched twice stands there twice; it must lead to the same bytes.
Where the kills came after the crawl, every byte is compared.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator

import crawler.answer
import flows.publish
import flows.publishing.staging
import store.entries
import store.ledger
import store.recovery
import store.saving
import store.visits
import store.warc
from crawler.crawl import crawl
from crawler.source import Source
from extractors.context import Context
from extractors.extract import describe, extract
from extractors.reader import read
from extractors.records import KINDS
from flows.exits import explained
from flows.extraction.batches import VERSIONS
from flows.publish import publish_register, publish_table
from flows.publishing.staging import staging
from flows.workspace import Workspace
from store.ledger import Ledger
from store.warc import Archive
from tests.serving import serving

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
IN_A_ROW = 12  # kills before a run to the end
KILLED = -signal.SIGKILL

# Where a run dies: (name, whose function, which, before it, after it or half-way through it)
FAILPOINTS: list[tuple[str, Any, str, str]] = [
    ("in the middle of a body", crawler.answer, "read_body", "half"),
    ("before a record is written", store.warc.Archive, "write", "before"),
    ("half a record written", store.warc, "_append", "half"),
    ("a record written and not on the disk", os, "fsync", "before"),
    ("a record on the disk and not in the ledger", store.warc.Archive, "write", "after"),
    ("in the transaction of a visit", store.visits, "enqueue", "before"),
    ("a visit committed", store.ledger.Ledger, "save_visit", "after"),
    ("the queue empty and the crawl open", store.ledger.Ledger, "close_crawl", "before"),
    ("a file whole and not renamed", store.warc, "settle", "before"),
    ("a file renamed and its folder not on the disk", store.recovery, "sync_folder", "before"),
    ("a document read and not saved", store.ledger.Ledger, "save_extraction", "before"),
    ("in the transaction of a document", store.saving, "save_work", "before"),
    ("a document committed", store.ledger.Ledger, "save_extraction", "after"),
    ("tables drafted and not published", flows.publishing.staging, "settle", "before"),
    ("some tables published", flows.publishing.staging, "settle", "after"),
]
AFTER_CRAWL = FAILPOINTS[10:]


def pages() -> dict[str, tuple[int, str, bytes]]:
    """A site of pages about agreements that each lead to the next, in two encodings, with a copy and a dead link."""
    cities = ["富山市", "松山市", "熊本市", "長野市", "高松市"]
    found = {"/": (200, "text/html; charset=utf-8", _page("一覧", "p0.html", "copy.html", "no.html"))}
    for number, city in enumerate(cities):
        text = f"令和{number + 1}年4月{number + 2}日、{city}は札幌市と連携協定を締結した。人口は{number + 1}2,345人。"
        links = [f"p{(number + 1) % 5}.html"]
        body = _page(city, *links, text=text)
        if number % 2:
            body = body.decode().encode("cp932")
        found[f"/p{number}.html"] = (200, f"text/html; charset={'Shift_JIS' if number % 2 else 'utf-8'}", body)
    found["/copy.html"] = found["/p0.html"]
    return found


def _page(title: str, *links: str, text: str = "") -> bytes:
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1><p>{text}</p><ul>{items}</ul>".encode()


def run(folder: Path, url: str, crawled: bool = False) -> None:
    """Crawl, unless that is done, extract and publish to the end, as the flow does."""
    values = {"name": "s", "title": "s", "start": [url + "/"], "scope": {"depth": 9}, "wait": 0, "private": True}
    source = Source.model_validate(values)
    with Ledger.open(folder / "renkei.db") as ledger, Archive.open(folder / "raw") as archive:
        if not crawled:
            crawl(source, ledger, archive, now=lambda: NOW)
        for work in ledger.pending(VERSIONS):
            capture = work.capture
            context = Context(url=capture.url, source="s", charset=capture.charset, fetched_at=capture.fetched_at)
            document = read(archive.read(capture.place), capture.media_type or "", context)
            described = describe(document, capture.place.snapshot)
            ledger.save_extraction(work, document, described, extract(document), datetime.now(UTC))
    workspace = Workspace(folder, folder)
    with staging(workspace.processed) as stage:
        for kind in KINDS:
            publish_table(workspace, kind, stage)
        publish_register(workspace, stage)


def child(work: Callable[[], None]) -> int:
    """The exit code of a process of its own that does the work; negative when a signal ended it."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 99
    try:
        work()
        code = 0
    except Exception as error:  # the child must not come back
        told = explained(error)
        code = told[1] if told else 99
        print(f"{code}: {error}", file=sys.stderr)
    finally:
        os._exit(code)


def doomed(work: Callable[[], None], point: tuple[str, Any, str, str], call: int) -> None:
    """A run that dies at the nth call of a failpoint, if it comes so far."""
    _, place, name, moment = point
    function, left = getattr(place, name), call

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and moment == "half":
            _half(name, *arguments)
        if left == 0 and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(place, name, wrapped)
    work()


def _half(name: str, first: Any, *rest: Any) -> None:
    if name == "_append":
        first.write(rest[0][: len(rest[0]) // 2])
    else:
        next(iter(first), None)  # the first piece of a body
    os.kill(os.getpid(), signal.SIGKILL)


def calls(folder: Path, url: str) -> dict[str, int]:
    """How often an undisturbed run passes each failpoint, told by a child that counts."""
    counted: Counter[str] = Counter()

    def counting(title: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            counted[title] += 1
            return function(*arguments, **named)

        return wrapped

    def work() -> None:
        for title, place, name, _ in FAILPOINTS:
            setattr(place, name, counting(title, getattr(place, name)))
        run(folder, url)
        (folder / "calls.json").write_text(json.dumps(counted), encoding="utf-8")

    assert child(work) == 0
    found: dict[str, int] = json.loads((folder / "calls.json").read_text(encoding="utf-8"))
    assert set(found) == {title for title, *_ in FAILPOINTS}, "a failpoint that no run passes"
    return found


def tables(folder: Path, resolved: bool) -> dict[str, Any]:
    """The published tables by file; with `resolved`, places in raw/ replaced by the digest of what stands there."""
    archive = Archive(folder / "raw")
    files: dict[str, Any] = {path.name: path.read_bytes() for path in sorted((folder / "processed").iterdir())}
    if not resolved:
        return files
    rows = [json.loads(line) for line in files["documents.jsonl"].splitlines()]
    for row in rows:
        name, _, offset = row["snapshot"].partition("#")
        digest = hashlib.sha256(archive.read(store.entries.Place(name, int(offset)))).hexdigest()
        assert digest == row["sha256"], f"{row['url']}: its snapshot leads to other bytes"
        for file in ("documents.jsonl", "documents.csv", "documents.excel.csv"):
            files[file] = files[file].replace(row["snapshot"].encode(), digest.encode())
    parquet = pq.read_table(io.BytesIO(files["documents.parquet"])).drop_columns(["snapshot"])
    files["documents.parquet"] = parquet.to_pylist()
    list(csv.reader(io.StringIO(files["documents.csv"].decode())))
    return files


def verify(folder: Path, expected: dict[str, Any], resolved: bool) -> None:
    """Nothing lost, nothing twice, every file whole, the tables as they should be."""
    assert not list(folder.rglob(f"*{store.recovery.OPEN}")), "a file was left open"
    assert not [path for path in (folder / "processed").iterdir() if path.name.startswith(".")], "a draft was left"
    for path in (folder / "raw").rglob("*.gz"):
        assert all(record.verify_block_digest() for record in ArchiveIterator(str(path), parse_http=False))
    with Ledger.open(folder / "renkei.db") as ledger:
        found = Counter(page.outcome for page in ledger.pages("s"))
        assert found["new"] + found["unchanged"] == 6 and found["duplicate"] == found["dead"] == 1, found
        archive = Archive(folder / "raw")
        for page in ledger.pages("s"):
            if page.capture:
                capture = ledger.capture(page.capture)
                assert capture and hashlib.sha256(archive.read(capture.place)).hexdigest() == capture.sha256
        with ledger._engine.connect() as connection:
            bodies = connection.exec_driver_sql("SELECT url, sha256 FROM captures WHERE revisit_of IS NULL").fetchall()
        assert len(bodies) == len(set(bodies)) == 6, "a capture is told twice, or lost"
    assert tables(folder, resolved) == expected, "other tables than those of an undisturbed run"


def look(folder: Path) -> None:
    """Between two kills: a crawl that says it is finished has come to every address."""
    if not (folder / "renkei.db").exists():
        return
    with closing(sqlite3.connect(folder / "renkei.db")) as ledger:
        if not ledger.execute("SELECT count(*) FROM sqlite_master WHERE name = 'crawls'").fetchone()[0]:
            return
        (finished,) = ledger.execute("SELECT count(*) FROM crawls WHERE finished_at IS NOT NULL").fetchone()
        visited = "SELECT count(*) FROM pages WHERE role = 'page' AND outcome IS NOT NULL"
        assert not finished or ledger.execute(visited).fetchone()[0] == 8, "a crawl ended before its queue did"


@contextmanager
def site() -> Iterator[str]:
    """The site, served by a process of its own, since a thread does not outlive a fork."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        with serving(pages()) as url:
            os.write(theirs, url.encode())
            os.close(theirs)
            signal.pause()
        os._exit(0)
    os.close(theirs)
    try:
        yield os.read(ours, 200).decode()
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(ours)


def soak(root: Path, url: str, kills: int, dice: random.Random) -> Counter[str]:
    """So many kills, with a run to the end and a look at everything after every few; the kills by failpoint."""
    whole = root / "whole"
    whole.mkdir()
    often = calls(whole, url)
    exact, resolved = tables(whole, resolved=False), tables(whole, resolved=True)
    crawled = root / "crawled"
    for name in ("raw", "renkei.db"):
        _copy(whole / name, crawled / name)
    _forget_extraction(crawled)
    done: Counter[str] = Counter()
    while (left := kills - done.total()) > 0:
        folder, late = root / "run", dice.random() < 0.3
        shutil.copytree(crawled, folder) if late else folder.mkdir()
        work = partial(run, folder, url, late)
        for _ in range(min(left, IN_A_ROW)):
            point = dice.choice(AFTER_CRAWL if late else FAILPOINTS)
            call = dice.randint(1, dice.randint(1, often[point[0]]))
            code = child(partial(doomed, work, point, call))
            assert code in (0, KILLED), f"{point[0]}, call {call}: exit code {code}"
            done[point[0]] += code == KILLED
            look(folder)
        assert child(work) == 0
        verify(folder, exact if late else resolved, not late)
        shutil.rmtree(folder)
    return done


def fill(root: Path, url: str, points: int) -> Counter[int]:
    """As many disks that are full at one point or another; the exit codes of the runs that met the end of theirs.

    A limit on the size of files makes the kernel cut a write short and then refuse, as a full disk does. It is set
    before a call of a step: in turns for all that follows, for a record that is half written, and for a table.
    """
    whole = root / "undisturbed"
    whole.mkdir()
    assert child(partial(run, whole, url)) == 0
    resolved = tables(whole, resolved=True)
    largest = (whole / "renkei.db").stat().st_size
    codes: Counter[int] = Counter()
    for point in range(points):
        folder, call = root / "full", point // 3 + 1
        folder.mkdir()
        work = partial(run, folder, url)
        limits = [
            partial(_limited, work, store.ledger.Ledger, "save_visit", 1, lambda *_, p=point: largest * p // points),
            partial(_limited, work, store.warc, "_append", call, lambda file, _, p=point: file.tell() + 37 * p),
            partial(_limited, work, flows.publish, "write_table", call % 5 + 1, lambda *_, p=point: 64 * p),
        ]
        codes[child(limits[point % 3])] += 1
        assert child(work) == 0, "it does not go on when there is room again"
        verify(folder, resolved, True)
        shutil.rmtree(folder)
    return codes


def _limited(work: Callable[[], None], place: Any, name: str, call: int, limit: Callable[..., int]) -> None:
    """The work, with no room in files beyond the limit from the nth call of a step on."""
    function, left = getattr(place, name), call

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit(*arguments), resource.RLIM_INFINITY))
        return function(*arguments, **named)

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    setattr(place, name, wrapped)
    work()


def _copy(place: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    shutil.copytree(place, target) if place.is_dir() else shutil.copy(place, target)


def _forget_extraction(folder: Path) -> None:
    with Ledger.open(folder / "renkei.db") as ledger, ledger._engine.begin() as connection:
        for table in ("records", "documents", "work"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


def main() -> None:
    """Soak, and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--full", type=int, default=20, help="full disks")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # A killed process leaves to the system what it wrote: a disk in memory shows the same, and sooner.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder, site() as url:
        (warm := Path(folder) / "warm").mkdir()
        run(warm, url)  # loads what the children share
        done = soak(Path(folder), url, options.kills, random.Random(options.seed))
        codes = fill(Path(folder), url, options.full)
    for name, count in sorted(done.items()):
        print(f"{count:5} kills: {name}")
    print(f"{done.total():5} kills in all, seed {options.seed}: nothing lost, nothing twice")
    print(f"{codes.total():5} full disks, by exit code {dict(codes)}: nothing lost, nothing twice")


if __name__ == "__main__":
    main()
