"""The runner on a real server: what is applied, rolled back, refused and reported."""

import datetime

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import (
    ChecksumMismatch,
    Failed,
    FileFormat,
    Irreversible,
    MigrationError,
    MissingFile,
    OutOfOrder,
    UnknownVersion,
    UnsupportedOperation,
)
from fluentorm.migrate.directory import checksum, scan
from fluentorm.migrate.execution import Done, Running
from fluentorm.migrate.runner import baseline, migrate_down, migrate_up, redo, status

pytestmark = pytest.mark.acceptance


@pytest.fixture
def session(database):
    session = connect(database)
    yield session
    session.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "migrations"
    folder.mkdir()
    return folder


def write(folder, *tables):
    """Write a pair of files that creates and drops a table, for each name like ``1_a``."""
    for name in tables:
        table = name.split("_", 1)[1]
        (folder / f"{name}.sql").write_text(f"CREATE TABLE {table} (id int);\n")
        (folder / f"{name}_down.sql").write_text(
            f"-- Rollback: {name}.sql\n\nDROP TABLE {table};\n"
        )
    return scan(folder)


def tables(session):
    rows = session.query(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname <> '_fluent_migrations' ORDER BY 1"
    )
    return [name for (name,) in rows]


def recorded(session):
    return [row.name for row in session.applied()]


def test_pending_migrations_are_applied_in_order_and_recorded(session, folder):
    directory = write(folder, "2_b", "10_c", "1_a")
    result = migrate_up(session, directory)
    assert result.applied == ("1_a.sql", "2_b.sql", "10_c.sql")
    assert tables(session) == ["a", "b", "c"]
    rows = session.applied()
    assert [row.name for row in rows] == list(result.applied)
    assert rows[0].checksum == checksum("CREATE TABLE a (id int);\n")
    now = datetime.datetime.now(datetime.UTC)
    assert abs(rows[0].applied_at - now) < datetime.timedelta(minutes=5)


def test_the_tracking_table_is_what_the_documents_say(session, folder):
    migrate_up(session, write(folder, "1_a"))
    rows = session.query(
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull,"
        " pg_get_expr(adbin, adrelid) FROM pg_attribute LEFT JOIN pg_attrdef"
        " ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = '_fluent_migrations'::regclass AND attnum > 0 ORDER BY attnum"
    )
    assert rows == [
        ("id", "integer", True, "nextval('_fluent_migrations_id_seq'::regclass)"),
        ("name", "text", True, None),
        ("checksum", "text", True, None),
        ("applied_at", "timestamp without time zone", True, "CURRENT_TIMESTAMP"),
    ]


def test_nothing_to_do_takes_one_query_and_writes_nothing(session, folder):
    directory = write(folder)
    assert migrate_up(session, directory).applied == ()
    assert session.query("SELECT to_regclass('_fluent_migrations')") == [(None,)]


def test_a_second_run_finds_nothing_to_do(session, folder):
    directory = write(folder, "1_a")
    migrate_up(session, directory)
    assert migrate_up(session, directory).applied == ()


def test_progress_is_reported_for_each_migration(session, folder):
    events = []
    migrate_up(session, write(folder, "1_a", "2_b"), on_progress=events.append)
    assert [(type(event), event.name, event.number, event.total) for event in events] == [
        (Running, "1_a.sql", 1, 2),
        (Done, "1_a.sql", 1, 2),
        (Running, "2_b.sql", 2, 2),
        (Done, "2_b.sql", 2, 2),
    ]


@pytest.mark.parametrize("to", ["2", "002", "2_b", "2_b.sql", "migrations/2_b.sql"])
def test_to_names_a_migration_by_version_or_name(session, folder, to):
    directory = write(folder, "1_a", "2_b", "3_c")
    assert migrate_up(session, directory, to=to).applied == ("1_a.sql", "2_b.sql")
    assert migrate_up(session, directory, to=to).applied == ()


def test_steps_bounds_how_many_are_applied(session, folder):
    directory = write(folder, "1_a", "2_b", "3_c")
    assert migrate_up(session, directory, steps=2).applied == ("1_a.sql", "2_b.sql")


