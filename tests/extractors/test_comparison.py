"""Two versions of a text: what says the same, and what does not."""

import time

import pytest

from extractors.comparison import compare

EQUAL = [
    ("２０２１年度", "2021年度"),
    ("令和元年5月1日", "令和1年5月1日"),
    ("平成 元年", "平成１年"),
    ("㍻元年", "㍻1年"),
    ("㍻30年", "平成30年"),
    ("㋿3年", "令和3年"),
    ("２１．７％", "21.7%"),
    ("１，２３４人", "1,234人"),
    ("500㎡", "500m2"),
    ("500m²", "500㎡"),
    ("㈱例", "(株)例"),
    ("ｺﾝﾊﾟｸﾄｼﾃｨ", "コンパクトシティ"),
    ("4月～6月", "4月〜6月"),
    ("2020–2025", "2020-2025"),
    ("富山市 と\n松山市", "富山市と松山市"),
    ("第1条\n\n目的", "第1条\n目的"),
    ("Ｓｍａｒｔ　Ｃｉｔｙ", "Smart City"),
    ("", "\n \n"),
    ("同じ", "同じ"),
]
# (old, new, the pieces that changed)
DIFFERENT = [
    ("23社", "25社", [("3", "5")]),
    ("23社", "230社", [("", "0")]),
    ("21.7%", "217%", [(".", "")]),
    ("△3.2%", "3.2%", [("△", "")]),
    ("-3", "3", [("-", "")]),
    ("富山市と協定", "高山市と協定", [("富", "高")]),
    ("令和元年", "令和2年", [("元", "2")]),
    ("元年度", "1年度", [("元", "1")]),
    ("昭和元年", "平成1年", [("昭和", "平成")]),
    ("10²", "102", [("²", "2")]),
    ("12 34", "1234", [(" ", "")]),
    ("12\n34", "1234", [("\n", "")]),
    ("1,234", "1234", [(",", "")]),
    ("①", "1", [("①", "1")]),
    ("三年", "3年", [("三", "3")]),
    ("甲\n乙\n丙", "甲\n丙", [("乙", "")]),
    ("甲\n丙", "甲\n乙\n丙", [("", "乙")]),
    ("", "新しい", [("", "新しい")]),
    ("髙橋", "高橋", [("髙", "高")]),
]


@pytest.mark.parametrize(("old", "new"), EQUAL)
def test_the_same_in_another_notation(old: str, new: str) -> None:
    assert compare(old, new) == () == compare(new, old)


@pytest.mark.parametrize(("old", "new", "pieces"), DIFFERENT)
def test_what_changed(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    found = compare(old, new)
    assert [(old[c.old_start : c.old_end], new[c.new_start : c.new_end]) for c in found] == pieces
    back = compare(new, old)
    assert bool(back) and all(0 <= c.old_start <= c.old_end <= len(new) for c in back)


def test_only_the_changed_place_of_a_long_text_is_told() -> None:
    lines = [f"第{n}条　{n}年度の参加は{n * 3}社とする。" for n in range(3000)]
    old, new = "\n".join(lines), "\n".join([*lines[:1500], lines[1500].replace("社", "者"), *lines[1501:]])
    started = time.process_time()
    (change,) = compare(old, new)
    assert (old[change.old_start : change.old_end], new[change.new_start : change.new_end]) == ("社", "者")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(("old", "new"), [("あ" * 200_000, "い" * 200_000), ("a\n" * 50_000, "b\na\n" * 25_000)])
def test_large_texts_without_anything_in_common(old: str, new: str) -> None:
    started = time.process_time()
    assert compare(old, new)
    assert time.process_time() - started < 10
