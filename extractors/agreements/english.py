"""Agreements that English pages tell of: City of A and B City signed a Memorandum of Understanding on 5 June 2015.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.dates.finder import find_dates
>>> from extractors.readers.plain import structured
>>> text = "The City of Kitakyushu and Surabaya City signed an MOU on 12 November 2012."
>>> document = structured(text, Context())
>>> one = next(find_english_told(read(document, find_dates(document), [])))
>>> one.type, [party.name for party in one.parties], one.dates.signed
('memorandum', ['北九州市', 'Surabaya'], '2012-11-12')

Domestic governments get their official names; others keep the name as written, without "City". A sentence counts when
it has a title, a verb of signing (or "between …" and a date) and two names, or one besides the page's own government.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from extractors.agreements.dates import AgreementDates, dated, point
from extractors.agreements.english_sections import dated_labels, place_above
from extractors.agreements.findings import Finding
from extractors.agreements.organisations import ACRONYMS
from extractors.agreements.reading import BLANK, Reading
from extractors.agreements.signatories import union
from extractors.agreements.signings import Act
from extractors.places.english import find_english
from extractors.records import AgreementType, Party

_CERTAINTY = 0.85
_LABELLED = 0.8
_TITLES: tuple[tuple[AgreementType, str], ...] = (
    (
        "sister_city",
        r"(?:[Ss]ister|[Ff]riendship|[Tt]win|[Pp]artner)[- ](?:[Cc]ity|[Cc]ities|[Ss]tate)"
        r"(?:[- ](?!signed|with|to|and|was|were|is|has|have|in|on|of|between|concluded|established)[A-Z]?[a-z]+){0,2}",
    ),
    ("memorandum", r"Memorand(?:um|a) of (?:Understanding|Cooperation|Agreement)|(?:MOU|MoU|MOC)\b|Letter of Intent"),
    ("declaration", r"Joint (?:Declaration|Statement)"),
    ("agreement", r"(?:[A-Z][a-z]+ ){0,4}(?:Agreement|agreement|[Ff]riendship [Pp]act)\b"),
)
_TITLE = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _TITLES))
_KINSHIP = re.compile("(?:sister|friendship|twin)[- ](?:city|cities|town|state)", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|our|(?:two|both) (?:cities|towns|municipalities)|the (?:city|town))\b", re.IGNORECASE)
_ABOUT = re.compile(
    r" (?:on|for|regarding|concerning) (?!¤|[0-9])[A-Za-z][A-Za-z ,-]{2,60}(?= (?:was|were)\b|[.(]| on ¤| in ¤)"
)
# Agreements between states, and those of everybody.
_FOREIGN = re.compile("Paris|Trade|Economic|Climate|Kyoto|Geneva|Lease|License|User")
_VERBS: tuple[tuple[Act, str], ...] = (
    ("renewed", r"renew(?:ed|al)|extended|re-signed"),
    ("planned", r"will (?:be )?(?:sign|conclude)"),
    ("signed", r"signed|concluded|entered into|established|exchanged|sign|became|signing of"),
)
_VERB = re.compile("|".join(rf"(?P<{act}>\b(?:{words})\b)" for act, words in _VERBS))
_UNDONE = re.compile(r"similar agreement|(?:plan|hope|wish|intend|consider|like|want)[a-z]* to |not |before |if ")
# What a section says of its place without naming it again: no club or exchange, the relation itself.
_RELATION = re.compile(
    "[Aa]greement|[Rr]elation|[Aa]ffiliation|[Tt]ies|[Pp]act|[Pp]artnership|Memorand|Declaration|MOU"
)
_BECAME = re.compile(
    "(?:became|become) (?:(?:a|an|our|the|the first|its) )?(?:sister|friendship|twin|partner)", re.IGNORECASE
)
# A prefecture behind one of these only says where: Nasushiobara City in Tochigi Prefecture.
_WHERE = re.compile(r"(?:\bin|,) (?:the )?$")
# Words with a capital that begin no name.
_LEAD = "The|And|In|On|Between|Both|With|Since|When|While|Green|Sister|Friendship|Partner|Twin|Each|Other|This|Our"
_WORD = rf"(?!(?:{_LEAD})\b)[A-Z][A-Za-zÀ-ɏ'-]+"
_NAME = re.compile(
    rf"(?:City|Prefecture|Province|Town|Government) of (?P<of>{_WORD}(?: {_WORD}){{0,3}})"
    rf"|(?P<city>{_WORD}(?: {_WORD}){{0,3}}?)"
    r"(?: City(?! of| Agreement)| Prefecture| Province| Metropolitan (?:Government|Administration))"
    rf"|(?<=the )(?P<other>{_WORD}(?: {_WORD}){{0,3}}?) Government\b"
    rf"|(?P<body>{_WORD}(?: (?:of|for|and|{_WORD})){{0,5}}?"
    r" (?:University|Institute|Foundation|Agency|Corporation|Association)"
    rf"|University of {_WORD}(?: {_WORD})?|{_WORD}(?: {_WORD}){{0,4}},? (?:Co\.,? Ltd\.?|Inc\.|Corporation))"
)
_BETWEEN = re.compile(r"\b[Bb]etween (?:the )?(?=[A-Z])")
_LETTERS = re.compile(rf"\b(?:{'|'.join(key for key in ACRONYMS if key.isascii())})\b")
_SENTENCE = re.compile(rf"[^\n]+?(?:[a-z)\]{BLANK}]\. ?(?=[A-Z\n]|$)|(?=\n)|$)")


def may_tell_in_english(text: str) -> bool:
    """Whether the folded text has an English word for an agreement."""
    return bool(_TITLE.search(text))


def find_english_told(page: Reading) -> Iterator[Finding]:
    """What the English sentences of the document say of agreements, in the order of the text."""
    if not may_tell_in_english(page.masked):
        return
    for sentence in _SENTENCE.finditer(page.masked):
        title = _title(sentence.group())
        act = _act(page, sentence, title) if title else None
        if title and act:
            parties = union(_parties(page, sentence))
            if len(parties) < 2 and page.own:
                parties = union([page.own], parties)
            place = place_above(page, sentence.start()) if len(parties) == 1 else None
            if place and _tells_of(place, sentence.group(), title):
                parties = union(parties, [place])
            if len(parties) > 1:
                yield _finding(page, sentence, title, parties, act)
    yield from _labelled(page)


def _labelled(page: Reading) -> Iterator[Finding]:
    """Places of a page about sister cities, with the day on a line of its own below each."""
    for start, end in dated_labels(page):
        place = place_above(page, start)
        value = next((value for when in page.dates_in(start, end) if (value := point(when.edtf))), None)
        if place and value and page.own:
            begun, ended = page.origin(start, end)
            yield Finding(
                start=begun,
                end=ended,
                type="sister_city",
                title="sister city",
                parties=(page.own, place),
                dates=AgreementDates(value),
                certainty=_LABELLED,
            )


def _tells_of(place: Party, sentence: str, title: re.Match[str]) -> bool:
    """Whether a sentence below the name of a place speaks of the page's own government and that place."""
    said = (
        _KINSHIP.search(title.group()) or _OURS.search(sentence) or place.name in sentence
    )  # the zoo may sign agreements too
    return bool(_BECAME.search(sentence) or (said and _RELATION.search(title.group())))


