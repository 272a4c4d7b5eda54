"""Files with steps on a real server: how they run, are recorded, fail, and go on."""

import textwrap
from contextlib import closing

import pytest

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.running import Locking, StepFinished, StepState
from fluentorm.errors import ChecksumMismatch, Failed, Irreversible, MigrationError, MissingFile
from fluentorm.migrate.directory import scan
from fluentorm.migrate.recovery import abort, backfill, repair
from fluentorm.migrate.runner import migrate_down, migrate_up, redo, status

pytestmark = pytest.mark.acceptance

SET_UP = (
    "CREATE TABLE t (id int PRIMARY KEY, a int, b text);"
    "INSERT INTO t SELECT g, g % 7, 'x' FROM generate_series(1, 3000) AS g"
)
UP = """\
-- Step: 1 short
ALTER TABLE t ADD COLUMN c int;
ALTER TABLE t ALTER COLUMN c SET DEFAULT 5;

-- Step: 2 backfill by (id) batch 700
UPDATE t SET c = a + 1 WHERE c IS NULL;

-- Step: 3 short
ALTER TABLE t ADD CONSTRAINT c_set CHECK (c IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE t VALIDATE CONSTRAINT c_set;

-- Step: 5 bare
CREATE INDEX CONCURRENTLY t_c ON t (c);
"""
DOWN = """\
-- Rollback: 2_c.sql

-- Step: 1 bare
DROP INDEX CONCURRENTLY t_c;

-- Step: 2 short
ALTER TABLE t DROP COLUMN c;
"""
DUMP = """
SELECT attname, attnotnull, pg_get_expr(adbin, adrelid) FROM pg_attribute
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = 't'::regclass
UNION ALL SELECT indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = 't'::regclass ORDER BY 1, 3
"""


@pytest.fixture
def session(database):
    with closing(connect(database, locking=Locking(retry_budget=1.0))) as session:
        session.execute(SET_UP)
        yield session


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "1_a", "SELECT 1;", "SELECT 1;")
    return tmp_path


def write(folder, name, up, down=None):
    (folder / f"{name}.sql").write_text(textwrap.dedent(up))
    if down is not None:
        (folder / f"{name}_down.sql").write_text(textwrap.dedent(down))
    return scan(folder)


def recorded(session):
    return [row.name for row in session.applied()]


def states(session, script="2_c.sql"):
    return [row.state.value for row in session.step_records() if row.script == script]


def test_steps_run_in_order_and_are_recorded_with_the_migration(session, folder):
    directory = write(folder, "2_c", UP, DOWN)
    events = []
    assert migrate_up(session, directory, on_progress=events.append).applied == (
        "1_a.sql",
        "2_c.sql",
    )
    finished = [(e.number, e.kind) for e in events if isinstance(e, StepFinished)]
    assert finished == [(1, "short"), (2, "backfill"), (3, "short"), (4, "long"), (5, "bare")]
    assert states(session) == ["done"] * 5
    assert session.query("SELECT count(*) FROM t WHERE c = a + 1") == [(3000,)]
    assert session.query("SELECT rows, last_key FROM _fluent_backfills") == [(3000, ["3000"])]
    found = session.query(DUMP)
    assert ("c_set", True, "CHECK ((c IS NOT NULL))") in found
    assert ("t_c", True, "CREATE INDEX t_c ON public.t USING btree (c)") in found
    assert migrate_up(session, directory).applied == ()


def test_rolling_back_and_again_leaves_no_trace(session, folder):
    directory = write(folder, "2_c", UP, DOWN)
    before = session.query(DUMP)
    migrate_up(session, directory)
    after = session.query(DUMP)
    assert migrate_down(session, directory).rolled_back == ("2_c.sql",)
    assert session.query(DUMP) == before
    assert session.step_records() == ()
    assert session.query("SELECT count(*) FROM _fluent_backfills") == [(0,)]
    migrate_up(session, directory)
    assert session.query(DUMP) == after
    redo(session, directory)
    assert session.query(DUMP) == after
    assert recorded(session) == ["1_a.sql", "2_c.sql"]


def test_a_down_file_without_steps_forgets_the_steps(session, folder):
    directory = write(folder, "2_c", UP, "ALTER TABLE t DROP COLUMN c;")
    migrate_up(session, directory)
    migrate_down(session, directory)
    assert session.step_records() == ()


def test_a_script_with_steps_runs_unrecorded_on_a_scratch_database(session):
    session.run_script(Script(path="x.sql", text=UP))
    assert session.query("SELECT count(*) FROM t WHERE c IS NULL") == [(0,)]
    session.run_script(Script(path="y.sql", text=DOWN))
    with pytest.raises(Failed) as caught:
        session.run_script(Script(path="x.sql", text=UP.replace("c_set;", "nope;")))
    assert caught.value.place.line == UP[: UP.index("ALTER TABLE t VALIDATE")].count("\n") + 1


