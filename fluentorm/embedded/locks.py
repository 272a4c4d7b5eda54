"""Locks on open files, which the system takes back from a process that ends in any way."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POLL = 0.01


@contextmanager
def exclusive(file: Path, *, seconds: float) -> Iterator[int]:
    """Hold a file locked, made if need be, and give its open descriptor.

    A process that inherits the descriptor goes on holding the lock. Raises TimeoutError when
    another holds it for longer than ``seconds``, OSError when the file cannot be opened.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        deadline = time.monotonic() + seconds
        while not _lock(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise TimeoutError(0, "it stays locked", str(file))
            time.sleep(_POLL)
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(file: Path) -> bool:
    """Say whether anybody holds a file locked; false when there is no such file."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _lock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
