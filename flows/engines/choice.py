"""Which engine carries out a stage, by what the command was told.

>>> carrier(plain=True)(abs)(-2)
2
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from flows.usage import UsageError

if TYPE_CHECKING:
    from flows.engines.prefect_engine import PrefectEngine
    from flows.report import Report

Stage = Callable[..., "Report"]
Carrier = Callable[[Stage], Stage]


def carrier(plain: bool, engine: str = "prefect", address: str | None = None) -> Carrier:
    """What makes a stage one that Prefect carries out, with a Dask cluster or without; plainly, it stays as it is.

    Raises `UsageError` when that cannot be meant, or needs an extra that is not installed.
    """
    if plain and engine == "dask":
        raise UsageError("--plain is without an engine, --engine dask with one: give one of the two")
    if plain:
        return lambda stage: stage
    chosen = engine_of(engine, address)
    from flows.engines.prefect_engine import as_flow  # noqa: PLC0415  Prefect takes a second to load

    return lambda stage: as_flow(stage, chosen)


def engine_of(name: str, address: str | None = None) -> PrefectEngine:
    """Prefect's engine, `prefect`, or `dask` with a cluster: that of a scheduler, or one that is made for the run.

    Raises `UsageError` when that cannot be meant, or needs an extra that is not installed.
    """
    check(name, address)
    if name == "prefect":
        from flows.engines.prefect_engine import PrefectEngine  # noqa: PLC0415

        return PrefectEngine()
    from flows.engines.dask_engine import DaskEngine  # noqa: PLC0415

    return DaskEngine(address)


def check(name: str, address: str | None) -> None:
    """Raise `UsageError` when `engine_of` would, without loading Prefect, whose settings are read then."""
    if address and name != "dask":
        raise UsageError("--address is that of a Dask scheduler: give --engine dask too")
    if name == "dask" and not (find_spec("distributed") and find_spec("prefect_dask")):
        raise UsageError("--engine dask needs Dask: pip install 'renkei[cluster]'")
