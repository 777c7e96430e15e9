"""What becomes of a decision: every kind of decision, against every change of its page or its extractor."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extractors.records import AnyRecord
from extractors.rows import dumps, to_row
from review.standings import renamed as renamed_records
from store.entries import Action, Decision
from tests.review.reading import Change, Page, page

TEXT = """さくら市の取組

令和3年1月28日、さくら市はみどり市と連携協定を締結しました。

参加者は、1,234人でした。前年度の排出量から△3.2％の減少となりました。

次回の会議は令和元年5月10日に開催しました。

問い合わせは環境課までお願いします。
"""
DATE, DAY, FIGURE, CHANGE = (
    ("date", "令和3年1月28日"),
    ("date", "令和元年5月10日"),
    ("figure", "1,234人"),
    ("figure", "3.2％"),
)
CITY, AGREEMENT = ("city", "みどり市"), ("agreement", "締結しました")
SAID: dict[str, dict[str, Any]] = {
    "date": {"edtf": "2000-01-01"},
    "figure": {"number": 5},
    "city": {"code": "092142"},
    "agreement": {"title": "包括連携協定"},
}
SIGNED = "令和3年1月28日、さくら市はみどり市と連携協定を締結しました。\n\n"
DECISIONS: tuple[Action, ...] = ("confirm", "correct", "reject", "add")

PAGES = [
    # (record, what stood there, what stands there now, state of every decision)
    (DATE, "さくら市の取組\n", "さくら市の取組\n", "holds"),
    (DATE, "さくら市の取組\n\n", "さくら市の取組\n\nお知らせを追加しました。\n\n", "holds"),  # a paragraph above
    (DATE, TEXT, TEXT.replace(SIGNED, "") + "\n" + SIGNED, "holds"),  # the paragraph moved
    (DATE, "さくら市はみどり市と", "本市は、みどり市と", "holds"),  # only what stands beside it
    (DATE, "令和3年1月28日", "令和３年１月２８日", "holds"),
    (DATE, "令和3年1月28日", "令和 3年 1月28日", "holds"),
    (DATE, "令和3年1月28日", "令和三年一月二十八日", "holds"),
    (DATE, "令和3年1月28日", "令和3年\n1月28日", "holds"),
    (DAY, "令和元年5月10日", "令和1年5月10日", "holds"),
    (DATE, "28日", "29日", "reopened"),
    (DATE, "令和3年", "令和4年", "reopened"),
    (DATE, "令和3年", "平成3年", "reopened"),
    (DATE, "1月28日", "11月28日", "reopened"),
    (DATE, "令和3年1月28日", "2021年1月28日", "reopened"),  # the same day, but a person should see it
    (DATE, SIGNED, "", "orphan"),
    (DATE, TEXT, "ページを整理しました。\n", "orphan"),
    (DAY, "次回の会議は令和元年5月10日に開催しました。", "", "orphan"),
    (FIGURE, "1,234人", "1234人", "holds"),
    (FIGURE, "1,234人", "１，２３４人", "holds"),
    (FIGURE, "参加者は、1,234人", "参加者は1,234人", "holds"),
    (FIGURE, "1,234人", "1,235人", "reopened"),
    (FIGURE, "1,234人", "1.234人", "reopened"),
    (FIGURE, "1,234人", "1,234社", "reopened"),
    (FIGURE, "1,234人", "11,234人", "reopened"),
    (FIGURE, "参加者は、1,234人でした。", "", "orphan"),
    (CHANGE, "△3.2％", "▲3.2％", "holds"),
    (CHANGE, "△3.2％", "△３．２％", "holds"),
    (CHANGE, "△3.2％", "3.2％", "reopened"),
    (CHANGE, "△3.2％", "△32％", "reopened"),
    (CHANGE, "△3.2％", "△3.2ポイント", "reopened"),
    (CITY, "はみどり市と", "は、みどり市と", "holds"),
    (CITY, "みどり市", "あおい市", "reopened"),
    (AGREEMENT, "締結しました。\n\n参加", "締結しました。\n\n先日の参加", "holds"),
    (AGREEMENT, "さくら市はみどり市と", "さくら市は、みどり市と", "holds"),
    (AGREEMENT, "みどり市", "あおい市", "reopened"),
    (AGREEMENT, "締結しました。", "締結しました（令和4年12月更新）。", "reopened"),
    (AGREEMENT, SIGNED, "", "orphan"),
]


def without(kind: str, text: str) -> Change:
    """An extractor that finds no such record."""
    return lambda found: [record for record in found if record.kind != kind or text not in record.text]


def taken(read: Page, kind: str, text: str, action: Action) -> str:
    """A decision on the record with this passage, and the record's id."""
    if action == "add":
        document = read.ledger.document(read.document)
        assert document
        passage = next(line for line in document.text.split("\n") if text in line) if kind == "agreement" else text
        added = ADDED[kind] | {"kind": kind, "text": passage}
        found = [start for start in range(len(document.text)) if document.text.startswith(passage, start)]
        return read.decide(read.document, "add", **added, start=found[0]).record
    record = read.record(kind, text)
    return read.decide(record.id, action, **(SAID[kind] if action == "correct" else {})).record


