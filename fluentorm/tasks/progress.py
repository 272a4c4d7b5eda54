"""What a run of migrations shows while it works: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from fluentorm.migrate.execution import Direction, Done, Running
from fluentorm.migrate.session_lock import Waiting
from fluentorm.tasks.action import note, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.migrate.runner import Progress

# From so many migrations on a terminal shows a bar in place of a line for each.
_MANY = 20
_BAR = 20
_SIGN = {Direction.UP: "✓", Direction.DOWN: "↩"}


@contextlib.contextmanager
def reporting(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Give the function that a runner reports to; ``quiet`` leaves only waiting to be told."""
    if quiet:
        yield _waiting_only
        return
    with contextlib.ExitStack() as stack:
        display = _Display(stack)
        yield display


class _Display:
    """Lines, or a bar once a long run begins on a terminal."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._advance: Callable[[Progress], None] | None = None

    def __call__(self, progress: Progress) -> None:
        if isinstance(progress, Waiting):
            _waiting_only(progress)
            return
        if progress.total >= _MANY and sys.stderr.isatty():
            if self._advance is None:
                self._advance = self._stack.enter_context(_bar(progress.total))
            self._advance(progress)
        elif isinstance(progress, Done):
            say(f"  {_SIGN[progress.direction]} {progress.name}{_duration(progress.seconds)}")
            sys.stdout.flush()


def _waiting_only(progress: Progress) -> None:
    if isinstance(progress, Waiting):
        who = progress.holder or "another runner"
        left = max(0.0, progress.limit - progress.waited)
        note(f"waiting for the migration lock, held by {who} (for {left:.0f} s at most)")


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
