"""Records as rows: nothing lost, nothing rounded, and the checked-in schemas describe them."""

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractors.records import AgreementRecord, AnyRecord, CityRecord, DateRecord, FigureRecord, Mention, Party, Place
from extractors.rows import dumps, from_row, loads, schemas, to_row

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
PLACE = {"start": 0, "end": 3, "text": "甲乙丙", "id": "i", "document": "d", "confidence": 0.5, "extractor": "x/1"}
RECORDS: list[AnyRecord] = [
    DateRecord(**PLACE, edtf="2021-01-28", precision="day", time="10:30/10:50", boxes=((0.0, 1.5, 2.0, 3.0),), page=1),
    CityRecord(
        **PLACE, name="府中市", candidates=(Place(name="府中市", code="132063"), Place(name="府中市", code="342084"))
    ),
    FigureRecord(**PLACE, min=Decimal("1750"), unit="自治体", section=("一", "二")),
    AgreementRecord(
        **PLACE,
        type="agreement",
        title="協定",
        parties=(Party(name="富山市", code="162019"),),
        mentions=(Mention(text="", start=1, end=1),),
    ),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.kind)
def test_a_row_comes_back_as_its_record_and_fits_its_schema(record: AnyRecord) -> None:
    line = dumps(to_row(record))
    assert from_row(loads(line)) == record
    schema = json.loads((SCHEMAS / f"{record.kind}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(line))


@pytest.mark.parametrize("kind", schemas())
def test_the_checked_in_schema_is_the_generated_one(kind: str) -> None:
    assert json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")) == schemas()[kind]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_numbers_are_exact(number: Decimal) -> None:
    record = FigureRecord(start=0, end=1, confidence=1.0, number=number)
    line = dumps(to_row(record))
    assert "E" not in line.split('"number": ')[1].split(",")[0]
    assert from_row(loads(line)).number == number  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong", [{"confidence": "high"}, {"review": "perhaps"}, {"precision": "century"}, {"start": None}], ids=str
)
def test_a_row_that_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        from_row({**to_row(RECORDS[0]), **wrong})
