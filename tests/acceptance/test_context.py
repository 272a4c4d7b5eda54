"""What a diff's operations have to know of the state that they meet, on a real server."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.schema.database_objects import (
    Aggregate,
    CompositeType,
    DefaultPrivileges,
    Domain,
    MaterializedView,
    Namespace,
    RangeType,
    Routine,
    Sequence,
    View,
    ViewColumn,
)
from fluentorm.schema.objects import (
    Column,
    ColumnDetails,
    Enum,
    SchemaModel,
    Table,
    TableDetails,
)
from fluentorm.schema.privileges import PUBLIC, Grant, Privileges
from tests.acceptance.ddl_support import Names, run
from tests.acceptance.whole_catalog import whole_catalog

pytestmark = pytest.mark.acceptance


def catalog(connection):
    """Return all but what comes with a range type: nothing is said of its privileges."""
    rows = whole_catalog(connection)
    return [
        row for row in rows if "range_constructor" not in row[2] and "_multirange" not in row[1]
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


def model(*items):
    tables = {item.name: item for item in items if isinstance(item, Table)}
    enums = {item.name: item for item in items if isinstance(item, Enum)}
    others = [item for item in items if not isinstance(item, Table | Enum)]
    return SchemaModel(tables=tables, enums=enums, objects={item.ref: item for item in others})


def one_of_each(n, privileges):
    """Return an object of each kind that default privileges reach, granted what is asked for."""
    more = privileges
    column = Column(name="id", type="integer", details=ColumnDetails(privileges=more("SELECT")))
    return (
        Table(
            name=n.key("t"),
            columns={"id": column},
            details=TableDetails(privileges=more("SELECT", "UPDATE")),
        ),
        Enum(name=n.key("e"), values=("a", "b"), privileges=more("USAGE")),
        Domain(name=n.key("d"), type="text", privileges=more("USAGE")),
        CompositeType(name=n.key("c"), attributes=(), privileges=more("USAGE")),
        RangeType(name=n.key("r"), subtype="text", privileges=more("USAGE")),
        Sequence(name=n.key("s"), privileges=more("USAGE")),
        View(
            name=n.key("v"),
            query="SELECT 1 AS a",
            columns=(ViewColumn(name="a", privileges=more("SELECT")),),
            privileges=more("SELECT"),
        ),
        MaterializedView(name=n.key("m"), query="SELECT 1 AS a", privileges=more("SELECT")),
        Routine(
            name=n.key("f"),
            signature="",
            returns="integer",
            body="SELECT 1",
            privileges=more("EXECUTE"),
        ),
        Routine(
            name=n.key("p"),
            signature="",
            procedure=True,
            body="SELECT 1",
            privileges=more("EXECUTE"),
        ),
        Aggregate(
            name=n.key("a"),
            signature="integer",
            arguments="integer",
            definition=(("sfunc", "int4pl"), ("stype", "integer")),
            privileges=more("EXECUTE"),
        ),
        Namespace(name=n("ns"), privileges=more("USAGE")),
    )


def defaults(n):
    read = Privileges((Grant(PUBLIC, "SELECT"), Grant(n.role, "UPDATE", True)))
    own = Privileges((Grant(n.role, "SELECT", True), Grant(n.role, "DELETE")))
    use = Privileges((Grant(n.role, "USAGE", True),), (Grant(PUBLIC, "USAGE"),))
    call = Privileges((Grant("pg_monitor", "EXECUTE"),), (Grant(PUBLIC, "EXECUTE"),))
    again = Privileges((Grant(PUBLIC, "EXECUTE"),))
    return (
        DefaultPrivileges(objects="tables", privileges=read),
        DefaultPrivileges(objects="tables", namespace=n.namespace, privileges=own),
        DefaultPrivileges(objects="types", privileges=use),
        DefaultPrivileges(objects="sequences", namespace=n.namespace, privileges=read),
        DefaultPrivileges(objects="functions", privileges=call),
        DefaultPrivileges(objects="functions", namespace=n.namespace, privileges=again),
        DefaultPrivileges(objects="schemas", privileges=Privileges((Grant(n.role, "USAGE"),))),
    )


@pytest.mark.parametrize("granted", ["nothing", "something"])
def test_what_is_created_has_its_own_privileges_and_no_default_ones(connection, names, granted):
    n = names

    def privileges(*some):
        if granted == "nothing":
            return Privileges()
        return Privileges(tuple(Grant("pg_monitor", one) for one in some))

    objects, rules = one_of_each(n, privileges), defaults(n)
    bare, full, ruled = model(*objects), model(*objects, *rules), model(*rules)
    # The default privileges came later here, so nothing is theirs.
    connection.execute("SAVEPOINT fresh")
    run(connection, diff(SchemaModel(), bare))
    run(connection, diff(bare, full))
    expected = catalog(connection)
    connection.execute("ROLLBACK TO SAVEPOINT fresh")

    run(connection, diff(SchemaModel(), ruled))
    before = catalog(connection)
    there = diff(ruled, full)
    run(connection, there)
    assert catalog(connection) == expected
    run(connection, [inverse(operation) for operation in reversed(there)])
    assert catalog(connection) == before
    run(connection, there)
    away = diff(full, ruled)
    run(connection, away)
    assert catalog(connection) == before
    run(connection, [inverse(operation) for operation in reversed(away)])
    assert catalog(connection) == expected


def test_an_enum_that_is_swapped_keeps_its_privileges(connection, names):
    n = names
    mood = Enum(name=n.key("mood"), values=("a", "b"))
    old = model(mood, *defaults(n))
    new = model(replace(mood, values=("b",)), *defaults(n))
    run(connection, diff(SchemaModel(), old))
    before = whole_catalog(connection)
    swap = diff(old, new)
    run(connection, swap)
    found = {row[:2]: row[3] for row in whole_catalog(connection)}
    assert [row[3] for row in before if row[0] == "type"] == [
        found[row[:2]] for row in before if row[0] == "type"
    ]
    run(connection, [inverse(operation) for operation in reversed(swap)])
    assert whole_catalog(connection) == before


def test_a_revocation_on_a_table_leaves_its_columns_what_is_theirs(connection, names):
    n = names
    own = ColumnDetails(privileges=Privileges((Grant(n.role, "SELECT"),)))
    columns = {"a": Column(name="a", type="integer", details=own)}
    all_of_it = TableDetails(privileges=Privileges((Grant(n.role, "SELECT", True),)))
    old = model(Table(name=n.key("t"), columns=columns, details=all_of_it))
    new = model(Table(name=n.key("t"), columns=columns))
    run(connection, diff(SchemaModel(), old))
    before = whole_catalog(connection)
    there = diff(old, new)
    run(connection, there)
    connection.execute("SAVEPOINT there")
    after = whole_catalog(connection)
    run(connection, diff(new, SchemaModel()))
    run(connection, diff(SchemaModel(), new))
    assert whole_catalog(connection) == after
    connection.execute("ROLLBACK TO SAVEPOINT there")
    run(connection, [inverse(operation) for operation in reversed(there)])
    assert whole_catalog(connection) == before


def test_a_partition_differs_from_its_parent_there_and_back(connection, names):
    n = names
    parent = Table(
        name=n.key("parent"),
        columns={
            "a": Column(name="a", type="integer", default="5"),
            "b": Column(name="b", type="text", nullable=True),
        },
        details=TableDetails(partition_by="LIST (a)"),
    )
    taken = ColumnDetails(inherited=True)
    child = Table(
        name=n.key("child"),
        columns={
            "a": Column(name="a", type="integer", details=taken),
            "b": Column(name="b", type="text", default="'x'", details=taken),
        },
        details=TableDetails(partition_of=parent.name, bound="DEFAULT"),
    )
    empty = whole_catalog(connection)
    there = diff(SchemaModel(), model(parent, child))
    run(connection, there)
    found = {row[1]: row[2] for row in whole_catalog(connection) if row[0] == "column"}
    ours = [text for name, text in sorted(found.items()) if "child" in name]
    assert [text.split("|")[1] for text in ours] == ["t", "t"]
    assert ours[0].endswith("|f|1")
    assert ours[1].endswith("|'x'::text")
    run(connection, [inverse(operation) for operation in reversed(there)])
    assert whole_catalog(connection) == empty
