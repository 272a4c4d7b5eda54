"""What few tables and columns have, from the calls of a TableSchema."""

from collections.abc import Callable
from typing import Any

import pytest

from fluentorm.schema.builder import TableSchema
from fluentorm.schema.builder_assembly import Built
from fluentorm.schema.children import children_of, resolve_child
from fluentorm.schema.database_objects import Policy, Rule, Sequence, Statistics, Trigger
from fluentorm.schema.hints import AutoGenerate, InputMode
from fluentorm.schema.objects import (
    Check,
    Column,
    ColumnDetails,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    IndexKey,
    NotNull,
    PrimaryKey,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import Grant, Privileges
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import sql

Build = Callable[[TableSchema], Any]


def _built(*builds: Build, name: str = "billing.orders") -> Built:
    schema = TableSchema.create_empty(name)
    for build in builds:
        build(schema)
    return schema.finish()


def _sound(*builds: Build) -> Built:
    built = _built(*builds)
    assert [str(problem) for problem in built.problems] == []
    return built


def _messages(*builds: Build) -> list[str]:
    return [problem.message.replace(__file__, "FILE") for problem in _built(*builds).problems]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda t: t.unlogged(), TableDetails(unlogged=True)),
        (
            lambda t: t.storage({"toast.autovacuum_enabled": False}, fillfactor=70),
            TableDetails(storage=(("fillfactor", "70"), ("toast.autovacuum_enabled", "false"))),
        ),
        (lambda t: t.row_security(), TableDetails(row_security=True)),
        (
            lambda t: t.row_security(force=True, enabled=False),
            TableDetails(force_row_security=True),
        ),
        (
            lambda t: t.row_security(force=True),
            TableDetails(row_security=True, force_row_security=True),
        ),
        (lambda t: t.replica_identity("full"), TableDetails(replica_identity="full")),
        (lambda t: t.replica_identity(index="i"), TableDetails(replica_identity_index="i")),
        (lambda t: t.cluster_on("i"), TableDetails(cluster_on="i")),
        (lambda t: t.inherits(["a", "b.c"]), TableDetails(inherits=("a", "b.c"))),
        (lambda t: t.partition_by("range (a)"), TableDetails(partition_by="RANGE (a)")),
        (
            lambda t: t.partition_by("list", ["Odd", sql("lower(b)")]),
            TableDetails(partition_by='LIST ("Odd", (lower(b)))'),
        ),
        (
            lambda t: t.partition_of("p", start="2024-01-01", end=sql("MAXVALUE")),
            TableDetails(partition_of="p", bound="FOR VALUES FROM ('2024-01-01') TO (MAXVALUE)"),
        ),
        (
            lambda t: t.partition_of("p", values=["a", None, 3]),
            TableDetails(partition_of="p", bound="FOR VALUES IN ('a', NULL, 3)"),
        ),
        (
            lambda t: t.partition_of("p", modulus=4, remainder=0),
            TableDetails(partition_of="p", bound="FOR VALUES WITH (modulus 4, remainder 0)"),
        ),
        (
            lambda t: t.partition_of("p", default=True),
            TableDetails(partition_of="p", bound="DEFAULT"),
        ),
        (
            lambda t: t.partition_of("p", bound="IN (1)"),
            TableDetails(partition_of="p", bound="FOR VALUES IN (1)"),
        ),
        (
            lambda t: t.grant(["select", "insert"], "app", grantable=True),
            TableDetails(
                privileges=Privileges((Grant("app", "INSERT", True), Grant("app", "SELECT", True)))
            ),
        ),
        (
            lambda t: t.revoke("delete", "current_user"),
            TableDetails(privileges=Privileges((), (Grant("CURRENT_USER", "DELETE"),))),
        ),
    ],
)
def test_details_of_a_table(build: Build, expected: TableDetails) -> None:
    assert _sound(build).table.details == expected


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            lambda t: t.numeric("c", generated="a * 2"),
            Column(name="c", type="numeric", generated=Generated(expression="a * 2")),
        ),
        (
            lambda t: t.numeric("c", generated=sql("a * 2"), virtual=True),
            Column(name="c", type="numeric", generated=Generated(expression="a * 2", virtual=True)),
        ),
        (
            lambda t: t.string("c", collation="de-x-icu", storage="external", compression="lz4"),
            Column(
                name="c",
                type="text",
                collation='"de-x-icu"',
                details=ColumnDetails(storage="external", compression="lz4"),
            ),
        ),
        (
            lambda t: t.string(
                "c", statistics=500, parameters={"n_distinct": -0.5}, grants={"app": "select"}
            ),
            Column(
                name="c",
                type="text",
                details=ColumnDetails(
                    statistics=500,
                    options=(("n_distinct", "-0.5"),),
                    privileges=Privileges((Grant("app", "SELECT"),)),
                ),
            ),
        ),
        (
            lambda t: t.increments("c", primary_key=True, sequence={"start": 9, "cycle": True}),
            Column(
                name="c",
                type="integer",
                identity=Identity(options=SequenceOptions(start=9, cycle=True)),
            ),
        ),
        (
            lambda t: t.increments(
                "c", primary_key=True, sequence={"name": "numbers", "increment": 5}
            ),
            Column(
                name="c",
                type="integer",
                identity=Identity(options=SequenceOptions(increment=5), sequence="billing.numbers"),
            ),
        ),
        (
            lambda t: t.increments(
                "c",
                primary_key=True,
                sequence={"grants": {"app": ["usage", "select"]}, "revokes": {}},
            ),
            Column(
                name="c",
                type="integer",
                identity=Identity(
                    privileges=Privileges((Grant("app", "SELECT"), Grant("app", "USAGE")))
                ),
            ),
        ),
        (
            lambda t: (t.string("c"), t.not_null("c", "c_there", validated=False, comment="x")),
            Column(
                name="c",
                type="text",
                details=ColumnDetails(
                    not_null=NotNull(name="c_there", validated=False, comment="x")
                ),
            ),
        ),
        (
            lambda t: (t.string("c"), t.not_null("c", "orders_c_not_null")),
            Column(name="c", type="text"),
        ),
        (
            lambda t: (
                t.string("c", grants={"app": "select"}),
                t.grant("update", "app", columns=["c"]),
            ),
            Column(
                name="c",
                type="text",
                details=ColumnDetails(
                    privileges=Privileges((Grant("app", "SELECT"), Grant("app", "UPDATE")))
                ),
            ),
        ),
    ],
)
def test_details_of_a_column(build: Build, expected: Column) -> None:
    assert _sound(build).table.columns["c"] == expected


