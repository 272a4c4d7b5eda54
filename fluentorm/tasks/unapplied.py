"""That no database which is known has applied what is to be rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import MigrationError
from fluentorm.tasks.action import note

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.targets import Tenant


def require_not_applied(project: Project, mine: Collection[str]) -> None:
    """Refuse to rewrite what the target database, or one of many, has applied.

    One that does not answer is told, and not waited for. Raises MigrationError.
    """
    if project.config.targets is not None:
        _require_of_all(project, mine)
        return
    from fluentorm.tasks.database import ask_if_there

    applied = ask_if_there(project, _names, "whether it has applied them was not looked at")
    _require(applied or (), mine)


def _require_of_all(project: Project, mine: Collection[str]) -> None:
    from fluentorm.tasks.fleet import hint_for, read_all, session_on
    from fluentorm.tasks.fleet_options import ONE
    from fluentorm.tasks.targets import read_targets

    def ask(tenant: Tenant) -> list[str]:
        with session_on(tenant) as session:
            return _names(session)

    for one in read_all(ask, read_targets(project), ONE):
        name = one.target.name
        if one.result is None:
            note(f"{name} does not answer: whether it has applied them was not looked at")
            continue
        try:
            _require(one.result, mine)
        except MigrationError as error:
            raise MigrationError(
                f"{name}: {error.message}", hint=hint_for(one.target, error.hint)
            ) from None


def _names(session: Session) -> list[str]:
    return [row.name for row in session.applied()]


def _require(applied: Sequence[str], mine: Collection[str]) -> None:
    first = next((n for n, name in enumerate(applied) if name in mine), None)
    if first is None:
        return
    raise MigrationError(
        f'the database has applied "{applied[first]}", which would be rewritten',
        hint=f"take it back first: doit migrate_down --steps {len(applied) - first}; then run this "
        "again, and doit migrate",
    )
