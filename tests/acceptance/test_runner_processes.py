"""Several runners at once, killed runners, and Ctrl-C: each runner is a process of its own."""

import random
import signal
import subprocess
import sys
import time
from contextlib import closing

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import Interrupted, LockTimeout
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_up
from fluentorm.migrate.session_lock import Waiting

pytestmark = pytest.mark.acceptance

RUNNER = """
import sys
from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_up

session = connect(sys.argv[1])
try:
    result = migrate_up(session, scan(sys.argv[2]), on_progress=lambda e: print(e, flush=True))
except FluentError as error:
    print(type(error).__name__, error.applied, error.message, flush=True)
    sys.exit(1)
print("applied", len(result.applied), flush=True)
"""


def start(database, folder):
    return subprocess.Popen(
        [sys.executable, "-c", RUNNER, database, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def write(folder, count, table="t{}"):
    for number in range(1, count + 1):
        name = table.format(number)
        (folder / f"{number:03}_{name}.sql").write_text(f"CREATE TABLE {name} (id int);\n")


def state(database):
    """Return the applied names, and every table with its columns, without OIDs."""
    with psycopg.connect(database) as connection:
        names = connection.execute("SELECT name FROM _fluent_migrations ORDER BY id").fetchall()
        columns = connection.execute(
            "SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0"
            " ORDER BY relname, attnum"
        ).fetchall()
    return [name for (name,) in names], columns


def test_sixteen_runners_at_once_apply_each_migration_once(database, tmp_path):
    write(tmp_path, 10)
    runners = [start(database, tmp_path) for _ in range(16)]
    outputs = [runner.communicate(timeout=120) for runner in runners]
    assert [runner.returncode for runner in runners] == [0] * 16, outputs
    counts = sorted(int(output.split()[-1]) for output, _ in outputs)
    assert counts == [0] * 15 + [10]
    names, columns = state(database)
    assert names == sorted(names)
    assert len(names) == len(set(names)) == 10
    assert len([column for table, column in columns if table.startswith("t")]) == 10


@pytest.mark.slow
def test_a_runner_killed_at_any_moment_is_finished_by_the_next(database, tmp_path):
    count, rounds = 200, 20
    write(tmp_path, count)
    with closing(connect(database)) as session:
        migrate_up(session, scan(tmp_path))
        undisturbed = state(database)
        rng = random.Random(20241202)  # noqa: S311 - the same moments in every run
        for _ in range(rounds):
            session.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            kill_until_done(database, tmp_path, rng)
            assert state(database) == undisturbed


def kill_until_done(database, folder, rng):
    """Run and kill, again and again, until a run gets to its end.

    The moment is a random time after the start, or shortly after a random report.
    """
    while True:
        runner = start(database, folder)
        wanted = rng.randrange(0, 300)
        if wanted < 20:
            time.sleep(rng.uniform(0, 0.3))
            runner.kill()
        else:
            kill_after(runner, wanted, rng.uniform(0, 0.003))
        errors = runner.communicate(timeout=60)[1]
        assert runner.returncode in (0, -signal.SIGKILL), errors
        if runner.returncode == 0:
            return


def kill_after(runner, reports, pause):
    for seen, line in enumerate(runner.stdout, 1):
        if line.startswith("applied"):
            return
        if seen == reports:
            time.sleep(pause)
            runner.kill()
            return


def test_a_killed_runners_statement_does_not_live_on(database, tmp_path):
    (tmp_path / "1_a.sql").write_text("CREATE TABLE a (); SELECT pg_sleep(60); CREATE TABLE b ();")
    runner = start(database, tmp_path)
    assert "Running" in runner.stdout.readline()
    wait_until_sleeping(database)
    runner.kill()
    runner.communicate(timeout=30)
    (tmp_path / "1_a.sql").write_text("CREATE TABLE a ();")
    waits = []
    with closing(connect(database)) as session:
        migrate_up(session, scan(tmp_path), lock_wait=20, on_progress=waits.append)
    assert state(database)[0] == ["1_a.sql"]


def wait_until_sleeping(database):
    with psycopg.connect(database, autocommit=True) as connection:
        for _ in range(400):
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event = 'PgSleep'"
            ).fetchone()
            if row[0]:
                return
            time.sleep(0.025)
    raise AssertionError("nobody sleeps")


def test_a_second_runner_waits_is_told_who_holds_it_and_finds_nothing_to_do(database, tmp_path):
    (tmp_path / "1_a.sql").write_text("CREATE TABLE a (); SELECT pg_sleep(1);")
    runner = start(database, tmp_path)
    runner.stdout.readline()
    wait_until_sleeping(database)
    events = []
    with closing(connect(database)) as session:
        result = migrate_up(session, scan(tmp_path), on_progress=events.append)
    assert result.applied == ()
    assert [type(event) for event in events] == [Waiting]
    assert events[0].holder.application == "fluentorm"
    output, _ = runner.communicate(timeout=30)
    assert output.splitlines()[-1] == "applied 1"


def test_waiting_ends_with_the_holders_name(database, tmp_path):
    write(tmp_path, 1)
    with closing(connect(database)) as holder, closing(connect(database)) as session:
        assert holder.try_lock()
        pid = holder.query("SELECT pg_backend_pid()")[0][0]
        started = time.monotonic()
        with pytest.raises(LockTimeout, match=f'held by process {pid} of "fluentorm"'):
            migrate_up(session, scan(tmp_path), lock_wait=0.3)
        assert time.monotonic() - started < 3
        with pytest.raises(LockTimeout):
            migrate_up(session, scan(tmp_path), lock_wait=0)
        holder.unlock()
        assert len(migrate_up(session, scan(tmp_path), lock_wait=0).applied) == 1


def test_a_waiting_runner_does_not_hinder_an_index_built_concurrently(database, tmp_path):
    (tmp_path / "1_a.sql").write_text("CREATE TABLE a (id int); SELECT pg_sleep(0.5)")
    (tmp_path / "2_i.sql").write_text(
        "-- Transaction: none\nCREATE INDEX CONCURRENTLY i ON a (id);"
    )
    runners = [start(database, tmp_path) for _ in range(3)]
    outputs = [runner.communicate(timeout=60) for runner in runners]
    assert [runner.returncode for runner in runners] == [0, 0, 0], outputs
    assert state(database)[0] == ["1_a.sql", "2_i.sql"]


def test_ctrl_c_takes_the_running_migration_back_and_frees_the_lock(database, tmp_path):
    write(tmp_path, 6)
    (tmp_path / "007_s.sql").write_text("CREATE TABLE s (); SELECT pg_sleep(60);")
    runner = start(database, tmp_path)
    for line in runner.stdout:
        if "Running(name='007_s.sql'" in line:
            break
    wait_until_sleeping(database)
    started = time.monotonic()
    runner.send_signal(signal.SIGINT)
    output, errors = runner.communicate(timeout=30)
    assert time.monotonic() - started < 10
    assert runner.returncode == 1
    assert output.startswith("Interrupted ('001_t1.sql', '002_t2.sql'")
    assert "interrupted; applied before that: 6 migrations" in output
    assert "Traceback" not in errors
    names, columns = state(database)
    assert len(names) == 6
    assert ("s", "id") not in columns
    (tmp_path / "007_s.sql").write_text("CREATE TABLE s (id int);")
    with closing(connect(database)) as session:
        assert migrate_up(session, scan(tmp_path), lock_wait=0).applied == ("007_s.sql",)


def test_ctrl_c_between_two_migrations_counts_what_was_committed(database, tmp_path):
    write(tmp_path, 3)

    def interrupt(event):
        if type(event).__name__ == "Done" and event.number == 2:
            raise KeyboardInterrupt

    with closing(connect(database)) as session:
        with pytest.raises(Interrupted) as caught:
            migrate_up(session, scan(tmp_path), on_progress=interrupt)
        assert caught.value.applied == ("001_t1.sql", "002_t2.sql")
        assert migrate_up(session, scan(tmp_path)).applied == ("003_t3.sql",)


def test_ctrl_c_while_waiting_for_the_lock_says_that_nothing_ran(database, tmp_path):
    write(tmp_path, 1)

    def interrupt(_):
        raise KeyboardInterrupt

    with closing(connect(database)) as holder, closing(connect(database)) as session:
        holder.try_lock()
        with pytest.raises(Interrupted, match="nothing was run"):
            migrate_up(session, scan(tmp_path), on_progress=interrupt)


def test_a_runner_without_the_lock_fails_on_the_record_and_runs_nothing_twice(database, tmp_path):
    """The lock saves waiting; the record's key is what makes it exactly once."""
    from fluentorm.dialects.base import Record, Script
    from fluentorm.errors import MigrationError

    script = Script(path="1_a.sql", text="CREATE TABLE IF NOT EXISTS a (); SELECT pg_sleep(0.3)")
    record = Record(name="1_a.sql", checksum="x")
    with closing(connect(database)) as first, closing(connect(database)) as second:
        first.apply(script, record)
        with pytest.raises(MigrationError, match="another runner applied it"):
            second.apply(script, record)
    assert state(database)[0] == ["1_a.sql"]
