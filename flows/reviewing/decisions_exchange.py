"""Decisions as JSON Lines, out of a ledger and into one.

>>> decision = Decision(record="r", document="d", action="reject", reviewer="佐藤", at="2026-11-26T10:00:00Z", seen=0)
>>> read(written(decision)) == decision
True

A decision is written without its number in the ledger, and may be taken in any number of times: it is there once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from pydantic import TypeAdapter, ValidationError

from extractors.rows import Row, dumps, loads
from flows.workspace import Workspace
from review.validation import DecisionError
from store.decisions import IncompleteError, OvertakenError
from store.entries import Decision
from store.ledger import Ledger

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many decisions were new and how many there already, and why others were not taken, a line each."""

    new: int
    known: int
    refused: tuple[str, ...]

    def row(self) -> Row:
        """The same for programs."""
        return {"new": self.new, "known": self.known, "refused": list(self.refused)}


def export(workspace: Workspace) -> Iterator[str]:
    """All decisions in the order in which they were taken, a line of JSON each."""
    with Ledger.open(workspace.ledger) as ledger:
        yield from map(written, ledger.decisions())


def take_in(workspace: Workspace, lines: Iterable[str]) -> Taken:
    """Append the decisions that are not there yet; raises `DecisionError` for a line that holds none.

    A decision on a record on which somebody else has decided here is refused and the rest go on.
    """
    arriving = [_numbered(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    new, refused = 0, []
    with Ledger.open(workspace.ledger) as ledger:
        last, _ = ledger.last_decision()
        for number, decision in arriving:
            try:
                new += ledger.decide(decision) > last
            except (OvertakenError, IncompleteError) as error:
                refused.append(f"line {number}: {error}")
    return Taken(new, len(arriving) - new - len(refused), tuple(refused))


def written(decision: Decision) -> str:
    """The decision as a line of JSON."""
    return dumps({name: value for name, value in asdict(decision).items() if name != "id"})


def read(line: str) -> Decision:
    """The decision that a line of JSON holds; raises `ValueError`."""
    decision = replace(_DECISION.validate_python(loads(line)), id=0)
    if decision.seen is None or not all(isinstance(loads(part), dict) for part in (decision.fields, decision.as_seen)):
        raise ValueError("seen, fields and as_seen are needed")
    return decision


def _numbered(number: int, line: str) -> tuple[int, Decision]:
    try:
        return number, read(line)
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except ValueError as error:
        reason = str(error)
    raise DecisionError(f"line {number} holds no decision ({reason}); nothing was taken in")
