"""The stages as Prefect flows: the same functions, whose parts are tasks that Prefect names, times and keeps.

>>> from flows.crawl import crawl
>>> as_flow(crawl).name
'crawl'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.engines.engine import PLAIN, Workers, in_order
from flows.report import Report

T = TypeVar("T")
R = TypeVar("R")

_THREADS = 256  # more than any stage has parts under way: each says itself how many


class PrefectEngine:
    """Carries out parts as tasks of the flow that runs, by its task runner."""

    def each(
        self, name: str, work: Callable[[T], R], items: Iterable[T], *, label: Callable[[T], str], side_by_side: int = 1
    ) -> Iterator[R]:
        """See `flows.engines.engine.Engine`."""
        # Results are for us, not for a cache; items are quoted, since Prefect would look for futures in all fields.
        one = task(name=name, cache_policy=NO_CACHE, cache_result_in_memory=False)(work)

        def titled(item: T) -> Any:
            # Prefect fills braces in a name, and an address may hold some.
            return one.with_options(task_run_name=f"{name} {label(item)}".replace("{", "{{").replace("}", "}}"))

        if side_by_side == 1:  # in the caller's own thread, where an interrupt arrives
            return (titled(item)(quote(item)) for item in items)
        return in_order(
            lambda item: titled(item).submit(quote(item)), items, side_by_side, lambda one: one.wrapped_future.cancel()
        )

    def workers(self) -> AbstractContextManager[Workers]:
        """See `flows.engines.engine.Engine`."""
        return PLAIN.workers()


def as_flow(stage: Callable[..., Report], engine: PrefectEngine | None = None) -> Flow[..., Report]:
    """The stage as a flow: called with the same arguments but the engine."""

    def begun(*arguments: Any, **named: Any) -> Report:
        return stage(*arguments, **named, engine=engine or PrefectEngine())

    runner: Any = ThreadPoolTaskRunner(max_workers=_THREADS)
    name = stage.__name__
    return flow(name=name, flow_run_name=name, task_runner=runner, validate_parameters=False)(begun)
