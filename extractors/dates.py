"""Dates as Japanese local governments write them, each read in its context to EDTF.

>>> from extractors.context import Context
>>> from extractors.plain import structured
>>> text = "令和3年度の取組\\n\\n8月6日から9日まで訪問し、令和4年1月28日(金)に協定を締結しました。"
>>> [(one.text, one.edtf, one.inferred) for one in find_dates(structured(text, Context()))][1:]
[('8月6日から9日まで', '2021-08-06/2021-08-09', 'heading'), ('令和4年1月28日(金)', '2022-01-28', None)]
>>> parse("平成29年12月14日"), parse("令和4～6年度"), parse("8月6日")
('2017-12-14', '2022-04/2025-03', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors import date_layout
from extractors.date_context import Surroundings
from extractors.date_expressions import Expression, expressions
from extractors.date_terms import LIST
from extractors.date_resolution import Resolved, resolve
from extractors.date_roles import role
from extractors.document import Document
from extractors.edtf import Day, fiscal_year, fiscal_year_of
from extractors.folding import fold
from extractors.identity import complete
from extractors.records import DateRecord, Precision

EXTRACTOR = "dates/1"

__all__ = ["EXTRACTOR", "find_dates", "fiscal_year", "fiscal_year_of", "parse"]

_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")
_TOP = 300  # how far down a dateline stands
_LATEST = 2200
_EARLIEST = 1000
# A month in kanji alone may be a name (三月町, 八月さん): what follows must be what follows a month.
_AFTER_MONTH = re.compile(r"に|は|の|か[らけ]|まで|、|[上中下初]旬|[初末頃]|定例|議会|臨時|補正|[~)]")
_NAME = re.compile(r"[一-鿿々ァ-ヶー]")
_DAY_PARTICLE = re.compile(r"に(?![一0-9])|は|の(?!間|う)|、|から|まで|午[前後]|夜|朝|夕")
_COPYRIGHT = re.compile(r"(?:©|Copyright|\([Cc]\)|ⓒ) ?\Z")


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
    dated = date_layout.programme(text, found)
    around = Surroundings(document, text, found)
    before: tuple[Expression, Day] | None = None
    for one in found:
        around.move(one.start)
        if one.first.form == "hints":
            around.note(one, Day(one.first.year or 0), None, sure=True)
            continue
        listed = before is not None and _goes_on(text, before[0], one)
        value = resolve(one, around, before[1] if before and listed else None) if listed or _is_meant(text, one, around, dated) else None
        if value is None:
            continue
        before = one, value.last or value.first
        record = _record(text, one, value)
        _remember(around, one, value, record)
        yield record


def _goes_on(text: str, before: Expression, one: Expression) -> bool:
    """Whether a day hangs on to the date just before it: 8月6日～9日、13日～15日."""
    return one.listed or (one.first.finest == 3 and one.first.form == "bare" and bool(LIST.fullmatch(text, before.end, one.start)))


def _remember(around: Surroundings, one: Expression, value: Resolved, record: DateRecord) -> None:
    of_page = record.role in ("updated", "published") and around.block.kind == "meta" and value.first.depth == 3
    if of_page or _is_dateline(around, one, value):
        around.note_page(value.first)
    if value.edtf and not of_page:
        around.note(one, value.first, value.last, sure=value.inferred in (None, "span"))


def _is_dateline(around: Surroundings, one: Expression, value: Resolved) -> bool:
    """Whether the day stands alone near the top, as on a press release or a letter."""
    block = around.block
    whole = around.text[block.start : block.end].splitlines()
    return (
        one.start < _TOP
        and value.inferred is None
        and one.shape == "point"
        and value.first.depth == 3
        and any(line.strip() == around.text[one.start : one.end] for line in whole[:3])
    )


def _is_meant(text: str, one: Expression, around: Surroundings, dated: set[int]) -> bool:
    """Whether words that can be a date are one where they stand."""
    first = one.first
    if first.year is not None and not _EARLIEST <= first.year <= _LATEST:
        return False
    if first.form in ("dotted", "slashed", "letters") or (
        first.form == "numbers" and first.day is None and not first.era
    ):
        return date_layout.stands(text, one, around.cell(one.start), dated)
    if first.form == "years" and one.last and one.last.form == "hints":
        return not _COPYRIGHT.search(text, max(0, one.start - 12), one.start)
    if first.form == "kanji_month":
        return bool(_AFTER_MONTH.match(text, one.end)) and not _NAME.match(text, max(0, one.start - 1), one.start)
    if first.form == "kanji_day":
        return one.listed
    if first.form == "bare" and not one.listed:
        return _bare_is_meant(text, one, around)
    return True


def _bare_is_meant(text: str, one: Expression, around: Surroundings) -> bool:
    """A year without era, or a day without month."""
    first = one.first
    if first.short is not None:
        whole = (cell := around.cell(one.start)) is not None and text[cell.start : cell.end].strip() == text[
            one.start : one.end
        ]
        return first.fiscal or first.month is not None or whole
    last = around.last
    if last is None or last.until.month is None:
        return False
    if one.weekday is not None:
        return True
    if last.day.depth < 3 or (first.day or 0) <= (last.until.day or 0):
        return False
    if last.at >= around.sentence(one.start) and _DAY_PARTICLE.match(text, one.end):
        return True
    return date_layout.opens_line(text, one.start) and text[one.end : one.end + 1] in (" ", "「", "『", "\t", "|")


def _record(text: str, one: Expression, value: Resolved) -> DateRecord:
    precision: Precision = _PRECISIONS[value.first.depth - 1]
    if value.first.fiscal:
        precision = "fiscal_year"
    if value.last or one.shape != "point":
        precision = "span"
    scale = 0.9 if one.first.form in ("dotted", "slashed") else 1.0
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
