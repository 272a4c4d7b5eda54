"""The calls that steer migrations: fillings, drops in stages, and reasons for blocking."""

import pytest

from fluentorm.errors import SchemaError
from fluentorm.schema.builder import TableSchema


def table(*lines):
    def build(t):
        t.big_int("id", primary_key=True)
        for line in lines:
            eval(line, {"t": t})  # noqa: S307 - the tests' own lines

    return TableSchema.create("users", build).build()[0]


def test_one_filling_is_the_backfill_of_its_column():
    found = table('t.string("a")', 't.backfill("a", "upper(b)")')
    assert found.columns["a"].backfill == "upper(b)"
    assert table('t.integer("a")', 't.backfill("a", 7)').columns["a"].backfill == "7"


def test_several_fillings_are_tried_in_their_order():
    found = table(
        't.string("a")',
        """t.backfill("a", "'x'", where="id > 9")""",
        """t.backfill("a", "'y'", where="id > 5")""",
        """t.backfill("a", "'z'")""",
    )
    wanted = "CASE WHEN id > 9 THEN 'x' WHEN id > 5 THEN 'y' ELSE 'z' END"
    assert found.columns["a"].backfill == wanted


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['t.backfill("a", "1")'], 'has no column "a" to fill'),
        (
            ['t.integer("a", backfill=1)', 't.backfill("a", "2")'],
            'column "a" has a backfill of its own',
        ),
        (
            ['t.integer("a")', 't.backfill("a", "2")', 't.backfill("a", "2", where="true")'],
            'the backfill of column "a" for all rows is not the last one',
        ),
        (['t.integer("a")', 't.drop_field("a")'], 'column "a" is declared, and dropped'),
        (['t.blocking_ok("")'], "blocking_ok needs a reason"),
        (['t.backfill("id", object())'], "must be SQL text or a value"),
    ],
)
def test_what_contradicts_itself_is_refused(lines, message):
    with pytest.raises(SchemaError, match=message):
        table(*lines)


def test_steering_is_no_part_of_the_state():
    plain = table('t.integer("a")')
    steered = table(
        't.integer("a", blocking_ok="small")',
        't.blocking_ok("a cache")',
        't.drop_field("b")',
        't.rename_field("c", "a", online=True)',
    )
    assert plain == steered
    assert steered.steering.blocking_ok == "a cache"
    assert steered.steering.staged_drops == ("b",)
    assert steered.steering.online_renames == ("a",)
    assert steered.columns["a"].blocking_ok == "small"
