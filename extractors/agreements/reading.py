"""A document as the finders of agreements read it: one line of plain characters, who and when already marked.

>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> document = structured("港市と岬町及び\\n株式会社みなとは、協定を結んだ。", Context())
>>> page = read(document, [], [])
>>> page.text, page.masked
('港市と岬町及び株式会社みなとは、協定を結んだ。', '港市と岬町、、株式会社みなとは、協定を結んだ。')
>>> page.origin(7, 14)
(8, 15)

`text` is folded, and where a line of a sentence was broken by its layout the break is taken out, so offsets in a
reading are its own: `origin` leads back to the document. `masked` has the same length; dates are blanked in it and
every word for "and" is a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from extractors.agreements.labels import labelled
from extractors.agreements.names import Name, PlaceName
from extractors.agreements.organisations import LEGAL_FORMS, find_organisations
from extractors.agreements.parties import find_names
from extractors.document import Block, Document
from extractors.places.own_government import own_party, party_of
from extractors.records import CityRecord, DateRecord, Party
from extractors.text.folding import fold
from extractors.text.sentences import sentences

BLANK = "¤"  # stands for each character of a date
_BREAK = re.compile(r"(?<=[ぁ-んァ-ヺー一-鿿、])\s{1,3}(?=[ぁ-んァ-ヺー一-鿿、。])")
_AND = re.compile("及び|および|並びに|ならびに|又は|または|,")
_RANKS = {"prefecture": 0, "state": 0, "county": 1, "city": 1, "town": 2, "village": 2, "district": 2, "ward": 2}
_LINE_START = re.compile(r"\s*\n\s*")
# A line that ends like this goes on in the next.
_GOES_ON = re.compile("[、とはがをにのでやも・及並び,(「]")
_FORM = re.compile(LEGAL_FORMS)
# What opens a line that heads the next: 事例4, 【環境】, (2), ◆.
_HEADED = re.compile(r"事例|コラム|ケース|[■●◆◇○◎▼【①-⑳]|\(?[0-9]{1,2}[.): ]")
# A line that tells of a signing by itself: 平成元年5月12日姉妹都市提携.
_DONE = re.compile("(?:提携|締結|調印|盟約)[)」]?$")
_HIRAGANA = re.compile("[ぁ-ん]")
_SHORT = 24
_LONGEST = 2000  # characters; what goes on longer without a stop is no sentence
_SKIPPED = ("contact", "meta", "page_header", "page_footer", "table")


@dataclass(frozen=True, slots=True)
class When:
    """A date in the reading: its span and its value in EDTF."""

    start: int
    end: int
    edtf: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or a line that is none) in the reading, its block, and the blocks of the headings above it."""

    start: int
    end: int
    block: int
    headings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The document with its plain text, its dates and names, and the local government whose document it is."""

    document: Document
    text: str
    masked: str
    kept: Sequence[int]
    dates: tuple[When, ...]
    names: tuple[Name, ...]
    own: Party | None
    sentences: tuple[Sentence, ...]
    headings: tuple[tuple[int, ...], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the document that a span of the reading stands for."""
        return self.kept[start], self.kept[end - 1] + 1

    def offset(self, origin: int) -> int:
        """The place in the reading of an offset of the document."""
        return bisect_left(self.kept, origin)

    def block_span(self, index: int) -> tuple[int, int]:
        """The span of a block in the reading."""
        block = self.document.blocks[index]
        return self.offset(block.start), self.offset(block.end)

    def names_in(self, start: int, end: int) -> Sequence[Name]:
        """The names that begin between two offsets."""
        return self.names[_first(self.names, start) : _first(self.names, end)]

    def dates_in(self, start: int, end: int) -> Sequence[When]:
        """The dates that begin between two offsets."""
        return self.dates[_first(self.dates, start) : _first(self.dates, end)]


