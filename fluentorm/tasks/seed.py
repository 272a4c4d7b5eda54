"""The work behind ``seed``: files in, rows of the target database as they say."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SeedError
from fluentorm.seeds.files import helpers, seed_files
from fluentorm.tasks.action import counted, say, say_json
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from fluentorm.dialects.base import Session
    from fluentorm.seeds.apply import Seeded
    from fluentorm.seeds.rows import Source
    from fluentorm.tasks.project import Project


def seed(environment: str | None, *, dry_run: bool = False, as_json: bool = False) -> None:
    """Bring the target database up to what the seeds say, and tell what was done.

    Nothing is connected to where there are none. Raises SeedError with all that is wrong.
    """
    project = current_project()
    sources = read_sources(project, environment)
    if not sources:
        if as_json:
            say_json({"tables": {}, "files": [], "dry_run": dry_run})
        else:
            say(f"no seeds in {project.seeds_dir}/")
        return
    from fluentorm.tasks.database import target_session

    with target_session(project) as session:
        done = write(session, sources, dry_run=dry_run)
    if as_json:
        say_json(_as_json(done, dry_run=dry_run))
    else:
        _say(done, dry_run=dry_run)


def read_sources(project: Project, environment: str | None) -> list[Source]:
    """Return what the seed files say, those of all environments before those of one.

    ``environment`` is FLUENT_SEED_ENV where it is None. Raises SeedError.
    """
    folder = project.seeds_dir
    chosen = environment or project.config.seed_env or None
    if chosen is None and not folder.is_dir():
        return []
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in seed_files(folder, chosen):
        try:
            sources.append(_read(path))
        except SeedError as error:
            problems += error.problems
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            problems.append(Problem(f"cannot be read: {reason}", Place(str(path))))
    if problems:
        raise SeedError(problems)
    return sources


def write(session: Session, sources: list[Source], *, dry_run: bool = False) -> Seeded:
    """Write what sources say to a database. Raises SeedError."""
    from fluentorm.dialects.postgres.introspect import introspect
    from fluentorm.seeds.apply import apply
    from fluentorm.seeds.domains import without_domains
    from fluentorm.seeds.plan import plan

    model = without_domains(introspect(session).model)
    return apply(session, plan(sources, model), model, dry_run=dry_run)


def fill_database(url: str, environment: str | None) -> None:
    """Write the project's seeds to the database of a URL. Raises SeedError."""
    from fluentorm.dialects.postgres.driver import connect

    sources = read_sources(current_project(), environment)
    with contextlib.closing(connect(url)) as session:
        write(session, sources)


def _read(path: Path) -> Source:
    shown = str(path)
    if path.suffix == ".py":
        from fluentorm.registry.helper_modules import importable
        from fluentorm.seeds.python_file import read_python

        absolute = Path.cwd() / path
        with importable(helpers(absolute.parent)):
            return read_python(absolute, shown)
    data = path.read_bytes()
    if path.suffix == ".sql":
        return _statements(data, shown)
    from fluentorm.seeds.yaml_file import read_yaml

    return read_yaml(data, shown)


def _statements(data: bytes, shown: str) -> Source:
    from fluentorm.dialects.postgres.splitter import check
    from fluentorm.errors import FileFormat
    from fluentorm.migrate.source import decode
    from fluentorm.seeds.rows import Statements

    try:
        text = decode(data, shown)
        check(text, shown, whose="that all seeds share")
    except FileFormat as error:
        raise SeedError([Problem(error.message, error.place, error.hint)]) from error
    return Statements(shown=shown, text=text)


def _say(done: Seeded, *, dry_run: bool) -> None:
    from fluentorm.seeds.apply import Outcome

    for table, counts in done.tables.items():
        told = ", ".join(f"{counts[one]} {one.value}" for one in Outcome if counts.get(one))
        say(f"  {table}: {told}")
    for file in done.files:
        say(f"  {file}: run")
    inserted, updated = done.count(Outcome.INSERTED), done.count(Outcome.UPDATED)
    if dry_run:
        say("taken back: this was a dry run")
    elif inserted or updated:
        total = sum(map(done.count, Outcome))
        say(f"seeded {counted(total, 'row')}: {inserted} inserted, {updated} updated")
    else:
        say(f"nothing changed: {counted(done.count(Outcome.UNCHANGED), 'row')} as the seeds say")


def _as_json(done: Seeded, *, dry_run: bool) -> dict[str, object]:
    from fluentorm.seeds.apply import Outcome

    return {
        "tables": {
            table: {one.value: counts.get(one, 0) for one in Outcome}
            for table, counts in done.tables.items()
        },
        "files": list(done.files),
        "dry_run": dry_run,
    }
