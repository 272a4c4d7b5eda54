"""The trace level of lint: migrations run, up and down, on a scratch database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import Failed, FluentError
from fluentorm.lint.batches import batches, mark_of
from fluentorm.lint.reading import Raw
from fluentorm.lint.replay import play
from fluentorm.lint.source import read
from fluentorm.lint.state import Origin, State
from fluentorm.lint.trace import trace_text
from fluentorm.migrate.directory import scan
from fluentorm.tasks.scratch import scratch_home

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fluentorm.dialects.postgres.scratch import ScratchDatabase
    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.tasks.project import Project


def trace_project(project: Project, chosen: Collection[str] | None) -> list[Raw]:
    """Run all migrations on a scratch database and return what contradicts the rules.

    ``chosen`` are the paths to look at, None for all; the others only run. Raises EmbeddedError
    where there is no scratch server.
    """
    from fluentorm.dialects.postgres.scratch import ScratchServer

    directory = scan(project.migrations_dir)
    with (
        scratch_home(project, "for the trace") as home,
        ScratchServer(home.url("postgres"), str(Path.cwd())) as scratch,
        scratch.empty() as database,
    ):
        return list(_traced(directory, database, chosen))


def _traced(
    directory: Directory, database: ScratchDatabase, chosen: Collection[str] | None
) -> Iterator[Raw]:
    state = State()
    sources = (
        (entry.version, directory.source(entry.name).script.sql) for entry in directory.entries
    )
    numbers = batches(mark_of(*source) for source in sources)
    for entry, number in zip(directory.entries, numbers, strict=True):
        state.batch = number
        path = str(directory.place(entry.name))
        state.origin = Origin(path, 0, number)
        try:
            found = list(_one(directory, entry, database, state, wanted=_is(chosen, path)))
        except FluentError as error:
            yield _failure(error, path)
            return
        yield from found


def _is(chosen: Collection[str] | None, path: str) -> bool:
    return chosen is None or path in chosen


def _failure(error: FluentError, path: str) -> Raw:
    line = error.place.line if error.place else 1
    message = f"the trace ends here: {error.message}"
    return Raw(rule="TR001", path=path, line=max(line, 1), message=message)


def _one(
    directory: Directory, entry: Entry, database: ScratchDatabase, state: State, *, wanted: bool
) -> Iterator[Raw]:
    script = directory.source(entry.name).script
    if script.code is not None:  # there is nothing to read, and what it does is the author's
        database.run((script,))
        return
    before = database.introspect() if wanted else None
    if before is None:
        database.run((script,))
        for statement in read(script.text, script.path).statements:
            play(statement, state)
        return
    ensure = database.server.ensure_missing_role
    yield from trace_text(script.text, script.path, database.session, state, ensure)
    yield from _way_back(directory, entry, database, before)


def _way_back(
    directory: Directory, entry: Entry, database: ScratchDatabase, before: CatalogState
) -> Iterator[Raw]:
    up = str(directory.place(entry.name))
    if entry.down is None:
        yield Raw(rule="DL004", path=up, line=1, message="there is no down file")
        return
    source = directory.source(entry.down)
    if source.header.irreversible:
        return
    down = source.script
    try:
        differences = database.undo(down, before)
    except Failed as error:
        line = error.place.line if error.place else 1
        message = f"it fails: {error.cause.message}"
        yield Raw(rule="DL004", path=source.path, line=line, message=message)
        return
    if differences:
        message = f"it does not bring back what was there: {differences[0]}"
        yield Raw(rule="DL004", path=source.path, line=1, message=message)
        if down.whole:
            return
    database.run((directory.source(entry.name).script,))
