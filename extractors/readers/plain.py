"""Plain text and Markdown as a `Document`: the text stays as it is, its structure is read off the lines.

>>> document = structured("連携の歩み\\n\\n1 協定\\n\\n本市は協定を結びました。\\n・期間は3年です。", Context())
>>> [(block.kind, document.text[block.start:block.end]) for block in document.blocks[1:]]
[('heading', '1 協定'), ('paragraph', '本市は協定を結びました。'), ('list_item', '・期間は3年です。')]
>>> document.blocks[-1].section
('連携の歩み', '1 協定')

Text that was copied from a page or a PDF marks nothing, so a heading is a short line that stands alone and is no
sentence. Lines with tabs or pipes, two or more in a row, are a table.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.context import Context
from extractors.document import Block, BlockKind, Cell, Document, Table
from extractors.identity import document_id
from extractors.readers.charset import decode

Span = tuple[int, int]

# A line that holds something. It starts at a line start only: a run of white space is passed over once.
_LINE = re.compile(r"^[^\S\n]*\S[^\n]*", re.MULTILINE)
# Marks that open an item of a list. A bare number does so only before a space: "3日間" is no item.
_ITEM = re.compile(r"\s*(?:[・•◦●○◆◇▮◼▶►※＊*-]|[(（][0-9０-９]{1,2}[)）]|[①-⑳]|[0-9０-９]{1,2}[.．)）][ 　])")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_SENTENCE = re.compile(r"[。．、，,;；：:]\s*$|。")
_CHAPTER = re.compile(r"[0-9０-９]{1,2}[.．]?[ 　]|第[0-9０-９一二三四五六七八九十]+[章部編]|[IVXⅠ-Ⅻ]+[.．]")
_META = re.compile(r"更新日|公開日|掲載日|登録日|ページ番号|ページID")
_CONTACT = re.compile(r".{0,20}(?:お?問い?合わ?せ先?|連絡先|Contact)[ 　]*(?:\n|$)")
# A heading names something: two Japanese characters or two Latin words, not all of it in brackets.
_NAME = re.compile(r"(?![(（][^()（）]*[)）]$)(?:.*[^\W\d_a-zA-Z]{2}|.*[A-Za-z]{2}.*[ ].*[A-Za-z]{2})")
# What a page says about itself for its reader's use; it heads nothing.
_FURNITURE = re.compile(r"印刷|(?:メニュー|本文|フッター|先頭)[にへ]|スキップ|文字サイズ")
_PIPES = re.compile(r"\s*\|.*\|\s*$")
_CELL = re.compile(r"[^\t|]+")
_RULE = re.compile(r"[\s|:-]+$")
# A cell that holds a value: it begins with a number, and that is not a year.
_VALUE = re.compile(r"[△▲+−-]?[0-9０-９][0-9０-９,.]*(?![0-9０-９]*年)")
_LONGEST_HEADING = 60


def read_text(data: bytes, media_type: str, context: Context) -> Document:
    """The document that the bytes of a text or Markdown file state; offsets count in the decoded text."""
    text, problem = decode(data, context.charset)
    digest = hashlib.sha256(data).hexdigest()
    return replace(
        structured(text, context, markdown=media_type == "text/markdown"),
        id=context.id or document_id(context.url or digest),
        media_type=media_type,
        sha256=digest,
        problems=(problem,) if problem else (),
    )


def structured(text: str, context: Context, markdown: bool = False) -> Document:
    """The text with its blocks, tables and title; id, media type and digest are the caller's to set."""
    groups = list(_groups(text, markdown))
    blocks = tuple(_blocks(text, groups))
    title = next((_bare(text[block.start : block.end]) for block in blocks if block.kind == "heading"), None)
    return Document(
        id="",
        text=text,
        media_type="text/plain",
        sha256="",
        blocks=blocks,
        tables=tuple(_table(text, lines) for kind, lines in groups if kind == "table"),
        title=title,
        publisher=context.publisher,
        published=context.published,
        url=context.url,
        source=context.source,
        fetched_at=context.fetched_at,
    )


