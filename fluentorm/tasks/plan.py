"""What generate_models and migrate would do, with nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.generate import remarks
from fluentorm.tasks.action import counted, note, say, say_json
from fluentorm.tasks.generate import planned
from fluentorm.tasks.locking import reading_lock
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.migrate.file import MigrationPair
    from fluentorm.migrate.generate import Generation
    from fluentorm.tasks.project import Project


def show_plan(*, sql: bool, as_json: bool) -> None:
    """Print the migrations that would be written and those that wait for the target database."""
    project = current_project()
    with reading_lock(project):
        generation, _ = planned(project)
    pending = _pending(project)
    if as_json:
        say_json(_as_json(generation, pending))
        return
    _say_generation(project, generation, sql=sql)
    _say_pending(project, pending, sql=sql)


def _say_generation(project: Project, generation: Generation, *, sql: bool) -> None:
    if not generation.pairs:
        say("generate_models: the migrations are up to date")
    else:
        say(f"generate_models would write {counted(len(generation.pairs), 'migration')}:")
    for pair in generation.pairs:
        say(f"  + {pair.up.name}")
        if sql:
            _say_sql(pair)
    for remark in remarks(generation):
        note(remark)


def _say_sql(pair: MigrationPair) -> None:
    for label, file in (("up", pair.up), ("down", pair.down)):
        say(f"    -- {label}")
        for line in file.text.splitlines():
            if line.strip() and not line.startswith("-- "):
                say(f"    {line}")


def _pending(project: Project) -> tuple[str, ...] | None:
    """Return the names of the migrations that the target lacks; None when it cannot be asked."""
    from fluentorm.migrate.runner import status
    from fluentorm.tasks.database import embedded_server, target_session

    directory = scan(project.migrations_dir)
    if project.config.embedded and not embedded_server(project).status().running:
        note("the embedded PostgreSQL is not running; what migrate would do there is not shown")
        return None
    try:
        with target_session(project) as session:
            state = status(session, directory)
            fresh = not state.applied  # then contracts run together with what they conclude
            return tuple(item.name for item in state.pending if fresh or not item.contract)
    except FluentError as error:
        note(f"what migrate would do cannot be shown: {error}")
        return None


def _say_pending(project: Project, pending: Sequence[str] | None, *, sql: bool) -> None:
    if pending is None:
        return
    if not pending:
        say("migrate: nothing is pending")
        return
    say(f"migrate would apply {counted(len(pending), 'migration')}:")
    directory = scan(project.migrations_dir)
    for name in pending:
        say(f"  + {name}")
        if sql:
            for line in directory.source(name).text.splitlines():
                if line.strip() and not line.startswith("-- "):
                    say(f"    {line}")


def _as_json(generation: Generation, pending: Sequence[str] | None) -> dict[str, object]:
    return {
        "generate": [
            {"name": pair.up.name, "up": pair.up.text, "down": pair.down.text}
            for pair in generation.pairs
        ],
        "migrate": None if pending is None else list(pending),
    }
