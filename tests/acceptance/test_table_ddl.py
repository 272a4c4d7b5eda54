"""Every attribute of tables, columns, constraints and indexes on a real server.

A table is made, changed in place and back. After each step the catalogs must be what they are
when the table is made so at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import psycopg
import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.inheritance import carried, inherited
from fluentorm.diff.operations import (
    AddColumn,
    AlterColumn,
    AlterConstraint,
    AlterIndex,
    AlterObject,
    AlterTable,
    CreateObject,
    CreateTable,
    DropColumn,
    RenameEnum,
    RenameIndex,
    RenameTable,
    SetComment,
    inverse,
)
from fluentorm.errors import UnsupportedOperation
from fluentorm.schema.database_objects import Collation, Domain, Sequence
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    ColumnDetails,
    Enum,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexKey,
    Match,
    NotNull,
    PrimaryKey,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import Grant, Privileges
from fluentorm.schema.qualified import qualify
from fluentorm.schema.refs import Kind, Ref
from tests.acceptance.ddl_support import Names, made, run, selected, unmade
from tests.acceptance.whole_catalog import whole_catalog

pytestmark = pytest.mark.acceptance


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is there, and the states that a table goes through from a version on."""

    states: list
    base: list = field(default_factory=list)
    parents: tuple = ()
    since: int = 0


def table(n, *columns, items=(), name="things", **details):
    constraints = {item.name: item for item in items if not isinstance(item, Index)}
    return Table(
        name=n.key(name),
        columns={column.name: column for column in columns},
        constraints=constraints,
        indexes={item.name: item for item in items if isinstance(item, Index)},
        details=TableDetails(**details),
    )


def integer(name="id", **more):
    return Column(name=name, type="integer", **more)


def text(name="name", **more):
    return Column(name=name, type="text", **({"nullable": True} | more))


def details(name="c", kind="text", **more):
    return Column(name=name, type=kind, nullable=True, details=ColumnDetails(**more))


def altered(n, *columns, base=(), since=0):
    """One column that becomes another and another."""
    states = [table(n, integer(), column) for column in columns]
    return Scenario(base=list(base), states=states, since=since)


# Tables


def storage_of_table(n):
    few = (("fillfactor", "70"), ("toast.autovacuum_enabled", "false"))
    more = (
        ("autovacuum_vacuum_scale_factor", "0.05"),
        ("fillfactor", "80"),
        ("parallel_workers", "2"),
        ("toast.vacuum_truncate", "false"),
        ("user_catalog_table", "true"),
    )
    return Scenario(
        states=[
            table(n, integer(), text()),
            table(n, integer(), text(), storage=few),
            table(n, integer(), text(), storage=more),
        ]
    )


def unlogged(n):
    key = PrimaryKey(name=n("pk"), columns=("id",))
    return Scenario(
        states=[
            table(n, integer(), items=(key,), unlogged=True),
            table(n, integer(), items=(key,)),
        ]
    )


def row_security(n):
    return Scenario(
        states=[
            table(n, integer(), row_security=True, force_row_security=True),
            table(n, integer(), row_security=True),
            table(n, integer(), force_row_security=True),
            table(n, integer()),
        ]
    )


def pointing_to_indexes(n):
    key = PrimaryKey(name=n("pk"), columns=("id",))
    unique = Unique(name=n("uq"), columns=("name",))
    index = Index(name=n("ix"), keys=(IndexKey(column="name"),), unique=True)
    columns, items = (integer(), text(nullable=False)), (key, unique, index)

    def state(**details):
        return table(n, *columns, items=items, **details)

    return Scenario(
        states=[
            state(replica_identity="full"),
            state(replica_identity_index=n("ix"), cluster_on=n("pk")),
            state(replica_identity_index=n("uq"), cluster_on=n("ix")),
            state(replica_identity="nothing", cluster_on=n("uq")),
            state(),
        ]
    )


def privileges_of_table(n):
    """What is revoked of the table stays with its columns."""
    own = Privileges((Grant(n.role, "SELECT", True), Grant(n.role, "UPDATE")))
    column = replace(text(n("name")), details=ColumnDetails(privileges=own))
    return Scenario(
        states=[
            table(n, integer(), column, privileges=selected(n, grantable=True)),
            table(n, integer(), column, privileges=selected(n)),
            table(n, integer(), column),
            table(n, integer(), column, privileges=Privileges((Grant(n.role, "DELETE"),))),
        ]
    )


