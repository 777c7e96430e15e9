"""What `renkei diff` says of two versions of a page."""

from datetime import UTC, datetime, timedelta

import pytest

from extractors.extract import describe
from flows.extraction.batches import VERSIONS
from flows.extraction.reading import ReaderProcess, context_of
from flows.reviewing.diff import NothingToCompareError, difference
from flows.status import chain
from flows.workspace import Workspace
from store.entries import Capture, Visit, stamp
from store.exchange import Exchange
from store.ledger import Ledger
from store.warc import Archive

URL = "http://www.example.jp/p1.html"
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
PAGE = "<!DOCTYPE html><title>協定</title><body><nav>{menu}</nav><main><h1>連携協定</h1><p>{text}</p></main>"
TEXT = "令和３年１月28日、富山市は松山市と連携協定を締結し、23社が参加した。"


def keep(workspace: Workspace, *bodies: str) -> None:
    """Captures of the page, a day apart."""
    with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw) as archive:
        for day, body in enumerate(bodies):
            at = NOW + timedelta(days=day)
            exchange = Exchange(url=URL, at=at, status=200, body=body.encode())
            capture = Capture(
                source="s",
                url=URL,
                fetched_at=stamp(at),
                status=200,
                media_type="text/html",
                sha256=exchange.sha256,
                size=len(exchange.body),
                place=archive.write(exchange),
            )
            ledger.save_visit(Visit(source="s", url=URL, at=at, outcome="changed" if day else "new", capture=capture))


def test_a_change_is_told_with_the_records_it_touches(workspace: Workspace) -> None:
    later = TEXT.replace("３年１月", "3年1月").replace("23社", "25社")
    keep(workspace, PAGE.format(menu="一", text=TEXT), PAGE.format(menu="二", text=later))
    found = difference(workspace, URL + "#top")
    old, new = found.texts
    assert [(old[c.old_start : c.old_end], new[c.new_start : c.new_end]) for c in found.changes] == [("3", "5")]
    assert {record.text for record in found.lost} >= {"23社"} and {record.text for record in found.found} >= {"25社"}
    assert not [record for record in (*found.lost, *found.found) if record.kind in ("date", "city")]
    assert "2［-3-］｛+5+｝社が参加した。" in found.lines()
    assert found.row()["changes"] == [
        {
            "old_start": old.index("23社") + 1,
            "old_end": old.index("23社") + 2,
            "new_start": new.index("25社") + 1,
            "new_end": new.index("25社") + 2,
            "old": "3",
            "new": "5",
        }
    ]


def test_another_notation_or_menu_is_no_change(workspace: Workspace) -> None:
    later = TEXT.replace("３年１月", "3年1月")
    keep(workspace, PAGE.format(menu="一", text=TEXT), PAGE.format(menu="二", text=later))
    found = difference(workspace, URL)
    assert found.changes == ()
    assert "the same text" in found.lines()


@pytest.mark.parametrize(("bodies", "words"), [((), "never captured"), (("<p>a",), "has not changed")])
def test_without_two_versions_there_is_nothing_to_compare(
    workspace: Workspace, bodies: tuple[str, ...], words: str
) -> None:
    keep(workspace, *bodies)
    with pytest.raises(NothingToCompareError, match=words):
        difference(workspace, URL)


def test_a_record_of_a_page_that_is_gone_says_so(workspace: Workspace) -> None:
    keep(workspace, PAGE.format(menu="", text=TEXT))
    with Ledger.open(workspace.ledger) as ledger, ReaderProcess() as reader:
        (work,) = ledger.pending(VERSIONS)
        data = Archive(workspace.raw).read(work.capture.place)
        reading = reader.read(data, "text/html", context_of(work.capture, None), records=True)
        ledger.save_extraction(work, reading.document, describe(reading.document), reading.records, NOW)
        name = reading.records[0].id
    there = chain(workspace, name)
    assert there and "still there" in there.lines() and there.row()["gone_since"] is None
    with Ledger.open(workspace.ledger) as ledger:
        ledger.save_visit(Visit(source="s", url=URL, at=NOW + timedelta(days=9), outcome="gone", status=404))
    gone = chain(workspace, name)
    assert gone and "its page gone since 2026-12-05T19:00:00Z" in gone.lines()
