"""WARC files in and out: the ledger made again from raw/ alone, files from elsewhere, files for elsewhere."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.crawl import crawl
from crawler.source import Source
from flows.archive import reindex, send_out, take_in
from flows.workspace import Workspace
from store.entries import Capture, Versions
from store.ledger import Ledger
from store.warc import Archive
from tests.crawler.conftest import Site, site

__all__ = ["site"]

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
VERSIONS = Versions("html 1", "dates 1")
HOST = "http://www.example.jp"


@pytest.fixture
def ours(workspace: Workspace) -> Workspace:
    text = f"title: s\nstart: [{HOST}/]\n"
    (workspace.sources / "s.yml").write_text(text, encoding="utf-8")
    return workspace


def crawl_thrice(site: Site, workspace: Workspace) -> None:
    """A page that changes, one that does not, a copy, one that moves, one that is empty, and robots.txt."""
    values = {"name": "s", "title": "s", "start": [site.url + "/"], "wait": 0, "private": True}
    for day in range(3):
        site.page("/", "a.html", "b.html", "copy.html", "moved.html", "empty.html", "r.pdf", "soon.html"[: 9 * day])
        site.page("/a.html", text=f"day {day}")
        site.page("/b.html", "/", text="連携")
        site.replies["/copy.html"] = site.replies["/b.html"]
        site.reply("/moved.html", status=301, Location="/b.html")
        site.reply("/empty.html", b"", Content_Type="text/html")
        site.reply("/r.pdf", b"%PDF-1.7 report", Content_Type="text/html")
        site.reply("/robots.txt", b"User-agent: *\nDisallow: /x")
        with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw) as archive:
            crawl(Source.model_validate(values), ledger, archive, now=lambda day=day: NOW + timedelta(days=day))


def told(workspace: Workspace) -> dict[str, Any]:
    """What the ledger says of captures and pages, ids replaced by the places they stand for."""
    with Ledger.open(workspace.ledger) as ledger:
        captures = {capture.id: capture for capture in ledger.captures()}
        places = {None: None} | {name: capture.place.snapshot for name, capture in captures.items()}

        def plain(capture: Capture) -> tuple[Any, ...]:
            known = (capture.url, capture.fetched_at, capture.status, capture.media_type, capture.charset, capture.size)
            more = (capture.sha256, capture.etag, capture.last_modified, capture.problem, capture.source)
            return (*known, *more, places[capture.revisit_of])

        pages = {
            page.url: (places[page.capture], page.same_as, page.etag, page.last_modified, page.links)
            for page in ledger.pages("s")
            if page.capture or page.same_as
        }
        pending = [work.capture.place.snapshot for work in ledger.pending(VERSIONS)]
        return {
            "captures": {capture.place.snapshot: plain(capture) for capture in captures.values()},
            "pages": pages,
            "pending": pending,
        }


def test_raw_alone_rebuilds_the_captures_and_pages(site: Site, ours: Workspace) -> None:
    crawl_thrice(site, ours)
    before = told(ours)
    assert len(before["captures"]) > 15 and len(before["pages"]) == 5
    for path in ours.home.glob("renkei.db*"):
        path.unlink()
    report = reindex(ours)
    assert report.documents["skipped" if "skipped" in report.documents else "new"] > 0
    assert told(ours) == before
    again = reindex(ours)
    assert set(again.documents) == {"unchanged"} and told(ours) == before
    site.seen.clear()
    values = {"name": "s", "title": "s", "start": [site.url + "/"], "wait": 0, "private": True}
    with Ledger.open(ours.ledger) as ledger, Archive.open(ours.raw) as archive:
        report_of_crawl = crawl(Source.model_validate(values), ledger, archive, now=lambda: NOW + timedelta(days=9))
    assert (report_of_crawl.new, report_of_crawl.changed) == (0, 0)
    assert site.paths(200) == ["/empty.html"]


def foreign(*rows: tuple[str, str, bytes, dict[str, str]], packed: bool = True) -> bytes:
    """A WARC as another crawler writes it: bodies as they were on the wire, SHA-1 digests, a request and metadata."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="WARC/1.0")
    for url, at, body, headers in rows:
        http = StatusAndHeaders("200 OK", list(headers.items()), protocol="HTTP/1.1")
        about = {"WARC-Date": at}
        record = writer.create_warc_record(url, "response", BytesIO(body), http_headers=http, warc_headers_dict=about)
        writer.write_record(record)
        writer.write_record(writer.create_warc_record(url, "metadata", BytesIO(b"via: x"), warc_headers_dict=about))
    return out.getvalue()


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = "<!DOCTYPE html><title>協定</title><p>協定".encode()
# (case, address, bytes on the wire, headers, what became of it)
TAKEN = [
    ("plain", "/1.html", PAGE, HTML, "new"),
    ("packed", "/2.html", gzip.compress(PAGE), HTML | {"Content-Encoding": "gzip"}, "new"),
    ("in chunks", "/3.html", chunked(PAGE), HTML | {"Transfer-Encoding": "chunked"}, "new"),
    (
        "packed, in chunks",
        "/4.html",
        chunked(gzip.compress(PAGE)),
        HTML | {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"},
        "new",
    ),
    ("a tracked address", "/5.html?utm_source=x", PAGE, HTML, "new"),
    ("no type", "/6", PAGE, {}, "new"),
    ("a picture", "/7.png", b"\x89PNG", {"Content-Type": "image/png"}, "skipped"),
    ("nothing", "/8.html", b"", HTML, "skipped"),
    ("another host", "http://other.example/", PAGE, HTML, "skipped"),
]


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize(("case", "url", "body", "headers", "outcome"), TAKEN, ids=[row[0] for row in TAKEN])
def test_files_from_elsewhere_are_taken_in(
    ours: Workspace, case: str, url: str, body: bytes, headers: dict[str, str], outcome: str, *, zipped: bool
) -> None:
    file = ours.home / ("a.warc.gz" if zipped else "a.warc")
    row = (url if "://" in url else HOST + url, "2020-05-01T00:00:00Z", body, headers)
    file.write_bytes(foreign(row, packed=zipped))
    assert take_in(ours, [file]).documents == {outcome: 1}
    with Ledger.open(ours.ledger) as ledger:
        captures = list(ledger.captures())
        assert [Archive(ours.raw).read(capture.place) for capture in captures] == [PAGE] * (outcome == "new")
        assert [capture.fetched_at for capture in captures] == ["2020-05-01T00:00:00Z"] * (outcome == "new")
    again = take_in(ours, [file]).documents
    assert again == {"unchanged" if outcome == "new" else "skipped": 1}


def test_what_was_fetched_later_stays_what_is_read(ours: Workspace) -> None:
    file = ours.home / "a.warc.gz"
    days = ("2024-01-01", "2020-01-01", "2026-01-01")
    rows = [(HOST + "/a.html", f"{day}T00:00:00Z", PAGE + day.encode(), HTML) for day in days]
    file.write_bytes(foreign(*rows))
    assert take_in(ours, [file]).documents == {"new": 1, "older": 1, "changed": 1}
    with Ledger.open(ours.ledger) as ledger:
        page = ledger.page(HOST + "/a.html")
        capture = ledger.capture(page.capture) if page and page.capture else None
        assert capture and capture.fetched_at[:10] == "2026-01-01"
        assert [version.fetched_at[:10] for version in ledger.versions(HOST + "/a.html")] == sorted(days)


def test_a_damaged_file_gives_what_stands_before_the_damage(ours: Workspace) -> None:
    file = ours.home / "a.warc.gz"
    rows = [(f"{HOST}/{n}.html", "2020-01-01T00:00:00Z", PAGE + bytes([n]), HTML) for n in range(1, 5)]
    whole = foreign(*rows)
    file.write_bytes(whole[: len(whole) * 2 // 3])
    assert take_in(ours, [file]).documents["new"] in (2, 3)
    file.write_bytes(b"no WARC at all" * 100)
    report = take_in(ours, [file])
    assert report.failed and "a.warc.gz: damaged behind 0 captures" in report.problems[0]


@pytest.fixture
def exported(site: Site, ours: Workspace) -> Iterator[Path]:
    crawl_thrice(site, ours)
    yield ours.home / "out.warc.gz"


def test_an_export_is_read_by_others_and_by_us(site: Site, ours: Workspace, exported: Path, tmp_path: Path) -> None:
    count = send_out(ours, exported, ["s"])
    with exported.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds[0] == "warcinfo" and kinds[2::2] == ["request"] * count
    assert set(kinds[1::2]) == {"response", "revisit"}
    assert send_out(ours, tmp_path / "none.warc.gz", ["nobody"]) == 0
    other = Workspace(tmp_path / "other", tmp_path / "other" / "sources")
    other.sources.mkdir(parents=True)
    (other.sources / "s.yml").write_text(f"title: s\nstart: [{site.url}/]\n", encoding="utf-8")
    taken = take_in(other, [exported])
    assert (taken.documents["new"], taken.documents["changed"]) == (4, 3)
