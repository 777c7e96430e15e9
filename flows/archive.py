"""WARC files in and out: what `renkei import`, `renkei export-warc` and `renkei reindex` do.

>>> tally(["new", None, "new", "older"]).documents
{'new': 2, 'skipped': 1, 'older': 1}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from crawler.address import canonical
from crawler.answer import described
from crawler.intake import enter
from crawler.media import kind, recognise
from crawler.source import Source, load_all
from flows.delivery import deliver, told
from flows.report import Report
from flows.workspace import Workspace
from store.entries import Place, stamp
from store.export import export
from store.ledger import Ledger
from store.recovery import close_leftovers
from store.warc import Archive
from store.warc_file import DamagedError, Kept, kept_in


def take_in(workspace: Workspace, paths: Iterable[Path], name: str | None = None) -> Report:
    """Take the pages and PDFs of WARC files from elsewhere into raw/ and the ledger; what is there already is left.

    They go to the named source, or to the first whose scope admits them; what no source admits is skipped. A file
    that is damaged gives what stands before the damage, and is told.
    """
    sources = [workspace.chosen([name])[0]] if name else load_all(workspace.sources)
    report = deliver(workspace)
    with Ledger.open(workspace.ledger) as ledger, Archive.open(workspace.raw, workspace.store) as archive:
        take = partial(_take, sources=sources, ledger=ledger, archive=archive)
        for path in paths:
            with path.open("rb") as file:
                report += _each(str(path), file, take)
    return report + told(archive)


def reindex(workspace: Workspace) -> Report:
    """Enter the captures of raw/ that the ledger lacks: all of them, when it was lost."""
    sources = load_all(workspace.sources) if workspace.sources.is_dir() else []
    close_leftovers(workspace.raw)
    archive, report = Archive(workspace.raw, workspace.store), deliver(workspace)
    with Ledger.open(workspace.ledger) as ledger:
        for name in archive.names():
            enter_one = partial(_enter, file=name, sources=sources, ledger=ledger, archive=archive)
            with archive.opened(name) as file:
                report += _each(name, file, enter_one)
    return report


def send_out(workspace: Workspace, target: Path, names: list[str] | None = None) -> int:
    """Write the captures of the named sources, or of all, to one WARC file, and say how many they are."""
    wanted: list[str | None] = [*names] if names else [None]
    with Ledger.open(workspace.ledger) as ledger:
        places = (capture.place for name in wanted for capture in ledger.captures(name))
        return export(Archive(workspace.raw, workspace.store), places, target, datetime.now(UTC))


def tally(outcomes: Iterable[str | None]) -> Report:
    """The report on captures that came to this."""
    return Report(documents=dict(Counter(outcome or "skipped" for outcome in outcomes)))


def _each(name: str, file: BinaryIO, step: Callable[[Kept], str | None]) -> Report:
    """What became of the captures in a file; one that is damaged gives what stands before the damage."""
    done: list[str | None] = []
    try:
        for kept in kept_in(file):
            done.append(step(kept))
    except DamagedError as error:
        return tally(done) + Report(problems=(f"{name}: damaged behind {len(done)} captures: {error}",), failed=True)
    return tally(done)


def _take(kept: Kept, sources: list[Source], ledger: Ledger, archive: Archive) -> str | None:
    exchange = kept.exchange
    url = canonical(exchange.url)
    source = next((source for source in sources if url and source.admits(url)), None)
    media_type, _ = recognise(described(exchange).media_type, exchange.body)
    if not url or not source or exchange.status != 200 or not exchange.body or not kind(media_type):
        return None
    exchange = replace(exchange, url=url)
    if ledger.known(source=source.name, url=url, sha256=exchange.sha256, fetched_at=stamp(exchange.at)):
        return "unchanged"
    return enter(
        ledger, archive, replace(kept, exchange=exchange), source.name, archive.write(exchange, source=source.name)
    )


def _enter(kept: Kept, file: str, sources: list[Source], ledger: Ledger, archive: Archive) -> str | None:
    place = Place(file, kept.offset)
    if ledger.known(file=place.file, offset=place.offset):
        return "unchanged"
    admitting = (source.name for source in sources if source.admits(kept.exchange.url))
    name = kept.source or next(admitting, None)
    return enter(ledger, archive, kept, name, place) if name else None
