"""The task that seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import action
from fluentorm.tasks.options import ENV, JSON, SEED_DRY_RUN
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


@command
def task_seed(_: Project) -> dict[str, Any]:
    """Bring the rows that seeds/ declares up to date in the target database."""
    return {"actions": [(seed,)], "params": [ENV, SEED_DRY_RUN, JSON]}


@action
def seed(environment: str | None, dry_run: bool, as_json: bool) -> None:
    """Seed."""
    import fluentorm.tasks.seed as work

    work.seed(environment, dry_run=dry_run, as_json=as_json)
