"""Agreements that sentences, headings and lines tell of.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> document = structured("株式会社みなとと連携協定を締結しました。", Context(publisher=Publisher(name="港市")))
>>> [[party.name for party in finding.parties] for finding in find_told(read(document, [], []))]
[['港市', '株式会社みなと']]

A sentence is read for its titles, the verb of each, the names before it and the dates around it. What it leaves out
comes from its surroundings (`agreement_context`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.agreements.assemblies import assembly_of, between_assemblies, is_assembly
from extractors.agreements.clefts import named_last
from extractors.agreements.context import (
    NAMED_ONLY,
    described,
    led_by_unknown,
    opens_with_name,
    parties_elsewhere,
)
from extractors.agreements.dates import AgreementDates, dated, dates_of, point
from extractors.agreements.days_above import date_above
from extractors.agreements.findings import BARE, Finding
from extractors.agreements.party_groups import Group, find_groups
from extractors.agreements.reading import Reading, Sentence, When
from extractors.agreements.signatories import STATED, Signatories, signatories
from extractors.agreements.signings import ANNOUNCED, Act, find_signings
from extractors.agreements.telling import Telling
from extractors.agreements.titles import Title, find_titles
from extractors.agreements.topics import topics_before, wording
from extractors.agreements.untitled import untitled
from extractors.agreements.witnesses import witnesses
from extractors.records import AgreementStatus

_STATUS: dict[Act, AgreementStatus] = {"planned": "planned", "ended": "ended"}
_DATE_BEFORE = 24  # characters before a partner in which the date of this partner alone may stand

# A line that links to the text of an agreement says nothing of its own.
_LINK = re.compile(
    r"PDF|ワード|Word|エクセル|Excel|キロバイト|メガバイト|[0-9][KM]B|協定書(?:の写し)?[)」]?$|様式|写真|動画",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\(([^()]{12,200})\)")
# A short line that may be a name of no known kind: what was said of the one before ends here.
_OTHER_NAME = re.compile(r"[^¤。、::\s・(][^¤。、::]{1,20}(?:部|所|室|館|会|局|院|校|団|社|隊|庁|署|省|店)")
_DONE_IN_BRACKET = re.compile("締結|調印|結[びん]|提携")


_PAIRED = re.compile("[1一]対[1一]")
_NEAR = 3000  # characters around a sentence in which its agreement may be explained
# The document's own government, where the document does not say which it is.
_SPOKEN_OWN = re.compile(
    "(?:^|(?<=[。、\\s】]))(?:[市区町村県]|[本当][市区町村県])(?:は|が|と(?=[一-鿿]{2,6}[市区町村県]))"
)


def find_told(page: Reading) -> Iterator[Finding]:
    """What each sentence and heading of the document says of an agreement, in the order of the text."""
    latest: Finding | None = None
    before: Sentence | None = None
    under: Sentence | None = None  # a line that is only a name: what follows is about it
    for sentence in page.sentences:
        together = before is not None and before.headings == sentence.headings
        under = under if together else None
        previous = under or (before if before and before.block == sentence.block else None)
        for finding in told_in(page, sentence, previous, latest if together else None):
            latest = finding
            yield finding
        named = opens_with_name(page, sentence)
        if named is None and _OTHER_NAME.fullmatch(page.masked, sentence.start, sentence.end):
            named = False
        before, under = sentence, sentence if named else None if named is False else under


def told_in(
    page: Reading,
    sentence: Sentence,
    previous: Sentence | None = None,
    near: Finding | None = None,
    when: str | None = None,
) -> Iterator[Finding]:
    """What one sentence says; brackets that tell of a signing by themselves are read first and apart.

    `when` is the date of what the sentence says where it has none itself: that of the row in a chronology.
    """
    inner = [
        match.span(1)
        for match in _BRACKET.finditer(page.masked, sentence.start, sentence.end)
        if _DONE_IN_BRACKET.search(match.group(1)) and find_titles(page.masked, *match.span(1))
    ]
    for start, end in inner:
        named = [name for name in page.names_in(sentence.start, start) if name.end == start - 1]
        before = replace(sentence, start=named[0].start, end=named[0].end) if named else previous
        yield from _clause(page, replace(sentence, start=start, end=end), (), before, near, when)
    yield from _clause(page, sentence, inner, previous, near, when)


def _clause(
    page: Reading,
    sentence: Sentence,
    without: Sequence[tuple[int, int]],
    previous: Sentence | None,
    near: Finding | None,
    when: str | None,
) -> Iterator[Finding]:
    """What the sentence says outside the spans `without`."""
    titles = [
        title for title in find_titles(page.masked, sentence.start, sentence.end) if _outside(title.start, without)
    ]
    names = [name for name in page.names_in(sentence.start, sentence.end) if _outside(name.start, without)]
    ours = between_assemblies(page.masked, names, titles)
    if ours is not None:
        page, names = replace(page, own=page.own and assembly_of(page.own)), ours
    else:
        names = [name for name in names if not any(map(is_assembly, name.parties))]
    titles = [_clipped(title, [name.end for name in names if title.start < name.end < title.end]) for title in titles]
    signings = find_signings(page.masked, titles, sentence.start, sentence.end)
    if not titles:
        signings = list(untitled(page, sentence, near))
    if not signings:
        return
    groups, at = find_groups(page.masked, names), sentence.start
    for signing in signings:
        telling = Telling(page, sentence, signing, _scoped(groups, at, signing.verb), at, previous, near, when)
        for finding in _findings(telling):
            near = finding
            yield finding
        at = max(signing.verb, signing.title.end)


def _outside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return not any(start <= offset < end for start, end in spans)


def _clipped(title: Title, ends: Sequence[int]) -> Title:
    """The title without the names that its run of letters began with: さいたま市・松山市連携協定."""
    start = max(ends, default=title.start)
    return replace(title, start=start, text=title.text[start - title.start :])


def _scoped(groups: Sequence[Group], start: int, until: int) -> list[Group]:
    """The groups that the verb can speak of: those since the last agreement, and the subject of the sentence."""
    inside = [group for group in groups if group.start >= start]
    acting = any(group.role in ("topic", "subject") and group.start < until for group in inside)
    subjects = [group for group in groups if group.start < start and group.role == "topic"]
    return inside if acting or not subjects else [subjects[0], *inside]


def _findings(telling: Telling) -> Iterator[Finding]:
    page, signing = telling.page, telling.signing
    twinned = signing.title.type == "sister_city"
    words = (telling.start, signing.end, telling.sentence.end)
    told = named_last(page.masked, page.names_in(*words[::2]), words, page.own, twinned)
    if told is None:
        told = described(telling)
    if told is None:
        told = led_by_unknown(telling)
    if told is None:
        told = signatories(page.masked, telling.groups, signing.title.start, telling.until, page.own, twinned)
    told = told or parties_elsewhere(telling)
    if _led_by_nobody(telling):
        return  # 市は、岬市及び浜市と: nobody knows which city says so
    told = list(_one_to_one(telling, told))
    apart = len({one.start for one in told}) > 1
    days = [] if apart or len(told) < 2 else _respective_days(telling)
    for index, one in enumerate(told):
        dates = _dates(telling, one if apart else None)
        if days:  # A市、B市と、それぞれ5月10日、2月3日に: a day for each, or nobody knows whose
            dates = replace(dates, signed=days[index] if len(days) == len(told) else None)
        if telling.when and not (dates.signed or dates.renewed or dates.ended):
            dates = dated(telling.when, signing.act)
        if not dates.signed and signing.act not in ("renewed", "ended"):
            dates = date_above(telling, dates)
        yield _finding(telling, one, dates)


def _one_to_one(telling: Telling, told: Sequence[Signatories]) -> Iterator[Signatories]:
    """Pairs with the first city, where the text around says that its kind of agreement is signed 1対1."""
    title, at = telling.signing.title, telling.sentence.start
    paired = title.type == "compact" or "定住自立圏" in title.text
    for one in told:
        if paired and len(one.parties) > 2 and _PAIRED.search(telling.page.text, max(0, at - _NEAR), at + _NEAR):
            yield from (replace(one, parties=(one.parties[0], other)) for other in one.parties[1:])
        else:
            yield one


def _led_by_nobody(telling: Telling) -> bool:
    """Whether the subject is a government that the page leaves unnamed, or takes for one of the partners."""
    page = telling.page
    if page.own is None:
        return bool(_SPOKEN_OWN.search(page.masked, telling.start, telling.until))
    said = [group.role for group in telling.groups if page.own in group.parties]
    return said[:2] == ["topic", "with"] and bool(_SPOKEN_OWN.search(page.masked, telling.start, telling.until))


def _respective_days(telling: Telling) -> list[str]:
    """The dates that stand side by side in a list before the verb; none where there are not several."""
    row: list[When] = []
    for when in telling.page.dates_in(telling.start, telling.signing.verb):
        beside = row and telling.page.masked[row[-1].end : when.start] == "、"
        row = [*row, when] if beside else [when]
    return [value for when in row if (value := point(when.edtf))] if len(row) > 1 else []


def _dates(telling: Telling, one: Signatories | None) -> AgreementDates:
    """The dates of the sentence, or those of one partner of several that have a date each."""
    page, sentence, signing = telling.page, telling.sentence, telling.signing
    first, last, verb = telling.start, sentence.end, signing.verb
    if one:
        first, last, verb = max(first, one.start - _DATE_BEFORE), one.end, one.end
    found = [date for date in page.dates_in(first, last) if not _in_title(page.masked, date.start, signing.title)]
    return dates_of(page.masked, found, sentence.start, sentence.end, verb=verb, act=signing.act)


def _in_title(text: str, at: int, title: Title) -> bool:
    """Whether a date belongs to the agreement's name: 「2050年脱炭素社会の実現に関する協定」."""
    return at < title.end and (at >= title.start or text.rfind("「", at - 1, at) >= 0)


