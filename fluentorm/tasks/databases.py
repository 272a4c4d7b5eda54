"""Tasks around the embedded PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import action, say
from fluentorm.tasks.options import EMPTY, ENV
from fluentorm.tasks.project import command, current_project

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


@command
def task_db_start(_: Project) -> dict[str, Any]:
    """Start the embedded PostgreSQL, which runs on until db_stop."""
    return {"actions": [(db_start,)]}


@command
def task_db_stop(_: Project) -> dict[str, Any]:
    """Stop the embedded PostgreSQL; its data stays."""
    return {"actions": [(db_stop,)]}


@command
def task_db_url(_: Project) -> dict[str, Any]:
    """Print the URL of the target database, for psql and applications; without a password."""
    return {"actions": [(db_url,)]}


@command
def task_db_shell(_: Project) -> dict[str, Any]:
    """Open psql on the target database; what follows -- goes to psql: db_shell -- -c 'SELECT 1'."""
    return {"actions": [(db_shell,)], "pos_arg": "arguments"}


@command
def task_db_reset(_: Project) -> dict[str, Any]:
    """Make the embedded database anew: empty, or where there are seeds migrated and seeded."""
    return {"actions": [(db_reset,)], "params": [ENV, EMPTY]}


@action
def db_start() -> None:
    """Start the server and print where it is."""
    from fluentorm.tasks.database import require_embedded

    server = require_embedded(current_project())
    server.start()
    say(f"the embedded PostgreSQL is running: {server.url()}")


@action
def db_stop() -> None:
    """Stop the server."""
    from fluentorm.tasks.database import embedded_server

    stopped = embedded_server(current_project()).stop()
    say("stopped the embedded PostgreSQL" if stopped else "the embedded PostgreSQL is not running")


@action
def db_url() -> None:
    """Print the URL."""
    from fluentorm.tasks.database import shown_url

    say(shown_url(current_project()))


@action
def db_shell(arguments: list[str] | None) -> None:
    """Run psql until the user leaves it."""
    from fluentorm.tasks.database import run_shell

    run_shell(current_project(), arguments or [])


@action
def db_reset(environment: str | None, empty: bool) -> None:
    """Empty the embedded database, and fill it with what the seeds say."""
    from fluentorm.tasks.database import require_embedded

    project = current_project()
    server = require_embedded(project)
    seeded = False
    if not empty and (environment or project.seeds_dir.is_dir()):
        from fluentorm.tasks.seed import read_sources

        # What is wrong in the files is told before anything is gone.
        seeded = bool(read_sources(project, environment))
    server.reset()
    if not seeded:
        say("the embedded database is empty; next: doit migrate")
        return
    from fluentorm.tasks.migrate import up
    from fluentorm.tasks.runs import RunOptions
    from fluentorm.tasks.seed import seed

    say("the embedded database is empty")
    up(RunOptions())
    seed(environment)
