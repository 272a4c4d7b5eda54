"""Applying migrations and rolling them back.

The state is read without the lock first, so that a run with nothing to do costs one query. When
there is something to do, it is read again under the lock: a second runner finds it done.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.errors import Failed
from fluentorm.migrate.plan import Plan, Selection, Step, plan_baseline, plan_down, plan_up
from fluentorm.migrate.preflight import require_clear, require_runnable
from fluentorm.migrate.replaced import settle
from fluentorm.migrate.status import MigrationState, Status, status
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from fluentorm.dialects.base import AppliedMigration, Session
    from fluentorm.dialects.running import Event, Finding
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.execution import Done, Running
    from fluentorm.migrate.replaced import Replacement
    from fluentorm.migrate.session_lock import Waiting

    Progress: TypeAlias = Waiting | Running | Done | Event | Finding

__all__ = [
    "MigrationState",
    "RunResult",
    "Status",
    "baseline",
    "migrate_down",
    "migrate_up",
    "redo",
    "status",
]

LOCK_WAIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a command did: the names of what it ``rolled_back`` and ``applied``, each in order.

    ``planned`` is what a dry run would have run; ``out_of_order`` those applied that were older
    than one applied before; ``accepted`` those whose changed file was recorded anew; ``recorded``
    those that are marked as applied without being run. ``contracts`` were left out because their
    time has not come; ``waiting`` is where a run stopped for a deferred backfill. ``replaced`` are
    those recorded in place of others that were applied before.
    """

    applied: tuple[str, ...] = ()
    rolled_back: tuple[str, ...] = ()
    planned: tuple[Step, ...] = ()
    out_of_order: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    waiting: str | None = None
    replaced: tuple[Replacement, ...] = ()
    seconds: float = 0.0


