"""Updates in batches: over every kind of key, to their end, and what stops them."""

import threading
import time
from contextlib import closing

import psycopg
import pytest

from fluentorm.dialects.postgres import backfill as module
from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.running import BackfillProgress, Held, Locking
from fluentorm.errors import Failed, Interrupted
from fluentorm.migrate.directory import scan
from fluentorm.migrate.recovery import backfill as run_deferred
from fluentorm.migrate.runner import migrate_up

pytestmark = pytest.mark.acceptance


@pytest.fixture
def session(database):
    with closing(connect(database, locking=Locking(retry_budget=2.0))) as session:
        yield session


def run(session, folder, update, options="batch 100", **more):
    (folder / "1_x.sql").write_text(f"-- Step: 1 backfill {options}\n{update};\n")
    return migrate_up(session, scan(folder), **more)


def left(session, table="t"):
    return session.query(f"SELECT count(*) FROM {table} WHERE b IS NULL")[0][0]


def progress(session):
    return session.query("SELECT rows, last_key, lo, hi FROM _fluent_backfills")[0]


KEYS = {
    "primary key": "CREATE TABLE t (id int PRIMARY KEY, b int);"
    "INSERT INTO t SELECT g FROM generate_series(1, 1500) AS g",
    "unique key": 'CREATE TABLE t (x int, b int, id text COLLATE "C" NOT NULL UNIQUE);'
    "INSERT INTO t (id) SELECT 'k''' || g FROM generate_series(1, 1500) AS g",
    "uuid": "CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), b int);"
    "INSERT INTO t (b) SELECT NULL FROM generate_series(1, 1500) AS g",
    "timestamp": "CREATE TABLE t (id timestamptz PRIMARY KEY, b int);"
    "INSERT INTO t SELECT '2020-01-01'::timestamptz + g * interval '1.000001 s'"
    " FROM generate_series(1, 1500) AS g",
    "composite": 'CREATE TABLE t (b int, "Day" date, id varchar(9), PRIMARY KEY ("Day", id));'
    "INSERT INTO t SELECT NULL, '2020-01-01'::date + g % 7, g FROM generate_series(1, 1500) AS g",
    "partitions": "CREATE TABLE t (id int, b int, PRIMARY KEY (id)) PARTITION BY HASH (id);"
    "CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
    "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
    "INSERT INTO t SELECT g FROM generate_series(1, 1500) AS g",
    "none": "CREATE TABLE t (id int, b int);"
    "INSERT INTO t SELECT g FROM generate_series(1, 1500) AS g",
    "none, partitions": "CREATE TABLE t (id int, b int) PARTITION BY HASH (id);"
    "CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
    "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
    "INSERT INTO t SELECT g FROM generate_series(1, 1500) AS g",
    "children": "CREATE TABLE t (id int PRIMARY KEY, b int); CREATE TABLE u () INHERITS (t);"
    "INSERT INTO t SELECT g FROM generate_series(1, 750) AS g;"
    "INSERT INTO u SELECT g FROM generate_series(1, 750) AS g",
    "partial unique": "CREATE TABLE t (id int NOT NULL, b int);"
    "CREATE UNIQUE INDEX ON t (id) WHERE id > 5;"
    "INSERT INTO t SELECT g FROM generate_series(1, 1500) AS g",
}


@pytest.mark.parametrize("key", KEYS)
def test_every_row_is_updated_once_whatever_the_key(session, tmp_path, key):
    session.execute(KEYS[key])
    session.execute("ALTER TABLE t ADD COLUMN n int NOT NULL DEFAULT 0")
    run(session, tmp_path, "UPDATE t SET b = 1, n = n + 1 WHERE b IS NULL")
    assert session.query("SELECT count(*), sum(n), max(n) FROM t") == [(1500, 1500, 1)]
    assert left(session) == 0
    assert progress(session)[0] == 1500
    assert session.applied()[0].name == "1_x.sql"


@pytest.mark.parametrize(
    "update",
    [
        "UPDATE public.t AS x SET b = o.v FROM (SELECT 1500 AS v) AS o WHERE x.b IS NULL",
        'UPDATE "public"."t" SET b = 1 WHERE "t".b IS NULL OR b < (SELECT 1 WHERE true)',
        "UPDATE ONLY t SET b = CASE WHEN id > 5 THEN 1 ELSE 2 END WHERE b IS NULL -- at last",
        "UPDATE t * SET (b, c) = ROW (1, 2) WHERE b IS DISTINCT FROM 1 /* and no more */",
    ],
)
def test_the_statement_is_any_update(session, tmp_path, update):
    session.execute(KEYS["primary key"])
    session.execute("ALTER TABLE t ADD COLUMN c int")
    run(session, tmp_path, update)
    assert left(session) == 0


