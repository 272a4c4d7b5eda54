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
    # The rows tell here what the proof cannot; it would start a server for each test.
    return App(tmp_path, {"FLUENT_DB_URL": database, "FLUENT_VERIFY": "0"})


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
    # Until the contract the old values are kept, and so they come back.
    assert app.rows("SELECT flag FROM users ORDER BY id") == [(10,), (20,)]
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


def test_names_that_change_places_do_so_in_steps_as_the_hints_say(app: App) -> None:
    app.declare('t.string("a", unique=True)', 't.string("b", nullable=True)')
    app.migrate()
    app.rows("INSERT INTO users VALUES (1, 'x', 'y')")
    app.declare(
        't.string("b", unique=True, renamed_from="a")',
        't.string("a", nullable=True, renamed_from="b")',
    )
    ran = app.script("generate_models")
    assert ran.status == 1
    assert 'rename "a" to a name that is free, then the others, then that to "b"' in ran.err
    app.declare('t.string("c", unique=True, renamed_from="a")', 't.string("b", nullable=True)')
    app.migrate()
    app.declare('t.string("c", unique=True)', 't.string("a", nullable=True, renamed_from="b")')
    app.migrate()
    app.declare('t.string("b", unique=True, renamed_from="c")', 't.string("a", nullable=True)')
    app.migrate()
    assert app.rows("SELECT b, a FROM users") == [("x", "y")]
    assert app.script("check").status == 0
    assert app.script("migrate_down", "--steps", "3").status == 0
    assert app.rows("SELECT a, b FROM users") == [("x", "y")]


def test_a_table_is_renamed_with_its_columns_their_enum_and_what_refers_to_them(app: App) -> None:
    app.declare('t.string("name", unique=True)', name="00_teams.py", head=TEAMS)
    app.declare(
        't.string("email", unique=True)',
        't.enum("role", ["user", "admin"], default="user")',
        't.big_int("team_id")',
        't.belongs_to("team", "team_id", "teams")',
        't.check("email_ok", "position(\'@\' in email) > 0")',
        't.index("idx_admins", ["email"], where="role = \'admin\'")',
    )
    app.migrate()
    app.rows("INSERT INTO teams VALUES (7, 't')")
    app.rows("INSERT INTO users VALUES (1, 'a@b', 'admin', 7)")
    app.declare(
        't.renamed_from("teams")',
        't.string("title", unique=True, renamed_from="name")',
        name="00_teams.py",
        head=TEAMS.replace('"teams"', '"groups"').replace(
            '"id", primary', '"key", renamed_from="id", primary'
        ),
    )
    app.declare(
        't.renamed_from("users")',
        't.string("mail", unique=True, renamed_from="email")',
        't.enum("kind", ["user", "root"], default="user", renamed_from="role",'
        ' renamed_values={"root": "admin"})',
        't.big_int("group_id", renamed_from="team_id")',
        't.belongs_to("group", "group_id", "groups", "key", renamed_from="fk_users_team")',
        't.check("email_ok", "position(\'@\' in mail) > 0")',
        't.index("idx_roots", ["mail"], where="kind = \'root\'", renamed_from="idx_admins")',
        head=TABLE.replace('"users"', '"people"'),
    )
    app.migrate()
    assert app.rows("SELECT * FROM people") == [(1, "a@b", "root", 7)]
    assert app.rows("SELECT * FROM groups") == [(7, "t")]
    assert app.migrate().out == "no pending migrations\n"
    assert app.script("check").status == 0
    assert list((app.root / "migrations").glob("*_drop_*")) == []
    assert app.script("migrate_down", "--to", _before_renames(app)).status == 0
    assert app.rows("SELECT * FROM users") == [(1, "a@b", "admin", 7)]


def _before_renames(app: App) -> str:
    """Return the last migration before the first rename."""
    paths = (app.root / "migrations").glob("*.sql")
    names = sorted(path.name for path in paths if not path.name.endswith("_down.sql"))
    first = next(number for number, name in enumerate(names) if "_rename_" in name)
    return names[first - 1]
