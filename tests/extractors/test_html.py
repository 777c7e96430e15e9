from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.context import Context
from extractors.document import Document
from extractors.html.page import read_html
from extractors.readers.charset import decode

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/page.html"))


def _read(markup: str) -> Document:
    return read_html(markup.encode(), "text/html", Context())


def _said(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


# markup of the body, the blocks that come of it
KEPT = [
    ("<p>一行目<br>二行目</p>", [("paragraph", "一行目\n二行目")]),
    ("<p>行を\n    またぐ文</p>", [("paragraph", "行をまたぐ文")]),
    ("<p>City\nHall 市役所</p>", [("paragraph", "City Hall 市役所")]),
    ("<p>日　時　　9月3日&nbsp;&nbsp;</p>", [("paragraph", "日　時　　9月3日")]),
    ("<p><ruby>覚書<rp>（</rp><rt>おぼえがき</rt><rp>）</rp></ruby>を交わす</p>", [("paragraph", "覚書を交わす")]),
    ("<ul><li>一<ul><li>二</li></ul></li></ul>", [("list_item", "一"), ("list_item", "二")]),
    ("<dl><dt>時</dt><dd>5月</dd></dl>", [("list_item", "時"), ("list_item", "5月")]),
    ("<div>前<p>段落</p>後</div>", [("paragraph", "前"), ("paragraph", "段落"), ("paragraph", "後")]),
    ("<p><img src=a alt='署名式'><br>　▲会場</p>", [("caption", "署名式"), ("paragraph", "▲会場")]),
    ("<p>くわしくは<img src=a alt='図'>を見る</p>", [("paragraph", "くわしくは 図 を見る")]),
    ("<figure><img alt=''><figcaption>写真の題</figcaption></figure>", [("caption", "写真の題")]),
    ("<p>※1 注の文</p>", [("note", "※1 注の文")]),
    ("<pre>一\n  二</pre>", [("paragraph", "一\n二")]),
    ("<p>更新日：令和3年5月6日　ページID：123</p>", [("meta", "更新日：令和3年5月6日　ページID：123")]),
    ("<dl><dt>更新日</dt><dd>2021年5月6日</dd></dl>", [("meta", "更新日"), ("meta", "2021年5月6日")]),
    ("<p>覚書は2021年に更新しました。</p>", [("paragraph", "覚書は2021年に更新しました。")]),
    ("<form id=aspnetForm><p>本文の長い段落</p></form>", [("paragraph", "本文の長い段落")]),
    ("<p>1 &lt; 2 &amp; 3 &#13217;</p>", [("paragraph", "1 < 2 & 3 ㎡")]),
    (
        "<div id=event><p>会議を9月に開き、30人が集まりました。</p></div>",
        [("paragraph", "会議を9月に開き、30人が集まりました。")],
    ),
    (
        "<h2>お問い合わせ</h2><p>課</p><h2>資料</h2><p>文</p>",
        [("contact", "お問い合わせ"), ("contact", "課"), ("heading", "資料"), ("paragraph", "文")],
    ),
    ("<table><tr><th>年<td>数<tr><th>1<td>2</table>", [("table", "年\t数\n1\t2")]),
    ("<table><tr><td><h2>題</h2><p>文</table>", [("heading", "題"), ("paragraph", "文")]),
    (
        "<table><tr><td>甲<table><tr><td>子<td>丑<tr><td>3<td>4</table></table>",
        [("paragraph", "甲"), ("table", "子\t丑\n3\t4")],
    ),
]
BODYLESS = "<!DOCTYPE html><title>連携</title><main><h1>協定</h1><p>市は協定を結んだ。</p></main>"
LEFT_OUT = [
    "<nav><ul><li>市政</li></ul></nav>",
    "<div id=tmp_pankuzu><a href=/>トップ</a> &gt; 連携</div>",
    "<ul class=breadcrumb><li>トップ</li></ul>",
    "<div id=sns><a href=#>ポスト</a></div>",
    "<p class=print><a href=#>印刷</a></p>",
    "<p>ページの先頭へ戻る</p>",
    "<p>ここから本文です。</p>",
    "<p style='display: none'>2001年1月1日</p>",
    "<p hidden>隠した文</p>",
    "<script>document.write('<p>文</p>')</script>",
    "<style>p { color: red }</style>",
    "<noscript>有効にしてください</noscript>",
    "<template><p>型</p></template>",
    "<!-- 文 -->",
    "<footer>〒999-9999 代表電話</footer>",
    "<aside><h2>新着情報</h2><ul><li>9月1日 催し（20名）</li></ul></aside>",
    "<div class=enquete><p>この情報は役に立ちましたか？</p></div>",
    "<form role=search><input name=q></form>",
    "<span class=screen-reader-text>本文へ</span>",
    "<img src=pdf.gif alt='PDFファイル'>",
    "<img src=DSC_0012.jpg alt='DSC_0012.jpg'>",
    "<div class='bnr-area'><img src=b alt='広告'></div>",
    "<select><option>平成30年</option></select>",
]


@pytest.mark.parametrize(("markup", "expected"), KEPT)
def test_blocks(markup: str, expected: list[tuple[str, str]]) -> None:
    assert _said(_read(f"<html><body>{markup}</body></html>")) == expected


def test_a_page_without_a_body_is_read_all_the_same() -> None:
    assert _said(_read(BODYLESS)) == [("heading", "協定"), ("paragraph", "市は協定を結んだ。")]


@pytest.mark.parametrize("markup", LEFT_OUT)
def test_what_is_not_the_article_is_left_out(markup: str) -> None:
    body = "<h1>連携の記録</h1><p>本文はこの段落にあり、これがページのほとんどを占めています。</p>"
    document = _read(f"<html><body>{markup}<div>{body}</div>{markup}</body></html>")
    assert [text for _, text in _said(document)] == [
        "連携の記録",
        "本文はこの段落にあり、これがページのほとんどを占めています。",
    ]


@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.parent.name)
def test_golden_pages(page: Path) -> None:
    document = read_html(page.read_bytes(), "text/html", Context())
    assert state(document) == json.loads((page.parent / "expected.json").read_text())


