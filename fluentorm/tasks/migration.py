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
    ALLOW_POOLER,
    CANARY,
    CONTRACT,
    DRY_RUN,
    JOBS,
    JSON,
    MAX_FAILURES,
    PAUSE,
    PLAN,
    RESUME,
    ROLLBACK,
    STATUS,
    STEPS,
    STOP,
    STRICT,
    TARGET,
    TO,
    YES,
)
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from fluentorm.tasks.fleet_options import FleetOptions
    from fluentorm.tasks.project import Project


# How to go over the databases of FLUENT_DB_TARGETS.
_FLEET = (JOBS, MAX_FAILURES, CANARY, TARGET)


@command
def task_migrate(_: Project) -> dict[str, Any]:
    """Apply the pending migrations."""
    return {
        "actions": [(migrate,)],
        "params": [
            *(TO, STEPS, DRY_RUN, STRICT, CONTRACT, ALLOW_CHANGED, ALLOW_POOLER),
            *(STATUS, ROLLBACK, YES, *_FLEET, JSON),
        ],
    }


@command
def task_migrate_up(_: Project) -> dict[str, Any]:
    """Apply the pending migrations (the same as migrate)."""
    return {
        "actions": [(migrate_up,)],
        "params": [
            *(TO, STEPS, DRY_RUN, STRICT, CONTRACT, ALLOW_CHANGED, ALLOW_POOLER),
            *(*_FLEET, JSON),
        ],
    }


@command
def task_preflight(_: Project) -> dict[str, Any]:
    """Look for what would stop migrations half-way, or make them wait."""
    return {"actions": [(preflight,)], "params": [JSON]}


@command
def task_migrate_status(_: Project) -> dict[str, Any]:
    """Show which migrations are applied, pending, changed or missing."""
    return {"actions": [(migrate_status,)], "params": [JOBS, TARGET, JSON]}


@command
def task_migrate_down(_: Project) -> dict[str, Any]:
    """Roll migrations back: the last one, --steps N, --to VERSION or --all."""
    return {
        "actions": [(migrate_down,)],
        "params": [TO, STEPS, ALL, PLAN, YES, DRY_RUN, ALLOW_CHANGED, ALLOW_POOLER, JSON],
    }


@command
def task_migrate_redo(_: Project) -> dict[str, Any]:
    """Roll the last migration back and apply it again."""
    return {"actions": [(migrate_redo,)], "params": [STEPS, YES, ALLOW_CHANGED, JSON]}


@command
def task_migrate_baseline(_: Project) -> dict[str, Any]:
    """Mark the migrations up to --to as applied without running them."""
    return {"actions": [(migrate_baseline,)], "params": [TO, JSON]}


@command
def task_migrate_backfill(_: Project) -> dict[str, Any]:
    """Run the backfills that migrations wait for, or speak to one at work."""
    return {"actions": [(migrate_backfill,)], "params": [PAUSE, STOP, RESUME, JSON]}


@command
def task_migrate_abort(_: Project) -> dict[str, Any]:
    """Take back what a migration did that stopped half-way."""
    return {"actions": [(migrate_abort,)], "params": [JSON]}


@command
def task_migrate_repair(_: Project) -> dict[str, Any]:
    """Take the step at which a migration stopped for done, after it was done by hand."""
    return {"actions": [(migrate_repair,)], "params": [JSON]}


@action
def migrate(task: Any) -> None:
    """Apply, or what --status and --rollback ask for."""
    import fluentorm.tasks.migrate as work

    given = dict(task.options)
    status, rollback = given.pop("status"), given.pop("rollback")
    if status and rollback:
        raise ConfigError("--status and --rollback contradict each other", hint="give one of them")
    fleet = _fleet(given)
    options = work.RunOptions(**given)
    if status:
        work.status(options, fleet)
    elif rollback:
        work.down(options)
    else:
        work.up(options, fleet)


@action
def migrate_up(task: Any) -> None:
    """Apply what is pending."""
    import fluentorm.tasks.migrate as work

    given = dict(task.options)
    fleet = _fleet(given)
    work.up(work.RunOptions(**given), fleet)


@action
def preflight(as_json: bool) -> None:
    """Look at the database."""
    import fluentorm.tasks.recovery as work

    work.preflight(as_json=as_json)


@action
def migrate_status(task: Any) -> None:
    """Show the state."""
    import fluentorm.tasks.migrate as work

    given = dict(task.options)
    fleet = _fleet(given)
    work.status(work.RunOptions(**given), fleet)


def _fleet(given: dict[str, Any]) -> FleetOptions:
    """Take the options about many databases out of those of a task."""
    from fluentorm.tasks.fleet_options import FleetOptions

    names = [name for name in ("jobs", "max_failures", "canary", "only") if name in given]
    return FleetOptions(**{name: given.pop(name) for name in names})


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


@action
def migrate_backfill(pause: bool, stop: bool, resume: bool, as_json: bool) -> None:
    """Run deferred backfills, or leave a request to one at work."""
    import fluentorm.tasks.recovery as work

    asked = [name for name, wanted in (("pause", pause), ("stop", stop)) if wanted]
    if len(asked) + resume > 1:
        raise ConfigError("--pause, --stop and --resume contradict each other", hint="give one")
    if asked or resume:
        work.ask(asked[0] if asked else None, as_json=as_json)
    else:
        work.backfill(as_json=as_json)


@action
def migrate_abort(as_json: bool) -> None:
    """Take back what is half-way."""
    import fluentorm.tasks.recovery as work

    work.abort(as_json=as_json)


@action
def migrate_repair(as_json: bool) -> None:
    """Take a step for done."""
    import fluentorm.tasks.recovery as work

    work.repair(as_json=as_json)
