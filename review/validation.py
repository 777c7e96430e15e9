"""What a person may say of a record: values of its type, checked before they are written down.

>>> from extractors.records import DateRecord
>>> record = DateRecord(id="r", document="d", start=0, end=7, text="2021年3月", edtf="2021-03", confidence=0.6)
>>> corrected(record, {"edtf": "2021-02-28"})
{'edtf': '2021-02-28', 'precision': 'day'}
>>> corrected(record, {"edtf": "2021-02-30"})
Traceback (most recent call last):
review.validation.DecisionError: edtf of record r: 2021-02-30 is no day of the calendar

A value that follows from a corrected one is corrected with it, unless the person says otherwise: the precision of a
date, the prefecture of a municipal code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from extractors.dates.edtf import Day, exists
from extractors.dates.edtf_bounds import bounds, precision
from extractors.places.gazetteer import municipality
from extractors.places.tables import countries
from extractors.records import KINDS, AnyRecord, CityRecord, DateRecord
from extractors.rows import Row, from_row, to_row

# What a record is and where it stands is not for a reviewer to change.
FIXED = frozenset(
    ("kind", "id", "document", "text", "start", "end", "page", "boxes", "section", "extractor", "review", "confidence")
)
_EDTF = ("edtf", "signed", "renewed", "ended", "basis", "period", "published", "updated")
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?")
_DECADE = re.compile(r"[0-9]{3}X|[0-9]{2}XX")
_TIME = re.compile(r"(?:[01][0-9]|2[0-4]):[0-5][0-9](?:/(?:[01][0-9]|2[0-4]):[0-5][0-9])?")
_FISCAL = re.compile(r"([0-9]{4})-04/([0-9]{4})-03")


class DecisionError(ValueError):
    """A decision that cannot be taken; the message names the record and the reason.

    Where a value is to blame, `value` is it, `fault` what is wrong with it, and `field` where it stands, if one knows.
    """

    def __init__(self, message: str, *, field: str = "", value: object = "", fault: str = "") -> None:
        super().__init__(message)
        self.field, self.value, self.fault = field, value, fault


def corrected(record: AnyRecord, said: Mapping[str, Any]) -> Row:
    """The fields that a correction changes, as the record's type writes them; raises `DecisionError`."""
    if fixed := sorted(FIXED & said.keys()):
        raise DecisionError(f"{', '.join(fixed)} of record {record.id} cannot be changed; correct its values")
    row = to_row(record)
    if unknown := sorted(said.keys() - row.keys()):
        names = ", ".join(name for name in row if name not in FIXED)
        raise DecisionError(f"a {record.kind} has no {', '.join(unknown)}; it has {names}")
    changed = checked(row | dict(said), said)
    values = to_row(_completed(changed, said))
    return {name: values[name] for name in row if name in said or values[name] != row[name]}


def checked(row: Row, said: Container[str]) -> AnyRecord:
    """The record that a row states; raises `DecisionError` when a value among those that were said cannot be."""
    if row.get("kind") not in KINDS:
        raise DecisionError(f"{row.get('kind')} is no kind of record; there are {', '.join(KINDS)}")
    try:
        record = from_row(row)
    except ValidationError as error:
        first = error.errors()[0]
        name, value = ".".join(map(str, first["loc"])), first.get("input")
        message = f"{name} of record {row['id']}: {first['msg']}"
        raise DecisionError(message, field=name, value=value, fault=first["msg"]) from error
    for name, value, check in _checks(to_row(record)):
        if name.partition(".")[0] in said and (reason := check(value)):
            message = f"{name} of record {row['id']}: {value} {reason}"
            raise DecisionError(message, field=name, value=value, fault=reason)
    return record


def _checks(row: Row) -> Iterator[tuple[str, Any, Callable[[Any], str | None]]]:
    """Every value that a table or the calendar can refuse, with what refuses it."""
    for name in _EDTF:
        values = row.get(name) or ()
        yield from ((name, value, edtf_fault) for value in ([values] if isinstance(values, str) else values))
    places = [("", row), *((f"{name}.", place) for name in ("parties", "candidates") for place in row.get(name) or ())]
    for prefix, place in (*places, ("publisher.", row.get("publisher") or {})):
        yield from ((prefix + name, place[name], _PLACES[name]) for name in _PLACES if place.get(name))
    if row.get("time"):
        yield (
            "time",
            row["time"],
            lambda value: None if _TIME.fullmatch(value) else "is no time as 10:30 or 10:30/10:50",
        )


def edtf_fault(value: str) -> str | None:
    """Why the value is no date in EDTF, level 0 or 1, as records hold them; None when it is one."""
    first, slash, last = value.partition("/")
    parts = [part for part in (first, last) if part != ".."] if slash else [first]
    if not parts:
        return "is open on both sides"
    for part in parts:
        match = _PART.fullmatch(part)
        if match is None and (slash or not _DECADE.fullmatch(part)):
            return "is no EDTF (2021-01-28, 2021-01, 2021, 2020-04/2021-03, 2009/..)"
        if match and not exists(Day(*(int(number) if number else None for number in match.groups()))):  # type: ignore[arg-type]
            return "is no day of the calendar"
    held = bounds(value)
    return "ends before it begins" if held and held[0] > held[1] else None


def _code_fault(code: str) -> str | None:
    return None if municipality(code) else "is no municipal code (six digits of the 全国地方公共団体コード)"


def _country_fault(country: str) -> str | None:
    return None if country in countries().values() or country == "JP" else "is no country code as JP or DE"


_PLACES: dict[str, Callable[[Any], str | None]] = {"code": _code_fault, "country": _country_fault}


def _completed(record: AnyRecord, said: Mapping[str, Any]) -> AnyRecord:
    """The record with what follows from what was said."""
    if isinstance(record, DateRecord) and said.get("edtf"):
        follows: Row = {"precision": _precision(said["edtf"]), "inferred": None, "problem": None}
        return replace(record, **{name: value for name, value in follows.items() if name not in said})
    if isinstance(record, CityRecord) and said.get("code"):
        place = municipality(said["code"])
        names = ("name", "prefecture", "country", "level", "geonames", "latitude", "longitude")
        follows = {name: getattr(place, name) for name in names} | {"candidates": ()}
        return replace(record, **{name: value for name, value in follows.items() if name not in said})
    return record


def _precision(edtf: str) -> str:
    if (fiscal := _FISCAL.fullmatch(edtf)) and int(fiscal[2]) == int(fiscal[1]) + 1:
        return "fiscal_year"
    if "/" in edtf:
        return "span"
    return {"day": "day", "month": "month"}.get(precision(edtf), "year")
