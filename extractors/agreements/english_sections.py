"""The partner that a section of an English page is about: the line above its sentences that is a place and no more.

>>> _COUNTRY_LINE.fullmatch("Freiberg am Neckar, Germany")["name"]
'Freiberg am Neckar'
>>> bool(_DATED_LABEL.match("Date of affiliation: ¤¤¤¤")), bool(_DATED_LABEL.match("Established as a city: ¤¤¤¤"))
(True, False)

A title says what the places of a page have in common (Sister Cities), so a label with a date is enough below a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.agreements.reading import Reading
from extractors.places.tables import countries
from extractors.records import Party

_LINE = re.compile(r"[^\n]+")
_LINES_BACK = 14
_REACH = 3000  # characters above a sentence in which its section begins
_PLACE_LINE = re.compile(r"[\W\d_]{0,6}(?P<place>[A-ZÀ-Þ][^\n:;!?¤]{2,68})(?<![a-z)]\.)[\s*]*")
_COUNTRY_LINE = re.compile(
    r"[\W\d_]{0,6}(?P<name>[A-ZÀ-Þ][\w' ().-]{2,40}?)(?: City| Town)?,(?:[^\n,]{2,30},)?"
    r" ?(?P<country>[A-Z][\w. ]{2,30})\s*"
)
_WORDS = "affiliation|agreement|signing|partnership|conclusion|tie-up|sister city affiliation|sister city agreement"
_DATED_LABEL = re.compile(
    rf"[\W_]{{0,4}}(?:(?:Date|Year|Day) of (?:the )?(?:{_WORDS})|(?:{_WORDS}|signed|affiliated) date"
    r"|date (?:signed|affiliated|concluded)|(?:affiliated|signed|concluded|agreement signed)(?: on| in)?)"
    r" ?[:-]?\s*(?=¤)",
    re.IGNORECASE,
)
_WITH = re.compile(r"\bwith (?:the )?(?:(?:City|Town|Municipality) of )?(?P<name>[A-ZÀ-Þ][\w'-]+)")
_KINSHIP = re.compile("(?:Sister|Friendship|Friendly|Twin|Partner)[- ](?:City|Cities|Town|Towns|State)", re.IGNORECASE)


def place_above(page: Reading, at: int) -> Party | None:
    """The place that the nearest line above an offset is, and nothing else; null where there is none near, or where the
    sentence at the offset names another partner."""
    lines = list(_LINE.finditer(page.text, max(0, at - _REACH), page.text.rfind("\n", 0, at) + 1))
    for line in reversed(lines[-_LINES_BACK:]):
        if party := _place(page, line):
            partner = _WITH.search(page.text, at, page.text.find("\n", at) % (len(page.text) + 1))
            return party if not partner or partner["name"] in line.group() else None
    return None


def _place(page: Reading, line: re.Match[str]) -> Party | None:
    place = _PLACE_LINE.fullmatch(line.group())
    if not place or "," not in line.group():
        return None
    first = line.start() + place.start("place")
    named = [name for name in page.names_in(first, line.end()) if name.start == first]
    if named:
        party = named[0].parties[0]
        return None if page.own and party.name == page.own.name else party
    country = _COUNTRY_LINE.fullmatch(line.group())
    code = countries().get(country["country"].strip()) if country else None
    return Party(name=country["name"], country=code) if country and code and code != "JP" else None


def dated_labels(page: Reading) -> Iterator[tuple[int, int]]:
    """The spans of lines such as "Date of affiliation: May 1, 1999" on a page about sister cities."""
    if _KINSHIP.search(page.masked):
        for line in _LINE.finditer(page.masked):
            if _DATED_LABEL.match(line.group()):
                yield line.span()
