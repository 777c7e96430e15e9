"""Why a name is linked to a place: what bears the name, which of them a passage means, and what decided.

>>> found = explain("広島県府中市")
>>> [(link.text, link.place.code, link.decided) for link in found.links]
[('広島県', '340006', 'only'), ('府中市', '342084', 'beside')]
>>> [(one.name, one.where, one.period) for one in explain("清水市").bearers if one.code]
[('清水市', '静岡県', '../2003-03-31')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from extractors.document import Document
from extractors.places.domestic import Domestic
from extractors.places.foreign import Foreign
from extractors.places.gazetteer import (
    abroad,
    abroad_english,
    abroad_place,
    formerly,
    municipality,
    named,
    shortened,
    spelled,
)
from extractors.places.links import find_links
from extractors.places.sighting import Reason
from extractors.places.tables import Abroad, Municipality
from extractors.records import Level, Place
from extractors.rows import Row
from extractors.text.folding import fold

# What decided, for people.
REASONS: dict[Reason, str] = {
    "only": "他に同名なし the only one of this name",
    "beside": "隣の地名 what stands beside it",
    "elsewhere": "文書内の同名 the same name elsewhere in the passage",
    "publisher": "発行者 the publisher",
    "document": "文脈 the other places of the passage",
    "list": "並び its list",
    "heading": "見出し the heading",
    "past": "旧・合併・年 what is said of the past",
    "size": "人口 by far the largest of its name",
    "nothing": "決め手なし nothing",
}

_TODAY = "../.."


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place that bears the name; `where` is its prefecture or country, `period` EDTF, `successor` what it became."""

    name: str
    code: str | None
    geonames: int | None
    where: str | None
    level: Level
    period: str
    successor: str | None = None

    def line(self) -> str:
        """The place in one line for people."""
        identity = self.code or (f"GeoNames {self.geonames}" if self.geonames else "-")
        became = f" → {self.successor}" if self.successor else ""
        until = "" if self.period == _TODAY else f"   {self.period}{became}"
        return f"{identity:18}{self.where or '?'} {self.name}   {self.level}{until}"


@dataclass(frozen=True, slots=True)
class Link:
    """A mention: the passage, the place that it means if anything decided, and how sure that is."""

    text: str
    place: Bearer | None
    candidates: tuple[Bearer, ...]
    decided: Reason
    confidence: float

    def lines(self) -> Iterator[str]:
        """The mention for people: its place, else its candidates, and what decided."""
        yield f"{self.text}   confidence {self.confidence:.2f}"
        yield from (f"  → {one.line()}" for one in ((self.place,) if self.place else ()))
        yield from (f"  ? {one.line()}" for one in self.candidates)
        yield f"  判断 decided by  {REASONS[self.decided]}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a name or passage names, and every place that bears it as a whole."""

    name: str
    links: tuple[Link, ...]
    bearers: tuple[Bearer, ...]

    def row(self) -> Row:
        """The explanation for programs."""
        return asdict(self)

    def lines(self) -> str:
        """The explanation for people."""
        linked = [line for link in self.links for line in link.lines()]
        bearers = [f"  {one.line()}" for one in self.bearers]
        parts = [*linked, *(["候補 bears this name", *bearers] if bearers else [])]
        return "\n".join(parts) or f"{self.name}: 該当なし no place is known by this name, and none stands in it"


def explain(name: str) -> Explanation:
    """The places that the name or passage means as if it were a whole document, and all that bear it."""
    document = Document(id="", text=name, media_type="text/plain", sha256="")
    domestic, foreign = find_links(document)
    links = {one.start: _domestic(name, one) for one in domestic} | {one.start: _foreign(name, one) for one in foreign}
    return Explanation(name, tuple(links[start] for start in sorted(links)), tuple(_bearers(fold(name).strip())))


def _domestic(text: str, one: Domestic) -> Link:
    readings = tuple(map(_ours, one.readings))
    place = readings[0] if len(readings) == 1 else None
    return Link(text[one.start : one.end], place, () if place else readings, one.decided, one.confidence)


def _foreign(text: str, one: Foreign) -> Link:
    bearer = _theirs(one.place, one.name) if one.place else Bearer(one.name, None, None, one.country, one.level, _TODAY)
    others = tuple(_theirs(other, one.name) for other in one.candidates)
    return Link(text[one.start : one.end], bearer, others, one.decided, one.confidence)


def _bearers(name: str) -> Iterator[Bearer]:
    """Today's places of Japan by the name in full, as a stem or in Latin letters; former ones; places abroad."""
    ours: Sequence[Municipality] = named(name) or shortened(name) or spelled(name)
    yield from map(_ours, (*ours, *formerly(name)))
    yield from (_theirs(one, name) for one in abroad(name) or abroad_english(name))


def _ours(one: Municipality) -> Bearer:
    became = municipality(one.successor) if one.successor else None
    last = date.fromisoformat(one.ended) - timedelta(days=1) if one.ended else None
    period = f"../{last}" if last else _TODAY
    return Bearer(one.full_name, one.code, None, one.prefecture or "JP", one.level, period, _said(became))


def _said(place: Place | None) -> str | None:
    return f"{place.name} {place.code}" if place else None


def _theirs(one: Abroad, name: str) -> Bearer:
    place = abroad_place(one, name)
    return Bearer(place.name, None, place.geonames, place.country, one.level, _TODAY)
