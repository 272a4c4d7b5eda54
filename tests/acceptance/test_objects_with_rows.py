"""Changes that keep data, with objects around: the rows are there after up, down and up again."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

DATABASE = """def define(db):
    db.namespace("archive")
    db.enum("mood", ["good", "bad"])
    db.domain("code", "text", checks={"code_short": "length(VALUE) < 9"})
    db.composite_type("place", {"street": "text"})
    db.function(
        "worst", returns="mood", volatility="immutable", body="SELECT 'bad'::public.mood"
    )
    db.view("moods", "SELECT id, mood, code FROM users WHERE mood <> worst()", comment="kept")
    db.view("codes", "SELECT code FROM moods", comment="kept too")
    db.materialized_view("many", "SELECT count(code) AS n FROM moods")
"""
USERS = """table_name = "users"


def build(t):
    t.big_increments("id", primary_key=True)
    t.column("mood", "mood", default="good")
    t.column("code", "code", unique=True)
    t.column("home", "place", nullable=True)
    t.integer("age", nullable=True)
    t.integer("next", generated="age + 1", nullable=True)
    t.row_security()
    t.policy("own", using="age > 0")
    t.statistics("users_stat", ["age", "code"])
"""
EVENTS = """table_name = "events"


def build(t):
    t.integer("at")
    t.string("what", nullable=True)
    t.index("events_at", ["at"])
    t.partition_by("range", "at")
    t.partition("events_1", start=0, end=10)
    t.partition("events_2", start=10, end=20)
"""
ALONE = """table_name = "events_2"


def build(t):
    t.integer("at")
    t.string("what", nullable=True)
    t.index("events_2_at_idx", ["at"])
"""
SEEN = """
SELECT u.id, u.mood::text, u.code::text, (u.home).street, u.age::int, u.next::int,
    (SELECT count(*) FROM moods), (SELECT count(*) FROM codes), (SELECT n FROM many)
FROM {users} u ORDER BY id
"""
ROWS = [
    (1, "good", "a", "Main Street", 3, 4, 2, 2, 2),
    (2, "bad", "b", None, 5, 6, 2, 2, 2),
    (3, "good", "c", None, None, None, 2, 2, 2),
]

# What is changed, in which file, from what to what, and where the rows are then.
EDITS = [
    (
        "type under views, a policy and statistics",
        "01_users.py",
        't.integer("age"',
        't.big_int("age"',
    ),
    ("base type of a domain", "00_all.py", '"code", "text"', '"code", "varchar(20)"'),
    ("order of an enum", "00_all.py", '["good", "bad"]', '["bad", "good", "fair"]'),
    ("generated column", "01_users.py", '"age + 1"', '"1 + age"'),
    ("attribute", "00_all.py", '{"street": "text"}', '{"street": "text", "town": "text"}'),
    ("check of a domain", "00_all.py", "length(VALUE) < 9", "length(VALUE) < 12"),
    ("order of a view's columns", "00_all.py", "SELECT id, mood, code", "SELECT code, mood, id"),
    ("materialized view", "00_all.py", "SELECT count(code)", "SELECT count(mood)"),
    (
        "storage and replication",
        "01_users.py",
        "t.row_security()",
        't.row_security()\n    t.storage(fillfactor=70)\n    t.replica_identity("full")',
    ),
    (
        "attributes in another order, one of another type",
        "00_all.py",
        '{"street": "text", "town": "text"}',
        '{"town": "varchar(40)", "street": "text"}',
    ),
    ("identity to serial", "01_users.py", "t.big_increments", "t.big_serial"),
    ("serial to identity", "01_users.py", "t.big_serial", "t.big_increments"),
]


class App(Project):
    """A project with objects, and rows in its tables."""

    def ok(self, *words: str) -> None:
        ran = self.script(*words)
        assert ran.status == 0, ran.out + ran.err

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.env["FLUENT_DB_URL"]) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def steps(self) -> int:
        """Generate, and return how many migrations that wrote."""
        before = len(list(self.root.glob("migrations/*_down.sql")))
        self.ok("generate_models")
        return len(list(self.root.glob("migrations/*_down.sql"))) - before


@pytest.fixture
def app(tmp_path: Path, database: str) -> App:
    # Some of these changes have no form that stops nobody; here it counts what becomes of rows.
    settings = {"FLUENT_VERIFY": "0", "FLUENT_ONLINE": "0"}
    app = App(tmp_path, {"FLUENT_DB_URL": database, **settings})
    app.write("dodo.py", "from fluentorm.tasks import *\n")
    app.write("schemas/00_all.py", DATABASE)
    app.write("schemas/01_users.py", USERS)
    app.write("schemas/02_events.py", EVENTS)
    app.ok("generate_models", "migrate")
    app.rows(
        "INSERT INTO users (mood, code, home, age) VALUES ('good', 'a', '(Main Street)', 3),"
        " ('bad', 'b', NULL, 5), ('good', 'c', NULL, NULL);"
        "INSERT INTO events VALUES (1, 'x'), (11, 'y'); REFRESH MATERIALIZED VIEW many"
    )
    return app


def _there_and_back(app: App, before: str, after: str, expected: list[tuple[Any, ...]]) -> None:
    steps = app.steps()
    assert steps
    app.ok("migrate")
    assert app.rows(after) == expected
    app.ok("migrate_down", "--steps", str(steps))
    assert app.rows(before) == expected
    app.ok("migrate")
    assert app.rows(after) == expected


def test_rows_outlive_changes_of_what_surrounds_them(app: App) -> None:
    seen = SEEN.format(users="users")
    assert app.rows(seen) == ROWS
    last = 3
    for what, file, old, new in EDITS:
        app.replace(f"schemas/{file}", old, new)
        _there_and_back(app, seen, seen, ROWS)
        found = app.rows("INSERT INTO users (code) VALUES ('new') RETURNING id")
        assert found[0][0] > last, what
        last = found[0][0]
        app.rows("DELETE FROM users WHERE code = 'new'")
    assert app.rows("SELECT obj_description('moods'::regclass)") == [("kept",)]
    app.replace("schemas/01_users.py", '"users"', '"archive.people"')
    app.replace(
        "schemas/01_users.py", "def build(t):", 'def build(t):\n    t.renamed_from("users")'
    )
    app.replace("schemas/00_all.py", "FROM users", "FROM archive.people")
    _there_and_back(app, seen, SEEN.format(users="archive.people"), ROWS)


def test_rows_outlive_the_detaching_and_attaching_of_their_partition(app: App) -> None:
    events, alone = "SELECT * FROM events ORDER BY at", "SELECT * FROM events_2"
    assert app.rows(events) == [(1, "x"), (11, "y")]
    app.replace("schemas/02_events.py", '    t.partition("events_2", start=10, end=20)\n', "")
    app.write("schemas/03_events_2.py", ALONE)
    _there_and_back(app, alone, alone, [(11, "y")])
    assert app.rows(events) == [(1, "x")]
    app.write("schemas/02_events.py", EVENTS)
    (app.root / "schemas/03_events_2.py").unlink()
    steps = app.steps()
    app.ok("migrate")
    assert app.rows(events) == [(1, "x"), (11, "y")]
    app.ok("migrate_down", "--steps", str(steps))
    assert app.rows(alone) == [(11, "y")]
    app.ok("migrate")
    assert app.rows(events) == [(1, "x"), (11, "y")]
