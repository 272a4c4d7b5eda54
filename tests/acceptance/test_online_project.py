"""Changes of a table in use as commands: steps, a contract that waits, and what is told of both."""

from pathlib import Path

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

HEAD = """table_name = "users"


def build(t):
    t.big_int("id", primary_key=True)
"""


@pytest.fixture
def app(proven: Path, database: str) -> Project:
    # The proof has its own tests.
    return Project(proven, {"FLUENT_DB_URL": database, "FLUENT_VERIFY": "0"})


def declare(app: Project, *lines: str) -> None:
    app.write("schemas/01_users.py", HEAD + "".join(f"    {line}\n" for line in lines))


def rows(app: Project, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(app.env["FLUENT_DB_URL"]) as connection:
        done = connection.execute(statement.encode())
        return done.fetchall() if done.description else []


def test_a_contract_waits_and_its_helpers_are_no_drift(app: Project) -> None:
    declare(app, 't.integer("n")')
    assert app.script("generate_models", "migrate").status == 0
    rows(app, "INSERT INTO users SELECT i, i FROM generate_series(1, 100) i; ANALYZE users")
    declare(app, 't.big_int("n")')
    planned = app.script("plan")
    assert "step 2 backfill: locks users in ROW EXCLUSIVE, writes its rows" in planned.out
    assert "100 rows" in planned.out
    ran = app.script("generate_models", "migrate")
    assert ran.status == 0, ran.out + ran.err
    assert rows(app, "SELECT count(n), max(n) FROM users") == [(100, 100)]
    kept = app.script("drift")
    assert kept.status == 0, kept.out + kept.err
    assert "left until the contract of a migration is run, not compared" in kept.err
    ran = app.script("migrate", "--contract")
    assert ran.status == 0, ran.out + ran.err
    done = app.script("drift")
    assert (done.status, "left until" in done.err) == (0, False)


def test_without_online_and_for_another_version_other_files_are_written(app: Project) -> None:
    declare(app, 't.integer("n", nullable=True)')
    assert app.script("generate_models").status == 0
    declare(app, 't.integer("n")')
    texts = []
    versions = ({"FLUENT_PG_VERSION": version} for version in ("18", "14"))
    for setting in ({"FLUENT_ONLINE": "0"}, *versions):
        app.env.pop("FLUENT_ONLINE", None)
        app.env.pop("FLUENT_PG_VERSION", None)
        app.env.update(setting)
        texts.append(app.script("plan", "--sql").out)
    plain, newest, oldest = texts
    assert "SET NOT NULL" in plain
    assert "NOT VALID" not in plain
    assert "ADD CONSTRAINT users_n_not_null NOT NULL n NOT VALID" in newest
    assert "CHECK (n IS NOT NULL) NOT VALID" in oldest
