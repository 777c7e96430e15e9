"""What a sentence leaves to its surroundings: title, partner and date from headings, brackets and the sentence before.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> page = read(structured("岬運輸株式会社との協定\\n\\n昨年結びました。", Context()), [], [])
>>> title_above(page, page.sentences[1]).text
'協定'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.agreements.assemblies import assembly_of, is_assembly
from extractors.agreements.party_groups import Group, find_groups
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.signatories import GUESSED, Signatories, signatories, union
from extractors.agreements.telling import Telling, above
from extractors.agreements.titles import Title, find_titles
from extractors.agreements.unknown_names import FOREIGN, unknown_fellow, unknown_partner, unknown_subject
from extractors.places.name_lines import left_over
from extractors.records import Party

FROM_HEADING = 0.78
NAMED_ONLY = 0.68

# The partners of a list that follows are not those of the heading above.
_INTRODUCED = re.compile("次の|以下の|下記|とおり|[三四五六七八3-8](?:市|町|者|社|県)の")
# 協定を締結している三条市: the verb describes the name behind it.
_RELATIVE = re.compile(r"(?:し(?:ている|ていた|た)|された|されている|んだ|んでいる)")
# 覚書締結(レボン県): the partner in the bracket behind the verb.
_BEHIND = re.compile(r"[^。()]{0,8}\([^()、]{0,20}$")
_LONGEST_NAME_LINE = 60
# A name in a bracket of a heading only explains another: (港市を除く).
_IN_BRACKET = re.compile(r"\([^()]*$")


def opens_with_name(page: Reading, line: Sentence) -> bool | None:
    """Whether a line is a name and nothing else (true), or begins with one and goes on (false); null for neither.

    Lines below the one are about it: ○ 瀋陽市(中国).
    """
    groups = find_groups(page.masked, page.names_in(line.start, line.end))
    if not groups or line.end - line.start > _LONGEST_NAME_LINE:
        return None
    name, end = groups[0].members[0], groups[0].members[-1].end
    if not left_over(page.masked[line.start : line.end], (name.start - line.start, end - line.start)):
        return True
    return None if name.start - line.start > 3 else False


def title_above(page: Reading, sentence: Sentence) -> Title | None:
    """The agreement that a heading above the sentence names."""
    for block in above(page, sentence):
        if titles := find_titles(page.masked, *page.block_span(block)):
            return titles[-1]
    return None


def described(telling: Telling) -> list[Signatories] | None:
    """The parties of an agreement that only describes somebody; null when it describes nobody."""
    page, relative = telling.page, _RELATIVE.match(telling.page.masked, telling.signing.end)
    name = next(iter(page.names_in(relative.end(), relative.end() + 1)), None) if relative else None
    if name is None:
        return None
    partners = [group for group in telling.groups if group.role == "with" and group.start < telling.until]
    first = partners[-1].parties if partners else (page.own,) if page.own else ()
    parties = union(first, name.parties)
    return [Signatories(parties, NAMED_ONLY, name.start, name.end)] if len(parties) > 1 else []


def led_by_unknown(telling: Telling) -> list[Signatories] | None:
    """The parties when the sentence's own subject is a name of no known kind; null when it is not."""
    found = unknown_subject(telling.page.masked, telling.sentence.start)
    partners = [group for group in telling.groups if group.role == "with" and group.start < telling.until]
    if found is None or not partners or found[1] > partners[-1].start or partners[-1].joint:
        return None
    if any(group.role == "topic" and group.start < partners[-1].start for group in telling.groups):
        return None
    page, title = telling.page, telling.signing.title
    lead = Group((Party(name=found[0]),), telling.sentence.start, found[1], "topic", False)
    told = signatories(page.masked, [lead, *telling.groups], title.start, telling.until, page.own)
    return [replace(one, certainty=GUESSED) for one in told]


def parties_elsewhere(telling: Telling) -> list[Signatories]:
    """The parties that the sentence leaves to its surroundings, or names by no known kind of name."""
    acting = union(*(group.parties for group in telling.groups if group.role in ("topic", "subject")))
    own = (telling.page.own,) if telling.page.own else ()
    first = acting or own or union(*(group.parties for group in telling.groups if group.role == "with"))
    for source in _SOURCES:
        if one := source(telling, first):
            return [one]
    return []


