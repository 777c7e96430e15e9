"""Dates as Japanese local governments write them, each read in its context to EDTF.

>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> text = "令和3年度の取組\\n\\n8月6日から9日まで訪問し、令和4年1月28日(金)に協定を締結しました。"
>>> [(one.text, one.edtf, one.inferred) for one in find_dates(structured(text, Context()))][1:]
[('8月6日から9日まで', '2021-08-06/2021-08-09', 'heading'), ('令和4年1月28日(金)', '2022-01-28', None)]
>>> parse("平成29年12月14日"), parse("令和4～6年度"), parse("8月6日")
('2017-12-14', '2022-04/2025-03', None)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.dates.context import Surroundings
from extractors.dates.doubts import goes_on, is_meant
from extractors.dates.edtf import Day, fiscal_year, fiscal_year_of
from extractors.dates.expressions import Expression, expressions
from extractors.dates.programmes import programme
from extractors.dates.resolution import Resolved, resolve
from extractors.dates.roles import is_of_page, label, role
from extractors.document import Document
from extractors.identity import complete
from extractors.records import DateRecord, Precision
from extractors.text.folding import fold

EXTRACTOR = "dates/4"

__all__ = ["EXTRACTOR", "find_dates", "fiscal_year", "fiscal_year_of", "parse"]

_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")
_TOP = 300  # how far down a dateline stands


def find_dates(document: Document) -> list[DateRecord]:
    """Every date of the document once, in the order of its text; spans count code points of `document.text`."""
    return complete(document, EXTRACTOR, _records(document))


def parse(text: str) -> str | None:
    """The EDTF of the one date that the text states in full; null when it states none, several, or half of one."""
    values = []
    around = Surroundings(Document(id="", text=text, media_type="", sha256=""), fold(text), ())
    for one in expressions(around.text):
        if one.first.form == "hints":
            continue
        if one.first.year is None:
            return None
        value = resolve(one, around, None)
        values.append(value.edtf if value else None)
    return values[0] if len(values) == 1 else None


def _records(document: Document) -> Iterator[DateRecord]:
    text = fold(document.text)
    found = list(expressions(text))
    dates = programme(text, found)
    around = Surroundings(document, text, found)
    if day := _day_of_page(text, found):
        around.note_page(day)
    before: tuple[Expression, Day] | None = None
    for one in found:
        around.move(one.start)
        if one.first.form == "hints" and not is_meant(one, around, dates):
            around.note(one, Day(one.first.year or 0), None, sure=True, confidence=1.0)
            continue
        item = before is not None and goes_on(text, before[0], one)
        if not item and not is_meant(one, around, dates):
            continue
        value = resolve(one, around, before[1] if item and before else None)
        if value is None:
            continue
        before = one, value.last or value.first
        record = _record(text, one, value)
        _remember(around, one, value, record)
        yield record


def _day_of_page(text: str, found: Sequence[Expression]) -> Day | None:
    """The day on which the page says, in its first or last lines, that it was published or updated."""
    edges = (one for one in found if one.start < _TOP or one.end > len(text) - _TOP)
    days = (one for one in edges if one.first.year and one.first.month and one.shape == "point")
    return next((one.first.stated for one in days if is_of_page(text, one.start, one.end)), None)


def _remember(around: Surroundings, one: Expression, value: Resolved, record: DateRecord) -> None:
    whole = value.edtf is not None and value.first.depth == 3 and value.inferred is None
    if whole and one.start < _TOP and record.role == "held":
        around.note_meeting(value.first)
    whole = whole and one.shape == "point"
    labelled = around.block.kind == "meta" or (one.start < _TOP and label(around.text, one.start) is not None)
    of_page = whole and labelled and record.role in ("updated", "published")
    if of_page or (whole and _is_dateline(around.text, one)):
        around.note_page(value.first)
    if value.edtf and not of_page:
        stated = value.inferred in (None, "span")
        around.note(one, value.first, value.last, stated, value.confidence, value.frame)


def _is_dateline(text: str, one: Expression) -> bool:
    """Whether the day stands alone on its line near the top, as on a press release or a letter."""
    if one.start >= _TOP:
        return False
    line = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end, one.end + _TOP)
    return not text[line : one.start].strip() and end >= 0 and not text[one.end : end].strip()


def _record(text: str, one: Expression, value: Resolved) -> DateRecord:
    precision: Precision = _PRECISIONS[value.first.depth - 1]
    if value.first.fiscal:
        precision = "fiscal_year"
    if value.last or one.shape != "point":
        precision = "span"
    scale = 0.95 if one.first.form in ("dotted", "slashed") else 1.0
    return DateRecord(
        start=one.start,
        end=one.end,
        edtf=value.edtf,
        precision=precision,
        inferred=value.inferred,
        time=one.time,
        role=role(text, one.start, one.end),
        problem=value.problem,
        confidence=round(value.confidence * scale, 3),
    )
