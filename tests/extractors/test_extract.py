"""All extractors together, or some of them."""

import pytest

from extractors.context import Context
from extractors.extract import EXTRACTORS, NEEDS, extract
from extractors.readers.plain import read_text

TEXT = "富山市は令和3年1月28日、松山市と連携協定を締結した。令和4年度の参加者は1,250人で、目標の1,000人を超えた。"


@pytest.mark.parametrize("kind", EXTRACTORS)
def test_records_of_one_kind_are_those_that_all_extractors_find(kind: str) -> None:
    document = read_text(TEXT.encode(), "text/plain", Context(id="d"))
    everything = extract(document)
    assert {record.kind for record in everything} == set(EXTRACTORS)
    wanted = {kind, *NEEDS.get(kind, ())}
    assert extract(document, {kind}) == [record for record in everything if record.kind in wanted]


def test_nothing_is_found_of_no_kind() -> None:
    assert extract(read_text(TEXT.encode(), "text/plain", Context(id="d")), ()) == []
