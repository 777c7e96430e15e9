"""`renkei open`: the report and, where it is installed, Datasette, on loopback."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from threading import Event
from typing import Annotated

import typer


def open_report(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the report; 0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open it in the browser.")] = True,
) -> None:
    """Serve the report on this machine until Ctrl-C.  閲覧

    \b
    Examples:
      renkei open
      renkei open --port 8080 --no-browser
    """
    from flows.publishing.opening import opened  # noqa: PLC0415  loads what `--help` does not need

    if not (context.obj.processed / "report" / "index.html").exists():
        raise typer.BadParameter(f"{context.obj.processed} has no report yet; `renkei publish` makes one")
    with opened(context.obj.processed, port) as there:
        print(f"報告 report      {there.report}")
        print(f"データ Datasette  {there.datasette or 'not installed: pip install datasette'}", flush=True)
        if browser:
            webbrowser.open(there.report)
        with suppress(KeyboardInterrupt):
            Event().wait()
