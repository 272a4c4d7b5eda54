"""The target database: which one it is, and a session on it; imported only when one is needed."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.embedded import EmbeddedServer
from fluentorm.errors import ConfigError, ConnectionFailed
from fluentorm.tasks.action import Refusal, note
from fluentorm.tasks.server_version import remember_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from fluentorm.dialects.postgres.driver import PostgresSession
    from fluentorm.dialects.running import Locking
    from fluentorm.tasks.project import Project

    Result = TypeVar("Result")

# What a hint says of the parts of an address, and how it reads where that came in one.
_IN_PARTS = (
    (re.compile(r"correct FLUENT_DB_\w+(?: and FLUENT_DB_\w+)?"), "correct FLUENT_DB_URL"),
    (re.compile(r"set FLUENT_DB_PASSWORD"), "put it into FLUENT_DB_URL"),
    (re.compile(r"set FLUENT_DB_SSLMODE=(\w+)"), r"put sslmode=\1 into FLUENT_DB_URL"),
)


_SETTING = re.compile(
    r"(?:correct|set) FLUENT_DB_(?:HOST|PORT|NAME|USER|PASSWORD|SSLMODE|URL)\b[^;:(]*"
)


def hint_elsewhere(hint: str, where: str) -> str:
    """Return a hint to correct the address of a database that no setting of ours gave."""
    return _SETTING.sub(f"correct {where}", hint)


def embedded_server(project: Project) -> EmbeddedServer:
    """Return the project's embedded server, which may not be running."""
    return EmbeddedServer(Path.cwd() / project.state_dir)


def target_url(project: Project) -> str:
    """Return the libpq string of the target database; the embedded server is started for it.

    It may hold a password. Raises ConfigError when nothing is set and the embedded server is
    forbidden or this is no project, EmbeddedError when it cannot be started.
    """
    target = project.config.target()
    if target is not None:
        return target.conninfo()
    server = embedded_server(project)
    if not server.status().running:
        _require_project(project)
        note(f"starting the embedded PostgreSQL in {project.state_dir}/")
    server.start()
    note(f"using the embedded PostgreSQL in {project.state_dir}/ (no FLUENT_DB_* is set)")
    return server.url()


def _require_project(project: Project) -> None:
    """Refuse to begin a server in a folder that has nothing of a project.

    Raises ConfigError.
    """
    signs = (Path("dodo.py"), project.schemas_dir, project.migrations_dir, project.state_dir)
    if any(path.exists() for path in signs):
        return
    above = next((path for path in Path.cwd().parents if (path / "dodo.py").exists()), None)
    raise ConfigError(
        f"this folder has neither a dodo.py nor {project.schemas_dir}/ "
        f"nor {project.migrations_dir}/",
        hint=f"the project is in {above}" if above else "go to the project's folder",
    )


@contextlib.contextmanager
def target_session(project: Project, *, allow_pooler: bool = False) -> Iterator[PostgresSession]:
    """Open a session on the target database and close it after the block.

    Raises ConnectionFailed and what ``target_url`` raises.
    """
    from fluentorm.dialects.postgres.driver import connect

    try:
        session = connect(
            target_url(project), locking=locking_of(project), allow_pooler=allow_pooler
        )
    except ConnectionFailed as error:
        target = project.config.server
        if target is not None and target.from_url and error.hint:
            for words, instead in _IN_PARTS:
                error.hint = words.sub(instead, error.hint)
        raise
    with contextlib.closing(session):
        remember_version(project, session.server.version)
        yield session


def ask_if_there(
    project: Project, question: Callable[[PostgresSession], Result], unknown: str
) -> Result | None:
    """Ask the target database something; None where there is nobody to be asked.

    An embedded server that was never started has nothing; of one that does not answer ``unknown``
    is told, which says what is not known then.
    """
    if project.config.target() is None and embedded_server(project).status().data is None:
        return None
    try:
        with target_session(project) as session:
            return question(session)
    except ConnectionFailed:
        note(f"the target database does not answer: {unknown}")
        return None


def locking_of(project: Project) -> Locking:
    """Return how long sessions wait on tables that are in use."""
    from fluentorm.dialects.running import Locking

    config = project.config
    return Locking(
        lock_timeout=config.lock_timeout,
        retry_budget=config.lock_retry_budget,
        statement_timeout=config.statement_timeout,
    )


def shown_url(project: Project) -> str:
    """Return the target's URL without a password."""
    target = project.config.target()
    return target_url(project) if target is None else target.url


def require_embedded(project: Project) -> EmbeddedServer:
    """Return the embedded server where it is the target.

    Raises ConfigError where another database is configured: that one is not ours to stop or reset.
    """
    if project.config.target() is not None:
        raise ConfigError(
            f"the target is {project.config.shown}, not the embedded PostgreSQL",
            hint="unset FLUENT_DB_* to work with the embedded one",
        )
    return embedded_server(project)


def run_shell(project: Project, arguments: Sequence[str]) -> None:
    """Run psql on the target until the user leaves it.

    The password, if any, goes through the environment, which other users cannot read.
    """
    import os
    import shutil
    import signal
    import subprocess

    environ = dict(os.environ)
    target = project.config.target()
    if target is None:
        target_url(project)
        words = embedded_server(project).shell_command()
    else:
        from fluentorm.dialects.postgres.client import client_environ

        psql = shutil.which("psql")
        if psql is None:
            raise ConfigError(
                "psql is not installed", hint="install PostgreSQL's client, or use fluentorm db_url"
            )
        words = [psql]
        environ |= client_environ(target.conninfo())
    # Ctrl-C belongs to psql while it runs.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        status = subprocess.run([*words, *arguments], env=environ, check=False).returncode  # noqa: S603 - psql and what the user typed
    finally:
        signal.signal(signal.SIGINT, before)
    if status:
        raise Refusal(f"psql ended with exit status {status}")
