"""How far the review has come and how good extraction is: progress, precision, records by source and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from review.app.backlog import Backlog, Filter
from review.app.desk import desk
from review.app.fields import FIELDS
from review.app.item import STATES
from review.app.pages import page
from review.wilson import wilson

_KINDS = [kind for kind in FIELDS if kind != "document"]


@dataclass(frozen=True, slots=True)
class Progress:
    """The records of a kind by state; precision is the share of judged extractions that were confirmed as they were."""

    kind: str
    states: dict[str, int]

    @property
    def total(self) -> int:
        """All records of the kind."""
        return sum(self.states.values())

    @property
    def decided(self) -> int:
        """Those that a person decided on."""
        return self.total - self.states["open"]

    @property
    def judged(self) -> int:
        """Those that extraction found and a person judged."""
        return sum(self.states[state] for state in ("confirmed", "corrected", "rejected"))

    @property
    def precision(self) -> float | None:
        """The share that was right; None when nothing was judged."""
        return self.states["confirmed"] / self.judged if self.judged else None

    @property
    def between(self) -> tuple[float, float]:
        """The 95 % interval of the precision."""
        return wilson(self.states["confirmed"], self.judged)


def overview(request: Request) -> Response:
    """The state of the review as a whole."""
    backlog = desk(request).backlog
    backlog.refresh()
    everything = Filter(state="")
    return page(
        request,
        "overview.html",
        progress=list(_progress(backlog)),
        sources=_table(backlog, "source", sorted(backlog.tally(everything, "source"))),
        years=_table(backlog, "year", sorted(backlog.tally(everything, "year"), reverse=True)),
        kinds=_KINDS,
    )


def _progress(backlog: Backlog) -> Iterator[Progress]:
    for kind in _KINDS:
        states = backlog.tally(Filter(kind=kind, state=""), "state")
        yield Progress(kind, {state: states[state] for state in STATES})


def _table(backlog: Backlog, name: str, values: list[str]) -> list[tuple[str, list[int], int]]:
    """A row for each value: how many records of each kind, and how many of all are to be reviewed."""
    by_kind = [backlog.tally(Filter(kind=kind, state=""), name) for kind in _KINDS]
    left = backlog.tally(Filter(), name)
    return [(value, [counts[value] for counts in by_kind], left[value]) for value in values]


ROUTES = [Route("/overview", overview)]
