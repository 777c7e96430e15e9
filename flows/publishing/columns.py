"""The columns of the published tables: what each means, and those that stand beside the fields of a record.

>>> described("dates")["edtf_start"].en
'first day that edtf may mean'
>>> columns = beside(DateRecord, [{"edtf": "2020-04/2021-03"}])
>>> {name: column.values for name, column in columns.items()}  # doctest: +NORMALIZE_WHITESPACE
{'edtf_start': [datetime.date(2020, 4, 1)], 'edtf_end': [datetime.date(2021, 3, 31)], 'edtf_wareki': ['令和2年度']}

The descriptions stand in columns.tsv, those of columns that every table of records has under `*`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from extractors.records import AgreementRecord, DateRecord, DocumentRecord, FigureRecord
from extractors.register.entries import Entry
from extractors.rows import Row
from flows.publishing.periods import period, wareki

# The fields of a record that hold a date in EDTF, by its type.
_DATES: dict[type, tuple[str, ...]] = {
    DocumentRecord: ("published", "updated"),
    DateRecord: ("edtf",),
    FigureRecord: ("basis", "period"),
    AgreementRecord: ("signed", "ended"),
    Entry: ("signed", "ended"),
}
# What is made of a date: the ending of the column, what it holds, and how.
_OF_A_DATE: tuple[tuple[str, Literal["date", "text"], Callable[[str | None], Any]], ...] = (
    ("start", "date", lambda edtf: period(edtf)[0]),
    ("end", "date", lambda edtf: period(edtf)[1]),
    ("wareki", "text", wareki),
)
_PUBLISHER = ("name", "code")
_WITH_PARTIES = (AgreementRecord, Entry)
_EVERY = "*"


@dataclass(frozen=True, slots=True)
class Description:
    """What a column means, in both languages."""

    ja: str
    en: str

    def metadata(self) -> dict[str, str]:
        """The description as Parquet files carry it."""
        return {"description": self.en, "description:ja": self.ja}


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one column for some rows."""

    kind: Literal["date", "text"]
    values: list[Any]


@cache
def described(table: str) -> dict[str, Description]:
    """What the columns of a table mean, by name; empty for a table that is not published."""
    said: dict[str, Description] = {}
    lines = (files("flows.publishing") / "columns.tsv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines, delimiter="\t"):
        if row["table"] in (_EVERY, table):
            said[row["column"]] = Description(row["ja"], row["en"])
    return said


def beside(record: type, rows: Sequence[Row]) -> dict[str, Column]:
    """The columns that tables have beside the fields of a record, by name, for these rows."""
    made = {
        f"{field}_{ending}": Column(kind, [make(row[field]) for row in rows])
        for field in _DATES.get(record, ())
        for ending, kind, make in _OF_A_DATE
    }
    if record is DocumentRecord:
        for part in _PUBLISHER:
            made[f"publisher_{part}"] = Column("text", [(row["publisher"] or {}).get(part) for row in rows])
    if record in _WITH_PARTIES:
        made["signatories"] = Column("text", [_signatories(row["parties"]) for row in rows])
    if record is Entry:
        made["url"] = Column("text", [next((source["url"] for source in row["sources"]), None) for row in rows])
    return made


def _signatories(parties: Sequence[Row]) -> str:
    return "・".join(party["name"] for party in parties if party["role"] == "signatory")
