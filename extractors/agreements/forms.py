"""Agreements told in label and value: 締結日, 相手方, 協定名 one below the other, as lines, headings or a narrow table.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "包括連携協定の締結\\n\\n1 締結先 株式会社みなと\\n2 連携事項 (1)防災"
>>> page = read(structured(text, Context(publisher=Publisher(name="港市"))), [], [])
>>> [[party.name for party in one.parties] for one in find_filled(page)]
[['港市', '株式会社みなと']]

A form begins anew when a label comes a second time. One with a partner is an agreement; one with a date alone (日時 of
a signing ceremony) dates the agreement told of before it: `ceremonies`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.agreements.context import opens_with_name
from extractors.agreements.dates import AgreementDates, dates_of, point
from extractors.agreements.findings import Finding
from extractors.agreements.labels import Field, labelled
from extractors.agreements.party_cells import parties_in
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.signatories import union
from extractors.agreements.titles import Title, find_titles
from extractors.agreements.topics import Spanned, topics_in
from extractors.records import Party

_CERTAINTY = 0.88
_UNKNOWN = 0.72
_NEAR = 300  # characters above a form in which what it is about may be said
_LINES = 4  # lines that a value may take below its label
_CEREMONY = re.compile("締結|調印|署名|協定式")
_DISTANCE = 12  # blocks between the labels of one form
# A heading that is a place no table knows, with its reading or country behind it or nothing.
_PLACE = re.compile(
    r"[\s#■●○◆◇・0-9.()]*(?P<name>[一-鿿ァ-ヺー・=]{1,14}(?<![都各両同本当全姉妹友好])[市区町村州郡鎮郷])\s?(?:[(/・、,][^\n]*)?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label's meaning, where its line begins, and the span of its value."""

    role: Field
    strong: bool
    line: int
    start: int
    end: int
    block: int


@dataclass(slots=True)
class Form:
    """Labels that belong together; each once."""

    entries: dict[Field, Entry] = field(default_factory=dict)
    last: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A date of signing that stands by itself, where it stands, and whether its label says 締結."""

    offset: int
    date: str
    strong: bool


def find_filled(page: Reading) -> Iterator[Finding]:
    """The agreements of the document's forms."""
    for form in _forms(_entries(page)):
        if finding := _finding(page, form):
            yield finding


def ceremonies(page: Reading) -> Iterator[Ceremony]:
    """The dates of forms that name no partner, in the order of the text."""
    for form in _forms(_entries(page)):
        entry = form.entries.get("signed")
        if entry is None or "partner" in form.entries:
            continue
        dates = page.dates_in(entry.start, entry.end)
        value = point(dates[0].edtf.split("/")[0]) if dates else None
        if value and (entry.strong or _is_ceremony(page, entry)):
            yield Ceremony(page.origin(entry.start, entry.end)[0], value, entry.strong)


def _entries(page: Reading) -> Iterator[Entry]:
    """The labels of the document with their values, in the same line or in those below."""
    lines = page.sentences
    for index, line in enumerate(lines):
        found = labelled(page.masked, line.start, line.end)
        if found is None:
            continue
        meaning, start = found
        end = line.end
        if start >= line.end:
            below = list(_below(page, lines[index + 1 : index + 1 + _LINES]))
            if not below:
                continue
            start, end = below[0].start, below[-1].end
        if meaning.role == "partner" and page.masked[end - 1] == "。":
            continue  # a sentence under 応援企業 and the like names no partner
        # 名称: who it is, or what: the value tells.
        titled = meaning.role == "partner" and not meaning.strong and find_titles(page.masked, start, end)
        yield Entry("title" if titled else meaning.role, meaning.strong, line.start, start, end, line.block)


def _below(page: Reading, lines: Sequence[Sentence]) -> Iterator[Sentence]:
    """The lines that are the value of a label above: up to the next label, or one where it looks like a heading."""
    for line in lines:
        if labelled(page.masked, line.start, line.end):
            return
        yield line
        if page.document.blocks[line.block].kind == "heading":
            return


def _forms(entries: Iterable[Entry]) -> Iterator[Form]:
    form = Form()
    for entry in entries:
        apart = bool(form.entries) and entry.block - form.last > _DISTANCE
        # 更新日 at the head is the page's, whatever form stands below it.
        if entry.role in form.entries or apart or form.entries.keys() == {"renewed"}:
            yield form
            form = Form()
        form.entries[entry.role] = entry
        form.last = entry.block
        form.strong = form.strong or (entry.strong and entry.role != "topics")
    if form.entries:
        yield form


