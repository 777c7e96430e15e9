"""Whether a page's text layer can be read: scans have none, and some fonts name their letters wrongly or not at all.

>>> from extractors.pdf.characters import Style
>>> boxes = [(0.0, 0.0, 10.0, 10.0)] * 4
>>> garbage = Page(0, 100, 100, "\\ufffd\\ufffd\\ufffd書", boxes, frozenset(), (0,), (Style(10, False),))
>>> unread(garbage, lambda: 0.0)
'text layer unreadable'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.pdf.characters import Page
from extractors.pdf.problems import GARBAGE, NO_TEXT

_FEW = 10  # letters: a page number or a scanner's stamp is no text layer
_PICTURE, _SPECK = 0.5, 0.01  # of the page's area, beside a few letters and alone
_ODD_SHARE = 3  # one character in so many is too many
_SCATTERED = 5  # rows of Unicode: a foreign language keeps to one or two, wrong names lie anywhere
_ACCENTED = ("\x80", "\xff")  # one letter in ten of French; most of Japanese whose bytes were taken for Latin
# What Japanese documents are written in, Latin accents aside; other scripts are foreign languages or wrong names.
_USUAL = re.compile("[ -~\u2000-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+")
_WANTING = ("Co", "Cn", "Cs", "Cc")  # private use, unassigned, surrogates, controls


def unread(page: Page, covered: Callable[[], float]) -> str | None:
    """Why the page cannot be read by its text layer, if it cannot; `covered` is asked only of a page with few letters.

    It tells the share of the page that its pictures cover.
    """
    said = "".join(page.text.split())
    if sum(map(str.isalpha, said)) < _FEW:
        bare = covered() >= (_PICTURE if said else _SPECK)
        if bare or not said:
            return NO_TEXT if bare else None
    odd = _USUAL.sub("", said)
    if _ODD_SHARE * len(odd) <= len(said):
        return None
    wanting = sum(map(_is_wanting, odd))
    accented = sum(_ACCENTED[0] <= character <= _ACCENTED[1] for character in odd)
    scattered = len({ord(character) >> 7 for character in odd}) >= _SCATTERED
    worst = max(wanting, accented, len(odd) if scattered else 0)
    return GARBAGE if _ODD_SHARE * worst > len(said) else None


def pictured(page: pdfium.PdfPage) -> float:
    """The share of the page that its pictures cover; where letters are drawn as strokes a speck, on a blank page 0."""
    width, height = page.get_size()
    boxes = [item.get_bounds() for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    area: float = sum(max(x1 - x0, 0) * max(y1 - y0, 0) for x0, y0, x1, y1 in boxes)
    drawn = _SPECK if pdfium_c.FPDFPage_CountObjects(page.raw) else 0.0
    return float(max(min(area / max(width * height, 1), 1.0), drawn))


def _is_wanting(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in _WANTING
