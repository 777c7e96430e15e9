"""One character for one character: the text in a single notation, every offset where it was.

>>> fold("２０２１年度　21.7％〜△3―5")
'2021年度 21.7%~△3-5'
>>> len(fold("㍻㎡ﾊﾞ①")) == 5
True

NFKC moves offsets (㎡ becomes two characters), so patterns match on this folding instead: full width and CJK
compatibility forms that NFKC maps to exactly one character, every dash as `-`, every wave as `~`.
"""

from __future__ import annotations

import unicodedata

_RANGES = (
    (0x2E80, 0x2FDF),  # CJK and Kangxi radicals, which PDF fonts write for 月, 日, 金, …
    (0xF900, 0xFAFF),  # CJK compatibility ideographs
    (0xFF01, 0xFFE6),  # full-width and half-width forms
)
_TABLE = {
    code: unicodedata.normalize("NFKC", chr(code))
    for first, last in _RANGES
    for code in range(first, last + 1)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
_TABLE |= dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F), " ")
_TABLE |= dict.fromkeys(range(0x2010, 0x2016), "-") | dict.fromkeys((0x2212, 0x2500, 0x2501, 0xFF0D, 0xFE63), "-")
_TABLE |= dict.fromkeys((0x301C, 0x223C, 0x223E, 0x3030, 0xFF5E, 0x02DC), "~")


def fold(text: str) -> str:
    """`text` with each character in its plain notation; the result has the same length."""
    return text.translate(_TABLE)