def test_the_key_may_be_named(session, tmp_path):
    session.execute("CREATE TABLE t (a int, c int, b int)")
    session.execute("INSERT INTO t SELECT g % 10, g FROM generate_series(1, 500) AS g")
    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", "by (a) batch 20")
    assert left(session) == 0
    assert progress(session)[1] == ["9"]
    session.execute("DELETE FROM _fluent_migrations; DELETE FROM _fluent_migration_steps")
    with pytest.raises(Failed, match='goes by the column "nope", which "t" does not have'):
        run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", "by (nope)")


def test_an_empty_table_and_one_without_work_are_done_at_once(session, tmp_path):
    session.execute("CREATE TABLE t (id int PRIMARY KEY, b int)")
    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL")
    assert len(session.applied()) == 1


def test_rows_that_come_behind_get_another_pass(session, database, tmp_path):
    session.execute(KEYS["primary key"])
    seen = []

    def watch(event):
        if isinstance(event, BackfillProgress) and not seen:
            seen.append(event)
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("INSERT INTO t SELECT -g FROM generate_series(1, 50) AS g")

    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", on_progress=watch)
    assert seen
    assert left(session) == 0


def test_one_that_never_converges_is_refused_at_its_first_batch(session, tmp_path):
    session.execute(KEYS["primary key"])
    with pytest.raises(Failed) as caught:
        run(session, tmp_path, "UPDATE t SET b = 1 WHERE id > 0")
    assert "the backfill does not end: 100 rows satisfy its condition after" in str(caught.value)
    assert "let the UPDATE make its own condition false" in str(caught.value)
    assert left(session) == 1500


def test_one_whose_rest_does_not_get_less_is_refused(session, tmp_path):
    session.execute(KEYS["primary key"])
    with pytest.raises(Failed, match="the backfill does not end: 3 rows satisfy its condition"):
        run(session, tmp_path, "UPDATE t SET b = CASE WHEN id > 3 THEN 1 END WHERE b IS NULL")
    assert left(session) == 3
    assert session.step_records()[0].error.startswith("the backfill does not end")


