"""The target database: which one it is, and a session on it; imported only when one is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.embedded import EmbeddedServer
from fluentorm.errors import ConfigError
from fluentorm.tasks.action import note

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.driver import PostgresSession
    from fluentorm.tasks.project import Project


def embedded_server(project: Project) -> EmbeddedServer:
    """Return the project's embedded server, which may not be running."""
    return EmbeddedServer(Path.cwd() / project.state_dir)


def target_url(project: Project) -> str:
    """Return the libpq URL of the target database; the embedded server is started for it.

    Raises ConfigError when nothing is set and the embedded server is forbidden, EmbeddedError when
    it cannot be started.
    """
    if not project.config.embedded:
        return project.config.target()
    server = embedded_server(project)
    if not server.status().running:
        note(f"starting the embedded PostgreSQL in {project.state_dir}/")
    server.start()
    server.ensure_database()
    note(f"using the embedded PostgreSQL in {project.state_dir}/ (no FLUENT_DB_* is set)")
    return server.url()


def connect_target(project: Project) -> PostgresSession:
    """Open a session on the target database.

    Raises ConnectionFailed and what ``target_url`` raises.
    """
    from fluentorm.dialects.postgres.driver import connect

    return connect(target_url(project))


def require_embedded(project: Project) -> EmbeddedServer:
    """Return the embedded server where it is the target.

    Raises ConfigError where another database is configured: that one is not ours to stop or reset.
    """
    if not project.config.embedded:
        raise ConfigError(
            f"the target is {project.config.shown}, not the embedded PostgreSQL",
            hint="unset FLUENT_DB_* to work with the embedded one",
        )
    return embedded_server(project)
