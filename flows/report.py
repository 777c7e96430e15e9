"""What a flow did, for people and for programs.

>>> crawled = Report(documents={"new": 2, "failed": 1}, problems=("https://a.example/x.pdf: encrypted",))
>>> print((crawled + Report(records={"date": 5}, tables=Path("processed"))).lines())
文書 documents       new 2   changed 0   unchanged 0   failed 1
レコード records     date 5
表 tables            processed/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractors.rows import Row

DOCUMENTS = ("new", "changed", "unchanged", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Counts of documents by what became of them and of records by kind, and the problems in a line each.

    `records` counts what the ledger now holds; None where the flow did not look. `failed` is true when some data
    could not be used and somebody should know; `again`, when a host was busy or gave nothing for now.
    """

    documents: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, int] | None = None
    tables: Path | None = None
    problems: tuple[str, ...] = ()
    failed: bool = False
    again: bool = False

    def __add__(self, later: Report) -> Report:
        """Both reports as one: documents added up, the later word on records and tables."""
        return Report(
            documents=Counter(self.documents) + Counter(later.documents),
            records=later.records if later.records is not None else self.records,
            tables=later.tables or self.tables,
            problems=self.problems + later.problems,
            failed=self.failed or later.failed,
            again=self.again or later.again,
        )

    def table(self) -> list[tuple[str, str]]:
        """The summary, a heading and what is said under it."""
        rows = [("文書 documents", [f"{name} {self.documents.get(name, 0)}" for name in self._outcomes()])]
        if self.records is not None:
            rows.append(
                ("レコード records", [f"{kind} {count}" for kind, count in self.records.items()] or ["none yet"])
            )
        if self.tables:
            rows.append(("表 tables", [f"{self.tables}/"]))
        return [(head, "   ".join(cells)) for head, cells in rows]

    def lines(self) -> str:
        """The summary that people read at the end."""
        return "\n".join(f"{padded(head)}{said}" for head, said in self.table())

    def row(self) -> Row:
        """The same for programs."""
        return {
            "documents": {name: self.documents.get(name, 0) for name in self._outcomes()},
            "records": self.records,
            "tables": str(self.tables) if self.tables else None,
            "problems": list(self.problems),
        }

    def _outcomes(self) -> list[str]:
        return [*DOCUMENTS, *(name for name, count in self.documents.items() if name not in DOCUMENTS and count)]


def padded(head: str, width: int = 21) -> str:
    """The head filled up to a width in columns of a terminal, where Japanese characters take two."""
    return head + " " * (width - sum(2 if ord(character) > 0x2E7F else 1 for character in head))
