"""A crawl of one source: breadth first from its start pages, politely, keeping what changed.

`crawl` can be killed at any moment: a page leaves the queue in the transaction that records its visit, and its bytes
are on the disk before. The next crawl of the source goes on where this one was.

>>> report = CrawlReport(source="toyama", tally={"new": 3, "failed": 1, "moved": 2})
>>> report.new, report.changed, report.failed, report.visited
(3, 0, 1, 6)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from crawler.fetch import BusyError, Fetcher, Limits
from crawler.frontier import starts
from crawler.sitemap import listed
from crawler.source import Source
from crawler.turns import TakenError, Turns
from crawler.visit import Visitor
from store.entries import Crawl, Outcome, Page
from store.ledger import Ledger
from store.warc import Archive

MOST_PROBLEMS = 1000  # that a report lists; the ledger has them all


@dataclass(frozen=True, slots=True)
class Step:
    """How far a crawl has come: the page it just visited, how many it has visited, how many wait."""

    source: str
    url: str
    outcome: Outcome
    visited: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What stood in the way at one address."""

    url: str
    problem: str


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl came to, by outcome of its pages; `stopped` says why it ended before its queue did.

    `again`: it is worth another attempt after a while, since a host was busy, or gave nothing for now. `taken`: another
    process crawls the source, and it was left to that one.
    """

    source: str
    tally: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stopped: str | None = None
    again: bool = False
    taken: bool = False

    @property
    def new(self) -> int:
        """Pages that were not known before."""
        return self.tally.get("new", 0)

    @property
    def changed(self) -> int:
        """Pages with other bytes than before."""
        return self.tally.get("changed", 0)

    @property
    def unchanged(self) -> int:
        """Pages with the same bytes as before."""
        return self.tally.get("unchanged", 0) + self.tally.get("duplicate", 0)

    @property
    def failed(self) -> int:
        """Pages that could not be had."""
        return self.tally.get("failed", 0)

    @property
    def gone(self) -> int:
        """Pages that are no longer there, or that nothing leads to any more."""
        return self.tally.get("gone", 0)

    @property
    def skipped(self) -> int:
        """Addresses that hold another kind of file or nothing at all, that robots.txt closes, or that are traps."""
        return sum(self.tally.get(outcome, 0) for outcome in ("skipped", "refused", "dead"))

    @property
    def reached(self) -> bool:
        """Whether any page was there."""
        return bool(self.new or self.changed or self.unchanged)

    @property
    def visited(self) -> int:
        """All addresses that were visited."""
        return sum(self.tally.values())


def crawl(
    source: Source,
    ledger: Ledger,
    archive: Archive,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[Step], None] = lambda _: None,
    turns: Turns | None = None,
    limits: Limits | None = None,
) -> CrawlReport:
    """Crawl the source to the end of its queue or its page limit, and say what came of it.

    Crawls that run side by side share `turns`; those of other processes that share the ledger are kept away from, and a
    source that one of them crawls is left to it. What fails is recorded and the rest goes on; only an archive or a
    ledger that cannot be written ends a crawl with an exception.
    """
    turns = turns or Turns()
    try:
        with (
            turns.errand(source.name, ledger) as errand,
            Fetcher(
                source.agent, private=source.private, turns=turns, errand=errand, limits=limits, now=now
            ) as fetcher,
        ):
            visitor = Visitor(source, ledger, archive, fetcher, now)
            report = _crawl(source, ledger, visitor, partial(turns.go_on, errand), now, progress)
            return replace(report, again=report.again or (fetcher.troubled and not report.reached))
    except TakenError as error:
        return CrawlReport(source.name, stopped=str(error), taken=True)


def _crawl(
    source: Source,
    ledger: Ledger,
    visitor: Visitor,
    go_on: Callable[[], None],
    now: Callable[[], datetime],
    progress: Callable[[Step], None],
) -> CrawlReport:
    begun = ledger.open_crawl(source.name, now())
    ledger.enqueue(begun, starts(source))
    try:
        stopped = _visit_all(source, ledger, begun, visitor, go_on, progress)
    except BusyError as error:
        return replace(_report(ledger, begun, f"{error}: the next crawl goes on from here"), again=True)
    except TakenError as error:
        return replace(_report(ledger, begun, str(error)), taken=True)
    # Without robots.txt or a sitemap pages were not come to that are there all the same: none of them is gone.
    ledger.close_crawl(begun, now(), complete=stopped is None and not visitor.files.failed)
    return _report(ledger, begun, stopped)


def _visit_all(
    source: Source,
    ledger: Ledger,
    begun: Crawl,
    visitor: Visitor,
    go_on: Callable[[], None],
    progress: Callable[[Step], None],
) -> str | None:
    """Visit page after page; the reason when that ends before the queue is empty."""
    tally = ledger.tally(begun)
    visited, refused = sum(tally.values()), tally.get("refused", 0)
    for page in _queue(source, ledger, begun, visitor):
        if visited - refused >= source.scope.pages:
            return f"the limit of {source.scope.pages} pages is reached: raise scope.pages if there is more to read"
        visit = visitor.visit(page)
        go_on()  # whoever lost the source while it waited leaves the page to the one that has it
        ledger.save_visit(visit, begun)
        visited += 1
        refused += visit.outcome == "refused"  # which cost the site no request
        progress(Step(source.name, page.url, visit.outcome, visited, ledger.waiting(begun)))
    return None


def _queue(source: Source, ledger: Ledger, begun: Crawl, visitor: Visitor) -> Iterator[Page]:
    """The pages whose turn it is; when links lead no further, those that only sitemaps list."""
    while page := ledger.next_page(begun):
        yield page
    ledger.enqueue(begun, listed(source, visitor.files, visitor.permissions))
    while page := ledger.next_page(begun):
        yield page


def _report(ledger: Ledger, begun: Crawl, stopped: str | None) -> CrawlReport:
    with closing(ledger.problems(begun)) as pages:
        problems = tuple(Problem(page.url, page.problem or "") for page in islice(pages, MOST_PROBLEMS))
    return CrawlReport(begun.source, ledger.tally(begun), problems, stopped)
