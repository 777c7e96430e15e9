"""The day of a signing that its sentence leaves to the headings, the dateline or the sentences above it.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.dates.finder import find_dates
>>> from extractors.readers.plain import structured
>>> from extractors.agreements.prose import find_told
>>> document = structured("令和3年5月1日\\n本日、株式会社みなとと港株式会社は協定を結びました。", Context())
>>> [one.dates.signed for one in find_told(read(document, find_dates(document), []))]
['2021-05-01']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from extractors.agreements.dates import AgreementDates, point
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.telling import Telling, above
from extractors.agreements.titles import find_titles

# What may stand beside the date in the heading of a chronology.
_BESIDE_DATE = re.compile(r"[¤\s■●○◆・()]")
# 会談後、両市長は覚書に署名しました: on the day that the sentences before tell of.
_OCCASION = re.compile(
    r"(?:(?:会談|面談|懇談|式典|意見交換)(?:会|の)?(?:後|では|で、)|(?:調印|締結|署名|協定)式(?:では|で、)|席上|この(?:会議|式典|会談|総会|サミット|調印式|締結式)(?:の席上)?(?:では|で、|において))"
)
# 締結式が行われました。今回、協定を結んだのは: the same, if the sentences before are about the signing.
_THIS_TIME = re.compile("今回(?:は|の|、)?")
_SIGNED_THEN = re.compile("¤[^。]{0,40}(?:締結|調印|署名|協定)式")
_LINE_ENDS = re.compile(r"[ \t]*\n")
_LONGEST_DATELINE = 24
_SENTENCES_BACK = 3
_PAGE_DATE = re.compile("更新|掲載|公開|発表|印刷")
_LASTING = re.compile("て[いお]")


def date_above(telling: Telling, dates: AgreementDates) -> AgreementDates:
    """The dates with that of the heading above: of one that is a date alone, or one that tells of the signing."""
    page, verb = telling.page, telling.signing.verb
    for block in above(page, telling.sentence):
        start, end = page.block_span(block)
        value = next((value for when in page.dates_in(start, end) if (value := point(when.edtf))), None)
        if value and not _PAGE_DATE.search(page.masked, start, end):
            alone = len(_BESIDE_DATE.sub("", page.masked[start:end])) <= 3
            # 締結しています tells of a state: the month above may be that of something else.
            fits = alone and not _LASTING.search(page.masked, verb, verb + 6)
            theirs = find_titles(page.masked, start, end) and not _of_others(telling, start, end)
            return replace(dates, signed=value) if fits or theirs else dates
    return (
        replace(dates, signed=_day_of_occasion(page, telling.sentence) or _dateline(telling))
        if not dates.signed
        else dates
    )


def _of_others(telling: Telling, start: int, end: int) -> bool:
    """Whether a heading names partners of whom the sentence says nothing, though it has its own."""
    ours = {party.name for group in telling.groups for party in group.parties}
    others = {party.name for name in telling.page.names_in(start, end) for party in name.parties} - ours
    return bool(others) and len(ours) > 1


def _dateline(telling: Telling) -> str | None:
    """The day that is the first line of the paragraph and nothing else, as in a diary."""
    page, verb = telling.page, telling.signing.verb
    start, _ = page.block_span(telling.sentence.block)
    first = next(iter(page.dates_in(start, min(verb, start + _LONGEST_DATELINE))), None)
    # A heading or a plan below the day of a press release says nothing of the day of signing.
    if telling.signing.act != "signed" or page.masked[telling.sentence.end - 1] not in "。!":
        return None
    if not first or page.masked[start : first.start].strip() or _LASTING.search(page.masked, verb, verb + 6):
        return None
    _, end = page.origin(first.start, first.end)  # the reading may have taken out the end of the line
    day = point(first.edtf) if _LINE_ENDS.match(page.document.text, end) else None
    return day if day and len(day) > 7 else None


def _day_of_occasion(page: Reading, sentence: Sentence) -> str | None:
    """The one day that the sentences before tell of, where this one goes on about that occasion."""
    here = _THIS_TIME.match(page.masked, sentence.start, sentence.end)
    if not here and not _OCCASION.match(page.masked, sentence.start, sentence.end):
        return None
    at = bisect_left(page.sentences, sentence.start, key=lambda one: one.start)
    before = [one for one in page.sentences[max(0, at - _SENTENCES_BACK) : at] if one.headings == sentence.headings]
    told = [one for one in before if not _PAGE_DATE.search(page.text, one.start, one.end)]
    if here and not any(_SIGNED_THEN.search(page.masked, one.start, one.end) for one in told):
        return None
    days = {point(when.edtf) for one in told for when in page.dates_in(one.start, one.end)}
    day = next(iter(days), None)
    return day if len(days) == 1 and day and len(day) > 7 else None
