"""The article's elements as pieces in reading order: headings, paragraphs, list items, captions, tables.

>>> from extractors.html.tree import grow
>>> page = grow("<h1>連携</h1><ul><li>協定<li>覚書</ul><p>1行目<br>2行目")
>>> [(piece.kind, piece.text, piece.level) for piece in pieces([page])][1:]
[('list_item', '協定', 1), ('list_item', '覚書', 1), ('paragraph', '1行目\\n2行目', None)]

A block ends where a browser would begin a new line box, so text between blocks is a paragraph of its element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.document import BlockKind
from extractors.html.boilerplate import is_contact, is_phrase, leads_elsewhere
from extractors.html.imprint import is_imprint, is_label
from extractors.html.inline import BLOCKS, BREAK, alternative, shown, words
from extractors.html.tables import is_layout, table_cells
from extractors.html.tree import Node
from extractors.readers.draft import Piece

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "dl", "dir"))
_ITEMS = frozenset(("li", "dt", "dd"))
_CAPTIONS = frozenset(("caption", "figcaption"))
_CAPTION_NAMES = frozenset(("caption", "captions", "wp-caption-text", "img-caption", "img_caption"))
_NOTE = re.compile(r"[※＊*]|[(（]?注[)）0-9０-９:：]|[(（]?備考[)）:：]")
_UNIT = re.compile(r"[(（]?\s*単位\s*[:：]|^(?:表|第)\s*[0-9０-９]")
# A line that says whom to ask, wherever it stands.
_ADDRESS = re.compile(
    r"^(?:お?問い?合わ?せ先?|連絡先|電話|TEL|℡)[\s:：].*\d{2}|〒\s?[0-9０-９]{3}[-－‐]", re.IGNORECASE | re.DOTALL
)
_LONGEST_ADDRESS = 120
_DEEPEST = 6  # levels of lists that are told apart


@dataclass(slots=True)
class _Place:
    """Where the walk stands: the block that the words go to, and what the elements around make of it."""

    node: Node
    kind: BlockKind = "paragraph"
    level: int | None = None
    depth: int = 0
    contact: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class _Walk:
    """The words gathered for the block at hand, and the pieces made so far."""

    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    elsewhere: bool = False
    awaiting: bool = False

    def add(self, piece: Piece) -> None:
        if piece.text:
            self.pieces.append(piece)


def pieces(roots: Sequence[Node]) -> list[Piece]:
    """The pieces of the elements, in document order."""
    walk = _Walk()
    for root in roots:
        _descend(walk, root)
    return walk.pieces


def _descend(walk: _Walk, root: Node) -> None:
    first = _Place(root, contact=is_contact(root))
    stack: list[tuple[Node | str | None, _Place]] = [(root, first)]
    while stack:
        item, place = stack.pop()
        if item is None:
            _close(walk, place)
        elif isinstance(item, str):
            walk.parts.append(item.replace("\n", BREAK) if place.preformatted else item)
        elif item.name == "br":
            walk.parts.append(BREAK)
        elif item.name == "img":
            _picture(walk, item, place)
        elif not item.left_out:
            stack.extend(_open(walk, item, place))


def _open(walk: _Walk, node: Node, place: _Place) -> Iterator[tuple[Node | str | None, _Place]]:
    """What is to be read next, last first: a table is read here, other elements by their children."""
    if node.name not in BLOCKS:
        yield from ((child, place) for child in reversed(node.children))
        return
    _close(walk, place)
    if node.name == "table" and not is_layout(node):
        _read_table(walk, node, place)
    elif not (node.name in _LISTS and walk.elsewhere and node.linked == node.length):
        inner = _inside(node, place)
        yield None, inner
        yield from ((child, inner) for child in reversed(node.children))


def _inside(node: Node, place: _Place) -> _Place:
    kind, level, depth = place.kind, place.level, place.depth
    if node.name in _LISTS:
        depth = min(depth + 1, _DEEPEST)
    elif node.name in _HEADINGS:
        kind, level = "heading", _HEADINGS[node.name]
    elif node.name in _ITEMS and kind != "heading":
        kind, level = "list_item", max(depth, 1) + (node.name == "dd")
    elif node.name in _CAPTIONS or not _CAPTION_NAMES.isdisjoint(node.tokens):
        kind, level = "caption", None
    contact = place.contact or is_contact(node)
    return _Place(node, kind, level, depth, contact, place.preformatted or node.name == "pre")


def _picture(walk: _Walk, image: Node, place: _Place) -> None:
    """A picture's words are a caption of their own unless it stands in the middle of a line."""
    text = alternative(image)
    if not text:
        return
    if place.kind == "heading" or _mid_line(walk.parts):
        walk.parts.append(f" {text} ")
        return
    _close(walk, place)
    walk.add(Piece(kind="contact" if place.contact else "caption", text=text, locator=image.locator()))


def _mid_line(parts: Sequence[str]) -> bool:
    last = next((part for part in reversed(parts) if part.strip(" \t\n")), BREAK)
    return not last.rstrip(" \t\n").endswith(BREAK)


def _close(walk: _Walk, place: _Place) -> None:
    """Ends the block at hand: its words become a piece, unless they are a saying of menus."""
    text = shown(walk.parts)
    walk.parts.clear()
    if not text or (is_phrase(text) and place.kind != "heading"):
        return
    kind = _kind(walk, text, place)
    if kind == "heading":
        walk.elsewhere = leads_elsewhere(text)
    level = place.level if kind == "list_item" or place.kind == "heading" else None
    walk.add(Piece(kind=kind, text=text, level=level, locator=place.node.locator()))


def _kind(walk: _Walk, text: str, place: _Place) -> BlockKind:
    label, walk.awaiting = walk.awaiting, is_label(text)
    if place.kind != "heading" and (walk.awaiting or is_imprint(f"更新日 {text}" if label else text)):
        return "meta"
    if place.contact or (place.kind != "heading" and len(text) <= _LONGEST_ADDRESS and _ADDRESS.search(text)):
        return "contact"
    if place.kind == "paragraph":
        if _NOTE.match(text):
            return "note"
        if len(text) <= 60 and _UNIT.match(text):
            return "caption"
    return place.kind


def _read_table(walk: _Walk, table: Node, place: _Place) -> None:
    caption = next((c for c in table.children if isinstance(c, Node) and c.name == "caption"), None)
    named = words(caption) if caption else ""
    before = walk.pieces[-1] if walk.pieces else None
    above = (
        before.text
        if before and before.kind in ("caption", "paragraph", "heading") and _names_table(before.text)
        else ""
    )
    if caption is not None:
        walk.add(Piece(kind="caption", text=named, locator=caption.locator()))
    text, cells = table_cells(table)
    kind: BlockKind = "contact" if place.contact else "table"
    says = " ".join(part for part in (above, named) if part) or None
    walk.add(Piece(kind=kind, text=text, locator=table.locator(), cells=cells, caption=says))


def _names_table(text: str) -> bool:
    return len(text) <= 100 and ("単位" in text or _UNIT.match(text) is not None)
