"""The command line `renkei`: arguments in, one call of a plain function or a flow, output for people or as JSON.

Exit codes: 0 all well; 1 some data could not be used (a line each on standard error, the rest is done); 2 the call or
a source file is off and nothing was begun; 3 the disk is full (make room; the next run goes on from there); 130
interrupted (likewise).
"""

from __future__ import annotations

import signal
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from extractors.rows import dumps
from flows.commands import archive, changes, decide, extract, opening, quality, register, review, serve
from flows.engines.choice import carrier
from flows.exits import DATA, INTERRUPTED, OK, complain, explained, tell
from flows.limits import MEMORY, SECONDS, Limits
from flows.options import Address, EngineName, Json, Names, Plain
from flows.stages import carried_out
from flows.usage import UsageError
from flows.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(register.app, name="register")
app.add_typer(decide.app, name="decisions")
app.add_typer(quality.app, name="gold")
app.add_typer(review.reviewers, name="reviewer")
for command in (
    extract.extract,
    extract.text,
    decide.decide,
    decide.queue,
    decide.history,
    quality.preview,
    quality.quality,
    changes.changes,
    review.review,
    archive.export_warc,
    archive.reindex,
    serve.serve,
    serve.deployments,
):
    app.command()(command)
app.command("import")(archive.take_in)
app.command("open")(opening.open_report)


def main() -> None:
    """Run the command line; whatever goes wrong is one line on standard error."""
    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:  # what Typer makes of Ctrl-C
            raise KeyboardInterrupt  # noqa: TRY301
    except typer.TyperException as error:
        code = complain(f"{error.format_message()} (renkei --help shows how)", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        signal.setitimer(signal.ITIMER_REAL, 0)
        code = complain("interrupted; the next run goes on from here", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone; nothing is lost
        sys.stderr.close()
        code = OK
    except Exception as error:
        told = explained(error)
        if told is None:
            raise
        code = complain(*told)
    sys.exit(code or OK)


@app.callback()
def renkei(
    context: typer.Context,
    home: Annotated[Path, typer.Option(envvar="RENKEI_HOME", help="Folder with raw/, renkei.db, processed/.")] = Path(),
    sources: Annotated[
        Path | None, typer.Option(envvar="RENKEI_SOURCES", help="Folder of source files; left out: HOME/sources.")
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            envvar="RENKEI_LEDGER",
            metavar="URL",
            help="Ledger on PostgreSQL (postgresql://USER@HOST/DATABASE) or in a file; left out: HOME/renkei.db.",
        ),
    ] = None,
    raw: Annotated[
        str | None,
        typer.Option(
            envvar="RENKEI_RAW",
            metavar="URL",
            help="Captures for several machines: s3://BUCKET/… or a shared folder; left out: HOME/raw.",
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option(envvar="RENKEI_READER_SECONDS", min=0.1, help="Time to read a document, or a page by OCR.")
    ] = SECONDS,
    memory: Annotated[
        int, typer.Option(envvar="RENKEI_READER_MEMORY", min=256, help="Address space to read a document, in MiB.")
    ] = MEMORY >> 20,
) -> None:
    """Renkei (連携): what Japanese local governments agree on, as data.

    自治体どうしの協定・日付・都市・数値を、ウェブページとPDFから構造化データに。

    \b
    Examples:
      renkei run                      crawl, extract, publish    収集・抽出・公開
      renkei extract page.html        records of a file          ファイルから抽出
      renkei show ID                  a record and its chain     根拠をたどる

    \b
    Exit codes: 0 all well; 1 some data could not be used;
    2 the call is off; 3 the disk is full; 130 interrupted.
    """
    context.obj = Workspace(home, sources or home / "sources", Limits(seconds, memory << 20), ledger, raw)
    if context.obj.store:
        from flows.delivery import check  # noqa: PLC0415  what reaches an object store is slow to load

        check(context.obj)


@app.command()
def run(
    context: typer.Context,
    names: Names = None,
    plain: Plain = False,
    engine: EngineName = "prefect",
    address: Address = None,
    json: Json = False,
) -> int:
    """Crawl, extract what changed, publish.  収集・抽出・公開

    \b
    Examples:
      renkei run
      renkei run matsuyama --json
      renkei run --plain              for cron   cron用
      renkei run --engine dask        a process for each core   並列抽出
    """
    context.obj.chosen(names)  # refused before anything is begun
    from flows.run import run as stage  # noqa: PLC0415

    return tell(carried_out(stage, carrier(plain, engine, address), context.obj, names), json)


@app.command()
def crawl(context: typer.Context, names: Names = None, plain: Plain = False, json: Json = False) -> int:
    """Fetch what is new or has changed.  収集のみ

    \b
    Examples:
      renkei crawl
      renkei crawl matsuyama toyama
    """
    context.obj.chosen(names)
    from flows.crawl import crawl as stage  # noqa: PLC0415

    return tell(carried_out(stage, carrier(plain), context.obj, names), json)


@app.command()
def publish(
    context: typer.Context,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although a source is outside its expected counts, or values conflict.")
    ] = False,
    reviewed_only: Annotated[bool, typer.Option("--reviewed-only", help="Only what people confirmed.")] = False,
    plain: Plain = False,
    json: Json = False,
) -> int:
    """Write the tables to processed/.  公開

    \b
    Examples:
      renkei publish
      renkei publish --reviewed-only
    """
    from flows.publish import publish as stage  # noqa: PLC0415

    return tell(carried_out(stage, carrier(plain), context.obj, anyway=anyway, reviewed_only=reviewed_only), json)


@app.command()
def show(context: typer.Context, record: Annotated[str, typer.Argument(metavar="ID")], json: Json = False) -> int:
    """A record with its passage and the chain back to the capture.  根拠をたどる

    \b
    Example:
      renkei show 0a1b2c3d4e5f6071
    """
    from flows.status import chain  # noqa: PLC0415

    found = chain(context.obj, record)
    if found is None:
        raise UsageError(f"no record or document has the id {record}; ids stand in processed/*.jsonl")
    print(dumps(found.row()) if json else found.lines())
    return OK


@app.command()
def places(name: Annotated[str, typer.Argument(metavar="NAME")], json: Json = False) -> int:
    """Which place a name means, who else bears it, what decided.  地名の照合

    NAME is a name or a passage: what stands around a name decides.

    \b
    Examples:
      renkei places 府中市
      renkei places 広島県府中市
      renkei places "Kobe, Japan" --json
    """
    from flows.places import explain  # noqa: PLC0415

    found = explain(name)
    print(dumps(found.row()) if json else found.lines())
    return OK if found.links or found.bearers else DATA


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL")],
    name: Annotated[str | None, typer.Option(help="Name of the source; left out: from the host.")] = None,
    private: Annotated[bool, typer.Option("--private", help="It is on this machine or a private network.")] = False,
    json: Json = False,
) -> int:
    """A new source: write its file, try it, show what it brings.  収集元を追加

    \b
    Example:
      renkei add https://www.city.example.lg.jp/renkei/
    """
    from flows import add as adding  # noqa: PLC0415

    try:
        added = adding.add(context.obj, url, name, private)
    except adding.NothingThereError as error:
        return complain(f"{error}; no file was written", DATA)
    print(dumps(added.row()) if json else added.lines())
    return OK


