"""robots.txt as RFC 9309 reads it."""

import time

import pytest

from crawler.robots import LARGEST, LONGEST_DELAY, OPEN, closed, parse

HOST = "http://www.example.jp"

# (robots.txt, path, allowed): the cases of RFC 9309, sections 2.2 and 5, and what sites really write.
CASES = [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /a/", "/a/b.html", False),
    ("User-agent: *\nDisallow: /a/", "/ab.html", True),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z=1", True),
    ("User-agent: *\nDisallow: /a*c", "/abbbc/d", False),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: Renkei\nDisallow: /", "/a", False),
    ("user-AGENT: RENKEI\ndisallow: /", "/a", False),
    ("User-agent: Renkei\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
    ("User-agent: *\nDisallow: /a\n\nUser-agent: Renkei\nDisallow: /b", "/a", True),
    ("User-agent: other\nUser-agent: Renkei\nDisallow: /b", "/b", False),
    ("User-agent: *\nDisallow: /a # the reason", "/a", False),
    ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("User-agent: *\nDisallow: /協定/", "/%E5%8D%94%E5%AE%9A/1.html", False),
    ("User-agent: *\nDisallow: /%E5%8D%94", "/%E5%8D%94%E5%AE%9A/1.html", False),
    ("<!DOCTYPE html><title>404</title>", "/a", True),
    ("Disallow: /a", "/a", True),
]
DELAYS = [("5", 5.0), ("0.2", 0.2), ("86400", LONGEST_DELAY), ("-3", 0.0), ("soon", 0.0), ("", 0.0), ("nan", 0.0)]


@pytest.mark.parametrize(("text", "path", "allowed"), CASES)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert parse(text.encode()).allow(HOST + path) is allowed


@pytest.mark.parametrize(("written", "seconds"), DELAYS)
def test_crawl_delay(written: str, seconds: float) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {written}\nDisallow: /x".encode()).delay == seconds


def test_rules_beyond_the_limit_do_not_count() -> None:
    filler = b"#" * (LARGEST - 14) + b"\n"
    assert parse(b"User-agent: *\n" + filler + b"Disallow: /a").allow(HOST + "/a")


def test_open_and_closed() -> None:
    assert OPEN.allow(HOST + "/a")
    rules = closed("status 503")
    assert not rules.allow(HOST + "/a") and rules.reason.endswith("status 503")


@pytest.mark.parametrize("rules", ["Disallow: /" + "*a" * 200 + "*b$", "Allow: /" + "*" * 5000, "\x00\xff" * 1000])
def test_hostile_rules_are_read_in_linear_time(rules: str) -> None:
    started = time.process_time()
    parse(f"User-agent: *\n{rules}".encode("latin-1")).allow(HOST + "/" + "a" * 1900)
    assert time.process_time() - started < 1
