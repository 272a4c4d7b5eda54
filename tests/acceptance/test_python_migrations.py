"""Migrations in Python on a real server: run, recorded, refused, taken back and proven."""

from pathlib import Path

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.running import Locking, LockRetry
from fluentorm.embedded import available
from fluentorm.errors import (
    ChecksumMismatch,
    Failed,
    FileFormat,
    Interrupted,
    Irreversible,
)
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_down, migrate_up, redo, status
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

TABLE = "CREATE TABLE people (id int PRIMARY KEY, name text, slug text UNIQUE);\n"
ROWS = "INSERT INTO people VALUES (1, 'Ann Lee', NULL), (2, 'Bo', NULL);\n"
SLUGS = """\
def up(db):
    for row in db.fetch_all("SELECT id, name FROM people ORDER BY id"):
        slug = row["name"].lower().replace(" ", "-")
        db.execute("UPDATE people SET slug = %s WHERE id = %s", (slug, row["id"]))


def down(db):
    db.execute("UPDATE people SET slug = NULL")
"""


@pytest.fixture
def session(database):
    session = connect(database)
    yield session
    session.close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a folder of migrations with a table of people, to be typed as ``migrations``."""
    monkeypatch.chdir(tmp_path)
    folder = Path("migrations")
    folder.mkdir()
    (folder / "1_people.sql").write_text(TABLE + ROWS)
    (folder / "1_people_down.sql").write_text("DROP TABLE people;\n")
    return folder


def write(folder, text, name="2_fill.py"):
    (folder / name).write_text(text)
    return scan(folder)


def slugs(session):
    return [row[0] for row in session.query("SELECT slug FROM people ORDER BY id")]


def recorded(session):
    return [row.name for row in session.applied()]


def test_python_runs_between_sql_and_back_and_is_recorded_alike(session, folder):
    (folder / "3_tight.sql").write_text("ALTER TABLE people ALTER COLUMN slug SET NOT NULL;\n")
    (folder / "3_tight_down.sql").write_text("ALTER TABLE people ALTER slug DROP NOT NULL;\n")
    directory = write(folder, SLUGS)
    assert migrate_up(session, directory).applied == ("1_people.sql", "2_fill.py", "3_tight.sql")
    assert slugs(session) == ["ann-lee", "bo"]
    row = session.applied()[1]
    assert (row.name, row.checksum) == ("2_fill.py", directory.checksum("2_fill.py"))
    assert redo(session, directory, steps=2).applied == ("2_fill.py", "3_tight.sql")
    assert migrate_down(session, directory, to="1").rolled_back == ("3_tight.sql", "2_fill.py")
    assert (slugs(session), recorded(session)) == ([None, None], ["1_people.sql"])
    assert migrate_up(session, directory, to="2_fill").applied == ("2_fill.py",)
    assert not list(folder.rglob("*.pyc"))
    write(folder, SLUGS + "# edited\n")
    assert [one.name for one in status(session, scan(folder)).changed] == ["2_fill.py"]
    with pytest.raises(ChecksumMismatch, match=r'"2_fill\.py" was changed'):
        migrate_up(session, scan(folder))


def test_the_database_given_is_a_transaction_with_savepoints_models_and_psycopg(session, folder):
    text = """
import psycopg

def up(db):
    try:
        with db.transaction():
            db.execute("INSERT INTO people VALUES (1, 'twice', NULL)")
    except Exception:
        pass
    with db.connection.cursor().copy("COPY people (id, name) FROM STDIN") as copy:
        copy.write_row((3, "Cy"))
    db.connection.row_factory = psycopg.rows.dict_row
    db.execute("SET search_path = pg_catalog")
    db.execute("CREATE TEMP TABLE kept AS SELECT 1")
    assert db.fetch_one("SELECT count(*) AS n FROM public.people") == {"n": 3}
"""
    migrate_up(session, write(folder, text))
    assert session.query("SELECT name FROM people WHERE id = 3") == [("Cy",)]
    assert session.query("SELECT to_regclass('kept')") == [(None,)]


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        ("db.execute('DELETE FROM peple')", 4, 'up() failed: relation "peple" does not exist'),
        ("db.execute('INSERT INTO people VALUES (1)')", 4, "detail: Key (id)=(1) already exists."),
        ("db.connection.execute('SELECT 1/0')", 4, "up() failed: division by zero"),
        ("raise ValueError('no such thing')", 4, "up() raised ValueError: no such thing"),
        ("import sys; sys.exit('done')", 4, "up() raised SystemExit: sys.exit('done')"),
        ("helper(db)", 7, "up() raised KeyError: 'gone'"),
        ("db.fetch_one('SELECT 1 WHERE false')", 4, "up() raised NotFound: the query found no row"),
        ("db.execute('COMMIT')", 4, "up() raised MigrationError: COMMIT would end the transaction"),
        ("db.connection.execute(b'select 1; rollback')", 4, "ROLLBACK would end the transaction"),
        ("db.connection.commit()", 4, "up() failed: Explicit commit() forbidden"),
        ("db.connection.pgconn.exec_(b'ROLLBACK')", 0, "up() ended the transaction on its own"),
        ("db.execute('VACUUM people')", 4, "VACUUM cannot run inside a transaction block"),
        ("import no_such_module", 4, "up() raised ModuleNotFoundError: No module named 'no_such"),
    ],
)
def test_what_goes_wrong_is_told_at_the_authors_line_and_nothing_is_kept(
    session, folder, body, line, told
):
    text = f"""
