"""Two versions of a passage side by side, character by character.

>>> old, new = compare("令和3年1月28日", "令和3年2月8日")
>>> [(piece.text, piece.changed) for piece in old]
[('令和3年', False), ('1', True), ('月', False), ('2', True), ('8日', False)]
>>> "".join(piece.text for piece in new)
'令和3年2月8日'
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

_LONGEST = 2000  # characters of a passage that are compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one version, `changed` where the other says something else."""

    text: str
    changed: bool


def compare(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of the old and of the new version."""
    if max(len(old), len(new)) > _LONGEST:
        return (Piece(old, old != new),), (Piece(new, old != new),)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    before = tuple(Piece(old[a:b], kind != "equal") for kind, a, b, _, _ in steps if b > a)
    after = tuple(Piece(new[c:d], kind != "equal") for kind, _, _, c, d in steps if d > c)
    return before, after
