"""One page, one address."""

import pytest

from crawler.address import LONGEST, canonical

FOUND = [
    ("http://www.example.jp", "http://www.example.jp/"),
    ("HTTP://WWW.EXAMPLE.JP/A", "http://www.example.jp/A"),
    ("https://www.example.jp:443/a", "https://www.example.jp/a"),
    ("http://www.example.jp:8080/a", "http://www.example.jp:8080/a"),
    ("http://www.example.jp./a", "http://www.example.jp/a"),
    ("http://www.example.jp/a/./b/../c.html", "http://www.example.jp/a/c.html"),
    ("http://www.example.jp/a.html#top", "http://www.example.jp/a.html"),
    ("http://www.example.jp/a.pdf#page=3", "http://www.example.jp/a.pdf"),
    ("http://www.example.jp/?b=2&a=1", "http://www.example.jp/?a=1&b=2"),
    ("http://www.example.jp/a?utm_source=x&utm_medium=y", "http://www.example.jp/a"),
    ("http://www.example.jp/a?print=1&id=3&fontsize=large", "http://www.example.jp/a?id=3"),
    ("http://www.example.jp/a?PHPSESSID=abc", "http://www.example.jp/a"),
    ("http://www.example.jp/a;jsessionid=0A1B?x=1", "http://www.example.jp/a?x=1"),
    ("http://www.example.jp/協定.html", "http://www.example.jp/%E5%8D%94%E5%AE%9A.html"),
    ("http://www.example.jp/%e5%8d%94.html", "http://www.example.jp/%E5%8D%94.html"),
    ("http://富山.example.jp/", "http://xn--1ctwo.example.jp/"),
    (" http://www.example.jp/a\n.html ", "http://www.example.jp/a.html"),
    ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("http://www.example.jp/a?ver=2", "http://www.example.jp/a?ver=2"),
    ("http://www.example.jp/a b", "http://www.example.jp/a%20b"),
]
IGNORED = [
    "",
    "/a.html",
    "//www.example.jp/",
    "www.example.jp",
    "mailto:info@example.jp",
    "tel:0120-000-000",
    "javascript:void(0)",
    "data:text/html,<p>",
    "file:///etc/passwd",
    "ftp://www.example.jp/",
    "http:///a",
    "http://",
    "http://[::1/",
    "http://www.example.jp:99999/",
    "http://www.example.jp:x/",
    "http://user@www.example.jp/",
    "http://user:secret@www.example.jp/",
    "http://:@www.example.jp/",
    "urn:isbn:0",
    "http://www.example.jp/" + "a" * LONGEST,
]


@pytest.mark.parametrize(("written", "expected"), FOUND)
def test_an_address_has_one_spelling(written: str, expected: str) -> None:
    assert canonical(written) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("written", IGNORED)
def test_what_is_no_address_is_nothing(written: str) -> None:
    assert canonical(written) is None


def test_a_query_is_sent_in_the_encoding_of_the_page() -> None:
    assert canonical("http://www.example.jp/?q=協定", "cp932") == "http://www.example.jp/?q=%8B%A6%92%E8"