@pytest.mark.parametrize("steps", [0, -1])
def test_steps_below_one_is_refused(session, folder, steps):
    with pytest.raises(MigrationError, match="1 or more"):
        migrate_up(session, write(folder, "1_a"), steps=steps)


def test_to_and_steps_together_are_refused(session, folder):
    with pytest.raises(MigrationError, match="contradict"):
        migrate_up(session, write(folder, "1_a"), steps=1, to="1")


def test_an_unknown_version_is_told_the_nearest(session, folder):
    directory = write(folder, "20241202103000_a", "20250101000000_users")
    with pytest.raises(UnknownVersion, match=r"20241202103000_a\.sql"):
        migrate_up(session, directory, to="20241202103009")
    with pytest.raises(UnknownVersion, match=r"20250101000000_users\.sql"):
        migrate_up(session, directory, to="user")
    with pytest.raises(UnknownVersion, match="no migration at all"):
        migrate_up(session, write(folder.parent), to="1")
    assert recorded(session) == []


def test_a_dry_run_shows_the_sql_and_runs_nothing(session, folder):
    result = migrate_up(session, write(folder, "1_a", "2_b"), dry_run=True)
    assert result.applied == ()
    assert [step.name for step in result.planned] == ["1_a.sql", "2_b.sql"]
    assert result.planned[0].script.text == "CREATE TABLE a (id int);\n"
    assert tables(session) == recorded(session) == []


def test_what_needs_a_newer_server_is_refused_before_anything_runs(session, folder):
    write(folder, "1_a", "2_b")
    late = folder / "2_b.sql"
    late.write_text(f"-- Needs: PostgreSQL 99 for time travel\n{late.read_text()}")
    with pytest.raises(UnsupportedOperation, match="needs PostgreSQL 99 for time travel, and this"):
        migrate_up(session, scan(folder))
    assert tables(session) == []


def test_an_older_pending_migration_runs_and_is_reported(session, folder):
    migrate_up(session, write(folder, "2_b"))
    directory = write(folder, "1_a")
    assert [state.name for state in status(session, directory).out_of_order] == ["1_a.sql"]
    result = migrate_up(session, directory)
    assert result.applied == result.out_of_order == ("1_a.sql",)
    assert recorded(session) == ["2_b.sql", "1_a.sql"]


def test_strict_refuses_an_older_pending_migration(session, folder):
    migrate_up(session, write(folder, "2_b"))
    directory = write(folder, "1_a", "3_c")
    with pytest.raises(OutOfOrder, match=r"1_a\.sql"):
        migrate_up(session, directory, strict=True)
    assert tables(session) == ["b"]


def test_a_changed_file_is_refused_by_name_before_anything_runs(session, folder):
    migrate_up(session, write(folder, "1_a", "2_b"))
    for name in ("1_a.sql", "2_b.sql"):
        with (folder / name).open("a") as file:
            file.write("SELECT 1;\n")
    directory = write(folder, "3_c")
    with pytest.raises(ChecksumMismatch) as caught:
        migrate_up(session, directory)
    message = str(caught.value)
    assert '"1_a.sql" was changed' in message
    assert '"2_b.sql" was changed' in message
    assert "doit migrate --allow-changed 1_a.sql --allow-changed 2_b.sql" in message
    assert tables(session) == ["a", "b"]


def test_allow_changed_records_the_new_content(session, folder):
    migrate_up(session, write(folder, "1_a"))
    (folder / "1_a.sql").write_text("SELECT 1;\n")
    directory = scan(folder)
    assert [state.name for state in status(session, directory).changed] == ["1_a.sql"]
    assert migrate_up(session, directory, allow_changed=["1_a"]).accepted == ("1_a.sql",)
    assert status(session, directory).changed == ()
    assert migrate_up(session, directory).accepted == ()


def test_line_ends_and_byte_order_mark_are_no_change(session, folder):
    migrate_up(session, write(folder, "1_a"))
    (folder / "1_a.sql").write_bytes(b"\xef\xbb\xbfCREATE TABLE a (id int);\r\n")
    assert status(session, scan(folder)).changed == ()


