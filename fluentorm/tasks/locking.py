"""One generation at a time, and none half done: held by those that write, looked at by all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.tasks.action import counted, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.tasks.project import Project


@contextlib.contextmanager
def generation_lock(project: Project) -> Iterator[None]:
    """Hold the project's generation lock; what a killed generation left is undone first."""
    from fluentorm.migrate.commit import recover
    from fluentorm.migrate.filelock import exclusive

    lock = exclusive(
        project.lock,
        wait=project.config.lock_wait,
        on_wait=lambda holder: note(f"waiting for another generation (process {holder})"),
    )
    with lock:
        recovery = recover(project.journal)
        if recovery is not None:
            note(
                "an earlier generation was cut short; "
                f"removed {counted(len(recovery.removed), 'file')} that it left"
            )
        yield


@contextlib.contextmanager
def reading_lock(project: Project) -> Iterator[None]:
    """Hold the generation lock to read what a generation would start from.

    In a folder that cannot be written to nobody generates, so there is nothing to hold.
    """
    folder = project.state_dir if project.state_dir.exists() else Path()
    if os.access(folder, os.W_OK):
        with generation_lock(project):
            yield
    else:
        yield


def require_complete(project: Project) -> None:
    """Wait for a running generation and undo one that was cut short, before files are read.

    Costs one look for a file when there is nothing to mend.
    """
    if project.journal.exists():
        with generation_lock(project):
            pass