def _finding(page: Reading, form: Form) -> Finding | None:
    signed, partner = form.entries.get("signed"), form.entries.get("partner")
    first = min(form.entries.values(), key=lambda entry: entry.start)
    title = _title(page, form, first)
    if title is None or not form.strong:
        return None
    if partner:
        parties = parties_in(page, partner.start, partner.end)
    elif signed and signed.strong:
        parties = _line_above(page, first) or partner_above(page, signed.block)
    else:
        return None
    if page.own and page.own.name not in {party.name for party in parties}:
        parties = union([page.own], parties)
    if len(parties) < 2:
        return None
    start, end = page.origin(first.start, (partner or first).end)
    known = any(page.names_in(entry.start, entry.end) for entry in (partner, signed) if entry)
    return Finding(
        start=start,
        end=max(end, start + 1),
        type=title.type,
        title=title.text,
        parties=parties,
        dates=_dates(page, form),
        certainty=_CERTAINTY if known or not partner else _UNKNOWN,
        topics=topics_in(page, form.entries.get("topics")),
        undecided=True,
    )


def _dates(page: Reading, form: Form) -> AgreementDates:
    """The dates under 締結日, and those under 更新日 and 終了日 below it (above it, 更新日 is the page's)."""
    signed = form.entries.get("signed")
    told = dates_in(page, signed)
    if signed is None:
        return told
    later = {
        role: dates_in(page, entry).signed
        for role, entry in form.entries.items()
        if role in ("renewed", "ended") and entry.start > signed.start
    }
    renewed = (*told.renewed, later["renewed"]) if later.get("renewed") else told.renewed
    return AgreementDates(told.signed, tuple(filter(None, renewed)), later.get("ended") or told.ended)


def _title(page: Reading, form: Form, first: Entry) -> Title | None:
    entry = form.entries.get("title")
    if entry and (titles := find_titles(page.masked, entry.start, entry.end)):
        return titles[-1]
    for block in reversed(page.headings[first.block][-3:]):
        if titles := find_titles(page.masked, *page.block_span(block), compounds=True):
            return titles[0]
    titles = find_titles(page.masked, max(0, first.line - _NEAR), first.line)
    return titles[-1] if titles else None


def _line_above(page: Reading, first: Entry) -> tuple[Party, ...]:
    """The partner that the line before a form is, and nothing else: うるま市(沖縄県)."""
    at = bisect_left(page.sentences, first.line, key=lambda line: line.start) - 1
    if at < 0 or opens_with_name(page, page.sentences[at]) is not True:
        return ()
    return parties_in(page, page.sentences[at].start, page.sentences[at].end, known=True)


def partner_above(page: Reading, below: int) -> tuple[Party, ...]:
    """The partner that the nearest heading above a block is about, if it names one: a section for each sister city."""
    for block in reversed(page.headings[below][-2:]):
        parties = parties_in(page, *page.block_span(block), known=True)
        others = tuple(party for party in parties if not page.own or party.name != page.own.name)
        if others:
            return others
    heading = page.headings[below][-1:]
    place = _PLACE.fullmatch(page.masked, *page.block_span(heading[0])) if heading else None
    return (Party(name=place["name"]),) if place and not page.names_in(*page.block_span(heading[0])) else ()


def dates_in(page: Reading, entry: Spanned | None) -> AgreementDates:
    """The dates of a cell or value: the first is that of signing, those marked 更新 are renewals."""
    if entry is None:
        return AgreementDates()
    whens = page.dates_in(entry.start, entry.end)
    told = dates_of(page.masked, whens, entry.start, entry.end + 16, verb=entry.end, act="signed")
    other = (*told.renewed, told.ended)
    first = next((value for when in whens if (value := point(when.edtf)) and value not in other), None)
    return AgreementDates(first, told.renewed, told.ended)


def _is_ceremony(page: Reading, entry: Entry) -> bool:
    """Whether the heading above, or the words just before, speak of a signing."""
    above: Sequence[int] = page.headings[entry.block][-1:]
    if any(_CEREMONY.search(page.text, *page.block_span(block)) for block in above):
        return True
    start, end = page.block_span(entry.block)
    return bool(_CEREMONY.search(page.text, max(0, start - 40), min(end, entry.start)))
