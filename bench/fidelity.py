"""How much of a careful reader's text a document keeps, and in which order: the longest common subsequence.

White space, running headers and page numbers are left aside, and so are the sayings of menus and buttons in the text.
"""

from __future__ import annotations

from extractors.document import Document
from extractors.html.boilerplate import is_phrase

# What the seed texts have of the pages' furniture beyond the sayings that the reader knows by itself.
FURNITURE = (
    "ページの先頭です。 メインメニューへ移動 フッターへ移動",
    "印刷大きな文字で印刷",
    "Xでポスト",
    "フェイスブックでシェア",
    "ラインでシェア",
    "イベント情報",
    "イベント情報一覧を見る",
    "表示モード : パソコン版スマートフォンサイト",
    "ご意見をお聞かせください。",
    "このページに問題点はありましたか?(複数回答可)",
)
# Marks that a conversion put into the seed texts.
MARKS = ("**", "^{", "<i></i>")


def wanted(text: str) -> str:
    """The characters of a careful reader's text that a document should have."""
    lines = [line for line in text.splitlines() if line.strip() not in FURNITURE and not is_phrase(line)]
    return bare("\n".join(lines))


def said(document: Document) -> str:
    """The characters of a document without what comes back on every page."""
    blocks = [block for block in document.blocks if block.kind not in ("page_header", "page_footer")]
    return bare("\n".join(document.text[block.start : block.end] for block in blocks))


def kept_and_added(want: str, found: str) -> tuple[float, float]:
    """The share of `want` that `found` has in the same order, and the share of `found` that is not in `want`."""
    common = longest_common(want, found)
    return common / max(len(want), 1), 1 - common / len(found) if found else 0.0


def bare(text: str) -> str:
    """The text without white space and without a conversion's marks."""
    for mark in MARKS:
        text = text.replace(mark, "")
    return "".join(text.split())


def longest_common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by bits: Hyyrö, Bit-Parallel LCS-length Computation Revisited."""
    places: dict[str, int] = {}
    for index, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << index
    whole = row = (1 << len(one)) - 1
    for character in other:
        shared = row & places.get(character, 0)
        row = ((row + shared) | (row - shared)) & whole
    return len(one) - row.bit_count()