ADDED: dict[str, dict[str, Any]] = {
    "date": {"edtf": "2000-01-01", "precision": "day"},
    "figure": {"number": 5, "unit": "人"},
    "city": {"name": "さくら市", "code": "092142"},
    "agreement": {
        "type": "agreement",
        "title": "包括連携協定",
        "parties": [{"name": "さくら市"}, {"name": "みどり市"}],
    },
}


@pytest.mark.parametrize("action", DECISIONS)
@pytest.mark.parametrize(("record", "old", "new", "state"), PAGES, ids=[f"{row[0][1]}-{row[2][:14]}" for row in PAGES])
def test_a_page_that_changes(action: Action, record: tuple[str, str], old: str, new: str, state: str) -> None:
    extractor: Change = without(record[0], "") if action == "add" else list
    with page(TEXT, extractor) as read:
        name = taken(read, *record, action)
        read.read(TEXT.replace(old, new, 1), extractor)
        (standing,) = read.standings
        assert standing.state == state
        if state == "holds":
            assert (standing.record is None) == (action == "reject")
            if standing.record:
                document = read.ledger.document(read.document)
                assert document and document.text[standing.record.start : standing.record.end] == standing.record.text
        if state == "reopened":
            assert standing.passage and standing.record is None and standing.decision.record == name
        if state == "orphan":
            assert standing.record is None and standing.passage is None


def valued(**values: Any) -> Change:
    """An extractor that finds the date of the signing with other values."""
    return lambda found: [replace(r, **values) if (r.kind, r.text) == DATE else r for r in found]


def renamed(**values: Any) -> Change:
    """An extractor under which the record has another id, and perhaps another span."""
    return lambda found: [replace(r, id="other", **values) if (r.kind, r.text) == DATE else r for r in found]


EXTRACTORS: list[tuple[Change, dict[Action, str]]] = [
    # (the new extractor, state by decision: confirmed 2021-01-28, corrected to 2000-01-01, rejected)
    (list, {"confirm": "holds", "correct": "holds", "reject": "holds"}),
    (valued(confidence=0.3, extractor="dates/99"), {"confirm": "holds", "correct": "holds", "reject": "holds"}),
    (valued(inferred="heading"), {"confirm": "holds", "correct": "holds", "reject": "holds"}),
    (valued(edtf="2000-01-01"), {"confirm": "conflict", "correct": "retired", "reject": "conflict"}),
    (valued(edtf="1999-01-01"), {"confirm": "conflict", "correct": "conflict", "reject": "conflict"}),
    (valued(edtf=None, problem="no such day"), {"confirm": "conflict", "correct": "conflict", "reject": "conflict"}),
    (valued(role="held"), {"confirm": "conflict", "correct": "holds", "reject": "conflict"}),
    (without(*DATE), {"confirm": "holds", "correct": "holds", "reject": "retired"}),
    (renamed(), {"confirm": "holds", "correct": "holds", "reject": "holds"}),
    (renamed(edtf="2000-01-01"), {"confirm": "conflict", "correct": "retired", "reject": "conflict"}),
    (renamed(edtf="1999-01-01"), {"confirm": "conflict", "correct": "conflict", "reject": "conflict"}),
    (renamed(end=19, text="令和3年1月28日、"), {"confirm": "holds", "correct": "holds", "reject": "holds"}),
]
PUBLISHED = {
    # (decision, state): the value that is published meanwhile
    ("confirm", "holds"): "2021-01-28",
    ("confirm", "conflict"): "2021-01-28",
    ("correct", "holds"): "2000-01-01",
    ("correct", "conflict"): "2000-01-01",
    ("correct", "retired"): "2000-01-01",
}


