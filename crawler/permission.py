"""Asks every site for its robots.txt once a crawl.

>>> robots_url("https://www.example.jp:8443/a/b.html?c=1")
'https://www.example.jp:8443/robots.txt'
"""

from __future__ import annotations

from crawler.address import origin
from crawler.fetch import FetchError
from crawler.robots import OPEN, Rules, closed, parse
from crawler.site_files import TOO_MANY_REQUESTS, SiteFiles


def robots_url(url: str) -> str:
    """Where the robots.txt that speaks for an address stands."""
    return f"{origin(url)}/robots.txt"


class Permissions:
    """The rules of the sites that one crawl meets."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._rules: dict[str, Rules] = {}

    def rules(self, url: str) -> Rules:
        """The rules of the site that a canonical address belongs to."""
        place = robots_url(url)
        if place not in self._rules:
            self._rules[place] = self._find(place)
        return self._rules[place]

    def _find(self, place: str) -> Rules:
        try:
            status, body = self._files.get(place, "robots")
        except FetchError as error:
            return closed(str(error))
        if status == 200:
            return parse(body)
        if status >= 500 or status == TOO_MANY_REQUESTS:
            return closed(f"status {status}")
        return OPEN