def up(db):
    db.execute("UPDATE people SET slug = id")
    {body}

def helper(db):
    {{}}["gone"]
"""
    (folder / "3_more.sql").write_text("CREATE TABLE more ();\n")
    with pytest.raises(Failed) as caught:
        migrate_up(session, write(folder, text))
    place = f"migrations/2_fill.py:{line}: " if line else "migrations/2_fill.py: "
    assert str(caught.value).startswith(place)
    assert told in str(caught.value)
    assert "applied before it: 1_people.sql" in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert (slugs(session), recorded(session)) == ([None, None], ["1_people.sql"])
    if "commit" in body.lower() or "rollback" in body.lower():
        return
    write(folder, SLUGS)  # corrected, it goes on from there
    assert migrate_up(session, scan(folder)).applied == ("2_fill.py", "3_more.sql")


def test_a_failure_that_the_code_passes_over_and_a_refused_commit(session, folder):
    swallowed = "def up(db):\n try:\n  db.execute('SELECT 1/0')\n except Exception:\n  pass\n"
    with pytest.raises(Failed, match="went on after a statement that failed") as caught:
        migrate_up(session, write(folder, swallowed))
    assert "with db.transaction():" in (caught.value.hint or "")
    deferred = """
def up(db):
    db.execute("ALTER TABLE people ADD boss int REFERENCES people DEFERRABLE INITIALLY DEFERRED")
    db.execute("UPDATE people SET boss = 99")
"""
    with pytest.raises(Failed, match=r'up\(\) could not be kept: .* constraint "people_boss_fkey"'):
        migrate_up(session, write(folder, deferred))
    assert recorded(session) == ["1_people.sql"]


def test_what_is_no_migration_is_refused_before_anything_runs(session, folder):
    for text in ("import no_such_module\ndef up(db): pass\n", "def up(): pass\n", "x = (\n"):
        with pytest.raises(FileFormat, match=r"no_such_module|one argument|no Python"):
            migrate_up(session, write(folder, text))
        assert recorded(session) == []
    with pytest.raises(FileFormat, match="no_such_module"):
        migrate_up(session, write(folder, "import no_such_module\ndef up(db): 1\n"), dry_run=True)


def test_ctrl_c_and_a_lost_connection_leave_nothing(session, folder, database, capfd):
    text = (
        "def up(db):\n    db.execute('UPDATE people SET slug = id')\n    raise KeyboardInterrupt\n"
    )
    with pytest.raises(Interrupted, match=r"interrupted; applied before that: 1_people\.sql"):
        migrate_up(session, write(folder, text))
    assert (slugs(session), recorded(session)) == ([None, None], ["1_people.sql"])
    text = """
def up(db):
    db.execute("UPDATE people SET slug = id")
    db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
"""
    with pytest.raises(Failed, match=r"2_fill\.py:4: up\(\) failed: terminating") as caught:
        migrate_up(session, write(folder, text))
    assert '"doit migrate_status" shows what is applied' in (caught.value.hint or "")
    with psycopg.connect(database) as other:
        assert other.execute("SELECT count(slug) FROM people").fetchone() == (0,)
    assert capfd.readouterr().err == ""


def test_without_a_transaction_each_statement_stays_and_it_may_run_again(session, folder):
    text = """
transaction = False

def up(db):
    with db.transaction() as tx:
        tx.execute("UPDATE people SET slug = 'a' WHERE id = 1")
    db.execute("VACUUM people")
    if not db.fetch_all("SELECT 1 FROM people WHERE id = 3"):
        db.execute("INSERT INTO people (id) VALUES (3)")
        raise RuntimeError("the network is gone")

def down(db):
    db.execute("DELETE FROM people WHERE id = 3")
