"""Whole crawls over a site on loopback: what is visited, kept, and said of it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.crawl import CrawlReport, Step, crawl
from crawler.fetch import Limits
from crawler.source import Source
from crawler.turns import Turns
from store.entries import Versions
from store.ledger import Ledger
from store.recovery import OPEN
from store.warc import Archive
from tests.crawler.conftest import Reply, Site
from tests.postgres import Postgres

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
LIMITS = Limits(seconds=30, silence=10, retries=1)
VERSIONS = Versions("html 1", "dates 1")


@dataclass
class House:
    """A site, and a store that its crawls go to."""

    site: Site
    folder: Path
    ledger: Ledger
    place: Path | str
    day: int = 0

    def source(self, start: str = "/", **keys: object) -> Source:
        values = {"name": "s", "title": "s", "start": [self.site.url + start], "wait": 0, "private": True}
        return Source.model_validate(values | keys)

    def crawl(
        self,
        source: Source | None = None,
        progress: Callable[[Step], None] = lambda _: None,
        turns: Turns | None = None,
    ) -> CrawlReport:
        """One crawl, a day after the one before; the requests of earlier ones are forgotten."""
        self.site.seen.clear()
        self.day += 1
        with Archive.open(self.folder / "raw") as archive:
            return crawl(
                source or self.source(),
                self.ledger,
                archive,
                now=lambda: NOW + timedelta(days=self.day),
                progress=progress,
                turns=turns,
                limits=LIMITS,
            )

    def outcome(self, path: str) -> tuple[str | None, str | None]:
        page = self.ledger.page(self.site.url + path)
        return (page.outcome, page.problem) if page else (None, None)

    def body(self, path: str) -> bytes:
        """The bytes that the ledger says are to be read at a path."""
        page = self.ledger.page(self.site.url + path)
        capture = self.ledger.capture(page.capture) if page and page.capture else None
        return Archive(self.folder / "raw").read(capture.place) if capture else b""

    def pending(self) -> list[str]:
        return [work.capture.url.removeprefix(self.site.url) for work in self.ledger.pending(VERSIONS)]


@pytest.fixture
def house(site: Site, tmp_path: Path, place: Path | str) -> Iterator[House]:
    with Ledger.open(place) as ledger:
        yield House(site, tmp_path, ledger, place)


def small_site(site: Site) -> None:
    site.page("/", "a.html", "b.html", "report.pdf", "logo.png", "http://other.example/", "mailto:x@example.jp")
    site.page("/a.html", "/", "c.html#part", "c.html?utm_source=a")
    site.page("/b.html", "c.html", "missing.html")
    site.page("/c.html")
    site.reply("/report.pdf", b"%PDF-1.7 report", Content_Type="application/pdf")


def test_a_site_is_visited_breadth_first_and_once(house: House) -> None:
    small_site(house.site)
    report = house.crawl()
    assert house.site.paths() == ["/robots.txt", "/", "/a.html", "/b.html", "/report.pdf", "/c.html", "/missing.html"]
    assert (report.new, report.failed, report.gone, report.skipped, report.stopped) == (5, 0, 0, 1, None)
    assert [(problem.url[-12:], problem.problem) for problem in report.problems] == [("missing.html", "status 404")]
    assert house.pending() == ["/", "/a.html", "/b.html", "/c.html", "/report.pdf"]
    assert house.body("/report.pdf") == b"%PDF-1.7 report"
    assert not list(house.folder.rglob(f"*{OPEN}"))


def test_a_second_crawl_of_an_unchanged_site_fetches_no_body_and_visits_all(house: House) -> None:
    small_site(house.site)
    house.site.reply("/robots.txt", b"User-agent: *\nDisallow: /x/", Content_Type="text/plain")
    house.crawl()
    size = sum(path.stat().st_size for path in house.folder.rglob("*.gz"))
    captures = {page.url: page.capture for page in house.ledger.pages("s")}
    report = house.crawl()
    assert house.site.paths(200) == []
    assert len(house.site.paths(304)) == 6
    assert (report.new, report.changed, report.unchanged) == (0, 0, 5)
    assert {page.url: page.capture for page in house.ledger.pages("s")} == captures
    assert sum(path.stat().st_size for path in house.folder.rglob("*.gz")) < size + 5 * 1200


def test_a_server_without_validators_sends_bodies_that_are_not_kept_twice(house: House) -> None:
    house.site.page("/", "a.html", validators=False)
    house.site.page("/a.html", validators=False)
    house.crawl()
    first = [page.capture for page in house.ledger.pages("s")]
    assert house.crawl().unchanged == 2
    assert [page.capture for page in house.ledger.pages("s")] == first


def test_what_changed_is_kept_and_pending(house: House) -> None:
    small_site(house.site)
    house.crawl()
    house.site.page("/a.html", "/", "d.html", text="changed")
    house.site.page("/d.html")
    del house.site.replies["/b.html"]
    report = house.crawl()
    assert (report.changed, report.new, report.gone, report.unchanged) == (1, 1, 2, 2)
    assert house.outcome("/b.html") == ("gone", "status 404")
    assert house.outcome("/c.html") == ("gone", "no longer linked")
    assert b"changed" in house.body("/a.html") and house.body("/b.html")
    small_site(house.site)
    assert house.crawl().gone == 1, "/d.html"
    assert house.outcome("/b.html") == ("unchanged", None), "a page may come back"


def test_robots_are_heard(house: House) -> None:
    small_site(house.site)
    house.site.reply("/robots.txt", b"User-agent: Renkei\nDisallow: /b.html\nCrawl-delay: 0.1")
    started = time.monotonic()
    report = house.crawl()
    assert "/b.html" not in house.site.paths() and "/missing.html" not in house.site.paths()
    assert house.outcome("/b.html") == ("refused", "robots.txt does not allow it")
    assert report.skipped == 1 and time.monotonic() - started > 0.4
    gaps = [b.at - a.at for a, b in pairwise(house.site.seen[1:])]
    assert min(gaps) > 0.09


ROBOTS = [(404, True), (403, True), (500, False), (503, False), (429, False)]


@pytest.mark.parametrize(("status", "visited"), ROBOTS)
def test_robots_that_cannot_be_had(house: House, status: int, visited: bool) -> None:
    house.site.page("/")
    house.site.reply("/robots.txt", b"no", status, Retry_After="0")
    house.crawl()
    assert ("/" in house.site.paths()) is visited
    assert visited or house.outcome("/")[1] == f"no robots.txt, so nothing may be fetched: status {status}"


def test_robots_behind_redirects(house: House) -> None:
    house.site.page("/", "a.html")
    house.site.page("/a.html")
    house.site.reply("/robots.txt", status=301, Location="/r1")
    house.site.reply("/r1", status=302, Location="/r2")
    house.site.reply("/r2", b"User-agent: *\nDisallow: /a.html")
    house.crawl()
    assert house.outcome("/a.html")[0] == "refused"


def test_requests_keep_their_distance(house: House) -> None:
    small_site(house.site)
    house.crawl(house.source(wait=0.1))
    gaps = [b.at - a.at for a, b in pairwise(house.site.seen)]
    assert len(gaps) == 6 and min(gaps) > 0.095


def test_the_agent_names_itself(house: House) -> None:
    house.site.page("/")
    house.crawl(house.source(contact="https://www.example.jp/bot"))
    agents = {seen.headers["user-agent"] for seen in house.site.seen}
    assert len(agents) == 1 and agents.pop().endswith(" (+https://www.example.jp/bot)")


def test_redirects_lead_to_pages_in_scope(house: House) -> None:
    house.site.page("/", "old.html", "out.html", "loop1", "chain0")
    house.site.reply("/old.html", status=301, Location="/new.html")
    house.site.page("/new.html")
    house.site.reply("/out.html", status=302, Location="http://169.254.169.254/latest/")
    house.site.reply("/loop1", status=302, Location="/loop2")
    house.site.reply("/loop2", status=302, Location="/loop1")
    for n in range(8):
        house.site.reply(f"/chain{n}", status=302, Location=f"/chain{n + 1}")
    house.crawl()
    assert house.outcome("/old.html") == ("moved", None) and house.outcome("/new.html") == ("new", None)
    outcome, problem = house.outcome("/out.html")
    assert outcome == "failed" and "outside the scope: add its host" in (problem or "")
    assert "circles" in (house.outcome("/loop2")[1] or "") and "too often" in (house.outcome("/chain5")[1] or "")
    assert house.outcome("/chain6") == (None, None)
    assert house.pending() == ["/", "/new.html"]


def test_a_start_page_that_moved_elsewhere_says_what_to_do(house: House) -> None:
    house.site.reply("/", status=301, Location="https://www.example.jp/")
    report = house.crawl()
    assert report.failed == 1 and "https://www.example.jp/, outside the scope" in report.problems[0].problem


def test_what_fails_is_recorded_and_the_rest_goes_on(house: House) -> None:
    small_site(house.site)
    house.crawl()
    before = house.body("/a.html"), house.body("/b.html")
    house.site.reply("/a.html", b"trouble", 500)
    house.site.reply("/b.html", b"", Content_Type="text/html")
    report = house.crawl()
    assert house.outcome("/a.html") == ("failed", "status 500")
    assert house.outcome("/b.html") == ("failed", "empty")
    assert (report.failed, report.gone) == (2, 0)
    assert house.outcome("/c.html")[0] == "unchanged", "found by the links that the pages had before"
    assert (house.body("/a.html"), house.body("/b.html")) == before
    small_site(house.site)
    assert house.crawl().unchanged == 5


def test_bytes_count_and_not_their_declaration(house: House) -> None:
    house.site.page("/", "a.pdf", "b.html", "c", "d")
    house.site.reply("/a.pdf", b"<!DOCTYPE html><title>no PDF</title><a href='e.html'>", Content_Type="application/pdf")
    house.site.reply("/b.html", b"%PDF-1.7", Content_Type="text/html")
    house.site.reply("/c", b"%PDF-1.7 c", Content_Type="application/octet-stream")
    house.site.reply("/d", b"\x89PNG", Content_Type="image/png")
    house.site.page("/e.html")
    house.crawl()
    types = {
        work.capture.url.removeprefix(house.site.url): work.capture.media_type
        for work in house.ledger.pending(VERSIONS)
    }
    html, pdf = "text/html", "application/pdf"
    assert types == {"/": html, "/a.pdf": html, "/b.html": pdf, "/c": pdf, "/e.html": html}
    assert house.outcome("/a.pdf") == ("new", "declared application/pdf, is text/html")
    assert house.outcome("/d") == ("skipped", None)


def test_the_same_bytes_at_another_address_are_no_other_document(house: House) -> None:
    house.site.page("/", "a.html", "a.html?ver=2")
    house.site.page("/a.html", text="one")
    house.site.replies["/a.html?ver=2"] = house.site.replies["/a.html"]
    house.crawl()
    assert house.outcome("/a.html?ver=2")[0] == "duplicate"
    assert house.pending() == ["/", "/a.html"]
    house.crawl()
    assert house.site.paths(200) == [] and house.outcome("/a.html?ver=2")[0] == "duplicate"
    house.site.page("/a.html?ver=2", text="two")
    house.crawl()
    assert house.pending() == ["/", "/a.html", "/a.html?ver=2"]


def test_depth_and_pages_are_limits(house: House) -> None:
    for n in range(6):
        house.site.page("/" if n == 0 else f"/{n}.html", f"{n + 1}.html")
    house.crawl(house.source(scope={"depth": 2}))
    assert house.site.paths(200) == ["/", "/1.html", "/2.html"]
    report = house.crawl(house.source(scope={"depth": 9, "pages": 2}))
    assert report.visited == 2 and "raise scope.pages" in (report.stopped or "")
    assert house.outcome("/2.html")[0] == "new", "not gone, only not visited"


def test_a_wider_scope_finds_pages_behind_unchanged_ones(house: House) -> None:
    house.site.page("/a/", "/a/1.html", "/b/2.html")
    house.site.page("/a/1.html")
    house.site.page("/b/2.html")
    house.crawl(house.source("/a/"))
    assert house.crawl(house.source("/a/", scope={"paths": ["/"]})).new == 1


def test_an_endless_calendar_ends(house: House) -> None:
    def month(n: int) -> Reply:
        return Reply(f"<html><a href='/?m={n + 1}'>next</a>".encode(), headers={"Content-Type": "text/html"})

    house.site.replies |= {"/": month(0)} | {f"/?m={n}": month(n) for n in range(1, 60)}
    report = house.crawl(house.source(scope={"depth": 50, "pages": 20}))
    assert report.visited == 20


def test_a_host_that_asks_for_rest_ends_the_crawl_and_the_next_goes_on(house: House) -> None:
    small_site(house.site)
    page = house.site.replies["/b.html"]
    house.site.reply("/b.html", b"later", 503, Retry_After="3600")
    report = house.crawl()
    assert "the next crawl goes on from here" in (report.stopped or "") and report.visited == 2
    house.site.replies["/b.html"] = page
    naps: list[float] = []
    report = house.crawl(turns=Turns(naps.append))
    assert 100 < naps[0] <= LIMITS.longest_wait, "the host is left alone meanwhile, whoever begins the next crawl"
    assert house.site.paths() == ["/robots.txt", "/b.html", "/report.pdf", "/c.html", "/missing.html"]
    assert (report.new, report.stopped) == (5, None)


def test_progress_is_told(house: House) -> None:
    small_site(house.site)
    steps: list[Step] = []
    house.crawl(progress=steps.append)
    assert [(step.url[-6:], step.visited, step.waiting) for step in steps[:2]] == [
        (house.site.url[-5:] + "/", 1, 3),
        ("a.html", 2, 3),
    ]
    assert (steps[-1].visited, steps[-1].waiting, steps[-1].outcome) == (6, 0, "dead")


def test_an_interrupted_crawl_goes_on_where_it_was(house: House) -> None:
    small_site(house.site)

    def interrupt(step: Step) -> None:
        if step.visited == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.crawl(progress=interrupt)
    report = house.crawl()
    assert house.site.paths() == ["/robots.txt", "/report.pdf", "/c.html", "/missing.html"]
    assert (report.new, report.visited) == (5, 6)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.crawl import crawl
from crawler.source import Source
from store import ledger, warc

left = int(sys.argv[4])

def deadly(function):
    def wrapped(*args, **named):
        global left
        result = function(*args, **named) if sys.argv[3] == "after" else None
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result if sys.argv[3] == "after" else function(*args, **named)
    return wrapped

name, _, attribute = sys.argv[5].partition(".")
place = {"Archive": warc.Archive, "Ledger": ledger.Ledger, "warc": warc}[name]
setattr(place, attribute, deadly(getattr(place, attribute)))
folder = Path(sys.argv[2])
source = Source(name="s", title="s", start=[sys.argv[1] + "/"], wait=0, private=True)
with ledger.Ledger.open(sys.argv[6]) as book, warc.Archive.open(folder / "raw") as archive:
    crawl(source, book, archive, now=lambda: datetime(2026, 11, 26, tzinfo=UTC))
"""
# Where the process dies: before or after the nth call of this step.
DEATHS = [
    ("after", 3, "Archive.write"),  # bytes on the disk, nothing in the ledger
    ("before", 3, "Archive.write"),
    ("before", 4, "Ledger.save_visit"),
    ("after", 4, "Ledger.save_visit"),
    ("before", 2, "warc._append"),
    ("before", 1, "Archive._finish"),  # all done, the file not renamed
    ("before", 1, "Ledger.close_crawl"),
]


