"""The year that a document measures its changes against: its 基準年度.

>>> base_year("2013年度を基準年度とし、2030年度までに46%削減", lambda words: words)
'2013年度'
>>> base_year("2013年度比で46%、2013年度比で50%", lambda words: words)
'2013年度'
"""

from __future__ import annotations

import re
from collections.abc import Callable

YEAR = (
    r"(?:(?:令和|平成|昭和|[RHS])(?:[0-9]{1,2}|元)|(?:19|20)[0-9]{2})(?:\([^()\s]{2,8}\))?年度?(?:\([^()\s]{2,10}\))?"
)
_BASE_YEAR = re.compile(
    rf"基準年度?(?:は|を|:|である|として|\(|・| |\n)*(?P<after>{YEAR})"
    rf"|(?P<before>{YEAR})(?:\(|を?|が|\n)(?:本計画の)?基準年"
)
_COMPARED, _COMPARING = re.compile(rf"(?P<year>{YEAR})比"), re.compile(r"[年度)]比(?![率重])")
_LONGEST_YEAR = 24  # characters: 平成25年度(2013年度)


def base_year(text: str, read: Callable[[str], str | None]) -> str | None:
    """The year where the folded text names it, else the one year that all comparisons are made with.

    `read` tells the EDTF of the words for a year.
    """
    if match := _BASE_YEAR.search(text) if "基準年" in text else None:
        return read(match["after"] or match["before"])
    ends = (match.end() for match in _COMPARING.finditer(text))
    compared = (_COMPARED.search(text, max(0, end - _LONGEST_YEAR), end) for end in ends)
    years = {read(match["year"]) for match in compared if match}
    return years.pop() if len(years) == 1 else None