def read(document: Document, dates: Sequence[DateRecord], cities: Sequence[CityRecord]) -> Reading:
    """The reading of a document, given the dates and places found in it."""
    folded = fold(document.text)
    begins = {record.start for record in (*dates, *cities)} | {one.start for one in find_organisations(folded)}
    spans = [
        (index, *span)
        for index, block in enumerate(document.blocks)
        for span in _spans(document, block, folded, begins)
    ]
    dropped = {
        at for _, start, end in spans if folded[end - 1] == "。" for at in _breaks(document.text, folded, start, end)
    }
    kept = [at for at in range(len(folded)) if at not in dropped]
    text = "".join(map(folded.__getitem__, kept))
    whens = tuple(_whens(kept, dates))
    masked = _masked(text, whens)
    own = own_party(document, cities)
    headings = tuple(_headings(document))
    return Reading(
        document=document,
        text=text,
        masked=masked,
        kept=kept,
        dates=whens,
        names=tuple(find_names(masked, _places(kept, cities), own)),
        own=own,
        sentences=tuple(
            Sentence(bisect_left(kept, start), bisect_left(kept, end), index, headings[index])
            for index, start, end in spans
        ),
        headings=headings,
    )


def _whens(kept: Sequence[int], dates: Sequence[DateRecord]) -> Iterator[When]:
    for date in sorted(dates, key=lambda date: date.start):
        if date.edtf:
            yield When(bisect_left(kept, date.start), bisect_left(kept, date.end), date.edtf)


def _spans(document: Document, block: Block, folded: str, begins: Set[int]) -> Iterator[tuple[int, int]]:
    """The sentences of a block, and lines apart where each line of it says something by itself."""
    if block.kind in _SKIPPED:
        return
    for start, end in _bounded(folded, sentences(document.text, block.start, block.end)):
        closed, first = folded[end - 1] == "。", start
        for line in _LINE_START.finditer(folded, start, end):
            # A short line at the head of what follows is a heading without a line of its own.
            apart = not closed or (line.start() - first <= _SHORT and folded[first - 1 : first] in ("", "\n"))
            own = labelled(folded, line.end(), _line_end(folded, line.end(), end) + 1) or (
                apart
                and block.kind != "heading"
                and (_opens(folded, line.end(), begins) or (closed and _HEADED.match(folded, first)))
            )
            done = not closed and _DONE.search(folded, max(first, line.start() - 8), line.start())
            own = own or (done and not _HIRAGANA.match(folded, line.end()))
            if own and not _GOES_ON.match(folded, line.start() - 1):
                yield first, line.start()
                first = line.end()
        yield first, end


def _bounded(folded: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans, those that are too long to be sentences cut at a comma or line end."""
    for first, end in spans:
        at = first
        while end - at > _LONGEST:
            cut = max(folded.rfind(mark, at, at + _LONGEST) for mark in "、\n ") + 1
            cut = cut if cut > at else at + _LONGEST
            yield at, cut
            at = cut
        yield at, end


def _line_end(folded: str, start: int, end: int) -> int:
    found = folded.find("\n", start, end)
    return end if found < 0 else found


def _opens(folded: str, start: int, begins: Set[int]) -> bool:
    """Whether a line begins with a date, a place or an organisation."""
    return start in begins or bool(_FORM.match(folded, start))


def _breaks(text: str, folded: str, start: int, end: int) -> Iterator[int]:
    """Where a layout broke a sentence: line ends and stray spaces, but no ideographic space that parts two words."""
    for match in _BREAK.finditer(folded, start, end):
        broken = text[match.start() : match.end()]
        if "\n" in broken or "　" not in broken:
            yield from range(*match.span())


def _masked(text: str, dates: Sequence[When]) -> str:
    parts, at = [], 0
    for date in dates:
        if date.start >= at:
            parts += [text[at : date.start], BLANK * (date.end - date.start)]
            at = date.end
    joined = "".join((*parts, text[at:]))
    return _AND.sub(lambda match: "、" * len(match.group()), joined)


def _places(kept: Sequence[int], cities: Sequence[CityRecord]) -> list[PlaceName]:
    return [
        PlaceName(
            bisect_left(kept, city.start), bisect_left(kept, city.end), party_of(city), _RANKS.get(city.level or "", 1)
        )
        for city in sorted(cities, key=lambda city: city.start)
    ]


def _headings(document: Document) -> Iterator[tuple[int, ...]]:
    """For each block the indexes of the headings above it, outermost first."""
    path: list[tuple[int, int]] = []
    for index, block in enumerate(document.blocks):
        if block.kind == "heading":
            path = [entry for entry in path if entry[0] < (block.level or 6)]
        yield tuple(above for _, above in path)
        if block.kind == "heading":
            path.append((block.level or 6, index))


def _first(spans: Sequence[Name] | Sequence[When], offset: int) -> int:
    return bisect_left(spans, offset, key=lambda span: span.start)
