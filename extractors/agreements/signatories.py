"""Who signs, told from the groups of names in front of the verb.

>>> from extractors.agreements.names import Name
>>> from extractors.agreements.party_groups import find_groups
>>> text = "岬町、株式会社みなとと協定を締結した。"
>>> names = [Name(0, 2, (Party(name="岬町"),)), Name(3, 10, (Party(name="株式会社みなと"),))]
>>> told = signatories(text, find_groups(text, names), 11, 14, Party(name="港市"))
>>> [[party.name for party in one.parties] for one in told]
[['港市', '岬町', '株式会社みなと']]

"A市はB市と", "A市とB市は", "A市とB市との" name all parties; "B市と" alone leaves the page's own government out, which
is put in front. A requester ("B市からの依頼があり") is the other party when no one else is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extractors.agreements.party_groups import Group, Role
from extractors.records import Party

STATED = 0.95  # every party is named in the sentence
IMPLIED = 0.86  # the own government is left to the reader
REQUESTED = 0.75  # the other party is only said to have asked
GUESSED = 0.65  # a party's name is of no known kind

EACH = re.compile("それぞれ|各々|おのおの|個別に|[1一]対[1一]|各市町村?と")


# A大学と地元商店街が結んだ協定: somebody whose name is none signs with the partner.
_OTHERS = re.compile(r"^[^、。¤は]{2,14}が(?:、?¤+に?)?、?(?:結んだ|結んでいる|締結した|締結している|交わした)?$")
# 本市と隣接する聖籠町、五泉市の3市町は: those on either side act together.
_NEIGHBOURING = re.compile(
    "(?:境を|県境を)?(?:隣接|近接|隣り合う?|接)(?:する|している|し合う)?[^、。はが¤]{0,6}|(?:姉妹|友好|親善)都市(?:である|の)[^、。はが¤]{0,6}"
)
_COUNTED = "者|社|団体|機関|市町村|市町|市村|町村|[市町村区県]"
_NUMBER = re.compile(f"[1-9][0-9]?(?={_COUNTED})|[二三四五六七八九十](?={_COUNTED})")
_QUOTED = re.compile(r"[「『](?:第[0-9]{1,3}回)?\Z")
_DAY_BEHIND = re.compile(r"、?¤+に?、?")
_DATED = re.compile(r"\([^()¤]{0,6}¤[^()]{0,40}\)")


@dataclass(frozen=True, slots=True)
class Signatories:
    """The parties of one agreement, how sure they are, and where the words that name them begin and end."""

    parties: tuple[Party, ...]
    certainty: float
    start: int
    end: int


def signatories(
    text: str, groups: Sequence[Group], title: int, until: int, own: Party | None, pairs_only: bool = False
) -> list[Signatories]:
    """The parties of the agreement whose title begins at `title` and whose words of doing end at `until`.

    None, one set of them, or one set for each of many. With `pairs_only` (sister cities) each partner makes one of its
    own.
    """
    before = [group for group in groups if group.start < until and group.role not in ("witness", "other")]
    subject = _subject(before)
    partners = [group for group in before if group.role == "with"]
    if followed := _dated_behind(text, subject, before, own):
        return followed
    if pairs := _dated_pairs(text, before, partners, until):
        return [_one(subject, own, group) for group in pairs]
    if partners and (bracketed := _dated_members(text, partners[-1])):
        return [replace(_one(subject, own, group), start=group.start, end=group.end) for group in bracketed]
    together = _in_title(text, groups, title, own) or next(
        (group for group in reversed(before) if _is_together(text, group, title)), None
    )
    if partners and (together is None or partners[-1].start > together.start):
        return _with_partner(text, _joined(subject, before), partners[-1], own, until, pairs_only)
    if together:
        first = subject.parties if subject and _counts_subject(text, subject, together) else ()
        return [Signatories(union(first, together.parties), STATED, together.start, together.end)]
    return _without_partner(text, _joined(subject, before), before, title, own)


def _in_title(text: str, groups: Sequence[Group], title: int, own: Party | None) -> Group | None:
    """The names that a quoted title begins with, where they are all: 「第3回港県・岬省交流会議覚書」に署名."""
    for group in groups:
        at_title = group.members and group.members[-1].end == title and len(group.parties) > 1
        if (
            at_title
            and text[group.members[0].end] == "・"
            and _QUOTED.search(text, max(0, group.start - 8), group.start)
        ):
            return group if own is None or own in group.parties else None
    return None


def _counts_subject(text: str, subject: Group, together: Group) -> bool:
    """Whether the number behind the names takes in the subject as well: 市は、A社、B社の三者で."""
    counts = list(_NUMBER.finditer(text, together.members[-1].end, together.end)) if together.members else []
    if not counts or subject.start > together.start or set(subject.parties) & set(together.parties):
        return False
    # の4市1町 is five of them.
    said = sum("一二三四五六七八九十".find(count.group()) + 1 or int(count.group()) for count in counts)
    return said > len(together.parties)


def _without_partner(
    text: str, subject: Group | None, before: Sequence[Group], title: int, own: Party | None
) -> list[Signatories]:
    """The parties when no group stands with と: a subject of several, a name beside the title, a requester."""
    if subject and len(subject.parties) > 1:
        if subject.joint and len(subject.parties) > 2 and EACH.search(text, subject.end, title):
            lead, *others = subject.parties
            return [Signatories((lead, one), STATED, subject.start, subject.end) for one in others]
        return [Signatories(subject.parties, STATED, subject.start, subject.end)]
    other = _beside(text, before, title, own) or _last(before, "from")
    if other is None:
        return []
    first = subject.parties if subject and subject is not other else (own,) if own else ()
    parties = union(first, other.parties)
    return [Signatories(parties, REQUESTED, other.start, other.end)] if len(parties) > 1 else []


def _subject(groups: Sequence[Group]) -> Group | None:
    """The last topic (は); without one the last が, which a relative clause may have as well.

    A pair behind the topic has a verb of its own: 港市と岬市は、平成5年に旧浜町と岬市が提携し….
    """
    topic, pair = _last(groups, "topic"), _last(groups, "subject")
    if topic and pair and pair.joint and pair.start > topic.end and len(pair.parties) > 1:
        return pair
    return topic or pair


def _last(groups: Sequence[Group], role: Role) -> Group | None:
    return next((group for group in reversed(groups) if group.role == role), None)


def _joined(subject: Group | None, groups: Sequence[Group]) -> Group | None:
    """The subject with those who act with it: A市は、B市とともに."""
    fellows = [group.parties for group in groups if group.role == "fellow"]
    return replace(subject, parties=union(subject.parties, *fellows)) if subject and fellows else subject


def _is_together(text: str, group: Group, until: int) -> bool:
    """Whether two or more names are the parties by standing right before the title: A市とB市の連携協定."""
    if len(group.parties) < 2 or group.role not in ("between", "of"):
        return False
    return group.role == "between" or (until - group.end <= 30 and not re.search("[をがは]", text[group.end : until]))


def _beside(text: str, groups: Sequence[Group], title: int, own: Party | None) -> Group | None:
    """A name that stands beside the title with nothing but a space or colon between: 大連市 友好都市."""
    last = groups[-1] if groups else None
    if last is None or last.role not in ("of", "other") or (own and own in last.parties):
        return None
    return last if not text[last.end : title].strip(" :・「『(") and text[last.end - 1] != "の" else None


def _dated_pairs(text: str, groups: Sequence[Group], partners: Sequence[Group], until: int) -> list[Group]:
    """Partners that have a date each: 平成26年にA市と、平成28年にB市と協定を; the first may do without と."""
    if not partners or until < partners[-1].end:
        return []
    partners = [
        group
        for group in groups
        if group.role == "with" or (group.end < partners[-1].start and text[group.end - 1 : group.end + 1] == "、¤")
    ]
    if len(partners) < 2:
        return []
    ends = [group.end for group in groups]
    dated = [
        group
        for group in partners
        if "¤" in text[max([end for end in ends if end <= group.start], default=0) : group.start]
    ]
    return dated if len(dated) == len(partners) else []


def _dated_behind(text: str, subject: Group | None, groups: Sequence[Group], own: Party | None) -> list[Signatories]:
    """The parties where each partner has its date behind it: A市とは昭和38年に、B市とは昭和49年に盟約を."""
    pairs = [group for group in groups if group.role == "with" or (group is subject and group.joint)]
    ends = [match.end() for group in pairs if (match := _DAY_BEHIND.match(text, group.end))]
    if len(pairs) < 2 or len(ends) < len(pairs):
        return []
    found = []
    for group, end in zip(pairs, ends, strict=True):
        one = replace(group, end=end)
        whole = Signatories(group.parties, STATED, group.start, end)
        lead = replace(subject, parties=subject.parties[:1]) if subject and subject in pairs else subject
        found.append(whole if group is subject else _one(lead, own, one))
    return found


def _dated_members(text: str, partner: Group) -> list[Group]:
    """The members of a group that each have a date in a bracket: パリ市(1958年)、ボストン市(1959年)と."""
    dated = []
    for name in partner.members:
        match = _DATED.match(text, name.end)
        if match is None:
            return []
        dated.append(Group(name.parties, name.start, match.end(), "with", False))
    return dated if len(dated) > 1 else []


def _one(subject: Group | None, own: Party | None, partner: Group) -> Signatories:
    first = subject.parties if subject and subject.start < partner.start else (own,) if own else ()
    parties = union(first, partner.parties)
    return Signatories(parties, STATED if subject else IMPLIED, partner.start, partner.end)


def _with_partner(
    text: str, subject: Group | None, partner: Group, own: Party | None, until: int, pairs_only: bool
) -> list[Signatories]:
    if subject is None and _OTHERS.search(text[partner.end : until]):
        return []
    complete = partner.joint and len(partner.parties) > 1
    if subject is None or subject.start > partner.start:
        if complete:
            return [Signatories(partner.parties, STATED, partner.start, partner.end)]
        neighbours = subject is not None and _NEIGHBOURING.fullmatch(text, partner.end, subject.start)
        together = union(partner.parties, subject.parties) if subject and neighbours else ()
        first: tuple[Party, ...] = together or ((own,) if own else ())
    elif complete and subject.parties[0] != own and text[partner.end - 1] == "の":
        # Somebody else is told to have helped: 協会は、A市とB市との協定の締結を支援した.
        return [Signatories(partner.parties, STATED, partner.start, partner.end)]
    else:
        first = subject.parties
    certainty = STATED if first and subject else IMPLIED
    named = {party.name for party in first}
    if (
        len(first) > 2
        and len(partner.parties) == 1
        and partner.parties[0] in first
        and EACH.search(text, partner.end, until)
    ):
        # 中心の港市と岬市、浜町の首長が集まり、港市とそれぞれ1対1の協約を
        return [
            Signatories((partner.parties[0], one), certainty, partner.start, partner.end)
            for one in first
            if one != partner.parties[0]
        ]
    others = tuple(party for party in partner.parties if party.name not in named)
    each = EACH.search(text, min(partner.start, subject.start if subject else partner.start), until + 20)
    if each or (pairs_only and len(first) == 1):
        pairs = [(one, other) for one in first for other in others] if each else [(*first, other) for other in others]
        return [Signatories(pair, certainty, partner.start, partner.end) for pair in pairs]
    parties = (*first, *others)
    return [Signatories(parties, certainty, partner.start, partner.end)] if len(parties) > 1 else []


def union(*many: Iterable[Party]) -> tuple[Party, ...]:
    """The parties of all, each name once, in order."""
    found: dict[str, Party] = {}
    for party in chain(*many):
        found.setdefault(party.name, party)
    return tuple(found.values())
