"""What is new, as Atom (RFC 4287): a feed for each source and one for all, an entry a document or agreement.

>>> _said(Counter({("dates", "added"): 3, ("figures", "changed"): 1}))
'日付 追加3 dates +3、数値 変更1 figures ~1'

A feed holds the newest entries, `changes.jsonl` and `editions/` everything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq

from extractors.rows import Row, loads
from flows.publishing.edition import Edition
from flows.publishing.editions import CHANGES
from flows.publishing.published import TABLES

FOLDER = "feeds"
ALL = "all"

_LONGEST = 500  # entries of a feed
_ATOM = "{http://www.w3.org/2005/Atom}"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = {"added": ("追加", "+"), "changed": ("変更", "~"), "removed": ("削除", "-")}
_LINKED = re.compile(r"https?://")

ET.register_namespace("", _ATOM[1:-1])


@dataclass(slots=True)
class _News:
    """What happened to one document or agreement."""

    title: str
    url: str | None
    sources: set[str]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def write_feeds(before: Path, folder: Path, edition: Edition) -> None:
    """Write into `folder` the feeds of `before` with what `changes.jsonl` tells of this edition in front."""
    news = _news(folder, _documents(before) | _documents(folder))
    names = {ALL, *(name for one in news.values() for name in one.sources)}
    (folder / FOLDER).mkdir(exist_ok=True)
    for name in sorted(names):
        chosen = ((key, one) for key, one in news.items() if name == ALL or name in one.sources)
        fresh = [_entry(key, one, edition) for key, one in _first(chosen)]
        _write(folder / FOLDER / f"{name}.atom", name, fresh + _held(before / FOLDER / f"{name}.atom"), edition)


def _first(news: Iterable[tuple[str, _News]]) -> list[tuple[str, _News]]:
    """The agreements, then the documents, as many as a feed holds."""
    return sorted(news, key=lambda one: not one[0].startswith("register"))[:_LONGEST]


def _documents(folder: Path) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Source, title and address of the documents, by id."""
    file = folder / "documents.parquet"
    if not file.exists():
        return {}
    columns = pq.read_table(file, columns=["id", "source", "title", "url"]).to_pydict()
    return dict(zip(columns["id"], zip(columns["source"], columns["title"], columns["url"], strict=True), strict=True))


def _news(folder: Path, documents: dict[str, tuple[str | None, str | None, str | None]]) -> dict[str, _News]:
    found: dict[str, _News] = {}
    with (folder / CHANGES).open(encoding="utf-8") as lines:
        for change in map(loads, lines):
            row: Row = change["new"] or change["old"]
            key = f"register:{row['id']}" if change["table"] == "register" else f"document:{row['document']}"
            if key not in found:
                found[key] = _of_entry(row, documents) if "sources" in row else _of_document(row, documents)
            found[key].counts[change["table"], change["change"]] += 1
    return found


def _of_entry(row: Row, documents: dict[str, tuple[str | None, str | None, str | None]]) -> _News:
    names = {documents.get(one["document"], (None,))[0] for one in row["sources"]}
    parties = "・".join(party["name"] for party in row["parties"] if party["role"] == "signatory")
    return _News(f"{parties}「{row['title']}」", row["sources"][0]["url"] if row["sources"] else None, _named(names))


def _of_document(row: Row, documents: dict[str, tuple[str | None, str | None, str | None]]) -> _News:
    source, title, url = documents.get(row["document"], (None, None, None))
    return _News(title or url or row["document"], url, _named({source}))


def _named(sources: set[str | None]) -> set[str]:
    return {name for name in sources if name and name != ALL}


def _entry(key: str, news: _News, edition: Edition) -> ET.Element:
    entry = ET.Element(f"{_ATOM}entry")
    _add(entry, "id", f"urn:renkei:{edition.name}:{key}")
    _add(entry, "title", news.title)
    _add(entry, "updated", edition.moment)
    if news.url and _LINKED.match(news.url):
        ET.SubElement(entry, f"{_ATOM}link", rel="alternate", href=_clean(news.url))
    _add(entry, "content", _said(news.counts))  # not a summary: an entry without content must have a link
    return entry


def _said(counts: Counter[tuple[str, str]]) -> str:
    words = (
        f"{TABLES[table].ja} {_SIGNS[change][0]}{count} {table} {_SIGNS[change][1]}{count}"
        for (table, change), count in sorted(counts.items())
    )
    return "、".join(words)


def _held(file: Path) -> list[ET.Element]:
    """The entries of a feed of ours as it stands."""
    return ET.parse(file).getroot().findall(f"{_ATOM}entry") if file.exists() else []  # noqa: S314  our own file


def _write(file: Path, name: str, entries: list[ET.Element], edition: Edition) -> None:
    feed = ET.Element(f"{_ATOM}feed")
    _add(feed, "id", f"urn:renkei:feed:{name}")
    _add(feed, "title", f"連携 Renkei {name}")
    _add(feed, "updated", edition.moment)
    ET.SubElement(feed, f"{_ATOM}link", rel="self", href=file.name)
    _add(ET.SubElement(feed, f"{_ATOM}author"), "name", "Renkei")
    feed.extend(_unique(entries))
    ET.indent(feed)
    ET.ElementTree(feed).write(file, encoding="utf-8", xml_declaration=True)


def _unique(entries: list[ET.Element]) -> Iterator[ET.Element]:
    """The newest entries, each once: an edition may come back."""
    seen: dict[str | None, ET.Element] = {}
    for entry in entries:
        seen.setdefault(entry.findtext(f"{_ATOM}id"), entry)
    return iter(list(seen.values())[:_LONGEST])


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{_ATOM}{name}").text = _clean(text)


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
