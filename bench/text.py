"""Characters a second of extraction, beside `ja_ginza` and two rule-based peers, on one core, start-up apart.

    python bench/text.py [FILE.txt …]      # default: the texts of ../shared/seeds, else of the sample site

Prints, for each extractor and for all together, characters a second and the ratio to the `nlp.pipe` of `ja_ginza`; then
dates and figures together over ONE document of 100 kB and of 1 MB (the texts repeated), and the ratio of the two times.
A peer reads the text once, line by line, ours is the best of several runs. `ja-timex` and `pynormalizenumexp` cannot be
installed beside the rest (their pins differ), so each runs in an environment of its own, where there is one:

    for peer in ja-timex==0.2.8 pynormalizenumexp==0.3.4; do
      python -m venv bench/.peers/${peer%==*} && bench/.peers/${peer%==*}/bin/pip install $peer
    done
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from extractors.agreements import finder as agreements
from extractors.context import Context
from extractors.dates import finder as dates
from extractors.document import Document
from extractors.extract import extract
from extractors.figures import finder as figures
from extractors.places import finder as cities
from extractors.readers.plain import read_text, structured

ROOT = Path(__file__).parents[1]
RUNS = 5
PEER_CHARACTERS = 20_000  # ten seconds of the slowest peer
SIZES = (100_000, 1_000_000)  # characters of one document
# What a peer runs in its own environment: the lines come on standard input, the seconds go to standard output.
PEERS = {
    "ja-timex": "from ja_timex import TimexParser\nread = TimexParser().parse",
    "pynormalizenumexp": (
        "from pynormalizenumexp.normalize_numexp import NormalizeNumexp\nread = NormalizeNumexp('ja').normalize"
    ),
}
TIMED = """
import sys, time
lines = sys.stdin.buffer.read().decode().splitlines()
read(lines[0])
failed, start = 0, time.perf_counter()
for line in lines:
    try:
        read(line)
    except Exception:
        failed += 1
print(time.perf_counter() - start, failed)
"""


def main(names: Sequence[str]) -> None:
    paths = [Path(name) for name in names] or sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    documents = [read(path) for path in paths or sorted((ROOT / "tests" / "site" / "pages").rglob("*.html"))]
    characters = sum(len(document.text) for document in documents)
    extract(documents[0])  # tables and models are loaded once, outside the clock
    lines = peer_lines(documents)
    ginza = ginza_speed(lines)
    print(f"{len(documents)} documents, {characters} characters")
    print(f"{'':24}{'characters/s':>14}{'× ja_ginza':>12}")
    print(f"{'ja_ginza nlp.pipe':24}{ginza:14,.0f}{1:12.1f}")
    for name, setup in PEERS.items():
        print(peer_row(name, setup, lines, ginza))
    for name, work in measured(documents).items():
        speed = characters / best(work)
        print(f"{name:24}{speed:14,.0f}{speed / ginza:12.1f}")
    grown("\n".join(document.text for document in documents), ginza)


def grown(text: str, ginza: float) -> None:
    """Dates and figures together over one document of each size."""
    times = []
    for size in SIZES:
        document = structured((text * (size // len(text) + 1))[:size], Context(id="grown"))
        times.append(best(lambda document=document: figures.find_figures(document, dates.find_dates(document))))
        speed = size / times[-1]
        print(f"{f'dates+figures, {size // 1000} kB':24}{speed:14,.0f}{speed / ginza:12.1f}")
    print(f"{SIZES[1] // SIZES[0]} times the text takes {times[1] / times[0]:.1f} times as long")


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


def peer_lines(documents: Sequence[Document]) -> list[str]:
    text = "\n".join(document.text for document in documents)[:PEER_CHARACTERS]
    return [line for line in text.splitlines() if line.strip()]


def ginza_speed(lines: Sequence[str]) -> float:
    nlp = spacy.load("ja_ginza")
    return sum(map(len, lines)) / timed(lambda: list(nlp.pipe(lines)))


def peer_row(name: str, setup: str, lines: Sequence[str], ginza: float) -> str:
    """The row of a peer that has its own environment; lines at which it fails count as read."""
    python = ROOT / "bench" / ".peers" / name / "bin" / "python"
    if not python.exists():
        return f"{name:24}{'no environment (see the docstring)':>48}"
    command = [str(python), "-c", setup + TIMED]
    done = subprocess.run(command, input="\n".join(lines).encode(), capture_output=True, check=True)
    seconds, failed = done.stdout.split()
    speed = sum(map(len, lines)) / float(seconds)
    return f"{name:24}{speed:14,.0f}{speed / ginza:12.1f}" + (
        f"   failed at {int(failed)} lines" if int(failed) else ""
    )


def best(work: Callable[[], object]) -> float:
    return min(timed(work) for _ in range(RUNS))


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
