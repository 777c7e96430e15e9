"""A passage found again: whatever is done around it, never across a change of what it says."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.anchoring import Place, Quote, anchor
from review.significance import significant

SAME = [
    # two notations of one thing
    ("令和元年", "令和1年"),
    ("令和 元 年度", "令和元年度"),
    ("２０２１年３月", "2021年3月"),
    ("二〇二一年三月三十一日", "2021年3月31日"),
    ("十月十日", "10月10日"),
    ("㋿3年", "令和3年"),
    ("1,234,567円", "1234567円"),
    ("△3.2％", "▲3.2%"),
    ("－5℃", "−5℃"),
    ("20㎡", "20m2"),
    ("5か国", "5 ヶ国"),
    ("3箇所", "3カ所"),
    ("ﾊﾞｽ", "バス"),
    ("茅ヶ崎市", "茅ケ崎市"),
    ("㈱さくら", "（株）さくら"),
    ("「連携協定」", "連携協定"),
    ("富山市、松山市", "富山市・松山市"),
]
DIFFERENT = [
    # what may look alike and says something else
    ("令和3年", "平成3年"),
    ("令和3年", "令和8年"),
    ("3.2%", "32%"),
    ("3.2%", "-3.2%"),
    ("3、4日", "34日"),
    ("3、4日", "3.4日"),
    ("10 5人", "105人"),
    ("1,23人", "123人"),
    ("23人", "23社"),
    ("5t", "5kt"),
    ("2009年～", "2009年"),
    ("富山市", "松山市"),
    ("富山県", "富山市"),
    ("改革元年", "改革1年"),
    ("10円", "10ドル"),
    ("10％", "10‰"),
    ("一般会計", "1般会計"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_notations_are_the_same(one: str, other: str) -> None:
    assert significant(one).text == significant(other).text


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_things_are_not(one: str, other: str) -> None:
    assert significant(one).text != significant(other).text


Found = Literal["unchanged", "changed", "gone"]
PLACES: list[tuple[tuple[str, str, str], str, Found, str]] = [
    # (before, passage, after; the text now; what is found, and what stands there)
    (("本市は", "津市", "と協定を結んだ。"), "本市は大津市と協定を結んだ。", "changed", "大津市"),
    (("昨日", "津市", "と協定を結んだ。"), "また津市と協定を結んだ。", "unchanged", "津市"),
    (("前年度比", "3.2%", "の減少。"), "前年度比△3.2%の減少。", "changed", "△3.2%"),
    (("前年度比△", "3.2%", "の減少。"), "前年度比3.2%の減少。", "changed", "3.2%"),
    (("前年度比△", "3.2%", "の減少。"), "前年度比▲3.2%の減少。", "unchanged", "3.2%"),
    (("参加は", "3社", "でした。"), "参加は23社でした。", "changed", "23社"),
    (("参加は", "3社", "でした。"), "参加は1,003社でした。", "changed", "1,003社"),
    (("参加は", "3社", "でした。"), "参加は　３社でした。", "unchanged", "３社"),
    (("会員は", "40の都市", "です。"), "会員は43の都市です。", "changed", "43の都市"),
    (("会員は", "富山市", "です。"), "会員は高岡市です。", "changed", "高岡市"),
    (("会員は", "富山市", "です。"), "会員はです。", "gone", ""),
    (("会員は", "富山市", "です。"), "", "gone", ""),
    (("", "令和3年1月28日", ""), "令和３年１月２８日", "gone", ""),  # nothing says that it is the same place
    (("", "令和3年1月28日", ""), "令和3年1月28日", "unchanged", "令和3年1月28日"),
    (
        ("結果：", "甲は乙と協定を結んだ。", "以上"),
        "結果：甲は乙と協定を結んだ（更新済）。以上",
        "changed",
        "甲は乙と協定を結んだ（更新済）",
    ),
    (("結果：", "「甲協定」", "以上"), "結果：\n「甲 協定」以上", "unchanged", "「甲 協定」"),
    # The same passage twice: the one that stands as it stood, however far it has moved.
    (("主催は", "富山市", "です。"), "共催として富山市も参加した。主催は富山市です。", "unchanged", "富山市"),
]


@pytest.mark.parametrize(("quoted", "now", "found", "passage"), PLACES)
def test_a_passage_is_found_again(quoted: tuple[str, str, str], now: str, found: Found, passage: str) -> None:
    before, old, after = quoted
    result = anchor(Quote(old, before, after, len(before)), Place(now))
    assert result.found == found
    assert now[result.start or 0 : result.end or 0] == passage


def test_of_two_that_stand_alike_the_nearer_one_is_meant() -> None:
    line = "主催は富山市です。\n"
    text = line * 3 + "ほかに何もない長い段落をここに置く。\n" + line * 3
    start = len(line) * 2 + 3
    quote = Quote("富山市", text[start - 6 : start], text[start + 3 : start + 6], start + 12)
    assert anchor(quote, Place("前置き。\n" + text)).start == start + 5


PASSAGES = [
    "令和3年1月28日",
    "△3.2％",
    "1,234人",
    "みどり市",
    "21.7％削減（実績）",
    "40の都市・地域",
    "平成元年5月1日（月曜日）",
]
BEFORE, AFTER = "本市は、環境にやさしいまちづくりを進めるため、", "について関係者と話し合い、結果を公表しました。"
WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
MARKS = [" ", "　", "\n", "、", "・", "「", "」"]


def harmless(draw: st.DrawFn, parts: tuple[str, str, str]) -> tuple[str, str, str]:
    """An edit that leaves the significant characters of the middle part alone."""
    before, passage, after = parts
    kind = draw(st.sampled_from(["above", "below", "wide", "mark", "stop", "before", "after"]))
    if kind == "mark":
        gaps = [n for n in range(1, len(passage)) if not parted(passage, n)]
        gap, mark = draw(st.sampled_from(gaps)), draw(st.sampled_from(MARKS))
        passage = passage[:gap] + mark + passage[gap:]
    if kind == "wide":
        passage = passage.translate(WIDE)
    paragraph = draw(
        st.sampled_from(["新しいお知らせです。\n\n", "令和3年1月28日の会議録。\n", "みどり市のほか、3市。\n"])
    )
    before = {"above": paragraph + before, "before": before.replace("やさしい", "配慮した"), "stop": before + " "}.get(
        kind, before
    )
    after = {"below": after + paragraph, "after": after.replace("関係者", "みなさま")}.get(kind, after)
    return before, passage, after


def parted(passage: str, gap: int) -> bool:
    """Whether a mark here would part the digits, or the sign, of a number."""
    return bool(re.search(r"[0-9０-９.,△]$", passage[:gap]) and re.match(r"[0-9０-９.,]", passage[gap:]))


def harmful(draw: st.DrawFn, passage: str) -> str:
    """An edit of one significant character."""
    places = [n for n, character in enumerate(passage) if character.isalnum() or character in "△.％"]
    place = draw(st.sampled_from(places))
    new = draw(
        st.sampled_from("0123456789年月市区人社東西").filter(
            lambda c: significant(c).text != significant(passage[place]).text
        )
    )
    how = draw(st.sampled_from(["replace", "insert"] + ["delete"] * (len(places) > 2)))
    changed = (
        passage[:place] + {"replace": new, "insert": new + passage[place], "delete": ""}[how] + passage[place + 1 :]
    )
    return changed


@st.composite
def edited(draw: st.DrawFn, harm: bool) -> tuple[Quote, str]:
    passage = draw(st.sampled_from(PASSAGES))
    quote = Quote(passage, BEFORE[-32:], AFTER[:32], len(BEFORE))
    parts = BEFORE, passage, AFTER
    for _ in range(draw(st.integers(0, 4))):
        parts = harmless(draw, parts)
    if harm:
        changed = harmful(draw, parts[1])
        parts = parts[0], changed, parts[2]
    return quote, "".join(parts)


@settings(max_examples=400, deadline=None)
@given(edited(harm=False))
def test_edits_that_leave_the_significant_characters_alone_keep_the_decision(case: tuple[Quote, str]) -> None:
    quote, text = case
    assert anchor(quote, Place(text)).found == "unchanged"


@settings(max_examples=400, deadline=None)
@given(edited(harm=True))
def test_any_edit_of_a_significant_character_reopens_it(case: tuple[Quote, str]) -> None:
    quote, text = case
    if significant(quote.passage).text not in significant(text).text.replace("令和3年1月28日の会議録", "").replace(
        "みどり市のほか", ""
    ):
        assert anchor(quote, Place(text)).found == "changed"
