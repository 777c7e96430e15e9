"""Tables of a page as cells on a grid, spans resolved, with the heads that apply to each.

>>> from extractors.html.tree import grow
>>> page = grow("<table><tr><th>年度<th>排出量<tr><td>2013<td>767</table>")
>>> text, cells = table_cells(next(node for node in page.walk() if node.name == "table"))
>>> text, [(cell.row, cell.column, cell.column_heads) for cell in cells[2:]]
('年度\\t排出量\\n2013\\t767', [(1, 0, ('年度',)), (1, 1, ('排出量',))])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Cell
from extractors.html.inline import words
from extractors.html.tree import Node
from extractors.readers.grid import Filled, headed

# Bounds on spans and columns: browsers allow 65,534 rows and 1,000 columns, which hostile pages multiply.
_TALLEST, _WIDEST, _MOST_COLUMNS = 200, 100, 1000
_LONGEST_CELL = 600  # characters: what holds more is a part of the page, not a cell
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def is_layout(table: Node) -> bool:
    """Whether a table only places things: it holds tables, headings, pictures alone, long texts, or one cell."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    if any(cell.name == "th" for cell in cells):
        return any(node.name == "table" and node is not table for node in table.walk())
    below = {node.name for node in table.walk() if node is not table}
    if "table" in below or not _HEADINGS.isdisjoint(below) or len(cells) < 2:
        return True
    return "img" in below or max(cell.length for cell in cells) > _LONGEST_CELL


def table_cells(table: Node) -> tuple[str, tuple[Cell, ...]]:
    """The table's text (cells parted by tabs, rows by line ends) and its cells, offsets counted in that text."""
    return headed(list(_placed(list(_rows(table)))))


def _placed(rows: Sequence[Node]) -> Iterator[Filled]:
    taken: dict[int, int] = {}  # column: first row in which it is free again
    for row, element in enumerate(rows):
        column = 0
        in_head = element.parent is not None and element.parent.name == "thead"
        for cell in _cells(element):
            while taken.get(column, 0) > row:
                column += 1
            tall = min(_number(cell, "rowspan") or len(rows), len(rows) - row, _TALLEST)
            wide = min(_number(cell, "colspan") or 1, _WIDEST)
            yield Filled(row, column, tall, wide, words(cell), _is_head(cell, in_head), _is_strong(cell))
            if column < _MOST_COLUMNS:
                taken.update(dict.fromkeys(range(column, column + wide), row + tall))
            column += wide


def _rows(table: Node) -> Iterator[Node]:
    for child in table.children:
        if isinstance(child, Node) and not child.left_out:
            if child.name == "tr":
                yield child
            elif child.name in ("thead", "tbody", "tfoot"):
                yield from (row for row in child.children if isinstance(row, Node) and row.name == "tr")


def _cells(row: Node) -> Iterator[Node]:
    return (cell for cell in row.children if isinstance(cell, Node) and cell.name in ("td", "th") and not cell.left_out)


def _number(cell: Node, name: str) -> int:
    value = cell.attributes.get(name, "1").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _is_head(cell: Node, in_head: bool) -> bool:
    return cell.name == "th" or in_head


def _is_strong(cell: Node) -> bool:
    """Whether all words of the cell are bold."""
    inner = [child for child in cell.children if not isinstance(child, str) or child.strip()]
    while len(inner) == 1 and isinstance(inner[0], Node) and inner[0].name in ("p", "div", "span"):
        inner = [child for child in inner[0].children if not isinstance(child, str) or child.strip()]
    return bool(inner) and all(isinstance(child, Node) and child.name in ("b", "strong", "br") for child in inner)
