"""lint with a server: sizes and history of a live database, and the trace on a scratch one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from fluentorm.embedded import available
from tests.tasks.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.acceptance

USERS = "20240101000000_create_users"
CHANGE = "20240201000000_change"
BAD_INDEX = "CREATE INDEX users_n ON users (n);\n"


@pytest.fixture
def app(proven: Path) -> Project:
    """A project with a table and a migration by hand that builds an index."""
    project = Project(proven)
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    project.write(f"migrations/{USERS}.sql", "CREATE TABLE users (id bigint PRIMARY KEY, n int);\n")
    project.write(f"migrations/{USERS}_down.sql", "DROP TABLE users;\n")
    _change(project, BAD_INDEX, "DROP INDEX users_n;\n")
    return project


def _change(project: Project, up: str, down: str) -> None:
    project.write(f"migrations/{CHANGE}.sql", up)
    project.write(f"migrations/{CHANGE}_down.sql", down)


def _findings(project: Project, *words: str) -> list[dict[str, Any]]:
    ran = project.script("lint", *words, "--json")
    assert "Traceback" not in ran.err
    assert "has a defect" not in ran.err
    return list(json.loads(ran.out)["findings"])


def test_sizes_of_a_live_database_and_their_file(app: Project, database: str) -> None:
    app.env["FLUENT_DB_URL"] = database
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE users (id bigint PRIMARY KEY, n int)")
        connection.execute("INSERT INTO users SELECT g, g FROM generate_series(1, 20000) g")
        connection.execute("ANALYZE users")
    (found,) = [f for f in _findings(app, "--live") if f["rule"] == "LK001"]
    assert found["severity"] == "error"
    assert found["message"].startswith('building "users_n" stops writes to "users" (20,000 rows, ')
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DELETE FROM users WHERE id > 10")
        connection.execute("VACUUM ANALYZE users")
    ran = app.script("lint", "--write-stats", "stats.json")
    assert "wrote stats.json: 1 table" in ran.err
    del app.env["FLUENT_DB_URL"]
    (found,) = [f for f in _findings(app, "--stats", "stats.json") if f["rule"] == "LK001"]
    assert (found["severity"], found["message"][-9:]) == ("warning", "(10 rows)")


def test_a_file_that_changed_after_it_was_applied(app: Project, database: str) -> None:
    app.env["FLUENT_DB_URL"] = database
    assert app.script("migrate").status == 0
    assert "HI001" not in {f["rule"] for f in _findings(app, "--live")}
    _change(app, BAD_INDEX + "SELECT 1;\n", "DROP INDEX users_n;\n")
    (found,) = [f for f in _findings(app, "--live") if f["rule"] == "HI001"]
    assert found["file"] == f"migrations/{CHANGE}.sql"
    assert found["message"] == "was changed after it was applied"
    _change(app, BAD_INDEX, "DROP INDEX users_n;\n")
    app.write("migrations/20240115000000_late.sql", "SELECT 1;\n")
    (found,) = [f for f in _findings(app, "--live") if f["rule"] == "HI001"]
    assert found["file"] == "migrations/20240115000000_late.sql"
    assert found["message"] == "is not applied, but older than what is"


@pytest.mark.skipif(not available(), reason="the trace needs the extra embedded")
def test_the_trace_runs_files_and_looks_at_the_server(app: Project) -> None:
    def rules() -> list[tuple[str, str]]:
        found = _findings(app, "--level", "t")
        return [
            (f["rule"], f["message"]) for f in found if f["rule"] in ("TR001", "DL004", "TX004")
        ]

    assert rules() == []
    _change(app, "ALTER TABLE users ADD COLUMN m int;\n", "SELECT 1;\n")
    ((rule, message),) = rules()
    assert rule == "DL004"
    assert message.startswith("it does not bring back what was there: ")
    _change(app, "ALTER TABLE users ADD COLUMN m int;\n", "DROP TABLE nothing;\n")
    assert rules() == [("DL004", 'it fails: table "nothing" does not exist')]
    (app.root / f"migrations/{CHANGE}_down.sql").unlink()
    assert rules() == [("DL004", "there is no down file")]
    block = "DO $$ BEGIN EXECUTE 'ALTER TABLE users ALTER COLUMN n TYPE bigint'; END $$;\n"
    _change(app, block, "ALTER TABLE users ALTER COLUMN n TYPE int;\n")
    told = dict.fromkeys(message for rule, message in rules() if rule == "TX004")
    assert 'seen on the server: "users" was locked in ACCESS EXCLUSIVE mode' in told
    assert 'seen on the server: "users" was written anew' in told
    _change(app, "ALTER TABLE nothing ADD COLUMN m int;\n", "SELECT 1;\n")
    ((rule, message),) = [item for item in rules() if item[0] == "TR001"]
    assert message == 'the trace ends here: relation "nothing" does not exist'


@pytest.mark.skipif(not available(), reason="the trace needs the extra embedded")
def test_the_trace_follows_steps_and_finds_rules_that_are_wrong(app: Project) -> None:
    steps = (
        "-- Step: 1 short\nALTER TABLE users ADD COLUMN m int;\n"
        "ALTER TABLE users ALTER COLUMN m SET DEFAULT 1;\n"
        "-- Step: 2 backfill\nUPDATE users SET m = 1 WHERE m IS NULL;\n"
        "-- Step: 3 bare\nCREATE INDEX CONCURRENTLY users_m ON users (m);\n"
        "-- Step: 4 short\nALTER TABLE users ADD CONSTRAINT m_set CHECK (m > 0) NOT VALID;\n"
        "-- Step: 5 long\nALTER TABLE users VALIDATE CONSTRAINT m_set;\n"
    )
    _change(app, steps, "ALTER TABLE users DROP COLUMN m;\n")
    found = _findings(app, "--level", "t")
    assert [f for f in found if f["rule"] in ("TR001", "DL004")] == []
    # An event trigger does what no rule can foresee.
    surprise = (
        "CREATE FUNCTION surprise() RETURNS event_trigger LANGUAGE plpgsql AS $$\n"
        "BEGIN IF tg_tag = 'COMMENT' THEN LOCK TABLE users IN ACCESS EXCLUSIVE MODE; END IF; END\n"
        "$$;\n"
        "CREATE EVENT TRIGGER surprise ON ddl_command_end EXECUTE FUNCTION surprise();\n"
        "COMMENT ON SCHEMA public IS 'x';\n"
    )
    _change(app, surprise, "DROP EVENT TRIGGER surprise; DROP FUNCTION surprise();\n")
    messages = [f["message"] for f in _findings(app, "--level", "t") if f["rule"] == "TR001"]
    assert messages == ['"users" was locked in ACCESS EXCLUSIVE mode']
