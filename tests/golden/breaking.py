"""Japanese text broken into lines: as many characters as fit, no mark where it may not stand."""

from __future__ import annotations

import re

_HANGING = "、。"  # stand in the margin rather than at the head of a line
_CLOSING = "，．」』）】ーっゃゅょァッャュョ"  # go down with the character before them
_OPENING = "「『（【"  # never at the end of a line
_PIECES = re.compile(r"[A-Za-z0-9.,%+-]+|.", re.DOTALL)  # Latin words and numbers stay whole


def broken(text: str, most: float) -> list[str]:
    """The lines of a text that are at most so many full-width characters long; 、 and 。 may hang over."""
    lines, width = [""], 0.0
    for piece in _PIECES.findall(text):
        wide = sum(0.5 if character.isascii() else 1.0 for character in piece)
        if width + wide > most and piece not in _HANGING:
            moved = lines[-1][-1:] if lines[-1][-1:] in _OPENING or piece in _CLOSING else ""
            lines[-1] = lines[-1].removesuffix(moved)
            lines.append(moved)
            width = float(len(moved))
        if piece == " " and not lines[-1]:
            continue
        lines[-1] += piece
        width += wide
    return lines
