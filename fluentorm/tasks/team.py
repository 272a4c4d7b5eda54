"""Tasks for those who work on one schema together, or on one that came from another tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import action
from fluentorm.tasks.options import (
    ADOPTED,
    AS_IS,
    DROP_DATA,
    EXCLUDE,
    FILES,
    FORCE,
    FORMAT,
    HISTORY,
    JSON,
    KEEP,
    NO_VERIFY,
    ONTO,
    REPORT_ONLY,
    SQL_BODIES,
    TO,
)
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


@command
def task_adopt(_: Project) -> dict[str, Any]:
    """Take the target database over from another tool: --from alembic, django, flyway..."""
    params = [ADOPTED, HISTORY, FILES, AS_IS, FORMAT, SQL_BODIES, EXCLUDE]
    return {"actions": [(adopt,)], "params": [*params, REPORT_ONLY, FORCE, NO_VERIFY, JSON]}


@command
def task_rebase(_: Project) -> dict[str, Any]:
    """Put the migrations that only this branch has after those of the other one."""
    return {"actions": [(rebase,)], "params": [ONTO, NO_VERIFY]}


@command
def task_amend(_: Project) -> dict[str, Any]:
    """Fold new schema edits into the migrations that are not committed yet."""
    return {"actions": [(amend,)], "params": [NO_VERIFY]}


@command
def task_squash(_: Project) -> dict[str, Any]:
    """Replace the migrations up to --to by one that makes the same."""
    return {"actions": [(squash,)], "params": [TO, KEEP, DROP_DATA, JSON]}


@action
def adopt(task: Any) -> None:
    """Take over."""
    from fluentorm.tasks.adopt import AdoptOptions
    from fluentorm.tasks.adopt import adopt as work

    given = dict(task.options)
    work(AdoptOptions(verify=not given.pop("no_verify"), **given))


@action
def rebase(onto: str | None, no_verify: bool) -> None:
    """Rewrite this branch's migrations."""
    from fluentorm.tasks.rebase import rebase as work

    work(onto=onto, verify=not no_verify)


@action
def amend(no_verify: bool) -> None:
    """Rewrite the uncommitted migrations."""
    from fluentorm.tasks.rebase import amend as work

    work(verify=not no_verify)


@action
def squash(to: str | None, keep: list[str], drop_data: list[str], as_json: bool) -> None:
    """Replace the beginning of the chain."""
    from fluentorm.tasks.squash import squash_project as work

    work(to=to, keep=keep, drop_data=drop_data, as_json=as_json)
