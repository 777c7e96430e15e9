"""Which of the addresses that a page leads to are worth a visit.

>>> source = Source(name="s", title="s", start=["http://www.example.jp/"], scope={"depth": 1})
>>> links = ["http://www.example.jp/a.html", "http://www.example.jp/logo.png", "http://other.example/"]
>>> leads(source, Page(source="s", url="http://www.example.jp/"), links)
(Lead(url='http://www.example.jp/a.html', depth=1, hops=0),)
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.source import Source
from store.entries import Lead, Page

REDIRECTS = 5  # in a row

# Ends of names that no page and no PDF has: pictures, sound, film, archives, programs, office files, data.
_OTHER_FILES = tuple(
    f".{suffix}"
    for suffix in (
        *("jpg", "jpeg", "png", "gif", "svg", "webp", "bmp", "ico", "tif", "tiff", "mp3", "wav", "m4a", "mp4", "mov"),
        *("avi", "wmv", "webm", "zip", "lzh", "gz", "tar", "7z", "exe", "msi", "dmg", "apk", "css", "js", "json"),
        *(
            "xml",
            "rss",
            "ics",
            "csv",
            "doc",
            "docx",
            "xls",
            "xlsx",
            "xlsm",
            "ppt",
            "pptx",
            "jtd",
            "rtf",
            "woff",
            "woff2",
        ),
        *("ttf", "kml", "kmz", "shp", "dxf", "epub"),
    )
)


def starts(source: Source) -> tuple[Lead, ...]:
    """The start pages, which are visited whatever the scope says."""
    return tuple(Lead(url, 0) for url in source.start)


def leads(source: Source, page: Page, links: Iterable[str]) -> tuple[Lead, ...]:
    """The canonical addresses among the page's links that lie in the scope, each once, in the order of the page."""
    if page.depth >= source.scope.depth:
        return ()
    return tuple(Lead(link, page.depth + 1) for link in dict.fromkeys(links) if worth_a_visit(source, link))


def redirect(source: Source, page: Page, target: str) -> tuple[Lead, ...]:
    """The target of a redirect, at the page's own depth; nothing when it is out of scope or one too many in a row."""
    if page.hops >= REDIRECTS or not source.admits(target):
        return ()
    return (Lead(target, page.depth, page.hops + 1),)


def worth_a_visit(source: Source, link: str) -> bool:
    """Whether a canonical address lies in the scope and may be a page or a PDF."""
    return source.admits(link) and not urlsplit(link).path.lower().endswith(_OTHER_FILES)
