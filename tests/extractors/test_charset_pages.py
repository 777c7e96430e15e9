"""Two thousand generated pages in the four encodings of Japanese sites, five hundred of them declared as another."""

import random
from collections.abc import Iterator
from itertools import cycle

from extractors.readers.charset import decode

LABELS = {"utf-8": "UTF-8", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}
PAGES, WRONG = 2000, 500
WORDS = [
    "連携",
    "協定",
    "締結",
    "富山市",
    "環境",
    "ごみ",
    "お知らせ",
    "について",
    "令和",
    "年度",
    "、",
    "。",
    "（",
    "）",
]
WORDS += [
    "コンパクトシティ",
    "脱炭素",
    "ＳＤＧｓ",
    "2030",
    "21.7％",
    "〒930-8510",
    "TEL",
    "○",
    "・",
    " ",
    "\n",
    "する",
    "です",
]


def _text(dice: random.Random) -> str:
    """A text of a few to a few hundred words, some of kanji as they come, as in names of people and places."""
    words = []
    for _ in range(dice.choice([2, 5, 20, 300])):
        if dice.random() < 0.3:
            words.append("".join(_kanji(dice) for _ in range(dice.randint(1, 4))))
        else:
            words.append(dice.choice(WORDS))
    return "".join(words)


def _kanji(dice: random.Random) -> str:
    """A kanji of the first level of JIS X 0208 (rows 16 to 46)."""
    return bytes((dice.randint(0xB0, 0xCE), dice.randint(0xA1, 0xFE))).decode("euc_jp")


def _pages() -> Iterator[tuple[str, bytes, str | None]]:
    """(text, bytes, what the header says); the declaration stands in the page, in the header, or nowhere."""
    dice = random.Random(20261126)
    codecs = cycle(LABELS)
    for number in range(PAGES):
        codec = next(codecs)
        label = LABELS[codec]
        if number % (PAGES // WRONG) == 0:
            codec = dice.choice(list(LABELS))
            label = dice.choice([LABELS[other] for other in LABELS if other != codec])
        place = dice.choice(
            ["meta", "header", "both"] if label != LABELS[codec] else ["meta", "header", "both", "none"]
        )
        meta = f'<meta charset="{label}">' if place in ("meta", "both") else ""
        head = f"<head>{meta}<title>{_text(dice)[:20]}</title></head>"
        page = f"<!DOCTYPE html><html>{head}<body><p>{_text(dice)}</p></body></html>"
        yield page, page.encode(codec), label if place in ("header", "both") else None


def test_pages_are_decoded_right_whatever_they_are_declared_as() -> None:
    pages = list(_pages())
    wrong = [page for page, data, declared in pages if decode(data, declared, markup=True)[0] != page]
    assert len(pages) == PAGES
    assert len(wrong) <= PAGES * 0.005, f"{len(wrong)} of {PAGES}: {wrong[0][:200]}"
