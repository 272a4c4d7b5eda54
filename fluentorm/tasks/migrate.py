"""The work behind the migration tasks: options in, the runner's results out as text or JSON."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from fluentorm.errors import ConfigError, MissingFile
from fluentorm.migrate import runner
from fluentorm.migrate.baseline import last_baseline
from fluentorm.migrate.replaced import kept_folder
from fluentorm.tasks.action import Refusal, counted, note, say, say_json, say_text
from fluentorm.tasks.announcing import in_database
from fluentorm.tasks.fleet_options import ONE, FleetOptions, is_fleet
from fluentorm.tasks.old_files import old_files
from fluentorm.tasks.project import current_project
from fluentorm.tasks.runs import RunOptions, running
from fluentorm.tasks.status_text import say_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.dialects.postgres.announce import Announced
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.plan import Step
    from fluentorm.migrate.runner import MigrationState, Status


class _Effects(TypedDict, total=False):
    """What the JSON of a run that only shows has more."""

    steps: dict[str, list[dict[str, object]]]


def up(options: RunOptions, fleet: FleetOptions = ONE) -> None:
    """Apply the pending migrations and say which; one line when there are none.

    Raises ConfigError where there is no folder of migrations: "nothing to do" would be wrong.
    """
    if is_fleet(fleet):
        import fluentorm.tasks.fleet_up as many

        _note_forks()
        many.up(options, fleet)
        return
    _require_folder()
    _note_forks()
    with running(options) as (session, directory, watch), _way_back():
        result = runner.migrate_up(
            session,
            directory,
            **options.way_up(current_project().config.pg_version),
            **watch,
        )
        effects = _effects(session, result.planned, options)
    if options.as_json:
        say_json(
            {
                "applied": list(result.applied),
                "planned": [step.name for step in result.planned],
                **_effects_data(effects, options),
                "out_of_order": list(result.out_of_order),
                "accepted": list(result.accepted),
                "contracts": list(result.contracts),
                "waiting": result.waiting,
                "replaced": {one.record.name: list(one.names) for one in result.replaced},
                "seconds": round(result.seconds, 3),
            }
        )
        return
    for one in result.replaced:
        count = counted(len(one.names), "migration")
        say(f"recorded {one.record.name} in place of the {count} that it replaces")
    for name in result.accepted:
        say(f"recorded {name} as it is now")
    for name in result.out_of_order:
        note(f"{name} is older than one applied before it (--strict refuses that)")
    if options.dry_run:
        _say_dry_run(result.planned, "apply", effects)
    elif result.applied:
        say(f"applied {counted(len(result.applied), 'migration')} in {result.seconds:.2f} s")
    elif not result.waiting and not result.contracts:
        say("no pending migrations")
    if result.waiting:
        say(f"{result.waiting} waits for its backfill: doit migrate_backfill, then doit migrate")
    for name in result.contracts:
        say(f"{name} waits for its time: doit migrate --contract")


def down(options: RunOptions, fleet: FleetOptions = ONE) -> None:
    """Roll migrations back and say which, or with ``plan`` show the way.

    Where data would be lost, somebody has to say that it may. Raises Refusal without that, and
    WrongUsage for more than one target.
    """
    if fleet.given:
        options = replace(options, target=fleet.single())
    with running(options) as (session, directory, watch):
        if options.plan:
            from fluentorm.tasks.way_down import show_way

            show_way(session, directory, options)
            return
        run = partial(
            runner.migrate_down,
            session,
            directory,
            to=options.to,
            steps=options.steps,
            all=options.everything,
            allow_changed=options.allow_changed,
            **watch,
        )
        result = run(dry_run=True)
        if result.planned and not options.dry_run:
            from fluentorm.tasks.way_down import require_consent

            require_consent(session, result.planned, yes=options.yes)
            result = run()
        effects = _effects(session, result.planned, options)
    if options.as_json:
        say_json(
            {
                "rolled_back": list(result.rolled_back),
                "planned": [step.name for step in result.planned],
                **_effects_data(effects, options),
                "seconds": round(result.seconds, 3),
            }
        )
    elif options.dry_run:
        _say_dry_run(result.planned, "roll back", effects)
    elif result.rolled_back:
        say(f"rolled back {counted(len(result.rolled_back), 'migration')}")
    else:
        say("no migrations to roll back")


def redo(options: RunOptions) -> None:
    """Roll the last migrations back and apply them again.

    What that loses does not come back. Raises Refusal where nobody says that it may.
    """
    with running(options) as (session, directory, watch):
        run = partial(
            runner.redo,
            session,
            directory,
            steps=options.steps,
            allow_changed=options.allow_changed,
            **watch,
        )
        result = run(dry_run=True)
        if result.planned:
            from fluentorm.tasks.way_down import require_consent

            require_consent(session, result.planned, yes=options.yes, again=True)
            result = run()
    if options.as_json:
        say_json({"rolled_back": list(result.rolled_back), "applied": list(result.applied)})
    elif result.applied:
        say(f"rolled back and applied again: {counted(len(result.applied), 'migration')}")
    else:
        say("no migrations to redo")


def baseline(options: RunOptions) -> None:
    """Record migrations as applied without running them.

    Without ``to`` they are those up to the last that ``db_pull`` wrote for what the database had.
    Raises ConfigError where there is none: recording everything by a forgotten option would be
    wrong.
    """
    _require_folder()
    with running(options) as (session, directory, watch):
        to = options.to or last_baseline(directory)
        if to is None:
            raise ConfigError(
                "--to is needed: the last migration that this database holds already",
                hint="doit migrate_baseline --to VERSION; doit migrate_status lists the versions",
            )
        result = runner.baseline(session, directory, to=to, **watch)
    if options.as_json:
        say_json({"recorded": list(result.recorded)})
        return
    for name in result.recorded:
        say(f"  ✓ {name}")
    say(f"recorded {counted(len(result.recorded), 'migration')} as applied; none was run")


def status(options: RunOptions, fleet: FleetOptions = ONE) -> None:
    """Print what is applied and what is pending.

    Refusal when an applied file was changed or is gone: migrate would refuse too.
    """
    if is_fleet(fleet):
        import fluentorm.tasks.fleet_status as many

        many.status(options, fleet)
        return
    with running(options) as (session, directory, _):
        state = runner.status(session, directory)
    if options.as_json:
        kept = old_files(directory, {current_project().config.shown: state})
        old = {"old_files": [one.as_json() for one in kept]} if kept else {}
        say_json(_status_json(state) | old)
    else:
        say_status(state)
        _say_replaced(state, directory)
    if state.obstacle is not None:
        raise state.obstacle
    _refuse_broken(state)


def _note_forks() -> None:
    from fluentorm.tasks.branches import forks_note

    found = forks_note(current_project())
    if found:
        note(found)


@contextlib.contextmanager
def _way_back() -> Iterator[None]:
    """Say how to take back what was applied and then rewritten by a rebase."""
    try:
        yield
    except MissingFile as error:
        from fluentorm.tasks.rebase import explain_missing

        explain_missing(current_project(), error)
        raise


def _require_folder() -> None:
    folder = current_project().migrations_dir
    if not folder.exists():
        raise ConfigError(
            f'the folder "{folder}" does not exist',
            hint="doit generate_models writes the first migrations; is this the right folder?",
        )


def _effects(
    session: Session, planned: Iterable[Step], options: RunOptions
) -> dict[str, list[Announced]]:
    """Return what a run that only shows would do to the tables of the database, by file."""
    if not options.dry_run:
        return {}
    return in_database(session, [(step.script.path, step.script.sql) for step in planned])


def _effects_data(effects: Mapping[str, Sequence[Announced]], options: RunOptions) -> _Effects:
    if not options.dry_run:
        return {}
    return {"steps": {path: [one.data() for one in found] for path, found in effects.items()}}


def _say_dry_run(
    steps: Iterable[Step], verb: str, effects: Mapping[str, Sequence[Announced]]
) -> None:
    """Print the SQL and what it does, so that the output can be read by people and by psql."""
    names = []
    for step in steps:
        names.append(step.name)
        for effect in effects.get(step.script.path, ()):
            say_text(f"-- Plan: {effect}\n")
        code = step.script.code
        if code is None:
            say_text(step.script.text.rstrip() + "\n\n")
        else:
            path = step.script.path
            say_text(
                f"-- {path} runs {code.function}(db), which is Python: no SQL can be shown\n\n"
            )
    note(f"would {verb} {counted(len(names), 'migration')}; nothing was run")


def _say_replaced(state: Status, directory: Directory) -> None:
    """Say how far the database is with migrations that others took the place of."""
    waiting = {one.record.name for one in state.replaced}
    for item in state.applied:
        folder = kept_folder(directory, item.name)
        if item.name in waiting:
            say(f"\n{item.name} is applied by the names that it replaces: doit migrate records it")
        elif Path(folder).is_dir():
            say(f"\n{item.name} is recorded: this database needs {folder}/ no more")


def _status_json(state: Status) -> dict[str, object]:
    return {
        "applied": [
            {
                "name": item.name,
                "applied_at": f"{item.applied_at:%Y-%m-%dT%H:%M:%SZ}" if item.applied_at else None,
                "changed": item.changed,
                "missing": item.missing,
                **_half_way_json(item),
            }
            for item in state.applied
        ],
        "pending": [
            {
                "name": item.name,
                "out_of_order": item.out_of_order,
                **({"contract": item.contract} if item.contract else {}),
                **_half_way_json(item),
            }
            for item in state.pending
        ],
    }


def _half_way_json(item: MigrationState) -> dict[str, object]:
    half = item.half_way
    if half is None:
        return {}
    return {
        "half_way": {
            "direction": "down" if half.back else "up",
            "step": half.step,
            "steps": half.total,
            "kind": half.kind,
            "state": half.state.value,
            "error": half.error,
            "next": half.command,
        }
    }


def _refuse_broken(state: Status) -> None:
    if state.foreign:
        raise Refusal(
            "this database was migrated from another folder: it knows none of these files\n"
            "hint: look at FLUENT_DB_* and FLUENT_MIGRATIONS_DIR"
        )
    broken = len(state.changed) + len(state.missing)
    if broken:
        raise Refusal(
            f"{counted(broken, 'applied migration')} changed or missing\n"
            "hint: restore the files from version control, or accept one as it is: "
            "doit migrate --allow-changed NAME"
        )
