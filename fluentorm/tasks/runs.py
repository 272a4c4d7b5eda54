"""What every command of the runner begins with: its options, and a session on its database."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypedDict

from fluentorm.migrate.directory import scan
from fluentorm.tasks.action import note
from fluentorm.tasks.database import target_session
from fluentorm.tasks.fleet_options import FleetOptions, is_fleet
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.progress import reporting
from fluentorm.tasks.project import current_project
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.runner import Progress
    from fluentorm.tasks.project import Project


class _Wanted(TypedDict):
    """What a way up takes of its options."""

    to: str | None
    steps: int | None
    strict: bool
    dry_run: bool
    contract: bool
    allow_changed: Sequence[str]
    wanted_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user asked a migration task for; each task has some of these options.

    ``target`` is one of many databases.
    """

    to: str | None = None
    steps: int | None = None
    everything: bool = False
    dry_run: bool = False
    strict: bool = False
    contract: bool = False
    allow_pooler: bool = False
    plan: bool = False
    yes: bool = False
    allow_changed: Sequence[str] = ()
    target: str | None = None
    as_json: bool = False

    def way_up(self, wanted_version: int | None) -> _Wanted:
        """Return what a way up takes of these, on one database or on many."""
        return _Wanted(
            to=self.to,
            steps=self.steps,
            strict=self.strict,
            dry_run=self.dry_run,
            contract=self.contract,
            allow_changed=self.allow_changed,
            wanted_version=wanted_version,
        )


class Watch(TypedDict):
    """What every command of the runner takes besides its own options."""

    on_progress: Callable[[Progress], None]
    lock_wait: float


@contextlib.contextmanager
def running(options: RunOptions) -> Iterator[tuple[Session, Directory, Watch]]:
    """Give what a runner works with, and let it be seen at work."""
    project = current_project()
    require_complete(project)
    directory = scan(project.migrations_dir)
    with (
        _session(project, options) as session,
        reporting(quiet=options.as_json) as report,
    ):
        yield session, directory, {"on_progress": report, "lock_wait": project.config.lock_wait}


def _session(project: Project, options: RunOptions) -> contextlib.AbstractContextManager[Session]:
    """Return a session on the target database, or on the one of many that is named."""
    if options.target is not None:
        from fluentorm.tasks.fleet import chosen, session_on

        one = FleetOptions(only=[options.target])
        is_fleet(one)
        return session_on(chosen(one)[0], allow_pooler=options.allow_pooler)
    if project.config.targets is not None:
        note(
            "FLUENT_DB_TARGETS is set, and this is about one database: "
            f"{project.config.shown}; --target NAME takes one of them"
        )
    return target_session(project, allow_pooler=options.allow_pooler)
