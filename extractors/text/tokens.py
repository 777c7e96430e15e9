"""Japanese words where a rule needs them: where they begin, and whether a dictionary knows them as places or people.

>>> words = Words("清水市長が大津市を訪れた。")
>>> words.at(0).surface, words.at(0).tag, words.starts_at(5), words.starts_at(6)
('清水', 'surname', True, False)

SudachiPy with its core dictionary, the tokeniser under GiNZA, in its finest mode (A). Only the sentence around the
offset is cut into words, once; the dictionary is loaded on first use.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Any, Literal, NamedTuple

import sudachipy

Tag = Literal["place", "surname", "person", "proper", "noun", "unknown", "other"]

# Parts of speech (UniDic's), from the second field on, and what they mean here.
_TAGS: tuple[tuple[tuple[str, ...], Tag], ...] = (
    (("名詞", "固有名詞", "地名"), "place"),
    (("名詞", "固有名詞", "人名", "姓"), "surname"),
    (("名詞", "固有名詞", "人名"), "person"),
    (("名詞", "固有名詞"), "proper"),
    (("名詞",), "noun"),
)
_NO_WORD = 0x0FFFFFFF  # the id of a word that the tokeniser made up, whatever `is_oov` says
_SENTENCE = re.compile(r"[^。\n]{1,400}")


class Token(NamedTuple):  # made for every word around a name: a dataclass takes three times as long
    """A word of the text; `tag` is `unknown` when no dictionary has it."""

    start: int
    end: int
    surface: str
    tag: Tag


class Words:
    """The words of one text, found sentence by sentence as they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None
        self._sentences: list[tuple[int, int]] = []
        self._read: dict[int, list[Token]] = {}

    def at(self, offset: int) -> Token:
        """The word that holds the character at `offset`; a stop or a line end is a word of its own."""
        tokens = self._around(offset)
        index = bisect_right(tokens, offset, key=lambda token: token.start) - 1
        if index >= 0 and offset < tokens[index].end:
            return tokens[index]
        return Token(offset, offset + 1, self._text[offset : offset + 1], "other")

    def starts_at(self, offset: int) -> bool:
        """Whether a word begins here."""
        return offset >= len(self._text) or self.at(offset).start == offset

    def span(self, start: int, end: int) -> list[Token]:
        """The words that the span touches."""
        found, offset = [], start
        while offset < end:
            token = self.at(offset)
            found.append(token)
            offset = token.end
        return found

    def _around(self, offset: int) -> list[Token]:
        if self._starts is None:
            self._sentences = [match.span() for match in _SENTENCE.finditer(self._text)]
            self._starts = [start for start, _ in self._sentences]
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return []
        if index not in self._read:
            self._read[index] = _tokens(self._text, *self._sentences[index])
        return self._read[index]


@cache
def is_word(text: str) -> bool:
    """Whether a dictionary knows the text as one word that is no name."""
    tokens = _tokens(text, 0, len(text)) if text else []
    return len(tokens) == 1 and tokens[0].tag in ("noun", "other")


def is_compound(text: str) -> bool:
    """Whether the text is two words that are no names: ゼロカーボン, フェアトレード."""
    return any(is_word(text[:cut]) and is_word(text[cut:]) for cut in range(2, len(text) - 1))


def first_word(text: str) -> str:
    """The word that the text opens with."""
    return _tokens(text, 0, len(text))[0].surface


def opens_with_surname(text: str) -> bool:
    """Whether the text begins with a person's name."""
    return bool(text) and _tokens(text, 0, len(text))[0].tag in ("surname", "person")


@cache
def is_surname(text: str) -> bool:
    """Whether the text may be a surname: a dictionary reads it so before さん, or has never seen it."""
    tokens = _tokens(text + "さん", 0, len(text) + 2)
    return tokens[0].end == len(text) and tokens[0].tag in ("surname", "person", "unknown")


def _tokens(text: str, start: int, end: int) -> list[Token]:
    morphemes = _tokenizer().tokenize(text[start:end])
    return [Token(start + m.begin(), start + m.end(), m.surface(), _tag(m)) for m in morphemes]


def _tag(morpheme: Any) -> Tag:
    if morpheme.is_oov() or morpheme.word_id() == _NO_WORD:
        return "unknown"
    return _tag_of(morpheme.part_of_speech_id())


@cache
def _tag_of(speech: int) -> Tag:
    """What the dictionary's part of speech of this number means here."""
    fields = _dictionary().pos_of(speech)
    return next((tag for kind, tag in _TAGS if fields[: len(kind)] == kind), "other")


@cache
def _tokenizer() -> Any:
    return _dictionary().create(mode=sudachipy.SplitMode.A)


@cache
def _dictionary() -> Any:
    return sudachipy.Dictionary(dict="core")
