"""What a run of migrations shows while it works: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

from fluentorm.dialects.running import (
    BackfillProgress,
    Finding,
    Held,
    LockRetry,
    StepFinished,
    StepStarted,
)
from fluentorm.migrate.execution import Direction, Done, Running
from fluentorm.migrate.session_lock import Waiting
from fluentorm.tasks.action import note, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.migrate.runner import Progress

# From so many migrations on a terminal shows a bar in place of a line for each.
_MANY = 20
_BAR = 20
_TELL_EVERY = 5.0
_NOT_YET_DURABLE = "applied, not yet durable: a crash before the end of the run undoes the last"
_SIGN = {Direction.UP: "✓", Direction.DOWN: "↩"}


@contextlib.contextmanager
def reporting(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Give the function that a runner reports to; ``quiet`` leaves only waiting to be told."""
    if quiet:
        yield _Waits()
        return
    with contextlib.ExitStack() as stack:
        display = _Display(stack)
        yield display


class _Waits:
    """Tells what keeps a run waiting, now and then."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, progress: Progress) -> None:
        if isinstance(progress, Waiting):
            who = progress.holder or "another runner"
            left = max(0.0, progress.limit - progress.waited)
            note(f"waiting for the migration lock, held by {who} (for {left:.0f} s at most)")
        elif isinstance(progress, LockRetry) and self._due():
            note(
                f"{progress.script}: no lock in try {progress.attempt}, "
                f"for {progress.waited:.1f} s of {progress.budget:.0f} s at most"
            )
            for blocker in progress.blockers:
                note(f"  held by {blocker}")
        elif isinstance(progress, Held):
            note(f"{progress.script}: waiting, {progress.reason}")
        elif isinstance(progress, Finding):
            note(str(progress))

    def _due(self) -> bool:
        now = time.monotonic()
        if now - self._told < _TELL_EVERY:
            return False
        self._told = now
        return True


class _Display:
    """Lines, or a bar once a long run begins on a terminal."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._advance: Callable[[Progress], None] | None = None
        self._waits = _Waits()
        self._backfill = _Backfill()
        self._told_of_durability = False

    def __call__(self, progress: Progress) -> None:
        if isinstance(progress, Waiting | LockRetry | Held | Finding):
            self._waits(progress)
        elif isinstance(progress, BackfillProgress):
            self._backfill(progress)
        elif isinstance(progress, StepStarted | StepFinished):
            self._backfill.end()
            self._tell_step(progress)
        elif progress.total >= _MANY and sys.stderr.isatty():
            if self._advance is None:
                self._advance = self._stack.enter_context(_bar(progress.total))
            self._advance(progress)
        elif isinstance(progress, Done):
            if not (progress.durable or self._told_of_durability):
                self._told_of_durability = True
                note(_NOT_YET_DURABLE)
            say(f"  {_SIGN[progress.direction]} {progress.name}{_duration(progress.seconds)}")
            sys.stdout.flush()

    def _tell_step(self, progress: StepStarted | StepFinished) -> None:
        if isinstance(progress, StepFinished) and self._advance is None:
            where = f"step {progress.number} of {progress.total} ({progress.kind})"
            note(f"    {where}{_duration(progress.seconds)}")


class _Backfill:
    """One line that changes on a terminal, and a line now and then elsewhere."""

    def __init__(self) -> None:
        self._told = 0.0
        self._open = False

    def __call__(self, progress: BackfillProgress) -> None:
        terminal = sys.stderr.isatty()
        now = time.monotonic()
        if not terminal and now - self._told < _TELL_EVERY:
            return
        self._told = now
        text = _told_of(progress)
        if terminal:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self._open = True
        else:
            note(text)

    def end(self) -> None:
        """Begin a new line."""
        if self._open:
            sys.stderr.write("\n")
            self._open = False


def _told_of(progress: BackfillProgress) -> str:
    rows = "1 row" if progress.rows == 1 else f"{progress.rows:,} rows"
    text = f"    backfill: {rows} updated, {progress.rate:,.0f} rows/s read"
    if progress.total:
        text += f", {min(100, progress.passed * 100 // progress.total)} %"
    if progress.left is not None:
        text += f", {_clock(progress.left)} left"
    return text


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _duration(seconds: float) -> str:
    return f" ({seconds:.1f} s)" if seconds >= 1 else ""


@contextlib.contextmanager
def _bar(total: int) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    # In a narrow terminal the name is what gets shorter, to nothing if need be.
    whole = Column(no_wrap=True)
    rest = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    columns = (
        BarColumn(bar_width=_BAR, table_column=Column(width=_BAR)),
        MofNCompleteColumn(table_column=whole),
        TimeElapsedColumn(table_column=whole),
        TextColumn("{task.description}", markup=False, table_column=rest),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task("", total=total)

        def advance(progress: object) -> None:
            if isinstance(progress, Running):
                bar.update(task, description=progress.name)
            elif isinstance(progress, Done):
                bar.advance(task)

        yield advance
