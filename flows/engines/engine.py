"""How the parts of a stage are carried out: `PLAIN` here and now, or another engine that keeps a record of them.

>>> list(PLAIN.each("double", lambda number: 2 * number, [1, 2, 3], label=str, side_by_side=2))
[2, 4, 6]

A stage (crawl, extract, publish) is a plain function. It gives its parts (a source, a batch of documents, a table) to
the engine that it is called with, so that the same work is done whether Prefect runs it or cron. What of a part may be
done on any machine is given to the engine's workers:

>>> with PLAIN.workers() as workers:
...     workers.carry_out(str.upper, "a")
'A'
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context
from itertools import islice
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class EngineError(Exception):
    """The engine's workers are gone; the message says what to do. What was done before is kept."""


class LostError(Exception):
    """Whoever carried out this piece of work died, again and again."""


class Workers(Protocol):
    """Whoever carries out work that may be done on any machine: it reads nothing but what it is given names of."""

    @property
    def width(self) -> int:
        """How many pieces of work, side by side, keep them busy."""
        ...

    def carry_out(self, work: Callable[[T], R], item: T) -> R:
        """What the work returns; raises what it raises, or `LostError`, or `EngineError`."""
        ...


class Engine(Protocol):
    """Whoever carries out the parts of a stage."""

    def each(
        self, name: str, work: Callable[[T], R], items: Iterable[T], *, label: Callable[[T], str], side_by_side: int = 1
    ) -> Iterator[R]:
        """The work on each item, so many at a time, and what it returns, in the order of the items.

        `name` says what kind of work it is, `label` which part of it. Items are taken as they are needed: no more than
        `side_by_side` are held. What the work raises is raised here.
        """
        ...

    def workers(self) -> AbstractContextManager[Workers]:
        """The workers, there while the block runs."""
        ...


class Here:
    """This process, with a piece of work for each core."""

    width = os.cpu_count() or 1

    def carry_out(self, work: Callable[[T], R], item: T) -> R:
        """See `Workers`."""
        return work(item)


class PlainEngine:
    """Carries out parts in this process, without anything else."""

    def each(
        self, name: str, work: Callable[[T], R], items: Iterable[T], *, label: Callable[[T], str], side_by_side: int = 1
    ) -> Iterator[R]:
        """See `Engine`."""
        if side_by_side == 1:  # in the caller's own thread, where an interrupt arrives
            yield from map(work, items)
            return
        threads = ThreadPoolExecutor(side_by_side)
        try:
            yield from in_order(lambda item: threads.submit(copy_context().run, work, item), items, side_by_side)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def workers(self) -> AbstractContextManager[Workers]:
        """See `Engine`."""
        return nullcontext(Here())


class Promise(Protocol[R_co]):
    """A piece of work that is under way or waits: a future, Prefect's or the standard library's."""

    def result(self) -> R_co:
        """What it came to."""
        ...


def in_order(
    submit: Callable[[T], Promise[R]], items: Iterable[T], most: int, cancel: Callable[[Any], object] = Future.cancel
) -> Iterator[R]:
    """The results of what is submitted, in order, with no more than so many pieces under way."""
    left = iter(items)
    under_way = deque(submit(item) for item in islice(left, most))
    try:
        while under_way:
            result = under_way.popleft().result()
            under_way.extend(submit(item) for item in islice(left, 1))
            yield result
    finally:
        for one in under_way:
            cancel(one)


PLAIN = PlainEngine()
