"""What is counted: the counter or the noun after a number, as an open class.

>>> found = counted_after("の都市・地域と連携", 0, spaced=False)
>>> found.name, found.end
('都市・地域', 6)
>>> counted_after("名が参加", 0, spaced=False).name, counted_after("回目", 0, spaced=False)
('人', None)
>>> counted_after("を超える多様な自治体の", 4, spaced=False, bounded=True).name
'自治体'

The counters in common use stand in tables (counter_terms), with what numbers things instead of counting them (号, 条,
階). Any other noun counts when the words before it say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.figures.counter_terms import (
    BARE,
    CANONICAL,
    COUNTED_ON,
    ENUMERATED,
    JOINED,
    MODIFIERS,
    NOUN,
    ORDINAL_MARK,
    ORDINALS,
    PARTICLE,
    POINTING,
    SPACED,
    STRICT,
    TERMS,
    UNCOUNTED,
    VARIANTS,
    VARIED,
    is_counted,
    longest_term,
    trimmed,
)

_PLACES = frozenset("市町村区県")
_MOST_JOINED = 6  # nouns that are counted together
_ENUMERATION_ENDS = tuple("とのをがはで")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts, in the project's spelling, where it stops, and how sure it is to be counted.

    `listed` when it is a counter of the tables and stands directly after the number.
    """

    name: str
    end: int
    confidence: float
    listed: bool = False


def counted_after(text: str, at: int, *, spaced: bool, bounded: bool = False) -> Counted | None:
    """The counter or noun at `at` of the folded text; null where the number only numbers, dates or names.

    `spaced` says that a space stands before it; `bounded` that a bound does (を超える), after which any noun counts.
    """
    if text.startswith("つの", at):
        return None if spaced else _noun(text, at + 2, 0.85)
    if text.startswith("の", at) and not text.startswith("のうち", at):
        return None if spaced or text.startswith(("各年", "年"), at + 1) else _noun(text, at + 1, 0.88)
    if bounded:
        return _noun(text, at, 0.88)
    return _direct(text, at, spaced)


def counter_named(name: str, *, noted: bool = False) -> str | None:
    """The counter that a head states by itself (人, 箇所), in the project's spelling; null when it is none.

    `noted` says that it stands in brackets as a unit does, where any noun can be one.
    """
    found = _direct(name, 0, spaced=not noted) if name not in UNCOUNTED else None
    return found.name if found and found.end == len(name) else None


def _direct(text: str, at: int, spaced: bool) -> Counted | None:
    if text[at : at + 1] in VARIED and (variant := _variant(text, at)):
        return variant
    run = NOUN.match(text, at)
    if run is None:
        return None
    word = run.group()
    if longest := longest_term(word):
        return None if spaced and longest not in SPACED else _split(text, at, word, longest, spaced)
    counter = _short(text, at, word[0]) if word[0] in BARE or word[0] in STRICT else None
    if counter or spaced or ORDINALS.match(text, at):
        return counter
    return _unlisted(text, at, word)


def _variant(text: str, at: int) -> Counted | None:
    """か国 and か所 in any spelling; か国・地域 is one counter."""
    for name, spelling in VARIANTS.items():
        if (match := spelling.match(text, at)) and not ORDINAL_MARK.match(text, match.end()):
            return _joined(text, name, match.end(), 0.95)
    return None


def _joined(text: str, name: str, end: int, confidence: float) -> Counted:
    joined = JOINED.match(text, end)
    more = joined.group() if joined else ""
    return Counted(name + more, end + len(more), confidence, listed=True)


def _short(text: str, at: int, counter: str) -> Counted | None:
    """A counter of one character, when what follows does not make another word of it."""
    if ORDINAL_MARK.match(text, at + 1):
        return None
    listed = counter in BARE and text[at + 1 : at + 2] not in tuple(BARE[counter])
    follows = None if listed else COUNTED_ON.match(text, at + 1)
    if not listed and (follows is None or (counter in BARE and not follows.group())):
        return None
    name, confidence = CANONICAL.get(counter, counter), 0.93 if counter in BARE else 0.87
    joined = NOUN.match(text, at + 2) if text.startswith("・", at + 1) else None
    if joined and joined.group() in TERMS:
        return Counted(f"{name}・{joined.group()}", joined.end(), confidence, listed=True)
    return Counted(name, at + 1, confidence, listed=True)


def _split(text: str, at: int, word: str, longest: str, spaced: bool) -> Counted | None:
    """A known noun at the front of the run, or the longer counted noun that it begins; 302会議室 is neither."""
    end = at + len(longest)
    if ORDINAL_MARK.match(text, end):
        return None
    name = trimmed(word)
    if len(name) > len(longest) and not COUNTED_ON.match(name, len(longest)):
        return Counted(name, at + len(name), 0.7) if is_counted(name) and not spaced else None
    if len(word) > len(longest):
        return Counted(CANONICAL.get(longest, longest), end, 0.93, listed=True)
    return _joined(text, CANONICAL.get(longest, longest), end, 0.93)


def _unlisted(text: str, at: int, word: str) -> Counted | None:
    """Any other noun directly after the number: one in katakana, or one that ends as counted nouns do."""
    if word[0] == "数":  # 20数社 is more than twenty
        return None
    name = trimmed(word)
    katakana = "ァ" <= word[0] <= "ー" and len(name) > 2
    of_place = word[0] in _PLACES  # 5市環境協議会 is one body of five cities
    if not katakana and (of_place or not is_counted(name) or len(name) == 1):
        return None
    joined = JOINED.match(text, at + len(name)) if name == word else None
    more = joined.group() if joined else ""
    return Counted(name + more, at + len(name + more), 0.75)


def _noun(text: str, at: int, confidence: float) -> Counted | None:
    """The noun that の or a bound leads to, words of quality before it passed over."""
    modified = MODIFIERS.match(text, at)
    match = (NOUN.match(text, modified.end()) if modified else None) or NOUN.match(text, at)
    if match is None:
        return None
    name, end = _wrapped(text, match)
    if POINTING.fullmatch(name) or not PARTICLE.match(text, end) or (len(name) == 1 and name not in TERMS):
        return None
    whole = trimmed(name)
    if whole != name and whole:
        return Counted(whole, end - (len(name) - len(whole)), confidence)
    for _ in range(_MOST_JOINED):
        if joined := JOINED.match(text, end):
            name, end = name + joined.group(), joined.end()
    name, end = _enumerated(text, name, end)
    return Counted(name, end, confidence if is_counted(name) else round(confidence - 0.1, 2))


def _wrapped(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The noun with what a broken line took to the next one (自\\n治体)."""
    name, end = match.group(), match.end()
    rest = NOUN.match(text, end + 1) if text.startswith("\n", end) and not is_counted(name) else None
    if rest and is_counted(name + rest.group()):
        return name + rest.group(), rest.end()
    return name, end


def _enumerated(text: str, name: str, end: int) -> tuple[str, int]:
    """Two more nouns or more, each after a comma, are counted together: 都市、地域、専門家."""
    names, last = [name], end
    while len(names) <= _MOST_JOINED and (match := ENUMERATED.match(text, last)):
        names.append(match[1])
        last = match.end()
    if len(names) > 2 and text.startswith(_ENUMERATION_ENDS, last):
        return "、".join(names), last
    return name, end