def inheritance(n):
    one = table(n, integer("a"), text("b"), name="one")
    two = table(n, integer("c"), name="two")
    three = table(n, integer("a"), name="three")
    own = (integer("a"), text("b"), integer("c"), text("d"))
    keys = [item.name for item in (one, two, three)]
    return Scenario(
        base=[one, two, three],
        states=[
            table(n, *own),
            table(n, *own, inherits=(keys[0],)),
            table(n, *own, inherits=(keys[0], keys[1])),
            table(n, *own, inherits=(keys[0], keys[2])),
            table(n, *own, inherits=(keys[2], keys[0])),
        ],
    )


def partitioned(n):
    by = table(n, integer(), text(), partition_by="RANGE (id, lower(name))")
    return Scenario(states=[by, replace(by, details=replace(by.details, row_security=True))])


# Columns


def storage_of_column(n):
    return altered(
        n,
        details(n("c"), storage="external", compression="pglz", statistics=50),
        details(n("c"), storage="main", options=(("n_distinct", "-0.5"),)),
        details(n("c"), options=(("n_distinct", "3"), ("n_distinct_inherited", "4"))),
        details(n("c"), "character varying(10)", storage="external", compression="pglz"),
        details(n("c"), "character varying(20)", storage="external", statistics=0),
        details(n("c")),
    )


def usual_storage(n):
    return altered(n, details(n("c"), "numeric", storage="external"), details(n("c"), "numeric"))


def storage_of_a_domain(n):
    """Only the server knows it; SET STORAGE DEFAULT needs PostgreSQL 16."""
    word = Domain(name=n.key("word"), type="text")
    columns = (details("c", n.sql("word"), storage="main"), details("c", n.sql("word")))
    return altered(n, *columns, base=[word], since=160000)


def collation_of_column(n):
    mine = Collation(name=n.key("mine"), provider="libc", locale="C")
    return altered(
        n,
        text(n("c"), collation=n.sql("mine"), details=ColumnDetails(storage="main")),
        text(n("c"), collation='"C"', details=ColumnDetails(storage="main")),
        text(n("c"), default="'x'::text"),
        replace(text(n("c"), collation='"POSIX"'), type="character varying(9)"),
        base=[mine],
    )


def privileges_of_column(n):
    return altered(
        n,
        replace(text(n("c")), details=ColumnDetails(privileges=selected(n))),
        replace(text(n("c")), details=ColumnDetails(privileges=selected(n, grantable=True))),
        text(n("c")),
    )


def stored(expression, **more):
    return integer("g", nullable=True, generated=Generated(expression=expression), **more)


def generated_columns(n):
    wide = replace(stored("id * 4"), type="bigint")
    return Scenario(
        since=170000,
        states=[
            table(n, integer(), stored("id + 1 -- one more")),
            table(n, integer(), stored("id * 2", details=ColumnDetails(statistics=5))),
            table(n, integer(), wide),
        ],
    )


def kept_generated_columns(n):
    """No ALTER leads back from a plain column; that is for the differ to know."""
    return Scenario(states=[table(n, integer(), stored("id + 1"))])


def virtual_columns(n):
    def virtual(expression):
        return integer("g", nullable=True, generated=Generated(expression=expression, virtual=True))

    return Scenario(
        since=180000,
        states=[table(n, integer(), virtual("id + 1")), table(n, integer(), virtual("id * 2"))],
    )


def identities(n):
    def state(kind="bigint", **more):
        return table(n, Column(name=n("id"), type=kind, identity=Identity(**more)))

    options = SequenceOptions(
        start=50, increment=-5, minimum=-100, maximum=100, cache=7, cycle=True
    )
    return Scenario(
        states=[
            state(),
            state(always=True, options=options),
            state(always=True, options=SequenceOptions(start=100, minimum=100)),
            state(options=SequenceOptions(increment=2)),
            state("smallint", sequence=n.key("numbers")),
            state("bigint", sequence=n.key("other"), options=SequenceOptions(maximum=9)),
        ]
    )


