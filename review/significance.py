"""The characters of a text that carry its meaning, each with the offset where it stands.

>>> significant("令和元年 ５月１日、\\n富山市（△1,750㎡）").text
'令和1年5月1日富山市-1750m2'
>>> significant("21.7％").text, significant("3、4日").text, significant("二〇二一年十月").text
('21.7%', '3、4日', '2021年10月')

Two texts with the same significant characters say the same in another layout, punctuation or notation. Letters,
digits, signs, decimal points and units all stay; what parts two digits stays too, or 3、4 would become 34.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.dates.eras import ERAS
from extractors.text.folding import fold
from extractors.text.numerals import DIGITS, SMALL, numeral

# What is neither letter nor digit and still tells: signs, ranges, units, and the voice marks of half-width kana.
_TELLING = frozenset("%‰°-~+±=<>≦≧≤≥×÷¥$€£△▲\u3099\u309a")
_SIGN = re.compile("[\u2100-\u214f\u3200-\u33ff]")  # ℃ ㈱ ㍻ ㎡: several characters in one
_ERA = "|".join(one.name for one in ERAS)
_KANJI = "".join((*DIGITS, *SMALL))
# One thing in several notations; the group that takes part says how it is brought to one.
_NOTATIONS = re.compile(
    rf"(?P<first>(?<={_ERA})元(?=年))"
    rf"|(?P<numeral>[{_KANJI}]{{1,12}}(?=[年月日時分]))"
    r"|(?P<group>(?<=[0-9]),(?=[0-9]{3}(?![0-9])))"  # 1,750
    r"|(?P<minus>[△▲](?=[0-9]))"
    r"|(?P<mark>[△▲])"
    r"|(?P<counter>(?<=[0-9])[かカヵケヶ箇](?=[国所月年]))"
    r"|(?P<ke>ヶ)"
    r"|(?P<ka>ヵ)"
    r"|(?P<voiced>.[\u3099\u309a])"  # half-width ｶﾞ
)
_PLAIN = {"first": "1", "group": "", "minus": "-", "mark": "", "counter": "か", "ke": "ケ", "ka": "カ"}
_Characters = Iterable[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Significant:
    """`text` holds the significant characters, `offsets` the place of each in the source, in code points."""

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of the significant characters from `start` to before `end`, which is not empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


def significant(source: str) -> Significant:
    """The significant characters of the text; time and memory grow with its length."""
    return _gathered(_plain(_gathered(_telling(source))))


def _gathered(characters: _Characters) -> Significant:
    text, offsets = [], array("q")
    for character, offset in characters:
        text.append(character)
        offsets.append(offset)
    return Significant("".join(text), offsets)


def _telling(source: str) -> Iterator[tuple[str, int]]:
    """Letters, digits and telling signs; of what stands between two digits, the first mark, or a blank."""
    last, parting = "", None
    for character, offset in _spelled(source):
        if not (character.isalnum() or character in _TELLING):
            if parting is None or parting[0] == " ":
                parting = (" " if character.isspace() else character, offset)
            continue
        if parting and _is_digit(last) and _is_digit(character):
            yield parting
        last, parting = character, None
        yield character, offset


def _is_digit(character: str) -> bool:
    return character.isdecimal() or (character != "" and character in _KANJI)


def _spelled(source: str) -> Iterator[tuple[str, int]]:
    """The characters folded, signs that stand for several written out."""
    for offset, character in enumerate(fold(source)):
        if _SIGN.match(character):
            yield from ((one, offset) for one in unicodedata.normalize("NFKC", character))
        else:
            yield character, offset


def _plain(telling: Significant) -> Iterator[tuple[str, int]]:
    """The characters in one notation, each at the offset of what it was written as."""
    end = 0
    for match in _NOTATIONS.finditer(telling.text):
        yield from zip(telling.text[end : match.start()], telling.offsets[end : match.start()], strict=True)
        yield from ((character, telling.offsets[match.start()]) for character in _brought(match))
        end = match.end()
    yield from zip(telling.text[end:], telling.offsets[end:], strict=True)


def _brought(match: re.Match[str]) -> str:
    kind, written = match.lastgroup or "", match.group()
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "numeral":
        read = numeral(written)
        return str(read.value) if read else "10" if written == "十" else written
    return unicodedata.normalize("NFKC", written)
