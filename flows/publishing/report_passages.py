"""A document's text as a page of its own, every passage that records stand on marked.

>>> print(marked("協定は<2件>", [("r1", 0, 2), ("r2", 3, 7)]))  # doctest: +ELLIPSIS
<mark id="r1" data-records="r1">協定</mark>は<mark id="r2" data-records="r2">&lt;2件&gt;</mark>
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from html import escape
from itertools import pairwise
from pathlib import Path

from extractors.document import Document

Passage = tuple[str, int, int]  # the id of a record and its half-open span

_RECORDS = " UNION ALL ".join(
    f'SELECT id, start, "end" FROM "{name}" WHERE document = :document'
    for name in ("dates", "cities", "figures", "agreements")
)
_STATE = "SELECT fetched_at, gone_since FROM documents WHERE id = ?"
_PAGE = """<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="../report.css">
<script src="../passages.js" defer></script>
</head>
<body class="passages">
<header><p><a href="../index.html">← 一覧 Report</a></p><h1>{title}</h1><p>{origin}</p><p class="note">{state}</p></header>
<main class="text">{text}</main>
</body>
</html>
"""  # noqa: E501


def write_passages(
    documents: Iterable[str], text_of: Callable[[str], Document | None], database: Path, folder: Path
) -> None:
    """Write a page for each of these documents into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(f"file:{database.resolve().as_posix()}?mode=ro", uri=True)) as records:
        for name in documents:
            document = text_of(name)
            if document and name.isalnum():
                passages = records.execute(f"{_RECORDS} ORDER BY 2, 3, 1", {"document": name}).fetchall()
                state = records.execute(_STATE, [name]).fetchone() or (None, None)
                (folder / f"{name}.html").write_text(_page(document, passages, *state), encoding="utf-8")


def _page(document: Document, passages: Sequence[Passage], fetched: str | None, gone: str | None) -> str:
    url = document.url or ""
    linked = url.startswith(("http://", "https://"))
    origin = f'<a rel="noreferrer" href="{escape(url)}">{escape(url)}</a>' if linked else escape(url)
    title = escape(document.title or url or document.id)
    state = f"取得 Fetched {fetched[:10]}" if fetched else ""
    state += f" ・ {gone[:10]} から見つかりません No longer there" if gone else ""
    return _PAGE.format(title=title, origin=origin, state=state, text=marked(document.text, passages))


def marked(text: str, passages: Sequence[Passage]) -> str:
    """The text as HTML; where passages overlap, a piece names all its records, and the first of each bears its id."""
    ends = sorted({0, len(text), *(place for _, start, end in passages for place in (start, end))})
    told: set[str] = set()
    pieces: list[str] = []
    waiting = list(reversed(passages))
    over: list[Passage] = []
    for start, end in pairwise(ends):
        over = [passage for passage in over if passage[2] > start]
        while waiting and waiting[-1][1] <= start:
            over.append(waiting.pop())
        pieces.append(_piece(text[start:end], [name for name, _, last in over if last > start], told))
    return "".join(pieces)


def _piece(text: str, names: list[str], told: set[str]) -> str:
    if not names:
        return escape(text)
    fresh = [name for name in names if name not in told]
    told.update(fresh)
    anchors = "".join(f'<a id="{escape(name)}"></a>' for name in fresh[1:])
    own = f' id="{escape(fresh[0])}"' if fresh else ""
    return f'{anchors}<mark{own} data-records="{escape(" ".join(names))}">{escape(text)}</mark>'
