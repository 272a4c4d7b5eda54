"""Projects with objects beside tables: real commands, on a real server, with the proof."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import available
from tests.tasks.conftest import Project

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="the proof needs the embedded server"),
]

USERS = """table_name: users
fields:
  id: {type: integer, primary_key: true}
  email: string
"""


class App(Project):
    """A project whose generations are proven."""

    def ok(self, *words: str) -> str:
        ran = self.script(*words)
        assert ran.status == 0, ran.out + ran.err
        return ran.out + ran.err

    def refused(self, *words: str) -> str:
        ran = self.script(*words)
        assert ran.status == 1, ran.out + ran.err
        assert "Traceback" not in ran.err
        assert "defect" not in ran.err
        return ran.err

    def sql(self, statements: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.env["FLUENT_DB_URL"]) as connection:
            done = connection.execute(statements.encode())
            return done.fetchall() if done.description else []


@pytest.fixture
def app(project: Path, database: str) -> App:
    app = App(project, {"FLUENT_DB_URL": database})
    app.write("dodo.py", "from fluentorm.tasks import *\n")
    app.write("schemas/01_users.yaml", USERS)
    return app


@pytest.fixture
def role(database: str) -> Iterator[str]:
    """Give the name of a role that no server has; it is dropped where a test made it."""
    name = f"fluent_role_{secrets.token_hex(4)}"
    yield name
    with psycopg.connect(database, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchall():
            connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}".encode())


def test_the_proof_has_the_roles_that_the_schema_names(app: App, role: str) -> None:
    app.write("schemas/01_users.yaml", f"{USERS}grants: {{{role}: select}}\n")
    assert "proved 1 migration" in app.ok("generate_models")
    app.write("schemas/01_users.yaml", USERS)
    app.ok("generate_models")
    # No schema file names it any more, but the migrations do.
    assert "proved 2 migrations" in app.ok("verify")
    told = app.refused("migrate")
    assert f'role "{role}" does not exist' in told
    assert f"hint: roles are not made by migrations; create it: CREATE ROLE {role}" in told
    app.sql(f"CREATE ROLE {role}")
    app.ok("migrate")


def test_an_extension_that_the_server_lacks_is_named_with_what_to_install(app: App) -> None:
    app.write("schemas/00_all.yaml", "extensions: [no_such_one]\n")
    told = app.refused("generate_models")
    assert "schemas/00_all.yaml:1:" in told
    assert 'extension "no_such_one" is not available' in told
    assert 'install "no_such_one" on the server; those that PostgreSQL' in told
    assert "--no-verify" in told
    app.ok("generate_models", "--no-verify")
    told = app.refused("migrate")
    assert "create_extension_no_such_one.sql:" in told
    assert 'hint: install "no_such_one" on the server' in told
    assert app.sql("SELECT to_regclass('users')") == [(None,)]
