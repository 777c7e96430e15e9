"""What waits for a person: decisions that no longer fit what is there, and on request what extraction is least sure of.

>>> Queue((), ()).lines()
'要確認 to review 0'
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from heapq import nsmallest
from itertools import chain

from extractors.records import KINDS, AnyRecord
from extractors.rows import Row, to_row
from flows.reviewing.decide import row as decision_row
from flows.reviewing.decide import situation
from flows.reviewing.reviewed import reviewed
from flows.workspace import Workspace
from review.merge import Standing
from review.standings import standings
from store.ledger import Ledger

_URGENT = ("conflict", "reopened", "orphan")


@dataclass(frozen=True, slots=True)
class Queue:
    """Decisions to look at again, conflicts first, and undecided records, the least sure first."""

    standings: tuple[Standing, ...]
    unsure: tuple[AnyRecord, ...]

    def row(self) -> Row:
        """The queue for programs."""
        return {"decisions": [standing_row(one) for one in self.standings], "unsure": [to_row(r) for r in self.unsure]}

    def lines(self) -> str:
        """The queue for people."""
        lines = [f"要確認 to review {len(self.standings)}", *(li for one in self.standings for li in situation(one))]
        for record in self.unsure:
            passage = " ".join(record.text.split())
            lines.append(f"{record.confidence:.2f}  {record.kind:9}  {record.id}  【{passage}】  {_value(record)}")
        return "\n".join(lines)


def waiting(workspace: Workspace, unsure: int = 0) -> Queue:
    """The queue, with so many of the records that extraction is least sure of."""
    with Ledger.open(workspace.ledger) as ledger:
        urgent = [one for one in standings(ledger) if one.state in _URGENT]
        urgent.sort(key=lambda one: (_URGENT.index(one.state), one.decision.id))
        found: list[AnyRecord] = []
        if unsure:
            kinds = (reviewed(ledger, kind) for kind in KINDS if kind != "document")
            undecided = (record for record in chain.from_iterable(kinds) if record.review == "unreviewed")
            found = nsmallest(unsure, undecided, key=lambda record: (record.confidence, record.document, record.start))
        return Queue(tuple(urgent), tuple(found))


def standing_row(standing: Standing) -> Row:
    """How a decision stands, for programs."""
    return {
        "state": standing.state,
        "decision": decision_row(standing.decision),
        "record": to_row(standing.record) if standing.record else None,
        "new": to_row(standing.new) if standing.new else None,
        "clashes": [asdict(clash) for clash in standing.clashes],
        "passage": standing.passage,
    }


_MAIN = {"date": "edtf", "city": "code", "figure": "number", "agreement": "title"}


def _value(record: AnyRecord) -> str:
    value = to_row(record).get(_MAIN.get(record.kind, "title"))
    return "—" if value is None else str(value)
