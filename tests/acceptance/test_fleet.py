"""migrate, migrate_status and drift over many databases and namespaces."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import with_database
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

A, B = "20240101000001_create_a.sql", "20240101000002_create_b.sql"
OTHERS = ("_other_1", "_other_2")
SECRET = "postgresql://ann:topsecret@127.0.0.1:1/gone"
SHOP = """from fluentorm import TableSchema


def build(t: TableSchema) -> None:
    t.increments("id", primary_key=True)
    t.enum("state", values=["new", "old"], default="new")
    t.integer("stock")
    t.check("stock_is", "stock >= 0")
    t.index("by_state", ["state"])
"""


@pytest.fixture
def app(tmp_path: Path, database: str) -> Iterator[Project]:
    """Two migrations, the database with three namespaces, and two more databases."""
    project = Project(tmp_path, {"FLUENT_DB_URL": database, "FLUENT_DB_TARGETS": "targets"})
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    for name, table in ((A, "a"), (B, "b")):
        project.write(f"migrations/{name}", f"CREATE TABLE {table} (id int);\n")
        project.write(f"migrations/{name[:-4]}_down.sql", f"DROP TABLE {table};\n")
    own = database.rpartition("/")[2].partition("?")[0]
    names = [f"{own}{other}" for other in OTHERS]
    with psycopg.connect(database, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        for name in ("one", '"Two 2"', "three"):
            connection.execute(f"CREATE SCHEMA {name}".encode())
        lines = [
            f"one  {with_database(database, own)} namespace=one  # the canary",
            "",
            "# The others have no name of their own.",
            "namespace=three",
            *(f"database={name}" for name in names),
        ]
        project.write("targets", "\n".join(lines) + "\n")
        yield project
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def rows(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def test_each_gets_its_own_tables_and_history(app: Project) -> None:
    url = app.env["FLUENT_DB_URL"]
    ran = app.script("migrate", "--to", A)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("  ✓ one: applied 1 migration (")
    assert ran.out.endswith("4 of 4 targets up to date, 4 of them migrated now\n")
    tables = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname !~ '^(pg|inf)'"
    assert sorted(name for (name,) in rows(url, tables)) == [
        "one._fluent_migrations",
        "one.a",
        "three._fluent_migrations",
        "three.a",
    ]
    assert app.script("migrate", "--target", "three").status == 0
    status = json.loads(app.script("migrate_status", "--json").out)
    assert [(one["name"], one["at"], one["applied"]) for one in status["targets"]][:2] == [
        ("one", A, 1),
        ("three", B, 2),
    ]
    assert (status["done"], status["failed"]) == (4, 0)
    table = app.script("migrate_status").out
    assert table.splitlines()[0].split() == ["target", "applied", "pending", "at"]
    assert f"\n3 targets at {A}\n1 target at {B}\n" in table
    ran = app.script("migrate", "--dry-run", "--json")
    assert [one["planned"] for one in json.loads(ran.out)["targets"]] == [[B], [], [B], [B]]
    # One database alone is still the one that is set, and is said to be.
    ran = app.script("migrate_down")
    assert "FLUENT_DB_TARGETS is set, and this is about one database: " in ran.err
    assert ran.out == "no migrations to roll back\n"


def test_what_fails_stops_the_rest_and_is_gone_on_with(app: Project) -> None:
    url = app.env["FLUENT_DB_URL"]
    app.script("migrate", "--to", A)
    rows(url, "CREATE TABLE three.b (id int)")
    with (app.root / "targets").open("a") as file:
        file.write(f"gone {SECRET}\n")
    ran = app.script("migrate", "--jobs", "1")
    assert ran.status == 1
    assert f"✗ three: migrations/{B}:1" in ran.err
    assert "1 target failed: three\n3 targets not begun\nhint: --max-failures N" in ran.err
    rows(url, "DROP TABLE three.b")
    ran = app.script("migrate", "--max-failures", "5")
    assert ran.out.endswith("4 of 5 targets up to date, 3 of them migrated now\n")
    assert "1 target failed: gone" in ran.err
    ran = app.script("migrate", "--canary", "gone")
    assert "4 targets not begun" in ran.err
    assert "correct where FLUENT_DB_TARGETS says that it is" in ran.err
    for words in (
        ("migrate_status",),
        ("migrate_status", "--json"),
        ("migrate", "--canary", "gone"),
    ):
        ran = app.script(*words)
        assert ran.status == 1
        assert "topsecret" not in ran.out + ran.err
        assert "Traceback" not in ran.err
    app.write(f"migrations/{A}", "CREATE TABLE a (id bigint);\n")
    ran = app.script("migrate_status")
    assert "an applied migration changed or is missing in 4 targets: one, three, " in ran.err


HALF = """-- Step: 1 short
CREATE TABLE b (id int);
-- Step: 2 bare
CREATE INDEX CONCURRENTLY b_gone ON b (gone);
"""


def test_one_of_them_is_gone_on_with_alone(app: Project) -> None:
    url = app.env["FLUENT_DB_URL"]
    app.script("migrate", "--to", A)
    app.write(f"migrations/{B}", HALF)
    ran = app.script("migrate")
    assert "hint: the first one has to succeed before others are begun (--canary NAME" in ran.err
    assert 'type "doit migrate --target one", which goes on' in ran.err
    assert "doit migrate_abort --target one takes" in ran.err
    assert rows(url, "SELECT to_regclass('one.b') IS NULL") == [(False,)]
    assert "no migration is half-way" in app.script("migrate_abort").out
    assert app.script("migrate_abort", "--target", "one").status == 0
    assert rows(url, "SELECT to_regclass('one.b') IS NULL") == [(True,)]

    app.write(f"migrations/{B}", "CREATE TABLE b (id int);\n")
    assert app.script("migrate").status == 0
    assert app.script("migrate_down", "--target", "three").out.startswith(f"  ↩ {B}\n")
    assert app.script("migrate", "--rollback", "--target", "three").out.startswith(f"  ↩ {A}\n")
    rows(url, "CREATE TABLE three.a (id int); INSERT INTO three.a VALUES (1)")
    assert app.script("migrate_baseline", "--target", "three", "--to", A).status == 0
    ran = app.script("migrate_redo", "--target", "three")
    assert "the rows of a" in ran.err
    assert ran.status == 1
    assert app.script("preflight", "--target", "three").out == "nothing is in the way\n"
    found = json.loads(app.script("migrate_status", "--json").out)["targets"]
    assert [one["applied"] for one in found] == [2, 1, 2, 2]
    for words, status, told in (
        (("migrate_down", "--target", "on"), 1, 'did you mean "one"?'),
        (("migrate", "--rollback", "--target", "one", "--jobs", "2"), 2, "about one database"),
        (("migrate", "--target", "one", "--canary", "three"), 1, "none of those of --target"),
    ):
        ran = app.script(*words)
        assert (ran.status, told in ran.err) == (status, True), ran.err
    del app.env["FLUENT_DB_TARGETS"]
    ran = app.script("migrate_abort", "--target", "one")
    assert (ran.status, "are about many databases" in ran.err) == (2, True)


def test_queries_and_namespaces_that_are_left(app: Project) -> None:
    app.env["FLUENT_DB_TARGETS"] = (
        "SELECT nspname AS namespace, nspname || '!' AS name, 'extra' AS shared "
        "FROM pg_namespace WHERE nspname ~ '^(one|Two 2|three)$' ORDER BY nspname DESC;"
    )
    url = app.env["FLUENT_DB_URL"]
    rows(url, "CREATE SCHEMA extra; CREATE EXTENSION citext SCHEMA extra")
    app.write(f"migrations/{A}", "CREATE TABLE a (id citext);\n")
    ran = app.script("migrate", "--to", A)
    assert ran.out.startswith("  ✓ three!: applied 1 migration ("), ran.err
    assert rows(url, 'SELECT count(*) FROM "Two 2".a') == [(0,)]
    app.write(f"migrations/{B}", "CREATE TABLE b (id int);\nCREATE INDEX ON public.b (id);\n")
    ran = app.script("migrate")
    assert f"✗ three!: migrations/{B}:2:17: cannot be run in a namespace of a tenant" in ran.err
    assert 'it names the namespace "public"' in ran.err
    rows(url, "CREATE TABLE extra.t (id int)")
    assert 'a shared namespace holds "extra.t"' in app.script("migrate").err
    for query, told in (
        ("SELECT 1 AS nam", 'has a column "nam"\nhint: its columns are name, url, '),
        ("SELECT nothing", 'is refused: column "nothing" does not exist'),
    ):
        app.env["FLUENT_DB_TARGETS"] = query
        assert told in app.script("migrate_status").err
    app.env["FLUENT_DB_TARGETS"] = "nofile"
    assert 'is the file "nofile", which cannot be read' in app.script("migrate").err
    app.env["FLUENT_DB_TARGETS"] = SECRET
    ran = app.script("migrate")
    assert ran.err.startswith("error: environment: FLUENT_DB_TARGETS is a URL\nhint: ")
    del app.env["FLUENT_DB_TARGETS"]
    ran = app.script("migrate", "--jobs", "3")
    assert (ran.status, "are about many databases" in ran.err) == (2, True)


def test_drift_says_who_differs(proven: Path, database: str) -> None:
    project = Project(proven, {"FLUENT_DB_URL": database, "FLUENT_VERIFY": "0"})
    project.write("schemas/shop.py", SHOP)
    rows(database, "CREATE SCHEMA one; CREATE SCHEMA two; CREATE SCHEMA three")
    project.write("targets", "namespace=one\nnamespace=two\nnamespace=three\n")
    assert project.script("generate_models").status == 0
    project.env["FLUENT_DB_TARGETS"] = "targets"
    assert project.script("migrate").status == 0
    rows(database, "ALTER TABLE two.shop ADD COLUMN more int, ALTER COLUMN state DROP DEFAULT")
    rows(database, "DROP INDEX three.by_state")
    ran = project.script("drift")
    assert (ran.status, ran.out) == (
        1,
        (
            '1 target: two\n  column "shop.more": only in the database\n'
            "  column \"shop.state\": default is none, in the snapshot 'new'::shop_state\n"
            '1 target: three\n  index "shop.by_state": only in the snapshot\n'
        ),
    )
    ran = project.script("drift", "--target", "one")
    assert (ran.status, ran.out) == (0, "1 target as the snapshot says\n")
