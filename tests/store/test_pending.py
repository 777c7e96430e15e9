"""Work by the state it is in: counted, given out as ordered, marked to be done again; on either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from extractors.document import Document
from extractors.records import DocumentRecord
from store.entries import Order, Saved, State, Versions, Work
from store.ledger import Ledger
from tests.store.test_ledger import BODY, FIRST, LATER, NOW, date, figure, keep

SECOND = replace(FIRST, extractor="dates 2")


def url(name: str) -> str:
    return f"http://www.example.jp/{name}.html"


def save(ledger: Ledger, work: Work, *found: object, second: int = 0) -> Saved:
    """The work done, with these records."""
    name, sha256 = work.capture.url[-6:-5], work.capture.sha256 or ""
    document = Document(id=name, text=BODY, media_type="text/html", sha256=sha256)
    told = {"url": work.capture.url, "media_type": "text/html", "sha256": sha256, "characters": len(BODY)}
    record = DocumentRecord(id=name, document=name, start=0, end=0, confidence=1.0, **told)  # type: ignore[arg-type]
    mine = [replace(one, document=name) for one in found]  # type: ignore[type-var]
    return ledger.save_extraction(work, document, record, mine, NOW + timedelta(seconds=second))  # type: ignore[arg-type]


@pytest.fixture
def mixed(ledger: Ledger) -> Ledger:
    """Pages of two sources in different states."""
    for name, source in (("a", "s"), ("b", "s"), ("c", "t"), ("d", "t")):
        keep(ledger, name * 64, url=url(name), source=source)
    works = {work.capture.url[-6]: work for work in ledger.pending(FIRST)}
    save(ledger, works["a"], date("r1"))
    save(ledger, replace(works["b"], versions=SECOND), second=2)
    ledger.save_failure(works["c"], "encrypted", NOW + timedelta(seconds=6))
    keep(ledger, "f" * 64, at=LATER, url=url("a"), source="s")
    return ledger


STOCK = {
    State(source="s", versions=FIRST, changed=True): 1,
    State(source="s", versions=SECOND): 1,
    State(source="t", versions=FIRST, failed=True): 1,
    State(source="t"): 1,
}


def test_documents_are_counted_by_their_state(mixed: Ledger) -> None:
    assert mixed.stock() == STOCK
    assert mixed.stock(before="2026-11-26T19:00:06Z") == dict(list(STOCK.items())[:2]), "when work was done before"


def test_work_is_given_out_as_ordered_by_source_and_address(mixed: Ledger) -> None:
    kinds = frozenset({"date"})
    orders = {state: Order(Versions("html", f"to do {number}"), kinds) for number, state in enumerate(STOCK)}
    given = list(mixed.pending(orders.get))
    assert [(work.capture.url[-6], work.versions.extractor) for work in given] == [
        ("a", "to do 0"),
        ("b", "to do 1"),
        ("c", "to do 2"),
        ("d", "to do 3"),
    ]
    assert {work.kinds for work in given} == {kinds} and given[0].capture.sha256 == "f" * 64
    assert [work.capture.url[-6] for work in mixed.pending(FIRST)] == ["a", "b", "d"]
    assert [work.capture.url[-6] for work in mixed.pending(SECOND, before="2026-11-26T19:00:06Z")] == ["a"]
    assert mixed.count_pending(FIRST) == 3 and mixed.count_pending(lambda _: None) == 0


def test_marked_work_is_wanted_again_and_stays_what_it_is(mixed: Ledger) -> None:
    mixed.mark(lambda state: "again" if state.failed else None)
    assert mixed.stock() == {
        replace(state, versions=replace(FIRST, extractor="again")) if state.failed else state: number
        for state, number in STOCK.items()
    }
    mixed.mark(lambda state: "older" if state.versions else None, before="2026-11-26T19:00:01Z")
    assert [work.versions.extractor for work in mixed.pending(lambda state: Order(state.versions or FIRST))] == [
        "older",
        "dates 2",
        "again",
        "dates 1",
    ]
    assert [kept.problem for kept in mixed.documents()] == [None, None], "what was made stays"


def test_work_from_before_configurations_is_taken_for_done_under_the_present_one(mixed: Ledger) -> None:
    mixed.adopt("t", "present")
    mixed.adopt("t", "later")
    configs = {(state.source, state.versions.config) for state in mixed.stock() if state.versions}
    assert configs == {("s", ""), ("t", "present")}


def test_records_of_the_kinds_in_question_are_written_and_no_others(ledger: Ledger) -> None:
    keep(ledger, "a" * 64, url=url("a"))
    (work,) = ledger.pending(FIRST)
    save(ledger, work, date("r1"), date("r2", 20), figure("r3", "21"))
    (work,) = ledger.pending(SECOND)
    found = [replace(date("r1"), edtf="2022"), replace(figure("r3", "22"))]
    assert save(ledger, replace(work, kinds=frozenset({"date"})), *found) == Saved(changed=1, gone=1)
    kept = {one.record.id: one for one in ledger.records_of("a")}
    assert kept["r1"].record.edtf == "2022" and not kept["r2"].current  # type: ignore[union-attr]
    assert kept["r3"].current and kept["r3"].record.number == 21  # type: ignore[union-attr]
    assert ledger.count_pending(SECOND) == 0


PACES = [
    ("nothing done", [], None),
    ("one document", ["10:00:00"], None),
    ("two in a second", ["10:00:00", "10:00:00"], 0),
    ("four seconds for two steps", ["10:00:00", "10:00:03", "10:00:04"], 2),
    ("a pause between two runs", ["10:00:00", "10:00:02", "14:00:00", "14:00:06"], 4),
]


@pytest.mark.parametrize(("what", "times", "pace"), PACES, ids=[row[0] for row in PACES])
def test_the_pace_is_that_of_the_last_work(ledger: Ledger, what: str, times: list[str], pace: float | None) -> None:
    for name in "abcd"[: len(times)]:
        keep(ledger, name * 64, url=url(name))
    for work, time in zip(list(ledger.pending(FIRST)), times, strict=True):
        ledger.save_failure(work, "broken", NOW)
        with ledger._engine.connect() as connection, connection.begin():
            done = text("UPDATE work SET done_at = :at WHERE url = :url")
            connection.execute(done, {"at": f"2026-11-26T{time}Z", "url": work.capture.url})
    assert ledger.pace() == pace
