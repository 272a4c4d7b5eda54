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
