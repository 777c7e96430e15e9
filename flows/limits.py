"""What reading one document may take.

>>> Limits().memory >> 20
1024
"""

from __future__ import annotations

from dataclasses import dataclass

SECONDS, MEMORY = 20.0, 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds (a page read by OCR may take as long), and bytes of address space."""

    seconds: float = SECONDS
    memory: int = MEMORY
