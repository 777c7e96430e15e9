"""What is being done, shown while it is done: a bar on a terminal, elsewhere a line now and then for the log.

>>> with shown(terminal=False) as progress:
...     progress.begin("crawl", "川崎市")
...     progress.step("https://www.city.kawasaki.jp/")
>>> duration(50), duration(4_000), duration(200_000)
('1 min', '1 h 7 min', '2 d 7 h')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from flows.exits import OK, complain

EVERY = 60  # seconds between two lines where there is no terminal
_LONGEST = 60  # characters of an address that fit beside the bar
_PACE = 300  # seconds that the time left is reckoned from: documents differ much


class Show:
    """Shows how many steps of a stage are done, of how many, and the last of them; this one shows nothing."""

    def begin(self, stage: str, what: str, total: int | None = None) -> None:
        """Start the line of a stage; `total` steps when their number is known."""

    def look(self, what: str) -> None:
        """This is looked at now."""

    def step(self, what: str) -> None:
        """One more step is done."""


@dataclass(slots=True)
class Bars(Show):
    """A bar on a terminal for each stage, with the time that is left."""

    bars: Progress
    current: TaskID | None = None

    def begin(self, stage: str, what: str, total: int | None = None) -> None:
        """See `Show`."""
        self.current = self.bars.add_task(f"{stage} {what}", total=total, step="")

    def look(self, what: str) -> None:
        """See `Show`."""
        if self.current is not None:
            self.bars.update(self.current, step=what[-_LONGEST:])

    def step(self, what: str) -> None:
        """See `Show`."""
        if self.current is not None:
            self.bars.update(self.current, advance=1, step=what[-_LONGEST:])


@dataclass(slots=True)
class Lines(Show):
    """A line on standard error each minute; a stage that is done sooner says nothing."""

    now: Callable[[], float] = monotonic
    stage: str = ""
    total: int | None = None
    done: int = 0
    begun: float = 0
    told: float = 0

    def begin(self, stage: str, what: str, total: int | None = None) -> None:
        """See `Show`."""
        self.stage, self.total, self.done = f"{stage} {what}".strip(), total, 0
        self.begun = self.told = self.now()

    def step(self, what: str) -> None:
        """See `Show`."""
        self.done += 1
        now = self.now()
        if now - self.told >= EVERY:
            self.told = now
            complain(f"{self.stage} {self.done:,}{self._left(now - self.begun)}", OK)

    def _left(self, seconds: float) -> str:
        if self.total is None:
            return ""
        left = max(self.total - self.done, 0) * seconds / self.done
        return f" / {self.total:,}, about {duration(left)} left"


_CURRENT: ContextVar[Show | None] = ContextVar("progress", default=None)


def progress() -> Show:
    """What shows the progress now, for whoever does the work; where nobody asked for it, nothing is shown."""
    return _CURRENT.get() or Show()


@contextmanager
def shown(terminal: bool) -> Iterator[Show]:
    """Show progress on standard error while the block runs."""
    if not terminal:
        with _current(Lines()) as lines:
            yield lines
        return
    line = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    left = TextColumn("残り left"), TimeRemainingColumn()
    step = TextColumn("{task.fields[step]}", style="dim", markup=False)
    with (
        Progress(
            SpinnerColumn(), *line, *left, step, console=Console(stderr=True), speed_estimate_period=_PACE
        ) as bars,
        _current(Bars(bars)) as show,
    ):
        yield show


def duration(seconds: float) -> str:
    """How long something takes, in the two units that say enough, rounded up to minutes."""
    minutes = -int(-seconds // 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    return " ".join(parts[:2]) or "0 min"


@contextmanager
def _current(show: Show) -> Iterator[Show]:
    token = _CURRENT.set(show)
    try:
        yield show
    finally:
        _CURRENT.reset(token)
