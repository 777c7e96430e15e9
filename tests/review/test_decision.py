"""What a record says after the decisions on it."""

import pytest

from extractors.records import DateRecord
from extractors.rows import dumps
from review.decision import DecisionError, apply
from store.entries import Action, Decision

RECORD = DateRecord(id="r1", document="d", start=0, end=7, text="2021年3月", edtf="2021-03", confidence=0.6)


def decision(action: Action, **fields: object) -> Decision:
    return Decision(
        record="r1", document="d", action=action, fields=dumps(fields), reviewer="sato", at="2026-11-26T09:00:00Z"
    )


SEQUENCES = [
    # (decisions, edtf, review, confidence)
    ([], "2021-03", "unreviewed", 0.6),
    ([decision("confirm")], "2021-03", "confirmed", 1.0),
    ([decision("correct", edtf="2022-03")], "2022-03", "corrected", 1.0),
    ([decision("correct", edtf="2022-03"), decision("correct", edtf="2023-03")], "2023-03", "corrected", 1.0),
    ([decision("correct", edtf="2022-03"), decision("confirm")], "2022-03", "confirmed", 1.0),
    ([decision("join")], "2021-03", "unreviewed", 0.6),
    ([decision("reject")], "2021-03", "rejected", 1.0),
    ([decision("correct", edtf="2022-03"), decision("reopen")], "2021-03", "unreviewed", 0.6),
    ([decision("reject"), decision("reopen"), decision("confirm")], "2021-03", "confirmed", 1.0),
]


@pytest.mark.parametrize(("decisions", "edtf", "review", "confidence"), SEQUENCES)
def test_the_last_decision_holds(decisions: list[Decision], edtf: str, review: str, confidence: float) -> None:
    decided = apply(RECORD, decisions)
    assert (decided.edtf, decided.review, decided.confidence) == (edtf, review, confidence)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"precision": "century"}, "precision of record r1"),
        ({"edtf": 2022}, "edtf of record r1"),
        ({"city": "富山市"}, "a date has no city"),
        ({"text": "2022年3月"}, "text of record r1 cannot be changed"),
        ({"review": "confirmed"}, "review of record r1 cannot be changed"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_with_its_reason(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        apply(RECORD, [decision("correct", **fields)])
