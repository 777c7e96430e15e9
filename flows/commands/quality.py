"""`renkei preview`, `quality` and `gold`: what publishing would change, and what decisions say of the extractors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractors.rows import dumps
from flows.options import Json

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Decided documents as gold files.  正解データ")
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the gold files are.")]


class Form(StrEnum):
    """What decided documents are written as."""

    GOLD = "gold"
    SPACY = "spacy"
    LABEL_STUDIO = "label-studio"


def preview(context: typer.Context, json: Json = False) -> None:
    """What publishing would change: rows, values, and how many of them people decided.  公開前の確認

    \b
    Example:
      renkei preview
    """
    from flows.reviewing.preview import preview as what_changes  # noqa: PLC0415

    found = what_changes(context.obj)
    print(dumps(found.row()) if json else found.lines())


def quality(context: typer.Context, json: Json = False) -> None:
    """Precision of the extractors by decisions, and how far confidence can be trusted.  抽出の精度

    \b
    Example:
      renkei quality --json
    """
    from flows.reviewing.quality import quality as measured  # noqa: PLC0415

    found = measured(context.obj)
    print(dumps(found.row()) if json else found.lines())


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write; made when it is not there.")],
    form: Annotated[Form, typer.Option("--as", help="gold files, a spaCy DocBin, or Label Studio's JSON.")] = Form.GOLD,
) -> None:
    """Write the documents that people decided on.  書き出し

    \b
    Examples:
      renkei gold export gold
      renkei gold export train --as spacy             train/renkei.spacy
      renkei gold export tasks --as label-studio      tasks/renkei.json
    """
    from flows.reviewing import gold  # noqa: PLC0415  loads the tables of the extractors

    if form is Form.GOLD:
        print(f"文書 documents {gold.export(context.obj, folder)}   {folder}/")
        return
    from flows.reviewing.gold_forms import doc_bin, label_studio  # noqa: PLC0415  loads spaCy

    folder.mkdir(parents=True, exist_ok=True)
    if form is Form.SPACY:
        path = folder / "renkei.spacy"
        found = doc_bin(gold.decided(context.obj))
        found.to_disk(path)
        print(f"段落 blocks {len(found)}   {path}")
        return
    path = folder / "renkei.json"
    tasks = [label_studio(one) for one in gold.decided(context.obj)]
    path.write_text(dumps(tasks), encoding="utf-8")
    print(f"文書 documents {len(tasks)}   {path}")


@app.command()
def score(folder: Folder, json: Json = False) -> None:
    """Score today's extractors against gold files.  採点

    \b
    Example:
      renkei gold score gold
    """
    from flows.reviewing.gold import score as scored  # noqa: PLC0415

    found = scored(folder)
    if json:
        rows = {
            kind: {"precision": one.precision, "recall": one.recall, "f1": one.f1, "right": one.right}
            | {"missed": one.missed, "wrong": one.wrong}
            for kind, one in found.items()
        }
        print(dumps(rows))
        return
    for kind, one in found.items():
        print(f"{kind:10} P {one.precision:.3f}   R {one.recall:.3f}   F1 {one.f1:.3f}   正 right {one.right}")
        print("".join(f"  漏れ missed  {value}\n" for value in one.missed), end="")
        print("".join(f"  誤り wrong   {value}\n" for value in one.wrong), end="")
