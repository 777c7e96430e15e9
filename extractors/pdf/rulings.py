"""The straight strokes of a PDF page: lines and the sides of thin or stroked rectangles, which tables are made of.

Read from PDFium's page objects, so that pages without rulings cost next to nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.records import Box

_THIN = 2.5  # points; a filled rectangle no thicker is a line
_SHORTEST = 4.0  # points
_STRAIGHT = 0.7  # points that the ends of a level line may differ by
_RECTANGLE = 6  # segments at most
_MOST = 4000  # edges of a page: more are a drawing
_DEEPEST = 3  # forms within forms

Placing = Callable[[float, float, float, float], Box]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Edge:
    """A level or upright stroke; x0 = x1 or top = bottom, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.bottom - self.top < self.x1 - self.x0


def edges(page: pdfium.PdfPage, place: Placing) -> Iterator[Edge]:
    """The strokes of the page; none when there are too many to be a table's."""
    found: list[Edge] = []
    for count, path, matrix in _paths(page.raw):
        for box in _boxes(path, matrix, count):
            found.extend(_sides(place(*box)))
        if len(found) > _MOST:
            return
    yield from found


def _paths(page: ctypes.c_void_p) -> Iterator[tuple[int, ctypes.c_void_p, Matrix]]:
    """The drawn paths with the number of their segments and the matrix of the form that holds them."""
    get = pdfium_c.FPDFPage_GetObject
    stack = [(get(page, index), _IDENTITY, 0) for index in reversed(range(pdfium_c.FPDFPage_CountObjects(page)))]
    while stack:
        item, outer, depth = stack.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield pdfium_c.FPDFPath_CountSegments(item), item, outer
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _product(_matrix(item), outer)
            held = range(min(pdfium_c.FPDFFormObj_CountObjects(item), _MOST))
            stack.extend((pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1) for index in reversed(held))


def _boxes(path: ctypes.c_void_p, outer: Matrix, count: int) -> Iterator[Box]:
    """The boxes of what is stroked, line by line, or of what is filled, whole."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    if not stroke.value and count <= _RECTANGLE:
        yield from _bar(path, outer)
        return
    matrix = _product(_matrix(path), outer)
    for points in _runs(path, min(count, _MOST), matrix):
        if stroke.value:
            yield from (_around(pair) for pair in pairwise(points))
        elif mode.value:
            x0, y0, x1, y1 = _around(points)
            if min(x1 - x0, y1 - y0) <= _THIN:
                yield x0, y0, x1, y1


def _bar(path: ctypes.c_void_p, outer: Matrix) -> Iterator[Box]:
    """The box of a single filled rectangle when it is thin enough for a line: one call instead of one a corner."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(path, *(ctypes.byref(side) for side in sides)):
        return
    x0, y0, x1, y1 = (side.value for side in sides)
    if min(x1 - x0, y1 - y0) <= _THIN:
        a, b, c, d, e, f = outer
        yield _around([(a * x + c * y + e, b * x + d * y + f) for x, y in ((x0, y0), (x1, y1))])


def _runs(path: ctypes.c_void_p, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The points of each subpath, closed ones ending where they began; a subpath with curves is left out."""
    points: list[Point] = []
    curved = False
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if points and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        points.append(_point(segment, matrix))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points and not curved:
        yield points


def _point(segment: ctypes.c_void_p, matrix: Matrix) -> Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
    a, b, c, d, e, f = matrix
    return a * x.value + c * y.value + e, b * x.value + d * y.value + f


def _sides(box: Box) -> Iterator[Edge]:
    x0, top, x1, bottom = box
    if x1 - x0 >= _SHORTEST and bottom - top <= max(_STRAIGHT, min(_THIN, (x1 - x0) / 8)):
        middle = (top + bottom) / 2
        yield Edge(x0, middle, x1, middle)
    elif bottom - top >= _SHORTEST and x1 - x0 <= max(_STRAIGHT, min(_THIN, (bottom - top) / 8)):
        middle = (x0 + x1) / 2
        yield Edge(middle, top, middle, bottom)


def _around(points: list[Point] | tuple[Point, ...]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(item: ctypes.c_void_p) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
