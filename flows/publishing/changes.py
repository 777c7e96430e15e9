"""Any two editions compared, from what each publication kept of its changes.

>>> kind(None, {"id": "r1"}), kind({"id": "r1"}, None), kind({}, {"id": "r1"})
('added', 'removed', 'changed')
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extractors.rows import Row, dumps, loads
from flows.usage import UsageError

FOLDER = "editions"
INDEX = f"{FOLDER}/index.jsonl"
SIGNS = {"added": "＋", "changed": "～", "removed": "－"}


class UnknownEditionError(UsageError):
    """No edition has this name; the message lists those there are."""


def editions(processed: Path) -> list[Row]:
    """The editions in the order of their publication."""
    index = processed / INDEX
    return [loads(line) for line in index.read_text(encoding="utf-8").splitlines()] if index.exists() else []


def compare(processed: Path, one: str, other: str | None = None) -> Iterator[Row]:
    """What changed from one edition to another, or to the last; raises `UnknownEditionError`.

    A record that changed on the way and is as it was is left out.
    """
    history = editions(processed)
    first = _place(history, one)
    last = _place(history, other) if other else len(history) - 1
    steps = range(first + 1, last + 1) if first <= last else range(first, last, -1)
    whole: dict[tuple[str, str], list[Row | None]] = {}
    for step in steps:
        for row in changes_to(processed, step + 1):
            sides = (row["old"], row["new"]) if first <= last else (row["new"], row["old"])
            whole.setdefault((row["table"], row["id"]), [sides[0], None])[1] = sides[1]
    for (table, name), (old, new) in whole.items():
        if old != new:
            yield {"change": kind(old, new), "table": table, "id": name, "old": old, "new": new}


def changes_to(processed: Path, number: int) -> Iterator[Row]:
    """What changed from the edition before to the one of this number; nothing is told of the first."""
    path = processed / FOLDER / file_of(number)
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(loads, lines)


def summary(changes: Iterable[Row]) -> dict[tuple[str, str], int]:
    """How many records of each table were added, changed and removed."""
    return dict(sorted(Counter((row["table"], row["change"]) for row in changes).items()))


def listed(edition: Row) -> str:
    """An edition in a line: its number, name and moment, and how much it changed."""
    counts = "   ".join(f"{SIGNS[change]}{count}" for change, count in edition["changes"].items())
    return f"{edition['number']:>4}  {edition['edition']}  {edition['moment']}   {counts}"


def told(change: Row) -> str:
    """A change in a line: the passage, and what it said before and says now."""
    old, new = change["old"] or {}, change["new"] or {}
    said = new or old
    fields = [name for name in said if old and new and old.get(name) != new.get(name)]
    differences = "; ".join(f"{name} {dumps(old.get(name))} → {dumps(new.get(name))}" for name in fields)
    passage = " ".join((said.get("text") or said.get("title") or "").split())[:60]
    return f"{change['id']}  {passage}  {differences}".rstrip()


def kind(old: object, new: object) -> str:
    """What happened to a record that was `old` and is `new`."""
    return "added" if old is None else "removed" if new is None else "changed"


def file_of(number: int) -> str:
    """The file of what changed to the edition of this number."""
    return f"{number:04}.jsonl.gz"


def _place(history: Sequence[Row], name: str) -> int:
    """The edition of this name, its beginning or its number; of several the last."""
    for place in reversed(range(len(history))):
        if name == str(history[place]["number"]) or (len(name) >= 8 and history[place]["edition"].startswith(name)):
            return place
    there = ", ".join(row["edition"] for row in history) or "none yet; `renkei publish` makes one"
    raise UnknownEditionError(f"{name}: no such edition; there are: {there}")
