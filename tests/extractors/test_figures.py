"""Figures: what holds of any text, whatever its numbers are."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.context import Context
from extractors.dates.finder import find_dates
from extractors.document import Document
from extractors.figures.finder import find_figures
from extractors.readers.plain import structured
from extractors.records import DateRecord
from tests.extractors.figure_reading import read


def test_contact_blocks_hold_no_figures() -> None:
    text = "案内\n\n30人が参加しました。\n\nお問い合わせ\n\n環境課 内線20人"
    assert [one.text for one in read(text)] == ["30人"]


def test_nothing_overlaps_a_date() -> None:
    text = "2020年に30人、8月6日から9日までの4日間に延べ100人が来た。"
    document = structured(text, Context())
    start = text.index("30人")
    date = DateRecord(start=start, end=start + 2, text="30", edtf=None, confidence=0.5)
    assert [one.text for one in find_figures(document, [date])] == ["100人"]


def test_doubt_is_said() -> None:
    sure, *doubtful = (read(text)[0] for text in SURE_AND_DOUBTFUL)
    assert sure.confidence >= 0.9
    assert max(record.confidence for record in doubtful) <= 0.6


SURE_AND_DOUBTFUL = ["46％削減する。", "2.500以上の自治体", "加盟自治体数:120", "議員の3分の2の賛成"]
SURE_AND_DOUBTFUL += ["太陽光(10kW未満)の設備", "マイナス10％以上を達成"]


def test_sums_are_exact() -> None:
    record = read("総額は0.1兆円と12億3,456万7,890円です。")
    assert [one.number for one in record] == [Decimal("100000000000"), Decimal("1234567890")]


COUNTING = {"": 1, "千": 1_000, "百万": 1_000_000, "万": 10_000, "億": 100_000_000, "兆": 10**12}
COUNTED = ("人", "円", "世帯", "自治体", "t-CO2", "%", "kWh", "ha", "か国", "社", "件", "の都市")


NUMBERS_WRITTEN = st.tuples(st.integers(2, 999_999), st.integers(0, 99), st.booleans(), st.booleans())


@settings(max_examples=150, deadline=None)
@given(NUMBERS_WRITTEN, st.sampled_from(sorted(COUNTING)), st.sampled_from(COUNTED))
def test_any_number_with_any_counting_word_comes_back(
    number: tuple[int, int, bool, bool], word: str, unit: str
) -> None:
    whole, hundredths, grouped, wide = number
    amount = Decimal(whole) + Decimal(hundredths) / 100
    written = f"{amount:,f}" if grouped else f"{amount:f}"
    if unit == "の都市" and not word and not grouped and 1900 <= whole < 2100:
        return  # 2020の都市 is a year
    if wide:
        written = written.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    [record] = read(f"この欄の値は、{written}{word}{unit}となった。", dated=False)
    assert record.number == amount * COUNTING[word]


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 10**16 - 1), st.booleans())
def test_any_amount_with_counting_words_inside_comes_back(amount: int, grouped: bool) -> None:
    written, rest = "", amount
    for word, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        section, rest = divmod(rest, size)
        written += (f"{section:,}" if grouped else f"{section}") + word if section else ""
    [record] = read(f"この欄の値は、{written}円となった。", dated=False)
    assert record.number == amount


KANJI_DIGITS = "〇一二三四五六七八九"


def in_kanji(number: int) -> str:
    """The number as people write it in kanji: 12,300 is 一万二千三百."""
    parts = []
    for word, size in (("億", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        digits = [
            (KANJI_DIGITS[digit] if digit > 1 or not small else "") + small
            for small, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1))
            if (digit := section // unit % 10)
        ]
        parts += [*digits, word] if section else []
    return "".join(parts)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 10**9).filter(lambda number: not set(in_kanji(number)) <= set("十百千万億")))
def test_any_number_in_kanji_comes_back(number: int) -> None:
    [record] = read(f"この欄の値は、{in_kanji(number)}人となった。", dated=False)
    assert record.number == number


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="0123456789,.-~～％△▲以上約のつ人円都市（）() \n\t年度比千万億三十を超える自治体", max_size=120)
)
def test_spans_are_slices_apart_from_one_another(text: str) -> None:
    document = structured(text, Context())
    dates = find_dates(document)
    found = find_figures(document, dates)
    for record in found:
        assert text[record.start : record.end] == record.text
        assert record.text
    spans = sorted([(one.start, one.end) for one in (*found, *dates)])
    assert all(one[1] <= two[0] for one, two in pairwise(spans) if one != two)


MEGABYTES = [
    "1",
    "1,",
    "1,000,",
    "1.",
    "1-",
    "1万",
    "年",
    "(",
    "（",
    "-",
    "―",
    "~",
    ",",
    "、",
    "一",
    "十",
    "万",
    "兆",
    "割",
]
MEGABYTES += [" ", "\n", "ア", "約", "△", "基準年度", "目標", "都市、", "を超える", "排出量"]


@pytest.mark.parametrize("unit", MEGABYTES)
def test_a_megabyte_of_anything_is_read_to_its_end(unit: str) -> None:
    document = Document(id="", text=unit * (1_000_000 // len(unit)), media_type="text/plain", sha256="")
    assert find_figures(document, []) == []


LABELS = "目標" + "として、" * 30 + "あ5%、"


@pytest.mark.parametrize("unit", ["5%、", "3人\n", "(5人", LABELS, "5の都市・都市、", "目標 1人、"])
def test_many_figures_in_one_sentence_are_all_found(unit: str) -> None:
    count = 20_000 // len(unit)
    document = Document(id="", text=unit * count, media_type="text/plain", sha256="")
    assert len(find_figures(document, [])) == count
