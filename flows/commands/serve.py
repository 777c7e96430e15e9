"""`renkei serve` and `renkei deployments`: crawls by the clock, with a Prefect server of our own or of yours."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.options import Address, EngineName, Names
from flows.usage import UsageError


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address of the Prefect server and its UI.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Left out: 4200, or a free one.")] = None,
    side_by_side: Annotated[int, typer.Option(min=1, help="Runs at a time, a process each.")] = 4,
    engine: EngineName = "prefect",
    address: Address = None,
) -> None:
    """Crawl every source by its schedule, then extract and publish.  定期実行

    \b
    Examples:
      renkei serve
      PREFECT_API_URL=http://prefect:4200/api renkei serve
      renkei serve --engine dask --address tcp://scheduler:8786
    """
    from flows.engines.choice import check  # noqa: PLC0415
    from flows.locks import alone  # noqa: PLC0415
    from flows.serving.prefect_server import Address as Listening  # noqa: PLC0415
    from flows.serving.prefect_server import api  # noqa: PLC0415

    workspace = context.obj
    workspace.chosen()  # refused before anything is begun
    check(engine, address)
    with alone(workspace.state, "serve", wait=False) as free:
        if not free:
            raise UsageError(f"{workspace.home.absolute()}: `renkei serve` runs here already; stop that one first")
        with api(workspace.state.absolute() / "prefect", Listening(host, port)) as url:
            # Prefect reads its settings when it is loaded.
            from flows.serving.deployments import Extraction  # noqa: PLC0415
            from flows.serving.serve import serve as serve_sources  # noqa: PLC0415

            extraction, ui = Extraction(engine, address), url.removesuffix("/api")
            serve_sources(workspace, side_by_side, extraction, ui, lambda line: print(line, flush=True))


def deployments(
    context: typer.Context,
    names: Names = None,
    pool: Annotated[str, typer.Option(help="The work pool whose workers carry them out.")] = "renkei",
    engine: EngineName = "prefect",
    address: Address = None,
) -> None:
    """The same for a Prefect server and workers of your own: prefect.yaml.  自前のPrefect用

    \b
    Example:
      renkei deployments > prefect.yaml && prefect deploy --all
    """
    from flows.engines.choice import check  # noqa: PLC0415
    from flows.serving.deployments import Extraction, prefect_yaml  # noqa: PLC0415  Prefect takes a second to load

    sources = context.obj.chosen(names)
    check(engine, address)
    print(prefect_yaml(sources, pool, Extraction(engine, address)), end="")
