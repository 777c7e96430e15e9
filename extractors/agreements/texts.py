"""Formal texts: who is 甲 and 乙 by the first words, and the date in the last lines.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> text = "港市(以下「甲」という。)と岬町(以下「乙」という。)は、次のとおり協定を締結する。\\n\\n第1条 目的"
>>> page = read(structured(text, Context()), [], [])
>>> [[party.name for party in one.parties] for one in find_formal(page)]
[['港市', '岬町']]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.agreements.dates import AgreementDates, point
from extractors.agreements.findings import Finding
from extractors.agreements.party_cells import parties_in
from extractors.agreements.party_groups import find_groups
from extractors.agreements.reading import Reading
from extractors.agreements.signatories import union
from extractors.agreements.titles import Title, find_titles
from extractors.agreements.topics import stripped
from extractors.records import Party

_CERTAINTY = 0.93
_UNKNOWN = 0.8
# 甲 for 以下「甲」という。 in any of its spellings.
_ROLE = re.compile(r"\s?\((?:以下、?)?[「『\"]?(?P<letter>[甲乙丙丁戊己庚辛])[」』\"]?(?:と(?:いう|する|称する)。?)?\)")
_ARTICLE = re.compile(r"^\s*(?:\(?[^\n()]{1,24}\)\s*\n?\s*)?第\s?[0-9一二三四五六七八九十百]+\s?[条項]", re.MULTILINE)
_CAPTION = re.compile(
    r"\((?:連携|協力|協定|応援)?(?:事項|内容|連携|分野)[^()]{0,10}\)|(?:連携|協力)(?:して取り組む)?事項"
)
# The name before 甲 begins after one of these.
_BEGINS = re.compile(r"(?:(?<=\))と?、?|、|。|\n)\s*")
_LINE_END = re.compile(r"[ \t¤]*(?:\n|$)")
_CONCLUDED = re.compile(
    r"次のとおり[^。\n]{0,40}?(?:(?:協定|覚書|協約|盟約)(?:書)?(?:を締結)?|合意)(?:する|した|します)。"
)
# この覚書は、2014年3月7日に作成され、署名された: the last words say when.
_SIGNED_ON = re.compile(r"¤[^。\n]{0,60}(?:署名され|署名した|調印され|締結され)")
_SHARED = re.compile(r"\(以下、?\s?「[^「」]{1,12}」という。?\)(?:は|が)")
# The lines of a signature: 甲, then an address, a name, who signs for it.
_SIGNER = re.compile(r"^[ \t]*[甲乙丙丁戊己庚辛][ :]+", re.MULTILINE)
_ADDRESS = re.compile(r"[0-9一二三四五六七八九十]\s?(?:番|丁目|号|条)|[0-9]-[0-9]|番地|[市区町村字].{0,8}[0-9]+$")
_LINE = re.compile(r"[^\n]+")
_SIGNATURE = 120  # characters of the last signature
_HEAD = 200  # characters above the first words in which the title stands
_REACH = 1500  # characters between the first words and the first article


def find_formal(page: Reading) -> Iterator[Finding]:
    """The formal texts in the document, each from its first 甲 to the next."""
    marks = list(_ROLE.finditer(page.masked))
    firsts = [index for index, mark in enumerate(marks) if mark["letter"] == "甲"]
    if not firsts:
        yield from _without_roles(page)
        yield from _signed_only(page)
    for first, following in pairwise((*firsts, len(marks))):
        end = marks[following].start() if following < len(marks) else len(page.masked)
        start = marks[first].start()
        article = _ARTICLE.search(page.masked, start, min(end, start + _REACH))
        if article is None:
            continue
        inside = [mark for mark in marks[first:following] if mark.start() < article.start()]
        if finding := _finding(page, inside, article.start(), end):
            yield finding


def _without_roles(page: Reading) -> Iterator[Finding]:
    """A text whose many parties share one short name instead of 甲 and 乙: 港市、岬町(以下「両市町」という。)は."""
    for concluded in _CONCLUDED.finditer(page.masked):
        article = _ARTICLE.search(page.masked, concluded.end(), concluded.end() + _REACH)
        shared = list(_SHARED.finditer(page.masked, max(0, concluded.start() - _REACH), concluded.start()))
        if article is None or not shared:
            continue
        first = page.masked.rfind("\n", 0, shared[0].start()) + 1
        groups = find_groups(page.masked, page.names_in(first, shared[0].start()))
        title = _title(page, first, first, article.start())
        if title and groups and len(groups[-1].parties) > 1:
            start, stop = page.origin(first, concluded.end())
            yield Finding(
                start=start,
                end=stop,
                type=title.type,
                title=title.text,
                parties=groups[-1].parties,
                dates=AgreementDates(_last_date(page, article.start(), len(page.masked))),
                certainty=_CERTAINTY,
                topics=_topics(page, article.start(), len(page.masked)),
            )
        return


def _signed_only(page: Reading) -> Iterator[Finding]:
    """A text that says who 甲 and 乙 are in its signatures alone, below the articles."""
    article = _ARTICLE.search(page.masked)
    signers = list(_SIGNER.finditer(page.masked, article.end())) if article else []
    if article is None or len(signers) < 2:
        return
    ends = [mark.start() for mark in signers[1:]] + [min(len(page.masked), signers[-1].end() + _SIGNATURE)]
    parties = union(*(_signatory(page, mark.end(), end) for mark, end in zip(signers, ends, strict=True)))
    title = _title(page, article.start(), article.start(), signers[0].start())
    if title and len(parties) > 1:
        start, stop = page.origin(signers[0].start(), signers[-1].end())
        yield Finding(
            start=start,
            end=stop,
            type=title.type,
            title=title.text,
            parties=parties,
            dates=AgreementDates(_last_date(page, article.start(), len(page.masked))),
            certainty=_CERTAINTY,
            topics=_topics(page, article.start(), len(page.masked)),
        )


def _signatory(page: Reading, start: int, end: int) -> tuple[Party, ...]:
    """The first name of a signature that stands on a line without an address."""
    for line in _LINE.finditer(page.masked, start, end):
        names = page.names_in(line.start(), line.end())
        if names and not _ADDRESS.search(line.group()):
            return names[0].parties
    return ()


def _finding(page: Reading, marks: list[re.Match[str]], article: int, end: int) -> Finding | None:
    known: list[Party] = []
    at = max(0, marks[0].start() - 80)
    surest = _CERTAINTY
    for mark in marks:
        begins = [match.end() for match in _BEGINS.finditer(page.masked, at, mark.start())]
        start = begins[-1] if begins else page.masked.rfind("\n", 0, mark.start()) + 1
        start = max(start, at)
        surest = surest if page.names_in(start, mark.start()) else _UNKNOWN
        known += parties_in(page, start, mark.start())
        at = mark.end()
    title = _title(page, marks[0].start(), marks[0].start(), article)
    parties = union(known)
    if title is None or len(parties) < 2:
        return None
    first = page.masked.rfind("\n", 0, marks[0].start()) + 1
    last = page.masked.find("\n", marks[-1].end())
    start, stop = page.origin(first, min(article, last if last > 0 else article))
    return Finding(
        start=start,
        end=stop,
        type=title.type,
        title=title.text,
        parties=parties,
        dates=AgreementDates(_last_date(page, article, end)),
        certainty=surest,
        topics=_topics(page, article, end),
    )


def _title(page: Reading, below: int, start: int, end: int) -> Title | None:
    """The longest title in the lines above `below` and in the first words between `start` and `end`."""
    above = find_titles(page.masked, max(0, below - _HEAD), below)
    return max((*above, *find_titles(page.masked, start, end)), key=lambda title: len(title.text), default=None)


def _last_date(page: Reading, article: int, end: int) -> str | None:
    """The date that has a line of its own behind the last article."""
    articles = [match.end() for match in _ARTICLE.finditer(page.masked, article, end)]
    for when in page.dates_in(articles[-1] if articles else article, end):
        line = page.masked[page.masked.rfind("\n", 0, when.start) + 1 : when.start]
        if not line.strip() and _LINE_END.match(page.masked, when.end):
            return point(when.edtf)
    last = page.dates_in(articles[-1] if articles else article, end)
    return next((point(when.edtf) for when in last if _SIGNED_ON.match(page.masked, when.end - 1)), None)


def _topics(page: Reading, article: int, end: int) -> tuple[str, ...]:
    match = _CAPTION.search(page.masked, article, end)
    if match is None:
        return ()
    items = re.findall(r"\n\s*(?:\([0-9]{1,2}\)|[①-⑳])\s*([^\n]{2,60})", page.text[match.end() : match.end() + 800])
    return tuple(stripped(item) for item in items)
