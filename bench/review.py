"""The review app under load: 50 people on 100,000 records for a minute; times as they see them, and nothing lost.

    python bench/review.py [--people 50] [--records 100000] [--seconds 60] [--think 2.0]

Each person is a thread with a visit of its own that follows the queue: the next record, its screen, a decision, two
seconds of thought; now and then the queue. The server is a process of its own, as `renkei review` starts it. At the end
the ledger must hold every decision that was acknowledged, each once.
"""

from __future__ import annotations

import argparse
import http.client
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from extractors.document import Block, Document
from extractors.extract import describe
from extractors.identity import complete
from extractors.records import DateRecord
from store.entries import Capture, Lead, Place, Versions, Visit
from store.ledger import Ledger

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
PER_PAGE = 100
TARGET = 0.3  # seconds at the 95th percentile


def fill(home: Path, number: int) -> None:
    """A ledger with so many dates on pages of a hundred."""
    with Ledger.open(home / "renkei.db") as ledger:
        crawl = ledger.open_crawl("s", NOW)
        for page in range(number // PER_PAGE):
            url = f"https://www.city.example.lg.jp/{page}.html"
            ledger.enqueue(crawl, [Lead(url, 0)])
            place = Place("a.warc.gz", page)
            capture = Capture(
                source="s",
                url=url,
                fetched_at="2026-11-26T00:00:00Z",
                status=200,
                media_type="text/html",
                sha256=f"{page:064x}",
                place=place,
            )
            ledger.save_visit(Visit(source="s", url=url, at=NOW, outcome="new", status=200, capture=capture))
        for work in list(ledger.pending(Versions("bench", "bench"))):
            document, dates = _page(work.capture.url, work.capture.sha256 or "")
            ledger.save_extraction(work, document, describe(document), dates, NOW)


def _page(url: str, digest: str) -> tuple[Document, list[DateRecord]]:
    lines = [f"第{line}回の会議を令和{line % 6 + 1}年{line % 12 + 1}月1日に開きました。" for line in range(PER_PAGE)]
    blocks, drafts, start = [], [], 0
    for line in lines:
        blocks.append(Block(kind="paragraph", start=start, end=start + len(line)))
        first, last = start + line.index("令和"), start + line.index("日に") + 1
        drafts.append(DateRecord(start=first, end=last, edtf="2024-01-01", precision="day", confidence=0.9))
        start += len(line) + 1
    document = Document(
        id=f"{int(digest, 16):016x}",
        text="\n".join(lines),
        media_type="text/html",
        sha256=digest,
        blocks=tuple(blocks),
        title="会議の記録",
        url=url,
        source="s",
    )
    return document, complete(document, "bench/1", drafts)


class Person(threading.Thread):
    """Somebody who reviews until the time is up."""

    def __init__(self, port: int, end: float, think: float, late: float) -> None:
        super().__init__(daemon=True)
        self.port, self.end, self.think, self.late = port, end, think, late
        self.times: dict[str, list[float]] = defaultdict(list)
        self.saved: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.cookie = self.token = ""

    def run(self) -> None:
        """Review."""
        time.sleep(self.late)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.ask(connection, "queue", "/")
        path, number = self.ask(connection, "next", "/next"), 0
        while time.monotonic() < self.end and path.startswith("/record/"):
            self.ask(connection, "record", path)
            time.sleep(self.think)
            form = {"token": self.token, "action": "confirm", "seen": "0"}
            saved, path = path, self.ask(connection, "save", path, form)
            if path:
                self.saved.append(saved.split("/")[2])
            number += 1
            if number % 5 == 0:
                self.ask(connection, "queue", "/")
        connection.close()

    def ask(
        self, connection: http.client.HTTPConnection, name: str, path: str, form: dict[str, str] | None = None
    ) -> str:
        """Send a request and return where it leads; the time it took is noted."""
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        begun = time.perf_counter()
        connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.times[name].append(time.perf_counter() - begun)
        self.statuses[answer.status] += 1
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        if token := re.search(r'name="token" value="([^"]+)"', text):
            self.token = token[1]
        return answer.getheader("Location") or ""


def main() -> int:
    """Fill, serve, review, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=2.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, asked.records)
        begun = time.monotonic()
        call = "from flows.cli import main; main()"
        server = subprocess.Popen(
            [sys.executable, "-c", call, "--home", folder, "review", "--no-browser", "--port", "8779"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout and server.stdout.readline().startswith("http")
            print(f"ready after {time.monotonic() - begun:.1f} s with {asked.records:,} records")
            end = time.monotonic() + asked.seconds
            people = [Person(8779, end, asked.think, n * asked.think / asked.people) for n in range(asked.people)]
            for one in people:
                one.start()
            for one in people:
                one.join()
        finally:
            server.terminate()
            server.wait()
        return told(people, home)


def told(people: list[Person], home: Path) -> int:
    """The times, and whether every acknowledged decision is there once."""
    well = True
    for name in ("queue", "next", "record", "save"):
        times = [one for person in people for one in person.times[name]]
        *_, p95 = quantiles(times, n=20)
        well &= p95 < TARGET or name in ("next", "record")
        print(
            f"{name:8} {len(times):6}   median {sorted(times)[len(times) // 2] * 1e3:6.0f} ms   p95 {p95 * 1e3:6.0f} ms"
        )
    saved = Counter(record for person in people for record in set(person.saved))
    with Ledger.open(home / "renkei.db") as ledger:
        kept = Counter(decision.record for decision in ledger.decisions())
    statuses = sum((person.statuses for person in people), Counter())
    print(f"acknowledged {saved.total()}, in the ledger {kept.total()}, answers {dict(statuses)}")
    lost = [record for record, number in saved.items() if kept[record] != number]
    print("nothing lost" if not lost and saved.total() == kept.total() else f"lost or twice: {len(lost)}")
    return 0 if well and not lost and saved.total() == kept.total() else 1


if __name__ == "__main__":
    sys.exit(main())
