"""The form of a record: which fields each kind has, and what a filled-in form says that the record does not.

>>> from extractors.records import DateRecord
>>> record = DateRecord(start=0, end=7, text="2021年3月", edtf="2021-03", confidence=0.6)
>>> said(record, {"edtf": "令和4年3月", "role": ""}), said(record, {"edtf": "2021-03", "time": " "})
({'edtf': '2022-03'}, {})

A form that lacks a field says nothing of it. Values are only brought to their types here, with
`DecisionError` for what is no number; whether they can be is for `review.validation` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractors.records import AgreementRecord, AgreementStatus, AgreementType, AnyRecord, Level, Role, Status
from extractors.rows import dumps, loads, to_row
from review.app.shown import edtf, written
from review.validation import DecisionError

Widget = Literal["text", "date", "dates", "list", "number", "choice", "flag", "parties", "code", "whole"]
PARTY = ("name", "role", "code", "country", "geonames")
MOST_PARTIES = 60  # rows of a form that are read

_LIST = re.compile(r"\s*[、,，\n]\s*")
_DIGITS = 40  # no number of ours is longer
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WIDE = str.maketrans("０１２３４５６７８９．，−－△▲", "0123456789.,----")


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form; `choices` of a `choice` are the values it may take besides none."""

    name: str
    widget: Widget = "text"
    choices: tuple[str, ...] = ()
    required: bool = False


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "document": (Field("title"), Field("published", "date"), Field("page_id")),
    "date": (Field("edtf", "date"), Field("role", "choice", get_args(Role)), Field("time")),
    "city": (
        Field("name", required=True),
        Field("code", "code"),
        Field("prefecture"),
        Field("country", "code"),
        Field("level", "choice", get_args(Level)),
        Field("geonames", "whole"),
    ),
    "figure": (
        Field("number", "number"),
        Field("min", "number"),
        Field("max", "number"),
        Field("unit"),
        Field("measure"),
        Field("basis", "date"),
        Field("period", "date"),
        Field("status", "choice", get_args(Status)),
        Field("approximate", "flag"),
        Field("change", "flag"),
    ),
    "agreement": (
        Field("type", "choice", get_args(AgreementType), required=True),
        Field("title", required=True),
        Field("parties", "parties"),
        Field("signed", "date"),
        Field("renewed", "dates"),
        Field("ended", "date"),
        Field("topics", "list"),
        Field("status", "choice", get_args(AgreementStatus), required=True),
    ),
}


def said(record: AnyRecord, form: Mapping[str, str]) -> dict[str, Any]:
    """The values of the form that differ from the record's."""
    row = to_row(record)
    values = filled(record.kind, form)
    if isinstance(record, AgreementRecord) and "parties" in values:
        row["parties"] = [{name: party[name] for name in PARTY} for party in row["parties"]]
    return {name: value for name, value in values.items() if _plain(value) != _plain(row[name])}


def filled(kind: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The values that a form of this kind holds, each as its field's type takes it."""
    values: dict[str, Any] = {}
    for field in FIELDS[kind]:
        if field.widget == "parties":
            if "party-0-name" in form:
                values[field.name] = _parties(form)
        elif field.name in form:
            values[field.name] = _READ[field.widget](form[field.name].strip())
    return values


def _parties(form: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = []
    for number in range(MOST_PARTIES):
        given = {name: form.get(f"party-{number}-{name}", "").strip() for name in PARTY}
        if given["name"]:
            row: dict[str, Any] = {name: value or None for name, value in given.items()}
            rows.append(row | {"role": given["role"] or "signatory", "geonames": _whole(given["geonames"])})
    return rows


def _number(typed: str) -> Any:
    """An exact number, as a row of JSON has it; raises `DecisionError` for what is none."""
    plain = typed.translate(_WIDE).replace(",", "")
    if plain and not (_NUMBER.fullmatch(plain) and len(plain) < _DIGITS):
        raise DecisionError(f"{typed[:_DIGITS]} is no number", value=typed[:_DIGITS], fault="is no number")
    return loads(plain) if plain else None


def _whole(typed: str) -> int | None:
    number = _number(typed)
    if number is not None and not isinstance(number, int):
        raise DecisionError(f"{typed} is no whole number", value=typed, fault="is no whole number")
    return number


def _plain(value: Any) -> Any:
    return loads(dumps(value)) if not isinstance(value, str) else value


_READ: Mapping[str, Callable[[str], Any]] = {
    "text": lambda typed: typed or None,
    "choice": lambda typed: typed or None,
    "code": lambda typed: typed or None,
    "date": lambda typed: edtf(typed) or None,
    "dates": lambda typed: [edtf(one) for one in _LIST.split(typed) if one],
    "list": lambda typed: [one for one in _LIST.split(typed) if one],
    "number": _number,
    "whole": _whole,
    "flag": lambda typed: typed == "yes",
}

__all__ = ["FIELDS", "MOST_PARTIES", "PARTY", "Field", "filled", "said", "written"]
