"""Two versions side by side: nothing is lost, what differs is marked, and what is beside each other says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.comparison import plain
from review.app.difference import CHANGED, Row, folded, side_by_side
from review.app.segments import Mark, Segment

LINES = st.lists(st.text("あい市1２元年、 A", max_size=8), max_size=8).map("\n".join)


def text(pieces: tuple[Segment, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def shown(rows: list[Row]) -> list[tuple[str, str, bool]]:
    return [(text(row.old), text(row.new), row.changed) for row in rows]


ROWS = [
    ("一\n二\n三", "一\n二\n三", [("一", "一", False), ("二", "二", False), ("三", "三", False)]),
    ("一\n二", "一\n間\n二", [("一", "一", False), ("", "間", True), ("二", "二", False)]),
    ("一\n間\n二", "一\n二", [("一", "一", False), ("間", "", True), ("二", "二", False)]),
    ("参加は23社", "参加は25社", [("参加は23社", "参加は25社", True)]),
    ("開いた", "第3回を開いた", [("開いた", "第3回を開いた", True)]),
    ("開いた", "開いた。", [("開いた", "開いた。", True)]),
    ("令和元年２月", "令和1年2月", [("令和元年２月", "令和1年2月", False)]),  # another notation is no change
    ("あの市が開いた", "あの市が\n開いた", [("あの市が開いた", "あの市が\n開いた", False)]),
    ("", "新しい", [("", "新しい", True)]),
]


@pytest.mark.parametrize(("old", "new", "rows"), ROWS)
def test_lines_stand_beside_their_like(old: str, new: str, rows: list[tuple[str, str, bool]]) -> None:
    assert shown(side_by_side(old, new)) == rows


@given(LINES, LINES, st.integers(0, 60), st.integers(0, 60))
def test_nothing_is_lost_and_what_is_not_marked_is_the_same(old: str, new: str, start: int, length: int) -> None:
    marks = [Mark("a", start, start + length, "date")]
    rows = side_by_side(old, new, marks, marks)
    for whole, side in ((old, [row.old for row in rows]), (new, [row.new for row in rows])):
        lines = "\n".join(text(pieces) for pieces in side if pieces).split("\n")
        assert [line for line in lines if line.strip()] == [line for line in whole.split("\n") if line.strip()]
    for row in rows:
        same = plain(text(row.old)) == plain(text(row.new))
        assert row.changed or same
        assert row.changed or not any(CHANGED in piece.kinds for piece in (*row.old, *row.new))
    assert [row for stretch in folded(rows) for row in stretch.rows] == rows


def test_what_says_nothing_is_folded_and_records_are_not() -> None:
    lines = [f"第{number}条" for number in range(30)]
    old = "\n".join(lines)
    new = old.replace("第3条", "第三条")
    start = old.index("第20条")
    rows = side_by_side(old, new, [Mark("r", start, start + 4, "figure")])
    assert [(stretch.folded, len(stretch.rows)) for stretch in folded(rows)] == [
        (False, 5),  # with one before that is not worth folding, and one around
        (True, 14),
        (False, 3),
        (True, 8),
    ]
