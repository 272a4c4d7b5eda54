"""Strong locks on tables in use: asked for briefly and again, and the application never loses."""

import threading
import time
from contextlib import closing, contextmanager

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.locking import relation_names
from fluentorm.dialects.running import Locking, LockRetry
from fluentorm.errors import Failed, Interrupted
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_up

pytestmark = pytest.mark.acceptance

ALTER = "ALTER TABLE t ADD COLUMN c int;"


@pytest.fixture
def session(database):
    locking = Locking(retry_budget=20.0, statement_timeout=1.0)
    with closing(connect(database, locking=locking)) as session:
        session.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)")
        session.execute("CREATE TABLE p (id int PRIMARY KEY)")
        yield session


def run(session, folder, text, **options):
    (folder / "1_x.sql").write_text(text)
    return migrate_up(session, scan(folder), **options)


@contextmanager
def holding(database, *statements, seconds=None):
    """Hold the locks of statements in a connection of its own, until the end or for a time."""
    with psycopg.connect(database, application_name="holder") as connection:
        for statement in statements:
            connection.execute(statement)
        timer = threading.Timer(seconds or 0, connection.rollback)
        if seconds:
            timer.start()
        try:
            yield connection
        finally:
            if seconds:
                timer.join()


@contextmanager
def reading(database):
    """Read the table all the time; give a list whose greatest number is the worst wait."""
    waits, stop = [0.0], threading.Event()

    def read():
        with psycopg.connect(database, autocommit=True) as connection:
            while not stop.is_set():
                start = time.monotonic()
                connection.execute("SELECT 1 FROM t LIMIT 1")
                waits.append(time.monotonic() - start)
                time.sleep(0.005)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def columns(session):
    rows = session.query(
        "SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY 1"
    )
    return [name for (name,) in rows]


def locks_of(session, pid):
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND pid = %s"
    return session.query(query + " AND relation = 't'::regclass", (pid,))[0][0]


@pytest.mark.parametrize("head", ["", "-- Step: 1 short\n"])
def test_a_long_reader_delays_us_and_nobody_else(session, database, tmp_path, head):
    events = []
    with holding(database, "SELECT 1 FROM t", seconds=2.0) as holder, reading(database) as waits:
        pid = holder.info.backend_pid
        result = run(session, tmp_path, head + ALTER, on_progress=events.append)
    assert result.applied == ("1_x.sql",)
    assert columns(session) == ["c", "id"]
    retries = [event for event in events if isinstance(event, LockRetry)]
    assert len(retries) >= 2
    # A reader may stand in the way at the same moment.
    (blocker,) = (blocker for blocker in retries[0].blockers if blocker.pid == pid)
    assert (blocker.pid, blocker.application, blocker.relation) == (pid, "holder", "t")
    assert "SELECT 1 FROM t" in blocker.query
    assert max(waits) < 1.0  # lock_timeout, half a second at most, and a busy machine


def test_the_wait_for_a_strong_lock_begins_short_and_stays_below_the_deadlock_timeout(
    session, database, tmp_path
):
    session.execute("CREATE TABLE seen (wait text)")
    session.query("SELECT 1")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {connection.info.dbname} SET deadlock_timeout = '200ms'"
        )
    locking = Locking(lock_timeout=30.0, retry_budget=5.0)
    with closing(connect(database, locking=locking)) as own:
        events = []
        with holding(database, "SELECT 1 FROM t", seconds=1.0):
            run(
                own,
                tmp_path,
                f"{ALTER} INSERT INTO seen VALUES (current_setting('lock_timeout'));",
                on_progress=events.append,
            )
        assert own.query("SELECT wait FROM seen") == [("160ms",)]
        first = next(event for event in events if isinstance(event, LockRetry))
        assert first.waited < 0.5


