"""Tasks for those who work on one schema together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import action
from fluentorm.tasks.options import NO_VERIFY, ONTO
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


@command
def task_rebase(_: Project) -> dict[str, Any]:
    """Put the migrations that only this branch has after those of the other one."""
    return {"actions": [(rebase,)], "params": [ONTO, NO_VERIFY]}


@command
def task_amend(_: Project) -> dict[str, Any]:
    """Fold new schema edits into the migrations that are not committed yet."""
    return {"actions": [(amend,)], "params": [NO_VERIFY]}


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
