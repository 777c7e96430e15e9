"""What an agreement is about, in its own words, and the wording of its title.

>>> stripped("(1)防災に関すること")
'防災'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Protocol

from extractors.agreements.labels import label
from extractors.agreements.reading import Reading
from extractors.agreements.titles import Title

# The words before a title that say what it is about; the shortest stretch back to a comma or a particle of the subject.
_ABOUT = re.compile(
    r"(?:(?<=[、。は])|(?<=とは)|^)(?P<topic>[^、。「」『』()¤は]{2,60}?)(?:等|など)?"
    r"(?:に関する|に関して|に係る|についての|を目的と(?:した|する|して|し)|に向け(?:た|て)?、?|の?ため(?:の|、))"
)
_OF = re.compile(
    r"(?![のにをでが])(?:[^、。「」『』()¤]|「[^「」]{1,40}」){2,60}(?:に関する|に係る|についての|に関しての)$"
)
_VERB = re.compile("(?:(?:締結|調印|提携)し(?:ている|た)|結んだ|結んでいる)?")
_BREAK = re.compile(r"(?<=[ぁ-んァ-ヺー一-鿿])\s+(?=[ぁ-んァ-ヺー一-鿿])")
_MARK = re.compile(r"^[\s・●○◆◇■□※*-]*(?:[(（]?[0-9０-９]{1,2}[)）.．、]|[①-⑳]|[ア-コ][.．、 ])?\s*")
# Lines of one list begin alike: with a number, a number in brackets, a letter of the kana, a dot, or none of them.
_KINDS_OF_MARK = tuple(
    re.compile(rf"\s*{kind}")
    for kind in ("[0-9０-９]{1,2}[.．、 ]", "[(（][0-9０-９]{1,2}[)）]", "[①-⑳]", "[ア-コ][.．、 ]", "[・●○◆◇■□※*-]")
)
_TAIL = re.compile(r"(?:に関する|に係る|についての?)?(?:こと|事項|必要な事項|取組|取り組み)?(?:。|;|；)?\s*$")
_LONGEST = 60


class Spanned(Protocol):
    """Anything with a place in a reading and the block that it begins in."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def block(self) -> int: ...


def stripped(item: str) -> str:
    """An item of a list of topics without its number and closing words."""
    text = _TAIL.sub("", _MARK.sub("", item.strip()))
    return text.strip(" 、。")


def topics_before(page: Reading, start: int, until: int) -> tuple[str, ...]:
    """The field that the sentence names between the parties and the title: 防災に関する協定."""
    found = [match["topic"] for match in _ABOUT.finditer(page.masked, start, until)]
    return tuple(topic.strip() for topic in found[-1:] if len(topic) <= _LONGEST)


def topics_in(page: Reading, entry: Spanned | None) -> tuple[str, ...]:
    """The topics of a form's value: its own words, or the list that follows the label."""
    if entry is None:
        return ()
    own = _items(page.text[entry.start : entry.end])
    whole = len(own) > 1 or page.document.blocks[entry.block].kind == "table"
    return own if whole else (*own, *_listed(page, entry.block))


def topics_below(page: Reading, block: int) -> tuple[str, ...]:
    """The list under the first heading such as 連携内容 behind a block, before another heading names an agreement."""
    for index in range(block + 1, min(block + 40, len(page.document.blocks))):
        if page.document.blocks[index].kind == "heading":
            start, end = page.block_span(index)
            meaning = label(page.text[start:end])
            if meaning and meaning.role == "topics" and meaning.strong:
                return _listed(page, index)
            if page.names_in(start, end):
                return ()
    return ()


def wording(page: Reading, title: Title, start: int, named: int) -> str:
    """The title as the document writes it, with the words that belong to it: 災害時の応援に関する協定."""
    opened = page.text.rfind("「", max(start, title.start - 100), title.start)
    if (
        opened >= 0
        and "」" not in page.text[opened : title.end]
        and page.text[title.end : title.end + 2].strip("書")[:1] == "」"
    ):
        return _BREAK.sub("", page.text[opened + 1 : title.end])
    first = max(start, named if named <= title.start else start)
    about = _OF.search(page.masked, first, title.start)
    begins = about.start() if about else title.start
    begins += len(_VERB.match(page.masked, begins).group())  # type: ignore[union-attr]
    return _BREAK.sub("", page.text[begins : title.end].strip()) or title.text


def _items(text: str) -> tuple[str, ...]:
    lines = "\n".join(_alike([line for line in text.split("\n") if line.strip()]))
    parts = re.split(r"\n|(?=[(（][0-9０-９]{1,2}[)）])|(?=[①-⑳])|[、・](?=[^、・]{2,}[、・])", lines)
    return tuple(topic for part in parts if 1 < len(topic := stripped(part)) <= _LONGEST)


def _listed(page: Reading, block: int) -> tuple[str, ...]:
    """The items that follow a block, until something else begins."""
    lines: list[str] = []
    for index in range(block + 1, min(block + 20, len(page.document.blocks))):
        below = page.document.blocks[index]
        if below.kind not in ("list_item", "paragraph") or label_starts(page, index):
            break
        if below.kind == "paragraph" and lines:
            break
        lines += filter(str.strip, page.text[slice(*page.block_span(index))].split("\n"))
    return tuple(topic for line in _alike(lines) if 1 < len(topic := stripped(line)) <= 100)


def _alike(lines: Sequence[str]) -> Iterator[str]:
    """The lines up to the first with another kind of mark than the first has: ア and イ, but not 2 これまでの取組."""
    kinds = [tuple(mark.match(line) is not None for mark in _KINDS_OF_MARK) for line in lines]
    return (line for line, _ in takewhile(lambda pair: pair[1] == kinds[0], zip(lines, kinds, strict=True)))


def label_starts(page: Reading, index: int) -> bool:
    """Whether a block begins with the next label of a form."""
    start, end = page.block_span(index)
    head = re.split(r"[\s::]", page.text[start:end].strip(), maxsplit=1)[0]
    return label(head) is not None