@pytest.mark.parametrize("action", ["confirm", "correct", "reject"])
@pytest.mark.parametrize(("extractor", "states"), EXTRACTORS)
def test_an_extractor_that_changes(action: Action, extractor: Change, states: dict[Action, str]) -> None:
    with page(TEXT) as read:
        taken(read, *DATE, action)
        read.read(TEXT, extractor)
        (standing,) = read.standings
        assert standing.state == states[action]
        value = getattr(standing.record, "edtf", None)
        assert value == PUBLISHED.get((action, standing.state))
        assert bool(standing.clashes) == (standing.state == "conflict")
        # On a later page the same holds, for the text of the passage is the same.
        read.read(TEXT.replace("問い合わせ", "お問い合わせ"), extractor)
        assert read.standings[0].state == states[action]


ADDITIONS = [
    # (what the new extractor finds of the added record, 5 人; state, published number)
    (without(*FIGURE), "holds", 5),
    (lambda found: [replace(r, number=Decimal(5)) if r.text == FIGURE[1] else r for r in found], "retired", 5),
    (list, "conflict", 5),
]


@pytest.mark.parametrize(("extractor", "state", "number"), ADDITIONS)
def test_an_added_record_that_the_extractor_finds_later(extractor: Change, state: str, number: int) -> None:
    with page(TEXT, without(*FIGURE)) as read:
        taken(read, *FIGURE, "add")
        read.read(TEXT, extractor)
        (standing,) = read.standings
        assert (standing.state, getattr(standing.record, "number", None)) == (state, number)


SEQUENCES: list[tuple[list[tuple[Action, dict[str, Any]]], str | None, str, float]] = [
    # (decisions in their order, value, review, confidence)
    ([("confirm", {})], "2021-01-28", "confirmed", 1.0),
    ([("correct", {"edtf": "2022-03"})], "2022-03", "corrected", 1.0),
    ([("correct", {"edtf": "2022-03"}), ("correct", {"edtf": "2023-03"})], "2023-03", "corrected", 1.0),
    ([("correct", {"edtf": "2022-03"}), ("correct", {"role": "held"})], "2022-03", "corrected", 1.0),
    ([("correct", {"edtf": "2022-03"}), ("confirm", {})], "2022-03", "confirmed", 1.0),
    ([("correct", {"edtf": "2022-03"}), ("reject", {})], None, "rejected", 1.0),
    ([("reject", {}), ("correct", {"edtf": "2022-03"})], "2022-03", "corrected", 1.0),
    ([("reject", {}), ("reopen", {}), ("confirm", {})], "2021-01-28", "confirmed", 1.0),
]


@pytest.mark.parametrize(("decisions", "edtf", "review", "confidence"), SEQUENCES)
def test_the_last_decision_holds(
    decisions: list[tuple[Action, dict[str, Any]]], edtf: str | None, review: str, confidence: float
) -> None:
    with page(TEXT) as read:
        name = read.record(*DATE).id
        for action, said in decisions:
            read.decide(name, action, **said)
        (standing,) = read.standings
        record: Any = standing.record
        assert (record and record.edtf) == edtf
        assert record is None or (record.review, record.confidence) == (review, confidence)


def test_undo_is_another_decision() -> None:
    with page(TEXT) as read:
        name = read.record(*DATE).id
        read.decide(name, "reject")
        read.decide(name, "reopen")
        assert read.standings == []
        assert [decision.action for decision in read.ledger.decisions()] == ["reject", "reopen"]
        assert read.record(*DATE).review == "unreviewed"


