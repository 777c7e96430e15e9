"""Captures that a WARC file holds, entered into the ledger as if they had just been fetched.

The file is one of raw/ whose captures the ledger lacks, or one from elsewhere: a national web archive, Common Crawl.
What the ledger saw later than a capture stays what it goes by.

>>> from datetime import UTC, datetime
>>> from pathlib import Path
>>> from store.exchange import Exchange
>>> page = Exchange(url="http://www.example.jp/", at=datetime(2026, 11, 26, tzinfo=UTC), status=200, body=b"<html>")
>>> with Ledger.open("sqlite://") as ledger:
...     place = Place("2026/11/a.warc.gz", 9)
...     enter(ledger, Archive(Path("raw")), Kept(page, 9), "s", place), ledger.page(page.url).capture
('new', 1)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from crawler.answer import Answer, capture_of, described
from crawler.links import find_links
from crawler.media import kind, recognise
from store.entries import Capture, Outcome, Page, Place, Role, Visit, stamp
from store.ledger import Ledger
from store.warc import Archive
from store.warc_file import Kept

Entered = Literal["new", "changed", "unchanged", "older"]


def enter(ledger: Ledger, archive: Archive, kept: Kept, source: str, place: Place) -> Entered | None:
    """Enter the capture that stands at the place; None when it points at bytes that are nowhere.

    `older` is a capture from before the last visit: it is kept as a version of its page.
    """
    answer = described(kept.exchange)
    page = ledger.page(kept.exchange.url, source)
    capture = _revisit(ledger, kept, answer, source, place) if kept.same_as else _capture(answer, source, place)
    if capture is None:
        return None
    if page and page.checked_at and page.checked_at > capture.fetched_at:
        ledger.save_capture(capture)
        return "older"
    outcome = _outcome(page, capture, kept)
    visit = Visit(
        source=source,
        url=capture.url,
        at=kept.exchange.at,
        outcome=outcome,
        status=capture.status,
        problem=capture.problem,
        capture=capture,
        same_as=kept.same_as[0] if kept.same_as and outcome == "duplicate" else None,
        links=_links(answer, capture, _body(ledger, archive, answer, capture)),
        role=_role(capture),
    )
    ledger.save_visit(visit)
    return "unchanged" if kept.same_as or outcome == "failed" else "changed" if outcome == "changed" else "new"


def _capture(answer: Answer, source: str, place: Place) -> Capture:
    body = answer.exchange.body
    media_type, problem = recognise(answer.media_type, body)
    return capture_of(replace(answer, media_type=media_type), source, place, problem if body else "empty")


def _revisit(ledger: Ledger, kept: Kept, answer: Answer, source: str, place: Place) -> Capture | None:
    """The capture of bytes that another one holds; None when the ledger does not know that one."""
    url, sha256 = kept.same_as or ("", "")
    held = ledger.known(source=source, url=url, sha256=sha256)
    if held is None:
        return None
    return replace(
        held,
        id=0,
        url=kept.exchange.url,
        fetched_at=stamp(kept.exchange.at),
        status=kept.exchange.status,
        place=place,
        etag=answer.etag or held.etag,
        last_modified=answer.last_modified or held.last_modified,
        revisit_of=held.id,
    )


def _outcome(page: Page | None, capture: Capture, kept: Kept) -> Outcome:
    if kept.same_as:
        return "unchanged" if kept.same_as[0] == capture.url else "duplicate"
    if capture.problem == "empty":
        return "failed"
    return "changed" if page and page.capture else "new"


def _body(ledger: Ledger, archive: Archive, answer: Answer, capture: Capture) -> bytes:
    held = ledger.capture(capture.revisit_of) if capture.revisit_of else None
    return archive.read(held.place) if held else answer.exchange.body


def _links(answer: Answer, capture: Capture, body: bytes) -> tuple[str, ...] | None:
    if kind(capture.media_type) != "html" or not body:
        return None
    return find_links(body, capture.url, capture.charset) if answer.leads_on else ()


def _role(capture: Capture) -> Role:
    if capture.url.endswith("/robots.txt"):
        return "robots"
    return "page" if kind(capture.media_type) else "sitemap"
