"""Scratch databases for commands: on the project's embedded server, or on one for this command."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import EmbeddedError
from fluentorm.tasks.action import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.embedded import EmbeddedServer
    from fluentorm.tasks.project import Project

NEEDS_EXTRA = "pip install 'fluentorm[embedded]'"


@contextlib.contextmanager
def scratch_home(project: Project, purpose: str) -> Iterator[EmbeddedServer]:
    """Give a running embedded server to make scratch databases on.

    That is the project's; where there is no project, one that is gone after the block, so that
    nothing is left in the folder. ``purpose`` ends the line that says that it is started.

    Raises EmbeddedError when it is not installed or cannot be started.
    """
    from fluentorm.embedded import available
    from fluentorm.tasks.database import embedded_server

    if not available():
        raise EmbeddedError(f"there is no scratch server {purpose}", hint=NEEDS_EXTRA)
    if _is_project(project):
        server = embedded_server(project)
        if not server.status().running:
            note(f"starting the embedded PostgreSQL in {project.state_dir}/ {purpose}")
        server.start()
        yield server
        return
    with _temporary_server() as server:
        yield server


def _is_project(project: Project) -> bool:
    return any(path.exists() for path in (Path("dodo.py"), project.schemas_dir, project.state_dir))


@contextlib.contextmanager
def _temporary_server() -> Iterator[EmbeddedServer]:
    import tempfile

    from fluentorm.embedded import EmbeddedServer

    with tempfile.TemporaryDirectory(prefix="fluentorm-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedServer(Path(folder) / ".fluent", scratch=True)
        try:
            server.start()
            yield server
        finally:
            server.remove()
