"""Where a sentence ends, and where it only seems to."""

import pytest

from extractors.text.sentences import sentences

CASES = [
    ("一つ目。二つ目。", ["一つ目。", "二つ目。"]),
    ("彼は「終わり。始まり。」と言った。次。", ["彼は「終わり。始まり。」と言った。", "次。"]),
    ("協定（甲。乙）を結ぶ。", ["協定（甲。乙）を結ぶ。"]),
    ("行の途中で\n折れた文。", ["行の途中で\n折れた文。"]),
    ("日時：1月\n・場所：会場\n(3)その他", ["日時：1月", "・場所：会場", "(3)その他"]),
    ("見出し\n\n本文", ["見出し", "本文"]),
    (
        "開いたままの（括弧。" + "あ" * 500 + "。終わり。",
        None,
    ),  # a bracket never closed swallows no more than its reach
    (
        "It fell by 18.3% in FY2020. The aim (see p. 3). Mt. Fuji and St. Paul agree. By Sept. Tokyo follows.",
        [
            "It fell by 18.3% in FY2020.",
            "The aim (see p. 3).",
            "Mt. Fuji and St. Paul agree.",
            "By Sept. Tokyo follows.",
        ],
    ),
    ("  前後の空白。  ", ["前後の空白。"]),
    ("", []),
    ("1.5℃の目標。", ["1.5℃の目標。"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str] | None) -> None:
    found = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert found == expected if expected is not None else found[-1] == "終わり。"
