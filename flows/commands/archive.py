"""`renkei import`, `export-warc` and `reindex`: captures in and out as WARC, and the ledger's again from raw/."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.exits import OK, tell
from flows.options import Json, Names
from flows.usage import UsageError


def take_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=".warc or .warc.gz")],
    source: Annotated[str | None, typer.Option(help="The source they belong to; left out: the one that fits.")] = None,
    json: Json = False,
) -> int:
    """Take in WARC files from elsewhere: web archives, Common Crawl.  取り込み

    \b
    Example:
      renkei import city.warc.gz
    """
    from flows.archive import take_in as take  # noqa: PLC0415

    if missing := [file for file in files if not file.is_file()]:
        raise UsageError(f"{missing[0]}: no such file; check the path")
    return tell(take(context.obj, files, source), json)


def export_warc(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")], names: Names = None
) -> int:
    """Write captures to one WARC file, for other tools.  書き出し

    \b
    Example:
      renkei export-warc toyama.warc.gz toyama
    """
    from flows.archive import send_out  # noqa: PLC0415

    if file.exists():
        raise UsageError(f"{file}: is there already; name another file")
    if names:
        context.obj.chosen(names)  # refuses names that are none
    print(f"{file}: {send_out(context.obj, file, names)} captures")
    return OK


def reindex(context: typer.Context, json: Json = False) -> int:
    """Enter the captures of raw/ that the ledger lacks.  台帳の再構築

    \b
    Example:
      renkei reindex
    """
    from flows.archive import reindex as enter  # noqa: PLC0415

    return tell(enter(context.obj), json)
