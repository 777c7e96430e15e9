"""The characters of a PDF page with their boxes, in one pass over pypdfium2's raw interface.

A box is where the font places the character (its advance, and its ascent to descent): all of a line are as high.
Coordinates are points from the page's top left as it is shown: the page's rotation and crop box are applied.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.pdf.rulings import Edge, edges
from extractors.records import Box

# A page with more is a picture made of letters or an attack; the rest of it is left out, as `truncated` says.
MOST_CHARACTERS = 100_000
# What PDFium gives for a hyphen at the end of a line, and for codes that the font does not name.
_CONTROLS = {0xFFFE: "-", 0x02: "-"} | dict.fromkeys(
    [*range(2), *range(3, 9), 0x0B, *range(0x0E, 0x20), 0x7F], "\ufffd"
)
_BOLD_NAME = re.compile(r"bold|heavy|black|demi|extrab|ultra|-(?:DB|EB|B|H|U)\b|W[6-9]\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_NAME_LENGTH = 128

Placing = Callable[[float, float, float, float], Box]


@dataclass(frozen=True, slots=True)
class Style:
    """The size of the type in points, and whether it is bold by weight, by name or by a stroke around it."""

    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page's characters in the order of its content: `text[i]` stands in `boxes[i]`.

    `made` holds the places of the spaces and line ends that PDFium put between characters; they have no box.
    `styles` are sampled where lines and sizes begin, `starts` says at which characters. `edges` are the page's
    straight strokes, of which tables are made.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: list[Box]
    made: frozenset[int]
    starts: tuple[int, ...]
    styles: tuple[Style, ...]
    edges: tuple[Edge, ...] = ()
    truncated: bool = False

    def style(self, index: int) -> Style:
        """The style of the character at `index`."""
        return self.styles[max(bisect_right(self.starts, index) - 1, 0)]


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """The characters of the page with this number, from 0; raises `pdfium.PdfiumError` when it cannot be read."""
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            return _read(page, textpage.raw, number)
        finally:
            textpage.close()
    finally:
        page.close()


def _read(page: pdfium.PdfPage, raw: ctypes.c_void_p, number: int) -> Page:
    place = _placing(page)
    width, height = page.get_size()
    count = max(pdfium_c.FPDFText_CountChars(raw), 0)
    used = min(count, MOST_CHARACTERS)
    text = _text(raw, used)
    boxes = _boxes(raw, used, place, page.get_bbox() if page.get_rotation() == 0 else None)
    made = frozenset(
        index
        for index, character in enumerate(text)
        if character in " \r\n" and pdfium_c.FPDFText_IsGenerated(raw, index)
    )
    samples = list(_samples(raw, boxes, made))
    starts, styles = tuple(start for start, _ in samples), tuple(style for _, style in samples)
    found = tuple(edges(page, place)) if samples else ()
    return Page(number, width, height, text, boxes, made, starts, styles, found, used < count)


def _text(raw: ctypes.c_void_p, count: int) -> str:
    """One character for each of PDFium's; the bulk call gives UTF-16 and may leave some out, so its length decides."""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium_c.FPDFText_GetText(raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) != count:
        text = "".join(_character(pdfium_c.FPDFText_GetUnicode(raw, index)) for index in range(count))
    return text.translate(_CONTROLS)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _boxes(raw: ctypes.c_void_p, count: int, place: Placing, upright: Box | None) -> list[Box]:
    """The boxes of the characters; `upright` is the crop box of a page that is not turned, which saves a call each."""
    rectangle = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    box_of = pdfium_c.FPDFText_GetLooseCharBox
    boxes = []
    left, _, _, top = upright or (0.0, 0.0, 0.0, 0.0)
    for index in range(count):
        box_of(raw, index, pointer)
        x0, y0, x1, y1 = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        boxes.append((x0 - left, top - y1, x1 - left, top - y0) if upright else place(x0, y0, x1, y1))
    return boxes


def _samples(raw: ctypes.c_void_p, boxes: list[Box], made: frozenset[int]) -> Iterator[tuple[int, Style]]:
    """The style at both ends of a line and where the height changes: often enough, and far from every character."""
    last = 0.0
    known: dict[int | None, Style] = {}  # a text object has one style
    for index, (_, top, _, bottom) in enumerate(boxes):
        height = bottom - top
        if (index - 1 in made or index + 1 in made or abs(height - last) > 0.1) and index not in made:
            item = pdfium_c.FPDFText_GetTextObject(raw, index)
            name = ctypes.cast(item, ctypes.c_void_p).value
            style = known.get(name) if name else None
            if style is None:
                style = known[name] = _style(raw, index, item)
            yield index, style
        last = height


def _style(raw: ctypes.c_void_p, index: int, item: ctypes.c_void_p) -> Style:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    if pdfium_c.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT:
        return Style(size, True)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
    if mode == pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE:
        return Style(size, True)
    buffer, flags = ctypes.create_string_buffer(_NAME_LENGTH), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(raw, index, buffer, _NAME_LENGTH, ctypes.byref(flags))
    return Style(size, bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace"))))


def _placing(page: pdfium.PdfPage) -> Placing:
    """Turns a box of the page's own space into one of the page as shown."""
    left, bottom, right, top = page.get_bbox()
    turned: dict[int, Placing] = {
        0: lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0),
        90: lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0),
    }
    return turned[page.get_rotation() % 360]
