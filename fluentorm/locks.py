"""Locks on open files, which the system takes back from a process that ends in any way."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_POLL = 0.01
# Of another user's link in a folder that all may write to; Windows has no such flag.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def exclusive(
    file: Path, *, seconds: float, on_wait: Callable[[int], None] | None = None
) -> Iterator[int]:
    """Hold a file locked, made if need be, and give its open descriptor.

    A process that inherits the descriptor goes on holding the lock. ``on_wait`` is called once
    with the descriptor when another holds it. Raises TimeoutError when that takes longer than
    ``seconds``, OSError when the file cannot be opened.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
    try:
        deadline = time.monotonic() + seconds
        while not lock(descriptor):
            if on_wait is not None:
                on_wait(descriptor)
                on_wait = None
            if time.monotonic() > deadline:
                raise TimeoutError(0, "it stays locked", str(file))
            time.sleep(_POLL)
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(file: Path) -> bool:
    """Say whether anybody holds a file locked; false when there is no such file."""
    try:
        descriptor = os.open(file, os.O_RDONLY | _NO_LINK)
    except FileNotFoundError:
        return False
    try:
        return not lock(descriptor, shared=True)
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def lock(descriptor: int, *, shared: bool = False, wait: bool = False) -> bool:
        """Lock an open file until it is closed, for us alone; say whether that could be had."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def lock(descriptor: int, *, shared: bool = False, wait: bool = False) -> bool:
        """Lock an open file until it is closed; say whether that could be had.

        ``shared`` lets others that want the same have it; ``wait`` waits for those who do not.
        Raises OSError in a folder of the network that has no locks.
        """
        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            return False
        return True
