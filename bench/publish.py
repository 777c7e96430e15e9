"""Publishing a million records beside pandas writing the same tables: `python bench/publish.py [RECORDS]`.

Each side runs in a process of its own, on records made anew in memory one after the other, and says how many rows it
wrote in a second of processor time and how much memory it took at most. pandas gets the rows as records give them, a
hundred thousand at a time, and writes JSON Lines, CSV, Parquet and SQLite with its own writers; it makes neither inert
cells nor an index, a search, a twin for Excel or a description, which the second figure of ours includes.

The third side is `renkei publish` itself on a ledger of as many records on made-up pages (bench/made_ledger.py), with
its register, feeds and report.
"""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from decimal import Decimal
from itertools import islice
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from extractors.records import AnyRecord, CityRecord, DateRecord, DocumentRecord, FigureRecord  # noqa: E402

RECORDS = 1_000_000
_PART = 100_000
_A_DOCUMENT = 100  # records
_CITIES = (("富山市", "162019"), ("松山市", "382019"), ("函館市", "012025"), ("那覇市", "472018"))


def documents(records: int) -> Iterator[AnyRecord]:
    """The documents that the records stand in."""
    for number in range(records // _A_DOCUMENT):
        name = f"{number:016x}"
        yield DocumentRecord(
            id=name,
            document=name,
            start=0,
            end=9,
            confidence=1.0,
            media_type="text/html",
            sha256=f"{number:064x}",
            characters=9_000,
            source="bench",
            title=f"市の環境施策 第{number}号",
            fetched_at="2026-11-26T00:00:00Z",
            updated="2021-01-28",
            text="市の環境施策の報告",
            url=f"https://www.example.jp/{number}.html",
        )


def records(kind: str, count: int) -> Iterator[AnyRecord]:
    """A third of the records each: dates, cities, figures."""
    for number in range(count // 3):
        document, start = f"{number // (_A_DOCUMENT // 3):016x}", number % 9_000
        at = {
            "id": f"{kind[0]}{number:015x}",
            "document": document,
            "start": start,
            "confidence": 0.9,
            "extractor": "bench/1",
        }
        year = 1990 + number % 40
        if kind == "dates":
            text = f"{year}年{number % 12 + 1}月{number % 28 + 1}日"
            edtf = f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            yield DateRecord(
                **at, end=start + len(text), text=text, edtf=edtf, precision="day", section=("取組", "経過")
            )
        elif kind == "cities":
            name, code = _CITIES[number % len(_CITIES)]
            yield CityRecord(**at, end=start + 3, text=name, name=name, code=code, level="city", country="JP")
        else:
            text, value = f"{number % 997}.{number % 10}％", Decimal(f"{number % 997}.{number % 10}")
            yield FigureRecord(
                **at,
                end=start + len(text),
                text=text,
                number=value,
                unit="%",
                measure="温室効果ガス削減率",
                period=f"{year}-04/{year + 1}-03",
            )


def ours(count: int, folder: Path) -> tuple[int, float, float]:
    """Rows written, seconds for the tables, seconds for everything."""
    from extractors.register.entries import Entry
    from flows.publishing.edition import edition
    from flows.publishing.editions import write_changes
    from flows.publishing.feeds import write_feeds
    from flows.publishing.package import write_package
    from flows.publishing.published import TABLES
    from flows.publishing.report_page import write_report
    from flows.publishing.staging import staging
    from flows.publishing.tables import write_table

    begun = process_time()
    with staging(folder) as stage:
        rows = write_table(DocumentRecord, documents(count), stage, "documents")
        rows += sum(
            write_table(TABLES[kind].record, records(kind, count), stage, kind)
            for kind in ("dates", "cities", "figures")
        )
        for name in ("agreements", "register", "register_parties", "register_sources", "register_suggestions"):
            write_table(Entry if name == "register" else TABLES[name].record, [], stage, name)
        tables = process_time() - begun
        now = edition(stage)
        write_package(stage, now)
        write_report(stage, now, lambda _: None)
        if write_changes(folder, stage, now):
            write_feeds(folder, stage, now)
    return rows, tables, process_time() - begun


def pandas(count: int, folder: Path) -> tuple[int, float, float]:
    """The same rows by pandas' writers."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    from extractors.rows import dumps, to_row

    begun, written = process_time(), 0
    with closing(sqlite3.connect(folder / "pandas.sqlite")) as database:
        for kind in ("documents", "dates", "cities", "figures"):
            made = documents(count) if kind == "documents" else records(kind, count)
            with ExitStack() as open_files:
                parquet = None
                while rows := [to_row(record) for record in islice(made, _PART)]:
                    frame, first = pd.DataFrame.from_records(rows), parquet is None
                    frame.to_json(folder / f"{kind}.jsonl", orient="records", lines=True, force_ascii=False, mode="a")
                    table = pa.Table.from_pandas(frame.astype({"number": "string"}) if "number" in frame else frame)
                    parquet = parquet or open_files.enter_context(
                        pq.ParquetWriter(folder / f"{kind}.parquet", table.schema)
                    )
                    parquet.write_table(table.cast(parquet.schema))
                    for name in [name for name in frame if frame[name].dtype.name == "object"]:
                        frame[name] = [
                            value if value is None or isinstance(value, str) else dumps(value) for value in frame[name]
                        ]
                    frame.to_csv(folder / f"{kind}.csv", mode="a", index=False, header=first)
                    frame.to_sql(kind, database, if_exists="append", index=False)
                    written += len(rows)
    seconds = process_time() - begun
    return written, seconds, seconds


def ledger(count: int, folder: Path) -> tuple[int, float, float]:
    """The records of a ledger, published as a user does."""
    from flows.publish import publish
    from flows.workspace import Workspace

    subprocess.run(
        [sys.executable, "-m", "bench.made_ledger", str(folder), str(count)], cwd=ROOT, check=True, stdout=sys.stderr
    )
    begun = process_time()
    report = publish(Workspace(folder, folder / "sources"))
    seconds = process_time() - begun
    return sum((report.records or {}).values()), seconds, seconds


SIDES = {"pandas": pandas, "ours": ours, "ledger": ledger}


def main() -> None:
    """Run one side when it is named, else all and compare."""
    if sys.argv[1:2] and sys.argv[1] in SIDES:
        with tempfile.TemporaryDirectory(dir=sys.argv[3]) as folder:
            rows, tables, whole = SIDES[sys.argv[1]](int(sys.argv[2]), Path(folder))
        print(rows, tables, whole, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    count = int(sys.argv[1]) if sys.argv[1:] else RECORDS
    told: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for side in SIDES:
            command = [sys.executable, __file__, side, str(count), folder]
            told[side] = [
                float(part)
                for part in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            ]
    for side, (rows, tables, whole, memory) in told.items():
        speeds = f"tables {rows / tables:>8,.0f} rows/s   all {rows / whole:>8,.0f} rows/s"
        print(f"{side:8} {rows:>9,.0f} rows   {speeds}   {memory:,.0f} MiB")
    tables, whole = (told["pandas"][place] / told["ours"][place] for place in (1, 2))
    print(f"ratio    tables {tables:.2f}   all {whole:.2f}   (above 1: faster than pandas)")


if __name__ == "__main__":
    main()