def test_a_vanished_file_is_refused_by_name(session, folder):
    migrate_up(session, write(folder, "1_a", "2_b"))
    for name in ("1_a.sql", "1_a_down.sql"):
        (folder / name).unlink()
    directory = write(folder, "3_c")
    assert [state.name for state in status(session, directory).missing] == ["1_a.sql"]
    with pytest.raises(MissingFile, match=r"1_a\.sql"):
        migrate_up(session, directory)
    assert migrate_up(session, directory, allow_changed=["1_a.sql"]).applied == ("3_c.sql",)


def test_a_database_of_another_project_is_told_as_such(session, folder, tmp_path):
    migrate_up(session, write(folder, "1_a", "2_b"))
    other = tmp_path / "other"
    other.mkdir()
    directory = write(other, "5_x")
    assert status(session, directory).foreign
    with pytest.raises(MissingFile, match="another folder: none of its 2"):
        migrate_up(session, directory)


def test_status_tells_applied_and_pending(session, folder):
    directory = write(folder, "1_a", "2_b")
    migrate_up(session, directory, steps=1)
    state = status(session, directory)
    assert [item.name for item in state.applied] == ["1_a.sql"]
    assert state.applied[0].applied_at.tzinfo is datetime.UTC
    assert [item.name for item in state.pending] == ["2_b.sql"]


def test_status_of_an_empty_database_has_all_pending(session, folder):
    state = status(session, write(folder, "1_a"))
    assert (state.applied, [item.name for item in state.pending]) == ((), ["1_a.sql"])


def test_down_takes_back_the_last_one(session, folder):
    directory = write(folder, "1_a", "2_b")
    migrate_up(session, directory)
    assert migrate_down(session, directory).rolled_back == ("2_b.sql",)
    assert tables(session) == ["a"]
    assert recorded(session) == ["1_a.sql"]


def test_down_follows_the_order_of_application(session, folder):
    migrate_up(session, write(folder, "2_b", "3_c"))
    directory = write(folder, "1_a")
    migrate_up(session, directory)
    assert migrate_down(session, directory, steps=2).rolled_back == ("1_a.sql", "3_c.sql")


def test_down_to_a_version_keeps_it(session, folder):
    directory = write(folder, "1_a", "2_b", "3_c")
    migrate_up(session, directory)
    assert migrate_down(session, directory, to="1").rolled_back == ("3_c.sql", "2_b.sql")
    assert migrate_down(session, directory, to="1").rolled_back == ()


def test_down_all_and_up_again(session, folder):
    directory = write(folder, "1_a", "2_b")
    migrate_up(session, directory)
    assert migrate_down(session, directory, all=True).rolled_back == ("2_b.sql", "1_a.sql")
    assert tables(session) == recorded(session) == []
    assert migrate_down(session, directory, all=True).rolled_back == ()
    assert migrate_up(session, directory).applied == ("1_a.sql", "2_b.sql")


def test_down_to_what_is_not_applied_is_refused(session, folder):
    directory = write(folder, "1_a", "2_b")
    migrate_up(session, directory, steps=1)
    with pytest.raises(MigrationError, match="not applied"):
        migrate_down(session, directory, to="2")


def test_down_dry_run_runs_nothing(session, folder):
    directory = write(folder, "1_a")
    migrate_up(session, directory)
    result = migrate_down(session, directory, dry_run=True)
    assert [step.name for step in result.planned] == ["1_a.sql"]
    assert "DROP TABLE a" in result.planned[0].script.text
    assert tables(session) == ["a"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, MissingFile),
        ("", FileFormat),
        ("-- Rollback: 1_a.sql\n\n", FileFormat),
        ("-- Rollback: 1_a.sql\n-- Irreversible: data is gone\n", Irreversible),
        ("DROP TABLE a; COMMIT;", FileFormat),
    ],
)
def test_a_down_that_cannot_be_run_is_refused_before_any_other(session, folder, text, error):
    migrate_up(session, write(folder, "1_a", "2_b"))
    (folder / "1_a_down.sql").unlink()
    if text is not None:
        (folder / "1_a_down.sql").write_text(text)
    with pytest.raises(error, match=r"1_a_down\.sql"):
        migrate_down(session, scan(folder), all=True)
    assert tables(session) == ["a", "b"]


