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
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.agreements.assemblies import assembly_of, is_assembly
from extractors.agreements.dates import AgreementDates, point
from extractors.agreements.findings import Finding
from extractors.agreements.party_groups import Group, find_groups
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.signatories import GUESSED, Signatories, signatories, union
from extractors.agreements.signings import Signing
from extractors.agreements.titles import Title, find_titles
from extractors.places.name_lines import left_over
from extractors.places.unknown_names import FOREIGN, unknown_fellow, unknown_partner, unknown_subject
from extractors.records import Party

FROM_HEADING = 0.78
NAMED_ONLY = 0.68

# The partners of a list that follows are not those of the heading above.
_INTRODUCED = re.compile("次の|以下の|下記|とおり|[三四五六七八3-8](?:市|町|者|社|県)の")
# 協定を締結している三条市: the verb describes the name behind it.
_RELATIVE = re.compile(r"(?:し(?:ている|ていた|た)|された|されている|んだ|んでいる)")
# 覚書締結(レボン県): the partner in the bracket behind the verb.
_BEHIND = re.compile(r"[^。()]{0,8}\([^()、]{0,20}$")
_ONLY_DATE = re.compile(r"[\s■●○◆・(]*¤+[\s)]*")
# What may stand beside the date in the heading of a chronology.
_BESIDE_DATE = re.compile(r"[¤\s■●○◆・()]")
_LONGEST_NAME_LINE = 60
# A name in a bracket of a heading only explains another: (港市を除く).
_IN_BRACKET = re.compile(r"\([^()]*$")
# 会談後、両市長は覚書に署名しました: on the day that the sentences before tell of.
_OCCASION = re.compile(
    r"(?:(?:会談|面談|懇談|式典|意見交換)(?:会|の)?(?:後|では|で、)|(?:調印|締結|署名|協定)式(?:では|で、)|席上)"
)
_SENTENCES_BACK = 3
_PAGE_DATE = re.compile("更新|掲載|公開|発表|印刷")
_LASTING = re.compile("て[いお]")


@dataclass(frozen=True, slots=True)
class Telling:
    """A signing in its sentence: the groups it can speak of, where its words begin, and what was told before it."""

    page: Reading
    sentence: Sentence
    signing: Signing
    groups: Sequence[Group]
    start: int
    previous: Sentence | None
    near: Finding | None
    when: str | None = None

    @property
    def until(self) -> int:
        """Where the words that can name the parties end: at the title, or at a verb behind it."""
        title = self.signing.title.start
        return title if self.signing.act == "named" else max(title, self.signing.verb)


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
    for block in _above(page, sentence):
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


def date_above(telling: Telling, dates: AgreementDates) -> AgreementDates:
    """The dates with that of the heading above: of one that is a date alone, or one that tells of the signing."""
    page, verb = telling.page, telling.signing.verb
    for block in _above(page, telling.sentence):
        start, end = page.block_span(block)
        value = next((value for when in page.dates_in(start, end) if (value := point(when.edtf))), None)
        if value:
            alone = len(_BESIDE_DATE.sub("", page.masked[start:end])) <= 3
            # 締結しています tells of a state: the month above may be that of something else.
            fits = alone and not _LASTING.search(page.masked, verb, verb + 6)
            theirs = find_titles(page.masked, start, end) and not _of_others(telling, start, end)
            return replace(dates, signed=value) if fits or theirs else dates
    return replace(dates, signed=_day_of_occasion(page, telling.sentence)) if not dates.signed else dates


def _of_others(telling: Telling, start: int, end: int) -> bool:
    """Whether a heading names partners of whom the sentence says nothing, though it has its own."""
    ours = {party.name for group in telling.groups for party in group.parties}
    others = {party.name for name in telling.page.names_in(start, end) for party in name.parties} - ours
    return bool(others) and len(ours) > 1


def _day_of_occasion(page: Reading, sentence: Sentence) -> str | None:
    """The one day that the sentences before tell of, where this one goes on about that occasion."""
    if not _OCCASION.match(page.masked, sentence.start, sentence.end):
        return None
    at = bisect_left(page.sentences, sentence.start, key=lambda one: one.start)
    before = [one for one in page.sentences[max(0, at - _SENTENCES_BACK) : at] if one.headings == sentence.headings]
    told = [one for one in before if not _PAGE_DATE.search(page.text, one.start, one.end)]
    days = {point(when.edtf) for one in told for when in page.dates_in(one.start, one.end)}
    day = next(iter(days), None)
    return day if len(days) == 1 and day and len(day) > 7 else None


def _above(page: Reading, sentence: Sentence) -> Iterator[int]:
    """The blocks of the headings above, innermost first; in plain text a line that stands alone may be one of them."""
    blocks = page.document.blocks
    if sentence.block:
        alike = blocks[sentence.block].kind == blocks[sentence.block - 1].kind == "heading"
        if alike or _ONLY_DATE.fullmatch(page.masked, *page.block_span(sentence.block - 1)):
            yield sentence.block - 1
    yield from reversed(sentence.headings[-2:])


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
        if first and _BEHIND.match(page.masked[verb : name.start]):
            return Signatories(union(first, name.parties), FROM_HEADING, telling.sentence.start, telling.sentence.end)
    return None


def _from_surroundings(telling: Telling, first: Sequence[Party]) -> Signatories | None:
    page, sentence = telling.page, telling.sentence
    if _INTRODUCED.search(page.masked, sentence.start, sentence.end):
        return None
    spans = [page.block_span(block) for block in _above(page, sentence)]
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


_SOURCES: tuple[Callable[[Telling, Sequence[Party]], Signatories | None], ...] = (
    _unknown,
    _same_again,
    _same_sentence,
    _bracketed,
    _from_surroundings,
)
