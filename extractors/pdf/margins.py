"""Running headers, running footers and page numbers: lines at the top or bottom that come back page after page.

>>> from extractors.pdf.characters import Style
>>> page = Page(0, 100, 500, "町報1", [], frozenset(), (0,), (Style(8, False),))
>>> top, foot = Line([0, 1], 0, 5, 20, 13, Style(8, False)), Line([2], 48, 485, 52, 493, Style(8, False))
>>> margins([page] * 2, [[top, foot]] * 2, 10)[0]
{0: 'page_header', 1: 'page_footer'}

They stay in the text, set apart, so that a sentence that runs on over the page is not cut by them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from extractors.pdf.characters import Page
from extractors.pdf.lines import Line
from extractors.text.folding import fold

Margin = Literal["page_header", "page_footer"]

_ZONE = 0.11  # of the page's height, at the top and at the bottom
_SHARE = 0.3  # of the pages that a line must come back on
_NUMBER = re.compile(r"[-–—‐\s(P.p]{0,4}(\d{1,4})(?:\s?[/／]\s?\d{1,4})?[-–—‐\s)]{0,3}(?:ページ|頁)?")
_DASHED = re.compile(r"[-–—‐]\s?\d{1,4}\s?[-–—‐]|\d{1,4}\s?/\s?\d{1,4}|[Pp]\.\s?\d{1,4}")
_DIGITS = re.compile(r"\d+")
_LARGE = 1.3  # of the body's size: titles of slides come back too, and are no running headers


def margins(pages: Sequence[Page], lines: Sequence[Sequence[Line]], body: float) -> list[dict[int, Margin]]:
    """For each page the running lines by their place in its list of lines."""
    candidates = [_candidates(page, found, body) for page, found in zip(pages, lines, strict=True)]
    seen = Counter(key for page in candidates for key in {key for key, _ in page.values()})
    offsets = Counter(
        int(number) - page.number
        for page, found in zip(pages, candidates, strict=True)
        for number in {number for _, number in found.values() if number}
    )
    least = max(2, _SHARE * len(pages))
    return [
        {
            place: zone
            for place, ((zone, pattern, level), number) in found.items()
            if seen[zone, pattern, level] >= least
            or (number and offsets[int(number) - page.number] >= least)
            or _DASHED.fullmatch(pattern.replace("#", "1"))
        }
        for page, found in zip(pages, candidates, strict=True)
    ]


def _candidates(page: Page, lines: Sequence[Line], body: float) -> dict[int, tuple[tuple[Margin, str, int], str]]:
    """Lines in the zones with what to know them by: zone, wording with digits blotted out, height; and the number."""
    found: dict[int, tuple[tuple[Margin, str, int], str]] = {}
    for place, line in enumerate(lines):
        zone = _zone(line, page.height)
        if zone is None or line.style.size > _LARGE * body or line.upright:
            continue
        text = fold(line.text(page)).strip()
        number = _NUMBER.fullmatch(text)
        found[place] = (zone, _DIGITS.sub("#", text.replace(" ", "")), round(line.top / 6)), number[1] if number else ""
    return found


def _zone(line: Line, height: float) -> Margin | None:
    if line.bottom < _ZONE * height:
        return "page_header"
    return "page_footer" if line.top > (1 - _ZONE) * height else None
