"""Crawlers that share a ledger: one request at a time to a host, the pause kept, nobody starved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import groupby
from pathlib import Path

import pytest

from crawler import leases
from crawler.crawl import crawl
from crawler.fetch import Fetcher, Limits
from crawler.source import Source
from crawler.turns import Turns
from store.leases import WAITING
from store.ledger import Ledger
from store.warc import Archive
from tests.crawler.conftest import Reply, Site

ROOT = Path(__file__).parents[2]
WAIT, SLOW = 0.05, 0.1  # seconds between two requests, and for an answer
CRAWLER = """
import platform, sys
from pathlib import Path
from crawler import leases
from crawler.crawl import crawl
from crawler.source import Source
from store.ledger import Ledger
from store.warc import Archive

place, folder, url, name, machine = sys.argv[1:]
leases.BEAT, leases.POLL = 0.3, 0.1
if machine:
    platform.node, leases.SECONDS = lambda: machine, 3.0
start, scope = [f"{url}/{name}/0.html"], {"depth": 20}
source = Source(name=name, title=name, start=start, scope=scope, wait=0.05, private=True)
with Ledger.open(place) as ledger, Archive.open(Path(folder) / "raw") as archive:
    print("ready", flush=True)
    sys.stdin.readline()
    report = crawl(source, ledger, archive)
print(report.visited, report.stopped)
"""


@contextmanager
def crawling(
    place: Path | str, folder: Path, site: Site, name: str, machine: str = ""
) -> Iterator[subprocess.Popen[str]]:
    """A crawler in a process of its own, ready to begin at a line on its standard input."""
    command = [sys.executable, "-c", CRAWLER, str(place), str(folder), site.url, name, machine]
    environment = os.environ | {"TMPDIR": str(folder)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:
        try:
            assert process.stdout and process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def chain(site: Site, name: str, pages: int) -> None:
    """Pages that each lead to the next, answered slowly."""
    for number in range(pages):
        body = f"<title>{name} {number}</title><a href='{number + 1}.html'>next</a>" * (number < pages - 1) or name

        def act(handler: BaseHTTPRequestHandler, body: bytes = body.encode()) -> None:
            time.sleep(SLOW)
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        site.replies[f"/{name}/{number}.html"] = Reply(act=act)


def distances(site: Site) -> list[float]:
    """The seconds between an answer and the next request, whoever asked."""
    ended = [seen.at + SLOW * seen.path.endswith(".html") for seen in site.seen]
    return [later.at - before for before, later in zip(ended, site.seen[1:], strict=False)]


def test_two_crawlers_on_one_host_keep_the_pause_and_both_go_on(site: Site, place: Path | str, tmp_path: Path) -> None:
    for name in "ab":
        chain(site, name, 10)
    with crawling(place, tmp_path, site, "a") as first, crawling(place, tmp_path, site, "b") as second:
        begin(first)
        begin(second)
        assert [process.communicate(timeout=60)[0] for process in (first, second)] == ["10 None\n"] * 2
    assert min(distances(site)) > WAIT * 0.9
    stretches = [name for name, _ in groupby(path[1] for path in site.paths() if path.endswith(".html"))]
    assert len(stretches) > 4, "each is let in again and again before the other has done"


def test_a_killed_crawler_is_not_waited_for_on_its_own_machine(site: Site, place: Path | str, tmp_path: Path) -> None:
    for name in "ab":
        chain(site, name, 5)
    with crawling(place, tmp_path, site, "a") as first, crawling(place, tmp_path, site, "a") as second:
        begin(first)
        while len(site.seen) < 3:
            time.sleep(0.01)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        began = len(site.seen)
        begin(second)
        assert second.communicate(timeout=60)[0] == "5 None\n"
    assert site.paths()[began:][0] == "/robots.txt" and min(distances(site)[began:]) > WAIT * 0.9
    assert not list(tmp_path.glob("*.alive")), "nor is anything left of it"


def test_a_crawler_that_vanished_elsewhere_keeps_its_hosts_until_its_leases_end(
    site: Site, place: Path | str, tmp_path: Path
) -> None:
    for name in "ab":
        chain(site, name, 5)
    with (
        crawling(place, tmp_path, site, "a", "elsewhere") as first,
        crawling(place, tmp_path, site, "b", "here") as second,
    ):
        begin(first)
        while len(site.seen) < 3:
            time.sleep(0.01)
        os.kill(first.pid, signal.SIGSTOP)  # it can do no more, and nobody can tell why
        last = site.seen[-1].at
        begin(second)
        assert second.communicate(timeout=60)[0] == "5 None\n"
        first.send_signal(signal.SIGCONT)
        assert first.communicate(timeout=60)[0] == "5 None\n", "it goes on when it may"
    (entered,) = [seen.at for seen in site.seen if seen.path == "/b/0.html"]
    assert entered - last > 3.0 - 0.3 - SLOW, "the lease, as far as it had been renewed"
    assert min(distances(site)) > WAIT * 0.9


def test_a_source_is_crawled_by_one_at_a_time(site: Site, place: Path | str, tmp_path: Path) -> None:
    chain(site, "a", 8)
    with crawling(place, tmp_path, site, "a") as first, crawling(place, tmp_path, site, "a") as second:
        begin(first)
        while len(site.seen) < 3:
            time.sleep(0.01)
        begin(second)
        said = second.communicate(timeout=60)[0]
        assert said.startswith("0 is being crawled already, by process ") and f"process {first.pid} on " in said
        assert first.communicate(timeout=60)[0] == "8 None\n"
    assert len(site.seen) == 9, "nothing was asked for twice"


def test_a_request_ends_before_its_host_is_lent_to_another(
    site: Site, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the ledger does not answer for longer than a lease lasts."""
    monkeypatch.setattr(leases, "SECONDS", 1.0)
    monkeypatch.setattr(leases.Leases, "_renew", lambda *_: None)
    lent: list[float] = []

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not lent:
            if ledger.lease("127.0.0.1", "elsewhere 1 x", 2.0).held:
                lent.append(time.monotonic())
                handler.connection.settimeout(20)
                assert handler.connection.recv(1) == b"", "the client has hung up"
                return
            handler.wfile.write(b"x")
            time.sleep(0.05)
        handler.wfile.write(b"y" * 1000)

    site.replies["/"] = Reply(act=act)
    turns = Turns()
    with turns.errand("s", ledger) as errand, Fetcher("Renkei/0", private=True, turns=turns, errand=errand) as fetcher:
        assert fetcher.get(site.url + "/").exchange.body == b"y" * 1000
    assert len(site.seen) == 2 and site.seen[1].at - lent[0] > 1.9


