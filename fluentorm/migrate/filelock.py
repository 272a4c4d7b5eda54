"""One generation at a time: a lock on a file, which says who holds it."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from fluentorm import locks
from fluentorm.errors import GenerationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextlib.contextmanager
def exclusive(
    path: Path, *, wait: float = 60.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock file while the block runs; ``wait`` seconds for another holder to finish.

    ``on_wait`` is called once, with the holder's process id as text, when there is someone to
    wait for. Raises GenerationError when the wait is over, or when the file cannot be made.
    """

    def tell(descriptor: int) -> None:
        if on_wait is not None:
            on_wait(_holder(descriptor))

    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held = locks.exclusive(path, seconds=wait, on_wait=tell)
            descriptor = stack.enter_context(held)
        except TimeoutError as error:
            raise _taken(path, wait) from error
        except OSError as error:
            raise GenerationError(
                f'cannot create the lock file "{path}": {(error.strerror or "").lower()}',
                hint="make the folder writable and run the command again",
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield


def _taken(path: Path, wait: float) -> GenerationError:
    with path.open("rb") as file:
        holder = _holder(file.fileno())
    return GenerationError(
        f"another generation is running (process {holder}) and did not finish "
        f"within {wait:g} seconds",
        hint=f"wait for process {holder} or stop it, then run the command again",
    )


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
