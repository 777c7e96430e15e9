"""What a site's robots.txt asks of us (RFC 9309).

>>> rules = parse(b"User-agent: *\\nDisallow: /private/\\nCrawl-delay: 5")
>>> rules.allow("http://www.example.jp/private/a.html"), rules.allow("http://www.example.jp/a.html"), rules.delay
(False, True, 5.0)

No robots.txt (any 4xx) allows everything; one that cannot be had (5xx, no answer) allows nothing until it can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from protego import Protego

PRODUCT = "Renkei"  # the name that rules may address
LARGEST = 500 << 10  # bytes that are read; rules behind them do not count (RFC 9309, 2.5)
MOST_SITEMAPS = 50  # of one site that are read
LONGEST_DELAY = 120.0  # seconds; a longer Crawl-delay would end most crawls before they begin


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows; `delay` is the pause between requests that it asks for, in seconds.

    `reason` is what to say of an address that may not be fetched, `sitemaps` the addresses it names, as written.
    """

    allow: Callable[[str], bool]
    delay: float = 0.0
    reason: str = "robots.txt does not allow it"
    sitemaps: tuple[str, ...] = ()


OPEN = Rules(lambda _: True)


def closed(why: str) -> Rules:
    """The rules of a site whose robots.txt cannot be had."""
    return Rules(lambda _: False, reason=f"no robots.txt, so nothing may be fetched: {why}")


def parse(body: bytes) -> Rules:
    """The rules that a robots.txt states for us; never raises."""
    text = body[:LARGEST].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    rules = Protego.parse(text)
    delay = rules.crawl_delay(PRODUCT) or 0.0
    return Rules(
        lambda url: rules.can_fetch(url, PRODUCT),
        min(max(delay, 0.0), LONGEST_DELAY),
        sitemaps=tuple(islice(rules.sitemaps, MOST_SITEMAPS)),
    )
