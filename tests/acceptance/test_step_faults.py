"""Runs that die in the middle of a step: what they leave, and how the next run goes on."""

import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from functools import partial, partialmethod

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.wire import Wire
from fluentorm.dialects.running import Held
from fluentorm.errors import Failed, FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.recovery import abort
from fluentorm.migrate.runner import migrate_down, migrate_up

pytestmark = pytest.mark.acceptance

CREATE = "-- Step: 1 bare\nCREATE INDEX CONCURRENTLY i ON t (a);\n-- Step: 2 short\nSELECT 1;\n"
UNIQUE = CREATE.replace("INDEX", "UNIQUE INDEX")
RUNNER = """
import sys
from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_up

session = connect(sys.argv[1])
try:
    migrate_up(session, scan(sys.argv[2]), on_progress=lambda e: print(e, flush=True))
except FluentError as error:
    print(error, file=sys.stderr)
    sys.exit(1)
"""


@pytest.fixture
def session(database):
    with closing(connect(database)) as session:
        session.execute(
            "CREATE TABLE t (id int PRIMARY KEY, a int);"
            "INSERT INTO t SELECT g, g FROM generate_series(1, 2000) AS g"
        )
        yield session


def write(folder, text):
    (folder / "1_x.sql").write_text(text)
    return scan(folder)


def indexes(session):
    """Return name -> whether it is valid, of all but the primary key."""
    rows = session.query(
        "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = to_regclass('t') AND NOT i.indisprimary ORDER BY 1"
    )
    return dict(rows)


@contextmanager
def open_writer(database):
    """Keep a transaction open that has written: what is concurrent has to wait for it."""
    with psycopg.connect(database, application_name="writer") as connection:
        connection.execute("UPDATE t SET a = a WHERE id = 1")
        yield connection
        connection.rollback()


def dies_while(database, folder, statement, *, how="terminate"):
    """Let a runner die while a statement waits for an open transaction."""
    with open_writer(database) as writer:
        runner = subprocess.Popen(
            [sys.executable, "-c", RUNNER, database, str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with psycopg.connect(database, autocommit=True) as admin:
            pid = await_statement(admin, statement)
            if how == "terminate":
                admin.execute("SELECT pg_terminate_backend(%s)", (pid,))
            else:
                runner.send_signal(how)
            errors = runner.communicate(timeout=30)[1]
            assert runner.returncode != 0
            await_gone(admin, pid)
        del writer
    return errors


def await_statement(admin, statement):
    query = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND state = 'active' AND wait_event_type = 'Lock' AND query LIKE %s"
    )
    for _ in range(600):
        row = admin.execute(query, (f"{statement}%",)).fetchone()
        if row:
            return row[0]
        time.sleep(0.02)
    raise AssertionError(f"nobody waits in {statement}")


def await_gone(admin, pid):
    """The server looks after its client every two seconds."""
    for _ in range(600):
        if not admin.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (pid,)).fetchone():
            return
        time.sleep(0.02)
    raise AssertionError("the backend lives on")


@pytest.mark.parametrize("how", ["terminate", signal.SIGKILL, signal.SIGINT])
def test_an_index_that_was_being_built_is_built_anew(session, database, tmp_path, how):
    directory = write(tmp_path, CREATE)
    dies_while(database, tmp_path, "CREATE INDEX CONCURRENTLY", how=how)
    assert indexes(session) in ({"i": False}, {})
    assert migrate_up(session, directory).applied == ("1_x.sql",)
    assert indexes(session) == {"i": True}


def test_an_index_that_was_finished_without_us_is_kept(session, tmp_path):
    directory = write(tmp_path, CREATE.replace("SELECT 1", "SELECT nonsense"))
    with pytest.raises(Failed):
        migrate_up(session, directory)
    number = session.query("SELECT 'i'::regclass::oid")
    session.execute("UPDATE _fluent_migration_steps SET state = 'running' WHERE no = 1")
    migrate_up(session, write(tmp_path, CREATE))
    assert session.query("SELECT 'i'::regclass::oid") == number


