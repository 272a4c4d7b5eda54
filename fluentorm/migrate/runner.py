"""Applying migrations and rolling them back.

The state is read without the lock first, so that a run with nothing to do costs one query. When
there is something to do, it is read again under the lock: a second runner finds it done.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.migrate.execution import Direction, Done, Running, execute
from fluentorm.migrate.plan import Plan, Selection, Step, plan_baseline, plan_down, plan_up
from fluentorm.migrate.session_lock import Waiting, migration_lock
from fluentorm.migrate.status import MigrationState, Status, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fluentorm.dialects.base import AppliedMigration, Session
    from fluentorm.migrate.directory import Directory

__all__ = [
    "BaselineResult",
    "DownResult",
    "MigrationState",
    "Progress",
    "RedoResult",
    "Status",
    "UpResult",
    "baseline",
    "migrate_down",
    "migrate_up",
    "redo",
    "status",
]

Progress: TypeAlias = Waiting | Running | Done

LOCK_WAIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UpResult:
    """What was applied, in order; ``planned`` is what a dry run would have run.

    ``out_of_order`` are those that were older than one applied before, ``accepted`` those whose
    changed file was recorded anew.
    """

    applied: tuple[str, ...] = ()
    planned: tuple[Step, ...] = ()
    out_of_order: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DownResult:
    """What was rolled back, in order; ``planned`` is what a dry run would have run."""

    rolled_back: tuple[str, ...] = ()
    planned: tuple[Step, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoResult:
    """What was rolled back and then applied again."""

    rolled_back: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineResult:
    """What was recorded without being run."""

    recorded: tuple[str, ...] = ()


def migrate_up(
    session: Session,
    directory: Directory,
    *,
    to: str | None = None,
    steps: int | None = None,
    strict: bool = False,
    dry_run: bool = False,
    allow_changed: Iterable[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> UpResult:
    """Apply the pending migrations: all, ``steps`` of them, or up to one and with it.

    ``to`` is a version, a file name, or one without ``.sql``; where that is applied already,
    nothing is done. With ``strict`` a pending migration older than an applied one is refused.
    ``allow_changed`` names changed files to be recorded anew (gone ones: to be passed over).

    Raises ChecksumMismatch, MissingFile, OutOfOrder, UnknownVersion and FileFormat before anything
    runs, LockTimeout, Failed for a statement that the server refuses, Interrupted on Ctrl-C.
    """
    selection = Selection(to=to, steps=steps)
    allowed = tuple(allow_changed)

    def make(applied: Sequence[AppliedMigration]) -> Plan:
        return plan_up(directory, applied, selection, strict=strict, allow_changed=allowed)

    start = time.monotonic()
    first = make(session.applied())
    _check(session, first)
    if dry_run:
        return UpResult(planned=first.steps, out_of_order=first.out_of_order)
    if not first.steps and not first.accepted:
        return UpResult()
    report = on_progress or _silent
    session.require_writable()
    with migration_lock(session, wait=lock_wait, on_wait=report):
        session.prepare_tracking()
        plan = _still_wanted(make(session.applied()), first)
        session.record(plan.accepted)
        done = execute(session, plan.steps, Direction.UP, report)
    return UpResult(
        applied=done,
        out_of_order=plan.out_of_order,
        accepted=tuple(record.name for record in plan.accepted),
        seconds=time.monotonic() - start,
    )


def migrate_down(
    session: Session,
    directory: Directory,
    *,
    steps: int | None = None,
    to: str | None = None,
    all: bool = False,  # noqa: A002 - the option's name
    dry_run: bool = False,
    allow_changed: Iterable[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> DownResult:
    """Roll back, the last applied first: one, ``steps``, back to one (which stays), or all.

    Raises MissingFile, Irreversible, ChecksumMismatch, UnknownVersion and FileFormat before
    anything runs, LockTimeout, Failed, Interrupted.
    """
    selection = Selection(to=to, steps=steps, everything=all)
    allowed = tuple(allow_changed)

    def make(applied: Sequence[AppliedMigration]) -> Plan:
        return plan_down(directory, applied, selection, allow_changed=allowed)

    start = time.monotonic()
    first = make(session.applied())
    _check(session, first)
    if dry_run or not first.steps:
        return DownResult(planned=first.steps)
    report = on_progress or _silent
    session.require_writable()
    with migration_lock(session, wait=lock_wait, on_wait=report):
        session.prepare_tracking()
        plan = _still_wanted(make(session.applied()), first)
        done = execute(session, plan.steps, Direction.DOWN, report)
    return DownResult(rolled_back=done, seconds=time.monotonic() - start)


def redo(
    session: Session,
    directory: Directory,
    *,
    steps: int | None = None,
    allow_changed: Iterable[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> RedoResult:
    """Roll the last ``steps`` (1) migrations back and apply the same ones again.

    Raises what ``migrate_down`` and ``migrate_up`` raise.
    """
    selection = Selection(steps=steps)
    allowed = tuple(allow_changed)
    command = "doit migrate_redo"
    start = time.monotonic()
    back = plan_down(
        directory, session.applied(), selection, allow_changed=allowed, command=command
    )
    _check(session, back)
    if not back.steps:
        return RedoResult()
    report = on_progress or _silent
    session.require_writable()
    with migration_lock(session, wait=lock_wait, on_wait=report):
        session.prepare_tracking()
        rows = session.applied()
        names = {step.name for step in back.steps}
        back = _still_wanted(
            plan_down(directory, rows, selection, allow_changed=allowed, command=command), back
        )
        left = [row for row in rows if row.name not in names]
        forward = plan_up(
            directory, left, Selection(), allow_changed=[row.name for row in left], command=command
        )
        again = tuple(step for step in forward.steps if step.name in names)
        _check(session, Plan(steps=again))
        undone = execute(session, back.steps, Direction.DOWN, report)
        done = execute(session, again, Direction.UP, report)
    return RedoResult(rolled_back=undone, applied=done, seconds=time.monotonic() - start)


def baseline(
    session: Session,
    directory: Directory,
    *,
    to: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> BaselineResult:
    """Record the pending migrations, up to ``to`` and with it, as applied, without running them.

    Raises what ``migrate_up`` raises before anything runs, and LockTimeout.
    """
    if not plan_baseline(directory, session.applied(), to):
        return BaselineResult()
    session.require_writable()
    with migration_lock(session, wait=lock_wait, on_wait=on_progress or _silent):
        session.prepare_tracking()
        records = plan_baseline(directory, session.applied(), to)
        session.record(records)
    return BaselineResult(recorded=tuple(record.name for record in records))


def _check(session: Session, plan: Plan) -> None:
    for step in plan.steps:
        session.check_script(step.script)


def _still_wanted(plan: Plan, first: Plan) -> Plan:
    """Keep of a plan what an earlier one had: while we waited, another runner did the rest."""
    names = {step.name for step in first.steps}
    return Plan(
        steps=tuple(step for step in plan.steps if step.name in names),
        accepted=plan.accepted,
        out_of_order=plan.out_of_order,
    )


def _silent(_: Progress) -> None:
    pass
