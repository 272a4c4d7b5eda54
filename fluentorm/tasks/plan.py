"""What generate_models and migrate would do, with nothing written."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.errors import FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.generate import remarks
from fluentorm.migrate.names import is_python
from fluentorm.schema.objects import EMPTY
from fluentorm.tasks.action import counted, note, say, say_json
from fluentorm.tasks.announcing import in_database, on_model, sizes_of
from fluentorm.tasks.generate import planned
from fluentorm.tasks.locking import reading_lock
from fluentorm.tasks.project import current_project
from fluentorm.tasks.terminal import Cell, Tone, on_terminal, painted, table
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fluentorm.dialects.postgres.announce import Announced, Size
    from fluentorm.migrate.file import MigrationPair
    from fluentorm.migrate.generate import Generation
    from fluentorm.tasks.project import Project


def show_plan(*, sql: bool, as_json: bool) -> None:
    """Print the migrations that would be written and those that wait for the target database."""
    project = current_project()
    waiting = _pending(project)  # first: what is written may depend on the server's version
    with reading_lock(project):
        generation, old = planned(project)
    model = EMPTY if old is None else old.model
    files = [(pair.up.name, pair.up.text) for pair in generation.pairs]
    planned_steps = on_model(model, files, waiting.sizes)
    if as_json:
        say_json(_as_json(generation, planned_steps, waiting))
        return
    _say_generation(generation, planned_steps, sql=sql)
    _say_pending(project, waiting, sql=sql)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """The migrations that the target lacks, and what they do; None when it cannot be asked."""

    names: tuple[str, ...] | None = None
    steps: Mapping[str, Sequence[Announced]] = field(default_factory=dict)
    sizes: Mapping[str, Size] = field(default_factory=dict)


def _say_generation(
    generation: Generation, steps: Mapping[str, Sequence[Announced]], *, sql: bool
) -> None:
    if not generation.pairs:
        say("generate_models: the migrations are up to date")
    else:
        say(f"generate_models would write {counted(len(generation.pairs), 'migration')}:")
    for pair in generation.pairs:
        say(f"  {painted('+', Tone.GOOD)} {pair.up.name}")
        _say_steps(steps.get(pair.up.name, ()))
        if sql:
            _say_sql(pair)
    for remark in remarks(generation):
        note(remark)


def _say_steps(steps: Iterable[Announced]) -> None:
    if not on_terminal():
        for step in steps:
            say(f"      {step}")
        return
    for lines in table((_cells(step) for step in steps), indent=4):
        for line in lines:
            say(line)


def _cells(step: Announced) -> tuple[Cell, ...]:
    """Return what a step does as a row: its number, what it does to which table, whom it stops."""
    number, _, told = str(step).partition(": ")
    tone = Tone.BAD if step.stops or not step.known else Tone.PLAIN
    return (Cell(number.removeprefix("step "), Tone.FAINT), Cell(told, tone))


def _say_sql(pair: MigrationPair) -> None:
    for label, file in (("up", pair.up), ("down", pair.down)):
        say(f"    -- {label}")
        for line in file.text.splitlines():
            if line.strip() and not line.startswith("-- "):
                say(f"    {line}")


def _pending(project: Project) -> _Waiting:
    """Return what the target lacks, with what it would do there."""
    from fluentorm.migrate.runner import status
    from fluentorm.tasks.database import embedded_server, target_session

    directory = scan(project.migrations_dir)
    if project.config.embedded and not embedded_server(project).status().running:
        note("the embedded PostgreSQL is not running; what migrate would do there is not shown")
        return _Waiting()
    try:
        with target_session(project) as session:
            state = status(session, directory)
            fresh = not state.applied  # then contracts run together with what they conclude
            names = tuple(item.name for item in state.pending if fresh or not item.contract)
            files = [(name, directory.source(name).script.sql) for name in names]
            steps = in_database(session, files)
            return _Waiting(names=names, steps=steps, sizes=sizes_of(session))
    except FluentError as error:
        note(f"what migrate would do cannot be shown: {error}")
        return _Waiting()


def _say_pending(project: Project, waiting: _Waiting, *, sql: bool) -> None:
    if waiting.names is None:
        return
    if not waiting.names:
        say("migrate: nothing is pending")
        return
    say(f"migrate would apply {counted(len(waiting.names), 'migration')}:")
    directory = scan(project.migrations_dir)
    for name in waiting.names:
        say(f"  {painted('+', Tone.GOOD)} {name}")
        _say_steps(waiting.steps.get(name, ()))
        if is_python(name):
            say("      runs Python: no SQL can be shown")
        elif sql:
            for line in directory.source(name).text.splitlines():
                if line.strip() and not line.startswith("-- "):
                    say(f"    {line}")


def _as_json(
    generation: Generation, steps: Mapping[str, Sequence[Announced]], waiting: _Waiting
) -> dict[str, object]:
    return {
        "generate": [
            {
                "name": pair.up.name,
                "up": pair.up.text,
                "down": pair.down.text,
                "steps": [step.data() for step in steps.get(pair.up.name, ())],
            }
            for pair in generation.pairs
        ],
        "migrate": None if waiting.names is None else list(waiting.names),
        "migrate_steps": {
            name: [step.data() for step in found] for name, found in waiting.steps.items()
        },
    }
