"""Small PDFs with Japanese text, made for tests: an embedded font whose letters are named by ToUnicode.

The outlines are those of Bitstream Vera, which reportlab ships; what counts is that every character has a code, a
width of one em (half of it for ASCII) and a place on the page. With a `face` the outlines are its own, and a reader
of the page sees the characters.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase.ttfonts import TTFontFile

_FONTS = Path(reportlab.__file__).parent / "fonts"
_FILES = {"F1": ("Vera.ttf", "Plain"), "F2": ("VeraBd.ttf", "Plain-Bold"), "F3": ("Vera.ttf", "Plain")}
_ENCODINGS = {"F1": "Identity-H", "F2": "Identity-H", "F3": "Identity-V"}
_OUTLINES = 50  # glyphs of the font that stand in for all characters
# What vertical writing turns: the outlines of Unicode's presentation forms, under the names of the plain characters.
_TURNED = str.maketrans("、。（）「」『』〔〕ー～", "︑︒︵︶﹁﹂﹃﹄︹︺︱︴")


@dataclass
class PdfMaker:
    """Pages of text and strokes; places are points from the top left, the size being the height of a line."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    named: bool = True  # whether codes can be turned into characters
    face: Path | None = None  # a TrueType font whose outlines are embedded
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    codes: dict[str, int] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _FILES})  # letters by font

    def page(self) -> PdfMaker:
        """Begins a new page."""
        self.pages.append([])
        return self

    def text(self, x: float, top: float, words: str, size: float = 10, bold: bool = False) -> PdfMaker:
        """One line of text."""
        self._show("F2" if bold else "F1", x, self.height - top - 0.88 * size, words, size)
        return self

    def lines(self, x: float, top: float, *lines: str, size: float = 10, pitch: float = 1.6) -> PdfMaker:
        """Lines one below the other."""
        for number, line in enumerate(lines):
            self.text(x, top + number * pitch * size, line, size)
        return self

    def upright(self, x: float, top: float, words: str, size: float = 12) -> PdfMaker:
        """One line of vertical writing whose middle is at x."""
        self._show("F3", x, self.height - top, words, size)
        return self

    def columns(self, x: float, top: float, *lines: str, size: float = 12, pitch: float = 1.7) -> PdfMaker:
        """Lines of vertical writing from right to left; full-width spaces at the head of one move it down.

        Digits are set level, together as wide as one character.
        """
        for number, line in enumerate(lines):
            words = line.lstrip("\u3000")
            middle, level = x - number * pitch * size, top + (len(line) - len(words)) * size
            for run in re.split(r"([0-9]+)", words):
                if run.isdecimal():
                    self.text(middle - size / 2, level, run, size if len(run) == 1 else 2 * size / len(run))
                elif run:
                    self.upright(middle, level, run, size)
                level += size * (1 if run.isdecimal() else len(run))
        return self

    def stroke(self, x0: float, top: float, x1: float, bottom: float) -> PdfMaker:
        """A straight line."""
        self.pages[-1].append(f"0.5 w {x0} {self.height - top} m {x1} {self.height - bottom} l S")
        return self

    def grid(self, columns: list[float], rows: list[float]) -> PdfMaker:
        """All the strokes of a table."""
        for x in columns:
            self.stroke(x, rows[0], x, rows[-1])
        for top in rows:
            self.stroke(columns[0], top, columns[-1], top)
        return self

    def data(self) -> bytes:
        """The file."""
        objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
        fonts = " ".join(f"/{name} {self._font(name, objects)} 0 R" for name, used in self.used.items() if used)
        kids = []
        for page in self.pages:
            content = _add(objects, _stream("\n".join(page).encode()))
            box = f"/MediaBox[0 0 {self.width} {self.height}]/Rotate {self.rotate}"
            resources = f"/Resources<</Font<<{fonts}>>>>"
            kids.append(_add(objects, f"<</Type/Page/Parent 2 0 R{box}{resources}/Contents {content} 0 R>>".encode()))
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode()
        return _file(objects)

    def _show(self, font: str, x: float, y: float, words: str, size: float) -> None:
        self.used[font].update(words)
        codes = "".join(f"{self.codes.setdefault(letter, len(self.codes) + 1):04x}" for letter in words)
        drawn = "0.3 w 2 Tr " if self.face and font == "F2" else ""  # the face's only weight, made bold by a stroke
        self.pages[-1].append(f"q BT {drawn}/{font} {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET Q")

    def _font(self, name: str, objects: list[bytes]) -> int:
        file, title = _FILES[name]
        font, glyphs = self._outlines(name) if self.face else ((_FONTS / file).read_bytes(), None)
        outline = _add(objects, _stream(font))
        glyphs = glyphs or [36 + code % _OUTLINES for code in range(len(self.codes) + 1)]
        mapping = _add(objects, _stream(b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)))
        metrics = "/Ascent 880/Descent -120/CapHeight 700/ItalicAngle 0/StemV 80/Flags 4/FontBBox[0 -120 1000 880]"
        described = f"<</Type/FontDescriptor/FontName/{title}{metrics}/FontFile2 {outline} 0 R>>"
        descriptor = _add(objects, described.encode())
        widths = " ".join(f"{code}[{self._width(letter)}]" for letter, code in self.codes.items())
        system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        refers = f"/FontDescriptor {descriptor} 0 R/CIDToGIDMap {mapping} 0 R"
        descendant = f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{title}{system}{refers}/DW 1000/W[{widths}]>>"
        inner = _add(objects, descendant.encode())
        unicode = f"/ToUnicode {_add(objects, _stream(self._names()))} 0 R" if self.named else ""
        outer = f"<</Type/Font/Subtype/Type0/BaseFont/{title}/Encoding/{_ENCODINGS[name]}{unicode}"
        return _add(objects, f"{outer}/DescendantFonts[{inner} 0 R]>>".encode())

    def _width(self, letter: str) -> int:
        if self.face is None:
            return 500 if letter.isascii() else 1000
        return round(_opened(self.face).charWidths[ord(letter)])

    def _outlines(self, name: str) -> tuple[bytes, list[int]]:
        """The face cut down to the characters that this font shows, and the glyph of each code."""
        assert self.face
        face = _opened(self.face)
        shown = [letter.translate(_TURNED) if name == "F3" else letter for letter in self.codes]
        wanted = {ord(letter) for letter, plain in zip(shown, self.codes, strict=True) if plain in self.used[name]}
        glyphs: dict[int, int] = {}
        for code in sorted(wanted):
            glyphs.setdefault(face.charToGlyph[code], len(glyphs) + 1)
        places = [glyphs[face.charToGlyph[ord(one)]] if ord(one) in wanted else 0 for one in shown]
        return face.makeSubset(sorted(wanted)), [0, *places]

    def _names(self) -> bytes:
        pairs = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in self.codes.items()]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
        return f"{head}\n1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end".encode()


@cache
def _opened(face: Path) -> TTFontFile:
    return TTFontFile(str(face))


def _add(objects: list[bytes], item: bytes) -> int:
    objects.append(item)
    return len(objects)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
