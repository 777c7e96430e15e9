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
# How a path is matched: (pattern, paths that it closes, paths that it leaves open). The distinctions are those of
# Google's published description of robots.txt; the names are ours.
MATCHES = [
    ("/", ["/", "/a", "/a/b.html?c=1"], []),
    ("/*", ["/", "/a", "/a/b.html"], []),
    ("/$", ["/"], ["/a", "/a/"]),
    ("/kawa", ["/kawa", "/kawa.html", "/kawa/ike.html", "/kawagoe", "/kawagoe/a.php", "/kawa.php?id=1"], []),
    ("/kawa", [], ["/Kawa.html", "/ikawa", "/?id=kawa", "/yama/kawa"]),
    (
        "/kawa*",
        ["/kawa", "/kawa.html", "/kawa/ike.html", "/kawagoe", "/kawa.php?id=1"],
        ["/Kawa", "/ikawa", "/?id=kawa"],
    ),
    ("/kawa/", ["/kawa/", "/kawa/?id=1", "/kawa/ike.htm"], ["/kawa", "/kawa.html", "/yama/kawa/", "/Kawa/ike.htm"]),
    ("/*.php", ["/index.php", "/a.php", "/a/b.php?c=1", "/a/b.php.c.html", "/a.php5", "/a.php/"], ["/", "/a.PHP"]),
    ("/*.php$", ["/a.php", "/a/b.php"], ["/a.php?c=1", "/a.php/", "/a.php5", "/a.PHP"]),
    ("/kawa*.php", ["/kawa.php", "/kawagoe/ike.php?c=1"], ["/Kawa.PHP", "/a/kawa.php"]),
    ("/a/*/c", ["/a/b/c", "/a/b/b/c.html"], ["/a/c", "/a/b/d"]),
    ("/*?", ["/a?b=1", "/?x"], ["/a", "/a.html"]),
    ("/a%3Cb.html", ["/a%3Cb.html", "/a%3cb.html"], ["/acb.html"]),
    ("/協定", ["/%E5%8D%94%E5%AE%9A.html"], ["/%E5%8D%94.html"]),
]
# Which of two rules counts: the more specific one, and the permission when they are alike.
PRECEDENCE = [
    ("Allow: /p\nDisallow: /", "/page", True),
    ("Disallow: /\nAllow: /p", "/page", True),
    ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
    ("Disallow: /folder\nAllow: /folder", "/folder/page", True),
    ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
    ("Allow: /page\nDisallow: /*.ph", "/page.php5", True),
    ("Allow: /$\nDisallow: /", "/", True),
    ("Allow: /$\nDisallow: /", "/page.htm", False),
    ("Disallow: /a/b/c\nAllow: /a/b", "/a/b/c/d", False),
    ("Disallow: /*.pdf\nAllow: /open/report.pdf", "/open/report.pdf", True),
]
DELAYS = [("5", 5.0), ("0.2", 0.2), ("86400", LONGEST_DELAY), ("-3", 0.0), ("soon", 0.0), ("", 0.0), ("nan", 0.0)]


@pytest.mark.parametrize(("text", "path", "allowed"), CASES)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert parse(text.encode()).allow(HOST + path) is allowed


@pytest.mark.parametrize(("pattern", "closed_paths", "open_paths"), MATCHES)
def test_patterns(pattern: str, closed_paths: list[str], open_paths: list[str]) -> None:
    rules = parse(f"User-agent: *\nDisallow: {pattern}".encode())
    assert [path for path in closed_paths if rules.allow(HOST + path)] == []
    assert [path for path in open_paths if not rules.allow(HOST + path)] == []


@pytest.mark.parametrize(("text", "path", "allowed"), PRECEDENCE)
def test_precedence(text: str, path: str, allowed: bool) -> None:
    assert parse(f"User-agent: *\n{text}".encode()).allow(HOST + path) is allowed


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