def lost_identities(n):
    plain = table(n, integer(n("id")))
    options = SequenceOptions(start=40, increment=-1, minimum=-40, maximum=100)
    identity = Identity(options=options, sequence=n.key("numbers"), always=True)
    return Scenario(states=[plain, table(n, integer(n("id"), identity=identity))])


def named_not_null(n):
    def state(*columns):
        return table(n, integer(), *columns)

    def named(*, nullable=False, **more):
        return text(n("c"), nullable=nullable, details=ColumnDetails(not_null=NotNull(**more)))

    return Scenario(
        since=180000,
        states=[
            state(named(name=n("nn"), comment="it's")),
            state(text(n("c"), nullable=False)),
            state(named(name=n("nn"), no_inherit=True)),
            state(named(name="other")),
            state(named(no_inherit=True)),
            state(text(n("c"))),
            state(named(name=n("nn"), validated=False)),
            state(named(name=n("nn"))),
            state(named(validated=False)),
            state(text(n("c"), nullable=False)),
        ],
    )


# Constraints and indexes


def changed_checks(n):
    rule = Check(name=n("ck"), expression="id > 0 -- positive", validated=False)
    return Scenario(
        states=[
            table(n, integer(), items=(rule,)),
            table(n, integer(), items=(replace(rule, validated=True),)),
        ],
    ), *(
        Scenario(states=[table(n, integer(), items=(item,))], since=since)
        for since, item in (
            (0, replace(rule, no_inherit=True, validated=True, comment="c")),
            (0, replace(rule, no_inherit=True)),
            (180000, replace(rule, enforced=False)),
        )
    )


def unique_constraints(n):
    ranges = (Column(name="r", type="int4range"), Column(name="s", type="int4range"))
    columns = (integer(n("a")), integer("b"), text("c"), *ranges)
    items = (
        (0, PrimaryKey(name=n("pk"), columns=(n("a"), "b"), include=("c",), deferrable=True)),
        (0, PrimaryKey(name=n("pk"), columns=(n("a"),), storage=(("fillfactor", "70"),))),
        (
            0,
            Unique(
                name=n("uq"), columns=(n("a"),), include=("c",), storage=(("fillfactor", "90"),)
            ),
        ),
        (0, Unique(name=n("uq"), columns=("c",), nulls_not_distinct=True, comment="c")),
        (0, Unique(name=n("uq"), columns=("c",), deferrable=True, initially_deferred=True)),
        (180000, Unique(name=n("uq"), columns=("s", "r"), without_overlaps=True)),
        (180000, PrimaryKey(name=n("pk"), columns=("s", "r"), without_overlaps=True)),
    )
    return tuple(
        Scenario(states=[table(n, *columns, items=(item,))], since=since) for since, item in items
    )


def parameters_of_keys(n):
    """ALTER INDEX changes them, though the index is a constraint's."""
    keys = (
        PrimaryKey(name=n("pk"), columns=("id",), storage=(("fillfactor", "70"),)),
        Unique(name=n("uq"), columns=("id",)),
        Exclusion(name=n("ex"), method="btree", elements=((IndexKey(column="id"), "="),)),
    )
    other = (("deduplicate_items", "off"), ("fillfactor", "80"))
    changed = (replace(keys[0], storage=()), *(replace(key, storage=other) for key in keys[1:]))
    return Scenario(states=[table(n, integer(), items=keys), table(n, integer(), items=changed)])


def exclusions(n):
    columns = (Column(name=n("r"), type="int4range"), integer("b"), text("c"))
    ranges = ((IndexKey(column=n("r"), opclass="range_ops"), "&&"),)
    plain = Exclusion(name=n("ex"), elements=ranges)
    full = Exclusion(
        name=n("ex"),
        method="btree",
        elements=(
            (IndexKey(expression="lower(c)", collation='"C"', descending=True), "="),
            (IndexKey(column="b"), "OPERATOR(pg_catalog.=)"),
        ),
        include=("c",),
        where="b > 0 -- positive",
        storage=(("fillfactor", "70"),),
        deferrable=True,
        initially_deferred=True,
        comment="c",
    )
    return tuple(Scenario(states=[table(n, *columns, items=(item,))]) for item in (plain, full))