def test_down_of_a_changed_migration_is_refused(session, folder):
    migrate_up(session, write(folder, "1_a"))
    (folder / "1_a.sql").write_text("SELECT 1;")
    with pytest.raises(ChecksumMismatch, match=r"migrate_down --allow-changed 1_a\.sql"):
        migrate_down(session, scan(folder))
    migrate_down(session, scan(folder), allow_changed=["1_a.sql"])
    assert tables(session) == []


def test_a_failing_down_keeps_its_record_and_its_table(session, folder):
    migrate_up(session, write(folder, "1_a", "2_b"))
    (folder / "1_a_down.sql").write_text("DROP TABLE a;\nDROP TABLE nope;\n")
    with pytest.raises(Failed) as caught:
        migrate_down(session, scan(folder), all=True)
    assert caught.value.applied == ("2_b.sql",)
    assert caught.value.statement == 2
    assert "rolled back before it: 2_b.sql" in str(caught.value)
    assert tables(session) == ["a"]
    assert recorded(session) == ["1_a.sql"]


def test_redo_runs_down_and_up_of_the_same_migrations(session, folder):
    directory = write(folder, "1_a", "2_b", "3_c")
    migrate_up(session, directory, to="2")
    session.query("INSERT INTO b VALUES (1)")
    result = redo(session, directory)
    assert result.rolled_back == result.applied == ("2_b.sql",)
    assert session.query("SELECT * FROM b") == []
    assert recorded(session) == ["1_a.sql", "2_b.sql"]
    assert redo(session, directory, steps=2).applied == ("1_a.sql", "2_b.sql")


def test_redo_of_a_changed_file_applies_its_new_content(session, folder):
    migrate_up(session, write(folder, "1_a", "2_b"))
    (folder / "2_b.sql").write_text("CREATE TABLE b (id int, more int);\n")
    with pytest.raises(ChecksumMismatch, match="migrate_redo --allow-changed"):
        redo(session, scan(folder))
    redo(session, scan(folder), allow_changed=["2"])
    assert session.query("SELECT more FROM b") == []
    assert status(session, scan(folder)).changed == ()


def test_a_redo_that_cannot_apply_again_says_what_it_rolled_back(session, folder):
    migrate_up(session, write(folder, "1_a", "2_b"))
    (folder / "2_b.sql").write_text("CREATE TABLE b (id nonsense);\n")
    with pytest.raises(Failed, match=r"rolled back before that: 2_b\.sql") as caught:
        redo(session, scan(folder), allow_changed=["2_b"])
    assert caught.value.hint == 'correct the file, then type "doit migrate"'
    assert tables(session) == ["a"]
    write(folder, "2_b")
    assert migrate_up(session, scan(folder)).applied == ("2_b.sql",)


def test_a_redo_that_cannot_roll_back_says_how_to_apply_again(session, folder):
    migrate_up(session, write(folder, "1_a", "2_b"))
    (folder / "1_a_down.sql").write_text("DROP TABLE nonsense;\n")
    with pytest.raises(Failed, match=r"rolled back before it: 2_b\.sql") as caught:
        redo(session, scan(folder), steps=2)
    assert caught.value.hint == (
        'correct the file, then type "doit migrate_down"; '
        '"doit migrate" applies again what was rolled back'
    )
    assert migrate_up(session, scan(folder)).applied == ("2_b.sql",)


def test_baseline_records_without_running(session, folder):
    directory = write(folder, "1_a", "2_b", "3_c")
    assert baseline(session, directory, to="2").recorded == ("1_a.sql", "2_b.sql")
    assert tables(session) == []
    assert migrate_up(session, directory).applied == ("3_c.sql",)
    assert baseline(session, directory, to="2").recorded == ()