def test_progress_tells_rows_rate_and_time_left(session, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_REPORT_EVERY", 0)
    session.execute(KEYS["primary key"] + "; ANALYZE t")
    events = []
    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", on_progress=events.append)
    found = [event for event in events if isinstance(event, BackfillProgress)]
    assert found[0].rows == found[0].passed == 100
    assert [one.rows for one in found] == sorted(one.rows for one in found)
    assert found[-1].rows == found[-1].passed == found[-1].total == 1500
    assert found[0].rate > 0
    assert found[0].left > 0
    assert found[-1].left == 0


def test_the_size_of_a_batch_follows_its_time(session, tmp_path):
    session.execute(KEYS["primary key"])
    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", "batch 10")
    assert session.query("SELECT batch > 50 FROM _fluent_backfills") == [(True,)]
    session.execute(
        "UPDATE t SET b = NULL; DELETE FROM t WHERE id > 60;"
        "DELETE FROM _fluent_migrations;"
        "DELETE FROM _fluent_migration_steps; DELETE FROM _fluent_backfills;"
        "CREATE FUNCTION slow() RETURNS int LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(0.02); RETURN 1; END $$"
    )
    run(session, tmp_path, "UPDATE t SET b = slow() WHERE b IS NULL", "batch 40")
    assert session.query("SELECT batch < 40 FROM _fluent_backfills") == [(True,)]


def test_a_run_that_was_interrupted_goes_on_behind_its_last_batch(session, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_REPORT_EVERY", 0)
    session.execute(KEYS["primary key"])
    session.execute("ALTER TABLE t ADD COLUMN n int NOT NULL DEFAULT 0")

    def interrupt(event):
        if isinstance(event, BackfillProgress) and event.rows >= 300:
            raise KeyboardInterrupt

    update = "UPDATE t SET b = 1, n = n + 1 WHERE b IS NULL"
    with pytest.raises(Interrupted):
        run(session, tmp_path, update, on_progress=interrupt)
    rows, last, low, high = progress(session)
    assert (rows, low, high) == (int(last[0]), ["1"], ["1500"])
    assert 300 <= rows < 1500
    assert left(session) == 1500 - rows
    run(session, tmp_path, update)
    assert session.query("SELECT sum(n), max(n) FROM t") == [(1500, 1)]


def test_a_locked_row_is_waited_for_in_short_tries(session, database, tmp_path):
    session.execute(KEYS["primary key"])
    events = []
    with psycopg.connect(database) as connection:
        connection.execute("SELECT FROM t WHERE id = 250 FOR UPDATE")
        timer = threading.Timer(1.2, connection.rollback)
        timer.start()
        run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", on_progress=events.append)
        timer.join()
    assert any(isinstance(e, Held) and "rows are locked" in e.reason for e in events)
    assert left(session) == 0


def test_a_row_that_stays_locked_ends_the_run_and_keeps_the_batches(session, database, tmp_path):
    session.execute(KEYS["primary key"])
    update = "UPDATE t SET b = 1 WHERE b IS NULL"
    with psycopg.connect(database) as connection:
        connection.execute("SELECT FROM t WHERE id = 950 FOR UPDATE")
        with pytest.raises(Failed, match="lock timeout"):
            run(session, tmp_path, update)
        pid = session.query("SELECT pg_backend_pid()")[0][0]
        query = "SELECT count(*) FROM pg_locks WHERE pid = %s AND relation = 't'::regclass"
        assert session.query(query, (pid,)) == [(0,)]
    assert 0 < left(session) < 1500
    run(session, tmp_path, update)
    assert left(session) == 0


# --- speaking to one at work


@pytest.fixture
def slow(session, tmp_path):
    """A deferred backfill that takes some seconds, ready to be run."""
    session.execute(
        KEYS["primary key"] + ";CREATE FUNCTION slow() RETURNS int LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(0.002); RETURN 1; END $$"
    )
    run(session, tmp_path, "UPDATE t SET b = slow() WHERE b IS NULL", "deferred batch 50")
    return scan(tmp_path)


def in_background(database, directory, events):
    failures = []

    def work():
        with closing(connect(database)) as own:
            try:
                run_deferred(own, directory, on_progress=events.append)
            except Failed as error:
                failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, failures


def await_rows(session):
    for _ in range(400):
        rows = session.query("SELECT rows FROM _fluent_backfills")
        if rows and rows[0][0]:
            return
        time.sleep(0.02)
    raise AssertionError("it never began")


def test_it_pauses_and_goes_on_when_asked_to(session, database, slow):
    events = []
    thread, failures = in_background(database, slow, events)
    await_rows(session)
    assert session.ask_backfills("pause") == ("1_x.sql",)
    time.sleep(0.6)
    first = left(session)
    time.sleep(0.4)
    assert left(session) == first > 0
    assert migrate_up(session, slow).waiting == "1_x.sql"  # meanwhile a deploy need not wait
    session.ask_backfills(None)
    thread.join(timeout=60)
    assert failures == []
    assert any(isinstance(e, Held) and "paused" in e.reason for e in events)
    assert left(session) == 0
    assert len(session.applied()) == 1


def test_it_stops_when_asked_to_and_goes_on_later(session, database, slow):
    thread, failures = in_background(database, slow, [])
    await_rows(session)
    session.ask_backfills("stop")
    thread.join(timeout=60)
    assert "the backfill was asked to stop" in str(failures[0])
    assert 0 < left(session) < 1500
    assert len(run_deferred(session, slow)) == 1
    assert left(session) == 0


@pytest.mark.parametrize("kind", ["primary key", "partitions"])
def test_it_goes_slower_while_dead_rows_wait_for_a_vacuum(session, tmp_path, monkeypatch, kind):
    session.execute(KEYS[kind])
    session.execute("UPDATE t SET b = b")
    session.query("SELECT pg_sleep(0.1)")
    dead = "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname ~ '^t[01]?$'"
    for _ in range(200):
        if session.query(dead) == [(1500,)]:
            break
        time.sleep(0.05)
    monkeypatch.setattr(module, "_LEAST_DEAD", 1000)
    # The server of the tests may have no autovacuum, of which there is nothing to wait for.
    every, _, _ = module._DEAD.partition("WHERE")
    monkeypatch.setattr(module, "_DEAD", every)
    monkeypatch.setattr(module, "_LAG_EVERY", 0.0)
    events = []
    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL", on_progress=events.append)
    held = [event.reason for event in events if isinstance(event, Held)]
    assert "1,500 dead rows wait for a vacuum; it goes on more slowly" in held
    assert left(session) == 0


def test_replicas_that_stay_behind_end_the_run(session, tmp_path, monkeypatch):
    """What the server tells of its standbys is read; that none is behind is taken as it is."""
    session.execute(KEYS["primary key"])
    monkeypatch.setattr(module, "_LAG", "SELECT 11.0::float8, 1::bigint")
    with pytest.raises(Failed, match="a replica is 11 s and 0 MB behind"):
        run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL")
    monkeypatch.undo()
    run(session, tmp_path, "UPDATE t SET b = 1 WHERE b IS NULL")
    assert left(session) == 0
