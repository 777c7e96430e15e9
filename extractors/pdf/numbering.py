"""Headings that only their number tells from the text: "2.1　取組" in the type of the body.

>>> pieces = [Piece(kind="paragraph", text=text) for text in ("1 目的", "町は…である。", "2 期間", "期間は5年とする。")]
>>> [(piece.kind, piece.level) for piece in with_numbered_headings(pieces)]
[('heading', 1), ('paragraph', None), ('heading', 1), ('paragraph', None)]

A number is believed when it counts on from the one before it, and when text stands between the two: numbers that
follow one another line by line are a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.readers.draft import Piece
from extractors.text.folding import fold

# Ways of numbering, as laws, plans and reports do (on folded text); the last group is the number that counts.
_NUMBERINGS = {
    "part": re.compile(r"第\s?(\d{1,2})\s?[編部章]\s?(?=\S)"),
    "section": re.compile(r"第\s?(\d{1,2})\s?節\s?(?=\S)"),
    "three": re.compile(r"\d{1,2}[.-]\d{1,2}[.-](\d{1,2})[.\s]\s?(?=\S)"),
    "two": re.compile(r"\d{1,2}[.-](\d{1,2})[.\s]\s?(?=\S)"),
    "one": re.compile(r"(\d{1,2})(?:[.、]\s?(?=\D)|\s)(?=\S)"),
    "bracketed": re.compile(r"[(](\d{1,2})[)]\s?(?=\S)"),
}
_LONGEST = 40
_NO_TITLE = re.compile(r".*(?:[。、：:…]|\s.*\d|\d$)")  # sentences, labels with their values, entries of contents
_DEEPEST = 6
_ASIDE = ("page_header", "page_footer")

Number = tuple[str, int]


def numbering(text: str) -> Number | None:
    """The way in which a title is numbered and its number; None for what is no numbered title."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    for way, pattern in _NUMBERINGS.items():
        match = pattern.match(folded)
        if match:
            return None if _NO_TITLE.match(folded, match.end()) else (way, int(match[1]))
    return None


def with_numbered_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, numbered titles made headings below the heading above them."""
    titles = _titles(pieces)
    found: list[Piece] = []
    above, ways = 0, list[str]()
    for place, piece in enumerate(pieces):
        way = titles.get(place)
        if piece.kind == "heading":
            above, ways = piece.level or 0, []
        elif way is not None:
            ways = ways[: ways.index(way)] if way in ways else ways
            ways.append(way)
            piece = replace(piece, kind="heading", level=min(above + len(ways), _DEEPEST))  # noqa: PLW2901
        found.append(piece)
    return found


def _titles(pieces: Sequence[Piece]) -> dict[int, str]:
    """The places of numbered titles, each with its way of numbering."""
    body = [place for place, piece in enumerate(pieces) if piece.kind not in _ASIDE]
    runs: dict[str, list[list[tuple[int, int]]]] = {}
    for rank, place in enumerate(body):
        number = numbering(pieces[place].text) if pieces[place].kind in ("paragraph", "list_item") else None
        if number is None:
            continue
        way, value = number
        of_way = runs.setdefault(way, [])
        if value == 1:
            of_way.append([])
        if of_way and value == len(of_way[-1]) + 1:
            of_way[-1].append((rank, place))
    return {
        place: way
        for way, of_way in runs.items()
        for run in of_way
        if _is_apart([rank for rank, _ in run], len(body)) and sum(map(len, of_way)) > 1
        for _, place in run
    }


def _is_apart(ranks: Sequence[int], end: int) -> bool:
    """Whether text follows each title of a run."""
    return all(after - before > 1 for before, after in zip(ranks, [*ranks[1:], end], strict=True))