def test_an_index_that_was_never_begun_is_built(session, tmp_path):
    directory = write(tmp_path, CREATE)
    migrate_up(session, directory, steps=0 or None)
    session.execute(
        "DROP INDEX i; DELETE FROM _fluent_migrations;"
        "UPDATE _fluent_migration_steps SET state = 'running' WHERE no = 1;"
        "UPDATE _fluent_migration_steps SET state = 'pending' WHERE no = 2"
    )
    migrate_up(session, directory)
    assert indexes(session) == {"i": True}


def test_an_index_that_somebody_still_builds_is_waited_for(session, database, tmp_path):
    events = []
    with open_writer(database):
        builder = threading.Thread(target=build, args=(database,))
        builder.start()
        with psycopg.connect(database, autocommit=True) as admin:
            await_statement(admin, "CREATE INDEX CONCURRENTLY")
        runner = threading.Thread(
            target=migrate_up,
            args=(session, write(tmp_path, CREATE)),
            kwargs={"on_progress": events.append},
        )
        runner.start()
        time.sleep(1.0)
        assert runner.is_alive()
    builder.join()
    runner.join()
    assert [event for event in events if isinstance(event, Held)]
    assert indexes(session) == {"i": True}
    assert len(session.applied()) == 1


def build(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE INDEX CONCURRENTLY i ON t (a)")


@contextmanager
def leftover(database, sql):
    """Leave an INVALID index, as a failed build of somebody else does."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("INSERT INTO t VALUES (0, 1)")
        with suppress(psycopg.errors.UniqueViolation):
            connection.execute(sql)
        connection.execute("DELETE FROM t WHERE id = 0")
    yield


@pytest.mark.parametrize(
    "other", ["UNIQUE INDEX CONCURRENTLY i ON t (a DESC)", "UNIQUE INDEX CONCURRENTLY i ON t (a)"]
)
def test_an_invalid_leftover_of_another_definition_is_refused_and_stays(
    session, database, tmp_path, other
):
    with leftover(database, f"CREATE {other}"):
        assert indexes(session) == {"i": False}
        with pytest.raises(Failed) as caught:
            migrate_up(session, write(tmp_path, CREATE))
    assert "already, INVALID and not of this migration: CREATE UNIQUE INDEX" in str(caught.value)
    assert "DROP INDEX CONCURRENTLY i" in str(caught.value)
    assert indexes(session) == {"i": False}


def test_an_invalid_leftover_of_the_same_definition_is_built_anew(session, database, tmp_path):
    with leftover(database, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"):
        migrate_up(session, write(tmp_path, UNIQUE))
    assert indexes(session) == {"i": True}


def test_a_valid_index_of_another_definition_is_refused(session, tmp_path):
    session.execute("CREATE INDEX i ON t (id, a)")
    with pytest.raises(Failed, match="already, valid and not of this migration"):
        migrate_up(session, write(tmp_path, CREATE))


def test_a_valid_index_of_the_same_definition_is_taken_for_ours(session, tmp_path):
    session.execute("CREATE INDEX i ON t USING btree (a ASC NULLS LAST) WHERE a > 1::int")
    text = CREATE.replace("(a);", "(a) WHERE (a) > 1;")
    assert migrate_up(session, write(tmp_path, text)).applied == ("1_x.sql",)


def test_duplicates_are_told_with_a_query_and_nothing_stays_in_the_way(session, tmp_path):
    session.execute("UPDATE t SET a = 1 WHERE id < 4")
    with pytest.raises(Failed) as caught:
        migrate_up(session, write(tmp_path, UNIQUE))
    message = str(caught.value)
    assert "Key (a)=(1) is duplicated" in message
    query = "SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1"
    assert f"these rows are in the way: {query}" in message
    assert session.query(query) == [(1, 3)]
    assert indexes(session) == {}
    session.execute("UPDATE t SET a = id")
    migrate_up(session, scan(tmp_path))
    assert indexes(session) == {"i": True}


@pytest.mark.parametrize("how", ["terminate", signal.SIGKILL])
def test_an_index_that_was_being_dropped_is_dropped(session, database, tmp_path, how):
    session.execute("CREATE INDEX i ON t (a)")
    directory = write(tmp_path, "-- Step: 1 bare\nDROP INDEX CONCURRENTLY i;")
    dies_while(database, tmp_path, "DROP INDEX CONCURRENTLY", how=how)
    assert "i" in indexes(session)
    assert migrate_up(session, directory).applied == ("1_x.sql",)
    assert indexes(session) == {}


def test_an_index_that_was_dropped_without_us_is_done_and_a_missing_one_is_an_error(
    session, tmp_path
):
    directory = write(tmp_path, "-- Step: 1 bare\nDROP INDEX CONCURRENTLY i;")
    with pytest.raises(Failed, match='index "i" does not exist'):
        migrate_up(session, directory)
    session.execute("UPDATE _fluent_migration_steps SET state = 'running'")
    assert migrate_up(session, directory).applied == ("1_x.sql",)


@pytest.mark.parametrize("what", ["INDEX CONCURRENTLY i", "TABLE CONCURRENTLY t"])
def test_a_rebuilt_index_leaves_no_half_of_itself(session, database, tmp_path, what):
    session.execute("CREATE INDEX i ON t (a)")
    before = session.query("SELECT 'i'::regclass::oid")
    directory = write(tmp_path, f"-- Step: 1 bare\nREINDEX {what};")
    dies_while(database, tmp_path, "REINDEX")
    assert len(indexes(session)) >= 2
    assert migrate_up(session, directory).applied == ("1_x.sql",)
    assert indexes(session) == {"i": True}
    assert session.query("SELECT 'i'::regclass::oid") != before


def test_an_index_that_was_rebuilt_already_is_not_rebuilt_again(session, tmp_path):
    session.execute("CREATE INDEX i ON t (a)")
    directory = write(tmp_path, "-- Step: 1 bare\nREINDEX INDEX CONCURRENTLY i;")
    migrate_up(session, directory)
    number = session.query("SELECT 'i'::regclass::oid")
    session.execute(
        "DELETE FROM _fluent_migrations; UPDATE _fluent_migration_steps SET state = 'running'"
    )
    migrate_up(session, directory)
    assert session.query("SELECT 'i'::regclass::oid") == number


def test_a_detachment_that_was_begun_is_finished(session, database, tmp_path):
    if session.server.version < 140000:
        pytest.skip("DETACH CONCURRENTLY came with PostgreSQL 14")
    session.execute(
        "DROP TABLE t; CREATE TABLE t (id int, a int) PARTITION BY RANGE (id);"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9); INSERT INTO t VALUES (1, 1)"
    )
    directory = write(tmp_path, "-- Step: 1 bare\nALTER TABLE t DETACH PARTITION t1 CONCURRENTLY;")
    dies_while(database, tmp_path, "ALTER TABLE t DETACH")
    pending = "SELECT inhdetachpending FROM pg_inherits WHERE inhparent = 't'::regclass"
    assert session.query(pending) == [(True,)]
    assert migrate_up(session, directory).applied == ("1_x.sql",)
    assert session.query(pending) == []


@pytest.mark.parametrize("how", ["terminate", signal.SIGKILL])
def test_a_transaction_that_died_is_run_again(session, database, tmp_path, how):
    directory = write(
        tmp_path, "-- Step: 1 long\nUPDATE t SET a = a + 1; -- waits\n-- Step: 2 short\nSELECT 1;"
    )
    dies_while(database, tmp_path, "DELETE", how=how)
    assert session.query("SELECT sum(a - id) FROM t") == [(0,)]
    migrate_up(session, directory)
    assert session.query("SELECT sum(a - id) FROM t") == [(2000,)]


def test_what_nobody_can_judge_is_not_guessed(session, tmp_path):
    text = "-- Step: 1 bare\nCREATE DATABASE template1;"
    with pytest.raises(Failed, match="already exists"):
        migrate_up(session, write(tmp_path, text))
    session.execute("UPDATE _fluent_migration_steps SET state = 'running'")
    with pytest.raises(Failed, match="whether it was done cannot be told"):
        migrate_up(session, scan(tmp_path))
    probed = text.replace("\nCREATE", "\n-- Probe: SELECT true\nCREATE")
    assert migrate_up(session, write(tmp_path, probed)).applied == ("1_x.sql",)


def test_another_runner_that_did_a_step_meanwhile_is_noticed(session, database, tmp_path):
    """The lock saves waiting; the row of a step is what makes it exactly once."""
    directory = write(tmp_path, "-- Step: 1 short\nUPDATE t SET a = a + 1;\n-- Step: 2 long\nnope;")
    with pytest.raises(Failed):
        migrate_up(session, directory)
    from fluentorm.dialects.base import Script
    from fluentorm.dialects.postgres.steps import parse_steps
    from fluentorm.errors import MigrationError

    text = (tmp_path / "1_x.sql").read_text()
    script = Script(path="1_x.sql", text=text)
    with closing(connect(database)) as other:
        other.prepare_tracking()
        stepwise = other._stepwise(script, "1_x.sql", [], lambda _: None)
        record = next(row for row in other.step_records() if row.number == 1)
        with pytest.raises(MigrationError, match="another runner applied it"):
            stepwise._run_transaction(parse_steps(script)[0], record, last=False)
    assert session.query("SELECT sum(a - id) FROM t") == [(2000,)]


# --- at any moment


CHAIN = """\
-- Step: 1 short
ALTER TABLE t ADD COLUMN b int;
-- Step: 2 short
ALTER TABLE t ALTER COLUMN b SET DEFAULT 0;
-- Step: 3 backfill by (id) batch 200
UPDATE t SET b = a * 2 WHERE b IS NULL;
-- Step: 4 short
ALTER TABLE t ADD CONSTRAINT b_set CHECK (b IS NOT NULL) NOT VALID;
-- Step: 5 long
ALTER TABLE t VALIDATE CONSTRAINT b_set;
-- Step: 6 short
ALTER TABLE t ALTER COLUMN b SET NOT NULL;
-- Step: 7 short
ALTER TABLE t DROP CONSTRAINT b_set;
-- Step: 8 bare
CREATE UNIQUE INDEX CONCURRENTLY b_key ON t (b);
-- Step: 9 short
ALTER TABLE t ADD CONSTRAINT b_key UNIQUE USING INDEX b_key;
-- Step: 10 bare
REINDEX INDEX CONCURRENTLY b_key;
-- Step: 11 bare
CREATE INDEX CONCURRENTLY gone ON t (a);
-- Step: 12 bare
DROP INDEX CONCURRENTLY gone;
"""
CHAIN_DOWN = "ALTER TABLE t DROP COLUMN b;"
STATE = """
SELECT relname, relkind::text, NULL::text, NULL::bool FROM pg_class
WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT attname, NULL, attrelid::regclass::text, attnotnull FROM pg_attribute
WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT conname, pg_get_constraintdef(oid), contype::text, convalidated FROM pg_constraint
WHERE conrelid = 't'::regclass
UNION ALL SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), NULL, indisvalid
FROM pg_index WHERE indrelid = 't'::regclass
UNION ALL SELECT 'rows', count(*)::text, sum(b)::text, bool_and(b = a * 2) FROM t ORDER BY 1, 2
"""


@pytest.mark.parametrize("step", range(1, 13))
def test_a_migration_that_stopped_at_any_step_is_taken_back_whole(
    session, database, tmp_path, step
):
    before = state(database, rows=False)
    parts = CHAIN.split("-- Step: ")
    head, statement = parts[step].split("\n", 1)
    broken = {"short": "nonsense;\n", "long": "nonsense;\n", "bare": "VACUUM nonsense;\n"}
    parts[step] = f"{head}\n{broken.get(head.split()[1], statement.replace('b = a', 'b = nope'))}"
    directory = write(tmp_path, "-- Step: ".join(parts))
    with pytest.raises(Failed):
        migrate_up(session, directory)
    (done,) = abort(session, directory) or (None,)
    assert state(database, rows=False) == before
    assert done is not None
    assert session.step_records() == ()


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_an_abort_that_was_cut_off_leaves_nothing_that_migrate_stumbles_over(
    session, database, tmp_path, monkeypatch, every
):
    """Before each exchange with the server in turn: then it goes forward, or back, to the end."""
    directory = write(tmp_path, CHAIN)
    (tmp_path / "1_x_down.sql").write_text(CHAIN_DOWN)
    before = state(database, rows=False)
    migrate_up(session, directory)
    undisturbed = state(database)
    migrate_down(session, scan(tmp_path))
    number, cut, refused = 1, True, 0
    while cut:
        broken = write(tmp_path, CHAIN.replace("CONCURRENTLY gone;", "CONCURRENTLY nothing;"))
        with pytest.raises(Failed):
            migrate_up(session, broken)
        cut = aborted_until(database, broken, number, monkeypatch)
        directory = write(tmp_path, CHAIN)
        try:
            migrate_up(session, directory)
        except FluentError as error:
            told = str(error)
            refused += 1
        else:
            told = ""
        if told:
            assert "is taken back in part" in told, number
            abort(session, directory)
            assert state(database, rows=False) == before
            migrate_up(session, directory)
        assert state(database) == undisturbed, number
        migrate_down(session, directory)
        number += every
    assert refused >= 25 // every
    assert number > 35


def aborted_until(database, directory, number, monkeypatch):
    """Take a migration back until an exchange before which the connection is lost.

    Return whether it came so far.
    """
    exchanges = 0
    with closing(connect(database)) as own, monkeypatch.context() as patch:

        def count(real, wire, *arguments):
            nonlocal exchanges
            exchanges += wire is own._wire
            if exchanges == number and wire is own._wire:
                with psycopg.connect(database, autocommit=True) as admin:
                    admin.execute("SELECT pg_terminate_backend(%s)", (wire.pid,))
                    await_gone(admin, wire.pid)
            return real(wire, *arguments)

        for name in ("peek", "send"):
            patch.setattr(Wire, name, partialmethod(partial(count, getattr(Wire, name))))
        with suppress(FluentError):
            abort(own, directory)
    return exchanges >= number


@pytest.mark.parametrize("rounds", [3, pytest.param(25, marks=pytest.mark.slow)])
def test_a_run_killed_at_any_moment_is_finished_by_the_next(session, database, tmp_path, rounds):
    write(tmp_path, CHAIN)
    (tmp_path / "1_x_down.sql").write_text(CHAIN_DOWN)
    directory = scan(tmp_path)
    migrate_up(session, directory)
    undisturbed = state(database)
    rng = random.Random(20261125)  # noqa: S311 - the same moments in every run
    kills = 0
    for _ in range(rounds):
        with closing(connect(database)) as own:
            migrate_down(own, directory)
        while True:
            runner = subprocess.Popen(
                [sys.executable, "-c", RUNNER, database, str(tmp_path)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            # After a random report, so that each step is hit; or a little later.
            for seen, _line in enumerate(runner.stdout, 1):
                if seen == rng.randrange(1, 10):
                    time.sleep(rng.choice([0, 0, 0.002, 0.01]))
                    if rng.random() < 0.5:
                        runner.kill()
                    else:
                        terminate_all(database)
                    break
            errors = end_of(runner, database)
            if runner.returncode == 0:
                break
            kills += 1
            assert "Traceback" not in errors, errors
        assert state(database) == undisturbed
    assert kills >= rounds // 2  # a quick machine is done before some of them come


def end_of(runner, database):
    """Return the errors of a runner; fail with what it may wait for where it does not end."""
    try:
        return runner.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        with psycopg.connect(database) as admin:
            query = (
                "SELECT pid, state, wait_event_type, wait_event, pg_blocking_pids(pid), query"
                " FROM pg_stat_activity WHERE datname = current_database()"
            )
            sessions = "\n".join(map(str, admin.execute(query)))
        runner.kill()
        output, errors = runner.communicate()
        pytest.fail(f"the runner does not end\n{sessions}\n{output}\n{errors}")


def state(database, *, rows=True):
    """Return the catalog, and what is in the rows; without those, what a step made is left out."""
    query = STATE if rows else STATE.partition("UNION ALL SELECT 'rows'")[0] + " ORDER BY 1, 2"
    with closing(connect(database)) as session:
        found = session.query(query)
    return [row for row in found if rows or not row[0].startswith("_fluent_")]


def terminate_all(database):
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'fluentorm'"
            " AND pid <> pg_backend_pid()"
        )


def test_the_loss_of_the_connection_is_told_with_what_goes_on(session, database, tmp_path):
    write(tmp_path, CREATE)
    told = dies_while(database, tmp_path, "CREATE INDEX CONCURRENTLY")
    assert "step 1 of 2 (bare)" in told
    assert '"doit migrate_status" shows what is applied; "doit migrate" goes on' in told
    with suppress(FluentError):
        migrate_up(session, scan(tmp_path))
    assert indexes(session) == {"i": True}
