"""`renkei changes`: the editions that were published, and what changed from one to another."""

from __future__ import annotations

from typing import Annotated

import typer

from extractors.rows import dumps
from flows.publishing.changes import SIGNS, compare, editions, listed, summary, told
from flows.publishing.published import TABLES

Json = Annotated[bool, typer.Option("--json", help="Print JSON Lines, for programs.")]
Name = Annotated[str | None, typer.Argument(metavar="[EDITION]", help="Name, its beginning, or number.")]

_SHOWN = 20  # changes of a table told one by one


def changes(context: typer.Context, one: Name = None, other: Name = None, json: Json = False) -> None:
    """What changed from one edition to another.  版の比較

    \b
    Examples:
      renkei changes                     the editions   版の一覧
      renkei changes 3                   from the third to the last
      renkei changes 20261126-0a1b2c3d4e5f 20261201-5f4e3d2c1b0a --json
    """
    processed = context.obj.processed
    if one is None:
        there = editions(processed)
        for row in there:
            print(dumps(row) if json else listed(row))
        if not there and not json:
            print("版はまだありません no edition yet; `renkei publish` makes one")
        return
    found = list(compare(processed, one, other))
    if json:
        for row in found:
            print(dumps(row))
        return
    for (table, change), count in summary(found).items():
        print(f"{SIGNS[change]} {TABLES[table].ja} {table}   {change} {count}")
        some = [row for row in found if (row["table"], row["change"]) == (table, change)]
        print("\n".join(f"    {told(row)}" for row in some[:_SHOWN]))