def _finding(telling: Telling, one: Signatories, dates: AgreementDates) -> Finding:
    page, sentence, title = telling.page, telling.sentence, telling.signing.title
    start, end = page.origin(sentence.start, sentence.end)
    named = telling.signing.act == "named"
    # A link to the text of an agreement tells of it by itself where it names both parties.
    stated = named and one.certainty >= STATED
    # 3 協定締結式: a heading of what is told elsewhere.
    bare = title.text in BARE and not telling.groups and not dates.signed and page.masked[sentence.end - 1] != "。"
    in_passing = named and not dates.signed and page.document.blocks[sentence.block].kind == "paragraph"
    return Finding(
        start=start,
        end=end,
        type=title.type,
        title=wording(page, title, sentence.start, one.end),
        parties=(*one.parties, *witnesses(telling, one.parties)),
        dates=dates,
        certainty=min(one.certainty, NAMED_ONLY) if named else one.certainty,
        topics=topics_before(page, one.end if one.end <= title.start else telling.start, title.start),
        status=_STATUS.get(telling.signing.act, "signed"),
        undecided=bool(ANNOUNCED.match(page.masked, telling.signing.end, sentence.end)),
        alone=not in_passing and not bare and (stated or not _LINK.search(page.masked, title.end, sentence.end)),
    )
