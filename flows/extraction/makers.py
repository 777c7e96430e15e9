"""Which extractors made the records of a document, as the ledger states it in one string.

>>> made = remade("", frozenset(KINDS)).replace(EXTRACTORS["agreement"], "agreements/1")
>>> sorted(outdated(made)), sorted(outdated(again(made, {"figure"})))
(['agreement'], ['agreement', 'figure'])
>>> outdated(remade(made, frozenset({"agreement"})))
frozenset()

Agreements are found among the dates and cities of the document, figures with the help of its dates. So records of one
kind are made again together with those that they need, which come out as they are where their extractor is the same;
and where it is not, what else was made from those is outdated.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.extract import EXTRACTORS, with_needs

KINDS = tuple(EXTRACTORS)
_AGAIN = "?"  # behind an extractor whose records somebody wants to have made again


def outdated(made: str) -> frozenset[str]:
    """The kinds whose records the present extractors would make anew."""
    parts = made.split()
    return frozenset(kind for kind in KINDS if any(EXTRACTORS[one] not in parts for one in with_needs((kind,))))


def remade(made: str, kinds: frozenset[str]) -> str:
    """What to state once the records of these kinds are made again, and those that they need."""
    before = _by_kind(made)
    after = before | {kind: EXTRACTORS[kind] for kind in with_needs(kinds)}
    changed = {kind for kind in KINDS if after.get(kind) != before.get(kind, "").rstrip(_AGAIN)}
    kept = (
        kind
        for kind in KINDS
        if kind in after and (kind in with_needs(kinds) or not changed & (with_needs((kind,)) - {kind}))
    )
    return " ".join(after[kind] for kind in kept)


def again(made: str, kinds: Iterable[str]) -> str:
    """What to state so that the records of these kinds are made again."""
    return " ".join(part.rstrip(_AGAIN) + _AGAIN * (kind in kinds) for kind, part in _by_kind(made).items())


def is_wanted_again(made: str, kinds: Iterable[str]) -> bool:
    """Whether `again` was said of one of these kinds, and not done yet."""
    return any(part.endswith(_AGAIN) for kind, part in _by_kind(made).items() if kind in kinds)


def number(made: str, name: str) -> int:
    """The version of the extractor or reader of that name; 0 where it is not stated."""
    return {part.partition("/")[0]: _number(part) for part in made.split()}.get(name, 0)


def _by_kind(made: str) -> dict[str, str]:
    """The extractors that a string states by kind, without those that are none of ours."""
    stated = {part.partition("/")[0]: part for part in made.split()}
    names = {kind: EXTRACTORS[kind].partition("/")[0] for kind in KINDS}
    return {kind: stated[name] for kind, name in names.items() if name in stated}


def _number(part: str) -> int:
    digits = part.partition("/")[2].rstrip(_AGAIN)
    return int(digits) if digits.isdecimal() else 0
