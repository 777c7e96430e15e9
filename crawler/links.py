"""The links of an HTML page.

>>> page = b'<base href="/kankyo/"><a href="a.html#x">1</a> <a rel="nofollow" href="b.html">2</a> <a href="tel:1">3</a>'
>>> find_links(page, "http://www.example.jp/index.html")
('http://www.example.jp/kankyo/a.html',)

The page is read as a stream of tags, without a tree: it may be as deep as it likes. Only addresses are taken from it.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]
from w3lib.encoding import html_to_unicode

from crawler.address import canonical

MOST = 5000  # links of one page; more are a trap

# Tags that lead to other pages, and the attribute that says where.
_LEADING = {"a": "href", "area": "href", "frame": "src", "iframe": "src"}
_CLOSED = {"nofollow", "none"}
_ROBOTS = {"robots", "renkei"}


def find_links(body: bytes, url: str, charset: str | None = None) -> tuple[str, ...]:
    """The canonical addresses that the page leads to, each once, in the order of the page.

    `url` is the page's own address, `charset` what the HTTP header says. Links that ask not to be followed, and all
    links of a page that does, are left out.
    """
    encoding, text = html_to_unicode(f"text/html; charset={charset}" if charset else None, body)
    tags = _Tags()
    parser = etree.HTMLParser(target=tags, encoding="utf-8")
    with suppress(etree.LxmlError):  # what was read before the damage counts
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    if tags.closed:
        return ()
    base = _joined(url, tags.base or "") or url
    found = dict.fromkeys(_joined(base, link, encoding) for link in tags.links)
    return tuple(link for link in found if link)[:MOST]


class _Tags:
    """Listens to the parser and keeps what leads on."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.base: str | None = None
        self.closed = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "base" and self.base is None:
            self.base = attributes.get("href")
        if tag == "meta" and attributes.get("name", "").lower() in _ROBOTS:
            self.closed |= bool(_CLOSED & _words(attributes.get("content")))
        link = attributes.get(_LEADING.get(tag, ""))
        if link is not None and "nofollow" not in _words(attributes.get("rel")) and len(self.links) < 2 * MOST:
            self.links.append(link)

    def close(self) -> None:
        """The parser's way of ending."""


def _words(value: str | None) -> set[str]:
    return set((value or "").lower().replace(",", " ").split())


def _joined(base: str, link: str, encoding: str = "utf-8") -> str | None:
    try:
        return canonical(urljoin(base, link.strip()), encoding)
    except ValueError:  # brackets that do not close
        return None
