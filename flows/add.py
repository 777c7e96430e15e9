"""A new source from an address: what `renkei add` writes, and what the source would bring.

>>> name_of("https://www.city.matsuyama.ehime.jp/shisei/"), name_of("https://japan.iclei.org/ja/news/")
('matsuyama', 'iclei')
>>> name_of("http://127.0.0.1:8760/kawasaki/")
'127-0-0-1'
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from crawler.address import canonical, host
from crawler.crawl import crawl
from crawler.source import Source, SourceError, load
from crawler.turns import Turns
from extractors.document import Document
from extractors.rows import Row
from flows.extraction.reading import ReaderProcess, ReadFailedError, context_of
from flows.workspace import Workspace
from store.entries import Versions
from store.ledger import Ledger
from store.warc import Archive

PAGES = 6  # that are fetched to show what a source brings

# Labels of a host that say what kind of body it is of, before its name, and those that say nothing.
_KINDS = {"city", "town", "vill", "pref", "metro"}
_PLAIN = {"www", "jp", "lg", "go", "or", "ac", "ne", "co", "com", "org", "net", "info", "web", "example"}
_NAME = re.compile(r"\w[\w-]{0,63}")
_ODD = re.compile(r"[^\w-]+")  # what an IPv6 address has
_FILE = """\
# {title}
# Written by `renkei add {url}`. All keys: docs/sources.md
title: {title_quoted}
{publisher}enabled: true      # false: only when it is named, `renkei run {name}`  名前を挙げたときだけ収集
start: [{url_quoted}]
scope:
  paths: [{path_quoted}]   # addresses begin with one of these  収集する範囲
  depth: 2          # links away from the start page  リンクをたどる深さ
  pages: 100        # never more than this  上限
wait: 3             # seconds between two requests  取得の間隔（秒）
{private}# contact: you@example.org   # told to the host  サイトに伝える連絡先
# schedule: {{cron: "0 5 * * 1", timezone: Asia/Tokyo}}   # Mondays at five  毎週月曜5時
# expected: {{documents: [1, 100]}}   # outside of this the source is reported  件数の目安
"""


class NothingThereError(Exception):
    """The address gives no page to begin with; the message says why."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that the source would bring: how many records of each kind, or why it cannot be read."""

    url: str
    title: str
    records: dict[str, int]
    problem: str = ""

    def line(self) -> str:
        """The document in one line for people."""
        counts = "  ".join(f"{kind} {count}" for kind, count in self.records.items()) or "no records"
        return f"  {self.url}  {self.title}  {self.problem or counts}"


@dataclass(frozen=True, slots=True)
class Added:
    """The file that was written, what the first pages brought, and how many addresses wait behind them."""

    path: Path
    brought: tuple[Brought, ...]
    waiting: int

    def row(self) -> Row:
        """The same for programs."""
        documents = [
            {"url": one.url, "title": one.title, "records": one.records, "problem": one.problem or None}
            for one in self.brought
        ]
        return {"file": str(self.path), "documents": documents, "waiting": self.waiting}

    def lines(self) -> str:
        """The same for people."""
        more = [f"  … and {self.waiting} more addresses"] if self.waiting else []
        return "\n".join([f"{self.path}: written", *(one.line() for one in self.brought), *more])


def add(workspace: Workspace, url: str, name: str | None, private: bool = False, turns: Turns | None = None) -> Added:
    """Look at the address, write a source file for it, and say what its first pages bring; the store stays as it is.

    Raises `SourceError` when the address is none or the file is there already, and `NothingThereError` when there is
    no page to begin with.
    """
    start = canonical(url)
    if start is None:
        raise SourceError(f"{url}: give an address that begins with http:// or https://")
    name = name or name_of(start)
    if not _NAME.fullmatch(name):
        raise SourceError(f"{name}: no name for a source: give one of letters, digits and hyphens with --name")
    path = workspace.sources / f"{name}.yml"
    if path.exists():
        raise SourceError(f"{path}: is there already: give another name with --name")
    values = {"name": name, "title": name, "start": [start], "scope": {"depth": 1, "pages": PAGES}, "private": private}
    brought, first, waiting = _try(workspace, Source.model_validate(values), turns)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_file(name, start, first, private), encoding="utf-8")
    load(path)
    return Added(path, tuple(brought), waiting)


def name_of(url: str) -> str:
    """A name for the source of an address, from its host."""
    labels = [label for label in host(url).split(".") if label]
    kinds = [at for at, label in enumerate(labels[:-1]) if label in _KINDS]
    if kinds:
        return labels[kinds[0] + 1]
    named = [label for label in labels if label not in _PLAIN]
    if not named or all(label.isdigit() for label in labels):
        return "-".join(labels)
    return _ODD.sub("-", named[-1]).strip("-") or "source"


def _try(workspace: Workspace, source: Source, turns: Turns | None) -> tuple[list[Brought], Document | None, int]:
    """What the first pages bring, the document of the start page, and how many addresses wait."""
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "renkei.db") as ledger:
        with Archive.open(Path(folder) / "raw") as archive:
            crawl(source, ledger, archive, turns=turns, now=lambda: datetime.now(UTC))
        pages = {page.url: page for page in ledger.pages(source.name)}
        start = pages[source.start[0]]
        if start.outcome not in ("new", "moved"):
            raise NothingThereError(f"{start.url}: {start.problem or 'neither a page nor a PDF'}")
        found, first = _read(workspace, source, ledger, Archive(Path(folder) / "raw"))
    return found, first, sum(page.outcome is None for page in pages.values())


def _read(
    workspace: Workspace, source: Source, ledger: Ledger, archive: Archive
) -> tuple[list[Brought], Document | None]:
    found: list[Brought] = []
    first: Document | None = None
    with ReaderProcess(workspace.limits) as reader:
        for work in ledger.pending(Versions("", "")):
            capture = work.capture
            try:
                data = archive.read(capture.place)
                reading = reader.read(data, capture.media_type or "", context_of(capture, None), records=True)
            except ReadFailedError as error:
                found.append(Brought(capture.url, "", {}, str(error)))
                continue
            document = reading.document
            if capture.url == source.start[0] or first is None:
                first = document
            counts = Counter(record.kind for record in reading.records)
            problem = "" if document.text else ", ".join(document.problems) or "no text"
            found.append(Brought(capture.url, document.title or "", dict(sorted(counts.items())), problem))
    return found, first


def _file(name: str, url: str, first: Document | None, private: bool) -> str:
    title = " ".join((first.title if first and first.title else name).split())
    who = first.publisher if first else None
    code = f', code: "{who.code}"' if who and who.code else ""
    publisher = f"publisher: {{name: {_quoted(who.name)}{code}}}   # check it  要確認\n" if who and who.name else ""
    return _FILE.format(
        name=name,
        url=url,
        title=title,
        title_quoted=_quoted(title),
        publisher=publisher,
        url_quoted=_quoted(url),
        path_quoted=_quoted(urlsplit(url).path.rpartition("/")[0] + "/"),
        private="private: true       # this machine or a private network  内部のアドレス\n" if private else "",
    )


def _quoted(text: str) -> str:
    """The text as a string of YAML, which takes those of JSON."""
    return json.dumps(text, ensure_ascii=False)
