"""The ledger: a result and the fact that it was made are one; small work for small change; nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import create_engine, text

from extractors.document import Document
from extractors.records import AnyRecord, CityRecord, DateRecord, DocumentRecord, FigureRecord
from store import database
from store.database import LedgerError
from store.entries import Action, Capture, Decision, Lead, Order, Outcome, Place, Saved, Versions, Visit, stamp
from store.ledger import Ledger

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
LATER, LAST = NOW + timedelta(days=1), NOW + timedelta(days=2)
FIRST = Versions("html 1", "dates 1")
URL = "http://www.example.jp/a.html"
BODY = "令和3年1月28日、富山市と松山市。"


def capture_of(url: str = URL, sha256: str = "a" * 64, at: datetime = NOW, source: str = "s") -> Capture:
    capture_of.offset += 1  # type: ignore[attr-defined]
    return Capture(
        source=source,
        url=url,
        fetched_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        status=200,
        media_type="text/html",
        sha256=sha256,
        size=10,
        place=Place("2026/11/renkei.warc.gz", capture_of.offset),  # type: ignore[attr-defined]
        etag='"1"',
    )


capture_of.offset = 0  # type: ignore[attr-defined]


def visit(
    capture: Capture | None, outcome: Outcome = "new", url: str = URL, at: datetime = NOW, source: str = "s"
) -> Visit:
    return Visit(source=source, url=url, at=at, outcome=outcome, status=200, capture=capture)


def keep(ledger: Ledger, sha256: str = "a" * 64, at: datetime = NOW, url: str = URL, source: str = "s") -> None:
    ledger.save_visit(visit(capture_of(url, sha256, at, source), url=url, at=at, source=source))


def date(name: str, start: int = 0, edtf: str = "2021-01-28") -> DateRecord:
    return DateRecord(
        id=name,
        document="d",
        text="令和3年1月28日",
        start=start,
        end=start + 9,
        edtf=edtf,
        confidence=0.9,
        extractor="dates 1",
    )


def figure(name: str, number: str) -> FigureRecord:
    return FigureRecord(id=name, document="d", start=3, end=5, confidence=0.5, number=Decimal(number), unit="%")


def extract(
    ledger: Ledger, found: list[AnyRecord], versions: Versions = FIRST, at: datetime = NOW, name: str = "d"
) -> Saved:
    (work,) = ledger.pending(versions)
    document = Document(id=name, text=BODY, media_type="text/html", sha256=work.capture.sha256 or "", title="連携")
    record = DocumentRecord(
        id=name,
        document=name,
        start=0,
        end=0,
        confidence=1.0,
        url=work.capture.url,
        media_type="text/html",
        sha256=work.capture.sha256 or "",
        characters=len(BODY),
        snapshot=work.capture.place.snapshot,
    )
    return ledger.save_extraction(work, document, record, found, at)


def rows(ledger: Ledger, table: str) -> list[tuple[object, ...]]:
    with ledger._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def test_a_capture_comes_back(ledger: Ledger) -> None:
    capture = capture_of()
    name = ledger.save_visit(visit(capture))
    assert name is not None
    assert ledger.capture(name) == replace(capture, id=name)
    page = ledger.page(URL)
    assert page and (page.capture, page.etag, page.outcome) == (name, '"1"', "new")
    assert ledger.capture(name + 1) is None and ledger.page("http://other.example/") is None


def test_what_is_extracted_is_pending_no_more(ledger: Ledger) -> None:
    keep(ledger)
    assert ledger.count_pending(FIRST) == 1
    found: list[AnyRecord] = [
        date("r1"),
        figure("r2", "21.70"),
        CityRecord(id="r3", start=1, end=2, confidence=1, name="富山市"),
    ]
    assert extract(ledger, found) == Saved(new=3)
    assert ledger.count_pending(FIRST) == 0 and not list(ledger.pending(FIRST))
    assert list(ledger.records("date")) == [date("r1")]
    assert [r.number for r in ledger.records("figure") if isinstance(r, FigureRecord)] == [Decimal("21.7")]
    assert [r.id for r in ledger.records("document")] == ["d"]
    document = ledger.document("d")
    assert document and (document.text, document.title) == (BODY, "連携")
    kept = ledger.kept_document("d")
    assert kept and (kept.record.url, kept.reader, kept.problem) == (URL, "html 1", None)
    assert ledger.document("x") is None and ledger.kept_document("x") is None and ledger.record("x") is None


PENDING = [
    ("nothing changed", FIRST, "a", 0),
    ("other bytes", FIRST, "b", 1),
    ("a new reader", Versions("html 2", "dates 1"), "a", 1),
    ("a new extractor", Versions("html 1", "dates 2"), "a", 1),
    ("another configuration", Versions("html 1", "dates 1", "x"), "a", 1),
]


@pytest.mark.parametrize(("change", "versions", "digit", "count"), PENDING, ids=[row[0] for row in PENDING])
def test_work_is_pending_when_what_it_hangs_on_changed(
    ledger: Ledger, change: str, versions: Versions, digit: str, count: int
) -> None:
    keep(ledger)
    extract(ledger, [date("r1")])
    if digit != "a":
        ledger.save_visit(visit(capture_of(sha256=digit * 64, at=LATER), "changed", at=LATER))
    assert ledger.count_pending(versions) == len(list(ledger.pending(versions))) == count
    assert ledger.count_pending(lambda state: Order(versions) if state.source == "s" else None) == 1
    assert ledger.count_pending(lambda state: Order(versions) if state.source != "s" else None) == 0


def test_bytes_that_come_back_are_extracted_again(ledger: Ledger) -> None:
    """A → B → A: what was once made of A is current no more, so the old fact must not stand in the way."""
    for digit in "aba":
        keep(ledger, digit * 64)
        extract(ledger, [date("r" + digit)])
    assert [record.id for record in ledger.records("date")] == ["ra"]


def test_equal_records_are_not_written_again(ledger: Ledger) -> None:
    keep(ledger)
    extract(ledger, [date("r1"), date("r2", 20)])
    before = rows(ledger, "records")
    ledger.save_visit(visit(capture_of(sha256="b" * 64, at=LATER), "changed", at=LATER))
    saved = extract(ledger, [date("r1"), date("r2", 21), date("r3", 40)], at=LATER)
    assert saved == Saved(new=1, changed=1, unchanged=1)
    after = rows(ledger, "records")
    assert after[0] == before[0] and after[1] != before[1]
    kept = [ledger.record(name) for name in ("r1", "r2", "r3")]
    assert [record and record.sha256[0] for record in kept] == ["a", "b", "b"]
    assert [record and record.first_seen[8:10] for record in kept] == ["26", "26", "27"]


def test_records_that_vanish_stay_with_their_last_day(ledger: Ledger) -> None:
    keep(ledger)
    extract(ledger, [date("r1"), date("r2", 20)])
    ledger.save_visit(visit(capture_of(sha256="b" * 64, at=LATER), "changed", at=LATER))
    assert extract(ledger, [date("r1")], at=LATER) == Saved(unchanged=1, gone=1)
    assert [record.id for record in ledger.records("date")] == ["r1"]
    gone = ledger.record("r2")
    assert gone and (gone.current, gone.last_seen, gone.sha256) == (False, "2026-11-26T19:00:00Z", "a" * 64)
    assert [kept.record.id for kept in ledger.records_of("d")] == ["r1", "r2"]
    ledger.save_visit(visit(capture_of(sha256="c" * 64, at=LATER), "changed", at=LATER))
    assert extract(ledger, [date("r1"), date("r2", 20)], at=LATER) == Saved(changed=1, unchanged=1)
    back = ledger.record("r2")
    assert back and (back.current, back.last_seen, back.first_seen[8:10]) == (True, None, "26")


def test_a_failed_read_keeps_the_last_good_records(ledger: Ledger) -> None:
    keep(ledger)
    extract(ledger, [date("r1")])
    ledger.save_visit(visit(capture_of(sha256="b" * 64, at=LATER), "changed", at=LATER))
    (work,) = ledger.pending(FIRST)
    ledger.save_failure(work, "encrypted", LATER)
    assert [record.id for record in ledger.records("date")] == ["r1"]
    assert [kept.problem for kept in ledger.documents()] == ["encrypted"]
    assert ledger.counts().failed == 1
    assert ledger.count_pending(FIRST) == 0, "the same failure is not repeated"
    assert ledger.count_pending(lambda state: Order(FIRST) if state.failed else None) == 1, "unless asked for"
    assert ledger.count_pending(Versions("html 2", "dates 1")) == 1, "or the reader is another"


def test_a_failed_save_leaves_nothing_behind(ledger: Ledger) -> None:
    keep(ledger)
    before = [rows(ledger, table) for table in ("documents", "records", "work")]
    with pytest.raises(Exception, match=r"."):
        extract(ledger, [date("r1"), replace(date("r2"), start=None)])  # type: ignore[arg-type]
    assert [rows(ledger, table) for table in ("documents", "records", "work")] == before
    assert ledger.count_pending(FIRST) == 1


def test_an_address_of_two_sources_is_one_document(ledger: Ledger) -> None:
    keep(ledger, source="s")
    keep(ledger, source="t")
    assert ledger.count_pending(FIRST) == 1
    extract(ledger, [date("r1")])
    assert ledger.count_pending(FIRST) == 0
    ledger.save_visit(visit(capture_of(sha256="b" * 64, source="s"), "changed", source="s"))
    (work,) = ledger.pending(FIRST)
    assert (work.capture.source, work.capture.sha256) == ("s", "b" * 64)


def test_pending_work_streams_past_what_is_saved_meanwhile(ledger: Ledger) -> None:
    urls = [f"http://www.example.jp/{n:03}.html" for n in range(450)]
    for n, url in enumerate(urls):
        keep(ledger, f"{n:064}", url=url)
    seen = []
    for work in ledger.pending(FIRST):
        seen.append(work.capture.url)
        ledger.save_failure(work, "broken", NOW)
    assert seen == urls
    assert not list(ledger.pending(FIRST))


def test_records_are_published_in_one_order(ledger: Ledger) -> None:
    for name, found in (("e", ["r5", "r4"]), ("c", ["r9", "r1"])):
        keep(ledger, url=f"http://www.example.jp/{name}.html")
        extract(ledger, [replace(date(id, 10 - n), document=name) for n, id in enumerate(found)], name=name)
    assert [record.id for record in ledger.records("date")] == ["r1", "r9", "r4", "r5"]
    assert [record.id for record in ledger.records("document")] == ["c", "e"]


DECIDED = [("confirm", "confirmed", 1), ("reject", "rejected", 0), ("correct", "unreviewed", 1)]


@pytest.mark.parametrize(("action", "review", "published"), DECIDED)
def test_a_decision_shows_on_its_record(ledger: Ledger, action: Action, review: str, published: int) -> None:
    keep(ledger)
    extract(ledger, [date("r1")])
    decision = Decision(
        record="r1",
        document="d",
        action=action,
        reviewer="佐藤",
        at="2026-11-26T20:00:00Z",
        passage="令和3年1月28日",
    )
    assert ledger.decide(decision) == 1
    assert len(list(ledger.records("date"))) == published
    kept = ledger.record("r1")
    assert kept and kept.record.review == review
    assert list(ledger.decisions("r1")) == [replace(decision, id=1, seen=0)] and not list(ledger.decisions("r2"))


def test_a_decision_outlives_a_rewritten_record(ledger: Ledger) -> None:
    keep(ledger)
    extract(ledger, [date("r1")])
    ledger.decide(Decision(record="r1", document="d", action="reject", reviewer="佐藤", at="2026-11-26T20:00:00Z"))
    extract(ledger, [date("r1", 3)], Versions("html 1", "dates 2"))
    assert not list(ledger.records("date"))
    undo = Decision(record="r1", document="d", action="reopen", reviewer="佐藤", at="2026-11-26T21:00:00Z")
    assert ledger.decide(undo) == 2
    assert [record.review for record in ledger.records("date")] == ["unreviewed"]
    assert [decision.action for decision in ledger.decisions()] == ["reject", "reopen"]


def test_counts_are_of_one_source_or_of_all(ledger: Ledger) -> None:
    for name in ("s", "t"):
        keep(ledger, url=f"http://www.example.jp/{name}.html", source=name)
        extract(ledger, [replace(date("r" + name), document=name)], name=name)
    assert ledger.counts().records == {"date": 2, "city": 0, "figure": 0, "agreement": 0}
    ours = ledger.counts("t")
    assert (ours.pages, ours.captures, ours.documents, ours.records["date"]) == (1, 1, 1, 1)


def test_the_queue_is_first_in_first_out_and_outlives_the_process(place: Path | str) -> None:
    urls = [f"http://www.example.jp/{name}.html" for name in "cab"]
    with Ledger.open(place) as ledger:
        crawl = ledger.open_crawl("s", NOW)
        ledger.enqueue(crawl, [Lead(url, 0) for url in (*urls, urls[0])])
        first = ledger.next_page(crawl)
        assert first and first.url == urls[0] and not crawl.resumed
        leads = (Lead(urls[1], 1), Lead("http://www.example.jp/d.html", 1))
        ledger.save_visit(replace(visit(None, "failed", first.url), leads=leads), crawl)
    with Ledger.open(place) as ledger:
        crawl = ledger.open_crawl("s", LATER)
        assert crawl.resumed
        order = []
        while page := ledger.next_page(crawl):
            order.append((page.url[-6:], page.depth))
            ledger.save_visit(visit(None, "failed", page.url), crawl)
        assert order == [("a.html", 0), ("b.html", 0), ("d.html", 1)]
        assert ledger.tally(crawl) == {"failed": 4}
        ledger.close_crawl(crawl, LATER)
        assert not ledger.open_crawl("s", LATER).resumed


def test_a_page_that_nothing_leads_to_is_gone_and_may_come_back(ledger: Ledger) -> None:
    for name in "ab":
        keep(ledger, url=f"http://www.example.jp/{name}")
    for step, (links, expected) in enumerate([("ab", ""), ("a", "b"), ("a", "b"), ("ab", "")]):
        crawl = ledger.open_crawl("s", NOW)
        ledger.enqueue(crawl, [Lead(f"http://www.example.jp/{name}", 0) for name in links])
        while page := ledger.next_page(crawl):
            ledger.save_visit(visit(None, "unchanged", page.url), crawl)
        ledger.close_crawl(crawl, NOW)
        assert "".join(page.url[-1] for page in ledger.pages("s") if page.gone_since) == expected, step


def test_an_address_that_no_source_finds_says_when_it_was_last_seen(ledger: Ledger) -> None:
    keep(ledger)
    keep(ledger, at=LATER, source="t")
    ledger.save_visit(visit(None, "gone", at=LAST))
    assert ledger.gone() == {}, "another source still finds it"
    ledger.save_visit(visit(None, "gone", at=LAST, source="t"))
    assert ledger.gone() == {URL: (stamp(LAST), stamp(LATER))}


def test_a_crawl_that_was_cut_short_declares_nothing_gone(ledger: Ledger) -> None:
    keep(ledger)
    crawl = ledger.open_crawl("s", LATER)
    ledger.enqueue(crawl, [Lead("http://www.example.jp/b.html", 0)])
    ledger.close_crawl(crawl, LATER, complete=False)
    assert [page.gone_since for page in ledger.pages("s")] == [None, None]
    assert ledger.waiting(crawl) == 0 and ledger.tally(crawl) == {}


def test_writers_queue_up(place: Path | str) -> None:
    """Threads that read and then write in one transaction wait for one another instead of failing."""
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Ledger.open(place) as ledger:
                crawl = ledger.open_crawl(f"s{number}", NOW)
                for n in range(20):
                    ledger.enqueue(crawl, [Lead(f"http://www.example.jp/{n}", 0)])
        except BaseException as error:
            faults.append(error)

    Ledger.open(place).close()
    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    with Ledger.open(place) as ledger:
        assert ledger.counts().pages == 120


def test_a_writer_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS[:3], "busy_timeout=50"))
    with Ledger.open(tmp_path / "renkei.db") as ledger, Ledger.open(tmp_path / "renkei.db") as other:
        with database.writing(other._engine, "x"), pytest.raises(LedgerError, match=r"renkei\.db: another process"):
            ledger.open_crawl("s", NOW)
        assert not ledger.open_crawl("s", NOW).resumed


def test_sqlite_is_set_to_last(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "renkei.db") as ledger, ledger._engine.connect() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]


NO_LEDGER = [
    b"not a database, but long enough to be looked at as if it were one" * 20,
    b"SQLite format 3\x00" + bytes(200),
]


@pytest.mark.parametrize("content", NO_LEDGER, ids=["text", "damaged"])
def test_a_file_that_is_no_ledger_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "renkei.db"
    place.write_bytes(content)
    with pytest.raises(LedgerError, match=r"renkei\.db.*move it away"):
        Ledger.open(place)
    assert place.read_bytes() == content


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"none/renkei\.db"):
        Ledger.open(tmp_path / "none" / "renkei.db")


def test_a_ledger_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "renkei.db"
    Ledger.open(place).close()
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer: update Renkei"):
        Ledger.open(place)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