@app.command()
def diff(context: typer.Context, url: Annotated[str, typer.Argument(metavar="URL")], json: Json = False) -> int:
    """What changed at an address since the version before, and the records that touches.  変更箇所

    \b
    Example:
      renkei diff https://www.city.example.lg.jp/p1.html
    """
    from flows.extraction.reading import ReadFailedError  # noqa: PLC0415
    from flows.reviewing.diff import NothingToCompareError, difference  # noqa: PLC0415

    try:
        found = difference(context.obj, url)
    except NothingToCompareError as error:
        raise UsageError(str(error)) from error
    except ReadFailedError as error:
        return complain(f"{url}: {error}", DATA)
    print(dumps(found.row()) if json else found.lines())
    return OK


@app.command()
def status(context: typer.Context, json: Json = False) -> int:
    """Sources, documents, records, problems.  現在の状態

    \b
    Example:
      renkei status --json
    """
    from flows.status import overview  # noqa: PLC0415

    found = overview(context.obj)
    print(dumps(found.row()) if json else found.lines())
    return OK


@app.command()
def doctor(context: typer.Context, json: Json = False) -> int:
    """What is installed, what is missing, what to do.  動作環境の確認

    \b
    Example:
      renkei doctor
    """
    from flows.doctor import examine  # noqa: PLC0415

    checks = examine(context.obj)
    print(dumps([asdict(check) for check in checks]) if json else "\n".join(check.line() for check in checks))
    return OK if all(check.well for check in checks) else DATA


@app.command("version")
def show_version() -> None:
    """The version of Renkei.  版"""
    print(f"renkei {version('renkei')}")