"""
    directory = write(folder, text)
    with pytest.raises(Failed) as caught:
        migrate_up(session, directory)
    assert "migrations/2_fill.py:10: up() raised RuntimeError: the netw" in str(caught.value)
    assert "what it committed before stays: the file says transaction = False" in str(caught.value)
    assert (slugs(session), recorded(session)) == (["a", None, None], ["1_people.sql"])
    assert migrate_up(session, directory).applied == ("2_fill.py",)
    assert migrate_down(session, directory).rolled_back == ("2_fill.py",)
    assert len(slugs(session)) == 2
    text = "transaction = False\ndef up(db):\n    db.execute('BEGIN; TABLE people')\n"
    with pytest.raises(Failed, match="left a transaction open, which was taken back"):
        migrate_up(session, write(folder, text))
    assert recorded(session) == ["1_people.sql"]


def test_there_is_a_way_back_only_where_the_file_has_one(session, folder):
    migrate_up(session, write(folder, "def up(db): pass\n"))
    with pytest.raises(Irreversible, match=r"has no function down\(db\)"):
        migrate_down(session, scan(folder))
    directory = write(folder, f"# Irreversible: mails were sent\n{SLUGS}")
    migrate_up(session, directory, allow_changed=["2"])
    with pytest.raises(Irreversible, match="cannot be rolled back: mails were sent"):
        migrate_down(session, directory)
    assert recorded(session) == ["1_people.sql", "2_fill.py"]


def test_it_waits_for_a_lock_shortly_and_tries_again(session, folder, database):
    migrate_up(session, scan(folder))
    directory = write(folder, "def up(db):\n    db.execute('ALTER TABLE people ADD x int')\n")
    impatient = connect(database, locking=Locking(lock_timeout=0.05, retry_budget=0.1))
    with psycopg.connect(database) as holder:
        holder.execute("SELECT FROM people")
        with pytest.raises(Failed, match="canceling statement due to lock timeout") as caught:
            migrate_up(impatient, directory)
        assert "FLUENT_LOCK_RETRY_BUDGET" in (caught.value.hint or "")
        retried = []

        def let_go(event):
            if isinstance(event, LockRetry):
                retried.append(event)
                holder.rollback()

        assert migrate_up(session, directory, on_progress=let_go).applied == ("2_fill.py",)
        assert retried
    impatient.close()


@pytest.mark.skipif(not available(), reason="the proof needs the embedded server")
def test_a_project_with_python_is_generated_proven_checked_and_shown(proven, database):
    root = Project(proven, {"FLUENT_DB_URL": database})
    root.write("schemas/01_notes.yaml", NOTES)
    out = ok(root, "generate_models", "new_migration", "--name", "fill", "--python")
    path = next((root.root / "migrations").glob("*_fill.py"))
    assert f"wrote migrations/{path.name}\nnext: write up(db) and down(db)" in out
    parent = next((root.root / "migrations").glob("*_create_notes.sql")).name
    assert f"# Parent: {parent}\n" in path.read_text()
    path.write_text(WITH_MODELS)
    shown = ok(root, "generate_models", "check", "verify", "plan", "--sql", "lint")
    for told in ("agree", "nothing found", "proved 2 migrations: up, down and up again"):
        assert told in shown
    assert "runs Python: no SQL can be shown" in shown
    shown = ok(root, "migrate", "--dry-run")
    assert f"-- migrations/{path.name} runs up(db), which is Python: no SQL can be shown" in shown
    assert "Notes.insert" not in shown
    shown = ok(root, "migrate", "migrate_status", "migrate_down", "--dry-run")
    for told in ("applied 2 migrations", f"✓ {path.name}", "runs down(db)"):
        assert told in shown
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT id, text FROM notes").fetchall() == [(1, "from Python")]
    # The next change builds on it, proven with it.
    root.write("schemas/01_notes.yaml", f"{NOTES}  stars: {{type: integer, nullable: true}}\n")
    shown = ok(root, "migrate_down", "--plan")
    assert "runs Python: what that loses is not known" in shown
    shown = ok(root, "migrate_down", "generate_models", "migrate")
    for told in ("rolled back 1 migration", "proved 1 migration", "applied 2 migrations"):
        assert told in shown
    # What does not undo what it did is found by the proof, and so is what raises.
    path.write_text(f"{WITH_MODELS}    db.execute('CREATE TABLE x ()')\n")
    ran = root.script("verify")
    assert ran.status == 1
    assert f"irreversible  {path.name}\n" in ran.out
    path.write_text("def up(db):\n    raise ValueError('no')\n")
    ran = root.script("verify")
    assert f"migrations/{path.name}:2: the migration" in ran.err
    assert "up() raised ValueError: no" in ran.err
    path.write_text("def up(db): pass\n\ndef up(: pass\n")
    for task in ("check", "migrate", "plan"):
        ran = root.script(task)
        assert f"migrations/{path.name}:3:8: is no Python" in ran.out + ran.err or task != "check"
        assert "Traceback" not in ran.out + ran.err
        assert "defect" not in ran.out + ran.err
    assert not list((root.root / "migrations").rglob("*.pyc"))


NOTES = """table_name: notes
fields:
  id: {type: integer, primary_key: true}
  text: string
"""
WITH_MODELS = """\
from fluentorm import Transaction
from models import Notes


def up(db: Transaction) -> None:
    Notes.insert(db, Notes.CreateInput(id=1, text="from Python"))


def down(db: Transaction) -> None:
    db.execute("DELETE FROM notes")
"""


def ok(project: Project, *words: str) -> str:
    ran = project.script(*words)
    assert ran.status == 0, ran.out + ran.err
    return ran.out
