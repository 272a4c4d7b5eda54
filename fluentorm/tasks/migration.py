"""Tasks that run migrations and show their state.

doit gives an action its task where it has a parameter of that name: what the user typed is in the
task's options, named like the fields of ``RunOptions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.errors import ConfigError
from fluentorm.tasks.action import action
from fluentorm.tasks.options import (
    ALL,
    ALLOW_CHANGED,
    DRY_RUN,
    JSON,
    ROLLBACK,
    STATUS,
    STEPS,
    STRICT,
    TO,
)
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


@command
def task_migrate(_: Project) -> dict[str, Any]:
    """Apply the pending migrations."""
    return {
        "actions": [(migrate,)],
        "params": [TO, STEPS, DRY_RUN, STRICT, ALLOW_CHANGED, STATUS, ROLLBACK, JSON],
    }


@command
def task_migrate_up(_: Project) -> dict[str, Any]:
    """Apply the pending migrations (the same as migrate)."""
    return {
        "actions": [(migrate_up,)],
        "params": [TO, STEPS, DRY_RUN, STRICT, ALLOW_CHANGED, JSON],
    }


@command
def task_migrate_status(_: Project) -> dict[str, Any]:
    """Show which migrations are applied, pending, changed or missing."""
    return {"actions": [(migrate_status,)], "params": [JSON]}


@command
def task_migrate_down(_: Project) -> dict[str, Any]:
    """Roll migrations back: the last one, --steps N, --to VERSION or --all."""
    return {"actions": [(migrate_down,)], "params": [TO, STEPS, ALL, DRY_RUN, ALLOW_CHANGED, JSON]}


@command
def task_migrate_redo(_: Project) -> dict[str, Any]:
    """Roll the last migration back and apply it again."""
    return {"actions": [(migrate_redo,)], "params": [STEPS, ALLOW_CHANGED, JSON]}


@command
def task_migrate_baseline(_: Project) -> dict[str, Any]:
    """Mark the migrations up to --to as applied without running them."""
    return {"actions": [(migrate_baseline,)], "params": [TO, JSON]}


@action
def migrate(task: Any) -> None:
    """Apply, or what --status and --rollback ask for."""
    import fluentorm.tasks.migrate as work

    given = dict(task.options)
    status, rollback = given.pop("status"), given.pop("rollback")
    if status and rollback:
        raise ConfigError("--status and --rollback contradict each other", hint="give one of them")
    options = work.RunOptions(**given)
    if status:
        work.status(options)
    elif rollback:
        work.down(options)
    else:
        work.up(options)


@action
def migrate_up(task: Any) -> None:
    """Apply what is pending."""
    import fluentorm.tasks.migrate as work

    work.up(work.RunOptions(**task.options))


@action
def migrate_status(task: Any) -> None:
    """Show the state."""
    import fluentorm.tasks.migrate as work

    work.status(work.RunOptions(**task.options))


@action
def migrate_down(task: Any) -> None:
    """Roll back."""
    import fluentorm.tasks.migrate as work

    work.down(work.RunOptions(**task.options))


@action
def migrate_redo(task: Any) -> None:
    """Roll back and apply again."""
    import fluentorm.tasks.migrate as work

    work.redo(work.RunOptions(**task.options))


@action
def migrate_baseline(task: Any) -> None:
    """Record without running."""
    import fluentorm.tasks.migrate as work

    work.baseline(work.RunOptions(**task.options))
