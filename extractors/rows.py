"""Records and documents as rows of JSON and back, and the JSON Schemas of the records.

>>> from extractors.records import FigureRecord
>>> from decimal import Decimal
>>> line = dumps(to_row(FigureRecord(start=0, end=5, confidence=0.9, number=Decimal("21.70"), unit="%")))
>>> '"number": 21.7,' in line and line.startswith('{"kind": "figure"')
True
>>> from_row(loads(line)).number
Decimal('21.7')

Numbers are decimals on the way in and out: no figure passes through a binary float.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from functools import cache
from typing import Any, cast

import simplejson
from pydantic import TypeAdapter

from extractors.records import KINDS, AnyRecord
from extractors.register.entries import Entry

Row = dict[str, Any]
REGISTER = "register"

_ENCODER = simplejson.JSONEncoder(ensure_ascii=False, use_decimal=True)


def dumps(value: Any) -> str:
    """`value` as one line of JSON, Japanese as written and decimals exact."""
    return _ENCODER.encode(value)


def loads(line: str | bytes) -> Any:
    """The value of a line of JSON, its fractions as `Decimal`; raises `ValueError` when it is not JSON."""
    return simplejson.loads(line, use_decimal=True)


def to_row(record: AnyRecord | Entry) -> Row:
    """The fields in their published order, of a record `kind` first."""
    return _fields(record)


def from_row(row: Row) -> AnyRecord:
    """The record that a row states; raises `pydantic.ValidationError` naming the field that does not fit."""
    return cast(AnyRecord, _adapter(row["kind"]).validate_python(row))


def schemas() -> dict[str, Row]:
    """The JSON Schema (2020-12) of every kind of record, by kind, and of the register's entries."""
    return {kind: _schema(kind) for kind in (*KINDS, REGISTER)}


def _plain(value: Any) -> Any:
    """Objects as rows, and decimals without exponent or idle zeros, whole ones as integers."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return tuple([_plain(part) for part in value])
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else Decimal(format(value.normalize(), "f"))
    return _fields(value)


def _fields(record: Any) -> Row:
    kind: Any = type(record)
    return {name: _plain(getattr(record, name)) for name in _names(kind)}


@cache
def _names(record: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(Entry if kind == REGISTER else KINDS[kind])


def _schema(kind: str) -> Row:
    schema = _adapter(kind).json_schema(mode="serialization")
    for name in ("number", "min", "max"):
        if name in schema["properties"]:
            schema["properties"][name]["anyOf"] = [{"type": "number"}, {"type": "null"}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Generated from extractors/ by `make schema`; do not edit.",
        **schema,
        "required": list(schema["properties"]),
        "additionalProperties": False,
    }