def test_a_failed_step_is_recorded_and_the_next_run_goes_on_with_it(session, folder):
    session.execute("INSERT INTO t VALUES (0, NULL)")
    bad = UP.replace("c IS NOT NULL)", "c >= 0)").replace("a + 1 WHERE", "coalesce(a, -1) WHERE")
    directory = write(folder, "2_c", bad, DOWN)
    with pytest.raises(Failed) as caught:
        migrate_up(session, directory)
    message = str(caught.value)
    assert "2_c.sql:12: step 4 of 5 (long): statement 5 failed: check constraint" in message
    assert "step 3 and those before it stay done" in message
    assert "doit migrate_abort takes the steps before it back" in message
    assert caught.value.step == 4
    assert recorded(session) == ["1_a.sql"]
    assert states(session) == ["done", "done", "done", "failed", "pending"]
    state = status(session, directory).pending[0]
    assert (state.half_way.step, state.half_way.total) == (4, 5)
    assert "is violated by some row" in state.half_way.error
    assert state.half_way.command == "doit migrate"
    with pytest.raises(MigrationError, match="half applied: step 4 of 5"):
        migrate_down(session, directory)
    session.execute("UPDATE t SET c = 0 WHERE c < 0")
    assert migrate_up(session, directory).applied == ("2_c.sql",)
    assert states(session) == ["done"] * 5


def test_what_was_run_may_not_change_and_what_was_not_may(session, folder):
    directory = write(folder, "2_c", UP.replace("VALIDATE CONSTRAINT c_set", "nonsense"), DOWN)
    with pytest.raises(Failed):
        migrate_up(session, directory)
    directory = write(folder, "2_c", UP.replace("DEFAULT 5", "DEFAULT 6"), DOWN)
    with pytest.raises(ChecksumMismatch, match="step 1 was changed after it was run"):
        migrate_up(session, directory)
    (folder / "2_c.sql").unlink()
    (folder / "2_c_down.sql").unlink()
    with pytest.raises(MissingFile, match="its file is gone"):
        migrate_up(session, scan(folder))
    assert migrate_up(session, write(folder, "2_c", UP, DOWN)).applied == ("2_c.sql",)


def test_what_is_half_way_comes_first_and_all_else_after_it(session, folder):
    with pytest.raises(Failed):
        migrate_up(session, write(folder, "5_c", UP.replace("(c);", "(nope);"), DOWN))
    directory = write(folder, "3_b", "SELECT 3;")
    with pytest.raises(Failed):
        migrate_up(session, directory)
    assert recorded(session) == ["1_a.sql"]
    write(folder, "5_c", UP, DOWN)
    assert migrate_up(session, scan(folder)).applied == ("5_c.sql", "3_b.sql")


def test_a_short_step_that_fails_leaves_nothing(session, folder):
    directory = write(folder, "2_c", UP.replace("SET DEFAULT 5", "SET DEFAULT 'x'"), DOWN)
    before = session.query(DUMP)
    with pytest.raises(Failed, match=r"step 1 of 5 \(short\): statement 2 failed"):
        migrate_up(session, directory)
    assert session.query(DUMP) == before
    locks = "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass"
    assert session.query(locks) == [(0,)]


def test_a_probe_that_is_true_skips_its_step(session, folder):
    directory = write(
        folder,
        "2_c",
        """\
        -- Step: 1 short
        -- Probe: SELECT EXISTS (SELECT FROM pg_attribute WHERE attname = 'b')
        ALTER TABLE t ADD COLUMN b text;
        -- Step: 2 bare
        -- Probe: SELECT true
        VACUUM no_such_table;
        """,
    )
    assert migrate_up(session, directory).applied == ("1_a.sql", "2_c.sql")
    write(folder, "3_d", "-- Step: 1 bare\n-- Probe: SELECT 1\nVACUUM t;")
    with pytest.raises(Failed, match="must give one row with true or false"):
        migrate_up(session, scan(folder))


# --- deferred backfills


DEFERRED = UP.replace("2 backfill", "2 backfill deferred")


def test_a_deferred_backfill_is_left_to_its_own_command(session, folder):
    directory = write(folder, "2_c", DEFERRED, DOWN)
    write(folder, "3_d", "SELECT 3;")
    directory = scan(folder)
    result = migrate_up(session, directory)
    assert (result.applied, result.waiting) == (("1_a.sql",), "2_c.sql")
    assert status(session, directory).pending[0].half_way.command == "doit migrate_backfill"
    again = migrate_up(session, directory)
    assert (again.applied, again.waiting) == ((), "2_c.sql")
    assert [one.steps for one in backfill(session, directory)] == [(2,)]
    assert backfill(session, directory) == ()
    assert migrate_up(session, directory).applied == ("2_c.sql", "3_d.sql")
    assert session.query("SELECT count(*) FROM t WHERE c IS NULL") == [(0,)]


