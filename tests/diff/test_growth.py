"""What a diff costs when everything changes: in step with the number of tables."""

import cProfile
import pstats
from dataclasses import replace
from functools import partial

import pytest

from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.graph import Graph
from fluentorm.schema.database_objects import Extension, Namespace, View
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


def edges(monkeypatch, before, after):
    """Return how many edges the order of a diff is found from."""
    found = []
    sort = Graph.sorted

    def counted(graph, ranks):
        found.append(len(graph.firm) + len(graph.loose))
        return sort(graph, ranks)

    monkeypatch.setattr(Graph, "sorted", counted)
    diff(before, after)
    monkeypatch.undo()
    return found[0]


def with_objects(old, *objects):
    return replace(old, objects={item.ref: item for item in objects})


@pytest.mark.parametrize("values", [("b", "a"), ("a", "b", "c"), None])
def test_enums_beside_other_objects_ask_for_no_more_edges_each(monkeypatch, values):
    """A change of an enum is a wall in the order of tables, and there are many of them."""
    view = View(name="v", query="SELECT 1 AS one")

    def growth(size):
        old = with_objects(schema(size), view)
        new = schema(size, values=values) if values else schema(1)
        return edges(monkeypatch, old, new)

    assert growth(60) < 2.7 * growth(30)


def test_extensions_and_namespaces_ask_for_no_more_edges_each(monkeypatch):
    def growth(size):
        old = [Namespace(name=f"n{i}") for i in range(size)]
        new = [Namespace(name=f"m{i}", renamed_from=f"n{i}") for i in range(size)]
        gone = [Extension(name=f"x{i}") for i in range(size)]
        come = [Extension(name=f"y{i}") for i in range(size)]
        old_model = with_objects(schema(size), *old, *gone)
        return edges(monkeypatch, old_model, with_objects(schema(size, rule="c"), *new, *come))

    assert growth(60) < 2.7 * growth(30)


def test_cycles_are_broken_without_looking_at_everything_each_time():
    """Pairs that wait for each other, all at once."""
    size = 4000
    graph = Graph(size, 0)
    for number in range(0, size, 2):
        graph.loose |= {(number, number + 1), (number + 1, number)}
    with cProfile.Profile() as profile:
        order = list(graph.sorted([(0, number) for number in range(size)]))
    assert order == list(range(size))
    assert pstats.Stats(profile).total_calls < 30 * size
