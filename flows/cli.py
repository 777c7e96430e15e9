"""The command line `renkei`: arguments in, one call of a plain function or a flow, output for people or as JSON.

Exit codes: 0 all well; 1 some data could not be used (a line each on standard error, the rest is done); 2 the call or
a source file is off and nothing was begun; 130 interrupted (the next run goes on from there).
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import httpx
import typer

from crawler.source import SourceError
from extractors.rows import dumps, to_row
from flows import changes_commands, opening_commands, register_commands
from flows.changes import UnknownEditionError
from flows.files import FileBatch, records_of
from flows.progress import shown
from flows.reading import MEMORY, SECONDS, Limits
from flows.register import UnknownEntryError
from flows.report import Report
from flows.workspace import Workspace
from store.database import LedgerError
from store.warc import ArchiveError

OK, DATA, USAGE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(register_commands.app, name="register")
app.command()(changes_commands.changes)
app.command("open")(opening_commands.open_report)
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Names of sources; left out: all that are enabled.")
]
Url = Annotated[str | None, typer.Option(help="Address the file came from; names the document.")]
Published = Annotated[str | None, typer.Option(help="Day it was published, as 2021-01-28; helps with missing years.")]


def main() -> None:
    """Run the command line; whatever goes wrong is one line on standard error."""
    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:  # what Typer makes of Ctrl-C
            raise KeyboardInterrupt  # noqa: TRY301
    except typer.TyperException as error:
        code = _complain(f"{error.format_message()} (renkei --help shows how)", error.exit_code)
    except (SourceError, UsageError, UnknownEntryError, UnknownEditionError) as error:
        code = _complain(str(error), USAGE)
    except (LedgerError, ArchiveError) as error:
        code = _complain(str(error), DATA)
    except (KeyboardInterrupt, typer.Abort):
        signal.setitimer(signal.ITIMER_REAL, 0)
        code = _complain("interrupted; the next run goes on from here", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone; nothing is lost
        sys.stderr.close()
        code = OK
    except OSError as error:
        code = _complain(f"{error.filename or 'the disk'}: {error.strerror or error}; mend that and run again", DATA)
    sys.exit(code or OK)


class UsageError(Exception):
    """The call cannot mean anything; the message says what to give instead."""


@app.callback()
def renkei(
    context: typer.Context,
    home: Annotated[Path, typer.Option(envvar="RENKEI_HOME", help="Folder with raw/, renkei.db, processed/.")] = Path(),
    sources: Annotated[
        Path | None, typer.Option(envvar="RENKEI_SOURCES", help="Folder of source files; left out: HOME/sources.")
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
    2 the call is off; 130 interrupted.
    """
    context.obj = Workspace(home, sources or home / "sources", Limits(seconds, memory << 20))


@app.command()
def run(context: typer.Context, names: Names = None, json: Json = False) -> int:
    """Crawl, extract what changed, publish.  収集・抽出・公開

    \b
    Examples:
      renkei run
      renkei run matsuyama --json
    """
    context.obj.chosen(names)  # refused before anything is begun
    from flows.run import run as flow  # noqa: PLC0415  Prefect takes a second to load

    with _working():
        report = flow(context.obj, names)
    return _tell(report, json)


@app.command()
def crawl(context: typer.Context, names: Names = None, json: Json = False) -> int:
    """Fetch what is new or has changed.  収集のみ

    \b
    Examples:
      renkei crawl
      renkei crawl matsuyama toyama
    """
    context.obj.chosen(names)
    from flows.crawl import crawl as flow  # noqa: PLC0415

    with _working():
        report = flow(context.obj, names)
    return _tell(report, json)


@app.command()
def extract(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help=".html .pdf .txt .md")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every stored document again.")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Stored documents whose page or extractor changed.")
    ] = False,
    url: Url = None,
    published: Published = None,
) -> int:
    """Records of files as JSON Lines, or of the stored documents into the ledger.  抽出

    \b
    Examples:
      renkei extract page.html report.pdf > records.jsonl
      renkei extract page.html --url https://www.city.example.lg.jp/p1.html
      renkei extract --changed
    """
    if (files is not None) + everything + changed != 1:
        raise UsageError("extract takes files, or --changed, or --all: one of the three")
    if files:
        return _extract_files(FileBatch(files, url, published, context.obj.limits))
    from flows.extract import extract as flow  # noqa: PLC0415

    with _working():
        report = flow(context.obj, everything=everything)
    return _tell(report, json=False)


@app.command()
def text(context: typer.Context, file: Annotated[Path, typer.Argument(help=".html .pdf .txt .md")]) -> int:
    """The text of a file as it is stored: what the offsets of records count in.  本文を表示

    \b
    Example:
      renkei text report.pdf
    """
    batch = FileBatch([file], limits=context.obj.limits)
    for reading in batch.readings(records=False):
        sys.stdout.write(reading.document.text)
    return _troubles(batch)


@app.command()
def publish(context: typer.Context, json: Json = False) -> int:
    """Write the tables to processed/.  公開

    \b
    Example:
      renkei publish
    """
    from flows.publish import publish as flow  # noqa: PLC0415

    with _working():
        report = flow(context.obj)
    return _tell(report, json)


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


@contextmanager
def _working() -> Iterator[None]:
    """Progress on a terminal; an interrupt stays one although Prefect, its server gone too, fails to report it."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    with shown(terminal=sys.stderr.isatty()):
        try:
            yield
        except (httpx.HTTPError, RuntimeError) as error:
            if _interrupted(error):
                raise KeyboardInterrupt from error
            if not isinstance(error.__cause__ or error, httpx.HTTPError | OSError):
                raise
            raise UsageError(
                f"the Prefect server does not answer ({error}); check PREFECT_API_URL, or unset it"
            ) from error


def _interrupt(*_: object) -> None:
    """Ctrl-C ends the command's own Prefect server too; whoever then waits for it to come back is interrupted again."""
    signal.setitimer(signal.ITIMER_REAL, 2, 2)
    raise KeyboardInterrupt


def _interrupted(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _extract_files(batch: FileBatch) -> int:
    for reading in batch.readings(records=True):
        for record in records_of(reading):
            print(dumps(to_row(record)))
    return _troubles(batch)


def _troubles(batch: FileBatch) -> int:
    for trouble in batch.troubles:
        _complain(trouble.line, trouble.code)
    return max((trouble.code for trouble in batch.troubles), default=OK)


def _tell(report: Report, json: bool) -> int:
    print(dumps(report.row()) if json else report.lines())
    for problem in report.problems:
        _complain(problem, DATA)
    return DATA if report.failed else OK


def _complain(line: str, code: int) -> int:
    print(f"renkei: {' '.join(line.split())}", file=sys.stderr)
    return code
