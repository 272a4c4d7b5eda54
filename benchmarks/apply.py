"""How fast migrations are applied, and how little it costs when there is nothing to apply."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import Cost, best, run
from benchmarks.peers import DOIT
from benchmarks.report import Row
from benchmarks.schema import DODO
from benchmarks.server import database
from fluentorm.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIGRATIONS = 1000
_SCRIPT = """
import sys
import doit.doit_cmd
import psycopg

with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    query = "SELECT name, checksum, applied_at FROM _fluent_migrations"
    rows = connection.execute(query).fetchall()
    assert len(rows) == 1000
"""
_HISTORY = """CREATE TABLE _fluent_migrations (
    id SERIAL PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL,
    applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);
"""


def apply(folder: Path) -> Iterator[Row]:
    """One-statement migrations into an empty database, against psql with history rows."""
    project = _project(folder)
    with database(folder) as url:
        server = EmbeddedServer(folder / ".fluent")
        psql = [*server.shell_command(), "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", "all.sql"]

        def on_an_empty_database(command: list[str]) -> Cost:
            server.reset()
            return run(command, project, {"FLUENT_DB_URL": url})

        ours, theirs = best(
            3,
            lambda: on_an_empty_database([DOIT, "migrate"]),
            lambda: on_an_empty_database(psql),
        )
    what = f"apply {MIGRATIONS} migrations / psql"
    yield Row(what=what, ours=ours.seconds, theirs=theirs.seconds, goal=1.3)


def nothing_to_do(folder: Path) -> Iterator[Row]:
    """``migrate`` and ``migrate_status`` with all applied, against connecting and reading."""
    project = _project(folder)
    (folder / "floor.py").write_text(_SCRIPT)
    with database(folder) as url:
        env = {"FLUENT_DB_URL": url, "PYTHONDONTWRITEBYTECODE": ""}
        run([DOIT, "migrate"], project, env)
        commands = [[sys.executable, str(folder / "floor.py"), url]]
        commands += [[DOIT, task] for task in ("migrate", "migrate_status")]
        theirs, *ours = best(7, *(partial(run, command, project, env) for command in commands))
    for (_, task), cost in zip(commands[1:], ours, strict=True):
        what = f"{task}, all applied / script"
        yield Row(what=what, ours=cost.seconds, theirs=theirs.seconds, goal=1.5)


def _project(folder: Path) -> Path:
    """Write migrations, and the same in one file for psql, each a transaction with its record."""
    project = folder / "project"
    (project / "migrations").mkdir(parents=True)
    (project / "schemas").mkdir()
    (project / "dodo.py").write_text(DODO)
    script = [_HISTORY]
    for number in range(MIGRATIONS):
        name = f"202401010{number // 3600}{number // 60 % 60:02}{number % 60:02}_create_t{number}"
        statement = f"CREATE TABLE t{number} (id integer PRIMARY KEY, name text);\n"
        (project / f"migrations/{name}.sql").write_text(statement)
        (project / f"migrations/{name}_down.sql").write_text(f"DROP TABLE t{number};\n")
        record = (
            "INSERT INTO _fluent_migrations (name, checksum) "
            f"VALUES ('{name}.sql', '{number:064x}');\n"
        )
        script.append(f"BEGIN;\n{statement}{record}COMMIT;\n")
    (project / "all.sql").write_text("".join(script))
    return project
