"""`renkei decide`, `queue`, `history` and `decisions`: what people say of records, and what waits for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractors.rows import dumps
from flows.options import Json, Reviewer

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Decisions as JSON Lines, out and in.  判断の出し入れ"
)
Name = Annotated[str, typer.Argument(metavar="ID", help="Of a record; with add, of a document.")]


def decide(
    context: typer.Context,
    record: Name,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="confirm, correct, reject, add or reopen.")],
    reviewer: Reviewer,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE]...", help="With correct and add.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Why; kept with the decision.")] = None,
    seen: Annotated[
        int | None, typer.Option(min=0, help="How many decisions on it you knew of; refused when there are more.")
    ] = None,
    json: Json = False,
) -> None:
    """Confirm, correct or reject a record, add one, or take that back.  確認・訂正・却下・追加・取消

    \b
    Examples:
      renkei decide 0a1b2c3d4e5f6071 confirm --reviewer 佐藤
      renkei decide 0a1b2c3d4e5f6071 correct edtf=2021-01-28 --note 議事録による
      renkei decide 0a1b2c3d4e5f6071 correct parties=富山市、松山市 renewed=2022-03
      renkei decide DOCUMENT add kind=date text=1月28日 edtf=2021-01-28
      renkei decide 0a1b2c3d4e5f6071 reopen      undo: back to unreviewed
    """
    from flows.reviewing.decide import decide as take  # noqa: PLC0415
    from flows.reviewing.decide import line, row  # noqa: PLC0415

    decision = take(context.obj, record, action, values or [], reviewer, note, seen)
    print(dumps(row(decision)) if json else f"{decision.record}  {line(decision)}")


def queue(
    context: typer.Context,
    unsure: Annotated[int, typer.Option(min=0, help="Also so many of the records that are least sure.")] = 0,
    json: Json = False,
) -> None:
    """What waits for a person: conflicts, changed passages, orphans.  要確認の一覧

    \b
    Examples:
      renkei queue
      renkei queue --unsure 20
    """
    from flows.reviewing.queue import waiting  # noqa: PLC0415

    found = waiting(context.obj, unsure)
    print(dumps(found.row()) if json else found.lines())


def history(context: typer.Context, record: Name, json: Json = False) -> None:
    """The decisions on a record, and how they stand now.  判断の履歴

    \b
    Example:
      renkei history 0a1b2c3d4e5f6071
    """
    from flows.reviewing.decide import history as past  # noqa: PLC0415
    from flows.reviewing.decide import line, row, situation  # noqa: PLC0415
    from flows.reviewing.queue import standing_row  # noqa: PLC0415

    taken, standing = past(context.obj, record)
    if json:
        now = standing_row(standing) if standing else None
        print(dumps({"decisions": [row(decision) for decision in taken], "standing": now}))
    else:
        print("\n".join([*map(line, taken), *(situation(standing) if standing else [])]))


@app.command()
def export(context: typer.Context) -> None:
    """All decisions as JSON Lines on standard output.  書き出し

    \b
    Example:
      renkei decisions export > decisions.jsonl
    """
    from flows.reviewing import decisions_exchange  # noqa: PLC0415

    for written in decisions_exchange.export(context.obj):
        print(written)


@app.command("import")
def take_in(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON Lines as `export` writes them; - for standard input.")],
    json: Json = False,
) -> int:
    """Take decisions in; those that are there already stay as they are.  取り込み

    \b
    Example:
      renkei decisions import decisions.jsonl
    """
    from flows.reviewing import decisions_exchange  # noqa: PLC0415

    lines = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    taken = decisions_exchange.take_in(context.obj, lines.split("\n"))
    print(dumps(taken.row()) if json else f"判断 decisions   new {taken.new}   known {taken.known}")
    for refusal in taken.refused:
        print(f"renkei: {refusal}", file=sys.stderr)
    return 1 if taken.refused else 0
