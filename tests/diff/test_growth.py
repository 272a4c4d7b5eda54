"""What a diff costs when everything changes: in step with the number of tables."""

import cProfile
import pstats
from functools import partial

import pytest

from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from tests.diff.sample import check, column, enum, fk, index, model, pk, table


def schema(size, *, prefix="t", values=("a", "b"), key="integer", rule="a <> b", old=None):
    parts = []
    for number in range(size):
        name, other = f"{prefix}{number}", f"{prefix}{max(0, number - 1)}"
        parts.append(enum(f"{name}_e", *values))
        parts.append(
            table(
                name,
                column("id", key),
                column("a", "text", nullable=True),
                column("b", "text", nullable=True),
                column("ref", key, nullable=True),
                column("e", f"{name}_e", nullable=True),
                pk(name),
                check("rule", rule),
                fk(name, "ref", other),
                index(name, "a"),
                renamed_from=f"{old}{number}" if old else None,
            )
        )
    return model(*parts)


def calls(before, after):
    """Return how many functions are called for a diff and its files."""
    with cProfile.Profile() as profile:
        changes(diff(before, after))
    return pstats.Stats(profile).total_calls


@pytest.mark.parametrize(
    "change",
    [
        partial(schema, prefix="u", old="t"),
        partial(schema, prefix="u"),
        partial(schema, values=("b", "a")),
        partial(schema, values=("a", "b", "c")),
        partial(schema, key="text"),
        partial(schema, key="bigint"),
        partial(schema, rule="b <> a"),
        lambda size: schema(1),
    ],
    ids=[
        "rename",
        "replace",
        "swap enum",
        "add value",
        "key to text",
        "widen key",
        "check",
        "drop",
    ],
)
def test_twice_as_many_changes_cost_twice_as_much(change):
    schema(5)  # what is loaded once
    calls(schema(5), change(5))
    small, large = (calls(schema(size), change(size)) for size in (30, 60))
    assert large < 2.7 * small