def test_a_deferred_backfill_at_the_end_records_the_migration(session, folder):
    directory = write(
        folder, "2_c", "-- Step: 1 backfill deferred\nUPDATE t SET b = 'y' WHERE b = 'x';"
    )
    assert migrate_up(session, directory).waiting == "2_c.sql"
    assert len(backfill(session, directory)) == 1
    assert recorded(session) == ["1_a.sql", "2_c.sql"]


def test_only_one_process_runs_a_deferred_backfill(session, database, folder):
    directory = write(folder, "2_c", DEFERRED, DOWN)
    migrate_up(session, directory)
    with closing(connect(database)) as other:
        assert other.try_backfill_lock("2_c.sql")
        with pytest.raises(MigrationError, match="another process runs the backfill"):
            backfill(session, directory)


def test_a_backfill_at_work_is_not_taken_back_under_its_feet(session, database, folder):
    directory = write(folder, "2_c", DEFERRED, DOWN)
    migrate_up(session, directory)
    with closing(connect(database)) as other:
        assert other.try_backfill_lock("2_c.sql")
        with pytest.raises(MigrationError, match="another process runs the backfill"):
            abort(session, directory)
        other.unlock_backfill("2_c.sql")
        assert [one.steps for one in abort(session, directory)] == [(1,)]


def test_in_a_down_file_nothing_is_deferred(session, folder):
    down = "-- Step: 1 backfill deferred\nUPDATE t SET b = 'z' WHERE b = 'x';\n"
    directory = write(folder, "2_c", "SELECT 1;", down)
    migrate_up(session, directory)
    assert migrate_down(session, directory).rolled_back == ("2_c.sql",)
    assert session.query("SELECT DISTINCT b FROM t") == [("z",)]


# --- taking back and repairing


def test_aborting_takes_the_done_steps_back(session, folder):
    before = session.query(DUMP)
    for broken in ("VALIDATE CONSTRAINT c_set", "INDEX CONCURRENTLY t_c ON t (c)"):
        directory = write(folder, "2_c", UP.replace(broken, f"{broken} nonsense"), DOWN)
        with pytest.raises(Failed):
            migrate_up(session, directory)
        assert session.query(DUMP) != before
        (aborted,) = abort(session, directory)
        assert aborted.name == "2_c.sql"
        assert session.query(DUMP) == before
        assert session.step_records() == ()
        assert abort(session, directory) == ()
    assert migrate_up(session, write(folder, "2_c", UP, DOWN)).applied == ("2_c.sql",)


def test_aborting_brings_back_what_was_dropped(session, folder):
    session.execute(
        "CREATE UNIQUE INDEX i ON t (b, id); CREATE TABLE p (id int PRIMARY KEY);"
        "INSERT INTO p SELECT generate_series(0, 7);"
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p,"
        " ADD CONSTRAINT k CHECK (a < 9), ADD CONSTRAINT u UNIQUE (id, a),"
        " ALTER a SET DEFAULT 3, ALTER b SET NOT NULL"
    )
    before = session.query(DUMP)
    directory = write(
        folder,
        "2_c",
        """\
        -- Step: 1 bare
        DROP INDEX CONCURRENTLY i;
        -- Step: 2 short
        ALTER TABLE t DROP CONSTRAINT f, DROP CONSTRAINT k;
        ALTER TABLE t DROP CONSTRAINT u;
        -- Step: 3 short
        ALTER TABLE t ALTER a DROP DEFAULT, ALTER a SET NOT NULL, ALTER b DROP NOT NULL;
        ALTER TABLE t RENAME COLUMN b TO bb;
        -- Step: 4 bare
        CREATE INDEX CONCURRENTLY fine ON t (bb);
        -- Step: 5 bare
        CREATE INDEX CONCURRENTLY broken ON t (nope);
        """,
    )
    with pytest.raises(Failed):
        migrate_up(session, directory)
    abort(session, directory)
    now = session.query(DUMP)
    named = [row for row in now if not row[0].endswith("_not_null")]
    assert named == [row for row in before if not row[0].endswith("_not_null")]


def test_what_cannot_be_taken_back_is_refused_before_anything_is(session, folder):
    directory = write(
        folder,
        "2_c",
        """\
        -- Step: 1 short
        ALTER TABLE t ADD COLUMN c int;
        -- Step: 2 short
        ALTER TABLE t DROP COLUMN b;
        -- Step: 3 long
        SELECT nonsense;
        """,
    )
    with pytest.raises(Failed):
        migrate_up(session, directory)
    with pytest.raises(Irreversible, match="step 2 cannot be taken back: ALTER TABLE t DROP"):
        abort(session, directory)
    assert states(session) == ["done", "done", "failed"]


