"""Agreements that a list or a table of contents names whole, each with its parties in its title.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.places.finder import find_cities
>>> from extractors.readers.plain import structured
>>> from extractors.records import Publisher
>>> text = "協定1 富山市と高岡市の相互応援に関する協定書 12\\n協定2 みなと銀行との連携協定書 18"
>>> document = structured(text, Context(publisher=Publisher(name="富山市")))
>>> [[party.name for party in one.parties] for one in find_named(read(document, [], find_cities(document)))]
[['富山市', '高岡市'], ['富山市', 'みなと銀行']]

One line alone may be a headline of what is to come; several are a list of what there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.agreements.dates import dates_of
from extractors.agreements.findings import Finding
from extractors.agreements.party_groups import find_groups
from extractors.agreements.reading import Reading
from extractors.agreements.signatories import union
from extractors.agreements.titles import find_titles
from extractors.records import Party

_CERTAINTY = 0.74
_KINDS = ("paragraph", "list_item")
_LINE = re.compile(r"[^\n。]+")
_LONGEST = 120
_LEAST = 2  # lines
# What may follow the title: its day, the page, the size of the file.
_TAIL = re.compile(r"書?[」』]?[\s.…・]*(?:\([^()]{0,30}\))?[\s.…・¤0-9-]*(?:締結)?")
_OF = re.compile(r"\s?(?:間(?:の|における)|と?の)")
_AHEAD = re.compile("案|予定|改正|廃止|解除|見直し|変更|運用|細目|に基づ|に関する(?:説明|質問)")


def find_named(page: Reading) -> Iterator[Finding]:
    """The agreements of the lines that are titles with parties in them, if there are several such lines."""
    found = [
        one
        for index, block in enumerate(page.document.blocks)
        if block.kind in _KINDS
        for line in _LINE.finditer(page.masked, *page.block_span(index))
        if line.end() - line.start() <= _LONGEST
        and page.names_in(*line.span())
        and (one := _finding(page, *line.span()))
    ]
    if len(found) >= _LEAST:
        yield from found


def _finding(page: Reading, start: int, end: int) -> Finding | None:
    titles = find_titles(page.masked, start, end)
    if not titles or not _TAIL.fullmatch(page.masked, titles[-1].end, end) or _AHEAD.search(page.masked, start, end):
        return None
    title = titles[-1]
    parties = _parties(page, start, title.end)
    if len(parties) < 2:
        return None
    first, last = page.origin(start, end)
    return Finding(
        start=first,
        end=last,
        type=title.type,
        title=title.text,
        parties=parties,
        dates=dates_of(page.masked, page.dates_in(start, end), start, end, verb=end, act="signed"),
        certainty=_CERTAINTY,
    )


def _parties(page: Reading, start: int, end: int) -> tuple[Party, ...]:
    """The names that one group in front of の makes, with the page's own government where it names only the other."""
    groups = find_groups(page.masked, page.names_in(start, end))
    if len(groups) != 1 or not groups[0].members:
        return ()
    group, own = groups[0], page.own
    if not _OF.match(page.masked, group.members[-1].end):
        return ()
    if len(group.parties) > 1:
        return group.parties if group.joint and (own is None or own in group.parties) else ()
    said = page.masked[group.members[-1].end :].lstrip()[:2] == "との"
    return union([own], group.parties) if own and said and own not in group.parties else ()