def test_generated_columns_are_no_input() -> None:
    hints = _sound(lambda t: t.string("c", generated="a")).table.columns["c"].hints
    assert (hints.create_input, hints.update_input) == (InputMode.EXCLUDED, False)


def test_serial_is_an_integer_with_a_sequence_of_its_own() -> None:
    built = _sound(lambda t: t.big_serial("number", renamed_from="no", sequence={"start": 7}))
    column = built.table.columns["number"]
    assert column.default == "nextval('billing.orders_number_seq'::regclass)"
    assert (column.type, column.identity) == ("bigint", None)
    assert column.hints.auto_generate is AutoGenerate.INCREMENTS
    (sequence,) = built.objects
    assert sequence == Sequence(
        name="billing.orders_number_seq",
        type="bigint",
        options=SequenceOptions(start=7),
        owned_by=Ref(Kind.COLUMN, "billing.orders", "number"),
    )
    assert isinstance(sequence, Sequence)
    assert sequence.renamed_from == "billing.orders_no_seq"


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            lambda t: t.primary_key(
                ["a", "b"], include="c", without_overlaps=True, storage={"fillfactor": 90}
            ),
            PrimaryKey(
                name="orders_pkey",
                columns=("a", "b"),
                include=("c",),
                without_overlaps=True,
                storage=(("fillfactor", "90"),),
            ),
        ),
        (
            lambda t: t.unique("a", include=["b"]),
            Unique(name="orders_a_key", columns=("a",), include=("b",)),
        ),
        (
            lambda t: t.check("k", "a > 0", no_inherit=True, validated=False),
            Check(name="k", expression="a > 0", no_inherit=True, validated=False),
        ),
        (
            lambda t: t.check("k", "a > 0", enforced=False),
            Check(name="k", expression="a > 0", validated=False, enforced=False),
        ),
        (
            lambda t: t.belongs_to(
                "x",
                ["a", "b"],
                "billing.things",
                ["a", "b"],
                on_delete="set_null",
                on_delete_columns="b",
                validated=False,
            ),
            ForeignKey(
                name="fk_orders_x",
                columns=("a", "b"),
                references_table="billing.things",
                references_columns=("a", "b"),
                on_delete="set_null",  # type: ignore[arg-type]  # equal to the member
                on_delete_columns=("b",),
                validated=False,
            ),
        ),
        (
            lambda t: t.exclude(
                "one_at_a_time",
                [("room", "="), {"column": "during", "operator": "&&", "opclass": "range_ops"}],
                where="NOT gone",
                deferrable=True,
            ),
            Exclusion(
                name="one_at_a_time",
                elements=(
                    (IndexKey(column="room"), "="),
                    (IndexKey(column="during", opclass="range_ops"), "&&"),
                ),
                where="NOT gone",
                deferrable=True,
            ),
        ),
    ],
)
def test_constraints(build: Build, expected: Any) -> None:
    (found,) = _sound(build).table.constraints.values()
    assert found == expected


