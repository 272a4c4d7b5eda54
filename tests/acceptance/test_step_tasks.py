"""The commands for migrations with steps, as a user types them."""

import json

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

NAME = "20240101000001_t_add_column_b.sql"
UP = """\
-- Step: 1 short
ALTER TABLE t ADD COLUMN b int;

-- Step: 2 backfill
UPDATE t SET b = 1 WHERE b IS NULL;

-- Step: 3 bare
CREATE UNIQUE INDEX CONCURRENTLY t_b ON t (b);
"""
DOWN = "-- Step: 1 short\nALTER TABLE t DROP COLUMN b;\n"


@pytest.fixture
def app(tmp_path, database):
    project = Project(tmp_path, {"FLUENT_DB_URL": database})
    project.write(f"migrations/{NAME}", UP)
    project.write(f"migrations/{NAME[:-4]}_down.sql", DOWN)
    run(project, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2)")
    return project


def run(app, sql):
    with psycopg.connect(app.env["FLUENT_DB_URL"], autocommit=True) as connection:
        connection.execute(sql)


def test_a_migration_that_stopped_is_shown_and_goes_on(app):
    ran = app.script("migrate")
    assert ran.status == 1
    assert ran.out == ""
    assert "    step 1 of 3 (short)\n" in ran.err
    assert "step 2 of 3 (backfill)" in ran.err
    path = f"migrations/{NAME}"
    assert f"error: {path}:8: step 3 of 3 (bare): statement 3 failed: could not create" in ran.err
    assert "these rows are in the way: SELECT b, count(*) FROM t GROUP BY b HAVING" in ran.err
    assert "doit migrate_abort takes the steps before it back" in ran.err
    assert "Traceback" not in ran.err
    shown = app.script("migrate_status").out
    assert f"  ○ {NAME}  ! half applied: step 3 of 3 (bare) failed\n" in shown
    assert "      statement 3 failed: could not create unique index" in shown
    assert "      next: doit migrate, or doit migrate_abort takes it back\n" in shown
    (item,) = json.loads(app.script("migrate_status", "--json").out)["pending"]
    half = item["half_way"]
    assert half.pop("error").startswith("statement 3 failed")
    assert half == {
        "direction": "up",
        "step": 3,
        "steps": 3,
        "kind": "bare",
        "state": "failed",
        "next": "doit migrate",
    }
    run(app, "UPDATE t SET b = id")
    assert app.script("migrate").out.startswith(f"  ✓ {NAME}\napplied 1 migration in")
    assert app.script("migrate_down", "--yes").out == f"  ↩ {NAME}\nrolled back 1 migration\n"


def test_taking_back_and_repairing(app):
    assert app.script("migrate_abort").out == "no migration is half-way\n"
    app.script("migrate")
    refused = app.script("migrate_repair")
    assert (refused.status, refused.out) == (1, "")
    assert "step 3 is not done: what it makes is not there" in refused.err
    back = json.loads(app.script("migrate_abort", "--json").out)
    assert back == {"migrations": [{"name": NAME, "steps": [3, 2, 1]}]}
    app.script("migrate")
    run(app, "UPDATE t SET b = id; CREATE UNIQUE INDEX t_b ON t (b)")
    ran = app.script("migrate_repair")
    assert ran.out == f"  ✓ {NAME} (1 step: 3)\n"
    assert app.script("migrate").out == "no pending migrations\n"


def test_a_deferred_backfill_has_a_command_of_its_own(app):
    app.replace(f"migrations/{NAME}", "backfill", "backfill deferred")
    run(app, "DELETE FROM t WHERE id = 2")
    waits = f"{NAME} waits for its backfill: doit migrate_backfill, then doit migrate\n"
    ran = app.script("migrate")
    assert (ran.status, ran.out) == (0, waits)
    assert json.loads(app.script("migrate", "--json").out)["waiting"] == NAME
    shown = app.script("migrate_status").out
    assert f"  ○ {NAME}  ! waits for its backfill, step 2 of 3\n" in shown
    assert "      next: doit migrate_backfill\n" in shown
    assert app.script("migrate_backfill", "--pause").out == (
        "no backfill was begun that is not done\n"
    )
    done = app.script("migrate_backfill")
    assert done.out == f"  ✓ {NAME} (1 step: 2)\nnext: doit migrate\n"
    assert app.script("migrate_backfill").out == "no backfill is waited for\n"
    assert app.script("migrate").out.startswith(f"  ✓ {NAME}\n")


def test_what_contradicts_itself_is_refused(app):
    ran = app.script("migrate_backfill", "--pause", "--stop")
    assert ran.status == 1
    assert "contradict each other" in ran.err


def test_preflight_tells_what_is_in_the_way(app):
    assert app.script("preflight").out == "nothing is in the way\n"
    run(app, "ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0) NOT VALID")
    ran = app.script("preflight")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        'warning: the constraint "k" of "t" is NOT VALID\n'
        "hint: ALTER TABLE t VALIDATE CONSTRAINT k; unless a migration does it\n"
    )
    app.env["FLUENT_PG_VERSION"] = "99"
    ran = app.script("preflight", "--json")
    assert ran.status == 1
    found = json.loads(ran.out)["findings"]
    assert [(one["severity"], one["code"]) for one in found] == [
        ("error", "version"),
        ("warning", "not_valid"),
    ]
    refused = app.script("migrate")
    assert refused.status == 1
    assert "error: FLUENT_PG_VERSION is 99, and the server is PostgreSQL" in refused.err


def test_the_lock_settings_are_used(app):
    app.env["FLUENT_LOCK_RETRY_BUDGET"] = "1.5"
    with psycopg.connect(app.env["FLUENT_DB_URL"]) as connection:
        connection.execute("SELECT FROM t")
        ran = app.script("migrate")
    assert ran.status == 1
    assert "no lock in try 1, " in ran.err
    assert "  held by process " in ran.err
    assert 'step 1 of 3 (short): no lock on "t" in' in ran.err
    app.env |= {"FLUENT_LOCK_TIMEOUT": "0", "FLUENT_STATEMENT_TIMEOUT": "5"}
    assert "FLUENT_LOCK_TIMEOUT" in app.script("migrate").err
