"""Where a figure stands: the words before and after it that speak of it, and the heads and headings above.

>>> place = Place("本市の人口は3万人です。", (0, 12), 6, 9)
>>> place.before, place.after
('本市の人口は', 'です。')
"""

from __future__ import annotations

from dataclasses import dataclass

_REACH = 160  # characters on either side that can still speak of a figure


@dataclass(frozen=True, slots=True)
class Place:
    """A figure's span in the folded text with its sentence, and its neighbours' edges inside that sentence.

    `heads` are those of its cell, outermost first and the row's before the column's; `title` is the table's caption.
    """

    text: str
    sentence: tuple[int, int]
    start: int
    end: int
    left: int = 0
    right: int | None = None
    heads: tuple[str, ...] = ()
    title: str = ""
    section: tuple[str, ...] = ()
    row: tuple[int, int] | None = None  # of which table, and the number of the row in it

    @property
    def before(self) -> str:
        """The sentence up to the figure."""
        return self.text[max(self.sentence[0], self.start - _REACH) : self.start]

    @property
    def since(self) -> str:
        """The sentence from the figure before this one."""
        return self.text[max(self.sentence[0], self.left, self.start - _REACH) : self.start]

    @property
    def after(self) -> str:
        """The sentence from the figure to the next one."""
        last = min(self.sentence[1], self.end + _REACH, self.right if self.right is not None else self.sentence[1])
        return self.text[self.end : last]
