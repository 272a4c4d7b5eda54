"""Between a migration and its contract: what both the old code and the new one find."""

from __future__ import annotations

import datetime

import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.diff.differ import diff
from fluentorm.errors import DatabaseError
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.catalog import model_differences
from fluentorm.schema.objects import EMPTY, SchemaModel
from fluentorm.schema.sql_text import sql
from tests.cases.test_cases import run
from tests.online.running import NOW, generated, run_file

pytestmark = pytest.mark.acceptance


def model(*calls):
    def build(t):
        t.big_int("id", primary_key=True)
        for method, args, options in calls:
            getattr(t, method)(*args, **options)

    table, enums = TableSchema.create("users", build).build()
    return SchemaModel(tables={"users": table}, enums={enum.name: enum for enum in enums})


def call(method, *args, **options):
    return method, args, options


@pytest.fixture
def session(database):
    session = connect(database)
    yield session
    session.close()


def expanded(session, old, new, rows):
    """Bring a database up to the contract, which is left out; return the files."""
    run(session, [diff(EMPTY, old)])
    session.execute(rows)
    expand, contract, *rest = generated(old, new, 14)
    assert f"-- Contract: {expand.up.name}" in contract.up.text
    assert rest == []
    run_file(session, expand.up.text)
    state = introspect(session)
    assert model_differences(state.model, new) == ()
    assert state.helpers
    return expand, contract


def finished(session, contract, new):
    run_file(session, contract.up.text)
    state = introspect(session)
    assert model_differences(state.model, new) == ()
    assert state.helpers == ()


INTEGER = model(call("integer", "n"))
BIGINT = model(call("big_int", "n"))
BIG = 5_000_000_000


def test_a_retyped_column_takes_what_only_the_new_type_holds(session):
    expand, contract = expanded(session, INTEGER, BIGINT, "INSERT INTO users VALUES (1, 10)")
    session.execute(
        f"INSERT INTO users (id, n) VALUES (2, {BIG}); UPDATE users SET n = 11 WHERE id = 1"
    )
    (kept,) = (n.partition(".")[2][:-1] for n in introspect(session).helpers if "column" in n)
    assert session.query(f"SELECT id, n, {kept} FROM users ORDER BY id") == [
        (1, 11, 11),
        (2, BIG, None),
    ]
    with pytest.raises(DatabaseError, match="integer out of range"):
        run_file(session, expand.down.text)
    session.execute("UPDATE users SET n = 12 WHERE id = 2")
    run_file(session, expand.down.text)
    assert session.query("SELECT id, n FROM users ORDER BY id") == [(1, 11), (2, 12)]
    assert model_differences(introspect(session).model, INTEGER) == ()
    assert introspect(session).helpers == ()
    run_file(session, expand.up.text)
    finished(session, contract, BIGINT)


def test_a_column_changes_its_type_again_before_the_contract(session):
    text = model(call("string", "n"))
    _, first = expanded(session, INTEGER, BIGINT, "INSERT INTO users VALUES (1, 10)")
    again, second = generated(BIGINT, text, 14, NOW + datetime.timedelta(hours=1))
    run_file(session, again.up.text)
    session.execute("INSERT INTO users (id, n) VALUES (2, '11'), (3, 'x')")
    for contract in (first, second):
        run_file(session, contract.up.text)
    state = introspect(session)
    assert state.helpers == ()
    assert model_differences(state.model, text) == ()
    assert session.query("SELECT n FROM users ORDER BY id") == [("10",), ("11",), ("x",)]


def test_rows_that_are_written_during_the_backfill_are_kept_in_step(session):
    run(session, [diff(EMPTY, INTEGER)])
    session.execute("INSERT INTO users SELECT i, i FROM generate_series(1, 9) i")
    expand, contract = generated(INTEGER, BIGINT, 14)
    first, _, rest = expand.up.text.partition("-- Step: 2 backfill")
    run_file(session, first)
    session.execute("UPDATE users SET n = n * 100 WHERE id = 3; INSERT INTO users VALUES (10, 7)")
    run_file(session, f"-- Step: 2 backfill{rest}")
    found = session.query("SELECT n FROM users WHERE id IN (3, 4, 10) ORDER BY id")
    assert found == [(300,), (4,), (7,)]
    finished(session, contract, BIGINT)


