"""A signing in its sentence, as the readers of sentences hand it on, and the headings above it.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> page = read(structured("岬運輸株式会社との協定\\n\\n昨年結びました。", Context()), [], [])
>>> list(above(page, page.sentences[1]))
[0]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.agreements.findings import Finding
from extractors.agreements.party_groups import Group
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.signings import Signing

_ONLY_DATE = re.compile(r"[\s■●○◆・(]*¤+[\s)]*")


@dataclass(frozen=True, slots=True)
class Telling:
    """A signing in its sentence: the groups it can speak of, where its words begin, and what was told before it."""

    page: Reading
    sentence: Sentence
    signing: Signing
    groups: Sequence[Group]
    start: int
    previous: Sentence | None
    near: Finding | None
    when: str | None = None

    @property
    def until(self) -> int:
        """Where the words that can name the parties end: at the title, or at a verb behind it."""
        title = self.signing.title.start
        return title if self.signing.act == "named" else max(title, self.signing.verb)


def above(page: Reading, sentence: Sentence) -> Iterator[int]:
    """The blocks of the headings above, innermost first; in plain text a line that stands alone may be one of them."""
    blocks = page.document.blocks
    if sentence.block:
        alike = blocks[sentence.block].kind == blocks[sentence.block - 1].kind == "heading"
        if alike or _ONLY_DATE.fullmatch(page.masked, *page.block_span(sentence.block - 1)):
            yield sentence.block - 1
    yield from reversed(sentence.headings[-2:])
