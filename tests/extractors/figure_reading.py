"""Reading a passage for its figures, and writing a figure's value the way the tables of examples do."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.context import Context
from extractors.dates.finder import find_dates
from extractors.figures.finder import find_figures
from extractors.readers.plain import structured
from extractors.records import FigureRecord

# (text, passage, value, unit). A value is written 46, >=46, <=46 or 3..5, with ~ in front when approximate.
Rows = list[tuple[str, str, str, str | None]]


def read(text: str, dated: bool = True) -> list[FigureRecord]:
    document = structured(text, Context())
    return find_figures(document, find_dates(document) if dated else [])


def value(record: FigureRecord) -> str:
    about = "~" if record.approximate else ""
    if record.number is not None:
        return f"{about}{record.number.normalize():f}"
    low, high = (None if one is None else f"{one.normalize():f}" for one in (record.min, record.max))
    return about + (f">={low}" if high is None else f"<={high}" if low is None else f"{low}..{high}")


def plain(written: str) -> str:
    """The value of a row with idle zeros left out."""
    return re.sub(r"-?\d+(?:\.\d+)?", lambda match: f"{Decimal(match.group()).normalize():f}", written)


def check(text: str, passage: str, expected: str, unit: str | None) -> None:
    """The first figure that holds the passage has the value and the unit, and its span is the text's slice."""
    record = next((one for one in read(text) if passage in one.text), None)
    assert record is not None, [one.text for one in read(text)]
    assert (value(record), record.unit) == (plain(expected), unit)
    assert text[record.start : record.end] == record.text
