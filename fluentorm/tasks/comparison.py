"""Tasks that compare schemas wherever they are, and read them; none changes a database."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import NoAnswer, WrongUsage, action, system_error
from fluentorm.tasks.options import (
    DOWN,
    DUMPED,
    EXCLUDE,
    FIX,
    FORCE,
    FORMAT,
    FROM,
    IGNORE,
    INCLUDE,
    JOBS,
    JSON,
    NAMESPACE,
    NO_VERIFY,
    OUTPUT,
    PULLED,
    REPORT_ONLY,
    SQL_BODIES,
    TARGET,
    TO_SIDE,
)
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.tasks.project import Project


@command
def task_db_diff(_: Project) -> dict[str, Any]:
    """Print the SQL from one schema to another: --from A --to B."""
    return {"actions": [(db_diff,)], "params": [FROM, TO_SIDE, OUTPUT, DOWN, JSON]}


@command
def task_db_dump(_: Project) -> dict[str, Any]:
    """Print the SQL that makes a whole schema, sorted: --from SIDE, or the target database."""
    return {"actions": [(db_dump,)], "params": [DUMPED, OUTPUT, JSON]}


@command
def task_drift(_: Project) -> dict[str, Any]:
    """Fail when the target database is not as the snapshot says, and name what differs."""
    return {"actions": [(drift,)], "params": [IGNORE, FIX, OUTPUT, JOBS, TARGET, JSON]}


@command
def task_db_pull(_: Project) -> dict[str, Any]:
    """Write schema files, snapshot and baseline from a database that exists."""
    params = [PULLED, FORMAT, SQL_BODIES, INCLUDE, EXCLUDE, NAMESPACE]
    return {"actions": [(db_pull,)], "params": [*params, REPORT_ONLY, FORCE, NO_VERIFY, JSON]}


@action
def db_diff(source: str, target: str, output: str, down: str, as_json: bool) -> None:
    """Compare, print the SQL, and fail when there is any."""
    from fluentorm.tasks.difference import db_diff as work

    with _answer():
        work(source, target, output=output, down=down, as_json=as_json)


@contextlib.contextmanager
def _answer() -> Iterator[None]:
    """Tell an error, which is no answer, from the answer that two things differ."""
    from fluentorm.errors import FluentError, Interrupted

    try:
        yield
    except Interrupted:
        raise
    except FluentError as error:
        raise NoAnswer(str(error)) from error
    except OSError as error:
        raise NoAnswer(system_error(error)) from error


@action
def db_dump(source: str, output: str, as_json: bool) -> None:
    """Print all of a schema."""
    from fluentorm.tasks.difference import db_dump as work

    work(source, output=output, as_json=as_json)


@action
def drift(
    ignore: list[str], fix: str, output: str, jobs: int | None, only: list[str], as_json: bool
) -> None:
    """Compare the target with the snapshot, and write what reconciles them where asked for."""
    from fluentorm.tasks.fleet_options import FleetOptions, is_fleet

    fleet = FleetOptions(jobs=jobs, only=only)
    with _answer():
        if is_fleet(fleet):
            if fix:
                raise WrongUsage(
                    "--fix is about one database", "leave it out, or unset FLUENT_DB_TARGETS"
                )
            from fluentorm.tasks.fleet_drift import drift as over_all

            over_all(ignore=ignore, as_json=as_json, fleet=fleet)
            return
        from fluentorm.tasks.drift import drift as work

        work(ignore=ignore, fix=fix, output=output, as_json=as_json)


@action
def db_pull(
    source: str,
    style: str,
    sql_bodies: bool,
    include: list[str],
    exclude: list[str],
    namespaces: list[str],
    report_only: bool,
    force: bool,
    no_verify: bool,
    as_json: bool,
) -> None:
    """Read a database and write the files of a project for it."""
    from fluentorm.tasks.pull import PullOptions
    from fluentorm.tasks.pull import db_pull as work

    work(
        PullOptions(
            source=source,
            style=style,
            sql_bodies=sql_bodies,
            include=tuple(include),
            exclude=tuple(exclude),
            namespaces=tuple(namespaces),
            report_only=report_only,
            force=force,
            verify=not no_verify,
            as_json=as_json,
        )
    )
