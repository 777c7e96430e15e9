"""What choosing documents costs as their number grows: `python bench/reprocess.py [DOCUMENTS]`, default 100,000.

The ledger's side of extracting again, with a tenth of the documents and with all, a source for each hundred, each in a
process of its own. Finding that there is nothing to do, finding one changed page, foretelling, marking all, taking all
from the ledger in batches, and writing what was found in some. Seconds of the processor and of the clock may differ on
a busy machine: these are the processor's. The ratio is that of the times for one document, and of the memory: 1 is
proportional for the first, and flat for the second.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert  # noqa: E402

from extractors.context import Context  # noqa: E402
from extractors.extract import describe, extract  # noqa: E402
from extractors.readers.plain import read_text  # noqa: E402
from flows.extraction.batches import DOCUMENTS as BATCH  # noqa: E402
from flows.extraction.batches import VERSIONS  # noqa: E402
from flows.extraction.selection import CHANGED, Choice, Selection  # noqa: E402
from flows.limits import Limits  # noqa: E402
from store.database import connect, writing  # noqa: E402
from store.entries import Work  # noqa: E402
from store.ledger import Ledger  # noqa: E402
from store.saving import Extraction, extracted  # noqa: E402
from store.schema import captures, pages  # noqa: E402
from store.schema import work as works  # noqa: E402

DOCUMENTS = 100_000
_A_SOURCE = 100  # documents
_WRITTEN = 500
_PART = 10_000
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
TEXT = "令和3年1月28日、富山市は松山市と連携協定を締結し、{}社が参加した。"


def fill(place: Path, count: int) -> None:
    """A ledger with so many documents, all extracted."""
    engine = connect(place)
    with writing(engine, "bench") as connection:
        for table, row in ((captures, _capture), (pages, _page), (works, _work)):
            numbers = iter(range(count))
            while part := [row(number) for number in islice(numbers, _PART)]:
                connection.execute(insert(table), part)
    engine.dispose()


def _where(number: int) -> dict[str, Any]:
    source = f"s{number // _A_SOURCE:05}"
    return {"source": source, "url": f"https://www.{source}.example.jp/{number % _A_SOURCE:03}.html"}


def _capture(number: int) -> dict[str, Any]:
    kept = {"fetched_at": "2026-11-26T00:00:00Z", "status": 200, "media_type": "text/html", "sha256": f"{number:064x}"}
    return _where(number) | kept | {"id": number + 1, "size": 10, "file": "a.warc.gz", "offset": number}


def _page(number: int) -> dict[str, Any]:
    return _where(number) | {"role": "page", "depth": 0, "hops": 0, "outcome": "new", "capture": number + 1}


def _work(number: int) -> dict[str, Any]:
    made = {"reader": VERSIONS.reader, "extractor": VERSIONS.extractor, "config": '{"publisher": null}'}
    return _where(number) | made | {"sha256": f"{number:064x}", "done_at": "2026-11-26T00:00:00Z"}


def measures(place: Path, count: int) -> Iterator[tuple[str, float]]:
    """Each thing that is measured with its seconds."""
    changed, everything = (Selection(choice, {}, Limits(), False) for choice in (CHANGED, Choice()))
    with Ledger.open(place) as ledger:
        yield "nothing to do", timed(lambda: expect(0, ledger.count_pending(changed.order), ledger, changed))
        yield "what all would be", timed(lambda: expect(count, ledger.count_pending(everything.order)))
        with writing(ledger._engine, "bench") as connection:
            one = works.c.url == _where(count // 2)["url"]
            connection.execute(works.update().where(one).values(sha256="0" * 64))
        yield "one changed page", timed(lambda: expect(1, ledger.count_pending(changed.order), ledger, changed))
        yield "marking all", timed(lambda: ledger.mark(everything.marked))
        yield "taking all", timed(lambda: expect(count, count, ledger, changed))
        some = list(islice(ledger.pending(changed.order), _WRITTEN))
        made = [extraction(work, number) for number, work in enumerate(some)]
        batches = [made[start : start + BATCH] for start in range(0, _WRITTEN, BATCH)]
        written = timed(lambda: [ledger.save_extractions(batch, NOW) for batch in batches])
        yield "writing all (of 500)", written / _WRITTEN * count


def extraction(work: Work, number: int) -> Extraction:
    """What reading the document came to."""
    document = read_text(TEXT.format(number).encode(), "text/plain", Context(url=work.capture.url))
    return extracted(work, document, describe(document), extract(document))


def timed(action: Callable[[], object]) -> float:
    """Seconds of the processor that it takes."""
    begun = process_time()
    action()
    return process_time() - begun


def expect(number: int, counted: int, ledger: Ledger | None = None, selection: Selection | None = None) -> None:
    """Have so much work been counted, and given out where a ledger is named; else the figures mean nothing."""
    given = sum(1 for _ in ledger.pending(selection.order)) if ledger and selection else number
    if (counted, given) != (number, number):
        sys.exit(f"{number} documents were expected, {counted} counted, {given} given out")


def main() -> None:
    """Measure one number of documents when told to, else two and compare."""
    if sys.argv[1:2] == ["measure"]:
        place, count = Path(sys.argv[2]), int(sys.argv[3])
        for what, seconds in measures(place, count):
            print(f"{what}\t{seconds}")
        print(f"memory\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")
        return
    most = int(sys.argv[1]) if sys.argv[1:] else DOCUMENTS
    told: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (most // 10, most):
            place = Path(folder) / f"{count}.db"
            fill(place, count)
            command = [sys.executable, __file__, "measure", str(place), str(count)]
            lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
            told.append({what: float(value) for what, _, value in (line.partition("\t") for line in lines)})
    print(f"{'':22}{most // 10:>12,}{most:>12,}   a document")
    for what, few in told[0].items():
        many, unit = told[1][what], "MiB" if what == "memory" else "s"
        ratio = many / few / (1 if what == "memory" else 10)
        print(f"{what:22}{few:>8.2f} {unit:3}{many:>8.2f} {unit:3}   {ratio:.2f}")


if __name__ == "__main__":
    main()
