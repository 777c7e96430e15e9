"""A page as a light tree: what can be seen, where it stands, and how much text is where.

>>> root = grow("<p>連携<b>協定</b></p><p hidden>x</p>")
>>> [node.name for node in root.walk()]
['html', 'body', 'p', 'b']
>>> root.length
4

Built once from Beautiful Soup and walked without recursion, so that twenty thousand nested elements are no danger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from bs4 import BeautifulSoup, Comment
from bs4.element import NavigableString, PreformattedString, Tag

# Never seen as words on the page.
_UNSEEN_NAMES = (
    "script style noscript template head title iframe object embed applet svg canvas audio video map area input select "
    "textarea button option datalist rt rp rtc frameset noframes"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]*>")
_TOKEN = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+")
_NAMELESS: frozenset[str] = frozenset()
# A locator grows with the depth; below this one is left out, lest deep nesting cost the square of its depth.
_DEEPEST_LOCATOR = 256


@dataclass(slots=True, eq=False)
class Node:
    """An element: `length` is its visible characters without white space, `linked` those inside links."""

    name: str
    parent: Node | None
    step: str
    depth: int
    attributes: dict[str, str]
    tokens: frozenset[str]
    children: list[Node | str] = field(default_factory=list)
    length: int = 0
    linked: int = 0
    left_out: bool = False

    def walk(self) -> Iterator[Node]:
        """This element and those below it that are not left out, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.left_out:
                continue
            yield node
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]

    def ancestors(self) -> Iterator[Node]:
        """The elements around this one, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self) -> str:
        """All text below, white space collapsed."""
        return " ".join("".join(self._strings()).split())

    def locator(self) -> str | None:
        """An XPath that finds this element alone; null in depths where no page for people goes."""
        if self.depth > _DEEPEST_LOCATOR:
            return None
        steps = [self.step, *(node.step for node in self.ancestors())]
        return "/" + "/".join(reversed(steps))

    def measure(self) -> None:
        """Counts `length` and `linked` of everything below, elements left out counting nothing."""
        nodes = list(self.walk())
        for node in reversed(nodes):
            length = linked = 0
            for child in node.children:
                if isinstance(child, str):
                    length += len("".join(child.split()))
                elif not child.left_out:
                    length += child.length
                    linked += child.linked
            node.length, node.linked = length, length if node.name == "a" else linked

    def _strings(self) -> Iterator[str]:
        stack: list[Node | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                yield item
            elif not item.left_out:
                stack.extend(reversed(item.children))


def parse(markup: str) -> BeautifulSoup:
    """The page as Beautiful Soup reads it on lxml.

    Control characters, which end lxml's reading, are dropped first, and so is an XML declaration: what it states is
    known by now. A line end at the end keeps a short text from being taken for the name of a file.
    """
    return BeautifulSoup(
        _PROLOGUE.sub("", _CONTROLS.sub("", markup), count=1) + "\n", "lxml", multi_valued_attributes=None
    )


def grow(page: str | BeautifulSoup) -> Node:
    """The tree of the page's `html` element, measured; an empty one when the page has no element."""
    soup = parse(page) if isinstance(page, str) else page
    top = soup.find("html")
    root = _node(top, None, "html") if isinstance(top, Tag) else Node("html", None, "html", 0, {}, frozenset())
    stack = [(top, root)] if isinstance(top, Tag) else []
    while stack:
        tag, node = stack.pop()
        stack.extend(_fill(tag, node))
    root.measure()
    return root


def _fill(tag: Tag, node: Node) -> list[tuple[Tag, Node]]:
    """Gives the node its children and returns those that are still to be filled."""
    counts: dict[str, int] = {}
    grown = []
    for child in tag.contents:
        if isinstance(child, Tag):
            count = counts[child.name] = counts.get(child.name, 0) + 1
            if (child.name not in _UNSEEN or _is_all(child)) and not _is_hidden(child):
                step = child.name if child.name in ("head", "body") else f"{child.name}[{count}]"
                below = _node(child, node, step)
                node.children.append(below)
                grown.append((child, below))
        elif isinstance(child, NavigableString) and not isinstance(child, (PreformattedString, Comment)):
            node.children.append(str(child))
    return grown


def _is_all(tag: Tag) -> bool:
    """Whether lxml has put the page into its head, as it does where `main` begins a page that names no body."""
    return tag.name == "head" and tag.find_next_sibling("body") is None


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDING.search(str(tag.get("style", ""))))


def _node(tag: Tag, parent: Node | None, step: str) -> Node:
    attributes = cast(dict[str, str], tag.attrs)  # `parse` leaves no lists in it
    tokens = _NAMELESS
    if "id" in attributes or "class" in attributes:
        named = f"{attributes.get('id', '')} {attributes.get('class', '')}"
        tokens = frozenset(part.lower() for part in _TOKEN.findall(named)) | frozenset(named.lower().split())
    return Node(tag.name, parent, step, parent.depth + 1 if parent else 0, attributes, tokens)
