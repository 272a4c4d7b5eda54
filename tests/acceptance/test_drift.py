"""drift as a command: a database that somebody changed by hand, and the two ways back."""

import json
from pathlib import Path

import psycopg
import pytest

from tests.conftest import lend
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

USERS = """from fluentorm import TableSchema


def build(t: TableSchema) -> None:
    t.big_int("id", primary_key=True)
    t.string("name", default="x")
    t.index("users_name", ["name"])
"""


@pytest.fixture
def app(tmp_path: Path, database: str, scratch: Path) -> Project:
    """A project whose migrations are applied."""
    project = Project(tmp_path, {"FLUENT_DB_URL": database, "FLUENT_VERIFY": "0"})
    lend(scratch, tmp_path)
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    project.write("schemas/01_users.py", USERS)
    ran = project.script("generate_models", "migrate")
    assert ran.status == 0, ran.err
    return project


def _run(app: Project, script: str) -> None:
    with psycopg.connect(app.env["FLUENT_DB_URL"], autocommit=True) as connection:
        connection.execute(script.encode())


CHANGED = """
ALTER TABLE users ADD COLUMN phone text;
DROP INDEX users_name;
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'y';
CREATE VIEW seen AS SELECT id FROM users;
"""


def test_no_drift(app: Project) -> None:
    ran = app.script("drift")
    assert (ran.status, ran.out, ran.err) == (0, "the database is as the snapshot says\n", "")
    assert app.doit("drift").status == 0


def test_each_difference_says_which_side_has_it(app: Project) -> None:
    _run(app, CHANGED)
    ran = app.script("drift")
    assert (ran.status, ran.out.splitlines()) == (
        1,
        [
            "column \"users.name\": default is 'y'::text, in the snapshot 'x'::text",
            'column "users.phone": only in the database',
            'index "users.users_name": only in the snapshot',
            'view "seen": only in the database',
        ],
    )
    assert ran.err == ("4 differences between the database and schemas/.fluent_snapshot.json\n")
    assert app.doit("drift").status == 1
    data = json.loads(app.script("drift", "--json").out)
    assert [item["in"] for item in data["drift"]] == ["both", "database", "snapshot", "database"]
    assert data["drift"][1]["object"] == 'column "users.phone"'


def test_what_others_manage_is_ignored(app: Project) -> None:
    _run(app, CHANGED)
    app.env["FLUENT_DRIFT_IGNORE"] = "view:*, users.phone"
    ran = app.script("drift", "--ignore", "index:users.*", "--ignore", "column:users.n*")
    assert (ran.status, ran.out) == (0, "the database is as the snapshot says\n")
    assert app.script("drift", "--ignore", "users").status == 0
    wrong = app.script("drift", "--ignore", "thing:x")
    assert (wrong.status, 'the kind "thing"' in wrong.err) == (2, True)


def test_the_database_is_changed_back(app: Project) -> None:
    _run(app, CHANGED)
    ran = app.script("drift", "--fix", "database", "--output", "fix.sql")
    assert ran.status == 0
    assert ran.out.endswith("wrote fix.sql\nwrote fix_down.sql\n")
    _run(app, (app.root / "fix.sql").read_text())
    assert app.script("drift").status == 0
    _run(app, (app.root / "fix_down.sql").read_text())
    assert len(app.script("drift").out.splitlines()) == 4


@pytest.mark.parametrize("fix", ["database", "schema"])
def test_columns_that_existing_rows_have_no_value_for_are_told(app: Project, fix: str) -> None:
    _run(app, "ALTER TABLE users DROP COLUMN id, ADD COLUMN n int NOT NULL")
    ran = app.script("drift", "--fix", fix, "--output", "fix.sql")
    assert ran.status == 0, ran.err
    (written,) = app.root.glob("fix.sql" if fix == "database" else "migrations/*_adopt_drift.sql")
    text = written.read_text()
    assert "azard: fails while users holds rows\n" in text
    if fix == "database":
        _run(app, text)
        assert app.script("drift").status == 0


def test_the_change_is_taken_over(app: Project) -> None:
    _run(app, "ALTER TABLE users ADD COLUMN phone text")
    ran = app.script("drift", "--fix", "schema")
    assert ran.status == 0
    (migration,) = (app.root / "migrations").glob("*_adopt_drift.sql")
    assert "ALTER TABLE users ADD COLUMN phone text;" in migration.read_text()
    app.replace(
        "schemas/01_users.py", "    t.index", '    t.string("phone", nullable=True)\n    t.index'
    )
    app.env["FLUENT_VERIFY"] = "1"
    generated = app.script("generate_models")
    assert "migrations by hand made these changes already" in generated.out, generated.err
    assert app.script("migrate_baseline", "--to", migration.name).status == 0
    assert app.script("migrate").out == "no pending migrations\n"
    assert app.script("drift").status == 0
    assert app.script("verify").status == 0


def test_what_migrations_by_hand_made_is_no_drift(app: Project) -> None:
    assert app.script("new_migration", "--name", "seen").status == 0
    (up,) = (path for path in (app.root / "migrations").glob("*_seen.sql"))
    with up.open("a") as file:
        file.write("CREATE VIEW seen AS SELECT id FROM users;\n")
    pending = app.script("drift")
    assert (pending.status, pending.out) == (1, 'view "seen": only in the snapshot\n')
    assert "1 migration not applied yet" in pending.err
    assert app.script("migrate").status == 0
    assert app.script("drift").status == 0


def test_without_a_snapshot_there_is_no_answer(tmp_path: Path, database: str) -> None:
    ran = Project(tmp_path, {"FLUENT_DB_URL": database}).script("drift")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: schemas/.fluent_snapshot.json: does not exist\n")