def test_index_keys_have_parameters_and_statistics() -> None:
    key = {"expression": "lower(a)", "opclass": "gist_trgm_ops", "statistics": 300}
    built = _sound(
        lambda t: t.index("i", ["b", {**key, "opclass_parameters": {"siglen": 32}}], method="gist")
    )
    index = built.table.indexes["i"]
    assert index.keys[1].opclass == "gist_trgm_ops(siglen='32')"
    assert index.statistics == ((2, 300),)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            lambda t: t.trigger("touch", "before", ["update"], "touch('a')", columns=["a"]),
            Trigger(
                name="touch",
                table="billing.orders",
                timing="BEFORE",
                events=("UPDATE",),
                call="touch('a')",
                columns=("a",),
            ),
        ),
        (
            lambda t: t.rule("keep", "ON DELETE TO billing.orders DO INSTEAD NOTHING"),
            Rule(
                name="keep",
                table="billing.orders",
                definition="ON DELETE TO billing.orders DO INSTEAD NOTHING",
            ),
        ),
        (
            lambda t: t.policy("own", roles="app", using="a = current_user"),
            Policy(name="own", table="billing.orders", roles=("app",), using="a = current_user"),
        ),
        (
            lambda t: t.statistics("s", ["a", "b"], kinds="mcv"),
            Statistics(
                name="billing.s", table="billing.orders", columns=("a", "b"), kinds=("mcv",)
            ),
        ),
    ],
)
def test_objects_of_a_table(build: Build, expected: Any) -> None:
    assert _sound(build).objects == (expected,)


def _events(t: TableSchema) -> None:
    t.uuid("id")
    t.timestamp("at", default=sql("now()"), comment="when")
    t.string("what", statistics=100, grants={"app": "select"})
    t.partition_by("range", "at")


def test_partitions_have_the_columns_of_their_parent() -> None:
    def build(t: TableSchema) -> None:
        _events(t)
        year = t.partition("events_2024", start="2024-01-01", end="2025-01-01")
        year.partition_by("hash", "id")
        part = year.partition("events_2024_0", modulus=1, remainder=0)
        part.alter_field("at", default=None, comment="long ago")
        part.storage(fillfactor=100)
        part.index("i", ["what"])
        part.grant("select", "app", columns="what")
        t.partition("elsewhere.rest", default=True)

    built = _sound(build)
    parents: dict[str, Table] = {built.table.name: built.table}
    for child in children_of(built):
        table, problems = resolve_child(child, [parents[name] for name in child.parents])
        assert problems == []
        parents[table.name] = table
    assert list(parents) == [
        "billing.orders",
        "billing.events_2024",
        "billing.events_2024_0",
        "elsewhere.rest",
    ]
    part = parents["billing.events_2024_0"]
    assert part.details.partition_of == "billing.events_2024"
    assert part.columns == {
        "id": Column(name="id", type="uuid", details=ColumnDetails(inherited=True)),
        "at": Column(
            name="at",
            type="timestamp with time zone",
            comment="long ago",
            details=ColumnDetails(inherited=True),
        ),
        "what": Column(
            name="what",
            type="text",
            details=ColumnDetails(
                statistics=100, inherited=True, privileges=Privileges((Grant("app", "SELECT"),))
            ),
        ),
    }
    assert list(part.indexes) == ["i"]


