"""Asks every site for its robots.txt once a crawl, and only for what changed in it.

A robots.txt is captured like a page, so that a crawl of an unchanged site fetches no body for it either.

>>> robots_url("https://www.example.jp:8443/a/b.html?c=1")
'https://www.example.jp:8443/robots.txt'
"""

from __future__ import annotations

from crawler.address import origin
from crawler.answer import Answer
from crawler.fetch import Fetcher, FetchError
from crawler.robots import OPEN, Rules, closed, parse
from store.entries import Capture, Outcome, Page, Visit, stamp
from store.ledger import Ledger
from store.warc import Archive

_REDIRECTS = 5  # that are followed, to whatever host (RFC 9309, 2.3.1.2)
_TOO_MANY_REQUESTS = 429  # a 4xx by number, a plea for rest by meaning


def robots_url(url: str) -> str:
    """Where the robots.txt that speaks for an address stands."""
    return f"{origin(url)}/robots.txt"


class Permissions:
    """The rules of the sites that one crawl meets."""

    def __init__(self, source: str, ledger: Ledger, archive: Archive, fetcher: Fetcher, wait: float) -> None:
        self._source = source
        self._ledger = ledger
        self._archive = archive
        self._fetcher = fetcher
        self._wait = wait
        self._rules: dict[str, Rules] = {}

    def rules(self, url: str) -> Rules:
        """The rules of the site that a canonical address belongs to."""
        place = robots_url(url)
        if place not in self._rules:
            self._rules[place] = self._find(place)
        return self._rules[place]

    def _find(self, place: str) -> Rules:
        known = self._ledger.page(place, self._source)
        held = self._ledger.capture(known.capture) if known and known.capture else None
        try:
            answer = self._follow(place, known if held else None)
        except FetchError as error:
            return closed(str(error))
        if answer.status == 200:
            self._keep(place, answer, held)
            return parse(answer.exchange.body)
        if answer.status == 304 and held:
            return parse(self._archive.read(held.place))
        if answer.status >= 500 or answer.status == _TOO_MANY_REQUESTS:
            return closed(f"status {answer.status}")
        return OPEN

    def _follow(self, place: str, known: Page | None) -> Answer:
        etag, last_modified = (known.etag, known.last_modified) if known else (None, None)
        answer = self._fetcher.get(place, gap=self._wait, etag=etag, last_modified=last_modified)
        for _ in range(_REDIRECTS):
            if answer.location is None:
                break
            answer = self._fetcher.get(answer.location, gap=self._wait)
        return answer

    def _keep(self, place: str, answer: Answer, held: Capture | None) -> None:
        """Put the file into the archive, unless it came from elsewhere or is the one that is there already."""
        exchange = answer.exchange
        if exchange.url != place or (held and held.sha256 == exchange.sha256):
            return
        capture = Capture(
            source=self._source,
            url=place,
            fetched_at=stamp(exchange.at),
            status=exchange.status,
            media_type=answer.media_type,
            charset=answer.charset,
            sha256=exchange.sha256,
            size=len(exchange.body),
            place=self._archive.write(exchange),
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        outcome: Outcome = "changed" if held else "new"
        visit = Visit(
            source=self._source, url=place, at=exchange.at, outcome=outcome, status=200, capture=capture, role="robots"
        )
        self._ledger.save_visit(visit)