def test_repairing_takes_the_failed_step_for_done_when_it_is(session, folder):
    session.execute("INSERT INTO t VALUES (0, NULL)")
    bad = UP.replace("c IS NOT NULL)", "c > 0)").replace("a + 1", "coalesce(a, -1) + 1")
    directory = write(folder, "2_c", bad, DOWN)
    with pytest.raises(Failed):
        migrate_up(session, directory)
    with pytest.raises(MigrationError, match="step 4 is not done"):
        repair(session, directory)
    session.execute("DELETE FROM t WHERE c = 0; ALTER TABLE t VALIDATE CONSTRAINT c_set")
    assert [one.steps for one in repair(session, directory)] == [(4,)]
    assert states(session) == ["done", "done", "done", "done", "pending"]
    session.execute("CREATE INDEX t_c ON t (c)")
    assert [one.steps for one in repair(session, directory)] == [(5,)]
    assert recorded(session) == ["1_a.sql", "2_c.sql"]


def test_a_step_that_nobody_can_judge_needs_a_probe_to_be_repaired(session, folder):
    text = "-- Step: 1 short\n-- nothing\nINSERT INTO t VALUES (1);\n"
    with pytest.raises(Failed):
        migrate_up(session, write(folder, "2_c", text))
    with pytest.raises(MigrationError, match="cannot be told from the catalog"):
        repair(session, scan(folder))
    probed = text.replace("-- nothing", "-- Probe: SELECT true")
    assert repair(session, write(folder, "2_c", probed))[0].steps == (1,)
    assert recorded(session) == ["1_a.sql", "2_c.sql"]


def test_a_rollback_that_stopped_goes_on_or_is_taken_back(session, folder):
    directory = write(folder, "2_c", UP, DOWN.replace("COLUMN c;", "COLUMN nope;"))
    migrate_up(session, directory)
    after = session.query(DUMP)
    with pytest.raises(Failed):
        migrate_down(session, directory)
    assert states(session, "2_c_down.sql") == ["done", "failed"]
    assert status(session, directory).applied[-1].half_way.command == "doit migrate_down"
    with pytest.raises(MigrationError, match="half rolled back"):
        migrate_up(session, write(folder, "3_d", "SELECT 3;"))
    (folder / "3_d.sql").unlink()
    abort(session, scan(folder))
    assert session.query(DUMP) == after
    assert recorded(session) == ["1_a.sql", "2_c.sql"]
    write(folder, "2_c", UP, DOWN)
    assert migrate_down(session, scan(folder)).rolled_back == ("2_c.sql",)


def test_only_what_is_pending_counts_as_begun(session, folder):
    """A runner that died right after it announced the steps left nothing to go on with."""
    directory = write(folder, "2_c", UP.replace("ADD COLUMN c int", "ADD COLUMN b int"), DOWN)
    with pytest.raises(Failed):
        migrate_up(session, directory)
    session.execute("UPDATE _fluent_migration_steps SET state = 'pending', attempts = 0")
    assert status(session, directory).half_way == ()
    assert session.step_records()[0].state is StepState.PENDING


def test_what_was_taken_back_in_part_is_not_gone_on_with(session, database, folder):
    session.execute("ALTER TABLE t ALTER a SET DEFAULT 3")
    before = session.query(DUMP)
    up = """\
        -- Step: 1 short
        CREATE SEQUENCE numbers;
        ALTER TABLE t ALTER a DROP DEFAULT;
        -- Step: 2 long
        SELECT nonsense;
        """
    with pytest.raises(Failed):
        migrate_up(session, write(folder, "2_c", up))
    directory = write(folder, "2_c", up.replace("nonsense", "1"))
    with closing(connect(database)) as other:
        other.execute("BEGIN; SELECT last_value FROM numbers")
        with pytest.raises(Failed, match="lock"):
            abort(session, directory)
        other.execute("ROLLBACK")
    assert session.query(DUMP) == before  # the default is back, and the sequence still there
    with pytest.raises(MigrationError, match="step 1 is taken back in part") as caught:
        migrate_up(session, directory)
    assert "doit migrate_abort" in caught.value.hint
    state = status(session, directory).pending[0].half_way
    assert str(state) == "half applied: step 1 of 2 (short) is taken back in part"
    assert state.command == "doit migrate_abort"
    assert [one.steps for one in abort(session, directory)] == [(1,)]
    assert session.query("SELECT to_regclass('numbers')::text") == [(None,)]
    assert migrate_up(session, directory).applied == ("2_c.sql",)
