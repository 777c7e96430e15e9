"""Text whose broken lines are mended, with the way back to the offsets of the original.

>>> mended = Unbroken("会場はさい\\nたま市です。\\n\\n以上")
>>> mended.text, mended.span(3, 8)
('会場はさいたま市です。\\n\\n以上', (3, 9))

PDFs and copied text end a line in the middle of a word. A line end between two Japanese characters is taken out, and so
is a single space there, which is what is left of a line end once lines were joined; the seam stays known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_LETTER = "一-鿿々〆ヵヶぁ-んァ-ヺー"
# Markdown's marks for bold type may stand at the break.
_BREAK = r"(?:[ \t]*\n[ \t]*| )"
_SEAM = re.compile(rf"(?<=[{_LETTER}])(?:\*\*{_BREAK}?|{_BREAK}(?:\*\*)?)(?=[{_LETTER}])")


class Unbroken:
    """`text` without seams; offsets in it are turned back by `span`."""

    def __init__(self, original: str) -> None:
        parts, self._seams, self._lengths = [], [], []
        self._newline: list[bool] = []
        last = removed = 0
        for seam in _SEAM.finditer(original):
            parts.append(original[last : seam.start()])
            self._seams.append(seam.start() - removed)
            removed += seam.end() - seam.start()
            self._lengths.append(removed)
            self._newline.append("\n" in seam.group())
            last = seam.end()
        parts.append(original[last:])
        self.text = "".join(parts)

    def seams(self, start: int, end: int) -> list[tuple[int, bool]]:
        """The seams strictly inside the span: their offsets in `text`, and whether a line ended there."""
        first, last = bisect_right(self._seams, start), bisect_left(self._seams, end)
        return list(zip(self._seams[first:last], self._newline[first:last], strict=True))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text, without white space at its edges."""
        return self._back(start), self._back(end - 1) + 1

    def _back(self, offset: int) -> int:
        index = bisect_right(self._seams, offset) - 1
        return offset + (self._lengths[index] if index >= 0 else 0)
