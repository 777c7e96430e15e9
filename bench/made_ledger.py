"""A ledger of made-up pages as a crawl and an extraction leave it: `python -m bench.made_ledger HOME RECORDS`.

Each page tells of seven agreements of one municipality, of figures by year, and of cities, a hundred records in all;
two pages in a row tell of the same agreements, so the register has something to join.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from extractors.document import Block, Document
from extractors.extract import describe
from extractors.identity import AnyFound, complete, document_id
from extractors.places.gazetteer import abroad_place
from extractors.places.tables import municipalities, world
from extractors.records import (
    AgreementRecord,
    AgreementType,
    CityRecord,
    DateRecord,
    FigureRecord,
    Party,
    Publisher,
)
from extractors.records import Place as City
from store.entries import Capture, Lead, Place, Versions, Visit
from store.ledger import Ledger

NOW = datetime(2026, 11, 26, tzinfo=UTC)
A_PAGE = 100  # records
_AGREEMENTS, _FIGURES, _CITIES = 7, 26, 20  # four, two and one record each
_PAGES_A_SOURCE = 500
_TYPES: tuple[tuple[AgreementType, str], ...] = (
    ("agreement", "災害時相互応援協定"),
    ("agreement", "観光交流に関する連携協定"),
    ("memorandum", "環境協力に関する覚書"),
    ("compact", "連携中枢都市圏形成に係る連携協約"),
    ("sister_city", "姉妹都市提携"),
    ("declaration", "ゼロカーボンシティ共同宣言"),
)
_MEASURES = (("温室効果ガス排出量", "t-CO2", 20_000), ("参加者数", "人", 300), ("太陽光発電設備容量", "kW", 900))


def fill(home: Path, count: int) -> int:
    """Write pages with so many records into the ledger in `home` and say how many records it has then."""
    written = 0
    with Ledger.open(home / "renkei.db") as ledger:
        for number in range(count // A_PAGE):
            source, url = f"source{number // _PAGES_A_SOURCE:03}", f"https://www.example.lg.jp/{number:06}.html"
            crawl = ledger.open_crawl(source, NOW)
            capture = Capture(
                source=source,
                url=url,
                fetched_at=f"2026-11-{1 + number % 25:02}T00:00:00Z",
                status=200,
                media_type="text/html",
                sha256=f"{number:064x}",
                place=Place("bench.warc.gz", number),
            )
            ledger.enqueue(crawl, [Lead(url, 0)])
            ledger.save_visit(Visit(source=source, url=url, at=NOW, outcome="new", status=200, capture=capture), crawl)
        for work in ledger.pending(Versions("bench", "bench")):
            document, records = _page(work.capture)
            ledger.save_extraction(work, document, describe(document), records, NOW)
            written += len(records)
    return written


class _Text:
    """A text that is written a piece at a time, and the records on its pieces."""

    def __init__(self) -> None:
        self.text = ""
        self.found: list[AnyFound] = []
        self.blocks: list[Block] = []

    def line(self, *pieces: str) -> list[tuple[int, int]]:
        """Append the pieces as one paragraph and say where each stands."""
        spans, begun = [], len(self.text)
        for piece in pieces:
            spans.append((len(self.text), len(self.text) + len(piece)))
            self.text += piece
        self.blocks.append(Block(kind="paragraph", start=begun, end=len(self.text), section=("連携の取組",)))
        self.text += "\n"
        return spans


def _page(capture: Capture) -> tuple[Document, list[AnyFound]]:
    number = capture.place.offset
    own = _homes()[(number // 2) * 37 % len(_homes())]
    page = _Text()
    for place in range(_AGREEMENTS):
        _agreement(page, own, number // 2 * _AGREEMENTS + place, 0.6 + 0.05 * place)
    for place in range(_FIGURES):
        _figure(page, place, number)
    for place in range(_CITIES):
        city = _homes()[(number * 11 + place * 173) % len(_homes())]
        (span, _) = page.line(city.name, "が参加しました。")
        _city(page, span, city)
    document = Document(
        id=document_id(capture.url),
        text=page.text,
        media_type="text/html",
        sha256=capture.sha256 or "",
        blocks=tuple(page.blocks),
        title=f"{own.name}の連携 第{number}号",
        publisher=Publisher(name=own.name, code=own.code),
        url=capture.url,
        source=capture.source,
        fetched_at=capture.fetched_at,
    )
    return document, [
        *complete(document, "bench/1", [record for record in page.found if isinstance(record, DateRecord)]),
        *complete(document, "bench/1", [record for record in page.found if isinstance(record, CityRecord)]),
        *complete(document, "bench/1", [record for record in page.found if isinstance(record, FigureRecord)]),
        *complete(document, "bench/1", [record for record in page.found if isinstance(record, AgreementRecord)]),
    ]


def _agreement(page: _Text, own: City, number: int, confidence: float) -> None:
    kind, title = _TYPES[number % len(_TYPES)]
    others = _abroad() if kind in ("sister_city", "memorandum") else _homes()
    other = others[number * 131 % len(others)]
    year, month, day = 2025 - int((number * number % 4225) ** 0.5), 1 + number % 12, 1 + number % 28
    tail = f"{title}を締結しました。"
    spans = page.line(f"{year}年{month}月{day}日", "、", own.name, "は", other.name, "と", tail)
    edtf = f"{year}-{month:02}-{day:02}"
    _date(page, spans[0], edtf)
    _city(page, spans[2], own)
    _city(page, spans[4], other)
    page.found.append(
        AgreementRecord(
            start=spans[0][0],
            end=spans[-1][1],
            type=kind,
            title=title,
            parties=tuple(
                Party(name=one.name, code=one.code, country=one.country, geonames=one.geonames) for one in (own, other)
            ),
            signed=edtf,
            confidence=confidence,
        )
    )


def _figure(page: _Text, place: int, number: int) -> None:
    measure, unit, size = _MEASURES[place % len(_MEASURES)]
    year = 2013 + place // len(_MEASURES) * 2
    value = size + (number * 31 + place * 17) % size
    spans = page.line(f"{year}年度", f"の{measure}は", f"{value:,}{unit}", "でした。")
    period = f"{year}-04/{year + 1}-03"
    page.found.append(
        DateRecord(start=spans[0][0], end=spans[0][1], edtf=period, precision="fiscal_year", confidence=0.97)
    )
    page.found.append(
        FigureRecord(
            start=spans[2][0],
            end=spans[2][1],
            number=Decimal(value),
            unit=unit,
            unit_text=unit,
            measure=measure,
            period=period,
            status="actual" if year < 2026 else "target",
            confidence=0.9,
        )
    )


def _date(page: _Text, span: tuple[int, int], edtf: str) -> None:
    page.found.append(
        DateRecord(start=span[0], end=span[1], edtf=edtf, precision="day", role="signed", confidence=0.95)
    )


def _city(page: _Text, span: tuple[int, int], city: City) -> None:
    page.found.append(
        CityRecord(
            start=span[0],
            end=span[1],
            confidence=0.95,
            name=city.name,
            code=city.code,
            prefecture=city.prefecture,
            country=city.country,
            level=city.level,
            geonames=city.geonames,
            latitude=city.latitude,
            longitude=city.longitude,
        )
    )


@cache
def _homes() -> tuple[City, ...]:
    return tuple(one.place() for one in municipalities() if one.level == "city" and one.latitude and not one.ended)


@cache
def _abroad() -> tuple[City, ...]:
    cities = (one for one in world() if one.level == "city" and one.aliases and one.population > 500_000)
    return tuple(abroad_place(one, f"{one.aliases[0]}市") for one in cities)


if __name__ == "__main__":
    print(f"{fill(Path(sys.argv[1]), int(sys.argv[2])):,} records")
