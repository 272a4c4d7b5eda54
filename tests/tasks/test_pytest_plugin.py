"""The pytest plugin and the ready tests, as a project of a user's runs them."""

import sys

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

TESTS = """import asyncio
from pathlib import Path

import psycopg
import pytest

COUNT = "SELECT count(*) FROM users"


@pytest.mark.parametrize("number", range(4))
def test_each_has_a_database_of_its_own(fluent_db, number):
    with psycopg.connect(fluent_db) as connection:
        assert connection.execute(COUNT).fetchone() == (SEEDED,)
        connection.execute("INSERT INTO users (email) VALUES ('a@b.c')")
        connection.execute("SELECT title FROM posts")


def test_async(fluent_db):
    async def count():
        async with await psycopg.AsyncConnection.connect(fluent_db) as connection:
            return await (await connection.execute(COUNT)).fetchone()

    assert asyncio.run(count()) == (SEEDED,)


def test_a_connection_may_be_left_open(fluent_db):
    global left
    left = psycopg.connect(fluent_db)


def test_those_of_a_worker_share_one(fluent_worker_db):
    psycopg.connect(fluent_worker_db).close()
"""
SEED = """import pytest

from fluentorm.testing import seeds


@pytest.fixture(scope="session")
def fluent_seed():
    return seeds("dev")
"""


@pytest.fixture
def tested(generated: Project, server: str) -> Project:
    """Give a project whose tests use the server of this run, like any of a user's own."""
    generated.env |= {"FLUENT_TEST_URL": server, "FLUENT_LINT": "0"}
    generated.write("pytest.ini", "[pytest]\naddopts = -p no:randomly -p no:cacheprovider\n")
    return generated


def run(project: Project, *words: str) -> str:
    ran = project.run(sys.executable, "-m", "pytest", "-q", *words)
    assert ran.status == 0, ran.out + ran.err
    return ran.out


@pytest.mark.parametrize("workers", ["0", "2"])
def test_every_test_gets_a_migrated_database(tested: Project, workers: str) -> None:
    tested.write("tests/test_app.py", TESTS.replace("SEEDED", "0"))
    assert "7 passed" in run(tested, "-n", workers)
    assert left_behind(tested.env["FLUENT_TEST_URL"], tested) == []


def test_seeds_are_in_every_copy(tested: Project) -> None:
    tested.write("conftest.py", SEED)
    tested.write("seeds/dev/users.yaml", "users: [{email: x}, {email: y}]\n")
    tested.write("tests/test_app.py", TESTS.replace("SEEDED", "2"))
    assert "7 passed" in run(tested)
    assert left_behind(tested.env["FLUENT_TEST_URL"], tested) == []


def left_behind(url: str, project: Project) -> list[str]:
    """Return the scratch databases of a project's tests that are still there."""
    import hashlib

    import psycopg

    folder = str((project.root / "schemas").absolute())
    key = hashlib.sha256(folder.encode()).hexdigest()[:8]
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", (f"_fluent_scratch_{key}%",)
        )
        return [row[0] for row in found]


def test_a_migration_that_fails_is_told_without_a_traceback(tested: Project) -> None:
    tested.write("migrations/20990101000000_bad.sql", "SELECT nothing;\n")
    tested.write("test_app.py", "def test_it(fluent_db): pass\n")
    ran = tested.run(sys.executable, "-m", "pytest", "-q")
    assert ran.status == 1
    assert 'column "nothing" does not exist' in ran.out
    assert "Traceback" not in ran.out
    assert "another exception" not in ran.out


def test_a_server_that_does_not_answer_is_told_with_the_setting_that_names_it(
    tested: Project,
) -> None:
    tested.env["FLUENT_TEST_URL"] = "postgresql://ann:secret@127.0.0.1:1/app"
    tested.write("test_app.py", "def test_it(fluent_db): pass\n")
    ran = tested.run(sys.executable, "-m", "pytest", "-q")
    assert ran.status == 1
    assert "no server there\nhint: correct FLUENT_TEST_URL" in ran.out
    assert "exception" not in ran.out
    assert "secret" not in ran.out + ran.err


def test_the_ready_tests_pass_and_name_what_is_wrong(tested: Project) -> None:
    tested.write("test_schema.py", "from fluentorm.testing.checks import *\n")
    chosen = "single_head or models_are_current"
    assert "2 passed" in run(tested, "-k", chosen)
    (tested.root / "models" / "users.py").unlink()
    last = '"head": {"migration": "'
    tested.replace("schemas/.fluent_snapshot.json", last, f"{last}1")
    ran = tested.run(sys.executable, "-m", "pytest", "-q", "-k", chosen)
    assert ran.status == 1
    assert "2 failed" in ran.out
    assert "models/users.py: does not exist" in ran.out
    assert "belongs to other migrations" in ran.out
    assert "Traceback" not in ran.out


def test_the_way_up_down_and_up_is_a_test(tested: Project) -> None:
    from fluentorm.embedded import EmbeddedServer

    tested.write("test_schema.py", "from fluentorm.testing.checks import test_up_down_up\n")
    try:
        assert "1 passed" in run(tested)
        down = next((tested.root / "migrations").glob("*_create_users_down.sql"))
        down.write_text(down.read_text().replace("DROP TABLE users;", "SELECT 1;"))
        ran = tested.run(sys.executable, "-m", "pytest", "-q")
        assert ran.status == 1
        assert 'table "users": is there, but should not be' in ran.out
    finally:
        EmbeddedServer(tested.root / ".fluent").remove()


def test_migrations_are_run_once(tested: Project) -> None:
    # A role is of the whole server: to make it a second time would fail.
    tested.write("migrations/20990101000000_once.sql", "CREATE ROLE made_once;\n")
    tested.write("migrations/20990101000000_once_down.sql", "DROP ROLE made_once;\n")
    tested.write("test_app.py", "def test_it(fluent_db): pass\n")
    server = psycopg.connect(tested.env["FLUENT_TEST_URL"], autocommit=True)
    try:
        for _ in range(2):
            assert "1 passed" in run(tested)
    finally:
        server.execute("DROP ROLE IF EXISTS made_once")
        server.close()


def test_the_plugin_costs_nothing_where_nobody_asks(tested: Project) -> None:
    code = "import fluentorm.testing.plugin, sys; sys.exit('psycopg' in sys.modules)"
    assert tested.run(sys.executable, "-c", code).status == 0
