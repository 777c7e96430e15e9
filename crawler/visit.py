"""One visit to one page: may it be fetched, what came back, and what that means for the page.

What becomes of a page, and what is kept:

>>> for outcome, meaning in MEANINGS.items():
...     print(f"{outcome:9} {meaning}")
new       a body that is read from now on
changed   another body than the last time, read from now on
unchanged 304 or the same bytes: a revisit record, no body
duplicate the same bytes as another page of the source: a revisit record
moved     a redirect; its target is visited when it lies in the scope
skipped   a kind of file that the source does not ask for
refused   not asked for: robots.txt does not allow it, or it looks like a trap
failed    no answer, none that is whole, an error, or an empty body; what was kept before stays
gone      404, 410 or a page that says so where one was, or nothing leads there any more
dead      the same where no page ever was
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from crawler.answer import Answer, capture_of
from crawler.fetch import BusyError, Fetcher, FetchError
from crawler.frontier import leads, redirect
from crawler.links import find_links
from crawler.media import kind, may_be, recognise
from crawler.missing import apology
from crawler.permission import Permissions
from crawler.site_files import SiteFiles
from crawler.source import Source
from crawler.traps import Traps
from store.entries import Capture, Outcome, Page, Visit, stamp
from store.ledger import Ledger
from store.warc import Archive

MEANINGS: dict[Outcome, str] = {
    "new": "a body that is read from now on",
    "changed": "another body than the last time, read from now on",
    "unchanged": "304 or the same bytes: a revisit record, no body",
    "duplicate": "the same bytes as another page of the source: a revisit record",
    "moved": "a redirect; its target is visited when it lies in the scope",
    "skipped": "a kind of file that the source does not ask for",
    "refused": "not asked for: robots.txt does not allow it, or it looks like a trap",
    "failed": "no answer, none that is whole, an error, or an empty body; what was kept before stays",
    "gone": "404, 410 or a page that says so where one was, or nothing leads there any more",
    "dead": "the same where no page ever was",
}
_GONE = (404, 410)
_LONGEST_CHAIN = 10  # redirects that are looked through for a circle


class Visitor:
    """Visits the pages of one source. Bytes are in the archive, durably, before a visit speaks of them."""

    def __init__(
        self, source: Source, ledger: Ledger, archive: Archive, fetcher: Fetcher, now: Callable[[], datetime]
    ) -> None:
        self._source = source
        self._ledger = ledger
        self._archive = archive
        self._fetcher = fetcher
        self._now = now
        self.files = SiteFiles(source.name, ledger, archive, fetcher, source.wait, now)
        self.permissions = Permissions(self.files)
        self._traps = Traps(now().year)

    def visit(self, page: Page) -> Visit:
        """What came of the page, to be saved; raises `BusyError` when the host asks to be left alone for long."""
        if trap := self._traps.reason(page.url):
            return self._visit(page, "refused", problem=trap)
        rules = self.permissions.rules(page.url)
        if not rules.allow(page.url):
            return self._visit(page, "refused", problem=rules.reason)
        held = self._held(page)
        etag, last_modified = (page.etag, page.last_modified) if held else (None, None)
        try:
            answer = self._fetcher.get(
                page.url,
                gap=max(self._source.wait, rules.delay),
                etag=etag,
                last_modified=last_modified,
                wanted=lambda media_type: may_be(media_type, self._source.scope.types),
            )
        except BusyError:
            raise
        except FetchError as error:
            return self._failed(page, str(error))
        return self._judge(page, answer, held)

    def _held(self, page: Page) -> Capture | None:
        """The capture whose bytes the page had the last time; of a duplicate, the other page's while that lives."""
        if page.capture is not None:
            return self._ledger.capture(page.capture)
        other = self._ledger.page(page.same_as, page.source) if page.same_as else None
        return self._ledger.capture(other.capture) if other and other.capture and not other.gone_since else None

    def _judge(self, page: Page, answer: Answer, held: Capture | None) -> Visit:
        status = answer.status
        if status == 200:
            return self._received(page, answer, held)
        if status == 304 and held:
            return self._same(page, "unchanged" if page.capture else "duplicate", answer, held, page.links)
        if answer.location:
            return self._moved(page, answer)
        if status in _GONE:
            return self._missing(page, status, f"status {status}")
        return self._failed(page, f"status {status}", status)

    def _received(self, page: Page, answer: Answer, held: Capture | None) -> Visit:
        media_type, problem = recognise(answer.media_type, answer.exchange.body)
        if not answer.whole or (answer.exchange.body and kind(media_type) not in self._source.scope.types):
            return self._visit(page, "skipped", answer.status)
        answer = replace(answer, media_type=media_type)
        if not answer.exchange.body:
            return self._failed(page, "empty", answer.status, self._capture(answer, "empty"))
        links: tuple[str, ...] = ()
        if kind(media_type) == "html":
            if apologies := apology(answer.exchange.body, answer.charset):
                return self._missing(page, answer.status, f"soft 404: the page says 「{apologies}」")
            self._traps.note(page.url, answer.exchange.body)
            links = find_links(answer.exchange.body, page.url, answer.charset) if answer.leads_on else ()
        if page.capture and held and held.sha256 == answer.exchange.sha256:
            return self._same(page, "unchanged", answer, held, links)
        twin = None if page.capture else self._ledger.same_bytes(page.source, page.url, answer.exchange.sha256)
        if twin:
            return self._same(page, "duplicate", answer, twin, links)
        capture = self._capture(answer, problem)
        outcome: Outcome = "changed" if page.capture else "new"
        return self._visit(page, outcome, answer.status, problem, capture=capture, links=links)

    def _same(self, page: Page, outcome: Outcome, answer: Answer, held: Capture, links: tuple[str, ...]) -> Visit:
        """Bytes that are in the archive already: a revisit record points at them."""
        capture = replace(
            held,
            id=0,
            url=page.url,
            fetched_at=stamp(answer.exchange.at),
            status=answer.status,
            place=self._archive.write(answer.exchange, held, self._source.name),
            etag=answer.etag or page.etag,
            last_modified=answer.last_modified or page.last_modified,
            revisit_of=held.id,
        )
        problem = held.problem if outcome == "unchanged" else None
        visit = self._visit(page, outcome, answer.status, problem, capture=capture, links=links)
        return replace(visit, same_as=held.url) if outcome == "duplicate" else visit

    def _moved(self, page: Page, answer: Answer) -> Visit:
        target = answer.location or ""
        following = redirect(self._source, page, target)
        problem = None
        if not self._source.admits(target):
            problem = f"leads to {target}, outside the scope: add its host and path there if it belongs to the source"
        elif not following or self._goes_in_circles(page.url, target):
            problem = f"redirects in circles or too often, by way of {target}"
        visit = self._visit(page, "failed" if problem else "moved", answer.status, problem, links=(target,))
        return replace(visit, leads=following)

    def _goes_in_circles(self, url: str, target: str) -> bool:
        seen = {url}
        for _ in range(_LONGEST_CHAIN):
            if target in seen:
                return True
            seen.add(target)
            step = self._ledger.page(target, self._source.name)
            if step is None or step.status is None or not 300 < step.status < 400 or not step.links:
                return False
            target = step.links[0]
        return True

    def _failed(self, page: Page, problem: str, status: int | None = None, capture: Capture | None = None) -> Visit:
        """The pages that it led to before are visited all the same."""
        visit = self._visit(page, "failed", status, problem, capture=capture)
        return replace(visit, leads=leads(self._source, page, page.links))

    def _missing(self, page: Page, status: int, problem: str) -> Visit:
        was = page.capture or page.same_as or page.gone_since
        return self._visit(page, "gone" if was else "dead", status, problem)

    def _capture(self, answer: Answer, problem: str | None) -> Capture:
        place = self._archive.write(answer.exchange, source=self._source.name)
        return capture_of(answer, self._source.name, place, problem)

    def _visit(
        self,
        page: Page,
        outcome: Outcome,
        status: int | None = None,
        problem: str | None = None,
        *,
        capture: Capture | None = None,
        links: tuple[str, ...] | None = None,
    ) -> Visit:
        return Visit(
            source=page.source,
            url=page.url,
            at=self._now(),
            outcome=outcome,
            status=status,
            problem=problem,
            capture=capture,
            links=links,
            leads=leads(self._source, page, links or ()),
        )
