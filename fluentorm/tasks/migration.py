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
    ONE_TARGET,
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
    return {"actions": [(preflight,)], "params": [ONE_TARGET, JSON]}


@command
def task_migrate_status(_: Project) -> dict[str, Any]:
    """Show which migrations are applied, pending, changed or missing."""
    return {"actions": [(migrate_status,)], "params": [JOBS, TARGET, JSON]}


@command
def task_migrate_down(_: Project) -> dict[str, Any]:
    """Roll migrations back: the last one, --steps N, --to VERSION or --all."""
    return {
        "actions": [(migrate_down,)],
        "params": [
            *(TO, STEPS, ALL, PLAN, YES, DRY_RUN, ALLOW_CHANGED, ALLOW_POOLER, ONE_TARGET, JSON)
        ],
    }


@command
def task_migrate_redo(_: Project) -> dict[str, Any]:
    """Roll the last migration back and apply it again."""
    return {"actions": [(migrate_redo,)], "params": [STEPS, YES, ALLOW_CHANGED, ONE_TARGET, JSON]}


@command
def task_migrate_baseline(_: Project) -> dict[str, Any]:
    """Mark the migrations up to --to as applied without running them."""
    return {"actions": [(migrate_baseline,)], "params": [TO, ONE_TARGET, JSON]}


@command
def task_migrate_backfill(_: Project) -> dict[str, Any]:
    """Run the backfills that migrations wait for, or speak to one at work."""
    return {"actions": [(migrate_backfill,)], "params": [PAUSE, STOP, RESUME, ONE_TARGET, JSON]}


@command
def task_migrate_abort(_: Project) -> dict[str, Any]:
    """Take back what a migration did that stopped half-way."""
    return {"actions": [(migrate_abort,)], "params": [ONE_TARGET, JSON]}


@command
def task_migrate_repair(_: Project) -> dict[str, Any]:
    """Take the step at which a migration stopped for done, after it was done by hand."""
    return {"actions": [(migrate_repair,)], "params": [ONE_TARGET, JSON]}


@action
def migrate(task: Any) -> None:
    """Apply, or what --status and --rollback ask for."""
    import fluentorm.tasks.migrate as work
    from fluentorm.tasks.runs import RunOptions

    given = dict(task.options)
    status, rollback = given.pop("status"), given.pop("rollback")
    if status and rollback:
        raise ConfigError("--status and --rollback contradict each other", hint="give one of them")
    fleet = _fleet(given)
    options = RunOptions(**given)
    if status:
        work.status(options, fleet)
    elif rollback:
        work.down(options, fleet)
    else:
        work.up(options, fleet)


@action
def migrate_up(task: Any) -> None:
    """Apply what is pending."""
    import fluentorm.tasks.migrate as work
    from fluentorm.tasks.runs import RunOptions

    given = dict(task.options)
    fleet = _fleet(given)
    work.up(RunOptions(**given), fleet)


@action
def preflight(task: Any) -> None:
    """Look at the database."""
    import fluentorm.tasks.recovery as work
    from fluentorm.tasks.runs import RunOptions

    work.preflight(RunOptions(**task.options))


@action
def migrate_status(task: Any) -> None:
    """Show the state."""
    import fluentorm.tasks.migrate as work
    from fluentorm.tasks.runs import RunOptions

    given = dict(task.options)
    fleet = _fleet(given)
    work.status(RunOptions(**given), fleet)


def _fleet(given: dict[str, Any]) -> FleetOptions:
    """Take the options about many databases out of those of a task."""
    from fluentorm.tasks.fleet_options import FleetOptions

    names = [name for name in ("jobs", "max_failures", "canary", "only") if name in given]
    return FleetOptions(**{name: given.pop(name) for name in names})


@action
def migrate_down(task: Any) -> None:
    """Roll back."""
    import fluentorm.tasks.migrate as work
    from fluentorm.tasks.runs import RunOptions

    work.down(RunOptions(**task.options))


@action
def migrate_redo(task: Any) -> None:
    """Roll back and apply again."""
    import fluentorm.tasks.migrate as work
    from fluentorm.tasks.runs import RunOptions

    work.redo(RunOptions(**task.options))


@action
def migrate_baseline(task: Any) -> None:
    """Record without running."""
    import fluentorm.tasks.migrate as work
    from fluentorm.tasks.runs import RunOptions

    work.baseline(RunOptions(**task.options))


@action
def migrate_backfill(task: Any) -> None:
    """Run deferred backfills, or leave a request to one at work."""
    import fluentorm.tasks.recovery as work
    from fluentorm.tasks.runs import RunOptions

    given = dict(task.options)
    asked = [name for name in ("pause", "stop", "resume") if given.pop(name)]
    if len(asked) > 1:
        raise ConfigError("--pause, --stop and --resume contradict each other", hint="give one")
    options = RunOptions(**given)
    if asked:
        work.ask(None if asked == ["resume"] else asked[0], options)
    else:
        work.backfill(options)


@action
def migrate_abort(task: Any) -> None:
    """Take back what is half-way."""
    import fluentorm.tasks.recovery as work
    from fluentorm.tasks.runs import RunOptions

    work.abort(RunOptions(**task.options))


@action
def migrate_repair(task: Any) -> None:
    """Take a step for done."""
    import fluentorm.tasks.recovery as work
    from fluentorm.tasks.runs import RunOptions

    work.repair(RunOptions(**task.options))