def foreign_keys(n):
    target = table(
        n,
        integer(n("a")),
        integer("b"),
        items=(PrimaryKey(name="target_pk", columns=(n("a"), "b")),),
        name="target",
    )
    columns = (integer("x", nullable=True), integer(n("y"), nullable=True))
    plain = ForeignKey(
        name=n("fk"),
        columns=("x", n("y")),
        references_table=target.name,
        references_columns=(n("a"), "b"),
        validated=False,
    )
    full = replace(plain, on_delete=Action.SET_NULL, on_delete_columns=(n("y"),), match=Match.FULL)
    deferred = replace(full, deferrable=True, initially_deferred=True, on_update=Action.CASCADE)

    def state(key):
        return table(n, *columns, items=(key,))

    checked = replace(plain, validated=True)
    return (
        Scenario(
            base=[target],
            states=[
                state(plain),
                state(checked),
                state(replace(checked, deferrable=True)),
                state(replace(checked, deferrable=True, initially_deferred=True)),
            ],
        ),
        Scenario(base=[target], states=[state(replace(full, match=Match.SIMPLE))]),
        Scenario(base=[target], states=[state(replace(deferred, on_delete_columns=()))]),
        Scenario(
            base=[target],
            since=180000,
            states=[
                state(replace(plain, enforced=False)),
                state(checked),
                state(replace(plain, enforced=False, deferrable=True)),
            ],
        ),
    )


def periods(n):
    span = Column(name=n("span"), type="int4range")
    target = table(
        n,
        integer(),
        span,
        items=(PrimaryKey(name="t_pk", columns=("id", n("span")), without_overlaps=True),),
        name="target",
    )
    key = ForeignKey(
        name=n("fk"),
        columns=("id", n("span")),
        references_table=target.name,
        references_columns=("id", n("span")),
        period=True,
    )
    # An integer in a GiST index needs an extension: its range does not.
    ranges = replace(integer(), type="int4range")
    target = replace(target, columns={"id": ranges, span.name: span})
    return Scenario(base=[target], states=[table(n, ranges, span, items=(key,))], since=180000)


def indexes(n):
    columns = (integer(), text(), Column(name="t", type="tsvector", nullable=True))
    plain = Index(name=n("ix"), keys=(IndexKey(expression="lower(name)"), IndexKey(column="id")))
    full = replace(
        plain, storage=(("deduplicate_items", "off"), ("fillfactor", "70")), statistics=((1, 50),)
    )
    gin = Index(
        name="g", keys=(IndexKey(column="t"),), method="gin", storage=(("fastupdate", "off"),)
    )
    brin = Index(
        name="b",
        keys=(IndexKey(column="id", opclass="int4_bloom_ops(n_distinct_per_range = 16)"),),
        method="brin",
        storage=(("autosummarize", "on"), ("pages_per_range", "64")),
    )
    return (
        Scenario(
            states=[
                table(n, *columns, items=(plain,)),
                table(n, *columns, items=(full,)),
                table(n, *columns, items=(replace(full, statistics=((1, 60),)),)),
                table(n, *columns, items=(replace(plain, storage=(("fillfactor", "90"),)),)),
            ]
        ),
        Scenario(states=[table(n, *columns, items=(gin, brin))]),
    )


KINDS = [
    storage_of_table,
    unlogged,
    row_security,
    pointing_to_indexes,
    privileges_of_table,
    inheritance,
    partitioned,
    storage_of_column,
    usual_storage,
    storage_of_a_domain,
    collation_of_column,
    privileges_of_column,
    generated_columns,
    kept_generated_columns,
    virtual_columns,
    identities,
    lost_identities,
    named_not_null,
    changed_checks,
    unique_constraints,
    parameters_of_keys,
    exclusions,
    foreign_keys,
    periods,
    indexes,
]


@pytest.fixture
def connection(database):
    with psycopg.connect(database) as session:
        yield session
        session.rollback()


@pytest.fixture(params=[False, True], ids=["plain", "nasty"])
def names(request, connection):
    n = Names(request.param)
    n.prepare(connection)
    return n


