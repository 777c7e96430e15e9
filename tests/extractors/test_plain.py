"""Plain text and Markdown: what kind of block each line is, and under which headings it stands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.context import Context
from extractors.document import Document
from extractors.readers.plain import read_text, structured


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


KINDS = [
    # (text, kinds of its blocks)
    ("年次報告\n\n本文はここから始まる。\n続く行も同じ段落である。", ["heading", "paragraph"]),
    ("見出し一つ\n\n令和4年度の取組\n\n本文です。", ["heading", "heading", "paragraph"]),
    ("（単位）\n\n本文です。", ["paragraph", "paragraph"]),  # brackets alone name nothing
    ("ページの先頭へ\n\n印刷する\n\n本文です。", ["paragraph", "paragraph", "paragraph"]),
    ("・一つ目\n・二つ目\n(3)三つ目\n① 四つ目\n1. 五つ目", ["list_item"] * 5),
    ("3日間の会期で開く。", ["paragraph"]),  # a number that counts opens no item
    ("更新日 2024年4月1日 ページ番号 1002003\n\n本文です。", ["meta", "paragraph"]),
    ("最終更新日の考え方について、ここに説明を書きます。", ["paragraph"]),
    ("年度\t件数\n令和4年度\t12件\n令和5年度\t15件", ["table"]),
    ("年度\t件数", ["paragraph"]),
    ("お問い合わせ\n電話 03-0000-0000", ["contact"]),
    ("本文です。\n\nお問い合わせ先\n\n環境部 電話 03-0000-0000", ["paragraph", "contact", "contact"]),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_lines_become_blocks(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in blocks(structured(text, Context()))] == kinds


def test_chapters_enclose_the_headings_below_them() -> None:
    text = "環境報告書\n\n1 目標\n\n市の目標\n\n目標です。\n\n2 実績\n\n実績です。"
    sections = [block.section for block in structured(text, Context()).blocks if block.kind == "paragraph"]
    assert sections == [("環境報告書", "1 目標", "市の目標"), ("環境報告書", "2 実績")]


def test_markdown_headings_have_their_own_levels() -> None:
    document = read_text("# 報告\n\n## 一\n\n本文\n\n### 二\n\n本文\n".encode(), "text/markdown", Context(id="d"))
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2, 3]
    assert document.blocks[-1].section == ("報告", "一", "二")
    assert document.title == "報告"


def test_a_table_knows_its_heads() -> None:
    text = "|区分|2013年度|2030年度|\n|---|---|---|\n|排出量|900|450|\n"
    document = read_text(text.encode(), "text/markdown", Context(id="d"))
    cells = {document.text[cell.start : cell.end]: cell for _, cell in document.cells()}
    assert (cells["450"].row_heads, cells["450"].column_heads) == (("排出量",), ("2030年度",))
    assert cells["区分"].header and not cells["900"].header


def test_the_text_is_kept_as_it_was_written() -> None:
    text = "ﾃｽﾄ　①㈱髙﨑\r\n\r\n２０２１年度\r\n"
    assert read_text(text.encode(), "text/plain", Context(id="d")).text == text
    assert read_text(text.encode("cp932"), "text/plain", Context(id="d")).text == text


@given(st.text(alphabet="協定を結ぶ。、 　\n\r\t|#・1(（)）", max_size=200))
def test_blocks_and_cells_are_spans_in_order(text: str) -> None:
    document = structured(text, Context())
    assert all(first.end < second.start for first, second in pairwise(document.blocks))
    assert all(0 <= block.start < block.end <= len(text) for block in document.blocks)
    assert all(table.start <= cell.start < cell.end <= table.end for table, cell in document.cells())
    covered = "".join(text[block.start : block.end] for block in document.blocks)
    assert "".join(covered.split()) == "".join(text.split())