def test_who_waits_comes_next_while_it_keeps_asking(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("store.leases._now", lambda _: now[0])
    assert ledger.lease("h", "a", 60).held
    assert not ledger.lease("h", "b", 60).held and not ledger.lease("h", "c", 60).held
    ledger.release("h", "a", 2.0, 0.0)
    for name in "ac":
        refused = ledger.lease("h", name, 60)
        assert not refused.held and refused.wanted, "b waited first"
    taken = ledger.lease("h", "b", 60)
    assert taken.held and taken.idle == 2.0
    assert not ledger.lease("h", "c", 60).held
    ledger.release("h", "b", 0.0, 30.0)
    now[0] += WAITING + 1
    late = ledger.lease("h", "a", 60)
    assert late.held and late.closed == 30.0 - WAITING - 1, "c has not asked since"
    now[0] += 100
    found = ledger.lease("h", "b", 60)
    assert found.held and found.idle == 40.0, "until its lease ended, a may have asked"


def test_the_clock_of_the_server_counts(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(database) as ledger:
        assert ledger.lease("h", "a", 60).held
        monkeypatch.setattr("store.leases.time.time", lambda: time.monotonic() + 1e10)
        refused = ledger.lease("h", "b", 60)
        assert not refused.held and 0 < refused.left <= 60


def test_a_crawl_asks_the_ledger_for_its_host_once(
    site: Site, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many pages it has."""
    asked: list[str] = []
    lease = Ledger.lease
    monkeypatch.setattr(
        Ledger, "lease", lambda self, host, *more, **named: asked.append(host) or lease(self, host, *more, **named)
    )
    site.page("/", *(f"{number}.html" for number in range(40)))
    for number in range(40):
        site.page(f"/{number}.html")
    source = Source.model_validate({"name": "s", "title": "s", "start": [site.url + "/"], "wait": 0, "private": True})
    with Archive.open(tmp_path / "raw") as archive:
        assert crawl(source, ledger, archive, limits=Limits(seconds=5)).visited == 41
    assert sorted(asked) == ["127.0.0.1", "source s"]