def test_a_conflict_ends_with_a_decision_in_sight_of_it() -> None:
    with page(TEXT) as read:
        name = taken(read, *DATE, "correct")
        read.read(TEXT, valued(edtf="1999-01-01"))
        assert read.standings[0].state == "conflict"
        read.decide(name, "confirm")
        assert (read.standings[0].state, getattr(read.standings[0].record, "edtf", None)) == ("holds", "2000-01-01")
        read.decide(name, "correct", edtf="1999-01-01")
        assert read.standings[0].state == "retired"


def test_a_reopened_decision_ends_with_one_on_the_new_passage() -> None:
    with page(TEXT) as read:
        old = taken(read, *DATE, "confirm")
        read.read(TEXT.replace("28日", "29日"))
        new = read.record("date", "29日").id
        read.decide(new, "confirm")
        assert [(one.state, one.decision.record) for one in read.standings] == [("holds", new)]
        assert [decision.record for decision in read.ledger.decisions()] == [old, new]


def test_a_decision_that_moved_to_another_id_can_be_followed_by_one_on_it() -> None:
    with page(TEXT) as read:
        taken(read, *DATE, "correct")
        read.read(TEXT, renamed())
        read.decide("other", "correct", role="held")
        (standing,) = read.standings
        record: Any = standing.record
        assert (standing.state, record.id, record.edtf, record.role) == ("holds", "other", "2000-01-01", "held")


def test_a_conflict_under_another_id_can_be_settled_by_either_name() -> None:
    for name in ("old", "other"):
        with page(TEXT) as read:
            old = taken(read, *DATE, "correct")
            read.read(TEXT, renamed(edtf="1999-01-01"))
            assert read.standings[0].state == "conflict"
            read.decide(old if name == "old" else name, "correct", edtf="1999-01-01")
            (standing,) = read.standings
            record: Any = standing.record
            assert (standing.state, record.id, record.edtf) == ("retired", "other", "1999-01-01")


def test_values_nobody_has_seen_stay_as_sure_as_they_were() -> None:
    with page(TEXT) as read:
        taken(read, *DATE, "correct")
        read.read(TEXT, valued(role="held", confidence=0.4))
        record: Any = read.standings[0].record
        assert (record.edtf, record.role, record.confidence) == ("2000-01-01", "held", 0.4)


def same_passage_twice(found: list[AnyRecord]) -> list[AnyRecord]:
    """One passage that tells of two agreements, under ids that have changed."""
    agreements = [record for record in found if record.kind == "agreement"]
    return [
        replace(a, id=f"{n}{a.id}", title=title) for n, title in enumerate(("甲協定", "乙協定")) for a in agreements
    ]


def test_two_records_of_one_passage_keep_their_own_decisions() -> None:
    with page(TEXT, same_passage_twice) as read:
        for record in list(read.ledger.records("agreement")):
            read.decide(record.id, "confirm")
        read.read(TEXT, lambda found: [replace(r, id="x" + r.id) for r in same_passage_twice(found)])
        assert sorted((one.state, getattr(one.record, "title", "")) for one in read.standings) == [
            ("holds", "乙協定"),
            ("holds", "甲協定"),
        ]


def under_another_id(found: list[AnyRecord]) -> list[AnyRecord]:
    """An extractor under which the agreement has another id."""
    return [replace(record, id="n") if record.kind == "agreement" else record for record in found]


def test_what_was_said_of_two_agreements_goes_over_to_their_new_ids() -> None:
    with page(TEXT) as read:
        agreement = read.record(*AGREEMENT)
        said = Decision(
            record=agreement.id,
            document=agreement.document,
            action="part",
            fields='{"with": "elsewhere"}',
            as_seen=dumps(to_row(agreement)),
            reviewer="佐藤",
            at="2026-11-26T10:00:00Z",
            passage=agreement.text,
            before=TEXT[: agreement.start],
            after=TEXT[agreement.end : agreement.end + 32],
            start=agreement.start,
        )
        read.ledger.decide(said)
        assert renamed_records(read.ledger) == {} and read.standings == []
        read.read(
            "お知らせ\n\n" + TEXT, lambda found: [replace(r, id="n") if r.kind == "agreement" else r for r in found]
        )
        assert renamed_records(read.ledger) == {agreement.id: "n"}