def _unknown(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    text, title = telling.page.masked, telling.signing.title.start
    found = unknown_fellow(text, telling.groups, title) or unknown_partner(text, telling.start, title)
    if not found or not first or (telling.signing.act == "named" and not FOREIGN.search(found[0])):
        return None
    name, end = found
    return Signatories(union(first, [Party(name=name)]), GUESSED, telling.sentence.start, end)


def _same_again(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    signing = telling.signing
    its_day = signing.title.start == signing.title.end and signing.verb == signing.end
    spoken = signing.act in ("renewed", "ended") or its_day
    if telling.near is None or not spoken:
        return None
    return Signatories(telling.near.parties, FROM_HEADING, telling.sentence.start, telling.sentence.end)


def _same_sentence(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    """The parties of the agreement told of before in the sentence: A市はB市と協定を結び、令和3年には宣言に署名した."""
    near, sentence = telling.near, telling.sentence
    if near is None or telling.start == sentence.start or any(one.start >= telling.start for one in telling.groups):
        return None
    again = near.type != telling.signing.title.type or telling.page.dates_in(telling.start, sentence.end)
    told = again and near.start == telling.page.origin(sentence.start, sentence.end)[0]
    return Signatories(near.parties, FROM_HEADING, sentence.start, telling.start) if told else None


def _bracketed(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    page, verb = telling.page, telling.signing.verb
    for name in page.names_in(verb, telling.sentence.end):
        # 協定を締結(宮城): where they lie.
        if all((one.code or "")[2:5] == "000" for one in name.parties):
            continue
        if first and _BEHIND.match(page.masked[verb : name.start]):
            return Signatories(union(first, name.parties), FROM_HEADING, telling.sentence.start, telling.sentence.end)
    return None


def _from_surroundings(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    page, sentence = telling.page, telling.sentence
    if _INTRODUCED.search(page.masked, sentence.start, sentence.end):
        return None
    spans = [page.block_span(block) for block in above(page, sentence)]
    row = page.masked[sentence.end - 1] != "。"
    others = [group for group in telling.groups if page.own not in group.parties and group.start < telling.until]
    acting = page.own and any(group.role not in ("other", "witness") for group in others)
    if acting or (row and others) or (row and opens_with_name(page, sentence) is not None):
        return None  # it names somebody of its own
    if telling.previous:
        # The line of a name heads what follows more closely than a heading does.
        nearest = 0 if opens_with_name(page, telling.previous) else len(spans)
        spans.insert(nearest, (telling.previous.start, telling.previous.end))
    for start, end in spans:
        if parties := _partners_in(page, start, end):
            ours = map(assembly_of, first) if all(map(is_assembly, parties)) else first
            parties = parties if len(parties) > 1 else union(ours, parties)
            if len(parties) < 2:
                continue  # a heading that names one does not hide the sentence before that names both
            return Signatories(parties, FROM_HEADING, sentence.start, sentence.end)
    return None


def _partners_in(page: Reading, start: int, end: int) -> tuple[Party, ...]:
    """The first group of names in a heading or a sentence that is not the own government alone."""
    names = [name for name in page.names_in(start, end) if not _IN_BRACKET.search(page.masked[start : name.start])]
    for group in find_groups(page.masked, names):
        alone = page.own and [page.own.name] == [party.name for party in group.parties]
        if not alone and group.role not in ("witness", "other"):
            return group.parties
    return ()


def _about_other(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    """A sister city that the page of the other describes: 岬市は、縁あって、昭和60年に姉妹都市となりました."""
    page, sentence = telling.page, telling.sentence
    topics = [group for group in telling.groups if group.role == "topic" and group.start < telling.until]
    if telling.signing.title.type != "sister_city" or not page.own or len(topics) != 1:
        return None
    parties = union([page.own], topics[0].parties)
    return Signatories(parties, GUESSED, sentence.start, sentence.end) if len(parties) == 2 else None


_SOURCES: tuple[Callable[[Telling, Sequence[Party]], Signatories | None], ...] = (
    _unknown,
    _same_again,
    _same_sentence,
    _bracketed,
    _from_surroundings,
    _about_other,
)
