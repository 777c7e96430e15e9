"""Which engine carries out a stage, by what the command was told.

>>> carrier(plain=True)(abs)(-2)
2
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flows.usage import UsageError

if TYPE_CHECKING:
    from flows.report import Report

Stage = Callable[..., "Report"]
Carrier = Callable[[Stage], Stage]


def carrier(plain: bool, engine: str = "prefect", address: str | None = None) -> Carrier:
    """What makes a stage one that Prefect carries out, with a Dask cluster or without; plainly, it stays as it is.

    Raises `UsageError` when that cannot be meant, or needs an extra that is not installed.
    """
    if address and engine != "dask":
        raise UsageError("--address is that of a Dask scheduler: give --engine dask too")
    if plain and engine == "dask":
        raise UsageError("--plain is without an engine, --engine dask with one: give one of the two")
    if plain:
        return lambda stage: stage
    if engine == "prefect":
        from flows.engines.prefect_engine import FLOWS  # noqa: PLC0415  Prefect takes a second to load

        return lambda stage: FLOWS[stage.__name__]
    try:
        from flows.engines.dask_engine import with_dask  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("--engine dask needs Dask: pip install 'renkei[cluster]'") from error
    return with_dask(address)
