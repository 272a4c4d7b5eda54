"""Running the steps of a plan, one after the other, and saying what happened when one fails."""

from __future__ import annotations

import time
from enum import Enum
from typing import TYPE_CHECKING

from fluentorm.errors import (
    ConnectionFailed,
    DatabaseError,
    Failed,
    Interrupted,
    Place,
)
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.dialects.running import Event
    from fluentorm.migrate.plan import Step

# From so many on, only the last commit waits for the disk. The log is flushed in order, so that
# one covers all before it, and each is whole in itself: a crash of the server leaves a beginning
# of the run, which the next run continues.
_MANY = 5
_NAMES_SHOWN = 5
# Values too long, out of range or unreadable; integrity violations (manual, appendix A).
_ABOUT_ROWS = ("22001", "22003", "22007", "22008", "22P02", "23")


class Direction(Enum):
    """Up applies, down rolls back; the value is what the user typed for it."""

    UP = "doit migrate"
    DOWN = "doit migrate_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A step begins: its number from 1, of how many."""

    name: str
    number: int
    total: int
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A step is committed, after so many seconds; what is not yet durable a crash may undo."""

    name: str
    number: int
    total: int
    direction: Direction
    seconds: float
    durable: bool = True


def execute(
    session: Session,
    steps: Sequence[Step],
    direction: Direction,
    report: Callable[[Running | Done | Event], None],
    *,
    undone: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Run the steps in order, stop at the first that fails; return the names of those run.

    It stops before a deferred backfill, too. ``undone`` is what the same command rolled back
    before, to be told when this fails.

    Raises Failed, which says what was done before, and Interrupted on Ctrl-C.
    """
    done: list[str] = []
    total = len(steps)
    many = sum(step.script.whole for step in steps)
    waits = direction is Direction.DOWN or many < _MANY
    try:
        for number, step in enumerate(steps, 1):
            report(Running(name=step.name, number=number, total=total, direction=direction))
            start = time.monotonic()
            durable = waits or number == total or not step.script.whole
            if not _run(session, step, direction, report, durable=durable):
                break
            done.append(step.name)
            seconds = time.monotonic() - start
            report(
                Done(
                    name=step.name,
                    number=number,
                    total=total,
                    direction=direction,
                    seconds=seconds,
                    durable=durable,
                )
            )
    except KeyboardInterrupt:
        durable = waits or _flushed(session)
        raise _interrupted(session, steps, direction, durable=durable) from None
    except (Failed, DatabaseError) as error:
        durable = waits or not done or _flushed(session)
        failed = error if isinstance(error, Failed) else _without_place(error, step)
        raise _failed(failed, tuple(done), direction, undone, durable=durable) from error
    except BaseException:
        if not waits:
            _flushed(session)
        raise
    if not waits and len(done) < total:
        session.make_durable()
    return tuple(done)


def _flushed(session: Session) -> bool:
    """Make what was applied durable; say whether that is so."""
    try:
        session.make_durable()
    except DatabaseError:
        return False
    return True


def _run(
    session: Session,
    step: Step,
    direction: Direction,
    report: Callable[[Running | Done | Event], None],
    *,
    durable: bool,
) -> bool:
    if direction is Direction.UP:
        return session.apply(step.script, step.record, durable=durable, watch=report)
    return session.revert(step.script, step.name, watch=report)


def _without_place(error: DatabaseError, step: Step) -> Failed:
    return Failed(
        error.message,
        file=step.script.path,
        statement=0,
        cause=error,
        place=Place(step.script.path),
        hint=error.hint,
    )


def _failed(
    error: Failed,
    done: tuple[str, ...],
    direction: Direction,
    undone: tuple[str, ...],
    *,
    durable: bool,
) -> Failed:
    """Return the error with what was done before and what to type next."""
    what = "applied" if direction is Direction.UP else "rolled back"
    what += " before it" if durable else " before it, not yet durable"
    lines = [error.message, f"{what}: {_list(done)}"]
    if undone:
        lines.append(f"rolled back before that: {_list(undone)}")
    hints = [error.hint] if error.hint else []
    if isinstance(error.cause, ConnectionFailed):
        hints.append(f'"doit migrate_status" shows what is applied; "{direction.value}" goes on')
    elif error.hint:
        hints.append(f'then type "{direction.value}"')
    else:
        hints.append(f'{_remedy(error)}, then type "{direction.value}"')
    if error.step is not None:
        hints[-1] += ", which goes on at that step"
        if error.step > 1:
            hints.append("doit migrate_abort takes the steps before it back")
    return Failed(
        "\n".join(lines),
        file=error.file,
        statement=error.statement,
        cause=error.cause,
        applied=done,
        place=error.place,
        hint="; ".join(hints),
        step=error.step,
    )


def _remedy(error: Failed) -> str:
    """Say what to correct: the rows where it is they that were refused, at no place of the file."""
    in_rows = error.place is None or not error.place.column
    if in_rows and (error.cause.sqlstate or "").startswith(_ABOUT_ROWS):
        return "correct the rows, or the file if no database has it yet"
    return "correct the file"


def _list(names: Sequence[str]) -> str:
    if not names:
        return "nothing"
    shown = ", ".join(names[-_NAMES_SHOWN:])
    return shown if len(names) <= _NAMES_SHOWN else f"{len(names)} migrations, the last {shown}"


def _interrupted(
    session: Session, steps: Sequence[Step], direction: Direction, *, durable: bool
) -> Interrupted:
    """Return the error for Ctrl-C; the database is asked, since it may have hit a commit."""
    try:
        recorded = {row.name for row in session.applied()}
    except DatabaseError:
        return Interrupted(
            "interrupted; the connection is gone, so what was done is not known",
            hint=f'"doit migrate_status" shows what is applied; "{direction.value}" goes on',
        )
    up = direction is Direction.UP
    done = tuple(step.name for step in steps if (step.name in recorded) is up)
    what = "applied" if up else "rolled back"
    what += " before that" if durable else " before that, not yet durable"
    return Interrupted(
        f"interrupted; {what}: {_list(done)}",
        applied=done,
        hint=f'"{direction.value}" goes on from there',
    )
