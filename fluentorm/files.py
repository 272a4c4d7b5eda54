"""Writing a file in one step: readers see the old content or the new, nothing between.

The content goes to a temporary file beside it, which is then moved into place. Its writer holds a
lock on it, which the system takes back however that process ends: a temporary file without one was
left by a writer that was killed, and goes away with the next write into that folder.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from fluentorm.locks import lock

if TYPE_CHECKING:
    from pathlib import Path

# No file of anybody else ends like this, and no folder's reader takes it for a file of its kind.
_ENDING = ".fluent-tmp"
# Folders that this process has rid of what killed writers left: looking costs a listing.
_swept: set[str] = set()


def replace_file(path: str | Path, content: bytes) -> None:
    """Write a file, and its folder if need be.

    Raises OSError that names ``path``; then the old content is still there.
    """
    folder = os.path.dirname(path) or "."  # noqa: PTH120 - a thousand of these
    temporary = f"{folder}/.{os.urandom(8).hex()}{_ENDING}"
    try:
        sweep(folder)
        _write(temporary, path, content)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError):
            error.filename = str(path)  # a full disk names none, and nobody knows the other name
            error.filename2 = None
        raise


def _write(temporary: str, path: str | Path, content: bytes) -> None:
    descriptor = _create(temporary)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if sys.platform != "win32":  # which moves no open file
            os.replace(temporary, path)  # noqa: PTH105
    finally:
        os.close(descriptor)
    if sys.platform == "win32":
        os.replace(temporary, path)  # noqa: PTH105


def _create(temporary: str) -> int:
    """Create a file and lock it, again where a sweep came between the two."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    while True:
        try:
            descriptor = os.open(temporary, flags, 0o666)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(temporary), exist_ok=True)  # noqa: PTH103, PTH120
            continue
        if _locked(descriptor, wait=True) and not os.fstat(descriptor).st_nlink:
            os.close(descriptor)
            continue
        return descriptor


def sweep(folder: str) -> None:
    """Remove the temporary files of a folder whose writers are gone, once in a process."""
    if folder in _swept:
        return
    _swept.add(folder)
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if name.endswith(_ENDING):
                with contextlib.suppress(OSError):
                    _remove_left(f"{folder}/{name}")


def _remove_left(temporary: str) -> None:
    descriptor = os.open(temporary, os.O_RDWR)
    try:
        # One that another sweep removed: under the same name its writer may have made a new one.
        if _locked(descriptor, wait=False) and os.fstat(descriptor).st_nlink:
            os.unlink(temporary)  # noqa: PTH108
    finally:
        os.close(descriptor)


def _locked(descriptor: int, *, wait: bool) -> bool:
    """Say whether the lock could be had: not while another has it, nor where there are none."""
    try:
        return lock(descriptor, wait=wait)
    except OSError:
        return False