def steps(before, after):
    """Return what leads from one state of a table to another, as a diff orders it."""
    name, found = before.name, []
    if before.details != after.details:
        own = tuple((c.name, c.details.privileges) for c in before.columns.values())
        found.append(
            AlterTable(
                table=name, before=before.details, after=after.details, column_privileges=own
            )
        )
    for was, now in zip(before.columns.values(), after.columns.values(), strict=True):
        if was != now:
            found.append(AlterColumn(table=name, before=was, after=now))
    for was, now in zip(before.constraints.values(), after.constraints.values(), strict=True):
        if was != now:
            found.append(AlterConstraint(table=name, before=was, after=now))
    for was, now in zip(before.indexes.values(), after.indexes.values(), strict=True):
        if was != now:
            found.append(AlterIndex(table=name, before=was, after=now))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_becomes_what_it_is_changed_to_and_back(connection, names, kind):
    found = kind(names)
    for number, scenario in enumerate(found if isinstance(found, tuple) else (found,)):
        if connection.info.server_version < scenario.since:
            continue
        connection.execute("SAVEPOINT scenario")
        try:
            walk(connection, scenario)
        except BaseException as error:
            error.add_note(f"scenario {number}")
            raise
        connection.execute("ROLLBACK TO SAVEPOINT scenario")


def walk(connection, scenario):
    run(connection, [s for item in scenario.base for s in made(item)])
    states, empty, expected = scenario.states, whole_catalog(connection), []
    for state in states:
        connection.execute("SAVEPOINT fresh")
        run(connection, made(state, scenario.parents))
        expected.append(whole_catalog(connection))
        connection.execute("ROLLBACK TO SAVEPOINT fresh")
    run(connection, made(states[0], scenario.parents))
    for number in range(len(states) - 1):
        forth = steps(states[number], states[number + 1])
        back = [inverse(operation) for operation in reversed(forth)]
        can_go_back = _can(back)
        run(connection, forth)
        assert whole_catalog(connection) == expected[number + 1], f"state {number + 1}"
        if can_go_back:
            run(connection, back)
            assert whole_catalog(connection) == expected[number], f"back in state {number}"
            run(connection, forth)
    if len(states) > 1:
        run(connection, steps(states[-1], states[0]) if _can(steps(states[-1], states[0])) else ())
        return
    run(connection, unmade(states[0], scenario.parents))
    assert whole_catalog(connection) == empty


def _can(operations):
    """No ALTER takes a validation back, but from a NOT NULL and with the enforcement."""
    for operation in operations:
        if isinstance(operation, AlterConstraint):
            before, after = operation.before, operation.after
            checked = getattr(before, "validated", False) and not after.validated
            if checked and getattr(after, "enforced", True):
                return False
    return True


def test_partitions_bring_only_what_differs_from_their_parent(connection, names):
    n = names
    parent = table(
        n,
        integer(n("id"), default="5"),
        text(n("name"), collation='"C"', details=ColumnDetails(storage="main", compression="pglz")),
        stored(f"{n.q('id')} + 1"),
        items=(Check(name=n("ck"), expression=f"{n.q('id')} > 0"),),
        partition_by=f"LIST ({n.q('id')})",
        name="parent",
    )
    inherited = {
        name: replace(column, details=replace(column.details, inherited=True))
        for name, column in parent.columns.items()
    }
    same = Table(
        name=n.key("same"),
        columns=inherited,
        details=TableDetails(partition_of=parent.name, bound="FOR VALUES IN (1, 2)"),
    )
    name = inherited[n("name")]
    other = replace(
        same,
        name=n.key("other"),
        columns={
            n("id"): replace(inherited[n("id")], default=None, comment="c"),
            n("name"): replace(
                name,
                nullable=False,
                default="'x'",
                details=replace(name.details, storage=None, statistics=9, privileges=selected(n)),
            ),
            "g": inherited["g"],
        },
        constraints={
            n("own"): Check(name=n("own"), expression="g > 1"),
            n("nv"): Check(name=n("nv"), expression="g > 2", validated=False),
            "pk": PrimaryKey(name="pk", columns=(n("id"),)),
        },
        details=TableDetails(
            partition_of=parent.name,
            bound="DEFAULT",
            partition_by=f"RANGE ({n.q('id')})",
            row_security=True,
            privileges=selected(n),
        ),
        comment="c",
    )
    run(connection, made(parent))
    empty = whole_catalog(connection)
    run(connection, [*made(same, (parent,)), *made(other, (parent,))])
    assert len(made(same, (parent,))) == 1
    catalog = {row[:2]: row[2] for row in whole_catalog(connection)}
    key = other.name if n.nasty is False else None
    if key is not None:
        assert catalog["column", "public.other.id"].endswith("|f|1")
        assert catalog["column", "public.other.name"].startswith("text|t|||")
        assert catalog["column", "public.other.name"].endswith("|x|p|9|f|1|'x'::text")
        assert catalog["column", "public.same.id"].endswith("|f|1|5")
    run(connection, [*unmade(other, (parent,)), *unmade(same, (parent,))])
    assert whole_catalog(connection) == empty


