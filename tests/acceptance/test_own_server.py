"""What only a server of our own can show: prepared transactions, slots, a standby."""

import shutil
from contextlib import closing

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.running import Locking
from fluentorm.embedded import EmbeddedServer, available
from fluentorm.errors import Failed, MigrationError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.preflight import preflight
from fluentorm.migrate.runner import migrate_up

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.slow,
    pytest.mark.skipif(not available(), reason="a server of its own is needed, to set it up"),
]


@pytest.fixture
def server(tmp_path):
    server = EmbeddedServer(tmp_path / ".fluent")
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_prepared_transactions = 5")
        connection.execute("ALTER SYSTEM SET wal_level = 'replica'")
        connection.execute("ALTER SYSTEM SET max_wal_senders = 5")
        connection.execute("ALTER SYSTEM SET max_replication_slots = 5")
        connection.execute("CREATE TABLE t (id int PRIMARY KEY)")
    server.stop()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def directory(tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "1_x.sql").write_text("ALTER TABLE t ADD COLUMN a int;")
    return scan(folder)


def found(session, directory):
    return {one.code: one for one in preflight(session, directory)}


def test_a_prepared_transaction_on_a_touched_table_stops_the_run(server, directory):
    with closing(connect(server.url(), locking=Locking(retry_budget=0.3))) as session:
        session.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'left over'")
        with pytest.raises(MigrationError) as caught:
            migrate_up(session, directory)
        assert 'the prepared transaction "left over" is open for' in str(caught.value)
        assert "holds a lock on a table that is to be changed" in str(caught.value)
        assert "ROLLBACK PREPARED 'left over'" in str(caught.value)
        session.query("ROLLBACK PREPARED 'left over'")
        session.execute("CREATE TABLE other (id int)")
        session.execute("BEGIN; INSERT INTO other VALUES (1); PREPARE TRANSACTION 'elsewhere'")
        assert found(session, directory)["prepared"].severity.value == "warning"
        assert migrate_up(session, directory).applied == ("1_x.sql",)


def test_a_prepared_transaction_is_named_as_what_holds_a_lock(server, directory):
    """It may have come between the look and the first step."""
    with closing(connect(server.url(), locking=Locking(retry_budget=0.3))) as session:
        session.prepare_tracking()
        session.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'left over'")
        from fluentorm.dialects.base import Record

        script, record = directory.source("1_x.sql").script, Record(name="1_x.sql", checksum="")
        with pytest.raises(Exception, match='held by the prepared transaction "left over"'):
            session.apply(script, record)


def test_a_slot_that_nobody_uses_is_told(server, directory):
    with closing(connect(server.url())) as session:
        session.query("SELECT pg_create_physical_replication_slot('idle', true)")
        slot = found(session, directory)["slot"]
        assert slot.message == 'the replication slot "idle" is used by nobody'
        assert "pg_drop_replication_slot('idle')" in slot.hint


def test_a_standby_is_found(server, directory):
    server.stop()
    file = server.status().data / "standby.signal"
    file.touch()
    shutil.copystat(server.status().data / "PG_VERSION", file)
    server.start()
    with closing(connect(server.url())) as session:
        assert list(found(session, directory)) == ["standby"]


def test_a_crash_of_the_server_in_a_step_is_survived(server, directory, tmp_path):
    (tmp_path / "m" / "1_x.sql").write_text(
        "-- Step: 1 short\nALTER TABLE t ADD COLUMN a int;\n"
        "-- Step: 2 long\nSELECT pg_terminate_backend(pg_backend_pid());\n"
    )
    with closing(connect(server.url())) as session, pytest.raises(Failed, match="step 2 of 2"):
        migrate_up(session, scan(tmp_path / "m"))
    server.stop()
    server.start()
    (tmp_path / "m" / "1_x.sql").write_text(
        "-- Step: 1 short\nALTER TABLE t ADD COLUMN a int;\n-- Step: 2 long\nSELECT 1;\n"
    )
    with closing(connect(server.url())) as session:
        assert migrate_up(session, scan(tmp_path / "m")).applied == ("1_x.sql",)