@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.parent.name)
def test_blocks_can_be_found_again_in_the_page(page: Path) -> None:
    document = read_html(page.read_bytes(), "text/html", Context())
    tree = lxml.html.document_fromstring(decode(page.read_bytes(), markup=True)[0])
    for reading in tree.xpath("//rt | //rp"):
        reading.drop_tree()
    for block in document.blocks:
        (element,) = tree.xpath(block.locator)
        words = element.get("alt") or element.text_content()
        first = document.text[block.start : block.end].split()[0][:4]
        assert first in "".join(words.split())


def test_blocks_stand_in_order_with_line_ends_between() -> None:
    document = _read("<h1>一</h1>二<table><tr><th>三<th>四<tr><td>5<td>6</table><p>七")
    assert all(document.text[a.end : b.start] == "\n" for a, b in pairwise(document.blocks))
    assert [document.text[cell.start : cell.end] for _, cell in document.cells()] == ["三", "四", "5", "6"]


def test_sections_are_the_headings_above() -> None:
    document = _read("<h1>一</h1><h2>二</h2><h3>三</h3><p>あ</p><h2>四</h2><p>い</p>")
    found = {document.text[block.start : block.end]: block.section for block in document.blocks}
    assert found == {
        "一": (),
        "二": ("一",),
        "三": ("一", "二"),
        "あ": ("一", "二", "三"),
        "四": ("一",),
        "い": ("一", "四"),
    }


def test_deep_and_wide_pages_are_read_whole() -> None:
    deep = _read("<div>" * 20_000 + "奥の文" + "</div>" * 20_000 + "<p>あとの文")
    wide = _read("<p>段落</p>" * 5_000)
    table = _read("<table>" + "<tr><td rowspan=65534 colspan=1000>1<td>2" * 500 + "</table>")
    assert [text for _, text in _said(deep)] == ["奥の文", "あとの文"]
    assert len(wide.blocks) == 5_000
    assert len(list(table.cells())) == 1_000


@pytest.mark.parametrize(
    "markup", ["", "<", "<html>", "</p>", "<table>", "<p>\x00\x01</p>", "<?xml version='1.0'?>", "&#xD800;"]
)
def test_hardly_a_page(markup: str) -> None:
    document = _read(markup)
    assert document.text or document.problems == ("no text",)
    document.text.encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=4)), max_size=20))
def test_damaged_pages_are_documents_all_the_same(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(GOLDEN[0].read_bytes())
    for place, put in damage:
        data[place : place + 1] = put
    document = read_html(bytes(data), "text/html", Context())
    assert all(block.end <= len(document.text) for block in document.blocks)
    document.text.encode()


def state(document: Document) -> dict[str, Any]:
    """A document as the golden files write it, for PDFs as well."""
    text = document.text
    return {
        "title": document.title,
        "publisher": document.publisher.name if document.publisher else None,
        "published": document.published,
        "updated": document.updated,
        "page_id": document.page_id,
        "problems": list(document.problems),
        "blocks": [[block.kind, block.level, text[block.start : block.end]] for block in document.blocks],
        "tables": [
            {
                "caption": table.caption,
                "cells": [
                    [
                        c.row,
                        c.column,
                        c.rows,
                        c.columns,
                        c.header,
                        text[c.start : c.end],
                        list(c.row_heads),
                        list(c.column_heads),
                    ]
                    for c in table.cells
                ],
            }
            for table in document.tables
        ],
    }
