"""A record keeps its id as long as its passage stays: whatever moves around it, and whatever value it is given."""

from dataclasses import replace

from extractors.context import Context
from extractors.document import Document
from extractors.identity import complete, document_id
from extractors.readers.plain import structured
from extractors.records import AgreementRecord, DateRecord, Party

PAGE = "連携の記録\n\n令和3年1月28日に協定を結んだ。\n\n翌年の令和4年2月3日に更新した。"


def dates(text: str, *passages: str) -> dict[str, str]:
    document = replace(structured(text, Context()), id=document_id("https://city.example/p1.html"))
    found = []
    for passage in passages:
        start = text.index(passage)
        found.append(DateRecord(start=start, end=start + len(passage), edtf=None, confidence=1.0))
    return {record.text: record.id for record in complete(document, "dates/1", found)}


BOTH = ("令和3年1月28日", "令和4年2月3日")


def test_a_paragraph_above_and_a_new_heading_change_nothing() -> None:
    before = dates(PAGE, *BOTH)
    assert dates(PAGE.replace("連携の記録", "連携の歩み\n\nはじめに一言述べる。"), *BOTH) == before


def test_moving_a_paragraph_changes_nothing() -> None:
    title, first, second = PAGE.split("\n\n")
    assert dates("\n\n".join((title, second, first)), *BOTH) == dates(PAGE, *BOTH)


def test_a_line_broken_elsewhere_changes_nothing() -> None:
    assert dates(PAGE.replace("協定を結んだ", "協定を\n結んだ"), *BOTH) == dates(PAGE, *BOTH)


def test_another_value_changes_nothing() -> None:
    document = Document(id="d", text="令和3年", media_type="text/plain", sha256="")
    first, second = (
        complete(document, "dates/1", [DateRecord(start=0, end=4, edtf=value, confidence=1.0)])[0]
        for value in ("2021", "2022")
    )
    assert first.id == second.id


def test_another_passage_or_document_has_another_id() -> None:
    assert len(set(dates(PAGE, *BOTH).values())) == 2
    assert document_id("https://city.example/p1.html") != document_id("https://city.example/p2.html")


def test_sentences_alike_are_told_apart_by_their_headings() -> None:
    line = "令和2年度に続いて調査を行う。"
    text = f"題名\n\n北の市\n\n{line}\n\n南の市\n\n{line}"
    document = replace(structured(text, Context()), id="d")
    starts = [text.index("令和2年度"), text.rindex("令和2年度")]
    found = [DateRecord(start=start, end=start + 5, edtf=None, confidence=1.0) for start in starts]
    names = [record.id for record in complete(document, "dates/1", found)]
    assert len(set(names)) == 2
    assert [record.id for record in complete(document, "dates/1", reversed(found))] == names


def test_two_agreements_of_one_sentence_are_told_apart_by_their_parties() -> None:
    document = Document(id="d", text="三市と協定を結んだ。", media_type="text/plain", sha256="")
    found = [
        AgreementRecord(start=0, end=9, confidence=0.9, type="agreement", title="協定", parties=(Party(name=name),))
        for name in ("甲市", "乙市", "丙市")
    ]
    assert len({record.id for record in complete(document, "agreements/1", found)}) == 3