def test_child_has_its_parents_columns_first() -> None:
    parent = _sound(lambda t: (t.string("a"), t.increments("b"))).table
    built = _sound(lambda t: (t.inherits("billing.orders"), t.string("c"), t.string("a")))
    child = resolve_child(_child(built), [parent])[0]
    assert list(child.columns) == ["a", "b", "c"]
    assert [column.details.inherited for column in child.columns.values()] == [False, True, False]
    assert child.columns["b"].identity is None


def _child(built: Built) -> Any:
    from fluentorm.schema.children import Child

    return Child(built.table, built.overrides)


def test_what_cannot_differ_in_a_partition_is_refused() -> None:
    parent = _sound(_events).table
    built = _sound(
        lambda t: (
            t.partition_of("billing.orders", default=True),
            t.alter_field("at", type="date"),
            t.alter_field("whta", comment="x"),
            t.integer("what"),
            t.string("more"),
        )
    )
    _, problems = resolve_child(_child(built), [parent])
    assert [problem.message for problem in problems] == [
        'column "what" of partition "billing.orders" is integer',
        'partition "billing.orders" has a column "more" of its own',
        'column "at" is its parent\'s: its type cannot differ here',
        'table "billing.orders" has no column "whta" to alter',
    ]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda t: (t.storage(fillfactor=70), t.storage(fillfactor=80)),
            'storage parameter "fillfactor" is already 70 at FILE:',
        ),
        (
            lambda t: (t.replica_identity("full"), t.replica_identity("nothing")),
            "replica_identity is already full at FILE:",
        ),
        (lambda t: t.replica_identity(), 'replica_identity needs "full", "nothing" or index='),
        (lambda t: t.partition_by("RANGE"), "partition_by needs columns"),
        (lambda t: t.partition_by("rang", "a"), 'the strategy of partition_by cannot be "rang"'),
        (
            lambda t: t.partition("p", start=1),
            'partition "billing.p" has a start but no end',
        ),
        (
            lambda t: t.partition("p"),
            'partition "billing.p" needs one of start and end, values, modulus and remainder',
        ),
        (lambda t: t.unmanaged_partitions("("), 'unmanaged_partitions "(" is no regular'),
        (
            lambda t: t.string("c", generated="a", default="b"),
            'column "c" has both generated and default',
        ),
        (lambda t: t.string("c", virtual=True), 'column "c" is virtual, but not generated'),
        (
            lambda t: t.string("c", sequence={"start": 1}),
            'column "c" has no sequence of its own',
        ),
        (
            lambda t: t.increments("c", sequence={"begin": 1}),
            'sequence of column "c" has an unknown option "begin"',
        ),
        (
            lambda t: (t.string("c", nullable=True), t.not_null("c")),
            'column "c" is nullable',
        ),
        (lambda t: t.not_null("c"), 'table "billing.orders" has no column "c" to be NOT NULL'),
        (
            lambda t: t.grant("select", "app", columns="c"),
            'table "billing.orders" has no column "c" to grant on',
        ),
        (
            lambda t: t.exclude("x", ["room"]),
            "exclusion constraint \"x\": an element needs a key and an operator, not 'room'",
        ),
        (
            lambda t: t.index("i", [{"column": "a", "statistics": 5}]),
            "only an expression of an index has statistics",
        ),
        (
            lambda t: t.trigger("t", "before", "update", "f()", colums="a"),
            'trigger "t" has an unknown option "colums"',
        ),
    ],
)
def test_what_is_wrong_is_reported(build: Build, message: str) -> None:
    assert _messages(build)[0].startswith(message)
