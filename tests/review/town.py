"""A workspace as a crawl leaves it, its pages written by a test, and the review app over it on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

import uvicorn

from extractors.context import Context
from extractors.extract import VERSION, describe, extract
from extractors.reader import read
from extractors.records import AnyRecord
from flows.reviewing.review_server import desk_of
from flows.workspace import Workspace
from review.app.accounts import Accounts
from review.app.guard import Door
from review.app.sessions import Person
from review.app.site import make_app
from store.entries import Capture, Lead, Versions, Visit, stamp
from store.exchange import Exchange
from store.ledger import Ledger
from store.warc import Archive
from tests.extractors.pdf_maker import PdfMaker

START = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
SATO = Person("佐藤", "admin")
URL = "https://www.city.example.lg.jp/kankyo/kyotei.html"
PDF = "https://www.city.example.lg.jp/kankyo/houkoku.pdf"
PAGE = """<!doctype html><html lang="ja"><head><title>都市間の連携｜富山市</title></head><body><main>
<h1>都市間の連携</h1><p>更新日：令和6年4月1日</p>
<h2>協定</h2><p>令和3年1月28日、富山市は松山市と連携協定を締結しました。</p>
<h2>数値</h2><table><tr><th>年度</th><th>参加者（人）</th></tr><tr><td>令和4年度</td><td>1,250</td></tr></table>
<p>𠮷野さんは例の折に視察しました。</p></main></body></html>"""


def report() -> bytes:
    """A PDF of two pages."""
    maker = PdfMaker()
    maker.text(72, 72, "環境報告書", 20)
    maker.text(72, 120, "令和5年度の参加者は1,250人でした。", 12)
    maker.page()
    maker.text(72, 72, "令和6年2月5日に富山市と協定を結びました。", 12)
    return maker.data()


class Town:
    """The workspace in a folder, its ledger there or in a database; a page that is told again has changed."""

    def __init__(self, home: Path, database: str | None = None) -> None:
        (home / "sources").mkdir(exist_ok=True)
        self.workspace = Workspace(home, home / "sources", database=database)
        self._days = 0

    def tell(self, pages: Mapping[str, str | bytes]) -> None:
        """Fetch these pages, text as HTML and bytes as PDF, and read them."""
        at = START + timedelta(days=self._days)
        self._days += 1
        with Ledger.open(self.workspace.ledger) as ledger, Archive(self.workspace.raw) as archive:
            crawl = ledger.open_crawl("toyama", at)
            for url, content in pages.items():
                ledger.enqueue(crawl, [Lead(url, 0)])
                ledger.save_visit(_visit(archive, url, content, at))
            ledger.close_crawl(crawl, at)
            for work in list(ledger.pending(Versions("reader", VERSION))):
                capture = work.capture
                media_type = capture.media_type or ""
                context = Context(url=capture.url, source="toyama", fetched_at=capture.fetched_at)
                document = read(archive.read(capture.place), media_type, context)
                ledger.save_extraction(work, document, describe(document), extract(document), at)

    def read_otherwise(self, url: str, change: Callable[[AnyRecord], Mapping[str, Any]]) -> None:
        """Read a page again as another version of the extractor would, which says other values of some records."""
        with Ledger.open(self.workspace.ledger) as ledger:
            (work,) = (one for one in ledger.pending(Versions("reader", "other")) if one.capture.url == url)
            (kept,) = (kept for kept in ledger.documents() if kept.record.url == url)
            document = ledger.document(kept.record.id)
            assert document
            found = [one.record for one in ledger.records_of(document.id) if one.current]
            changed = [replace(one, **change(one)) for one in found]
            ledger.save_extraction(work, document, kept.record, changed, START + timedelta(days=self._days))

    @contextmanager
    def app(self, everyone: Person | None = SATO, accounts: Accounts | None = None) -> Iterator[str]:
        """Serve the app while the block runs; yields its origin."""
        listening = socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # before the server is up, requests wait instead of failing
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with desk_of(self.workspace, accounts) as desk:
            app = make_app(desk, Door(origin, everyone))
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
            thread = Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                yield origin
            finally:
                server.should_exit = True
                thread.join()


def _visit(archive: Archive, url: str, content: str | bytes, at: datetime) -> Visit:
    body = content.encode() if isinstance(content, str) else content
    kind = "text/html" if isinstance(content, str) else "application/pdf"
    exchange = Exchange(url=url, at=at, status=200, body=body)
    capture = Capture(
        source="toyama",
        url=url,
        fetched_at=stamp(at),
        status=200,
        media_type=kind,
        charset="utf-8" if isinstance(content, str) else None,
        sha256=exchange.sha256,
        size=len(body),
        place=archive.write(exchange),
    )
    return Visit(source="toyama", url=url, at=at, outcome="changed", status=200, capture=capture)
