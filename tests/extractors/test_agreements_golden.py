"""Golden documents of agreements in the styles of many municipal sites: the records that a careful reader makes.

The cities are real, the contents invented. `tests/golden_agreements/<style>.json` names the document beside it and its
agreements; an entry marked `optional` is neither required nor wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.scoring import KINDS, Tally, agreement_key, score
from tests.test_quality import rows_of

DOCUMENTS = Path(__file__).parents[1] / "golden_agreements"
GOLDEN = sorted(DOCUMENTS.glob("*.json"))
STRICT = 0.97  # of all agreements: type, signatories and day of signing
FIELDS = 0.99  # of the right ones: renewals, end, status, witnesses, codes
# Styles that report no agreement at all.
WITHOUT = {"form_sample", "traps", "traps2", "traps3"}


def gold_of(path: Path) -> dict[str, Any]:
    return {kind: [] for kind in ("dates", "figures", "cities")} | json.loads(path.read_text(encoding="utf-8"))


def agreements(path: Path) -> list[dict[str, Any]]:
    return [row for row in rows_of(DOCUMENTS / gold_of(path)["document"]) if row["kind"] == "agreement"]


@pytest.fixture(scope="module")
def found() -> dict[str, list[dict[str, Any]]]:
    return {path.stem: agreements(path) for path in GOLDEN}


def test_there_are_enough_of_them() -> None:
    assert len(GOLDEN) >= 15
    assert sum(len(gold_of(path)["agreements"]) for path in GOLDEN) >= 60
    assert {path.stem for path in GOLDEN if not gold_of(path)["agreements"]} == WITHOUT


def test_type_signatories_and_day(found: dict[str, list[dict[str, Any]]]) -> None:
    tallies = {kind: Tally() for kind in KINDS}
    for path in GOLDEN:
        score(tallies, gold_of(path), found[path.stem])
    tally = tallies["agreement"]
    assert tally.f1 >= STRICT, f"missed {tally.missed}, wrong {tally.wrong}"


def test_the_other_fields(found: dict[str, list[dict[str, Any]]]) -> None:
    right, wrong = 0, []
    for path in GOLDEN:
        rows = {agreement_key(row): fields(row) for row in found[path.stem]}
        for entry in gold_of(path)["agreements"]:
            have, want = rows.get(agreement_key(entry)), fields(entry)
            if have and not entry.get("optional"):
                right += sum(have[name] == want[name] for name in want)
                wrong += [(path.stem, name, want[name], have[name]) for name in want if have[name] != want[name]]
    assert right / (right + len(wrong)) >= FIELDS, wrong


@pytest.mark.parametrize("style", sorted(WITHOUT))
def test_nothing_where_nothing_is(found: dict[str, list[dict[str, Any]]], style: str) -> None:
    assert found[style] == []


def fields(row: dict[str, Any]) -> dict[str, Any]:
    parties = row["parties"]
    return {
        "renewed": sorted(row["renewed"]),
        "ended": row["ended"],
        "status": row["status"],
        "witnesses": sorted(party["name"] for party in parties if party["role"] == "witness"),
        "codes": sorted(party["code"] for party in parties if party.get("code")),
    }