@pytest.mark.parametrize(("moment", "call", "step"), DEATHS)
def test_a_killed_crawl_loses_nothing_and_tells_nothing_twice(house: House, moment: str, call: int, step: str) -> None:
    small_site(house.site)
    root = Path(__file__).parents[2]
    arguments = [house.site.url, str(house.folder), moment, str(call), step, str(house.place)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr
    report = house.crawl()
    assert report.visited == 6 and report.failed == 0
    assert house.pending() == ["/", "/a.html", "/b.html", "/c.html", "/report.pdf"]
    for path in house.pending():
        reply = house.site.replies[path]
        assert isinstance(reply, Reply) and house.body(path) == reply.body
    assert not list(house.folder.rglob(f"*{OPEN}"))
    assert house.crawl().unchanged == 5


def test_a_crawl_outlives_a_restart_of_the_ledgers_server(
    site: Site, database: str, postgres: Postgres, tmp_path: Path
) -> None:
    small_site(site)

    def trouble(step: Step) -> None:
        if step.visited == 2:
            postgres.restart()
        if step.visited == 4:
            postgres.kill()
            postgres.start()

    with Ledger.open(database) as ledger:
        report = House(site, tmp_path, ledger, database).crawl(progress=trouble)
        assert (report.visited, report.failed, report.stopped) == (6, 0, None)
        assert ledger.counts().captures == 5
    assert sorted(site.paths()) == sorted({*site.paths()}), "nothing was asked for twice"
