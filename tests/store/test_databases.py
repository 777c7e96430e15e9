"""What must hold on every database: one order, every character, writers who lose nothing, readers who see one state."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from traceback import format_exception

import pytest
from sqlalchemy import text

from flows.exits import explained
from store.database import DiskError, LedgerError, name_of, write
from store.entries import Crawl, Decision, Lead, Place
from store.ledger import Ledger
from tests.postgres import Postgres
from tests.store.test_ledger import FIRST, NOW, capture_of, date, extract, keep, visit

ROOT = Path(__file__).parents[2]
# A dictionary has another order than the numbers of the characters.
NAMES = ["B", "a", "a-b", "ab", "Z", "_", "é", "あ", "ア", "亜", "Ｚ", "ｶ", "𠮷", "﨑"]


def test_text_is_in_the_order_of_its_characters(ledger: Ledger) -> None:
    for number, name in enumerate(NAMES):
        capture = replace(capture_of(name, f"{number:064}", source=name), place=Place(name, 1))
        ledger.save_visit(visit(capture, url=name, source=name))
        ledger.save_visit(visit(None, "failed", url=name))
    in_order = sorted(NAMES)
    assert [page.url for page in ledger.pages("s")] == in_order
    assert [capture.place.file for capture in ledger.captures()] == in_order
    assert [work.capture.url for work in ledger.pending(FIRST)] == in_order
    for work in list(ledger.pending(FIRST)):
        ledger.save_failure(work, "none", NOW)
    keep(ledger, "f" * 64, url="x")
    extract(ledger, [replace(date(name), document="d") for name in NAMES])
    assert [record.id for record in ledger.records("date")] == in_order


def test_every_character_comes_back(ledger: Ledger) -> None:
    odd = "\x00a\x01\x00\x010\x7f\ufffe\U0010ffff"
    name = ledger.save_visit(replace(visit(replace(capture_of(), problem=odd, etag=odd)), problem=odd))
    capture, page = ledger.capture(name or 0), ledger.page("http://www.example.jp/a.html")
    assert capture and (capture.problem, capture.etag) == (odd, odd)
    assert page and page.problem == odd
    extract(ledger, [replace(date("r"), text=odd)])
    assert [record.text for record in ledger.records("date")] == [odd]
    decision = Decision(record="r", document="d", action="confirm", reviewer=odd, at="", note=odd, passage=odd)
    ledger.decide(decision)
    assert list(ledger.decisions("r")) == [replace(decision, id=1, seen=0)]


def test_numbers_may_be_large(ledger: Ledger) -> None:
    large = replace(capture_of(), size=5 << 32, place=Place("2026/11/a.warc.gz", 3 << 40))
    kept = ledger.capture(ledger.save_capture(large))
    assert kept and (kept.size, kept.place) == (5 << 32, large.place)


CROWD = """
import sys
from datetime import UTC, datetime
from store.entries import Lead, Visit
from store.ledger import Ledger
at = datetime(2026, 11, 26, tzinfo=UTC)
number = int(sys.argv[2])
with Ledger.open(sys.argv[1]) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    crawl = ledger.open_crawl("s", at)
    for n in range(30):
        ledger.enqueue(crawl, [Lead(f"http://www.example.jp/{n}", 0), Lead(f"http://www.example.jp/{number}-{n}", 0)])
        ledger.save_visit(Visit(source="s", url=f"http://www.example.jp/shared-{n}", at=at, outcome="failed"))
    print(crawl.id)
