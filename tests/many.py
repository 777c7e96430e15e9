"""Many small pages of several kinds, captured and entered at once: what a test of a large store begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flows.workspace import Workspace
from store import visits
from store.database import writing
from store.entries import Capture, Place, Visit, stamp
from store.exchange import Exchange, records
from store.ledger import Ledger
from store.warc import packed

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
SOURCE = 'title: 市\nstart: ["http://www.example.jp/"]\npublisher: {name: 富山市, code: "162019"}\n'
CITIES = ("松山市", "熊本市", "長野市", "高松市", "函館市", "那覇市", "川崎市")
FIELDS = ("防災", "観光", "環境", "福祉", "教育")
LINE = "市では、地域の課題の解決に向けて、さまざまな取組を進めています。詳しくは担当の窓口までお問い合わせください。"


def pages(count: int, paragraphs: int = 1, lines: int = 0) -> Iterator[tuple[str, bytes]]:
    """So many addresses with their pages, each with so many paragraphs that hold records and lines that hold none."""
    for number in range(count):
        city, field = CITIES[number % len(CITIES)], FIELDS[number % len(FIELDS)]
        kinds = [_agreement, _figures, _history, _events]
        parts = "".join(kinds[number % 4](number + 31 * part, city, field) for part in range(paragraphs))
        parts += "".join(f"<p>{field}について（{line}）。{LINE}</p>" for line in range(lines))
        title = f"{city}との{field}の取組 第{number}号"
        page = f"<!DOCTYPE html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>{parts}<p>{LINE}</p>"
        yield f"http://www.example.jp/{number:06}.html", page.encode()


def fill(workspace: Workspace, found: Iterator[tuple[str, bytes]], at: datetime = NOW) -> None:
    """Put the pages into one WARC file of raw/ and into the ledger, in one transaction."""
    workspace.sources.mkdir(parents=True, exist_ok=True)
    (workspace.sources / "city.yml").write_text(SOURCE, encoding="utf-8")
    name = f"{at:%Y/%m}/renkei-{at:%Y%m%dT%H%M%S}-many.warc.gz"
    path = workspace.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    captures = []
    with path.open("wb") as file:
        for url, body in found:
            place = Place(name, file.tell())
            file.write(packed(records(Exchange(url=url, at=at, status=200, reason="OK", body=body), None, "city")))
            captures.append(_capture(url, body, place, at))
    enter(workspace, captures, at)


def enter(workspace: Workspace, captures: Iterable[Capture], at: datetime = NOW) -> None:
    """Enter captures that raw/ holds into the ledger, in one transaction."""
    with Ledger.open(workspace.ledger) as ledger, writing(ledger._engine, "many") as connection:
        for one in captures:
            visit = Visit(source=one.source, url=one.url, at=at, outcome="new", status=200, capture=one, links=())
            visits.save_visit(connection, visit, None)


def tables(folder: Path) -> dict[str, bytes]:
    """Every published file by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _capture(url: str, body: bytes, place: Place, at: datetime) -> Capture:
    return Capture(
        source="city",
        url=url,
        fetched_at=stamp(at),
        status=200,
        media_type="text/html",
        charset="utf-8",
        sha256=sha256(body).hexdigest(),
        size=len(body),
        place=place,
    )


def _agreement(number: int, city: str, field: str) -> str:
    day = f"令和{number % 6 + 1}年{number % 12 + 1}月{number % 28 + 1}日"
    return f"<p>{day}、富山市は{city}と{field}に関する連携協定を締結した。</p>"


def _figures(number: int, city: str, field: str) -> str:
    rows = "".join(
        f"<tr><td>{2015 + n}年度</td><td>{number % 97}.{n}％</td><td>{number % 89 + n},{n}00人</td></tr>"
        for n in range(3)
    )
    return f"<h2>{city}の{field}</h2><table><tr><th>年度</th><th>参加率</th><th>参加者数</th></tr>{rows}</table>"


def _history(number: int, city: str, field: str) -> str:
    rows = "".join(f"<li>平成{n + 20}年{number % 12 + 1}月 {city}で{field}の会議を開催</li>" for n in range(4))
    return f"<h2>経過</h2><ul>{rows}</ul>"


def _events(number: int, city: str, field: str) -> str:
    day = f"{number % 12 + 1}月{number % 28 + 1}日"
    return f"<p>{field}の催しを{day}に{city}で開き、{number % 300 + 20}人が参加しました。</p>"
