"""`renkei serve` and `renkei deployments`: crawls by the clock, with a Prefect server of our own or of yours."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.options import Names
from flows.usage import UsageError


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address of the Prefect server and its UI.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Left out: 4200, or a free one.")] = None,
    side_by_side: Annotated[int, typer.Option(min=1, help="Runs at a time, a process each.")] = 4,
) -> None:
    """Crawl every source by its schedule, then extract and publish.  定期実行

    \b
    Examples:
      renkei serve
      PREFECT_API_URL=http://prefect:4200/api renkei serve
    """
    from flows.locks import alone  # noqa: PLC0415
    from flows.serving.prefect_server import Address, api  # noqa: PLC0415

    workspace = context.obj
    workspace.chosen()  # refused before anything is begun
    with alone(workspace.state, "serve", wait=False) as free:
        if not free:
            raise UsageError(f"{workspace.home.absolute()}: `renkei serve` runs here already; stop that one first")
        with api(workspace.state.absolute() / "prefect", Address(host, port)) as url:
            from flows.serving.serve import serve as serve_sources  # noqa: PLC0415  Prefect reads its settings when it is loaded

            serve_sources(workspace, side_by_side, url.removesuffix("/api"), lambda line: print(line, flush=True))


def deployments(
    context: typer.Context,
    names: Names = None,
    pool: Annotated[str, typer.Option(help="The work pool whose workers carry them out.")] = "renkei",
) -> None:
    """The same for a Prefect server and workers of your own: prefect.yaml.  自前のPrefect用

    \b
    Example:
      renkei deployments > prefect.yaml && prefect deploy --all
    """
    from flows.serving.deployments import prefect_yaml  # noqa: PLC0415  Prefect takes a second to load

    print(prefect_yaml(context.obj.chosen(names), pool), end="")