"""


def test_processes_that_write_at_once_lose_and_double_nothing(place: Path | str) -> None:
    """What each does to the queue of one source hangs on what is there: the number of a crawl, the next place."""
    said = together([[sys.executable, "-c", CROWD, str(place), str(number)] for number in range(4)])
    with Ledger.open(place) as ledger:
        crawl = ledger.open_crawl("s", NOW)
        assert crawl.resumed and said == [f"{crawl.id}\n"] * 4
        queue = [page.queued for page in ledger.pages("s") if page.queued is not None]
        assert len(queue) == len(set(queue)) == 150, "every address once, no place twice"
        assert ledger.counts("s").pages == 180


EXTRACTOR = """
import sys
from pathlib import Path
from store.entries import Versions
from store.ledger import Ledger
from tests.store.test_ledger import date, extract
number = int(sys.argv[2])
with Ledger.open(sys.argv[1]) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(20):
        found = [date(f"r{n}"), date(f"r{number}-{n}", 20)]
        while True:
            try:
                extract(ledger, found, Versions("html 1", f"{number}-{n}"))
            except ValueError:  # another finished it while it was looked for
                continue
            break
"""


def test_processes_that_read_one_document_leave_one_of_their_readings(place: Path | str) -> None:
    with Ledger.open(place) as ledger:
        keep(ledger)
    assert together([[sys.executable, "-c", EXTRACTOR, str(place), str(number)] for number in range(3)]) == [""] * 3
    with Ledger.open(place) as ledger:
        kept = list(ledger.records_of("d"))
        assert len(kept) == len({one.record.id for one in kept}) == 20 + 3 * 20
        (last,) = {one.record.id.partition("-")[0] for one in kept if one.current and "-" in one.record.id}
        assert {one.record.id for one in kept if one.current} == {"r19", f"{last}-19"}
        assert [document.record.id for document in ledger.documents()] == ["d"]


def together(commands: list[list[str]]) -> list[str]:
    """What processes print after all of them were ready; each must end well."""
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for command in commands
    ]
    for process in running:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return said


def test_many_may_open_a_new_ledger_at_once(tmp_path: Path) -> None:
    """Those who turn a new file to write-ahead logging are not made to wait for each other by SQLite."""
    with ThreadPoolExecutor(6) as pool:
        for number in range(30):
            place, gate = tmp_path / f"{number}.db", Barrier(6)
            for opened in [pool.submit(opened_behind, gate, place) for _ in range(6)]:
                assert opened.result() == []


def opened_behind(gate: Barrier, place: Path) -> list[object]:
    gate.wait(60)
    with Ledger.open(place) as ledger:
        return list(ledger.captures())


def test_a_reader_sees_one_state_however_long_it_reads(ledger: Ledger) -> None:
    crawl = ledger.open_crawl("s", NOW)
    ledger.enqueue(crawl, [Lead(f"http://www.example.jp/{n:04}", 0) for n in range(1200)])
    reading = ledger.pages("s")
    next(reading)
    ledger.enqueue(crawl, [Lead(f"http://www.example.jp/{n:04}x", 0) for n in range(1200)])
    ledger.close_crawl(crawl, NOW, complete=False)
    rest = list(reading)
    assert len(rest) == 1199 and all(page.queued for page in rest)


def test_a_server_that_is_restarted_is_found_again(postgres: Postgres, database: str) -> None:
    with Ledger.open(database) as ledger:
        keep(ledger)
        stream = ledger.pages("s")
        postgres.restart()
        assert ledger.page("http://www.example.jp/a.html")
        ledger.save_visit(visit(None, "failed", "http://www.example.jp/b.html"))
        assert [page.url[-6:] for page in stream] == ["a.html", "b.html"], "not begun before"
        postgres.kill()
        coming = Thread(target=postgres.start)
        coming.start()
        ledger.save_visit(visit(None, "failed", "http://www.example.jp/c.html"))
        coming.join()
        assert ledger.counts().pages == 3


def test_a_stream_that_a_restart_cuts_is_told(postgres: Postgres, database: str) -> None:
    with Ledger.open(database) as ledger:
        crawl = ledger.open_crawl("s", NOW)
        ledger.enqueue(crawl, [Lead(f"http://www.example.jp/{n:04}", 0) for n in range(1200)])
        stream = ledger.pages("s")
        next(stream)
        postgres.restart()
        with pytest.raises(LedgerError, match="run again when the server is well") as cut:
            list(stream)
        assert explained(cut.value) == (str(cut.value), 1) and len(str(cut.value).splitlines()) == 1


def test_a_write_that_a_restart_cuts_is_done_again_when_that_is_safe(postgres: Postgres, database: str) -> None:
    restarts = [1]

    def change(connection: object, when: str) -> Crawl:
        """A restart before or after the crawl is begun, the first time."""
        if when == "before" and restarts:
            restarts.pop()
            postgres.restart()
        begun = visits.open_crawl(connection, "s", NOW)  # type: ignore[arg-type]
        if when == "after" and restarts:
            restarts.pop()
            postgres.restart()
        return begun

    from store import visits

    with Ledger.open(database) as ledger:
        assert not write(ledger._engine, "source s", change, "before").resumed and not restarts
        assert ledger.open_crawl("s", NOW).resumed
        restarts.append(1)
        with pytest.raises(LedgerError, match="what was saved is safe"):
            write(ledger._engine, "source s", change, "after")


def test_a_server_that_is_gone_is_told_in_a_line(
    postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database._ENTRANCE", 0)
    with Ledger.open(database) as ledger:
        postgres.stop()
        try:
            monkeypatch.setattr("store.database.PATIENCE", 0)
            with pytest.raises(LedgerError, match="check the server"):
                ledger.counts()
            with pytest.raises(LedgerError, match="check the server"):
                Ledger.open(database)
        finally:
            postgres.start()
        assert ledger.counts().pages == 0


def test_a_full_disk_of_the_server_is_one(database: str) -> None:
    """The server says so by a code of its own; here a trigger says it."""
    with Ledger.open(database) as ledger:
        with ledger._engine.begin() as connection:
            connection.execute(
                text(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                    " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
                )
            )
            connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON captures EXECUTE FUNCTION full_disk()"))
        with pytest.raises(DiskError, match=r"could not extend file.*make room") as full:
            keep(ledger)
        assert explained(full.value) == (str(full.value), 3)
        assert ledger.counts().captures == ledger.counts().pages == 0


WRONG = [
    ("postgresql+psycopg2://renkei:secret@db/renkei", "no address of a ledger"),
    ("mysql://renkei:secret@db/renkei", "no address of a ledger"),
    ("postgresql://renkei:secret@db:port/renkei", "no address of a ledger"),
    ("postgresql://renkei:secret@127.0.0.1:1/renkei", "cannot be used as ledger .*refused"),
    ("postgresql://renkei@127.0.0.1:1/renkei?password=secret&sslpassword=secret", "cannot be used as ledger .*refused"),
    ("postgresql://renkei:secret@/none?host={folder}", 'cannot be used as ledger .*database "none" does not exist'),
    ("postgresql://other:secret@/none?host={folder}", 'cannot be used as ledger .*role "other" does not exist'),
]


@pytest.mark.parametrize(("url", "told"), WRONG)
def test_a_wrong_address_is_told_without_its_password(
    postgres: Postgres, url: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database._ENTRANCE", 0)
    with pytest.raises(LedgerError, match=told) as wrong:
        Ledger.open(url.format(folder=postgres.folder))
    assert "secret" not in "".join(format_exception(wrong.value)) + repr(wrong.value)
    assert len(str(wrong.value).splitlines()) == 1


def test_a_name_has_no_password() -> None:
    assert name_of("postgres://u:secret@db:5433/renkei?sslmode=require&password=secret") == (
        "postgresql+psycopg://u:***@db:5433/renkei?sslmode=require"
    )


def test_without_the_driver_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"pip install 'renkei\[postgres\]'"):
        Ledger.open("postgresql://renkei@127.0.0.1:1/renkei")


def test_a_database_that_cannot_take_every_character_is_refused(postgres: Postgres) -> None:
    postgres.sql("CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LOCALE 'C' LOCALE_PROVIDER libc")
    with pytest.raises(LedgerError, match="encoding LATIN1: make another"):
        Ledger.open(f"postgresql://renkei@/latin?host={postgres.folder}")
