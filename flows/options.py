"""What several commands take in the same words."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Names of sources; left out: all that are enabled.")
]
Reviewer = Annotated[str, typer.Option(envvar="RENKEI_REVIEWER", help="Who says so; kept with the decision.")]
Plain = Annotated[bool, typer.Option("--plain", help="Without Prefect: the same work, no server, no history of runs.")]
EngineName = Annotated[
    Literal["prefect", "dask"],
    typer.Option("--engine", help="Who extracts: Prefect on this machine, or a Dask cluster for it."),
]
Address = Annotated[
    str | None, typer.Option(metavar="URL", help="The Dask scheduler, tcp://HOST:PORT; left out: a cluster made here.")
]
