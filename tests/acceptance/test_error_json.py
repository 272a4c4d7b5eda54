"""Which id a command tells machines when it fails, against a real server."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

A, B = "20240101000001_create_a.sql", "20240101000002_create_b.sql"


@pytest.fixture
def app(tmp_path: Path, database: str) -> Project:
    """A project with two migrations and no schema files."""
    project = Project(tmp_path, {"FLUENT_DB_URL": database})
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    for name, table in ((A, "a"), (B, "b")):
        project.write(f"migrations/{name}", f"CREATE TABLE {table} (id int);\n")
        project.write(f"migrations/{name[:-4]}_down.sql", f"DROP TABLE {table};\n")
    return project


def error(app: Project, *words: str, status: int = 1) -> dict[str, Any]:
    ran = app.script(*words, "--json")
    assert ran.status == status
    [told] = json.loads(ran.out).values()
    return told


def test_a_failed_migration_has_the_id_of_what_the_server_refused(app: Project) -> None:
    app.write(f"migrations/{B}", "CREATE TABLE b (id int);\nINSERT INTO b\n  VALUES ('x');\n")
    told = error(app, "migrate")
    assert (told["id"], told["cause"]) == ("migration-failed", "invalid-value")


def test_a_lock_that_is_not_to_be_had_is_told_as_one(app: Project) -> None:
    app.script("migrate", "--to", A)
    app.write(f"migrations/{B}", "ALTER TABLE a ADD COLUMN n int;\n")
    app.env |= {"FLUENT_LOCK_TIMEOUT": "0.05", "FLUENT_LOCK_RETRY_BUDGET": "0.2"}
    with psycopg.connect(app.env["FLUENT_DB_URL"]) as other:
        other.execute("LOCK TABLE a IN ACCESS SHARE MODE")
        told = error(app, "migrate")
    assert (told["id"], told["cause"]) == ("migration-failed", "lock-not-available")
    assert told["sqlstate"] == "55P03"


def test_an_edited_file_and_a_missing_one(app: Project) -> None:
    app.script("migrate")
    app.write(f"migrations/{A}", "CREATE TABLE a (id bigint);\n")
    assert error(app, "migrate_down", "--all")["id"] == "checksum-mismatch"
    (app.root / "migrations" / A).unlink()
    (app.root / "migrations" / f"{A[:-4]}_down.sql").unlink()
    assert error(app, "migrate_down", "--all")["id"] == "missing-file"


def test_no_folder_and_a_file_that_does_not_parse(app: Project) -> None:
    app.write(f"migrations/{B}", "\\d a\n")
    assert error(app, "migrate")["id"] == "file-format"
    (app.root / "migrations").rename(app.root / "elsewhere")
    assert error(app, "migrate")["id"] == "config-error"


def test_what_is_wrong_before_any_task_runs_ends_with_2(app: Project) -> None:
    assert error(app, "migrate_status", "--nosuch", status=2)["id"] == "wrong-usage"
    assert error(app, "drift", "--ignore", "nonsense:x", status=2)["id"] == "wrong-usage"
    app.env["FLUENT_LOCK_WAIT"] = "soon"
    told = error(app, "migrate_status", status=2)
    assert (told["id"], told["kind"]) == ("config-error", "ConfigError")


def test_each_of_many_targets_has_the_id_of_its_error(app: Project) -> None:
    lines = f"here {app.env['FLUENT_DB_URL']}\ngone postgresql://x@127.0.0.1:1/x\n"
    app.write("targets", lines)
    app.env["FLUENT_DB_TARGETS"] = "targets"
    targets = json.loads(app.script("migrate_status", "--json").out)["targets"]
    assert [(t["name"], t["error_id"]) for t in targets] == [
        ("here", None),
        ("gone", "connection-failed"),
    ]
