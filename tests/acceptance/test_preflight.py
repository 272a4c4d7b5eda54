"""What is found before a run: errors stop it, warnings are told."""

import re
import secrets
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from fluentorm.dialects.postgres import disk
from fluentorm.dialects.postgres import preflight as looking
from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.sizes import in_bytes
from fluentorm.dialects.running import Finding, Severity
from fluentorm.errors import MigrationError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.preflight import preflight
from fluentorm.migrate.runner import migrate_up
from tests.acceptance.test_driver import through_proxy

pytestmark = pytest.mark.acceptance


@pytest.fixture
def session(database):
    with closing(connect(database)) as session:
        session.execute(
            "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1), (2, 1);"
            "CREATE TABLE other (id int)"
        )
        yield session


@pytest.fixture
def directory(tmp_path):
    (tmp_path / "1_x.sql").write_text("ALTER TABLE t ADD COLUMN c int;\n")
    return scan(tmp_path)


def codes(found):
    return {one.code: one for one in found}


def told(session, directory, **options):
    """Return what a run reports before its first step."""
    events = []
    migrate_up(session, directory, on_progress=events.append, **options)
    return codes(event for event in events if isinstance(event, Finding))


def test_a_quiet_database_has_nothing_in_the_way(session, directory):
    assert preflight(session, directory) == ()
    assert told(session, directory) == {}
    assert preflight(session, directory) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("COPY t FROM STDIN;\n", r"1_x\.sql:1:1: COPY with data in the file works only in psql"),
        ("-- Needs: PostgreSQL 99 for all of it\n\nSELECT 1;\n", r"1_x\.sql: needs PostgreSQL 99"),
        ("BEGIN;\nSELECT 1;\n", r"1_x\.sql:1:1: "),
    ],
)
def test_files_that_cannot_be_run_are_found(session, tmp_path, text, message):
    (tmp_path / "1_x.sql").write_text(text)
    (found,) = preflight(session, scan(tmp_path))
    assert (found.severity, found.code) == (Severity.ERROR, "migration")
    assert re.search(message, found.message)
    assert found.hint


def test_an_old_transaction_on_a_touched_table_is_named(session, directory, database, monkeypatch):
    monkeypatch.setattr(looking, "_OLD", 0)
    with psycopg.connect(database, application_name="report") as reader:
        reader.execute("SELECT 1 FROM other")
        assert told(session, directory, steps=1) == {}
        session.execute("DELETE FROM _fluent_migrations; ALTER TABLE t DROP COLUMN c")
        reader.rollback()
        reader.execute("SELECT a FROM t")
        found = preflight(session, directory)[0]
    assert (found.severity, found.code) == (Severity.WARNING, "transaction")
    assert f"process {reader.info.backend_pid if not reader.closed else ''}" in found.message
    assert 'of "report" as ' in found.message
    assert 'holds a lock on "t": SELECT a FROM t' in found.message


