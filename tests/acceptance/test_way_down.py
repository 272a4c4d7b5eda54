"""Rolling back where rows would be lost: the way is shown, and somebody has to say yes."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.losses import losses
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

A, B, C = "1_users.sql", "2_users_add_phone.sql", "3_no_way_back.sql"
PEOPLE = (
    "CREATE TABLE people (id int, phone text, twice int GENERATED ALWAYS AS (id * 2) STORED);"
    "INSERT INTO people VALUES (1, '5'), (2, NULL);"
)


@pytest.fixture
def app(tmp_path: Path, database: str) -> Project:
    project = Project(tmp_path, {"FLUENT_DB_URL": database})
    project.write(f"migrations/{A}", "CREATE TABLE users (id int);\n")
    project.write("migrations/1_users_down.sql", "DROP TABLE users;\n")
    project.write(f"migrations/{B}", "ALTER TABLE users ADD COLUMN phone text;\n")
    project.write(
        "migrations/2_users_add_phone_down.sql",
        "-- Down: loses data in users.phone\n-- Down: nobody is called back\n"
        "ALTER TABLE users DROP COLUMN phone;\n",
    )
    assert project.script("migrate").status == 0
    return project


def run(app: Project, sql: str) -> None:
    with psycopg.connect(app.env["FLUENT_DB_URL"], autocommit=True) as connection:
        connection.execute(sql.encode())


def rows(app: Project, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(app.env["FLUENT_DB_URL"]) as connection:
        return connection.execute(sql.encode()).fetchall()


def applied(app: Project) -> int:
    return len(json.loads(app.script("migrate_status", "--json").out)["applied"])


def test_what_is_empty_goes_without_a_question(app: Project) -> None:
    run(app, "INSERT INTO users VALUES (1)")  # no phone in it
    assert app.script("migrate_down").out == f"  ↩ {B}\nrolled back 1 migration\n"
    run(app, "TRUNCATE users")
    assert app.script("migrate", "--rollback").status == 0


def test_without_a_terminal_only_yes_loses_rows(app: Project) -> None:
    run(app, "INSERT INTO users VALUES (1, '555'); ANALYZE users")
    for words in (("migrate", "--rollback"), ("migrate_down",)):
        ran = app.script(*words)
        assert (ran.status, ran.out) == (1, "")
        assert "error: rolling back loses data for good:\n  users.phone: about 1 row" in ran.err
        assert "\nhint: --yes says that it may" in ran.err
    assert applied(app) == 2
    assert app.script("migrate_down", "--all", "--yes").out.endswith("rolled back 2 migrations\n")


def test_doing_it_again_does_not_bring_rows_back(app: Project) -> None:
    """What is empty is done again at once; what holds rows only after a yes."""
    run(app, "INSERT INTO users VALUES (1)")
    assert app.script("migrate_redo").out.endswith("applied again: 1 migration\n")
    run(app, "UPDATE users SET phone = '555'; ANALYZE users")
    ran = app.script("migrate_redo", "--steps", "2", "--json")
    told = json.loads(ran.out)["error"]
    assert (ran.status, told["kind"]) == (1, "Refusal")
    assert "for good, and applying again does not bring it back:\n  users.phone" in told["message"]
    assert f"the rows of users: about 1 row ({A})" in told["message"]
    assert told["hint"].startswith("--yes says that it may; migrate_down --plan shows the way")
    assert applied(app) == 2
    assert app.script("migrate_redo", "--yes").status == 0
    assert rows(app, "TABLE users") == [(1, None)]


@pytest.mark.parametrize(
    ("command", "answer", "left"),
    [
        ("migrate_down", "", 2),
        ("migrate_down", "yes", 1),
        ("migrate_redo", "no", 2),
        ("migrate_redo", "yes", 2),
    ],
)
def test_on_a_terminal_somebody_is_asked(
    app: Project, command: str, answer: str, left: int
) -> None:
    run(app, "INSERT INTO users VALUES (1, '555')")
    terminal, side = pty.openpty()
    os.write(terminal, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "fluentorm.tasks.script", command],
        cwd=app.root,
        env={**os.environ, **app.env},
        stdin=side,
        stderr=side,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(side)
    shown = os.read(terminal, 4096).decode()
    os.close(terminal)
    assert 'type "yes" to go on: ' in shown
    agreed = answer == "yes"
    assert ("nothing was rolled back" in shown) is not agreed
    assert (done.returncode, applied(app)) == (int(not agreed), left)
    kept = rows(app, "SELECT count(*) FROM users WHERE to_jsonb(users)->>'phone' = '555'")
    assert kept == [(int(not agreed),)]


def test_the_plan_shows_what_each_step_loses_and_runs_nothing(app: Project) -> None:
    run(
        app,
        "INSERT INTO users SELECT n, CASE WHEN n > 9 THEN '5' END FROM generate_series(1, 1234) n",
    )
    run(app, "ANALYZE users")
    ran = app.script("migrate_down", "--plan", "--all")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "would roll back 2 migrations:\n"
        f"  ↩ {B}\n      loses users.phone: about 1,234 rows\n      nobody is called back\n"
        f"  ↩ {A}\n      loses the rows of users: about 1,234 rows\n"
        "nothing was run\n"
    )
    assert applied(app) == 2
    app.write(f"migrations/{C}", "SELECT 1;\n")
    app.write("migrations/3_no_way_back_down.sql", "-- Irreversible: letters were sent\n")
    assert app.script("migrate").status == 0
    app.write(f"migrations/{A}", "CREATE TABLE users (id bigint);\n")
    ran = app.script("migrate_down", "--plan", "--all", "--json")
    first, second, third = json.loads(ran.out)["plan"]
    assert ran.status == 1
    assert first["reason"] == f'"{C}" cannot be rolled back: letters were sent'
    assert second["loses"] == [{"table": "users", "column": "phone", "rows": 1234, "empty": False}]
    assert (third["reversible"], third["reason"]) == (
        False,
        f'"{A}" was changed after it was applied',
    )
    assert "this way cannot be gone" in app.script("migrate_down", "--plan", "--steps", "1").out


def test_things_are_known_by_the_names_they_have_now(database: str) -> None:
    """Renamed, deleted from, made by an earlier script, a helper, a view in disguise."""
    scripts = [
        "ALTER TABLE people RENAME TO users; CREATE TABLE back (id int);",
        "ALTER TABLE users RENAME COLUMN phone TO tel; ALTER TABLE users DROP COLUMN tel;",
        (
            "ALTER TABLE users DROP COLUMN _fl_copy, DROP COLUMN id, DROP COLUMN twice;"
            "DROP TABLE back, users;"
        ),
        "DELETE FROM only_some WHERE id > 2; TRUNCATE TABLE secret;",
        "DROP TABLE nowhere; DROP VIEW seen; SELECT $$",
        "ALTER TABLE kept ADD COLUMN tel text; ALTER TABLE kept RENAME tel TO fax;",
        "ALTER TABLE kept DROP COLUMN fax;",
        "ALTER TABLE kept RENAME COLUMN id TO old; ALTER TABLE kept ADD COLUMN id int;",
        "ALTER TABLE kept DROP COLUMN id; ALTER TABLE kept DROP COLUMN old;",
    ]
    session = connect(database)
    try:
        session.execute(PEOPLE + "CREATE TABLE only_some (id int); CREATE TABLE secret (id int)")
        session.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)")
        session.execute("INSERT INTO secret VALUES (1)")
        found = losses(session, [Script(path="x.sql", text=text) for text in scripts])
        assert [[(one.table, one.column, one.empty) for one in each] for each in found] == [
            [],
            [("people", "phone", False)],
            [("people", "id", False), ("people", None, False)],
            [("only_some", None, True), ("secret", None, False)],
            [],
            [],
            [],
            [],
            [("kept", "id", False)],
        ]
        assert session.query("SELECT count(*) FROM people") == [(2,)]
    finally:
        session.close()
