"""One process at a time: an advisory lock on a file, let go by the system when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

from fluentorm.errors import GenerationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_POLL_SECONDS = 0.05


@contextlib.contextmanager
def exclusive(
    path: Path, *, wait: float = 60.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock file while the block runs; ``wait`` seconds for another holder to finish.

    ``on_wait`` is called once, with the holder's process id as text, when there is someone to
    wait for. Raises GenerationError when the wait is over, or when the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise GenerationError(
            f'cannot create the lock file "{path}": {(error.strerror or "").lower()}',
            hint="make the folder writable and run the command again",
        ) from error
    try:
        _acquire(descriptor, path, wait, on_wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)  # closing lets go of the lock


def is_held(path: Path) -> bool:
    """Say whether some process holds the lock right now."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(descriptor)
    finally:
        os.close(descriptor)


def _acquire(
    descriptor: int, path: Path, wait: float, on_wait: Callable[[str], None] | None
) -> None:
    deadline = time.monotonic() + wait
    told = False
    while not _try_lock(descriptor):
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
        if not told and on_wait is not None:
            on_wait(holder)
        told = True
        if time.monotonic() >= deadline:
            raise GenerationError(
                f"another generation is running (process {holder}) and did not finish "
                f"within {wait:g} seconds",
                hint=f"wait for process {holder} or stop it, then run the command again",
            )
        time.sleep(_POLL_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
