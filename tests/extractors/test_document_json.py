"""Documents as JSON: whatever a reader makes comes back equal, and nothing else comes back at all."""

from array import array

import pytest

from extractors.document import Block, Cell, Document, Layout, Table
from extractors.document_json import decode, encode
from extractors.records import Publisher

PLAIN = Document(id="d", text="", media_type="text/plain", sha256="")
WHOLE = Document(
    id="0123456789abcdef",
    text="連携協定\n項目\t値\n①㈱髙",
    media_type="application/pdf",
    sha256="00",
    blocks=(
        Block(kind="heading", start=0, end=4, level=1),
        Block(kind="table", start=5, end=9, section=("連携協定",), locator="/html/body/table[1]"),
    ),
    tables=(
        Table(
            start=5,
            end=9,
            caption="表1",
            cells=(
                Cell(row=0, column=0, start=5, end=7, header=True),
                Cell(row=0, column=1, start=8, end=9, rows=2, row_heads=("項目",), column_heads=("年度", "値")),
            ),
        ),
    ),
    layout=Layout(page_starts=(0, 5), boxes=array("i", [0, -3, 70_000, 4] * 13)),
    title="連携協定",
    publisher=Publisher(name="富山市", code="162019"),
    published="2021-04",
    updated="2021-05-06",
    page_id="1005134",
    url="http://www.example.jp/",
    source="toyama",
    fetched_at="2026-11-26T19:00:00Z",
    pages=2,
    problems=("truncated",),
)
SURROGATE = Document(id="d", text="a\ud842b\x00", media_type="text/html", sha256="", title="\udfb7")

BROKEN = [
    b"",
    b"[]",
    b"null",
    b'{"id": "d"}',
    b'{"id":"d","text":"","media_type":"","sha256":"","other":1}',
    b'{"id":"d","text":"","media_type":"","sha256":"","blocks":[1]}',
    b'{"id":"d","text":"","media_type":"","sha256":"","blocks":[{"kind":"note"}]}',
    b'{"id":"d","text":"","media_type":"","sha256":"","layout":{"page_starts":[0],"boxes":"AAAA"}}',
    b'{"id":"d","text":"","media_type":"","sha256":"","publisher":{"nom":"x"}}',
    encode(WHOLE)[:-1],
    b"\x80\x04K\x01.",
]


@pytest.mark.parametrize("document", [PLAIN, WHOLE, SURROGATE], ids=["plain", "whole", "surrogate"])
def test_a_document_comes_back_equal(document: Document) -> None:
    assert decode(encode(document)) == document


def test_narrow_boxes_come_back_with_the_same_numbers() -> None:
    narrow = Document(
        id="d", text="x", media_type="", sha256="", layout=Layout(page_starts=(0,), boxes=array("h", [1, 2, 3, 4]))
    )
    assert decode(encode(narrow)) == narrow


@pytest.mark.parametrize("data", BROKEN)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(data)


def test_boxes_that_unpack_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.document_json.LARGEST_BOXES", 100)
    with pytest.raises(ValueError, match="too many"):
        decode(encode(WHOLE))


def test_boxes_are_packed() -> None:
    boxes = Layout(page_starts=(0,), boxes=array("i", range(40_000)))
    assert len(encode(Document(id="d", text="x" * 10_000, media_type="", sha256="", layout=boxes))) < 110_000
