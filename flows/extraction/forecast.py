"""What extracting a choice of documents would be: how many of each source, why, and about how long; nothing is touched.

>>> print(Forecast({"toyama": {"new page": 2, "reader": 40}}, seconds_each=1.5).lines())
toyama               42   reader 40   new page 2
合計 total           42   about 2 min
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.rows import Row
from flows.extraction.selection import Choice, select
from flows.progress import duration
from flows.report import padded
from flows.workspace import Workspace
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Forecast:
    """Documents by source and reason; `seconds_each` is what one took when work was done last, if that is known."""

    sources: Mapping[str, Mapping[str, int]]
    seconds_each: float | None = None

    @property
    def documents(self) -> int:
        """How many there are in all."""
        return sum(sum(reasons.values()) for reasons in self.sources.values())

    @property
    def seconds(self) -> float | None:
        """About how long they take, as fast as it went last."""
        return None if self.seconds_each is None else self.documents * self.seconds_each

    def row(self) -> Row:
        """The same for programs."""
        seconds = None if self.seconds is None else round(self.seconds)
        return {"documents": self.documents, "seconds": seconds, "sources": self.sources}

    def lines(self) -> str:
        """The same for people."""
        time = "no pace is known yet" if self.seconds is None else f"about {duration(max(self.seconds, 1))}"
        return "\n".join(
            [
                *(f"{padded(name)}{'   '.join(_told(reasons))}" for name, reasons in sorted(self.sources.items())),
                f"{padded('合計 total')}{self.documents}{f'   {time}' if self.documents else ''}",
            ]
        )


def forecast(workspace: Workspace, choice: Choice) -> Forecast:
    """What `extract` would do; raises `SourceError` when a source file is off or a source is none."""
    selection = select(workspace, choice)
    sources: dict[str, Counter[str]] = {}
    if isinstance(workspace.ledger, Path) and not workspace.ledger.exists():
        return Forecast(sources)
    with Ledger.open(workspace.ledger) as ledger:
        for state, number in ledger.stock(before=choice.before).items():
            if reason := selection.reason(state):
                sources.setdefault(state.source, Counter())[reason] += number
        return Forecast(sources, ledger.pace())


def _told(reasons: Mapping[str, int]) -> list[str]:
    """The number of documents, then of each reason, the commonest first."""
    ordered = sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))
    return [str(sum(reasons.values())), *(f"{reason} {number}" for reason, number in ordered)]
