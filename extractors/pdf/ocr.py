"""Pages that are pictures, read by OCR into characters with boxes: what a text layer would have given.

RapidOCR and its models are the optional extra `renkei[ocr]`; without it such pages stay unread and say so. OCR gives
boxes of lines, so a character's place in its line is estimated: full-width ones take twice the room of half-width ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from statistics import median
from typing import Any

import pypdfium2 as pdfium

from extractors.context import Context
from extractors.document import Document
from extractors.pdf.characters import Page, Style
from extractors.pdf.file import read_pdf
from extractors.records import Box

_DPI = 200  # what office scanners use; models gain nothing from more
_MOST_PIXELS = 24_000_000  # of a page: A1 at 110 dpi
_BODY = 0.9  # of the height of a line's box, which is drawn around the type with a little room
_STEP = 0.12  # of the size: lines of one type are measured a little apart
_LEADING = 0.9  # of the height: the widest gap between two lines of a paragraph
_NEAREST = 40  # runs of lines looked back at: more than stand side by side on any page

Found = tuple[Box, str]


def read_scan(data: bytes, media_type: str, context: Context) -> Document:
    """The document of a PDF's bytes, pages without a usable text layer read from their picture; never raises for them.

    Raises `ModuleNotFoundError` when `extras.is_installed` is false.
    """
    return read_pdf(data, media_type, context, recognised)


def recognised(page: pdfium.PdfPage, number: int) -> Page:
    """The page with this number (from 0) as its picture shows it."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture = page.render(scale=scale, rev_byteorder=False).to_numpy()
    answer = _engine()(picture)
    found = [] if answer.txts is None else list(_by_column(_lines(answer, scale)))
    sizes = _sizes([box[3] - box[1] for box, _ in found])
    return _page(number, width, height, found, sizes)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415  an extra, and slow to load

    return RapidOCR(params={"Global.log_level": "critical"})


def _lines(answer: Any, scale: float) -> Iterator[Found]:
    """The lines that were read with the boxes around them, in points."""
    for corners, text in zip(answer.boxes, answer.txts, strict=True):
        said = " ".join(text.split())
        if said:
            xs, ys = [float(corner[0]) / scale for corner in corners], [float(corner[1]) / scale for corner in corners]
            yield (min(xs), min(ys), max(xs), max(ys)), said


def _by_column(found: Iterable[Found]) -> Iterator[Found]:
    """Lines as a program would have written them: each run of lines below one another whole, the highest first."""
    runs: list[list[Found]] = []
    for line in sorted(found, key=lambda line: (line[0][1], line[0][0])):
        above = next((run for run in reversed(runs[-_NEAREST:]) if _is_below(run[-1][0], line[0])), None)
        if above is None:
            runs.append([line])
        else:
            above.append(line)
    for run in runs:
        yield from run


def _is_below(above: Box, line: Box) -> bool:
    """Whether a line begins where the one above it begins, an indent apart, with no room for another between them."""
    height = line[3] - line[1]
    return abs(line[0] - above[0]) < 1.5 * height and -0.5 * height < line[1] - above[3] < _LEADING * height


def _sizes(heights: list[float]) -> list[float]:
    """The size of each line's type: heights that are nearly one are one."""
    sizes = dict[float, float]()
    group: list[float] = []
    for height in [*sorted(heights), float("inf")]:
        if group and height > (1 + _STEP) * group[0]:
            sizes.update(dict.fromkeys(group, round(_BODY * median(group), 1)))
            group = []
        group.append(height)
    return [sizes[height] for height in heights]


def _page(number: int, width: float, height: float, found: list[Found], sizes: list[float]) -> Page:
    texts: list[str] = []
    boxes: list[Box] = []
    made: set[int] = set()
    starts: list[int] = []
    for box, text in found:
        starts.append(len(boxes))
        boxes.extend(_boxes(box, text))
        made.add(len(boxes))
        boxes.append((0.0, 0.0, 0.0, 0.0))
        texts.append(text + "\n")
    styles = tuple(Style(size, False) for size in sizes)
    return Page(number, width, height, "".join(texts), boxes, frozenset(made), tuple(starts), styles)


def _boxes(box: Box, text: str) -> Iterator[Box]:
    """The boxes of a line's characters."""
    x0, top, x1, bottom = box
    widths = [1 if character < "\u2e80" or "\uff61" <= character <= "\uff9f" else 2 for character in text]
    unit = (x1 - x0) / sum(widths)
    for width in widths:
        yield x0, top, x0 + width * unit, bottom
        x0 += width * unit