def test_a_partition_with_nothing_of_its_own_is_one_statement():
    parent = table(Names(nasty=False), integer(default="5"), partition_by="RANGE (id)")
    bound = "FOR VALUES FROM (1) TO (10)"
    column = replace(parent.columns["id"], details=ColumnDetails(inherited=True))
    child = Table(
        name="part",
        columns={"id": column},
        details=TableDetails(partition_of="things", bound=bound, storage=(("fillfactor", "70"),)),
    )
    (statement,) = render(CreateTable(table=child, parents=(parent,)))
    assert statement == (
        "CREATE TABLE part PARTITION OF things\n    FOR VALUES FROM (1) TO (10)"
        "\n    WITH (fillfactor = 70)"
    )


def test_children_bring_only_what_differs_from_their_parents(connection, names):
    n = names
    one = table(n, integer(n("id"), default="5"), text("b"), name="one")
    two = table(n, integer(n("id")), text("c", details=ColumnDetails(storage="main")), name="two")

    def taken(column, **more):
        return replace(column, details=replace(column.details, inherited=True), **more)

    child = Table(
        name=n.key("child"),
        columns={
            n("id"): replace(one.columns[n("id")], default="7"),  # merged, and its own
            "b": taken(one.columns["b"], default="'x'"),
            "c": taken(two.columns["c"], nullable=False),
            "own": text("own"),
        },
        details=TableDetails(inherits=(one.name, two.name)),
    )
    run(connection, [*made(one), *made(two)])
    empty = whole_catalog(connection)
    run(connection, made(child, (one, two)))
    rows = connection.execute(
        "SELECT attnum, attislocal, attinhcount, attnotnull, attstorage,"
        " pg_get_expr(adbin, attrelid) FROM pg_attribute"
        " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        " JOIN pg_class c ON c.oid = attrelid WHERE relname = %s AND attnum > 0 ORDER BY attnum",
        (n("child"),),
    ).fetchall()
    assert rows == [
        (1, True, 2, True, "p", "7"),
        (2, False, 1, False, "x", "'x'::text"),
        (3, False, 1, True, "m", None),
        (4, True, 0, False, "x", None),
    ]
    run(connection, unmade(child, (one, two)))
    assert whole_catalog(connection) == empty


def test_a_partition_is_detached_and_attached_and_gets_another_bound(connection, names):
    n = names
    parent = table(n, integer(), partition_by="LIST (id)", name="parent")
    column = replace(parent.columns["id"], details=ColumnDetails(inherited=True))
    bound = TableDetails(partition_of=parent.name, bound="FOR VALUES IN (1)")
    child = Table(name=n.key("child"), columns={"id": column}, details=bound)
    run(connection, [*made(parent), *made(child, (parent,))])
    before = whole_catalog(connection)
    connection.execute(f"INSERT INTO {n.sql('parent')} VALUES (1)".encode())
    away = AlterTable(table=child.name, before=bound, after=TableDetails())
    wider = replace(bound, bound="FOR VALUES IN (1, 2)")
    moved = AlterTable(table=child.name, before=bound, after=wider)
    for operation in (away, moved):
        run(connection, [operation])
        assert whole_catalog(connection) != before
        run(connection, [inverse(operation)])
        assert whole_catalog(connection) == before
    rows = connection.execute(f"SELECT count(*) FROM {n.sql('parent')}".encode())
    assert rows.fetchone() == (1,)


def test_how_a_table_is_partitioned_cannot_change():
    after = TableDetails(partition_by="LIST (id)")
    operation = AlterTable(table="t", before=TableDetails(), after=after)
    with pytest.raises(UnsupportedOperation, match='how table "t" is partitioned'):
        render(operation)


