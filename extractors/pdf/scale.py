"""What sizes of type mean in a document: its body, and the larger or bolder types that head its parts.

>>> sizes = Scale(body=10, bold=False, levels={(16.0, True): 1, (12.0, True): 2})
>>> sizes.is_heading(Style(12, True)), sizes.is_heading(Style(11, False)), sizes.level(Style(16, True))
(True, False, 1)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pdf.characters import Page, Style
from extractors.pdf.lines import Line

# Of the body's size: headings by size alone, by size and weight, by size and number, and by weight alone.
_LARGER, _BOLDER, _NUMBERED, _BOLD = 1.25, 1.08, 1.1, 0.97
_DEEPEST = 6
_NEAR = 1.12  # types so close in size head parts of one rank
_WORDS = re.compile(r"[^\W\d_]")
# A figure set large on a slide names nothing: "50％以上削減", "3市2町".
_VALUE = re.compile(
    r"[約△▲−+-]?\d[\d,.]*\s?(?:[%％万億千人名件社団校か箇カヶ倍円台基回㎡㎢]|トン|ポイント|[kKMG]?W|t\b|ha\b)"
    r"|(?:\d+(?:都|道|府|県|市|町|村|区|か?国)){1,4}$"
)

Key = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Scale:
    """The body's size, whether it is bold, and the larger types as levels."""

    body: float
    bold: bool
    levels: dict[Key, int]

    def is_heading(self, style: Style, numbered: bool = False) -> bool:
        """Whether type of this kind stands out from the body; beside a chapter's number a little suffices."""
        if style.bold and not self.bold:
            return style.size >= _BOLD * self.body
        return style.size >= (_NUMBERED if numbered else _LARGER) * self.body

    def level(self, style: Style) -> int:
        """1 to 6, the largest type first."""
        known = self.levels.get(_key(style))
        if known is not None:
            return known
        near = [level for (size, _), level in self.levels.items() if style.size <= size <= _NEAR * style.size]
        return max(near, default=min(max(self.levels.values(), default=0) + 1, _DEEPEST))


def scale(pages: Sequence[tuple[Page, Sequence[Line]]]) -> Scale:
    """The body is the type that most characters are set in; larger types are levels, those of one line sharing one."""
    weights: dict[Key, int] = {}
    seen: dict[Key, list[int]] = {}
    for page, lines in pages:
        for line in lines:
            key = _key(line.style)
            weights[key] = weights.get(key, 0) + len(line.parts)
            if names_something(line.text(page)):
                seen.setdefault(key, []).append(page.number)
    body, bold = max(weights, key=lambda key: (weights[key], key), default=(10.0, False))
    levels: dict[Key, int] = {}
    rank, alone = 0, False
    for key in sorted(seen, reverse=True):
        if Scale(body, bold, {}).is_heading(Style(*key)):
            rank += not alone
            levels[key] = min(rank, _DEEPEST)
            # A type met once, and not on the first page, rules over no chapter: a large "目次", a closing "Thank you".
            alone = len(seen[key]) == 1 and seen[key][0] > 0
    return Scale(body, bold, levels)


def names_something(text: str) -> bool:
    """Whether there are words in it that are no figure: a large sign is decoration."""
    return len(_WORDS.findall(text)) >= 2 and not _VALUE.match(text)


def _key(style: Style) -> Key:
    return round(2 * style.size) / 2, style.bold
