"""``seed`` as a user types it: environments, output, dry runs; a database made anew, and tests."""

import json
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import EmbeddedServer, available
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

TABLE = "CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY, email text UNIQUE, name text);\n"


@pytest.fixture
def app(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    project.write("migrations/1_users.sql", TABLE)
    project.write("migrations/1_users_down.sql", "DROP TABLE users;\n")
    return project


def test_environments_dry_runs_and_output(app: Project, database: str) -> None:
    app.env |= {"FLUENT_DB_URL": "postgresql://nobody:secret@127.0.0.1:1/nowhere"}
    assert app.script("seed").out == "no seeds in seeds/\n"  # nothing is connected to
    ran = app.script("seed", "--env", "dev")
    assert ran.status == 1
    assert 'error: seeds: there are no seeds for the environment "dev"' in ran.err
    app.write("seeds/1_all.yaml", "users: [{email: a}, {email: b}]\n")
    app.write("seeds/_names.py", "NAME = 'c'\n")
    app.write("seeds/dev/1_some.sql", "UPDATE users SET name = email WHERE name IS NULL;\n")
    app.write("seeds/dev/2_more.yaml", "users: [{email: dev}]\n")
    app.write(
        "seeds/2_code.py",
        "from _names import NAME\ndef seed(s):\n    s.table('users').row(email=NAME)\n",
    )
    app.env |= {"FLUENT_DB_URL": database}
    ran = app.script("seed", "--env", "dve")
    assert ran.err.endswith('environment "dve"\nhint: did you mean "dev"?\n')
    ran = app.script("seed")
    assert "hint: doit migrate, if a migration makes it" in ran.err
    app.script("migrate")
    ran = app.doit("seed", "--dry-run")
    assert ran.out == ".  seed\n  users: 3 inserted\ntaken back: this was a dry run\n"
    ran = app.script("seed")
    assert (ran.status, ran.out) == (
        0,
        "  users: 3 inserted\nseeded 3 rows: 3 inserted, 0 updated\n",
    )
    assert app.script("seed").out.endswith("nothing changed: 3 rows as the seeds say\n")
    app.env |= {"FLUENT_SEED_ENV": "dev"}
    assert json.loads(app.script("seed", "--json").out) == {
        "tables": {"users": {"inserted": 1, "updated": 0, "unchanged": 3}},
        "files": ["seeds/dev/1_some.sql"],
        "dry_run": False,
    }
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT id, name FROM users ORDER BY id").fetchall()
    assert rows == [(4, "a"), (5, "b"), (6, "c"), (7, None)]  # what was taken back used 1 to 3
    app.write("seeds/dev/1_some.sql", "COMMIT;\n")
    ran = app.script("seed")
    told = "COMMIT would end or divide the transaction that all seeds share\nhint: remove it\n"
    assert (ran.status, f"seeds/dev/1_some.sql:1:1: {told}" in ran.err) == (1, True)


def test_a_database_made_anew_is_migrated_and_seeded(app: Project) -> None:
    if not available():
        pytest.skip("the embedded extra is not installed")
    app.write("seeds/users.yaml", "users: [{emial: a}]\n")
    try:
        assert app.script("db_start").status == 0
        assert app.script("migrate").status == 0
        app.write("seeds/users.yaml", "users: [{email: a, }\n")
        ran = app.script("db_reset")
        assert (ran.status, "seeds/users.yaml:2:1" in ran.err) == (1, True)
        assert "no pending" in app.script("migrate").out  # nothing is gone
        app.write("seeds/users.yaml", "users: [{email: a}]\n")
        ran = app.script("db_reset")
        assert ran.status == 0
        assert ran.out.startswith("the embedded database is empty\n  ✓ 1_users.sql\n")
        assert ran.out.endswith("  users: 1 inserted\nseeded 1 row: 1 inserted, 0 updated\n")
        ran = app.script("db_reset", "--empty")
        assert ran.out == "the embedded database is empty; next: doit migrate\n"
    finally:
        EmbeddedServer(app.root / ".fluent").remove()
