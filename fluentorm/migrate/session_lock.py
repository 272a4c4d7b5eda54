"""Waiting for the migration lock of a database.

It is asked for again and again, never waited for: a session that waits inside the server holds a
snapshot, and CREATE INDEX CONCURRENTLY of the one that has the lock would wait for it (a deadlock).
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from fluentorm.errors import DatabaseError, Interrupted, LockTimeout
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.dialects.base import LockHolder, Session

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5
_REPORT_EVERY = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Another runner has the lock: who, if we may know, and how long we waited, in seconds."""

    holder: LockHolder | None
    waited: float
    limit: float


@contextlib.contextmanager
def migration_lock(
    session: Session, *, wait: float, on_wait: Callable[[Waiting], None]
) -> Iterator[None]:
    """Hold the migration lock; wait for it for at most ``wait`` seconds.

    ``on_wait`` is called when the waiting begins and every five seconds.

    Raises LockTimeout, which names the holder, and Interrupted on Ctrl-C while it waits.
    """
    try:
        _acquire(session, wait, on_wait)
    except KeyboardInterrupt:
        raise Interrupted("interrupted while waiting for the lock; nothing was run") from None
    try:
        yield
    finally:
        # A lost connection has given it back already, and is not what the caller should hear of.
        with contextlib.suppress(DatabaseError):
            session.unlock()


def _acquire(session: Session, wait: float, on_wait: Callable[[Waiting], None]) -> None:
    start = time.monotonic()
    pause, next_report = _FIRST_PAUSE, 0.0
    while not session.try_lock():
        waited = time.monotonic() - start
        if waited >= wait:
            raise _timeout(session.lock_holder(), wait)
        if waited >= next_report:
            on_wait(Waiting(holder=session.lock_holder(), waited=waited, limit=wait))
            next_report = waited + _REPORT_EVERY
        time.sleep(max(0.0, min(pause, wait - waited)))
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _timeout(holder: LockHolder | None, wait: float) -> LockTimeout:
    who = str(holder) if holder else "another runner"
    end = f"SELECT pg_terminate_backend({holder.pid}); ends it" if holder else "type it again"
    return LockTimeout(
        f"gave up after {wait:g} s: the migration lock is held by {who}",
        hint=f"FLUENT_LOCK_WAIT=SECONDS waits longer; {end}",
    )
