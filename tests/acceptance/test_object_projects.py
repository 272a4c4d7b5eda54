"""Projects with objects beside tables: real commands, on a real server, with the proof."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import available
from tests.conftest import lend
from tests.tasks.conftest import Project

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="the proof needs the embedded server"),
]

ODD_NAMES = Path(__file__).with_name("odd_names")
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
def app(proven: Path, database: str) -> App:
    app = App(proven, {"FLUENT_DB_URL": database})
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


HEAD = "-- returns: integer\n-- language: {}\n"


IN_FILES = [
    ("functions/f.sql", HEAD.format("plpgsql") + "BEGIN\n    RETRN 1;\nEND\n", 4, '"RETRN"'),
    ("functions/f.sql", HEAD.format("sql") + "SELECT id\n  FROM users\n WHERE x\n", 5, '"x"'),
    ("functions/f.sql", "-- returns: integer\nBEGIN ATOMIC\n  SELECT x;\nEND\n", 3, '"x"'),
    ("views/v.sql", "-- comment: c\nSELECT id\n  FROM user_s\n", 3, '"user_s" does not'),
    ("materialized_views/m.sql", "SELECT id\n FRM users\n", 2, '"users"'),
]


def test_what_is_wrong_in_an_sql_file_is_told_with_its_line(app: App) -> None:
    for file, text, line, told in IN_FILES:
        path = app.write(f"schemas/{file}", text)
        said = app.refused("generate_models")
        assert f"error: schemas/{file}:{line}: the new migration " in said
        assert told in said.split("\nhint: ")[0]
        path.unlink()


def test_what_no_schema_file_declares_is_told_with_two_ways_out(app: App) -> None:
    app.write("schemas/02_all.yaml", "views:\n  v: SELECT id FROM other.things\n")
    said = app.refused("generate_models")
    assert "schemas/02_all.yaml:2:3: the new migration" in said
    assert 'relation "other.things" does not exist' in said
    assert "declare that too, or make it in a migration by hand" in said


def test_what_is_wrong_in_one_of_several_bodies_is_told_with_its_own_place(app: App) -> None:
    app.write(
        "schemas/02_all.py",
        "def define(db):\n"
        "    db.view('v', 'SELECT email FROM users')\n"
        "    db.view('w', 'SELECT email AS mail FROM v')\n",
    )
    app.ok("generate_models")
    app.write("schemas/01_users.yaml", USERS.replace("email: string", "email: varchar(9)"))
    app.write(
        "schemas/02_all.py",
        "def define(db):\n"
        "    db.view('v', 'SELECT email FROM users')\n"
        "    db.view('w', 'SELECT gone(email) AS mail FROM v')\n",
    )
    said = app.refused("generate_models")
    assert "error: schemas/02_all.py:3: the new migration" in said
    assert "function gone(character varying) does not exist" in said
    app.write(
        "schemas/02_all.py",
        "def define(db):\n"
        "    db.view('v', 'SELECT email FROM users')\n"
        "    db.policy('p', 'users', using='gone(email)')\n",
    )
    assert "error: schemas/02_all.py:3: the new migration" in app.refused("generate_models")


def test_every_kind_of_object_may_have_a_name_that_needs_quotes(
    app: App, role: str, tmp_path: Path, scratch: Path
) -> None:
    (app.root / "schemas/01_users.yaml").unlink()
    for path in ODD_NAMES.iterdir():
        if path.is_file():
            app.write(f"schemas/{path.name}", path.read_text().replace("Role x", role))
    app.ok("generate_models")
    app.sql(f'CREATE ROLE "{role}"')
    app.ok("migrate", "check")
    assert "up, down and up again" in app.ok("verify")
    declared = str(app.root / "schemas")
    if int(str(app.sql("SELECT current_setting('server_version_num')")[0][0])) >= 180000:
        # An older server words queries differently than the scratch one.
        assert app.ok("db_diff", "--from", declared, "--to", app.env["FLUENT_DB_URL"]) == ""
    again = App(tmp_path / "again", app.env)
    lend(scratch, again.root)
    again.write("dodo.py", "from fluentorm.tasks import *\n")
    for words in ([], ["--format", "yaml", "--sql-bodies", "--force"]):
        again.ok("db_pull", *words)
        assert again.ok("db_diff", "--from", declared, "--to", "schemas") == ""
    app.ok("migrate_down", "--all")
    assert app.sql("SELECT FROM pg_namespace WHERE nspname = 'My Space'") == []
