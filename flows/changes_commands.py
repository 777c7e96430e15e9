"""`renkei changes`: the editions that were published, and what changed from one to another."""

from __future__ import annotations

from typing import Annotated

import typer

from extractors.rows import Row, dumps
from flows.changes import compare, editions, summary
from flows.published import TABLES

Json = Annotated[bool, typer.Option("--json", help="Print JSON Lines, for programs.")]
Name = Annotated[str | None, typer.Argument(metavar="[EDITION]", help="Name, its beginning, or number.")]

_SIGNS = {"added": "＋", "changed": "～", "removed": "－"}
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
            print(dumps(row) if json else _listed(row))
        if not there and not json:
            print("版はまだありません no edition yet; `renkei publish` makes one")
        return
    found = list(compare(processed, one, other))
    if json:
        for row in found:
            print(dumps(row))
        return
    for (table, change), count in summary(found).items():
        print(f"{_SIGNS[change]} {TABLES[table].ja} {table}   {change} {count}")
        some = [row for row in found if (row["table"], row["change"]) == (table, change)]
        print("\n".join(f"    {_told(row)}" for row in some[:_SHOWN]))


def _listed(row: Row) -> str:
    counts = "   ".join(f"{_SIGNS[change]}{count}" for change, count in row["changes"].items())
    return f"{row['number']:>4}  {row['edition']}  {row['moment']}   {counts}"


def _told(row: Row) -> str:
    """One change in a line: the passage, and what it said before and says now."""
    old, new = row["old"] or {}, row["new"] or {}
    said = new or old
    fields = [name for name in said if old and new and old.get(name) != new.get(name)]
    differences = "; ".join(f"{name} {dumps(old.get(name))} → {dumps(new.get(name))}" for name in fields)
    return (
        f"{row['id']}  {' '.join((said.get('text') or said.get('title') or '').split())[:60]}  {differences}".rstrip()
    )