def test_tables_and_enums_move_between_namespaces(connection, names):
    n = names
    connection.execute('CREATE SCHEMA "An other"')
    mood = Enum(name=n.key("mood"), values=("a",))
    index = Index(name=n("ix"), keys=(IndexKey(column="id"),), comment="c")
    things = table(
        n, integer(), Column(name="m", type=n.sql("mood"), nullable=True), items=(index,)
    )
    run(connection, [*made(mood), *made(things)])
    before = whole_catalog(connection)
    there, mood_there = qualify("An other", n("new")), qualify("An other", n("humour"))
    forth = [
        RenameTable(before=things.name, after=there),
        RenameEnum(before=mood.name, after=mood_there),
        RenameIndex(table=there, before=n("ix"), after="renamed"),
        SetComment(kind="index", table=there, name="renamed", before="c", after="d"),
        SetComment(kind="table", table=there, name=there, before=None, after="t"),
        SetComment(kind="column", table=there, name="id", before=None, after="i"),
        SetComment(kind="enum", table=mood_there, name=mood_there, before=None, after="e"),
    ]
    run(connection, forth)
    found = {(row[0], row[1]): row[4] for row in whole_catalog(connection)}
    assert found["relation i", '"An other".renamed'] == "d"
    assert sum(comment in ("t", "i", "e") for comment in found.values()) == 3
    run(connection, [inverse(operation) for operation in reversed(forth)])
    assert whole_catalog(connection) == before


def test_a_serial_column_has_a_sequence_that_goes_with_it(connection, names):
    n = names
    default = f"nextval('{n.sql('things_id_seq')}'::regclass)"
    numbers = Sequence(name=n.key("things_id_seq"), type="integer")
    things = table(n, integer(default=default))
    owned = replace(numbers, owned_by=Ref(Kind.COLUMN, things.name, "id"))
    empty = whole_catalog(connection)
    operations = [
        CreateObject(object=numbers),
        *made(things),
        AlterObject(before=numbers, after=owned),
    ]
    run(connection, operations)
    found = connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", (n.sql("things"),))
    assert found.fetchone()[0] is not None
    run(connection, [inverse(operation) for operation in reversed(operations)])
    assert whole_catalog(connection) == empty


@pytest.mark.parametrize(
    ("options", "rows", "following"),
    [
        (SequenceOptions(), [3, 9], 10),
        (SequenceOptions(), [], 1),
        (SequenceOptions(start=1000), [], 1000),
        (SequenceOptions(start=1000), [3], 1000),
        (SequenceOptions(start=1000, increment=5), [1000], 1005),
        (SequenceOptions(start=-1, increment=-1), [-7, 4], -8),
        (SequenceOptions(increment=-1), [5], -1),
    ],
)
def test_a_new_identity_goes_on_behind_the_rows(connection, options, rows, following):
    n = Names(nasty=True)
    n.prepare(connection)
    run(connection, made(table(n, integer(n("id")), text())))
    for row in rows:
        connection.execute(f"INSERT INTO {n.sql('things')} VALUES ({row})".encode())
    after = integer(n("id"), identity=Identity(options=options))
    run(connection, [AlterColumn(table=n.key("things"), before=integer(n("id")), after=after)])
    query = f"INSERT INTO {n.sql('things')} (name) VALUES ('x') RETURNING {n.q('id')}"
    assert connection.execute(query.encode()).fetchone() == (following,)


def test_an_identity_keeps_its_position_and_is_brought_into_narrower_limits(connection):
    n = Names(nasty=True)
    n.prepare(connection)
    before = Identity(options=SequenceOptions(maximum=1000))
    things = table(n, integer(n("id"), identity=before))
    run(connection, made(things))
    connection.execute(f"INSERT INTO {n.sql('things')} SELECT FROM generate_series(1, 50)".encode())
    name = f"pg_get_serial_sequence('{n.sql('things')}', '{n('id')}')"

    def position():
        return connection.execute(f"SELECT pg_sequence_last_value({name})".encode()).fetchone()[0]

    kept = integer(n("id"), identity=Identity(options=SequenceOptions(maximum=60), always=True))
    was = things.columns[n("id")]
    run(connection, [AlterColumn(table=things.name, before=was, after=kept)])
    assert position() == 50
    higher = integer(n("id"), identity=Identity(options=SequenceOptions(minimum=200)))
    run(connection, [AlterColumn(table=things.name, before=kept, after=higher)])
    query = f"INSERT INTO {n.sql('things')} DEFAULT VALUES RETURNING {n.q('id')}"
    assert connection.execute(query.encode()).fetchone() == (200,)


