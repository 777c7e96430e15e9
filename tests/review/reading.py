"""A ledger with one page, read and extracted as often as a test wants, and decisions on what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from extractors.context import Context
from extractors.extract import describe, extract
from extractors.reader import read
from extractors.records import AnyRecord
from review.deciding import Opinion, decide
from review.merge import Standing
from review.standings import standings
from store.entries import Action, Capture, Decision, Lead, Place, Versions, Visit
from store.ledger import Ledger

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
URL = "https://www.city.example.jp/torikumi.html"
Change = Callable[[list[AnyRecord]], list[AnyRecord]]


class Page:
    """One page in a ledger; `extractor` is what a version of the extractor makes of the present one's records."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._reads = 0

    def read(self, content: str | bytes, extractor: Change = list, media_type: str = "text/plain") -> None:
        """The page has this content now, and this extractor reads it."""
        data = content.encode() if isinstance(content, str) else content
        self._reads += 1
        at = NOW + timedelta(days=self._reads)
        capture = Capture(
            source="s",
            url=URL,
            fetched_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            status=200,
            media_type=media_type,
            sha256=sha256(data).hexdigest(),
            place=Place("a.warc.gz", self._reads),
        )
        crawl = self.ledger.open_crawl("s", at)
        self.ledger.enqueue(crawl, [Lead(URL, 0)])
        visit = Visit(source="s", url=URL, at=at, outcome="changed", status=200, capture=capture)
        self.ledger.save_visit(visit)
        self.ledger.close_crawl(crawl, at)
        (work,) = self.ledger.pending(Versions("reader", str(self._reads)))
        document = read(data, media_type, Context(url=URL))
        self.ledger.save_extraction(work, document, describe(document), extractor(list(extract(document))), at)

    @property
    def document(self) -> str:
        """The id of the page's document."""
        return next(self.ledger.documents()).record.id

    def record(self, kind: str, text: str) -> AnyRecord:
        """The current record of a kind whose passage holds the text."""
        return next(record for record in self.ledger.records(kind) if text in record.text)

    def decide(self, record: str, action: Action, **said: object) -> Decision:
        """A decision of a reviewer."""
        return decide(self.ledger, Opinion(record, action, "佐藤", NOW, said))

    @property
    def standings(self) -> list[Standing]:
        """How all decisions stand."""
        return standings(self.ledger)


@contextmanager
def page(
    content: str | bytes, extractor: Change = list, place: Path | str = "sqlite://", media_type: str = "text/plain"
) -> Iterator[Page]:
    """A ledger, in memory or at a place, with a page of this content."""
    with Ledger.open(place) as ledger:
        there = Page(ledger)
        there.read(content, extractor, media_type)
        yield there
