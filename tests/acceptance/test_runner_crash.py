"""Servers of our own: one that crashes right after a run loses nothing that was reported."""

import os
import shutil
import signal
import time
from contextlib import closing

import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.embedded import EmbeddedServer, available
from fluentorm.errors import DatabaseError, Failed
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_up, status

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.slow,
    pytest.mark.skipif(not available(), reason="a server of its own is needed, to crash it"),
]


@pytest.fixture
def server(tmp_path):
    server = EmbeddedServer(tmp_path / ".fluent")
    server.start()
    with closing(connect(server.url())) as session:
        session.query("ALTER SYSTEM SET wal_writer_delay = '10s'")  # nobody else writes the log
        session.query("SELECT pg_reload_conf()")
    yield server
    server.remove()


def crash(server):
    """End the server as a power failure would, but for what the system had taken over."""
    pid = server.status().pid
    os.kill(pid, signal.SIGQUIT)
    for _ in range(400):
        if not server.status().running:
            return
        time.sleep(0.025)
    raise AssertionError("the server does not stop")


def write(folder, count, last):
    folder.mkdir()
    for number in range(1, count):
        (folder / f"{number:03}_t.sql").write_text(f"CREATE TABLE t{number} ();")
    (folder / f"{count:03}_t.sql").write_text(last)
    return scan(folder)


def test_a_finished_run_survives(server, tmp_path):
    directory = write(tmp_path / "m", 12, "CREATE TABLE last ();")
    with closing(connect(server.url())) as session:
        migrate_up(session, directory)
        crash(server)
    server.start()
    with closing(connect(server.url())) as session:
        assert len(session.applied()) == 12


def test_what_was_applied_before_a_failure_survives(server, tmp_path):
    directory = write(tmp_path / "m", 12, "nonsense")
    with closing(connect(server.url())) as session:
        with pytest.raises(Failed) as caught:
            migrate_up(session, directory)
        crash(server)
    server.start()
    with closing(connect(server.url())) as session:
        assert len(session.applied()) == len(caught.value.applied) == 11


def test_a_run_cut_short_leaves_whole_migrations_from_the_beginning(server, tmp_path):
    directory = write(tmp_path / "m", 12, "CREATE TABLE last ();")

    def stop(event):
        if type(event).__name__ == "Done" and event.number == 9:
            crash(server)

    with closing(connect(server.url())) as session, pytest.raises(Failed):
        migrate_up(session, directory, on_progress=stop)
    server.start()
    with closing(connect(server.url())) as session:
        names = [row.name for row in session.applied()]
        assert names == [f"{number:03}_t.sql" for number in range(1, len(names) + 1)]
        tables = session.query("SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'")
        assert tables == [(len(names),)]
        assert len(migrate_up(session, directory).applied) == 12 - len(names)


def test_a_standby_is_refused_before_anything_runs_and_still_has_a_status(server, tmp_path):
    directory = write(tmp_path / "m", 2, "CREATE TABLE last ();")
    with closing(connect(server.url())) as session:
        migrate_up(session, directory, steps=1)
    server.stop()
    signal_file = server.status().data / "standby.signal"
    signal_file.touch()
    shutil.copystat(server.status().data / "PG_VERSION", signal_file)
    server.start()
    with closing(connect(server.url())) as session:
        assert len(status(session, directory).pending) == 1
        with pytest.raises(DatabaseError, match="is a standby"):
            migrate_up(session, directory)
