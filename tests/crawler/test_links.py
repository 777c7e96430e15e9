"""The addresses that a page leads to, whatever its markup and encoding."""

import time

import pytest

from crawler.links import MOST, find_links

URL = "http://www.example.jp/kankyo/index.html"
HOST = "http://www.example.jp"

FOUND = [
    ("relative", '<a href="a.html">', ["/kankyo/a.html"]),
    ("from the root", '<a href="/b/">', ["/b/"]),
    ("up and down", '<a href="./x/../../c.html">', ["/c.html"]),
    ("absolute", f'<a href="{HOST}/d.html">', ["/d.html"]),
    ("another scheme's host", '<a href="//www.example.jp/e.html">', ["/e.html"]),
    ("a base", '<head><base href="/base/"></head><a href="f.html">', ["/base/f.html"]),
    ("a base behind the link", '<a href="g.html"></a><base href="/base/">', ["/base/g.html"]),
    ("the first of two bases", '<base href="/1/"><base href="/2/"><a href="h">', ["/1/h"]),
    ("a useless base", '<base href="javascript:1"><a href="i.html">', ["/kankyo/i.html"]),
    ("once only", '<a href="j.html#1"><a href="j.html#2"><a href="j.html?utm_source=x">', ["/kankyo/j.html"]),
    ("an area and a frame", '<area href="k.html"><iframe src="l.html">', ["/kankyo/k.html", "/kankyo/l.html"]),
    ("white space", '<a href="  m.html\n">', ["/kankyo/m.html"]),
    ("an entity", '<a href="n?a=1&amp;b=2">', ["/kankyo/n?a=1&b=2"]),
    ("capitals", '<A HREF="o.html">', ["/kankyo/o.html"]),
    ("no quotes, no end", "<p><a href=p.html>p<p><a href=q.html", ["/kankyo/p.html"]),
    ("an empty one", '<a href="">', ["/kankyo/index.html"]),
    ("deep down", "<div>" * 20_000 + '<a href="r.html">', ["/kankyo/r.html"]),
    ("behind a NUL", '\x00<a href="s.html">', ["/kankyo/s.html"]),
]
IGNORED = [
    ("mail", '<a href="mailto:info@example.jp">'),
    ("telephone", '<a href="tel:076-000-0000">'),
    ("script", '<a href="javascript:history.back()">'),
    ("nofollow", '<a rel="external nofollow" href="a.html">'),
    ("a page that says nofollow", '<meta name="robots" content="noindex, nofollow"><a href="a.html">'),
    ("a page that says none", '<META NAME="Robots" CONTENT="NONE"><a href="a.html">'),
    ("a comment", '<!-- <a href="a.html"> -->'),
    ("a script's text", "<script>document.write('<a href=\"a.html\">')</script>"),
    ("no href", '<a name="top">'),
    ("a picture", '<img src="a.png">'),
    ("brackets that do not close", '<a href="http://[::1">'),
    ("a password", '<a href="http://a:b@www.example.jp/">'),
    ("data", '<a href="data:text/html,x">'),
    ("plain text", "http://www.example.jp/a.html"),
    ("nothing", ""),
    ("only a doctype", "<!DOCTYPE html>"),
]


@pytest.mark.parametrize(("case", "markup", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_links_are_found(case: str, markup: str, expected: list[str]) -> None:
    assert find_links(markup.encode(), URL) == tuple(HOST + path for path in expected)


@pytest.mark.parametrize(("case", "markup"), IGNORED, ids=[row[0] for row in IGNORED])
def test_other_things_are_no_links(case: str, markup: str) -> None:
    assert find_links(markup.encode(), URL) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc-jp", "iso-2022-jp", "utf-16"])
def test_encodings(encoding: str) -> None:
    label = {"cp932": "Shift_JIS"}.get(encoding, encoding)
    markup = f'<meta charset="{label}"><title>髙岡市</title><a href="/協定.html">①</a>'
    if encoding in ("euc-jp", "iso-2022-jp"):
        markup = markup.replace("髙", "高").replace("①", "1")
    assert find_links(markup.encode(encoding), URL, label) == (f"{HOST}/%E5%8D%94%E5%AE%9A.html",)


HOSTILE = [
    "<a " * 300_000,
    "<!--" * 300_000,
    "<a href='" * 200_000,
    "&" * 1_000_000,
    '<a href="x">' * 200_000,
    "<b>" * 300_000,
]


@pytest.mark.parametrize("markup", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_read_in_linear_time(markup: str) -> None:
    started = time.process_time()
    find_links(markup.encode(), URL)
    assert time.process_time() - started < 4


def test_a_page_of_links_is_cut() -> None:
    assert len(find_links("".join(f'<a href="{n}.html">' for n in range(MOST + 10)).encode(), URL)) == MOST
