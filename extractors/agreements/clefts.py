"""Partners that a sentence names last: 今回、協定を締結したのは、岬町と浜村です.

>>> from extractors.agreements.names import Name
>>> text = "港市が協定を結んだのは、岬町です。"
>>> names = [Name(0, 2, (Party(name="港市"),)), Name(12, 14, (Party(name="岬町"),))]
>>> told = named_last(text, names, (0, 7, len(text)), None, False)
>>> [[party.name for party in one.parties] for one in told]
[['港市', '岬町']]

A sentence that counts (県内で締結したのは港市のみ) speaks of the agreements of others and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.agreements.names import Name
from extractors.agreements.party_groups import Group, find_groups
from extractors.agreements.signatories import EACH, IMPLIED, STATED, Signatories, union
from extractors.records import Party

_WHICH = re.compile(
    "(?:を|が)?(?:し(?:た|ている|ております|ました)|んだ|んでいる|わした|された)"
    "(?:の|相手(?:方|先)?(?:の[市区町村])?|自治体|市町村|市町|都市|団体)は、?[^、。は]{0,12}?(?=[一-鿿ァ-ヺA-Za-zぁ-ん])"
)
_CLOSED = re.compile(
    r"(?:\s?\([^()]{0,60}\))*(?:、?(?:の|以上)?(?:[0-9一二三四五六七八九十両]{1,3}(?:市町村|市町|町村|自治体|都市|団体|[市区町村県者社校])){1,3})?"
    r"(?:です|でした|である|であ[っり]|だった|となります|になります|で、|だ?。|だ?$)"
)
_COUNTS = re.compile(
    "初めて|のみ|だけ|しか|全国|県内|国内|府内|道内|都内|同様|同じ|以外|最初|最多|これまで|他に|ほかに|例目"
)


def named_last(
    text: str, names: Sequence[Name], words: tuple[int, int, int], own: Party | None, pairs_only: bool
) -> list[Signatories] | None:
    """The parties of a sentence whose `words` run from its start over the end of the verb to its end; null where it
    names them elsewhere."""
    start, verb, end = words
    which = _WHICH.match(text, verb, end)
    behind = find_groups(text, [name for name in names if which and which.end() <= name.start < end])
    if not which or not behind or _COUNTS.search(text, start, end):
        return None
    last = behind[0]
    lead = text[which.end() : last.start]
    if len(lead) > 12 or re.search("[、は。]", lead) or not _CLOSED.match(text, last.members[-1].end):
        return None
    first = _before(find_groups(text, [name for name in names if name.start < verb])) or ((own,) if own else ())
    if (last.joint and len(last.parties) > 1) or set(first) <= set(last.parties):
        first = ()
    sets = [union(first, last.parties)]
    if first and (pairs_only or EACH.search(text, start, end)):
        sets = [union(first, [one]) for one in last.parties]
    certainty = IMPLIED if first == (own,) else STATED
    return [Signatories(parties, certainty, last.start, last.end) for parties in sets if len(parties) > 1]


def _before(groups: Sequence[Group]) -> tuple[Party, ...]:
    """Who is named in front of the verb as one that signs: 港市が, 港市と."""
    return union(*(group.parties for group in groups if group.role in ("topic", "subject", "with")))
