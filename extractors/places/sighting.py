"""A stretch of text that may name a place; what it is, other modules decide.

>>> Sighting(0, 5, "abroad", "クチン北市", "北市").stem
'クチン'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["domestic", "country", "abroad"]
# What decided which place a name means: it is the only one of the name; what stands beside it, or beside the same name
# elsewhere; the publisher; the rest of the document, its list or heading; what is said of the past; its size; nothing.
Reason = Literal["only", "beside", "elsewhere", "publisher", "document", "list", "heading", "past", "size", "nothing"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """`name` is the folded text without breaks, `suffix` what ends a name abroad (empty when it stands alone)."""

    start: int
    end: int
    kind: Kind
    name: str
    suffix: str = ""

    @property
    def stem(self) -> str:
        """The name abroad without its suffix."""
        return self.name.removesuffix(self.suffix) if self.suffix else self.name
