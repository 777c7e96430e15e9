"""What is being done, shown on a terminal while it is done; elsewhere nothing but the summary is written.

>>> with shown(terminal=False) as progress:
...     progress.begin("crawl", "川崎市")
...     progress.step("https://www.city.kawasaki.jp/")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

_LONGEST = 60  # characters of an address that fit beside the bar


@dataclass(slots=True)
class Show:
    """One line for the stage that is under way: how many steps are done, of how many, and the last of them."""

    bars: Progress | None
    current: TaskID | None = None

    def begin(self, stage: str, what: str, total: int | None = None) -> None:
        """Start the line of a stage; `total` steps when their number is known."""
        if self.bars:
            self.current = self.bars.add_task(f"{stage} {what}", total=total, step="")

    def look(self, what: str) -> None:
        """This is looked at now."""
        if self.bars and self.current is not None:
            self.bars.update(self.current, step=what[-_LONGEST:])

    def step(self, what: str) -> None:
        """One more step is done."""
        if self.bars and self.current is not None:
            self.bars.update(self.current, advance=1, step=what[-_LONGEST:])


_CURRENT: ContextVar[Show | None] = ContextVar("progress", default=None)


def progress() -> Show:
    """The line that is shown now, for whoever does the work; without a terminal it shows nothing."""
    return _CURRENT.get() or Show(None)


@contextmanager
def shown(terminal: bool) -> Iterator[Show]:
    """Show progress on standard error while the block runs, if that is a terminal."""
    if not terminal:
        yield progress()
        return
    line = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    step = TextColumn("{task.fields[step]}", style="dim", markup=False)
    with Progress(SpinnerColumn(), *line, step, console=Console(stderr=True)) as bars:
        token = _CURRENT.set(Show(bars))
        try:
            yield progress()
        finally:
            _CURRENT.reset(token)
