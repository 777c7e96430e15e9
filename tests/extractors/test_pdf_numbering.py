from __future__ import annotations

import pytest

from extractors.pdf.numbering import numbering, with_numbered_headings
from extractors.readers.draft import Piece

TEXT = "町はこれを進める。"
# text line by line; those that are headings, with their level
FOUND = [
    (["1 目的", TEXT, "2 期間", TEXT], {"1 目的": 1, "2 期間": 1}),
    (["１．目的", TEXT, "２．期間", TEXT], {"１．目的": 1, "２．期間": 1}),
    (
        ["第1章 方針", "1.1 背景", TEXT, "1.2 課題", TEXT, "第2章 取組", TEXT],
        {"第1章 方針": 1, "1.2 課題": 2, "第2章 取組": 1},
    ),
    (["1 森", "(1) 間伐", TEXT, "(2) 植林", TEXT, "2 川", TEXT], {"1 森": 1, "(1) 間伐": 2, "(2) 植林": 2, "2 川": 1}),
    (["# 資料", "1 目的", TEXT, "2 期間", TEXT, "# 付録", "1 表", TEXT], {"1 目的": 2, "2 期間": 2, "1 表": 2}),
]
IGNORED = [
    ["1 目的", "2 期間", "3 費用", TEXT],  # a list
    ["(1) 間伐", "(2) 植林", TEXT],
    ["1 目的", TEXT],  # a lonely number
    ["2 目的", TEXT, "4 期間", TEXT],  # numbers of something else
    ["1 森を守る。", TEXT, "2 川を守る。", TEXT],  # sentences
    ["1 日時 令和4年7月1日", TEXT, "2 日時 令和4年8月1日", TEXT],  # labels with values
    ["1 会場：公民館", TEXT, "2 会場：体育館", TEXT],
    ["1 目的", TEXT, "2 期間"],  # nothing under the last
    ["1月 総会", TEXT, "2月 視察", TEXT],  # months
    ["1.5倍になる", TEXT, "2.0倍になる", TEXT],
]


def _pieces(lines: list[str]) -> list[Piece]:
    return [
        Piece(kind="heading", level=1, text=line[2:]) if line.startswith("# ") else Piece(kind="paragraph", text=line)
        for line in lines
    ]


@pytest.mark.parametrize(("lines", "levels"), FOUND)
def test_numbered_titles_are_headings(lines: list[str], levels: dict[str, int]) -> None:
    found = {piece.text: piece.level for piece in with_numbered_headings(_pieces(lines)) if piece.kind == "heading"}
    assert {text: found.get(text) for text in levels} == levels


@pytest.mark.parametrize("lines", IGNORED)
def test_other_numbers_are_none(lines: list[str]) -> None:
    assert all(piece.kind == "paragraph" for piece in with_numbered_headings(_pieces(lines)))


def test_a_long_line_is_read_once() -> None:
    assert numbering("1 " + "あ" * 100_000) is None