def test_a_pending_file_that_cannot_be_run_stops_everything(session, folder):
    write(folder, "1_a")
    (folder / "2_b.sql").write_text("CREATE TABLE b ();\n\nCOMMIT;\n")
    with pytest.raises(FileFormat, match=r"2_b\.sql:3:1: COMMIT"):
        migrate_up(session, scan(folder))
    assert tables(session) == []


def test_an_older_project_of_unix_times_goes_on(session, folder):
    directory = write(folder, "1733135400_a")
    migrate_up(session, directory)
    directory = write(folder, "20241202103001_b")
    result = migrate_up(session, directory, strict=True)
    assert result.applied == ("20241202103001_b.sql",)


def test_names_and_statements_are_sent_as_they_are(session, folder):
    name = "1_it's 100%_ü🙂"
    (folder / f"{name}.sql").write_text('CREATE TABLE "Ü\'🙂%s" (id int DEFAULT (5 % 2));')
    migrate_up(session, scan(folder))
    assert recorded(session) == [f"{name}.sql"]
    assert tables(session) == ["Ü'🙂%s"]


def test_the_table_stands_in_the_first_schema_of_the_search_path(database, folder):
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("CREATE SCHEMA app")
        admin.execute("CREATE TABLE app.seen (id int)")
        name = admin.info.dbname
        admin.execute(f'ALTER DATABASE "{name}" SET search_path = app, public')
    session = connect(database)
    migrate_up(session, write(folder, "1_a"))
    assert session.query("SELECT name FROM app._fluent_migrations") == [("1_a.sql",)]
    assert session.query("SELECT count(*) FROM app.a") == [(0,)]
    session.close()


def test_a_file_cannot_change_what_the_next_one_means(session, folder):
    (folder / "1_a.sql").write_text(
        "SET search_path = ''; SET standard_conforming_strings = off; SET ROLE pg_monitor;\n"
        "CREATE TEMP TABLE b (x int);"
    )
    (folder / "2_b.sql").write_text(
        "CREATE TABLE b (slash text DEFAULT 'a\\');\n"
        "SELECT pg_catalog.set_config('search_path', '', false);"
    )
    (folder / "3_c.sql").write_text("SET SESSION AUTHORIZATION pg_monitor;")
    (folder / "4_d.sql").write_text("CREATE TABLE d (id int);")
    migrate_up(session, scan(folder))
    assert tables(session) == ["b", "d"]
    assert recorded(session) == ["1_a.sql", "2_b.sql", "3_c.sql", "4_d.sql"]
    assert session.query("SHOW TimeZone") == [("UTC",)]


def test_outside_a_transaction_statements_run_one_by_one(session, folder):
    write(folder, "1_a")
    (folder / "2_i.sql").write_text(
        "-- Transaction: none\nCREATE INDEX CONCURRENTLY i ON a (id);\n"
        "-- more\nCREATE INDEX CONCURRENTLY j ON a (id)\n"
    )
    (folder / "2_i_down.sql").write_text(
        "-- Transaction: none\nDROP INDEX CONCURRENTLY i;\nDROP INDEX CONCURRENTLY j;\n"
    )
    directory = scan(folder)
    migrate_up(session, directory)
    count = "SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND indisvalid"
    assert session.query(count) == [(2,)]
    assert recorded(session) == ["1_a.sql", "2_i.sql"]
    migrate_down(session, directory)
    assert session.query(count) == [(0,)]
    assert recorded(session) == ["1_a.sql"]


def test_a_failure_outside_a_transaction_says_what_stays(session, folder):
    (folder / "1_a.sql").write_text(
        "-- Transaction: none\nCREATE TABLE a ();\n\nCREATE TABLE a ();\nCREATE TABLE b ();"
    )
    with pytest.raises(Failed, match="the 1 before it stay") as caught:
        migrate_up(session, scan(folder))
    assert (caught.value.statement, caught.value.place.line) == (2, 4)
    assert tables(session) == ["a"]
    assert recorded(session) == []