def test_it_gives_up_with_the_name_of_the_blocker_and_leaves_nothing(database, session, tmp_path):
    with closing(connect(database, locking=Locking(retry_budget=0.5))) as own:
        pid = own.query("SELECT pg_backend_pid()")[0][0]
        with holding(database, "SELECT id AS told FROM t") as holder:
            holder_pid = holder.info.backend_pid
            start = time.monotonic()
            with pytest.raises(Failed) as caught:
                run(own, tmp_path, ALTER)
            assert time.monotonic() - start < 5
            assert locks_of(session, pid) == 0
        message = str(caught.value)
        assert 'no lock on "t" in' in message
        assert f'held by process {holder_pid} of "holder" as "' in message
        assert "SELECT id AS told FROM t" in message
        assert "FLUENT_LOCK_RETRY_BUDGET" in message
        assert caught.value.cause.sqlstate == "55P03"
        assert own.applied() == ()
    assert columns(session) == ["id"]


def test_what_fails_at_a_later_try_is_told_as_at_the_first(session, database, tmp_path):
    events = []
    text = "SELECT 1;\nALTER TABLE t ADD COLUMN c int;\nSELECT nope;\n"
    with holding(database, "SELECT 1 FROM t", seconds=1.0), pytest.raises(Failed) as caught:
        run(session, tmp_path, text, on_progress=events.append)
    assert [event for event in events if isinstance(event, LockRetry)]
    assert '1_x.sql:3:8: statement 3 failed: column "nope" does not exist' in str(caught.value)
    assert columns(session) == ["id"]


def test_what_autovacuum_does_is_waited_for_under_a_lock_that_stops_nobody(
    session, database, tmp_path
):
    events = []
    vacuum = "LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE"
    with holding(database, vacuum, seconds=1.0), reading(database) as waits:
        run(session, tmp_path, ALTER, on_progress=events.append)
    assert not [event for event in events if isinstance(event, LockRetry)]
    assert max(waits) < 0.5


@pytest.mark.parametrize(
    "drop", ["DROP CONSTRAINT t_p", "DROP COLUMN p_id", "TABLE"], ids=lambda text: text.lower()
)
def test_the_table_that_a_foreign_key_refers_to_is_asked_for_weakly_too(
    session, database, tmp_path, drop
):
    session.execute("ALTER TABLE t ADD COLUMN p_id int CONSTRAINT t_p REFERENCES p (id)")
    events = []
    vacuum = "LOCK TABLE p IN SHARE UPDATE EXCLUSIVE MODE"
    with holding(database, vacuum, seconds=1.0):
        text = "DROP TABLE t;" if drop == "TABLE" else f"ALTER TABLE t {drop};"
        run(session, tmp_path, text, on_progress=events.append)
    assert not [event for event in events if isinstance(event, LockRetry)]


def test_in_a_deadlock_it_is_never_the_application_that_loses(session, database, tmp_path):
    (tmp_path / "1_x.sql").write_text(
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES p NOT VALID;"
    )
    session.execute("INSERT INTO p VALUES (1)")
    with psycopg.connect(database) as application:
        application.execute("INSERT INTO p VALUES (2)")
        thread = threading.Thread(target=migrate_up, args=(session, scan(tmp_path)))
        thread.start()
        time.sleep(1.3)
        application.execute("INSERT INTO t VALUES (2)")
        application.commit()
        thread.join()
    assert len(session.applied()) == 1


def test_ctrl_c_between_two_tries_leaves_no_lock(session, database, tmp_path):
    pid = session.query("SELECT pg_backend_pid()")[0][0]

    def interrupt(event):
        if isinstance(event, LockRetry):
            raise KeyboardInterrupt

    with holding(database, "SELECT 1 FROM t"):
        with pytest.raises(Interrupted, match="applied before that: nothing"):
            run(session, tmp_path, ALTER, on_progress=interrupt)
        with psycopg.connect(database, autocommit=True) as other:
            query = "SELECT count(*) FROM pg_locks WHERE pid = %s AND locktype <> 'virtualxid'"
            assert other.execute(query, (pid,)).fetchone() == (0,)


# --- which files


SHOW = "CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS w;"


def test_a_file_that_changes_an_existing_table_has_a_short_wait(session, tmp_path):
    run(session, tmp_path, SHOW + ALTER)
    assert session.query("SELECT w FROM seen") == [("100ms",)]


@pytest.mark.parametrize("text", ["", "CREATE INDEX ON seen (w);", "CREATE TABLE q (id int);"])
def test_a_file_that_only_makes_tables_is_sent_as_it_is(session, tmp_path, text):
    run(session, tmp_path, SHOW + text)
    assert session.query("SELECT w FROM seen") == [("0",)]