def _groups(text: str, markdown: bool) -> Iterator[tuple[BlockKind, list[Span]]]:
    """Lines that belong together, with what they are: tables and paragraphs take several, the rest one each."""
    lines = [match.span() for match in _LINE.finditer(text)]
    # Whether a blank line stands before each line; the edges of the text count as blank.
    apart = [True, *(text.count("\n", one[1], two[0]) > 1 for one, two in pairwise(lines)), True]
    kinds = [_line_kind(text[start:end], markdown) for start, end in lines]
    first = 0
    for last, kind in enumerate(kinds):
        following = kinds[last + 1] if last + 1 < len(kinds) else None
        if kind in ("paragraph", "table") and following == kind and not apart[last + 1]:
            continue
        alone = first == last and apart[first] and apart[last + 1] and following is not None
        headed = alone and kind == "paragraph" and not markdown and _names_something(text[slice(*lines[first])])
        lonely_row = kind == "table" and first == last
        yield "heading" if headed else "paragraph" if lonely_row else kind, lines[first : last + 1]
        first = last + 1


def _line_kind(line: str, markdown: bool) -> BlockKind:
    if markdown and _MARKDOWN_HEADING.match(line):
        return "heading"
    if "\t" in line.strip() or _PIPES.match(line):
        return "table"
    if _ITEM.match(line):
        return "list_item"
    if _META.search(line) and _short(line):
        return "meta"
    return "paragraph"


def _short(line: str) -> bool:
    return len(line.strip()) <= _LONGEST_HEADING and not _SENTENCE.search(line)


def _names_something(line: str) -> bool:
    return _short(line) and bool(_NAME.match(line.strip())) and not _FURNITURE.search(line)


def _blocks(text: str, groups: Sequence[tuple[BlockKind, list[Span]]]) -> Iterator[Block]:
    path: list[tuple[int, str]] = []
    contact = False
    for kind, lines in groups:
        start, end = lines[0][0], lines[-1][1]
        level = _level(text[start:end], bool(path)) if kind == "heading" else None
        path = [entry for entry in path if level is None or entry[0] < level]
        contact = bool(_CONTACT.match(text, start, end)) or (contact and kind != "heading")
        section = tuple(name for _, name in path)
        yield Block(kind="contact" if contact else kind, start=start, end=end, level=level, section=section)
        if level:
            path.append((level, _bare(text[start:end])))


def _level(heading: str, below_title: bool) -> int:
    """The hashes of Markdown; else 1 for the first heading, 2 for a numbered chapter, 3 for the rest."""
    if marked := _MARKDOWN_HEADING.match(heading):
        return len(marked.group(1))
    if not below_title:
        return 1
    return 2 if _CHAPTER.match(heading) else 3


def _bare(heading: str) -> str:
    return heading.strip().lstrip("#").strip()


def _table(text: str, lines: Sequence[Span]) -> Table:
    """Cells of lines set with tabs or pipes; the first row holds heads unless a value stands in it."""
    rows = [
        [_cell_span(cell) for cell in _CELL.finditer(text, start, end) if cell.group().strip()]
        for start, end in lines
        if not _RULE.match(text, start, end)
    ]
    heads = [text[a:b] for a, b in rows[0]] if rows else []
    headed = not any(_VALUE.match(head) for head in heads)
    cells = [
        Cell(
            row=row,
            column=column,
            start=start,
            end=end,
            header=headed and row == 0,
            row_heads=(text[slice(*spans[0])],) if column and not (headed and row == 0) else (),
            column_heads=(heads[column],) if headed and row and column < len(heads) else (),
        )
        for row, spans in enumerate(rows)
        for column, (start, end) in enumerate(spans)
    ]
    return Table(start=lines[0][0], end=lines[-1][1], cells=tuple(cells))


def _cell_span(match: re.Match[str]) -> Span:
    content = match.group()
    start = match.start() + len(content) - len(content.lstrip())
    return start, start + len(content.strip())