def _act(page: Reading, sentence: re.Match[str], title: re.Match[str]) -> Act | None:
    """What the sentence says was done; a title that names its parties and has a date behind it says it was signed."""
    verb = _VERB.search(sentence.group())
    if verb:
        undone = _UNDONE.search(sentence.group(), 0, verb.start())
        return None if undone else cast(Act, verb.lastgroup)
    between = _BETWEEN.search(sentence.group(), title.end())
    dates = page.dates_in(sentence.start() + between.end(), sentence.end()) if between else ()
    return "signed" if len(dates) == 1 else None


def _title(sentence: str) -> re.Match[str] | None:
    return next((match for match in _TITLE.finditer(sentence) if not _FOREIGN.search(match.group())), None)


def _parties(page: Reading, sentence: re.Match[str]) -> Iterator[Party]:
    """The names of the sentence in its order: by the words beside them, and the places that the document was found to
    name."""
    first = sentence.start()
    between = _BETWEEN.search(sentence.group())
    start = first + (between.end() if between else 0)  # Seoul / Memorandum … Between A and B: of A and B
    said = [*_NAME.finditer(page.masked, start, sentence.end()), *_LETTERS.finditer(page.masked, start, sentence.end())]
    found = [(match.start(), match.end(), _said(match)) for match in said if not _only_where(page.masked, match)]
    where = [match.span() for match in said if _only_where(page.masked, match)]
    for name in page.names_in(start, sentence.end()):
        if any(a <= name.start < b for a, b in where):
            continue
        if len(name.parties) == 1 and not any(a < name.end and name.start < b for a, b, _ in found):
            found.append((name.start, name.end, name.parties[0]))
    yield from (party for _, _, party in sorted(found, key=lambda one: one[0]))


def _only_where(text: str, match: re.Match[str]) -> bool:
    """Whether a prefecture or province only says where the place before it lies."""
    broad = match.group().endswith(("Prefecture", "Province"))
    return broad and bool(_WHERE.search(text[max(0, match.start() - 8) : match.start()]))


def _said(match: re.Match[str]) -> Party:
    if match.re is _LETTERS:
        return Party(name=ACRONYMS[match.group()])
    return Party(name=match["body"]) if match["body"] else _place(match["of"] or match["city"] or match["other"])


def _place(name: str) -> Party:
    """The government of this name: the official name of one in Japan, else the name as it is."""
    known = next(iter(find_english(f"City of {name}")), None)
    if known and len(known.domestic) == 1:
        return Party(name=known.domestic[0].name, code=known.domestic[0].code, country="JP")
    return Party(name=name, country=known.country if known else None)


def _finding(
    page: Reading, sentence: re.Match[str], title: re.Match[str], parties: tuple[Party, ...], act: Act
) -> Finding:
    start, end = page.origin(sentence.start(), sentence.end())
    about = _ABOUT.match(sentence.group(), title.end())
    first = sentence.start() + title.start()
    words = page.text[first : sentence.start() + (about.end() if about else title.end())]
    whens = page.dates_in(sentence.start(), sentence.end())
    value = next((value for when in whens if (value := point(when.edtf))), None)
    return Finding(
        start=start,
        end=end,
        type="sister_city" if _KINSHIP.search(title.group()) else title.lastgroup,  # type: ignore[arg-type]
        title=words.strip(),
        parties=parties,
        dates=dated(value, act) if value else AgreementDates(),
        certainty=_CERTAINTY,
        status="planned" if act == "planned" else "signed",
    )
