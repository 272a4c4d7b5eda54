"""Whether a server does what ``needed_version`` says it can, and refuses what it cannot."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from fluentorm.dialects.postgres.versions import needed_version
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterConstraint,
    AlterObject,
    AlterTable,
    CreateObject,
    CreateTable,
)
from fluentorm.schema.database_objects import (
    Collation,
    EventTrigger,
    Publication,
    PublishedTable,
    RangeType,
    Routine,
    Sequence,
    Statistics,
    Trigger,
    View,
)
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    ColumnDetails,
    Exclusion,
    ForeignKey,
    Generated,
    Index,
    IndexKey,
    NotNull,
    PrimaryKey,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import PUBLIC, Grant, Privileges
from tests.acceptance.ddl_support import run

pytestmark = pytest.mark.acceptance

SETUP = """
CREATE TABLE t (a integer NOT NULL, b text NOT NULL, r int4range NOT NULL,
    g integer GENERATED ALWAYS AS (a + 1) STORED, PRIMARY KEY (a));
CREATE DOMAIN word AS text;
CREATE TABLE w (c word, k integer CONSTRAINT fk REFERENCES t);
ALTER TABLE w ALTER COLUMN c SET STORAGE MAIN;
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
CREATE SEQUENCE s;
"""
MAINTAIN = Privileges((Grant(PUBLIC, "MAINTAIN"),))
KEY = ForeignKey(name="fk", columns=("k",), references_table="t", references_columns=("a",))
OWN = replace(KEY, name="x", columns=("a",))
SPAN = replace(OWN, columns=("s", "r"), references_table="ranges", references_columns=("s", "r"))
SPAN = replace(SPAN, period=True)
TRIGGER = Trigger(
    name="tr", table="t", timing="AFTER", events=("INSERT",), call="fire()", each_row=True
)
BY_LIST = TableDetails(partition_by="LIST (a)")
A = Column(name="a", type="integer")
R = Column(name="r", type="int4range")
G = Column(name="g", type="integer", nullable=True, generated=Generated(expression="a + 1"))


def column(**more):
    return AddColumn(table="t", column=Column(name="n", type="text", nullable=True, **more))


def constraint(item):
    return AddConstraint(table="t", constraint=item)


def created(*columns, items=(), details=None, name="new"):
    table = Table(
        name=name,
        columns={one.name: one for one in columns},
        constraints={item.name: item for item in items},
    )
    return CreateTable(table=table if details is None else replace(table, details=details))


def made(item):
    return CreateObject(object=item)


def routine(**more):
    values = {"signature": "", "returns": "integer", "body": "SELECT 1"} | more
    return Routine(name="f", **values)


def published(**more):
    return Publication(name="p", tables=(PublishedTable(table="t", **more),))


OPERATIONS = [
    (130000, column()),
    (130000, constraint(Check(name="x", expression="a > 0", no_inherit=True, validated=False))),
    (130000, AddIndex(table="t", index=Index(name="i", keys=(IndexKey(column="a"),)))),
    (130000, made(published())),
    (130000, made(routine())),
    (140000, column(details=ColumnDetails(compression="pglz"))),
    (140000, made(routine(body="RETURN 1", atomic=True))),
    (140000, made(RangeType(name="span", subtype="text", multirange="spans"))),
    (140000, made(Statistics(name="st", table="t", columns=("(a + 1)",)))),
    (
        140000,
        made(
            routine(
                procedure=True,
                returns=None,
                arguments="OUT a integer",
                language="plpgsql",
                body="BEGIN a := 1; END",
            )
        ),
    ),
    (140000, AlterObject(before=TRIGGER, after=replace(TRIGGER, timing="BEFORE"))),
    (150000, constraint(Unique(name="x", columns=("a",), nulls_not_distinct=True))),
    (
        150000,
        AddIndex(
            table="t",
            index=Index(
                name="i", keys=(IndexKey(column="a"),), unique=True, nulls_not_distinct=True
            ),
        ),
    ),
    (
        150000,
        AddConstraint(
            table="w",
            constraint=replace(KEY, name="x", on_delete=Action.SET_NULL, on_delete_columns=("k",)),
        ),
    ),
    (150000, made(Sequence(name="new", unlogged=True))),
    (150000, AlterObject(before=Sequence(name="s"), after=Sequence(name="s", unlogged=True))),
    (150000, made(View(name="v", query="SELECT 1 AS a", options=(("security_invoker", "true"),)))),
    (150000, made(published(columns=("a",)))),
    (150000, made(published(where="a > 0"))),
    (150000, made(Publication(name="p", namespaces=("public",)))),
    (
        160000,
        AlterColumn(
            table="w",
            before=Column(
                name="c", type="word", nullable=True, details=ColumnDetails(storage="main")
            ),
            after=Column(name="c", type="word", nullable=True),
        ),
    ),
    (
        170000,
        AlterColumn(table="t", before=G, after=replace(G, generated=Generated(expression="a + 2"))),
    ),
    (170000, made(Collation(name="c", provider="builtin", locale="C"))),
    (170000, made(EventTrigger(name="e", event="login", function="watch"))),
    (170000, AlterTable(table="t", before=TableDetails(), after=TableDetails(privileges=MAINTAIN))),
    (170000, made(View(name="v", query="SELECT 1 AS a", privileges=MAINTAIN))),
    (
        170000,
        created(
            A,
            items=(Exclusion(name="x", method="btree", elements=((IndexKey(column="a"), "="),)),),
            details=BY_LIST,
        ),
    ),
    (180000, column(generated=Generated(expression="b || 'x'", virtual=True))),
    (180000, constraint(Check(name="x", expression="a > 0", enforced=False))),
    (
        180000,
        created(
            R,
            replace(R, name="s"),
            items=(PrimaryKey(name="x", columns=("s", "r"), without_overlaps=True),),
        ),
    ),
    (
        180000,
        created(
            R,
            replace(R, name="s"),
            items=(Unique(name="x", columns=("s", "r"), without_overlaps=True),),
        ),
    ),
    (180000, AddConstraint(table="t", constraint=replace(OWN, enforced=False))),
    (180000, AddConstraint(table="ranges", constraint=SPAN)),
    (
        180000,
        AlterConstraint(table="w", before=KEY, after=replace(KEY, enforced=False)),
    ),
    (
        180000,
        AlterColumn(
            table="t",
            before=A,
            after=replace(A, details=ColumnDetails(not_null=NotNull(name="nn"))),
        ),
    ),
    (
        180000,
        made(Publication(name="p", options=(("publish_generated_columns", "stored"),))),
    ),
    (
        180000,
        AlterTable(
            table="t",
            before=TableDetails(),
            after=TableDetails(storage=(("autovacuum_vacuum_max_threshold", "5"),)),
        ),
    ),
]


@pytest.fixture
def connection(database):
    with psycopg.connect(database) as session:
        session.execute(SETUP)
        if session.info.server_version >= 180000:
            session.execute(
                "CREATE TABLE ranges (s int4range, r int4range, UNIQUE (s, r WITHOUT OVERLAPS))"
            )
        session.commit()
        yield session
        session.rollback()


def test_a_server_does_what_its_version_can_and_no_older_one_does(connection):
    """One database for all: each operation is rolled back."""
    for since, operation in OPERATIONS:
        needed = needed_version(operation)
        assert (130000 if needed is None else needed[0]) == since, operation
        connection.execute("SAVEPOINT operation")
        refused = False
        try:
            run(connection, [operation])
        except psycopg.Error as error:
            refused = f"{error}"
        assert bool(refused) == (connection.info.server_version < since), (operation, refused)
        connection.execute("ROLLBACK TO SAVEPOINT operation")


def test_the_words_name_what_needs_the_version():
    found = {needed[1] for _, operation in OPERATIONS if (needed := needed_version(operation))}
    assert {"NULLS NOT DISTINCT", "virtual generated columns", "SET EXPRESSION"} <= found
    assert all("\n" not in words and words for words in found)
