"""What an author does to tables with rows, as commands, on a real server."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.tasks.conftest import Project, Ran

pytestmark = pytest.mark.acceptance

TABLE = """table_name = "users"


def build(t):
    t.big_int("id", primary_key=True)
"""


class App(Project):
    """A project with a table of users."""

    def declare(self, *lines: str, name: str = "01_users.py", head: str = TABLE) -> None:
        self.write(f"schemas/{name}", head + "".join(f"    {line}\n" for line in lines))

    def migrate(self) -> Ran:
        ran = self.script("generate_models", "migrate")
        assert ran.status == 0, ran.out + ran.err
        return ran

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.env["FLUENT_DB_URL"]) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []


@pytest.fixture
def app(tmp_path: Path, database: str) -> App:
    return App(tmp_path, {"FLUENT_DB_URL": database})


def test_a_using_that_stays_in_the_file_acts_once(app: App) -> None:
    app.declare('t.boolean("flag")')
    app.migrate()
    app.rows("INSERT INTO users VALUES (1, true), (2, false)")
    words = "CASE WHEN flag THEN 10 ELSE 20 END"
    app.declare(f't.integer("flag", using="{words}")')
    assert "using" not in app.migrate().err
    assert app.rows("SELECT flag FROM users ORDER BY id") == [(10,), (20,)]
    app.declare(f't.string("flag", using="{words}")')
    ran = app.migrate()
    assert 'the using of column "flag" was there before this change of its type' in ran.err
    assert app.rows("SELECT flag FROM users ORDER BY id") == [("10",), ("20",)]
    app.declare('t.integer("flag", using="length(flag) * 7")')
    app.migrate()
    assert app.rows("SELECT flag FROM users ORDER BY id") == [(14,), (14,)]
    assert app.script("migrate_down", "--steps", "2").status == 0
    assert app.rows("SELECT flag FROM users ORDER BY id") == [(14,), (14,)]
    assert app.script("migrate_redo").status == 0


def test_a_backfill_acts_each_time_the_column_becomes_not_null(app: App) -> None:
    app.declare()
    app.migrate()
    app.rows("INSERT INTO users VALUES (1)")
    app.declare('t.string("country", backfill="\'unknown\'")')
    app.migrate()
    app.declare('t.string("country", nullable=True, backfill="\'unknown\'")')
    app.migrate()
    app.rows("INSERT INTO users VALUES (2, NULL), (3, 'France')")
    app.declare('t.string("country", backfill="\'unknown\'")')
    app.migrate()
    found = app.rows("SELECT country FROM users ORDER BY id")
    assert found == [("unknown",), ("unknown",), ("France",)]


TEAMS = """table_name = "teams"


def build(t):
    t.big_int("id", primary_key=True)
"""
DEFERRED = 't.belongs_to("team", "team_id", "teams", deferrable=True, initially_deferred=True)'


def test_a_column_under_a_deferred_foreign_key_is_filled_and_tightened(app: App) -> None:
    app.declare(name="00_teams.py", head=TEAMS)
    app.declare('t.big_int("team_id", nullable=True)', DEFERRED)
    app.migrate()
    app.rows("INSERT INTO teams VALUES (7)")
    app.rows("INSERT INTO users VALUES (1, NULL), (2, 7)")
    app.declare('t.big_int("team_id", backfill="SELECT min(id) FROM teams")', DEFERRED)
    app.migrate()
    assert app.rows("SELECT team_id FROM users ORDER BY id") == [(7,), (7,)]
    assert app.script("migrate_redo").status == 0


def test_a_backfill_that_breaks_a_deferred_foreign_key_is_refused_as_such(app: App) -> None:
    app.declare(name="00_teams.py", head=TEAMS)
    app.declare('t.big_int("team_id", nullable=True)', DEFERRED)
    app.migrate()
    app.rows("INSERT INTO users VALUES (1, NULL)")
    app.declare('t.big_int("team_id", backfill=5)', DEFERRED)
    ran = app.script("generate_models", "migrate")
    assert ran.status == 1
    assert 'violates foreign key constraint "fk_users_team"' in ran.err
    assert app.rows("SELECT team_id FROM users") == [(None,)]


@pytest.mark.parametrize("new", [True, False])
def test_rows_under_a_deferred_trigger_by_hand_are_filled_and_tightened(
    app: App, new: bool
) -> None:
    app.declare(*([] if new else ['t.string("country", nullable=True)']))
    app.migrate()
    app.rows("CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    app.rows(
        "CREATE CONSTRAINT TRIGGER look AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION look()"
    )
    app.rows("INSERT INTO users VALUES (1), (2)")
    app.declare('t.string("country", backfill="\'unknown\'")')
    app.migrate()
    assert app.rows("SELECT country FROM users") == [("unknown",), ("unknown",)]
