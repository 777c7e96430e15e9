"""Agreements in lists that only name the partners, below words or a heading that say what they share.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "次の会社と災害協定を締結しています。\\n・株式会社みなと\\n・岬運輸株式会社"
>>> page = read(structured(text, Context(publisher=Publisher(name="港市"))), [], [])
>>> [one.parties[1].name for one in find_listed(page)]
['株式会社みなと', '岬運輸株式会社']

A line counts when next to nothing but the name, a bracket and a date stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.agreements.dates import AgreementDates, dates_of
from extractors.agreements.findings import Finding
from extractors.agreements.labels import labelled
from extractors.agreements.line_owners import is_prefecture, own_of_line, within
from extractors.agreements.organisations import KINDS
from extractors.agreements.party_cells import STANDS_BY
from extractors.agreements.party_groups import Group, find_groups
from extractors.agreements.reading import BLANK, Reading, Sentence
from extractors.agreements.signatories import union
from extractors.agreements.titles import Title, find_titles
from extractors.places.name_lines import left_over
from extractors.records import Party

_CERTAINTY = 0.82
_UNDER_HEADING = 0.74
_INTRODUCED = re.compile(r"次の|以下の|下記|とおり|通り|次に掲げる")
# The first words of a formal text (次のとおり協定を締結する。): what follows is articles and signatures.
_FORMAL = re.compile(r"(?:締結する|協定する)。?$|[「『][甲乙][」』]")
_DONE = re.compile("締結し|結んで|提携し|協定締結|調印し|結びました|締結|提携")
# A heading over people, places or papers and no list of partners.
_OTHER_LIST = re.compile(
    r"出席|参加|会場|場所|来賓|リンク|ダウンロード|写真|様子|問い?合|担当|資料|に基づ|イベント|事業|取組|取り組み|交流|履歴|行事|記念|訓練"
)
_HEADER_LINE = re.compile(r"[【\[<《(■●◆◇○□▼・\s]*[^、。:¤()]{2,30}?[】\]>》):\s]*")
_BELOW = re.compile(r"\n[^\n]+")
_LINE = re.compile(r"[^\n]+")

# Marks before a label.
_LEAD = re.compile(
    r"[\s・■●◆◇○□▼【\[<(「『0-9.①-⑳*-]*(?:[^\s、。:()「」¤]{2,40}(?:に関する|に係る|についての|における|の))?"
)
# What follows a title that the line begins with.
_FOLLOWS = re.compile(r"書?[」』】\]]?(?::|(?=\()|(?<=[」』】\]]))")
_ALONE = re.compile(r"[\s)」』】\]。]*")
_GAP = re.compile(r"[\s¤(「『【\[]")
_BODY = re.compile(f"(?:{KINDS})$|会社")


@dataclass(frozen=True, slots=True)
class Partner:
    """Who stands on a line or in a part of it, where that part is, and what agreement it tells of."""

    parties: tuple[Party, ...]
    start: int
    end: int
    title: Title


def find_listed(page: Reading) -> Iterator[Finding]:
    """The lines of lists that name a partner, under what was said of all of them."""
    title: Title | None = None
    headings: tuple[int, ...] = ()
    for sentence in page.sentences:
        if sentence.headings != headings:
            headings, title = sentence.headings, None
        kind = page.document.blocks[sentence.block].kind
        if kind == "heading":
            yield from _standing_apart(page, sentence)
            continue
        text = page.masked[sentence.start : sentence.end]
        if (
            _INTRODUCED.search(text)
            and _DONE.search(text)
            and not _FORMAL.search(text)
            and (titles := find_titles(page.masked, sentence.start, sentence.end))
        ):
            title = titles[0]
        elif len(text) <= 40 and (bare := _bare_title(page, sentence)):
            title = bare
        elif kind in ("list_item", "paragraph") and not text.endswith("。"):
            context = title or _heading_title(page, sentence) or _section_title(page, sentence)
            yield from lines_of(page, sentence, context, _CERTAINTY if title else _UNDER_HEADING)


def _standing_apart(page: Reading, sentence: Sentence) -> Iterator[Finding]:
    """A name with a date that stands alone below the title, so that plain text takes it for a heading."""
    if sentence.block and page.dates_in(sentence.start, sentence.end):
        above = page.block_span(sentence.block - 1)
        titles = find_titles(page.masked, *above, compounds=True)
        headed = titles and page.document.blocks[sentence.block - 1].kind == "heading"
        if headed and not find_titles(page.masked, sentence.start, sentence.end):
            yield from lines_of(page, sentence, titles[0], _UNDER_HEADING)


def _bare_title(page: Reading, sentence: Sentence) -> Title | None:
    """The title of a line such as 【包括連携協定】 that heads what follows without being a heading."""
    match = _HEADER_LINE.fullmatch(page.masked, sentence.start, sentence.end)
    titles = find_titles(page.masked, sentence.start, sentence.end, compounds=True) if match else []
    return titles[0] if titles and not page.names_in(sentence.start, sentence.end) else None


def _heading_title(page: Reading, sentence: Sentence) -> Title | None:
    """The agreement that the nearest heading names without a partner of its own."""
    if not sentence.headings:
        return None
    start, end = page.block_span(sentence.headings[-1])
    others = [name for name in page.names_in(start, end) if not (page.own and name.parties == (page.own,))]
    if others or _OTHER_LIST.search(page.masked, start, end):
        return None
    titles = find_titles(page.masked, start, end, compounds=True)
    return titles[0] if titles else None


def _section_title(page: Reading, sentence: Sentence) -> Title | None:
    """The agreement of a heading farther above, over groups of dated partners: 災害協定, 物資の提供."""
    *above, nearest = sentence.headings or (0,)
    if not above or not page.dates_in(sentence.start, sentence.end):
        return None
    span = page.block_span(nearest)
    other = page.names_in(*span) or _OTHER_LIST.search(page.masked, *span)
    return None if other else _heading_title(page, replace(sentence, headings=tuple(above)))


def lines_of(page: Reading, sentence: Sentence, title: Title | None, certainty: float) -> Iterator[Finding]:
    """What the lines between two offsets say that hold a partner and little else; `title` is what all of them share."""
    for line in _LINE.finditer(page.masked, sentence.start, sentence.end):
        if not page.names_in(*line.span()):
            continue
        said = labelled(page.masked, *line.span())
        if said and said[0].role == "where":  # 州・省：フロリダ州 below the partner
            continue
        led, start = _led(page, *line.span())
        end = line.end()
        named = page.names_in(start, end)
        own, names = own_of_line(page, named, line.start())
        start = named[0].end if len(names) < len(named) else start
        if not names or not own or STANDS_BY.search(page.masked, start, names[0].start):
            continue
        group = find_groups(page.masked, names)[0]
        last_name = names[0].end if len(group.parties) == 1 else group.members[-1].end
        led = led or _closing(page, last_name, end)
        until = led.start if led and led.start > last_name else end
        rest = left_over(page.masked[start:until], (group.start - start, last_name - start))
        if len(rest) > 3 or any(party.name == own.name for party in group.parties):
            continue
        if pairs := _pairs(page, group, end, led or title):
            yield from (_finding(page, own, one, certainty) for one in pairs if not _is_body(own, one))
            continue
        following = _BELOW.match(page.masked, end)
        if following and not page.dates_in(start, end):
            if find_titles(page.masked, end, following.end()):
                continue  # the next line says itself what the partner signed
            end = following.end() if following.group().lstrip().startswith(BLANK) else end
        told = led or title
        if told and not _is_body(own, one := Partner(group.parties, line.start(), end, told)):
            yield _finding(page, own, one, certainty)


def _led(page: Reading, start: int, end: int) -> tuple[Title | None, int]:
    """The title that the line begins with, and where the partner may follow: 姉妹都市:大海市, 応援協定(岬町)."""
    titles = find_titles(page.masked, start, end)
    before = _LEAD.fullmatch(page.masked, start, titles[0].start) if titles else None
    after = _FOLLOWS.match(page.masked, titles[0].end, end) if before else None
    return (titles[0], after.end()) if after else (None, start)


def _closing(page: Reading, start: int, end: int) -> Title | None:
    """The title that a line with a date ends with: 大海市(遠国) 昭和51年12月21日 姉妹都市."""
    titles = find_titles(page.masked, start, end) if page.dates_in(start, end) else []
    alone = titles and _ALONE.fullmatch(page.masked, titles[-1].end, end)
    return titles[-1] if alone and _GAP.match(page.masked, titles[-1].start - 1) else None


def _is_body(own: Party, one: Partner) -> bool:
    """Whether a company or the like would be a sister city, or a prefecture's own municipality be its."""
    inside = is_prefecture(own) and any(within(own, party) for party in one.parties)
    return one.title.type == "sister_city" and (inside or any(_BODY.search(party.name) for party in one.parties))


def _pairs(page: Reading, group: Group, end: int, title: Title | None) -> list[Partner]:
    """Each of a line's names with the bracket behind it: sister cities, or partners that each have a date there."""
    ends = [*(member.start for member in group.members[1:]), end]
    spans = [(member.parties, member.start, stop) for member, stop in zip(group.members, ends, strict=True)]
    titled = [next(reversed(find_titles(page.masked, start, stop)), title) for _, start, stop in spans]
    dated = all(page.dates_in(start, stop) for _, start, stop in spans)
    sisters = all(one and one.type == "sister_city" for one in titled)
    if len(spans) < 2 or not (dated or sisters):
        return []
    return [Partner(*span, one) for span, one in zip(spans, titled, strict=True) if one]


def _finding(page: Reading, own: Party, one: Partner, certainty: float) -> Finding:
    dates = dates_of(page.masked, page.dates_in(one.start, one.end), one.start, one.end, verb=one.end, act="signed")
    first, last = page.origin(one.start, one.end)
    return Finding(
        start=first,
        end=last,
        type=one.title.type,
        title=one.title.text,
        parties=union([own], one.parties),
        dates=dates if dates.signed else AgreementDates(None, dates.renewed, dates.ended),
        certainty=certainty,
    )
