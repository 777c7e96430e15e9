from __future__ import annotations

import pytest

from extractors.readers.grid import Filled, headed


def _grid(*rows: str, heads: int = 0) -> list[Filled]:
    cells = [(row, column, words) for row, line in enumerate(rows) for column, words in enumerate(line.split("|"))]
    return [Filled(row, column, 1, 1, words, head=row < heads) for row, column, words in cells]


# rows, the cell looked at, its row heads, its column heads
HEADED = [
    (_grid("年度|参加者", "令和3年度|120人"), "120人", ("令和3年度",), ("参加者",)),
    (_grid("部門|2013年度|2021年度", "産業|310|254"), "254", ("産業",), ("2021年度",)),
    (_grid("|国内|海外", "会場|80|12", "計|80|12"), "80", ("会場",), ("国内",)),
    (_grid("氏名|役職", "青木|会長", heads=1), "会長", (), ("役職",)),
    (_grid("開催日|場所", "8月3日|市役所"), "市役所", (), ()),  # nothing gives the heads away
    (_grid("120|80", "130|90"), "90", (), ()),
    (_grid("青木|会長", "村田|監事"), "会長", (), ()),
]


@pytest.mark.parametrize(("cells", "words", "beside", "above"), HEADED)
def test_heads(cells: list[Filled], words: str, beside: tuple[str, ...], above: tuple[str, ...]) -> None:
    text, found = headed(cells)
    cell = next(cell for cell in found if text[cell.start : cell.end] == words)
    assert (cell.row_heads, cell.column_heads) == (beside, above)


def test_text_is_rows_of_cells() -> None:
    text, cells = headed(_grid("年|数", "1|2"))
    assert text == "年\t数\n1\t2"
    assert [text[cell.start : cell.end] for cell in cells] == ["年", "数", "1", "2"]
    assert headed([]) == ("", ())


def test_a_bold_first_column_is_heads() -> None:
    cells = [Filled(0, 0, 1, 1, "日時", strong=True), Filled(0, 1, 1, 1, "9月3日")]
    cells += [Filled(1, 0, 1, 1, "場所", strong=True), Filled(1, 1, 1, 1, "市役所")]
    _, found = headed(cells)
    assert [cell.row_heads for cell in found] == [(), ("日時",), (), ("場所",)]


def test_a_head_over_the_whole_table_groups_the_rows_below() -> None:
    cells = [Filled(0, 0, 1, 1, "区分", True), Filled(0, 1, 1, 1, "数", True), Filled(1, 0, 1, 1, "甲", True)]
    cells += [Filled(1, 1, 1, 1, "1"), Filled(2, 0, 1, 2, "再掲", True), Filled(3, 0, 1, 1, "乙", True)]
    text, found = headed([*cells, Filled(3, 1, 1, 1, "2")])
    assert found[-1].row_heads == ("再掲", "乙")
    assert found[-1].column_heads == ("数",)
    assert text.splitlines()[2] == "再掲"
