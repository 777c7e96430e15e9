"""What is said once for all partners of a list: 平成27年4月5日に、次の市と協定を締結しました.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.dates.finder import find_dates
>>> from extractors.readers.plain import structured
>>> document = structured("平成27年4月5日に、次の3市と連携協定を締結しました。\\n・岬市", Context())
>>> [(one.date, one.joint) for one in announcements(read(document, find_dates(document), []))]
[('2015-04-05', True)]

The day is that of every partner named below, in the same section or those in it, who has none of its own. Partners
that are counted (次の3市と) sign one agreement together, unless the text says それぞれ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.agreements.dates import AgreementDates, dates_of
from extractors.agreements.findings import Finding
from extractors.agreements.reading import Reading
from extractors.agreements.signatories import EACH, union
from extractors.agreements.signings import find_signings
from extractors.agreements.titles import find_titles
from extractors.records import AgreementType

_BELOW = re.compile("次の|以下の|下記の|次に掲げる")
_COUNTED = re.compile("(?:次|以下|下記)の(?:[0-9]{1,2}|[二三四五六七八九十])(?:市町村|市町|市|町|村|区|自治体|都市|県)")


@dataclass(frozen=True, slots=True)
class Announcement:
    """A signing told without its partners: where, in which section, of what, when, and whether it is one for all."""

    offset: int
    headings: tuple[int, ...]
    type: AgreementType
    date: str
    joint: bool


def announcements(page: Reading) -> Iterator[Announcement]:
    """The sentences of the document that date agreements with partners who are named below."""
    for sentence in page.sentences:
        text = page.masked[sentence.start : sentence.end]
        each = EACH.search(text)
        if not (each or _BELOW.search(text)) or "¤" not in text:
            continue
        titles = find_titles(page.masked, sentence.start, sentence.end)
        signing = next(iter(find_signings(page.masked, titles, sentence.start, sentence.end)), None)
        if signing is None or signing.act != "signed":
            continue
        whens = page.dates_in(sentence.start, sentence.end)
        told = dates_of(page.masked, whens, sentence.start, sentence.end, verb=signing.verb, act="signed")
        if told.signed:
            offset, _ = page.origin(sentence.start, sentence.end)
            joint = not each and bool(_COUNTED.search(text))
            yield Announcement(offset, sentence.headings, signing.title.type, told.signed, joint)


def announced(page: Reading, found: Sequence[Finding], sections: Sequence[tuple[int, ...]]) -> list[Finding]:
    """The findings, those that an announcement speaks of with its day; `sections` are the headings above each."""
    told = list(announcements(page))
    dated: dict[int, list[int]] = {}
    for index, one in enumerate(found):
        above = [number for number, said in enumerate(told) if said.offset < one.start]
        if above and _speaks_of(told[above[-1]], one, sections[index]):
            dated.setdefault(above[-1], []).append(index)
    changed = dict(enumerate(found))
    for number, indexes in dated.items():
        for index in indexes:
            changed[index] = replace(found[index], dates=AgreementDates(told[number].date))
        if told[number].joint:
            parties = union(*(found[index].parties for index in indexes))
            changed[indexes[0]] = replace(changed[indexes[0]], parties=parties, end=found[indexes[-1]].end)
            for index in indexes[1:]:
                del changed[index]
    return list(changed.values())


def _speaks_of(said: Announcement, one: Finding, section: tuple[int, ...]) -> bool:
    undated = not (one.dates.signed or one.dates.renewed or one.dates.ended)
    return undated and one.type == said.type and section[: len(said.headings)] == said.headings
