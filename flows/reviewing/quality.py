"""How good extraction is, by what people decided: precision with its interval, and how far `confidence` can be trusted.

A record that was confirmed as it was extracted is right, one that was corrected or rejected wrong; one that was added
was missed. Each version of an extractor is judged by the last word on what it found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from extractors.rows import Row
from flows.workspace import Workspace
from review.deciding import ADDED
from review.verdict import verdict
from review.wilson import wilson
from store.entries import Decision
from store.ledger import Ledger

_EDGES = (0.5, 0.7, 0.8, 0.9, 0.95, 1.0)  # upper bounds of the bins of confidence


@dataclass(frozen=True, slots=True)
class Judged:
    """One record as one version of an extractor found it, and whether that was right; `right` is null when missed."""

    kind: str
    extractor: str
    source: str
    confidence: float
    right: bool | None


@dataclass(frozen=True, slots=True)
class Precision:
    """Of `judged` records `right` were right, and people added `missed`; `low` to `high` is Wilson's 95 % interval."""

    kind: str
    extractor: str
    source: str
    right: int
    judged: int
    missed: int
    precision: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The judged records of a bin of confidence: what they claimed on average, and how many were right."""

    above: float
    to: float
    judged: int
    claimed: float
    right: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The precision of every group, and the reliability of confidence over all."""

    groups: tuple[Precision, ...]
    reliability: tuple[Reliability, ...]

    def row(self) -> Row:
        """The same for programs."""
        return {"precision": [asdict(g) for g in self.groups], "reliability": [asdict(r) for r in self.reliability]}

    def lines(self) -> str:
        """The same for people."""
        lines = ["適合率 precision   (95 %)"]
        for g in self.groups:
            share = "—" if g.precision is None else f"{g.precision:.3f} ({g.low:.3f}–{g.high:.3f})"
            name = f"{g.kind} {g.extractor} {g.source}"
            lines.append(f"  {name:44} {share:22} {g.right}/{g.judged}   追加 missed {g.missed}")
        lines.append("信頼度 confidence   claimed → right (95 %)")
        for r in self.reliability:
            span = f"{r.above:.2f}–{r.to:.2f}"
            lines.append(f"  {span:12} {r.claimed:.3f} → {r.right:.3f} ({r.low:.3f}–{r.high:.3f})   {r.judged}")
        return "\n".join(lines)


def quality(workspace: Workspace) -> Quality:
    """The quality of everything that people decided on."""
    with Ledger.open(workspace.ledger) as ledger:
        judged = list(_judged(ledger))
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.kind, one.extractor, one.source].append(one)
    return Quality(tuple(_precision(*key, groups[key]) for key in sorted(groups)), tuple(_reliability(judged)))


def _judged(ledger: Ledger) -> Iterator[Judged]:
    taken: dict[str, list[Decision]] = defaultdict(list)
    for decision in ledger.decisions():
        taken[decision.record].append(decision)
    sources: dict[str, str] = {}
    for decisions in taken.values():
        name = decisions[0].document
        if name not in sources:
            document = ledger.kept_document(name)
            sources[name] = (document.record.source if document else None) or "—"
        yield from _of_record(decisions, sources[name])


def _of_record(decisions: list[Decision], source: str) -> Iterator[Judged]:
    """The last word on what each version found, as far as it was not taken back."""
    last = {decision.extractor: place for place, decision in enumerate(decisions)}
    for extractor, place in last.items():
        held = verdict(decisions[: place + 1])
        if held is None or held.kind is None:
            continue
        missed = held.standpoint == "add" or extractor == ADDED
        right = None if missed else held.standpoint == "confirm" and not held.said
        yield Judged(held.kind, extractor, source, float(held.seen.get("confidence", 1.0)), right)


def _precision(kind: str, extractor: str, source: str, judged: Iterable[Judged]) -> Precision:
    rights = [one.right for one in judged]
    right, missed = rights.count(True), rights.count(None)
    total = len(rights) - missed
    low, high = wilson(right, total)
    return Precision(kind, extractor, source, right, total, missed, right / total if total else None, low, high)


def _reliability(judged: Iterable[Judged]) -> Iterator[Reliability]:
    bins: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.right is not None:
            bins[bisect_left(_EDGES, one.confidence)].append(one)
    for place, found in sorted(bins.items()):
        right, total = sum(bool(one.right) for one in found), len(found)
        claimed = sum(one.confidence for one in found) / total
        above = _EDGES[place - 1] if place else 0.0
        yield Reliability(above, _EDGES[place], total, claimed, right / total, *wilson(right, total))
