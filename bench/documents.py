"""Reading pages and PDFs: how fast, beside the libraries underneath and the peers, and how much of the text is kept.

    python bench/documents.py

Reads ../shared/site with the texts of ../shared/seeds where they are, else the sample site, and the golden pages.

For a PDF the floor is raw pypdfium2 (the text and the box of every character) and the peer is pdfplumber's
`extract_words`; on the pages that have tables the peer is pdfplumber's `extract_tables` beside it. For an HTML page the
floor is Beautiful Soup on lxml, and the peer trafilatura's `extract`. `kept` and `added` are explained in
bench/fidelity.py; those of trafilatura stand beside ours. Times are medians of alternating runs.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import trafilatura
from bs4 import BeautifulSoup

from extractors.context import Context
from extractors.document import Document
from extractors.extras import is_installed
from extractors.pdf.ocr import read_scan
from extractors.reader import read
from extractors.readers.charset import decode
from flows.extraction.reading import ReaderPool

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from bench.fidelity import bare, kept_and_added, said, wanted  # noqa: E402  this folder is no package of the wheel

SHARED = ROOT.parent / "shared"
TYPES = {".pdf": "application/pdf", ".html": "text/html"}
RUNS = 7
SEEDS = {
    "saitama/001/009/015/004/p080381.html": "000",
    "saitama/001/009/015/009/p117406_d/fil/slides.pdf": "001",
    "saitama/001/009/015/004/p099122.html": "002",
    "iclei/wp-content/uploads/2021/06/report2020.pdf": "003",
    "toyama/kurashi/kankyo/1010262/1005134.html": "004",
}
SCAN = "iclei/wp-content/uploads/2021/06/report2020_scan.pdf"
Pair = tuple[Path, str | None]


def main() -> None:
    pairs = list(documents())
    pages(pairs)
    for path, text in pairs:
        if path.suffix == ".pdf":
            pdf(path, text)
    several([path for path, _ in pairs])
    scanned()


def documents() -> Iterator[Pair]:
    site = SHARED / "site" / "pages"
    if site.is_dir():
        for name, seed in SEEDS.items():
            yield site / name, next((SHARED / "seeds").glob(f"{seed}_*.txt")).read_text()
    else:
        yield from ((path, None) for path in sorted((ROOT / "tests/site/pages").rglob("*")) if path.suffix in TYPES)


def pages(pairs: Sequence[Pair]) -> None:
    """HTML pages beside Beautiful Soup and trafilatura."""
    print(f"{'HTML pages':28}{'ours':>9}{'floor':>9}{'peer':>9}{'× peer':>8}{'kept':>9}{'added':>8}{'of the peer':>20}")
    golden = [(path, expected(path)) for path in sorted((ROOT / "tests/golden").glob("*/page.html"))]
    whole = [0.0, 0.0]
    for path, text in [*(pair for pair in pairs if pair[0].suffix == ".html"), *golden]:
        data = path.read_bytes()
        ours, floor, peer = times(
            lambda data=data: read(data, "text/html", Context()),
            lambda data=data: soup(data),
            lambda data=data: trafilatura.extract(data),
        )
        whole = [whole[0] + ours, whole[1] + peer]
        name = path.parent.name if path.name == "page.html" else path.name
        line = f"{name:28}{1000 * ours:7.1f}ms{1000 * floor:7.1f}ms{1000 * peer:7.1f}ms{ours / peer:8.2f}"
        print(line + compared(data, text))
    print(f"{'all pages':28}{1000 * whole[0]:7.1f}ms{'':9}{1000 * whole[1]:7.1f}ms{whole[0] / whole[1]:8.2f}")


def expected(page: Path) -> str:
    blocks = json.loads((page.parent / "expected.json").read_text())["blocks"]
    return "\n".join(text for _, _, text in blocks)


def compared(data: bytes, text: str | None) -> str:
    if text is None:
        return ""
    theirs = trafilatura.extract(decode(data, markup=True)[0], include_tables=True, favor_recall=True) or ""
    ours = kept_and_added(wanted(text), said(read(data, "text/html", Context())))
    other = kept_and_added(wanted(text), bare(theirs))
    return f"{ours[0]:9.2%}{ours[1]:8.2%}{other[0]:12.2%}{other[1]:8.2%}"


def pdf(path: Path, text: str | None) -> None:
    """A PDF beside raw pypdfium2 and pdfplumber, whole and by its pages with tables."""
    data = path.read_bytes()
    document = read(data, "application/pdf", Context())
    ours, floor = times(lambda: read(data, "application/pdf", Context()), lambda: characters(data))
    (peer,) = times(lambda: words(data), runs=1)
    kept = "   kept {:.2%} added {:.2%}".format(*kept_and_added(wanted(text), said(document))) if text else ""
    print(f"\n{path.name}, {document.pages} pages: {1000 * ours:.0f} ms, {ours / floor:.2f} × floor,", end=" ")
    print(f"{peer / ours:.1f} × as fast as pdfplumber{kept}")
    tabled = with_tables(data, document)
    if tabled:
        ours, peer = times(lambda: read(tabled, "application/pdf", Context()), lambda: tables(tabled), runs=3)
        print(f"   its pages with tables: {1000 * ours:.0f} ms, {ours / peer:.2f} × pdfplumber ({1000 * peer:.0f} ms)")


def with_tables(data: bytes, document: Document) -> bytes | None:
    """The pages that have a table, as a file of their own."""
    if not document.layout or not document.tables:
        return None
    numbers = sorted({document.layout.page(table.start) - 1 for table in document.tables})
    copy = pdfium.PdfDocument.new()
    copy.import_pages(pdfium.PdfDocument(data), numbers)
    out = io.BytesIO()
    copy.save(out)
    return out.getvalue()


def several(paths: Sequence[Path]) -> None:
    """The same documents many times over, by one child and by one for each core."""
    jobs = [path for path in paths for _ in range(20)]
    one, all_cores = (pooled(jobs, size) for size in (1, os.cpu_count() or 1))
    print(f"\n{len(jobs)} documents with their records: {one:.1f} s by one child, {all_cores:.1f} s by", end=" ")
    print(f"{os.cpu_count()}: {one / all_cores:.2f} × as fast")


def pooled(paths: Sequence[Path], size: int) -> float:
    with ReaderPool(most=size) as readers:
        list(readers.map(reading, paths[: 2 * size]))  # tables loaded
        started = time.perf_counter()
        list(readers.map(reading, paths))
        return time.perf_counter() - started


def reading(reader, path):  # type: ignore[no-untyped-def]
    return reader.read(path.read_bytes(), TYPES[path.suffix], Context(), records=True)


def scanned() -> None:
    """Pages that are pictures; what they should say is the text of the report's first pages."""
    path = SHARED / "site" / "pages" / SCAN
    if not path.is_file() or not is_installed():
        return
    started = time.perf_counter()
    document = read_scan(path.read_bytes(), "application/pdf", Context())
    spent = time.perf_counter() - started
    report = read(path.with_name("report2020.pdf").read_bytes(), "application/pdf", Context())
    layout = report.layout
    first = [block for block in report.blocks if layout and layout.page(block.start) <= (document.pages or 0)]
    last = said(replace(report, blocks=tuple(first)))
    text = wanted(next((SHARED / "seeds").glob("003_*.txt")).read_text())
    want = text[: text.index(last[-12:]) + 12]
    kept, added = kept_and_added(want, said(document))
    print(f"\n{path.name}: {spent / (document.pages or 1):.1f} s a page by OCR   kept {kept:.2%} added {added:.2%}")


def characters(data: bytes) -> None:
    for page in pdfium.PdfDocument(data):
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index)


def words(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()


def tables(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()
            page.extract_tables()


def soup(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        BeautifulSoup(decode(data, markup=True)[0], "lxml")


def times(*works: Callable[[], object], runs: int = RUNS) -> list[float]:
    """The median time of each, run in turn so that a busy moment meets all."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, mine in zip(works, spent, strict=True):
            started = time.perf_counter()
            work()
            mine.append(time.perf_counter() - started)
    return [statistics.median(mine) for mine in spent]


if __name__ == "__main__":
    main()
