"""Whose place names and codes stand in the tables, and under what licence.

>>> [gazetteer.licence for gazetteer in gazetteers() if gazetteer.title == "GeoNames"]
['CC-BY-4.0']
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """A source of place data with the words that must go with it; no licence where nobody asserts a right."""

    title: str
    path: str
    licence: str
    licence_path: str
    attribution: str


@cache
def gazetteers() -> tuple[Gazetteer, ...]:
    """All of them, in the order in which they are told."""
    lines = (files("flows.publishing") / "gazetteers.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Gazetteer(**row) for row in csv.DictReader(lines, delimiter="\t"))


def attribution() -> str:
    """The text that goes wherever the data goes."""
    lines = [f"- {gazetteer.attribution}\n  {gazetteer.path}" for gazetteer in gazetteers()]
    return (
        "# 出典・ライセンス Attribution\n\n地名・コードの出典 Sources of place names and codes:\n\n"
        + "\n".join(lines)
        + "\n"
    )
