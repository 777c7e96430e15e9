"""Files that speak for a whole site, robots.txt and sitemaps: asked for once a crawl, bodies only when they changed.

They are captured like pages, so that a crawl of an unchanged site fetches no body for them either.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crawler.answer import Answer, capture_of
from crawler.fetch import Fetcher, FetchError
from store.entries import Capture, Outcome, Page, Role, Visit
from store.ledger import Ledger
from store.warc import Archive

TOO_MANY_REQUESTS = 429  # a 4xx by number, a plea for rest by meaning

_REDIRECTS = 5  # that are followed, to whatever host (RFC 9309, 2.3.1.2)


class SiteFiles:
    """The files of the sites that one crawl meets; `failed` once one could not be had, so that pages may be missing."""

    def __init__(
        self, source: str, ledger: Ledger, archive: Archive, fetcher: Fetcher, wait: float, now: Callable[[], datetime]
    ) -> None:
        self._source = source
        self._ledger = ledger
        self._archive = archive
        self._fetcher = fetcher
        self._wait = wait
        self._now = now
        self.failed = False

    def get(self, url: str, role: Role, delay: float = 0.0) -> tuple[int, bytes]:
        """The status and the bytes that stand at a canonical address, 200 also when they have not changed.

        `delay` is the pause that the site asks for, in seconds. Raises `FetchError` when there is no answer.
        """
        known = self._ledger.page(url, self._source)
        held = self._ledger.capture(known.capture) if known and known.capture else None
        try:
            answer = self._follow(url, known if held else None, max(self._wait, delay))
        except FetchError as error:
            self.failed = True
            self._ledger.save_visit(
                Visit(source=self._source, url=url, at=self._now(), outcome="failed", problem=str(error), role=role)
            )
            raise
        if answer.status == 200:
            self._keep(url, role, answer, held)
            return 200, answer.exchange.body
        if answer.status == 304 and held:
            return 200, self._archive.read(held.place)
        self.failed |= answer.status >= 500 or answer.status == TOO_MANY_REQUESTS
        return answer.status, b""

    def _follow(self, url: str, known: Page | None, gap: float) -> Answer:
        etag, last_modified = (known.etag, known.last_modified) if known else (None, None)
        answer = self._fetcher.get(url, gap=gap, etag=etag, last_modified=last_modified)
        for _ in range(_REDIRECTS):
            if answer.location is None:
                break
            answer = self._fetcher.get(answer.location, gap=gap)
        return answer

    def _keep(self, url: str, role: Role, answer: Answer, held: Capture | None) -> None:
        """Put the file into the archive, unless it came from elsewhere or is the one that is there already."""
        exchange = answer.exchange
        if exchange.url != url or (held and held.sha256 == exchange.sha256):
            return
        capture = capture_of(answer, self._source, self._archive.write(exchange, source=self._source))
        outcome: Outcome = "changed" if held else "new"
        self._ledger.save_visit(
            Visit(source=self._source, url=url, at=exchange.at, outcome=outcome, status=200, capture=capture, role=role)
        )
