"""Agreements printed in full without 甲 and 乙: the first words or a heading name it, date and signatures close it.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.dates.finder import find_dates
>>> from extractors.places.finder import find_cities
>>> from extractors.readers.plain import structured
>>> text = "友好都市盟約書\\n\\n富山市と松本市は、ここに盟約を結ぶ。\\n\\n令和元年5月1日"
>>> text += "\\n\\n富山市長 港 一郎\\n松本市長 岬 花子"
>>> document = structured(text, Context())
>>> one = next(find_signed(read(document, find_dates(document), find_cities(document))))
>>> one.type, [party.name for party in one.parties], one.dates.signed
('sister_city', ['富山市', '松本市'], '2019-05-01')

The date has a line of its own; the lines below it name who signs, each with an office or alone. What stands between the
title and the date ends in the words of such texts (締結する。, 誓う。); a report of the event does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from extractors.agreements.dates import AgreementDates, point
from extractors.agreements.findings import Finding
from extractors.agreements.names import Name
from extractors.agreements.reading import Reading
from extractors.agreements.signatories import union
from extractors.agreements.titles import Title, find_titles
from extractors.records import Party

_CERTAINTY = 0.9
_DATE_LINE = re.compile(r"^[ \t(]*(¤+)[ \t)]*$", re.MULTILINE)
_ROLE = re.compile("[「『(（ ][甲乙][」』)）]")
_CLOSING = re.compile(
    "(?:締結|調印|提携|協定|盟約|宣言|合意|確認|署名|約定|発表|表明|保有|保管|所持|交換|証|約)(?:する|します|した)。"
    "|結ぶ。|結びます。|誓う。|誓います。|とする。"
)
_OFFICE = re.compile(
    "[一-鿿ァ-ヺー]{0,8}(?:議会)?[ ]?(?:知事|郡守|首長|議長|主席|総裁|代表|[市町村区省州]?長(?![一-鿿]))"
)
_COUNTRY = r"(?:日本国?|大韓民国|中華人民共和国|中国|台湾|アメリカ合衆国|[ァ-ヺー・]{2,12}(?:共和国|連邦|王国)?)"
_ALONE = re.compile(rf"[\s:・/]*(?:{_COUNTRY}[\s・]*)*[\s:・/]*")
_OTHER = re.compile("[。、]|[0-9]{2,4}-[0-9]{4}|問い?合|電話|担当|更新|写真|ページ")
_ADDRESS = re.compile("番地|丁目|番[0-9]|[0-9]番")
_WITNESS = re.compile(r"[\s(]*(?:立会人|立会者|証人|後見人)")
# A government may sign by its assembly or its administration: 河北省人民政府.
_ORGAN = re.compile("(?:人民|市|特別市|広域市)?(?:政府|代表大会(?:常務委員会)?|委員会)$")
_TEXT = 4000  # characters between a title and the date
_BELOW = 10  # lines of signatures
_LINE = re.compile(r"[^\n]*\n?")


def find_signed(page: Reading) -> Iterator[Finding]:
    """The texts of the document that end in a date and signatures, in its order."""
    begin = 0
    for date in _DATE_LINE.finditer(page.masked):
        parties = union(*_signers(page, date.end() + 1))
        if sum(party.role == "signatory" for party in parties) < 2:
            continue
        start = max(begin, date.start() - _TEXT)
        closing = list(_CLOSING.finditer(page.masked, start, date.start()))
        if not closing or _ROLE.search(page.masked, start, date.start()):
            continue
        title = _title(page, start, date.start())
        when = next((value for one in page.dates_in(date.start(), date.end()) if (value := point(one.edtf))), None)
        if title and when and len(when) > 7:
            first = page.masked.rfind("\n", 0, closing[-1].start()) + 1
            begun, ended = page.origin(first, date.end())
            yield Finding(
                start=begun,
                end=ended,
                type=title.type,
                title=title.text,
                parties=parties,
                dates=AgreementDates(when),
                certainty=_CERTAINTY,
            )
            begin = date.end()


def _signers(page: Reading, start: int) -> Iterator[tuple[Party, ...]]:
    """The names of the lines below a date: before an office, or with nothing else in their line."""
    at = start
    for _ in range(2 * _BELOW):
        line = _LINE.match(page.masked, at)
        if line is None or at >= len(page.masked) or _OTHER.search(line.group()):
            return
        names = [] if _ADDRESS.search(line.group()) else page.names_in(line.start(), line.end())
        witness: Literal["witness", "signatory"] = "witness" if _WITNESS.match(line.group()) else "signatory"
        alone = not names or bool(_ALONE.fullmatch(_WITNESS.sub("", _rest(line, names))))
        for name in names:
            if alone or _OFFICE.match(page.masked, name.end, line.end()):
                yield tuple(replace(_government(page, party), role=witness) for party in name.parties)
        at = line.end()


def _government(page: Reading, party: Party) -> Party:
    """The government whose organ signs, where the document names it."""
    whole = _ORGAN.sub("", party.name)
    named = (one for name in page.names for one in name.parties if one.name == whole and one != party)
    return next(named, party) if whole != party.name else party


def _rest(line: re.Match[str], names: Sequence[Name]) -> str:
    """What stands in a line besides the names."""
    text, at = "", 0
    for name in names:
        text += line.group()[at : name.start - line.start()]
        at = name.end - line.start()
    return text + line.group()[at:]


def _title(page: Reading, start: int, end: int) -> Title | None:
    """The title in a line that is no sentence (the nearest above the text), else the last one of its sentences."""
    titles = find_titles(page.masked, start, end)
    heads = [one for one in titles if "。" not in page.masked[one.end : page.masked.find("\n", one.end)]]
    return next(reversed(heads or titles), None)
