"""Reading pages and PDFs: how fast, beside the libraries underneath, and how much of the text comes out in order.

    python bench/documents.py [FILE | FILE=TEXT …]

Without files: ../shared/site with ../shared/seeds where they are, else the sample site.

For a PDF the floor is raw pypdfium2 (the text and the box of every character) and the peer is pdfplumber's
`extract_words`; for an HTML page the floor is Beautiful Soup on lxml. Where a TEXT is given, the share of its
characters that the document has in the same order (longest common subsequence, white space aside) is printed as
`kept`, and the share of the document's characters that the text lacks as `added`; running headers and page numbers
are left aside, and so are the sayings of menus and buttons in the text.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
from bs4 import BeautifulSoup

from extractors.boilerplate import is_phrase
from extractors.charset import decode
from extractors.context import Context
from extractors.document import Document
from extractors.reader import read

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TYPES = {".pdf": "application/pdf", ".html": "text/html"}
RUNS = 5
# What the seed texts have of the pages' furniture beyond the sayings that the reader knows by itself.
FURNITURE = (
    "ページの先頭です。 メインメニューへ移動 フッターへ移動",
    "印刷大きな文字で印刷",
    "Xでポスト",
    "フェイスブックでシェア",
    "ラインでシェア",
    "イベント情報",
    "イベント情報一覧を見る",
    "表示モード : パソコン版スマートフォンサイト",
    "ご意見をお聞かせください。",
    "このページに問題点はありましたか?(複数回答可)",
)
# Marks that a conversion put into the seed texts.
MARKS = ("**", "^{", "<i></i>")
SEEDS = {
    "saitama/001/009/015/004/p080381.html": "000",
    "saitama/001/009/015/009/p117406_d/fil/slides.pdf": "001",
    "saitama/001/009/015/004/p099122.html": "002",
    "iclei/wp-content/uploads/2021/06/report2020.pdf": "003",
    "toyama/kurashi/kankyo/1010262/1005134.html": "004",
}


def main(names: Sequence[str]) -> None:
    print(
        f"{'':28}{'pages':>6}{'ours':>10}{'floor':>10}{'× floor':>9}{'peer':>10}{'× faster':>10}{'kept':>9}{'added':>8}"
    )
    for path, text in [pair(name) for name in names] or list(defaults()):
        data, kind = path.read_bytes(), TYPES[path.suffix]
        document = read(data, kind, Context())
        ours = timed(lambda data=data, kind=kind: read(data, kind, Context()))
        floor, peer = pdf_peers(data) if path.suffix == ".pdf" else (timed(lambda data=data: soup(data)), None)
        times = f"{ours * 1000:8.1f}ms{floor * 1000:8.1f}ms{ours / floor:9.2f}"
        beside = f"{peer * 1000:8.0f}ms{peer / ours:10.1f}" if peer else f"{'':20}"
        print(f"{path.name:28}{document.pages or 1:6}{times}{beside}{fidelity(document, text)}")


def pair(name: str) -> tuple[Path, Path | None]:
    file, _, text = name.partition("=")
    return Path(file), Path(text) if text else None


def defaults() -> Iterator[tuple[Path, Path | None]]:
    site = SHARED / "site" / "pages"
    if site.is_dir():
        for name, seed in SEEDS.items():
            yield site / name, next((SHARED / "seeds").glob(f"{seed}_*.txt"))
    else:
        pages = ROOT / "tests" / "site" / "pages"
        yield from ((path, None) for path in sorted(pages.rglob("*")) if path.suffix in TYPES)


def pdf_peers(data: bytes) -> tuple[float, float]:
    return timed(lambda: characters(data)), timed(lambda: words(data), runs=1)


def characters(data: bytes) -> None:
    document = pdfium.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index)


def words(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()


def soup(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        BeautifulSoup(decode(data, markup=True)[0], "lxml")


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def fidelity(document: Document, text: Path | None) -> str:
    if text is None:
        return ""
    lines = [line for line in text.read_text().splitlines() if line.strip() not in FURNITURE and not is_phrase(line)]
    blocks = [block for block in document.blocks if block.kind not in ("page_header", "page_footer")]
    wanted = bare("\n".join(lines))
    found = bare("\n".join(document.text[block.start : block.end] for block in blocks))
    common = longest_common(wanted, found)
    return f"{common / len(wanted):9.2%}{1 - common / len(found):8.2%}"


def bare(text: str) -> str:
    for mark in MARKS:
        text = text.replace(mark, "")
    return "".join(text.split())


def longest_common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by bits: Hyyrö, Bit-Parallel LCS-length Computation Revisited."""
    places: dict[str, int] = {}
    for index, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << index
    whole = row = (1 << len(one)) - 1
    for character in other:
        shared = row & places.get(character, 0)
        row = ((row + shared) | (row - shared)) & whole
    return len(one) - row.bit_count()


if __name__ == "__main__":
    main(sys.argv[1:])
