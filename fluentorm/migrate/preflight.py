"""What is looked at before a run, and what of it stops the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.running import Finding, Severity
from fluentorm.errors import FluentError, MigrationError, Place, UnsupportedOperation
from fluentorm.migrate.plan import Selection, plan_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.plan import Step


def preflight(
    session: Session, directory: Directory, *, wanted_version: int | None = None
) -> tuple[Finding, ...]:
    """Return all that may be wrong with a database, for the pending migrations and besides.

    ``wanted_version`` is the oldest major version that the files are written for. Nothing is
    written. Raises what ``plan_up`` raises.
    """
    plan = plan_up(
        directory,
        session.applied(),
        Selection(),
        records=session.step_records(),
        contract=True,
    )
    scripts = [step.script for step in plan.steps]
    found = session.examine(scripts, wanted_version=wanted_version, everything=True)
    return (*found, *_not_runnable(session, plan.steps))


def _not_runnable(session: Session, steps: Sequence[Step]) -> Iterator[Finding]:
    for step in steps:
        try:
            require_runnable(session, step)
        except FluentError as error:
            message = f"{error.place}: {error.message}" if error.place else error.message
            yield Finding(
                severity=Severity.ERROR, code="migration", message=message, hint=error.hint
            )


def require_runnable(session: Session, step: Step) -> None:
    """Raise FluentError for a file that cannot be run, UnsupportedOperation on a server too old."""
    session.check_script(step.script)
    version = session.server.version // 10000
    for need in step.needs:
        if need.version > version:
            raise UnsupportedOperation(
                f"needs {need}, and this server is {version}",
                place=Place(step.script.path),
                hint="nothing was run; use a newer server, or generate it anew with "
                f"FLUENT_PG_VERSION={version}, which finds another way or says what the schema "
                "has to do without",
            )


def require_clear(
    session: Session,
    steps: Sequence[Step],
    report: Callable[[Finding], None],
    *,
    wanted_version: int | None,
) -> None:
    """Report what may make a run wait. Raises MigrationError for what would stop it half-way."""
    scripts = [step.script for step in steps]
    found = session.examine(scripts, wanted_version=wanted_version)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        raise MigrationError(
            "\n".join(one.message for one in errors),
            hint="; ".join(one.hint for one in errors if one.hint) + "; nothing was run",
        )
    for one in found:
        report(one)
