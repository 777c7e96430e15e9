"""Passages that name somebody who could sign an agreement.

>>> Name(0, 2, (Party(name="港市"),)).parties[0].name
'港市'
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.records import Party


@dataclass(frozen=True, slots=True)
class Name:
    """A passage that names one party, or two and more (両市)."""

    start: int
    end: int
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A passage that names a place, with the rank of the place from 0 (a state, a prefecture) down."""

    start: int
    end: int
    party: Party
    rank: int
