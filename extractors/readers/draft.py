"""Pieces in reading order become one text with exact offsets: the last step of every reader.

>>> pieces = [Piece(kind="heading", text="連携", level=1), Piece(kind="paragraph", text="協定を結んだ。")]
>>> draft = assemble(pieces)
>>> draft.text, draft.blocks[1].start, draft.blocks[1].section
('連携\\n協定を結んだ。', 3, ('連携',))

Pieces are parted by one line end each. A heading's own section leaves the heading itself out. What stands under a
heading such as お問い合わせ is the contact block, down to the next heading of the same rank.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.document import Block, BlockKind, Cell, Table

# Headings that open the contact block, whole; "お問い合わせの多い質問" is an article.
_CONTACT = re.compile(
    r".{0,24}(?:お?問い?合わ?せ先?(?:窓口)?|連絡先|(?:担当|作成)(?:部署|課|窓口)|Contact(?: us)?)\s*$", re.IGNORECASE
)
_KEPT_IN_CONTACT = ("page_header", "page_footer", "meta", "contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block before it has a place: its text, and cells with offsets counted from the start of that text.

    `boxes` holds four numbers a character, as in `Layout`; empty for pages that have no layout. `page` is the one it
    begins on, `turns` are the places of its text at which the following pages begin.
    """

    kind: BlockKind
    text: str
    level: int | None = None
    locator: str | None = None
    cells: tuple[Cell, ...] = ()
    caption: str | None = None
    boxes: array[int] | None = None
    page: int = 0
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text with its blocks, tables, boxes (when the pieces have them) and the start of each piece's page."""

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    boxes: array[int]
    starts: dict[int, int]


def assemble(pieces: Iterable[Piece]) -> Draft:
    """The pieces as one text; empty ones are left out."""
    blocks: list[Block] = []
    tables: list[Table] = []
    texts: list[str] = []
    boxes: array[int] = array("H")
    starts: dict[int, int] = {}
    path: list[tuple[int, str]] = []
    contact: int | None = None
    at = 0
    for piece in pieces:
        if not piece.text:
            continue
        level = piece.level if piece.kind in ("heading", "contact") else None
        path = [entry for entry in path if level is None or entry[0] < level]
        contact = _contact_rank(piece, level, contact)
        for number, turn in enumerate((0, *piece.turns)):
            starts.setdefault(piece.page + number, at + turn)
        blocks.append(_block(piece, at, contact is not None, tuple(name for _, name in path)))
        if piece.cells:
            tables.append(_table(piece, at))
        if level is not None:
            path.append((level, " ".join(piece.text.split())))
        texts.append(piece.text)
        if piece.boxes is not None:
            boxes.extend(piece.boxes)
            boxes.extend((0, 0, 0, 0))
        at += len(piece.text) + 1
    return Draft(text="\n".join(texts), blocks=tuple(blocks), tables=tuple(tables), boxes=boxes[:-4], starts=starts)


def _contact_rank(piece: Piece, level: int | None, contact: int | None) -> int | None:
    """The rank of the heading that opened the contact block we are in, if any."""
    if level is None:
        return contact
    if _CONTACT.match(piece.text):
        return level
    return None if contact is not None and level <= contact else contact


def _block(piece: Piece, at: int, contact: bool, section: tuple[str, ...]) -> Block:
    return Block(
        kind="contact" if contact and piece.kind not in _KEPT_IN_CONTACT else piece.kind,
        start=at,
        end=at + len(piece.text),
        level=piece.level,
        section=section,
        locator=piece.locator,
    )


def _table(piece: Piece, at: int) -> Table:
    cells = tuple(replace(cell, start=cell.start + at, end=cell.end + at) for cell in piece.cells)
    return Table(start=at, end=at + len(piece.text), cells=cells, caption=piece.caption)
