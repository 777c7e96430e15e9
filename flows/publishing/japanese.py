"""Japanese text as words and as pairs of characters, for full-text search.

>>> words("連携協定を締結"), bigrams("連携協定 SDGs")
('連携 協定 を 締結', '連携 携協 協定 sdgs')
>>> match("連携協定 富山市")
'(words : "連携 協定" OR bigrams : "連携 携協 協定") AND (words : "富山 市" OR bigrams : "富山 山市")'

Words are those of Sudachi's finest mode (A); the pairs find what the dictionary cuts elsewhere. Both are folded (NFKC,
small letters), so that ＳＤＧｓ and SDGs are one. SQLite's own trigram index finds nothing for words of two characters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any
from unicodedata import normalize

import sudachipy

_WRITTEN = re.compile(r"\w+")
_LATIN = re.compile(r"[\x00-\u02af]+")
_LATIN_OR_NOT = re.compile(r"[\x00-\u02af]+|[^\x00-\u02af]+")
_LONGEST = 10_000  # characters Sudachi takes at a time are limited by bytes: 49,149 (three a character)
_KEPT = 1 << 14  # names and units come again and again


@lru_cache(_KEPT)
def words(text: str) -> str:
    """The words of the text with spaces between them, without punctuation."""
    folded = _folded(text)
    pieces = (folded[start : start + _LONGEST] for start in range(0, len(folded), _LONGEST))
    found = (morpheme.surface() for piece in pieces for morpheme in _tokenizer().tokenize(piece))
    return " ".join(word for word in found if _WRITTEN.search(word))


@lru_cache(_KEPT)
def bigrams(text: str) -> str:
    """Every two characters that stand together, with spaces between them; Latin words and numbers whole."""
    return " ".join(pair for run in _runs(_folded(text)) for pair in _pairs(run))


def match(query: str) -> str:
    """What SQLite is to match for words that a person typed: each must be there, in any order."""
    terms = [term for term in query.split() if _WRITTEN.search(term)]
    return " AND ".join(f"(words : {_phrase(words(term))} OR bigrams : {_phrase(bigrams(term))})" for term in terms)


def _phrase(tokens: str) -> str:
    return '"' + tokens.replace('"', "") + '"'


def _folded(text: str) -> str:
    return normalize("NFKC", text).lower()


def _runs(text: str) -> list[str]:
    return [part for run in _WRITTEN.findall(text) for part in _LATIN_OR_NOT.findall(run)]


def _pairs(run: str) -> list[str]:
    if len(run) == 1 or _LATIN.match(run):
        return [run]
    return [one + other for one, other in pairwise(run)]


@cache
def _tokenizer() -> Any:
    return sudachipy.Dictionary(dict="core").create(mode=sudachipy.SplitMode.A)
