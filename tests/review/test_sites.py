"""Decisions on every record of the pages of a site, and what becomes of them when the pages change."""

from __future__ import annotations

import json
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from extractors.records import AnyRecord
from store.entries import Action
from tests.review.reading import Page, page

SITE = Path(__file__).parents[1] / "site"
SHARED = Path(__file__).parents[3] / "shared" / "site"
MEDIA = {".html": "text/html", ".pdf": "application/pdf"}
KINDS = {"dates": "date", "figures": "figure", "cities": "city", "agreements": "agreement"}
CORRECTIONS: dict[str, dict[str, Any]] = {
    "date": {"edtf": "1950-01-01"},
    "figure": {"number": 7},
    "city": {"prefecture": "東京都"},
    "agreement": {"title": "別の協定"},
}


def squeezed(text: str) -> str:
    return "".join(text.split())


def decided(read: Page) -> list[tuple[AnyRecord, Action]]:
    """Every record with the decision that was taken on it: confirmed, corrected, rejected by turns."""
    actions: Any = cycle(("confirm", "correct", "reject"))
    records = [record for kind in KINDS.values() for record in read.ledger.records(kind)]
    taken = list(zip(records, actions, strict=False))
    for record, action in taken:
        read.decide(record.id, action, **(CORRECTIONS[record.kind] if action == "correct" else {}))
    return taken


def expected(record: AnyRecord, changes: dict[str, Any], text: str) -> str:
    """The state that the list of changes asks for."""
    for removed in changes.get("removed_text", ()):
        spans = [(text.find(part), len(part)) for part in removed["text"]]
        if any(start <= record.start < start + length for start, length in spans if start >= 0):
            return "orphan"
    for plural, kind in KINDS.items():
        for change in changes[plural]["changed"]:
            if kind == record.kind and touches(record, change["old"]):
                return "reopened"
    return "holds"


def touches(record: Any, old: dict[str, Any]) -> bool:
    """Whether this is the record whose passage is changed."""
    if record.kind == "city":  # their changes are numbers of mentions
        return False
    if record.kind == "agreement":
        return squeezed(old["evidence"]) in squeezed(record.text)
    mine, theirs = squeezed(record.text), squeezed(old["text"])
    same = record.edtf == old["edtf"] if record.kind == "date" else float(record.number or 0) == old["number"]
    return same and (mine in theirs or theirs in mine)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the larger test site is not beside this checkout")
@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_every_decision_on_the_larger_site_ends_in_the_right_state(number: str) -> None:
    changes = json.loads((SHARED / "updates" / f"{number}.changes.json").read_text(encoding="utf-8"))
    media_type = MEDIA[Path(changes["v1"]).suffix]
    with page((SHARED / changes["v1"]).read_bytes(), media_type=media_type) as read:
        taken = decided(read)
        document = read.ledger.document(read.document)
        assert document
        wanted = {record.id: expected(record, changes, document.text) for record, _ in taken}
        read.read((SHARED / changes["v2"]).read_bytes(), media_type=media_type)
        found = {standing.decision.record: standing for standing in read.standings}
        assert {name: standing.state for name, standing in found.items()} == wanted
        assert len(Counter(wanted.values())) > 1, "the update changes something that was decided"
        for record, action in taken:
            standing = found[record.id]
            published = standing.state == "holds" and action != "reject"
            assert (standing.record is not None) == published
            assert (standing.passage is not None) == (standing.state == "reopened")


@pytest.mark.parametrize("path", sorted((SITE / "updates").rglob("*.html")), ids=lambda path: path.stem)
def test_decisions_hold_where_the_lines_of_a_page_stay(path: Path) -> None:
    first = SITE / "pages" / path.relative_to(SITE / "updates")
    with page(first.read_bytes(), media_type="text/html") as read:
        taken = decided(read)
        old = read.ledger.document(read.document)
        read.read(path.read_bytes(), media_type="text/html")
        new = read.ledger.document(read.document)
        assert old and new
        states = {standing.decision.record: standing.state for standing in read.standings}
        lines = set(new.text.split("\n"))
        kept = [record for record, _ in taken if set(block(old.text, record).split("\n")) <= lines]
        assert len(kept) > len(taken) / 2
        assert {states[record.id] for record in kept if record.kind != "agreement"} == {"holds"}
        # What an agreement is about may be said elsewhere on the page, where it has changed.
        assert {states[record.id] for record in kept} <= {"holds", "conflict"}
        assert len(states) == len(taken), "no decision is dropped"


def block(text: str, record: AnyRecord) -> str:
    """The lines that a passage stands in."""
    start, end = text.rfind("\n", 0, record.start) + 1, text.find("\n", record.end)
    return text[start : end if end >= 0 else len(text)]