def migrate_up(
    session: Session,
    directory: Directory,
    *,
    to: str | None = None,
    steps: int | None = None,
    strict: bool = False,
    dry_run: bool = False,
    contract: bool = False,
    allow_changed: Iterable[str] = (),
    wanted_version: int | None = None,
    planner: Callable[..., Plan] = plan_up,
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> RunResult:
    """Apply the pending migrations: all, ``steps`` of them, or up to one and with it.

    ``to`` is a version, a file name, or one without ``.sql``; where that is applied already,
    nothing is done. With ``strict`` a pending migration older than an applied one is refused.
    ``allow_changed`` names changed files to be recorded anew (gone ones: to be passed over).
    ``contract`` runs those too that conclude an earlier one; else they stay pending.
    ``wanted_version`` is the oldest major version that the files are written for. ``planner`` plans
    in place of ``plan_up``.

    Raises ChecksumMismatch, MissingFile, OutOfOrder, UnknownVersion and FileFormat before anything
    runs, MigrationError for what was found before the first step and would stop the run,
    LockTimeout, Failed for a statement that the server refuses, Interrupted on Ctrl-C.
    """
    selection = Selection(to=to, steps=steps)
    allowed = tuple(allow_changed)

    def make(applied: Sequence[AppliedMigration]) -> Plan:
        return planner(
            directory,
            applied,
            selection,
            strict=strict,
            allow_changed=allowed,
            records=session.step_records(),
            contract=contract,
        )

    start = time.monotonic()
    first = make(session.applied())
    _check(session, first)
    if dry_run:
        return RunResult(
            planned=first.steps, out_of_order=first.out_of_order, contracts=first.contracts
        )
    if not first.steps and not first.accepted and not first.replacements:
        return RunResult(contracts=first.contracts)
    report = on_progress or silent
    with locked(session, lock_wait, report):
        replaced = _replace(session, directory)
        plan = _still_wanted(make(session.applied()), first)
        session.record(plan.accepted)
        if plan.steps:
            require_clear(session, plan.steps, report, wanted_version=wanted_version)
        done = _apply(session, plan.steps, report)
    return RunResult(
        applied=done,
        contracts=first.contracts,
        waiting=plan.steps[len(done)].name if len(done) < len(plan.steps) else None,
        out_of_order=plan.out_of_order,
        accepted=tuple(record.name for record in plan.accepted),
        replaced=replaced,
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
) -> RunResult:
    """Roll back, the last applied first: one, ``steps``, back to one (which stays), or all.

    Raises MissingFile, Irreversible, ChecksumMismatch, UnknownVersion and FileFormat before
    anything runs, LockTimeout, Failed, Interrupted.
    """
    selection = Selection(to=to, steps=steps, everything=all)
    allowed = tuple(allow_changed)

    def make(applied: Sequence[AppliedMigration]) -> Plan:
        return plan_down(
            directory, applied, selection, allow_changed=allowed, records=session.step_records()
        )

    start = time.monotonic()
    first = make(session.applied())
    _check(session, first)
    if dry_run or not first.steps:
        return RunResult(planned=first.steps)
    report = on_progress or silent
    with locked(session, lock_wait, report):
        _replace(session, directory)
        plan = _still_wanted(make(session.applied()), first)
        if plan.steps:
            require_clear(session, plan.steps, report, wanted_version=None)
        done = _revert(session, plan.steps, report)
    return RunResult(rolled_back=done, seconds=time.monotonic() - start)


def redo(
    session: Session,
    directory: Directory,
    *,
    steps: int | None = None,
    dry_run: bool = False,
    allow_changed: Iterable[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> RunResult:
    """Roll the last ``steps`` (1) migrations back and apply the same ones again.

    With ``dry_run`` nothing is run, and what would be rolled back is ``planned``.

    Raises what ``migrate_down`` and ``migrate_up`` raise.
    """
    selection = Selection(steps=steps)
    allowed = tuple(allow_changed)
    command = "doit migrate_redo"
    start = time.monotonic()

    def make_back(applied: Sequence[AppliedMigration]) -> Plan:
        records = session.step_records()
        return plan_down(
            directory, applied, selection, allow_changed=allowed, records=records, command=command
        )

    back = make_back(session.applied())
    _check(session, back)
    if dry_run or not back.steps:
        return RunResult(planned=back.steps)
    report = on_progress or silent
    with locked(session, lock_wait, report):
        _replace(session, directory)
        rows = session.applied()
        names = {step.name for step in back.steps}
        back = _still_wanted(make_back(rows), back)
        left = [row for row in rows if row.name not in names]
        forward = plan_up(
            directory,
            left,
            Selection(),
            allow_changed=[row.name for row in left],
            contract=True,
            command=command,
        )
        again = tuple(step for step in forward.steps if step.name in names)
        _check(session, Plan(steps=again))
        try:
            undone = _revert(session, back.steps, report)
        except Failed as error:
            if error.applied:
                error.hint = f'{error.hint}; "doit migrate" applies again what was rolled back'
            raise
        done = _apply(session, again, report, undone=undone)
    return RunResult(rolled_back=undone, applied=done, seconds=time.monotonic() - start)


def baseline(
    session: Session,
    directory: Directory,
    *,
    to: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    lock_wait: float = LOCK_WAIT,
) -> RunResult:
    """Record the pending migrations, up to ``to`` and with it, as applied, without running them.

    Raises what ``migrate_up`` raises before anything runs, and LockTimeout.
    """
    if not plan_baseline(directory, session.applied(), to, records=session.step_records()):
        return RunResult()
    with locked(session, lock_wait, on_progress or silent):
        _replace(session, directory)
        records = plan_baseline(directory, session.applied(), to, records=session.step_records())
        session.record(records)
    return RunResult(recorded=tuple(record.name for record in records))


@contextlib.contextmanager
def locked(session: Session, wait: float, report: Callable[[Progress], None]) -> Iterator[None]:
    """Make sure that the database takes changes, hold the lock, and have the tracking table."""
    from fluentorm.migrate.session_lock import migration_lock  # only when there is something to do

    session.require_writable()
    with migration_lock(session, wait=wait, on_wait=report):
        session.prepare_tracking()
        yield


def _replace(session: Session, directory: Directory) -> tuple[Replacement, ...]:
    """Record what stands for migrations that are applied by their old names."""
    found = settle(directory, session.applied()).require().replacements
    for one in found:
        session.replace(one.names, one.scripts, one.record)
    return found


def _apply(
    session: Session,
    steps: Sequence[Step],
    report: Callable[[Progress], None],
    *,
    undone: tuple[str, ...] = (),
) -> tuple[str, ...]:
    from fluentorm.migrate.execution import Direction, execute

    return execute(session, steps, Direction.UP, report, undone=undone)


def _revert(
    session: Session, steps: Sequence[Step], report: Callable[[Progress], None]
) -> tuple[str, ...]:
    from fluentorm.migrate.execution import Direction, execute

    return execute(session, steps, Direction.DOWN, report)


def _check(session: Session, plan: Plan) -> None:
    for step in plan.steps:
        require_runnable(session, step)


def _still_wanted(plan: Plan, first: Plan) -> Plan:
    """Keep of a plan what an earlier one had: while we waited, another runner did the rest."""
    names = {step.name for step in first.steps}
    return Plan(
        steps=tuple(step for step in plan.steps if step.name in names),
        accepted=plan.accepted,
        out_of_order=plan.out_of_order,
        contracts=plan.contracts,
    )


def silent(_: Progress) -> None:
    """Tell nobody."""