def test_invalid_indexes_are_told_for_touched_tables_or_for_all(session, directory, database):
    with psycopg.connect(database, autocommit=True) as connection:
        with suppress(psycopg.errors.UniqueViolation):
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
        with suppress(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO other VALUES (1), (1)")
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY j_ccnew ON other (id)")
    found = [one for one in preflight(session, directory) if one.code == "invalid_index"]
    assert ['"i" on "t" is INVALID' in found[0].message, "REINDEX" in found[1].message] == [
        True
    ] * 2
    assert found[0].hint.startswith("DROP INDEX CONCURRENTLY i;")
    assert list(told(session, directory)) == ["invalid_index"]


STEPS = """-- Step: 1 backfill
UPDATE t SET a = 2 WHERE a = 1;
-- Step: 2 bare
CREATE INDEX CONCURRENTLY by_a ON p (a);
-- Step: 3 short
ALTER TABLE other ALTER COLUMN id TYPE bigint;
-- Step: 4 short
ALTER TABLE t ADD COLUMN c int;
"""


def test_what_will_be_written_is_held_against_the_disk(session, tmp_path, monkeypatch):
    session.execute(
        "CREATE TABLE p (id int PRIMARY KEY, a int) PARTITION BY RANGE (id);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (99999);"
        "INSERT INTO p SELECT i, i FROM generate_series(1, 9999) i;"
        "INSERT INTO other SELECT generate_series(1, 9999)"
    )
    (tmp_path / "1_x.sql").write_text(STEPS)
    directory = scan(tmp_path)
    assert "disk" not in codes(preflight(session, directory))
    monkeypatch.setattr(disk, "_LEAST", 1)
    query = (
        "SELECT pg_total_relation_size('t') + pg_total_relation_size('other')"
        " + pg_indexes_size('p1')"
    )
    ((size,),) = session.query(query)
    wire = session._wire
    if disk.data_folder(wire) is None:
        pytest.skip("the server is on another machine")
    assert Path(disk.data_folder(wire), "PG_VERSION").exists()
    assert "disk" not in codes(preflight(session, directory))
    monkeypatch.setattr(disk, "_free", lambda place: size - 1 if Path(place).is_dir() else None)
    found = codes(preflight(session, directory))["disk"]
    written = f"about {in_bytes(size)} will be written on the disk of tablespace"
    assert found.message.startswith(written)
    assert found.message.endswith(f"which has {in_bytes(size - 1)} free")
    monkeypatch.setattr(disk, "_free", lambda place: size)
    assert "disk" not in codes(preflight(session, directory))


def test_a_disk_that_cannot_be_seen_is_told_where_much_is_written(session, directory, monkeypatch):
    monkeypatch.setattr(disk, "_LEAST", 1)
    monkeypatch.setattr(disk, "_LEAST_UNSEEN", 2)
    monkeypatch.setattr(disk, "_LOCAL", ())
    monkeypatch.setattr(disk, "_FOLDER", "SELECT 1 WHERE false")
    assert "disk" not in codes(preflight(session, directory))
    (Path(directory.path) / "2_y.sql").write_text("-- Step: 1 backfill\n" + UPDATE)
    found = codes(preflight(session, scan(Path(directory.path))))["disk"]
    assert found.message.endswith("whose free space cannot be seen from here")


UPDATE = "UPDATE t SET a = 2 WHERE a = 1;\n"


def test_constraints_that_are_not_valid_are_told(session, directory):
    session.execute("ALTER TABLE t ADD CONSTRAINT k CHECK (a > 5) NOT VALID")
    found = codes(preflight(session, directory))
    assert found["not_valid"].message == 'the constraint "k" of "t" is NOT VALID'


def test_a_detachment_that_was_begun_is_told(session, tmp_path, database):
    if session.server.version < 140000:
        pytest.skip("DETACH CONCURRENTLY came with PostgreSQL 14")
    session.execute(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)"
    )
    with (
        psycopg.connect(database) as reader,
        psycopg.connect(database, autocommit=True) as connection,
    ):
        reader.execute("SELECT 1 FROM p")
        connection.execute("SET lock_timeout = '200ms'")
        with suppress(psycopg.errors.LockNotAvailable):
            connection.execute("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY")
    found = codes(preflight(session, scan(tmp_path)))["detaching"]
    assert found.hint == "ALTER TABLE p DETACH PARTITION p1 FINALIZE"


def test_an_inactive_replication_slot_is_told(session, tmp_path):
    name = f"test_{secrets.token_hex(4)}"
    try:
        session.query("SELECT pg_create_physical_replication_slot(%s, true)", (name,))
    except Exception as error:  # noqa: BLE001 - what the server has set
        pytest.skip(str(error))
    try:
        found = [one for one in preflight(session, scan(tmp_path)) if one.code == "slot"]
        assert f'the replication slot "{name}" is used by nobody' in [one.message for one in found]
    finally:
        session.query("SELECT pg_drop_replication_slot(%s)", (name,))


def test_a_table_of_another_owner_stops_the_run_before_its_first_step(session, directory, database):
    role = f"fluent_{secrets.token_hex(4)}"
    session.execute(
        f"CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role};"
        f"GRANT SELECT ON t TO {role}"
    )
    try:
        with closing(connect(database)) as own:
            own.execute(f"SET SESSION AUTHORIZATION {role}")
            with pytest.raises(MigrationError) as caught:
                migrate_up(own, directory)
        assert '"t" belongs to "' in str(caught.value)
        assert "so this role may not change it" in str(caught.value)
        assert "nothing was run" in str(caught.value)
        assert session.query("SELECT count(*) FROM _fluent_migrations") == [(0,)]
    finally:
        session.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_files_for_a_newer_server_are_refused(session, directory):
    with pytest.raises(MigrationError, match="FLUENT_PG_VERSION is 99, and the server is Postg"):
        migrate_up(session, directory, wanted_version=99)
    found = codes(preflight(session, directory, wanted_version=99))
    assert found["version"].severity is Severity.ERROR
    assert session.applied() == ()


def test_files_for_a_newer_server_are_refused_in_an_empty_database_too(database, directory):
    with (
        closing(connect(database)) as session,
        pytest.raises(MigrationError, match="FLUENT_PG_VERSION is 99"),
    ):
        migrate_up(session, directory, wanted_version=99)


def test_a_read_only_session_and_a_pooler_are_found(session, directory, database):
    session.execute("SET default_transaction_read_only = on")
    assert list(codes(preflight(session, directory))) == ["read_only"]
    with through_proxy(database, other_pid=True) as pooled:
        assert list(codes(preflight(pooled, directory))) == ["pooler"]


def test_versions_that_build_wrong_indexes_are_refused():
    from fluentorm.dialects.base import Script

    scripts = [Script(path="x", text="-- Step: 1 bare\nCREATE INDEX CONCURRENTLY i ON t (a);")]
    assert [one.code for one in looking._corrupting(140002, scripts)] == ["corrupting"]
    assert list(looking._corrupting(140004, scripts)) == []
    assert list(looking._corrupting(140002, [Script(path="x", text="SELECT 1")])) == []
