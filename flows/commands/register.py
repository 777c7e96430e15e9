"""`renkei register`: the entries, one of them with its sources, and what a person says of two."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from extractors.rows import dumps, to_row
from flows.options import Json, Reviewer

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="ID", help="Of an entry, or of a record in one.")]


@app.callback(invoke_without_command=True)
def register(context: typer.Context, json: Json = False) -> None:
    """The register of agreements: one entry for each, from all documents.  協定の一覧

    \b
    Examples:
      renkei register                          all entries, and what waits for a person   一覧
      renkei register show 0a1b2c3d4e5f6071    one with its sources                       詳細
      renkei register same ID ID               two are one agreement                      同じ協定
      renkei register different ID ID          two are not                                別の協定
    """
    from flows.reviewing.register import listed  # noqa: PLC0415
    from flows.reviewing.register import register as whole  # noqa: PLC0415

    if context.invoked_subcommand:
        return
    found = whole(context.obj)
    if json:
        rows = [to_row(entry) for entry in found.entries]
        print(dumps({"entries": rows, "suggestions": [asdict(suggestion) for suggestion in found.suggestions]}))
    else:
        print(listed(found))


@app.command()
def show(context: typer.Context, name: Name, json: Json = False) -> None:
    """An entry: its values with the documents that state them, and what they disagree on.  詳細

    \b
    Example:
      renkei register show 0a1b2c3d4e5f6071
    """
    from flows.reviewing.register import UnknownEntryError, shown  # noqa: PLC0415
    from flows.reviewing.register import register as whole  # noqa: PLC0415

    found = whole(context.obj)
    entry = next((e for e in found.entries if name in (e.id, *(source.record for source in e.sources))), None)
    if entry is None:
        raise UnknownEntryError(f"{name}: no such entry; `renkei register` lists them")
    doubts = tuple(suggestion for suggestion in found.suggestions if entry.id in suggestion.entries)
    print(dumps(to_row(entry)) if json else shown(entry, doubts))


@app.command()
def same(context: typer.Context, one: Name, other: Name, reviewer: Reviewer) -> None:
    """Say that two entries, or records, are one agreement.  同じ協定とする

    \b
    Example:
      renkei register same 0a1b2c3d4e5f6071 8f7e6d5c4b3a2910 --reviewer 佐藤
    """
    from flows.reviewing.register import rule  # noqa: PLC0415

    print(f"decision {rule(context.obj, 'join', one, other, reviewer)}")


@app.command()
def different(context: typer.Context, one: Name, other: Name, reviewer: Reviewer) -> None:
    """Say that two records are not one agreement.  別の協定とする

    \b
    Example:
      renkei register different 0a1b2c3d4e5f6071 8f7e6d5c4b3a2910 --reviewer 佐藤
    """
    from flows.reviewing.register import rule  # noqa: PLC0415

    print(f"decision {rule(context.obj, 'part', one, other, reviewer)}")
