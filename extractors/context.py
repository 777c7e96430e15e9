"""What a reader is told about a document besides its bytes.

>>> Context(url="https://www.city.example.lg.jp/a.html").charset is None
True
"""

from dataclasses import dataclass

from extractors.records import Publisher


@dataclass(frozen=True, slots=True)
class Context:
    """Where a document came from and what was said about it on the way; every part may be unknown."""

    id: str | None = None
    url: str | None = None
    source: str | None = None
    publisher: Publisher | None = None
    # As the source declares it (feed, list page), in the words it used.
    published: str | None = None
    # From the HTTP header, unchecked: the bytes have the last word.
    charset: str | None = None
    fetched_at: str | None = None
