"""`renkei extract` and `renkei text`: records of files, and of the stored documents that are chosen."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.rows import dumps, to_row
from flows.engines.choice import carrier
from flows.exits import OK, complain, tell
from flows.options import Address, EngineName, Json, Plain
from flows.stages import carried_out
from flows.usage import UsageError

if TYPE_CHECKING:
    from flows.extraction.files import FileBatch
    from flows.extraction.selection import Choice
    from flows.workspace import Workspace


class Kind(StrEnum):
    """A kind of record that is found in documents."""

    DATE = "date"
    FIGURE = "figure"
    CITY = "city"
    AGREEMENT = "agreement"


def extract(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help=".html .pdf .txt .md")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every stored document again.")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Whose page, reader, extractor or configuration changed.")
    ] = False,
    source: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Of this source. Repeatable.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="For records of this kind. Repeatable.")] = None,
    older_than: Annotated[
        str | None, typer.Option(metavar="VERSION", help="Done before dates/2, reader/2, or a day: 2026-11-01.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="That could not be read.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many, why, and about how long.")] = False,
    url: Annotated[str | None, typer.Option(help="Address the file came from; names the document.")] = None,
    published: Annotated[
        str | None, typer.Option(help="Day it was published, as 2021-01-28; helps with missing years.")
    ] = None,
    plain: Plain = False,
    engine: EngineName = "prefect",
    address: Address = None,
    json: Json = False,
) -> int:
    """Records of files as JSON Lines, or of the stored documents into the ledger.  抽出

    Several options choose the documents that all of them mean. A run that was
    stopped is continued by --changed.  止まった処理は --changed で続きから

    \b
    Examples:
      renkei extract page.html report.pdf > records.jsonl
      renkei extract page.html --url https://www.city.example.lg.jp/p1.html
      renkei extract --changed                    what is outdated   古くなった文書
      renkei extract --changed --dry-run          how much that is   件数と理由だけ
      renkei extract --source toyama              all of a source again   全て再抽出
      renkei extract --changed --source toyama    what is outdated of it
      renkei extract --kind agreement             agreements, and what they need
      renkei --seconds 60 extract --failed        what could not be read   読めなかった文書
      renkei extract --changed --engine dask --address tcp://scheduler:8786
      renkei extract --older-than dates/2         whose dates an older version found
    """
    chosen = everything or changed or failed or bool(source or kind or older_than)
    if bool(files) == chosen:
        raise UsageError("extract takes files, or --changed, --all, --source, --kind, --older-than, --failed")
    if files:
        if dry_run or json:
            raise UsageError("--dry-run and --json are for stored documents: leave the files out")
        from flows.extraction.files import FileBatch  # noqa: PLC0415

        return _extract_files(FileBatch(files, url, published, context.obj.limits))
    if everything and changed:
        raise UsageError("--all is every document, --changed those that are outdated: one of the two")
    from flows.extraction.selection import Choice, parse  # noqa: PLC0415

    choice = Choice(
        changed=changed,
        failed=failed,
        sources=frozenset(source or ()),
        kinds=frozenset(str(one.value) for one in kind or ()),
        older_than=parse(older_than) if older_than else None,
    )
    if dry_run:
        return _foretell(context.obj, choice, json)
    from flows.extract import extract as stage  # noqa: PLC0415

    return tell(carried_out(stage, carrier(plain, engine, address), context.obj, choice), json)


def text(context: typer.Context, file: Annotated[Path, typer.Argument(help=".html .pdf .txt .md")]) -> int:
    """The text of a file as it is stored: what the offsets of records count in.  本文を表示

    \b
    Example:
      renkei text report.pdf
    """
    from flows.extraction.files import FileBatch  # noqa: PLC0415

    batch = FileBatch([file], limits=context.obj.limits)
    for reading in batch.readings(records=False):
        sys.stdout.write(reading.document.text)
    return _troubles(batch)


def _foretell(workspace: Workspace, choice: Choice, json: bool) -> int:
    from flows.extraction.forecast import forecast  # noqa: PLC0415

    found = forecast(workspace, choice)
    print(dumps(found.row()) if json else found.lines())
    return OK


def _extract_files(batch: FileBatch) -> int:
    from flows.extraction.files import records_of  # noqa: PLC0415

    for reading in batch.readings(records=True):
        for record in records_of(reading):
            print(dumps(to_row(record)))
    return _troubles(batch)


def _troubles(batch: FileBatch) -> int:
    for trouble in batch.troubles:
        complain(trouble.line, trouble.code)
    return max((trouble.code for trouble in batch.troubles), default=OK)
