"""What comes out of a document: the five kinds of record.

>>> record = DateRecord(start=0, end=9, text="令和3年1月28日", edtf="2021-01-28", precision="day", confidence=0.98)
>>> record.kind, record.edtf, record.review
('date', '2021-01-28', 'unreviewed')

`start` and `end` are half-open offsets in Unicode code points of the document's text as stored; boxes are
[x0, top, x1, bottom] in points from the page's top left. Dates are EDTF (ISO 8601-2, levels 0 and 1), codes the
six-digit 全国地方公共団体コード with its check digit, countries ISO 3166-1 alpha-2. An extractor fills `start`,
`end`, `confidence` and its own fields; `identity.complete` fills the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Box = tuple[float, float, float, float]
Review = Literal["unreviewed", "confirmed", "corrected", "added", "rejected"]
Precision = Literal["day", "month", "year", "fiscal_year", "span"]
Inferred = Literal["span", "sentence", "heading", "document"]
Role = Literal["updated", "published", "signed", "renewed", "ended", "planned", "held"]
Level = Literal["prefecture", "city", "ward", "town", "village", "state", "county", "district"]
Status = Literal["actual", "target", "forecast"]
AgreementType = Literal["agreement", "memorandum", "compact", "sister_city", "declaration"]
AgreementStatus = Literal["signed", "planned", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record says of itself: where it stands and how far it can be trusted.

    `id` is the same for the same passage when a document is extracted again, and across page updates that leave
    the passage alone. `confidence` is the share of records with this value that are right, 0 to 1.
    """

    kind: str
    id: str = ""
    document: str = ""
    text: str = ""
    start: int
    end: int
    page: int | None = None
    boxes: tuple[Box, ...] | None = None
    section: tuple[str, ...] = ()
    confidence: float
    extractor: str = ""
    review: Review = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The body that publishes a page; `code` is null when it is not a local government."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord(Record):
    """A page or PDF as it was read; its passage is the title where the text states it.

    `gone_since` and `last_seen` are null while the page is there: since when it is not, and when it last was.
    """

    kind: Literal["document"] = "document"
    url: str | None = None
    source: str | None = None
    title: str | None = None
    publisher: Publisher | None = None
    published: str | None = None
    updated: str | None = None
    page_id: str | None = None
    fetched_at: str | None = None
    media_type: str
    sha256: str
    pages: int | None = None
    characters: int
    snapshot: str | None = None
    gone_since: str | None = None
    last_seen: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRecord(Record):
    """A day, month, year, fiscal year or span of them; an impossible one keeps its text and has `edtf` null.

    `inferred` says where a part that the passage leaves out came from; `time` is the clock time beside the date
    (`10:30` or `10:30/10:50`).
    """

    kind: Literal["date"] = "date"
    edtf: str | None
    precision: Precision | None = None
    inferred: Inferred | None = None
    time: str | None = None
    role: Role | None = None
    problem: Literal["no such day", "weekday differs", "notations differ"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One reading of a place name: a local government of Japan (`code`) or a place abroad (`country`)."""

    name: str
    code: str | None = None
    prefecture: str | None = None
    country: str | None = None
    level: Level | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRecord(Record):
    """One mention of a local government; an ambiguous one lists its other readings in `candidates`."""

    kind: Literal["city"] = "city"
    name: str
    code: str | None = None
    prefecture: str | None = None
    country: str | None = None
    level: Level | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    candidates: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord(Record):
    """An amount with its unit: a number, or a bound (`min`, `max`), exact to the last digit written.

    `unit` is in the project's spelling (`%`, `t-CO2`, `人`, …), `unit_text` as written; `basis` and `period` are
    EDTF. `change` is true when the number is a change that carries its sign.
    """

    kind: Literal["figure"] = "figure"
    number: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    approximate: bool = False
    unit: str | None = None
    unit_text: str | None = None
    measure: str | None = None
    basis: str | None = None
    period: str | None = None
    status: Status | None = None
    change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of an agreement by its full official name, linked where it is a local government."""

    name: str
    role: Literal["signatory", "witness"] = "signatory"
    code: str | None = None
    country: str | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Another passage of the document that speaks of the same agreement."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecord(Record):
    """One agreement that the document reports, told once however often it is mentioned; dates are EDTF."""

    kind: Literal["agreement"] = "agreement"
    type: AgreementType
    title: str
    parties: tuple[Party, ...]
    signed: str | None = None
    renewed: tuple[str, ...] = ()
    ended: str | None = None
    topics: tuple[str, ...] = ()
    status: AgreementStatus = "signed"
    mentions: tuple[Mention, ...] = ()


AnyRecord = DocumentRecord | DateRecord | CityRecord | FigureRecord | AgreementRecord
KINDS: dict[str, type[AnyRecord]] = {
    "document": DocumentRecord,
    "date": DateRecord,
    "city": CityRecord,
    "figure": FigureRecord,
    "agreement": AgreementRecord,
}
