"""Tasks that run migrations and show their state."""

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
def migrate(
    to: str | None,
    steps: int | None,
    dry_run: bool,
    strict: bool,
    allow_changed: list[str],
    status: bool,
    rollback: bool,
    as_json: bool,
) -> None:
    """Apply, or what --status and --rollback ask for."""
    import fluentorm.tasks.migrate as work

    if status and rollback:
        raise ConfigError("--status and --rollback contradict each other", hint="give one of them")
    if status:
        work.status(as_json=as_json)
    elif rollback:
        work.down(
            to=to,
            steps=steps,
            everything=False,
            dry_run=dry_run,
            allow_changed=allow_changed,
            as_json=as_json,
        )
    else:
        work.up(
            to=to,
            steps=steps,
            dry_run=dry_run,
            strict=strict,
            allow_changed=allow_changed,
            as_json=as_json,
        )


@action
def migrate_up(
    to: str | None,
    steps: int | None,
    dry_run: bool,
    strict: bool,
    allow_changed: list[str],
    as_json: bool,
) -> None:
    """Apply what is pending."""
    import fluentorm.tasks.migrate as work

    work.up(
        to=to,
        steps=steps,
        dry_run=dry_run,
        strict=strict,
        allow_changed=allow_changed,
        as_json=as_json,
    )


@action
def migrate_status(as_json: bool) -> None:
    """Show the state."""
    import fluentorm.tasks.migrate as work

    work.status(as_json=as_json)


@action
def migrate_down(
    to: str | None,
    steps: int | None,
    everything: bool,
    dry_run: bool,
    allow_changed: list[str],
    as_json: bool,
) -> None:
    """Roll back."""
    import fluentorm.tasks.migrate as work

    work.down(
        to=to,
        steps=steps,
        everything=everything,
        dry_run=dry_run,
        allow_changed=allow_changed,
        as_json=as_json,
    )


@action
def migrate_redo(steps: int | None, allow_changed: list[str], as_json: bool) -> None:
    """Roll back and apply again."""
    import fluentorm.tasks.migrate as work

    work.redo(steps=steps, allow_changed=allow_changed, as_json=as_json)


@action
def migrate_baseline(to: str | None, as_json: bool) -> None:
    """Record without running."""
    import fluentorm.tasks.migrate as work

    work.baseline(to=to, as_json=as_json)