def reaching(n):
    """Changes of a parent's column, and whether PostgreSQL 15 has them."""
    plain = text("c")
    return [
        (plain, replace(plain, default="'x'")),
        (plain, replace(plain, nullable=False)),
        (replace(plain, nullable=False), plain),
        (plain, replace(plain, type="character varying(5)", collation='"C"')),
        (plain, details("c", storage="external", statistics=7)),
        (plain, details("c", compression="pglz", options=(("n_distinct", "4"),))),
        (details("c", storage="external", statistics=7), plain),
        (stored("id + 1"), integer("g", nullable=True)),
        (None, details("c", "text", storage="main", compression="pglz", statistics=3)),
        (None, details("c", "text", options=(("n_distinct", "4"),))),
        (None, text("c", nullable=False, default="'x'", comment="c")),
        (None, stored("id + 1")),
        (plain, None),
    ]


@pytest.mark.parametrize("partitioned", [True, False], ids=["partition", "child"])
def test_what_reaches_children_is_what_the_diff_takes_for_reaching(connection, partitioned):
    n = Names(nasty=True)
    n.prepare(connection)
    for before, after in reaching(n):
        connection.execute("SAVEPOINT change")
        above = {"partition_by": "LIST (id)"} if partitioned else {}
        old, new = (
            table(n, integer(), *([column] if column else []), name="parent", **above)
            for column in (before, after)
        )
        below = TableDetails(inherits=(old.name,))
        if partitioned:
            below = TableDetails(partition_of=old.name, bound="DEFAULT")
        child = Table(
            name=n.key("child"),
            columns={name: inherited(column) for name, column in old.columns.items()},
            details=below,
        )
        run(connection, [*made(old), *made(child, (old,))])
        if before is None:
            run(connection, [AddColumn(table=old.name, column=after)])
        elif after is None:
            run(connection, [DropColumn(table=old.name, column=before)])
        else:
            run(connection, [AlterColumn(table=old.name, before=before, after=after)])
        found = whole_catalog(connection)
        connection.execute("ROLLBACK TO SAVEPOINT change")
        run(connection, [*made(new), *made(carried(child, old, new), (new,))])
        assert whole_catalog(connection) == found, (before, after)
        connection.execute("ROLLBACK TO SAVEPOINT change")


@pytest.mark.parametrize("partition", [True, False], ids=["partition", "child"])
def test_an_inherited_not_null_has_its_parents_name_or_its_own(connection, names, partition):
    if connection.info.server_version < 180000:
        pytest.skip("PostgreSQL 18 names them")
    n = names
    above = {"partition_by": "LIST (a)"} if partition else {}
    parent = table(n, integer("a"), text("b", nullable=False), text("c"), name="parent", **above)

    def taken(column, name=None, **more):
        own = None if name is None else NotNull(name=name)
        return replace(column, details=ColumnDetails(inherited=True, not_null=own), **more)

    a, b, c = parent.columns.values()
    below = TableDetails(partition_of=parent.name, bound="DEFAULT")
    child = Table(
        name=n.key("child"),
        columns={
            "a": taken(a),
            "b": taken(b, n("own")),
            "c": taken(c, "mine", nullable=False),
        },
        details=below if partition else TableDetails(inherits=(parent.name,)),
    )
    run(connection, made(parent))
    empty = whole_catalog(connection)
    run(connection, made(child, (parent,)))
    rows = connection.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'n' AND conrelid = %s::regclass"
        " ORDER BY conkey",
        (n.sql("child"),),
    ).fetchall()
    assert [name for (name,) in rows] == [f"{n('parent')}_a_not_null", n("own"), "mine"]
    run(connection, unmade(child, (parent,)))
    assert whole_catalog(connection) == empty
