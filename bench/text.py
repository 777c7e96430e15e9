"""Characters a second of extraction, beside `ja_ginza` on the same text, on one core, start-up apart.

    python bench/text.py [FILE.txt …]      # default: the texts of ../shared/seeds, else of the sample site

Prints, for each extractor and for all together, characters a second and the ratio to the `nlp.pipe` of `ja_ginza`. The
peer reads the text once, ours is the median of several runs; both in this process.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from extractors import agreements, cities, dates, figures
from extractors.context import Context
from extractors.document import Document
from extractors.extract import extract
from extractors.plain import read_text

ROOT = Path(__file__).parents[1]
RUNS = 5
PEER_CHARACTERS = 20_000  # ten seconds of the peer


def main(names: Sequence[str]) -> None:
    paths = [Path(name) for name in names] or sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    documents = [read(path) for path in paths or sorted((ROOT / "tests" / "site" / "pages").rglob("*.html"))]
    characters = sum(len(document.text) for document in documents)
    extract(documents[0])  # tables and models are loaded once, outside the clock
    peer = ginza_speed(documents)
    print(f"{len(documents)} documents, {characters} characters")
    print(f"{'':24}{'characters/s':>14}{'× ja_ginza':>12}")
    print(f"{'ja_ginza nlp.pipe':24}{peer:14,.0f}{1:12.1f}")
    for name, work in measured(documents).items():
        speed = characters / statistics.median(timed(work) for _ in range(RUNS))
        print(f"{name:24}{speed:14,.0f}{speed / peer:12.1f}")


def measured(documents: Sequence[Document]) -> dict[str, Callable[[], object]]:
    """What is timed, by name; an extractor that needs another's records is given them ready."""
    ready = [(d, dates.find_dates(d), cities.find_cities(d)) for d in documents]
    return {
        "dates": lambda: [dates.find_dates(d) for d, _, _ in ready],
        "figures": lambda: [figures.find_figures(d, found) for d, found, _ in ready],
        "cities": lambda: [cities.find_cities(d) for d, _, _ in ready],
        "agreements": lambda: [agreements.find_agreements(d, found, places) for d, found, places in ready],
        "all four": lambda: [extract(d) for d, _, _ in ready],
    }


def ginza_speed(documents: Sequence[Document]) -> float:
    text = "\n".join(document.text for document in documents)[:PEER_CHARACTERS]
    nlp = spacy.load("ja_ginza")
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(map(len, lines)) / timed(lambda: list(nlp.pipe(lines)))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read(path: Path) -> Document:
    if path.suffix == ".html":
        from extractors.reader import read as read_page

        return read_page(path.read_bytes(), "text/html", Context(id=path.name))
    return read_text(path.read_bytes(), "text/plain", Context(id=path.name))


if __name__ == "__main__":
    main(sys.argv[1:])
