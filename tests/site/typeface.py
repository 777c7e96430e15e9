"""The Japanese typeface of the sample PDFs: where it is looked for, and how reportlab gets it."""

from __future__ import annotations

import os
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NAME = "IPAexGothic"
VARIABLE = "RENKEI_SAMPLE_FONT"
DEBIAN = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")


def find() -> Path | None:
    """The font file that the environment names, else Debian's; None when there is none."""
    path = Path(os.environ.get(VARIABLE) or DEBIAN)
    return path if path.is_file() else None


def register(path: Path) -> None:
    """Make the font known to reportlab; each document embeds only the characters that it uses."""
    pdfmetrics.registerFont(TTFont(NAME, str(path)))


def style(size: float, leading: float, **more: object) -> ParagraphStyle:
    """A paragraph style in the typeface, broken by the rules of Japanese text; sizes in points."""
    return ParagraphStyle("sample", fontName=NAME, fontSize=size, leading=leading, wordWrap="CJK", **more)
