"""What is done about migrations that stopped half-way, and about deferred backfills."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from fluentorm.dialects.base import Record
from fluentorm.errors import DatabaseError, Interrupted, MigrationError, MissingFile
from fluentorm.migrate.halfway import HalfWay, half_way
from fluentorm.migrate.names import down_name
from fluentorm.migrate.runner import LOCK_WAIT, locked, silent
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.dialects.base import Session
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.runner import Progress
    from fluentorm.migrate.source import Source

_KILLED_WAIT = 4.0  # the server looks after a client every two seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """A migration that something was done about, and the numbers of the steps it was done to."""

    name: str
    steps: tuple[int, ...] = ()


def abort(
    session: Session,
    directory: Directory,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> tuple[Recovered, ...]:
    """Take back what migrations that stopped half-way did: they are then as before they began.

    Raises Irreversible, before anything is taken back, where a step cannot be; Failed, LockTimeout,
    MissingFile.
    """
    if not _half_way(session):
        return ()
    report = on_progress or silent
    done = []
    with locked(session, lock_wait, report):
        for half in reversed(_half_way(session)):
            source = _source(directory, half)
            with _backfill_lock(session, half.name):
                steps = session.abort(source.script, half.script, watch=report)
            done.append(Recovered(name=half.name, steps=steps))
    return tuple(done)


def repair(
    session: Session,
    directory: Directory,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> tuple[Recovered, ...]:
    """Take the step at which a migration stopped for done, after somebody did it by hand.

    Raises MigrationError where the catalog does not show that it is done, or cannot tell.
    """
    if not _half_way(session):
        return ()
    report = on_progress or silent
    done = []
    with locked(session, lock_wait, report):
        for half in _half_way(session):
            source = _source(directory, half)
            record = Record(name=half.name, checksum=source.checksum)
            with _backfill_lock(session, half.name):
                if half.back:
                    steps = session.repair_down(source.script, half.name, watch=report)
                else:
                    steps = session.repair(source.script, record, watch=report)
            done.append(Recovered(name=half.name, steps=steps))
    return tuple(done)


def backfill(
    session: Session,
    directory: Directory,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[Recovered, ...]:
    """Run the deferred backfills whose turn it is, each under a lock of its own.

    Other migrations may be applied meanwhile; those behind it wait. Raises Failed, Interrupted,
    MigrationError where another process works on it.
    """
    report = on_progress or silent
    done = []
    for half in _half_way(session):
        if not half.deferred:
            continue
        session.require_writable()
        source = _source(directory, half)
        record = Record(name=half.name, checksum=source.checksum)
        with _backfill_lock(session, half.name), _interruptible():
            if session.run_deferred(source.script, record, watch=report):
                done.append(Recovered(name=half.name, steps=(half.step,)))
    return tuple(done)


@contextlib.contextmanager
def _backfill_lock(session: Session, name: str) -> Iterator[None]:
    """Hold the lock of one backfill; a process that was killed has it for some seconds more."""
    deadline = time.monotonic() + _KILLED_WAIT
    while not session.try_backfill_lock(name):
        if time.monotonic() >= deadline:
            raise MigrationError(
                f'another process runs the backfill of "{name}" at this moment',
                hint="doit migrate_backfill --pause, --stop and --resume speak to it",
            )
        time.sleep(0.1)
    try:
        yield
    finally:
        # A lost connection has given it back already.
        with contextlib.suppress(DatabaseError):
            session.unlock_backfill(name)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Say of Ctrl-C what it leaves."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(
            "interrupted; the batches that were committed stay",
            hint='"doit migrate_backfill" goes on from there',
        ) from None


def _half_way(session: Session) -> tuple[HalfWay, ...]:
    applied = {row.name for row in session.applied()}
    return half_way(session.step_records(), applied)


def _source(directory: Directory, half: HalfWay) -> Source:
    """Return the file whose steps stopped. Raises MissingFile."""
    entry = next((entry for entry in directory.entries if entry.name == half.name), None)
    name = down_name(half.name) if half.back else half.name
    if entry is None or (half.back and entry.down is None):
        raise MissingFile(
            f'"{half.name}" is {half}, and its file is gone',
            place=directory.place(name),
            hint="bring it back from version control",
        )
    return directory.source(name)
