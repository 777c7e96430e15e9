"""How far confidence can be trusted: of the records at 0.9, are nine in ten right?

    python -m bench.reliability [KIND …]      # from the project's root; default: date figure city agreement

Prints, for each kind, the records of the golden documents (../shared/gold where it is, and the sample site) in bins of
their confidence: how many there are, the mean confidence, and the share that a careful reader records too. A record
whose value is optional in its golden file is left out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from tests.scoring import KINDS, keys
from tests.test_quality import SHARED, SITE, rows_of

EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)
Judged = tuple[float, bool]


def main(names: Sequence[str]) -> None:
    judged: dict[str, list[Judged]] = defaultdict(list)
    for gold, rows in golden():
        for kind in names or KINDS:
            judged[kind] += judge(kind, gold, rows)
    for kind, records in judged.items():
        print(f"{kind:16}{'records':>8}{'mean':>8}{'right':>8}")
        for low, high in pairwise(EDGES):
            inside = [(confidence, right) for confidence, right in records if low <= confidence < high]
            if inside:
                mean, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
                print(f"  {low:.2f} - {min(high, 1):.2f}   {len(inside):8}{mean:8.2f}{right:8.2f}")


def golden() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each golden file with the rows of its document."""
    for path in sorted((SITE / "golden").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield gold, rows_of(SITE / "pages" / gold["document"])
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield gold, rows_of(SHARED / "seeds" / gold["document"])


def judge(kind: str, gold: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Judged]:
    """The confidence of each record and whether its value is in the golden file, the surest first."""
    required, optional, found = keys(kind, gold, rows)
    want, spare = Counter(required), Counter(optional)
    for key, row in sorted(found, key=lambda one: -one[1]["confidence"]):
        right = want[key] > 0
        if not right and spare[key]:
            continue
        want[key] -= kind != "city"  # each mention of a place that is there is right
        yield float(row["confidence"]), right


if __name__ == "__main__":
    main(sys.argv[1:])
