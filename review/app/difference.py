"""Two versions of a text side by side: lines beside lines, changed characters and records marked, the rest folded.

>>> rows = side_by_side("一つ目\\n参加は23社。\\n終わり", "一つ目\\n参加は25社。\\n終わり")
>>> [(row.changed, "".join(piece.text for piece in row.new)) for row in rows]
[(False, '一つ目'), (True, '参加は25社。'), (False, '終わり')]
>>> [(piece.text, piece.kinds) for piece in rows[1].old]
[('参加は2', ()), ('3', ('changed',)), ('社。', ())]

Nothing of either text is left out but empty lines. What differs in notation alone (see `extractors.comparison`) is
not marked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractors.comparison import Change, compare, plain
from review.app.segments import Cutter, Mark, Segment

CHANGED = "changed"  # the kind of the marks on what differs
_AROUND = 1  # rows shown on either side of one that says something
_FOLDED = 3  # rows in a row that are worth folding

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of the two versions that stand beside each other; `marked` when a change or a record is on them."""

    old: tuple[Segment, ...]
    new: tuple[Segment, ...]
    changed: bool

    @property
    def marked(self) -> bool:
        """Whether there is something to see."""
        return self.changed or any(piece.kinds for piece in (*self.old, *self.new))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow each other, folded where there is nothing to see in them."""

    rows: tuple[Row, ...]
    folded: bool


def side_by_side(
    old: str,
    new: str,
    old_marks: Iterable[Mark] = (),
    new_marks: Iterable[Mark] = (),
    changes: Sequence[Change] | None = None,
) -> list[Row]:
    """The two texts in rows, with these records marked; `changes` as `compare` finds them."""
    changes = compare(old, new) if changes is None else changes
    sides = (
        _Side(old, [(change.old_start, change.old_end) for change in changes], old_marks),
        _Side(new, [(change.new_start, change.new_end) for change in changes], new_marks),
    )
    rows: list[Row] = []
    done = (0, 0)
    for first, last in _changed_lines(sides, len(changes)):
        rows += _unchanged(sides, done, first)
        rows.append(_row(sides, first, last, changed=True))
        done = last
    rows += _unchanged(sides, done, (len(sides[0].lines), len(sides[1].lines)))
    return _together(rows)


def folded(rows: Sequence[Row]) -> list[Stretch]:
    """The rows in stretches: what says something with a row around it, and the rest folded."""
    seen = {place for place, row in enumerate(rows) if row.marked}
    near = {place + step for place in seen for step in range(-_AROUND, _AROUND + 1)}
    stretches: list[Stretch] = []
    for shown, places in groupby(range(len(rows)), key=near.__contains__):
        there = tuple(rows[place] for place in places)
        if stretches and not stretches[-1].folded and (shown or len(there) < _FOLDED):
            stretches[-1] = replace(stretches[-1], rows=stretches[-1].rows + there)
        else:
            stretches.append(Stretch(there, folded=not shown and len(there) >= _FOLDED))
    return stretches


class _Side:
    """One of the two texts: its lines, and where it changed."""

    def __init__(self, text: str, changes: Sequence[_Span], marks: Iterable[Mark]) -> None:
        self.lines = list(_lines(text))
        self.changes = changes
        self._starts = [start for start, _ in self.lines]
        self._ends = [end for _, end in self.lines]
        self._cutter = Cutter(text, [*marks, *(Mark("", start, end, CHANGED) for start, end in changes)])

    def touched(self, number: int) -> _Span:
        """The lines that a change touches, as a range; an empty one where it stands between two lines."""
        start, end = self.changes[number]
        first = bisect_right(self._ends, start)
        return first, max(first, bisect_left(self._starts, end if start < end else start))

    def reaches(self, number: int, lines: _Span) -> _Span:
        """How many lines before and after the change (0 or 1) its own first and last line go on into."""
        start, end = self.changes[number]
        if lines[0] >= lines[1]:
            return 0, 0
        return int(self._starts[lines[0]] < start), int(end < self._ends[lines[1] - 1])

    def cut(self, first: int, last: int) -> tuple[Segment, ...]:
        """What stands on a range of lines."""
        return tuple(self._cutter.cut(self._starts[first], self._ends[last - 1])) if first < last else ()


def _lines(text: str) -> Iterator[_Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _changed_lines(sides: tuple[_Side, _Side], number: int) -> list[tuple[_Span, _Span]]:
    """Where each run of changed lines begins and ends, in both texts at once."""
    runs: list[tuple[_Span, _Span]] = []
    for one in range(number):
        old, new = (side.touched(one) for side in sides)
        old, new = (
            _beside(old, sides[1].reaches(one, new), sides[0]),
            _beside(new, sides[0].reaches(one, old), sides[1]),
        )
        first, last = (old[0], new[0]), (old[1], new[1])
        if runs and (first[0] < runs[-1][1][0] or first[1] < runs[-1][1][1]):
            before, after = runs.pop()
            first = min(first[0], before[0]), min(first[1], before[1])
            last = max(last[0], after[0]), max(last[1], after[1])
        runs.append((first, last))
    return runs


def _beside(lines: _Span, reach: _Span, side: _Side) -> _Span:
    """The lines of a change; between two of them, those that the other text's line goes on into."""
    if lines[0] < lines[1]:
        return lines
    return max(lines[0] - reach[0], 0), min(lines[1] + reach[1], len(side.lines))


def _unchanged(sides: tuple[_Side, _Side], first: _Span, last: _Span) -> Iterator[Row]:
    """The rows of a stretch that says the same: line by line, or as a whole where its lines are broken otherwise."""
    counts = last[0] - first[0], last[1] - first[1]
    if counts[0] == counts[1]:
        for step in range(counts[0]):
            at = first[0] + step, first[1] + step
            yield _row(sides, at, (at[0] + 1, at[1] + 1), changed=False)
    elif any(count > 0 for count in counts):
        yield _row(sides, first, last, changed=False)


def _together(rows: Sequence[Row]) -> list[Row]:
    """The rows, those made one whose lines are broken at other places beside a change."""
    found: list[Row] = []
    joining = False
    for row in rows:
        apart = not row.changed and plain(_text(row.old)) != plain(_text(row.new))
        if found and ((apart and found[-1].changed) or (joining and row.changed)):
            old, new = (_below(one, other) for one, other in ((found[-1].old, row.old), (found[-1].new, row.new)))
            found[-1] = Row(old, new, changed=True)
        else:
            found.append(replace(row, changed=row.changed or apart))
        joining = apart
    return found


def _below(one: tuple[Segment, ...], other: tuple[Segment, ...]) -> tuple[Segment, ...]:
    return (*one, replace(one[-1], text="\n", marks=(), kinds=()), *other) if one and other else one or other


def _text(pieces: Iterable[Segment]) -> str:
    return "".join(piece.text for piece in pieces)


def _row(sides: tuple[_Side, _Side], first: _Span, last: _Span, *, changed: bool) -> Row:
    return Row(sides[0].cut(first[0], last[0]), sides[1].cut(first[1], last[1]), changed)