def test_in_an_empty_database_nobody_has_to_be_spared(database, tmp_path):
    with closing(connect(database)) as session:
        (tmp_path / "0_t.sql").write_text("CREATE TABLE t (id int);")
        run(session, tmp_path, SHOW + ALTER)
        assert session.query("SELECT w FROM seen") == [("0",)]


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("CREATE TABLE a (id int REFERENCES b); ALTER TABLE a ADD x int;", ("b",)),
        ("ALTER TABLE ONLY s.a ADD FOREIGN KEY (x) REFERENCES b;", ("s.a", "b")),
        ("SELECT 'ALTER TABLE a ADD x int';", ()),
        ("UPDATE a SET x = 1; COMMENT ON TABLE a IS 'x'; ANALYZE a; LOCK a IN SHARE MODE;", ("a",)),
        ("ALTER TABLE a VALIDATE CONSTRAINT c;", ()),
        (
            "DROP INDEX i; DROP TRIGGER g ON a; CREATE OR REPLACE VIEW v AS SELECT 1;",
            ("i", "a", "v"),
        ),
    ],
)
def test_the_relations_that_a_file_locks_are_read_from_it(sql, names):
    assert relation_names(sql) == names


def test_the_table_of_a_dropped_index_is_what_is_locked(session, database, tmp_path):
    session.execute("CREATE INDEX i ON t (id)")
    with (
        closing(connect(database, locking=Locking(retry_budget=0.3))) as own,
        holding(database, "SELECT 1 FROM t"),
        pytest.raises(Failed, match='no lock on "t"'),
    ):
        run(own, tmp_path, "DROP INDEX i;")


# --- time


def test_work_under_a_lock_is_bounded_and_the_way_out_is_told(session, tmp_path):
    with pytest.raises(Failed) as caught:
        run(session, tmp_path, f"{ALTER} SELECT pg_sleep(5);")
    assert "canceling statement due to statement timeout" in str(caught.value)
    assert "FLUENT_STATEMENT_TIMEOUT" in str(caught.value)
    assert '"-- Blocking: REASON"' in str(caught.value)
    assert columns(session) == ["id"]


def test_a_file_that_says_why_it_may_block_takes_its_time(session, tmp_path):
    run(session, tmp_path, f"-- Blocking: at night\n{ALTER} SELECT pg_sleep(1.5);")
    assert columns(session) == ["c", "id"]


def test_a_transaction_of_many_statements_is_bounded_too(session, tmp_path):
    if session.server.version < 170000:
        pytest.skip("transaction_timeout came with PostgreSQL 17")
    with pytest.raises(Failed) as caught:
        run(session, tmp_path, ALTER + "SELECT pg_sleep(0.8);" * 5)
    assert "terminating connection due to transaction timeout" in str(caught.value)


def test_long_and_bare_steps_have_no_limit_of_the_role(session, database, tmp_path):
    with psycopg.connect(database, autocommit=True) as connection:
        name = connection.info.dbname
        for setting in ("statement_timeout", "lock_timeout"):
            connection.execute(f"ALTER DATABASE {name} SET {setting} = '150ms'")
    session.execute(
        "CREATE FUNCTION slow(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(0.4); RETURN $1; END $$"
    )
    with closing(connect(database)) as own:
        run(
            own,
            tmp_path,
            "-- Step: 1 long\nSELECT pg_sleep(0.4);\n"
            "-- Step: 2 bare\nCREATE INDEX CONCURRENTLY i ON t (slow(id));\n"
            "-- Step: 3 backfill\nUPDATE t SET id = slow(2) WHERE id = 1;\n",
        )
        assert own.query("SHOW statement_timeout") == [("150ms",)]
    (tmp_path / "2_x.sql").write_text(
        "-- Transaction: none\nSELECT pg_sleep(0.4);\nREINDEX INDEX CONCURRENTLY i;\n"
    )
    with closing(connect(database)) as own:
        assert migrate_up(own, scan(tmp_path)).applied == ("2_x.sql",)
