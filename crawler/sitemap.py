"""What a site's sitemaps list: pages that links may not lead to, the latest first.

>>> site = b"<urlset><url><loc>http://a.example/b</loc><lastmod>2026-05-01</lastmod></url></urlset>"
>>> read_sitemap(site)
Sitemap(entries=(Entry(url='http://a.example/b', modified='2026-05-01'),), more=())

A sitemap is a hint (https://www.sitemaps.org/protocol.html): `lastmod` says what to visit first when there is more than
a source may read, and never that a page need not be asked: pages change silently, and a page that has not changed
costs one small answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree  # type: ignore[import-untyped]

from crawler.address import canonical
from crawler.fetch import FetchError
from crawler.frontier import worth_a_visit
from crawler.permission import Permissions
from crawler.site_files import SiteFiles
from crawler.source import Source
from crawler.unpack import BodyError, read_body
from store.entries import Lead

MOST = 50_000  # entries of one file (sitemaps.org)
LARGEST = 50 << 20  # bytes of one file, unpacked (sitemaps.org)

_FILES = 100  # that are read in one crawl
_GZIP = b"\x1f\x8b"
_OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a sitemap lists, as written; `modified` is a W3C date and time."""

    url: str
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that one file lists, and the addresses of further sitemaps that an index does."""

    entries: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()


def read_sitemap(body: bytes) -> Sitemap:
    """What a sitemap, an index of sitemaps or a list of addresses states, packed or not; never raises."""
    if body.startswith(_GZIP):
        try:
            body = read_body([body], "gzip", LARGEST)
        except BodyError:
            return Sitemap()
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Sitemap(tuple(Entry(line) for line in body.decode("utf-8-sig", "replace").split()[:MOST]))
    tags = _Tags()
    parser = etree.XMLParser(target=tags, resolve_entities=False, no_network=True, recover=True)
    with suppress(etree.LxmlError):  # what was read before the damage counts
        etree.fromstring(body, parser)
    return Sitemap(tuple(tags.entries), tuple(tags.more))


def listed(source: Source, files: SiteFiles, permissions: Permissions) -> list[Lead]:
    """The addresses of the source in the sitemaps that its sites' robots.txt name, the latest modified first.

    They count as one link away from a start page. A sitemap that cannot be had or read lists nothing.
    """
    if not source.scope.depth:
        return []
    entries = sorted(_entries(source, files, permissions), key=lambda entry: modified_at(entry.modified), reverse=True)
    return [Lead(entry.url, 1) for entry in entries]


def modified_at(written: str) -> datetime:
    """The moment that a `lastmod` states; the oldest there is when it states none."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return _OLDEST
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entries(source: Source, files: SiteFiles, permissions: Permissions) -> Iterator[Entry]:
    waiting = {place: start for start in source.start for place in permissions.rules(start).sitemaps}
    seen: set[str] = set()
    while waiting and len(seen) < _FILES:
        written, start = waiting.popitem()
        place = canonical(written)
        if place is None or place in seen:
            continue
        seen.add(place)
        try:
            status, body = files.get(place, "sitemap", permissions.rules(start).delay)
        except FetchError:  # the ledger has it
            continue
        sitemap = read_sitemap(body) if status == 200 else Sitemap()
        waiting |= dict.fromkeys(sitemap.more, start)
        for entry in sitemap.entries:
            url = canonical(entry.url)
            if url and worth_a_visit(source, url):
                yield Entry(url, entry.modified)


@dataclass(slots=True)
class _Tags:
    """Listens to the parser and keeps the addresses."""

    entries: list[Entry] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    _found: dict[str, str] = field(default_factory=dict)
    _open: str = ""

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._open = _local(tag)

    def data(self, text: str) -> None:
        if self._open in ("loc", "lastmod"):
            self._found[self._open] = (self._found.get(self._open, "") + text)[:5000]

    def end(self, tag: str) -> None:
        self._open = ""
        if _local(tag) in ("url", "sitemap") and len(self.entries) + len(self.more) < MOST:
            url, modified = self._found.get("loc", "").strip(), self._found.get("lastmod", "").strip()
            if url and _local(tag) == "url":
                self.entries.append(Entry(url, modified))
            elif url:
                self.more.append(url)
        if _local(tag) in ("url", "sitemap"):
            self._found.clear()

    def close(self) -> None:
        """The parser's way of ending."""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