NAMED = model(
    call("string", "state", default=sql("'new'::text")), call("index", "by_state", "state")
)
RENAMED = model(
    call("string", "status", default=sql("'new'::text")),
    call("index", "by_state", "status"),
    call("rename_field", "state", "status", online=True),
)


def test_a_renamed_column_can_be_written_by_both_names(session):
    expand, contract = expanded(session, NAMED, RENAMED, "INSERT INTO users VALUES (1, 'a')")
    session.execute("INSERT INTO users (id, state) VALUES (2, 'old')")
    session.execute("INSERT INTO users (id, status) VALUES (3, 'young')")
    session.execute("INSERT INTO users (id) VALUES (4)")
    session.execute("UPDATE users SET state = 'b' WHERE id = 1")
    session.execute("UPDATE users SET status = 'c' WHERE id = 2")
    wanted = [(1, "b", "b"), (2, "c", "c"), (3, "young", "young"), (4, "new", "new")]
    assert session.query("SELECT id, state, status FROM users ORDER BY id") == wanted
    run_file(session, expand.down.text)
    assert model_differences(introspect(session).model, NAMED) == ()
    assert session.query("SELECT state FROM users ORDER BY id") == [(s,) for _, s, _ in wanted]
    run_file(session, expand.up.text)
    finished(session, contract, RENAMED)
    run_file(session, contract.down.text)
    assert session.query("SELECT id, state, status FROM users ORDER BY id") == wanted
    run_file(session, expand.down.text)
    assert model_differences(introspect(session).model, NAMED) == ()
    assert introspect(session).helpers == ()


WITH_CODE = model(call("string", "code", comment="who"))
WITHOUT = model(call("drop_field", "code"))


def test_a_dropped_column_may_be_left_out_until_the_contract(session):
    expand, contract = expanded(session, WITH_CODE, WITHOUT, "INSERT INTO users VALUES (1, 'a')")
    session.execute("INSERT INTO users (id) VALUES (2); INSERT INTO users VALUES (3, 'c')")
    run_file(session, expand.down.text)
    assert session.query("SELECT code FROM users ORDER BY id") == [("a",), ("",), ("c",)]
    assert model_differences(introspect(session).model, WITH_CODE) == ()
    run_file(session, expand.up.text)
    finished(session, contract, WITHOUT)


STATES = model(call("enum", "state", ["new", "lost", "done"], default=sql("'new'::users_state")))
FEWER = model(call("enum", "state", ["done", "new"], default=sql("'new'::users_state")))


def test_a_value_is_taken_out_of_an_enum_that_no_row_holds(session):
    run(session, [diff(EMPTY, STATES)])
    session.execute("INSERT INTO users VALUES (1, 'new'), (2, 'lost')")
    before = introspect(session)
    expand, contract = generated(STATES, FEWER, 14)
    with pytest.raises(DatabaseError, match=r"users\.state holds 'lost'") as refused:
        run_file(session, expand.up.text)
    session.execute("ROLLBACK")
    assert "SELECT * FROM users WHERE state IN ('lost')" in refused.value.hint
    assert introspect(session) == before
    session.execute("UPDATE users SET state = 'done' WHERE id = 2")
    run_file(session, expand.up.text)
    session.execute("INSERT INTO users (id) VALUES (3)")
    session.execute("UPDATE users SET state = 'done'::users_state WHERE id = 2")
    assert session.query("SELECT id FROM users ORDER BY state, id") == [(2,), (1,), (3,)]
    with pytest.raises(DatabaseError, match="invalid input value for enum users_state"):
        session.execute("UPDATE users SET state = 'lost'")
    run_file(session, expand.down.text)
    assert introspect(session) == before
    run_file(session, expand.up.text)
    finished(session, contract, FEWER)
    run_file(session, contract.down.text)
    run_file(session, expand.down.text)
    assert introspect(session) == before
    found = session.query("SELECT id, state::text FROM users ORDER BY id")
    assert found == [(1, "new"), (2, "done"), (3, "new")]
