"""What sitemaps list, and when a crawl visits it."""

import gzip
import time
from datetime import UTC, datetime

import pytest

from crawler.sitemap import MOST, Entry, modified_at, read_sitemap
from tests.crawler.test_crawl import House, house

__all__ = ["house"]

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

FOUND = [
    ("no lastmod", f"<urlset {SPACE}><url><loc>http://a/1</loc></url></urlset>", [("http://a/1", "")]),
    ("no namespace", "<urlset><url><loc>http://a/1</loc></url></urlset>", [("http://a/1", "")]),
    ("a prefix", '<s:urlset xmlns:s="x"><s:url><s:loc>http://a/1</s:loc></s:url></s:urlset>', [("http://a/1", "")]),
    (
        "a date and white space",
        "<urlset>\n<url>\n<loc>\n http://a/1 </loc> <lastmod> 2026-05-01\n</lastmod></url></urlset>",
        [("http://a/1", "2026-05-01")],
    ),
    ("an entity", "<urlset><url><loc>http://a/?a=1&amp;b=2</loc></url></urlset>", [("http://a/?a=1&b=2", "")]),
    ("CDATA", "<urlset><url><loc><![CDATA[http://a/1]]></loc></url></urlset>", [("http://a/1", "")]),
    (
        "no address",
        "<urlset><url><lastmod>2026</lastmod></url><url><loc>http://a/2</loc></url></urlset>",
        [("http://a/2", "")],
    ),
    ("cut off", "<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/2", [("http://a/1", "")]),
    ("a list", "\ufeffhttp://a/1\r\nhttp://a/2\r\n", [("http://a/1", ""), ("http://a/2", "")]),
    (
        "pictures beside it",
        '<urlset xmlns:i="i"><url><loc>http://a/1</loc><i:image><i:title>x</i:title></i:image></url></urlset>',
        [("http://a/1", "")],
    ),
    ("nothing", "", []),
    ("an HTML page", "<!DOCTYPE html><title>404</title><p>x", []),
    (
        "an external entity",
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
        [],
    ),
]
MODIFIED = [
    ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
    ("2026-05-01T09:00:00+09:00", datetime(2026, 5, 1, tzinfo=UTC)),
    ("2026-05-01T00:00:00Z", datetime(2026, 5, 1, tzinfo=UTC)),
    ("2026-13-01", datetime.min.replace(tzinfo=UTC)),
    ("yesterday", datetime.min.replace(tzinfo=UTC)),
    ("", datetime.min.replace(tzinfo=UTC)),
]


@pytest.mark.parametrize(("case", "body", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_entries(case: str, body: str, expected: list[tuple[str, str]]) -> None:
    entries = tuple(Entry(*row) for row in expected)
    assert read_sitemap(body.encode()).entries == entries
    assert read_sitemap(gzip.compress(body.encode())).entries == entries


@pytest.mark.parametrize(("written", "moment"), MODIFIED)
def test_lastmod(written: str, moment: datetime) -> None:
    assert modified_at(written) == moment


def test_an_index_names_further_sitemaps() -> None:
    index = f"<sitemapindex {SPACE}><sitemap><loc>http://a/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode()).more == ("http://a/1.xml",)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = [
    f'<!DOCTYPE u [<!ENTITY l0 "ha">{LAUGHS}]><urlset><url><loc>&l9;</loc></url></urlset>',
    "<urlset>" + "<url><loc>http://a/</loc></url>" * (MOST + 100),
    "<a>" * 200_000,
    "<urlset><url><loc>" + "x" * 5_000_000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_sitemaps_stay_small(body: str) -> None:
    started = time.process_time()
    found = read_sitemap(body.encode())
    assert len(found.entries) <= MOST and all(len(entry.url) <= 5000 for entry in found.entries)
    assert time.process_time() - started < 4


def listing(house: House, *rows: tuple[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{house.site.url}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in rows)
    return f"<urlset {SPACE}>{urls}</urlset>".encode()


def test_pages_that_only_a_sitemap_lists_come_last_and_the_latest_first(house: House) -> None:
    site = house.site
    for path in ("/old.html", "/new.html", "/linked.html", "/b/out.html"):
        site.page(path)
    site.page("/", "linked.html")
    site.reply("/robots.txt", f"User-agent: *\nDisallow: /x\nSitemap: {site.url}/map.xml".encode())
    site.reply(
        "/map.xml", f"<sitemapindex><sitemap><loc>{site.url}/part.xml.gz</loc></sitemap></sitemapindex>".encode()
    )
    rows = [
        ("/old.html", "2020-01-01"),
        ("/new.html", "2026-01-01"),
        ("/linked.html", "2026-02-01"),
        ("/x/no.html", ""),
    ]
    site.reply("/part.xml.gz", gzip.compress(listing(house, *rows, ("/b/out.html", "2026-01-01"), ("/c.zip", ""))))
    house.crawl(house.source(scope={"exclude": ["/b/"]}))
    found = ["/robots.txt", "/", "/linked.html", "/map.xml", "/part.xml.gz", "/new.html", "/old.html"]
    assert site.paths() == found
    assert house.outcome("/x/no.html")[0] == "refused"
    report = house.crawl(house.source(scope={"exclude": ["/b/"]}))
    assert site.paths(304) == found, "nothing is sent twice, the sitemaps included"
    assert (report.unchanged, report.gone) == (4, 0)


@pytest.mark.parametrize("path", ["/robots.txt", "/map.xml"])
def test_pages_are_not_gone_because_a_sitemap_or_robots_fails_for_a_day(house: House, path: str) -> None:
    site = house.site
    site.page("/", "a.html")
    site.page("/a.html")
    site.page("/b.html")
    site.reply("/robots.txt", f"Sitemap: {site.url}/map.xml".encode())
    site.reply("/map.xml", listing(house, ("/b.html", "2026-01-01")))
    assert house.crawl().new == 3
    well = site.replies[path]
    site.reply(path, b"trouble", 503)
    assert house.crawl().gone == 0
    assert [page.gone_since for page in house.ledger.pages("s")] == [None] * 3
    site.replies[path] = well
    assert house.crawl().unchanged == 3


@pytest.mark.parametrize("status", [404, 500])
def test_a_sitemap_that_cannot_be_had_costs_itself_only(house: House, status: int) -> None:
    house.site.page("/")
    house.site.reply("/robots.txt", f"Sitemap: {house.site.url}/map.xml\nSitemap: ftp://a/\nSitemap: http://[".encode())
    house.site.reply("/map.xml", b"no", status)
    assert house.crawl().stopped is None
    assert house.outcome("/")[0] == "new"
