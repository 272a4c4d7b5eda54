"""What a DatabaseSchema makes of its calls, kind by kind."""

from collections.abc import Callable
from typing import Any

import pytest

from fluentorm.schema.database_builder import DatabaseSchema, Declared
from fluentorm.schema.database_objects import (
    Aggregate,
    Attribute,
    Collation,
    CompositeType,
    DatabaseObject,
    DefaultPrivileges,
    Domain,
    DomainCheck,
    EventTrigger,
    Extension,
    MaterializedView,
    Namespace,
    Policy,
    Publication,
    PublishedTable,
    RangeType,
    Routine,
    Rule,
    Sequence,
    Statistics,
    Trigger,
    View,
    ViewColumn,
)
from fluentorm.schema.objects import Enum, Index, IndexKey, SequenceOptions
from fluentorm.schema.privileges import Grant, Privileges
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import sql

Define = Callable[[DatabaseSchema], Any]


def _declared(*defines: Define) -> Declared:
    schema = DatabaseSchema()
    for define in defines:
        define(schema)
    found = schema.finish()
    assert [str(problem) for problem in found.problems] == []
    return found


def _messages(*defines: Define) -> list[str]:
    schema = DatabaseSchema()
    for define in defines:
        define(schema)
    return [problem.message.replace(__file__, "FILE") for problem in schema.problems]


READERS = Privileges((Grant("reader", "SELECT"),))


@pytest.mark.parametrize(
    ("define", "expected"),
    [
        (
            lambda db: db.namespace("billing", grants={"reader": "usage"}, comment="money"),
            Namespace(
                name="billing", comment="money", privileges=Privileges((Grant("reader", "USAGE"),))
            ),
        ),
        (
            lambda db: db.extension("pg_trgm", namespace="billing", version="1.6"),
            Extension(name="pg_trgm", namespace="billing", version="1.6"),
        ),
        (
            lambda db: db.collation("german", locale="de-DE", deterministic=False),
            Collation(name="german", provider="icu", locale="de-DE", deterministic=False),
        ),
        (
            lambda db: db.collation("c", provider="libc", lc_collate="C", lc_ctype="C"),
            Collation(name="c", provider="libc", lc_collate="C", lc_ctype="C"),
        ),
        (
            lambda db: db.domain(
                "billing.email",
                "varchar(200)",
                nullable=False,
                default="a@b",
                collation="C",
                checks={"at": "VALUE ~ '@'", "low": {"expression": "a", "validated": False}},
                revokes={"PUBLIC": "usage"},
            ),
            Domain(
                name="billing.email",
                type="character varying(200)",
                nullable=False,
                default="'a@b'",
                collation='"C"',
                checks=(
                    DomainCheck(name="at", expression="VALUE ~ '@'"),
                    DomainCheck(name="low", expression="a", validated=False),
                ),
                privileges=Privileges((), (Grant("PUBLIC", "USAGE"),)),
            ),
        ),
        (
            lambda db: db.composite_type(
                "address", {"street": "string", "zip": {"type": "varchar(9)", "collation": "C"}}
            ),
            CompositeType(
                name="address",
                attributes=(
                    Attribute(name="street", type="text"),
                    Attribute(name="zip", type="character varying(9)", collation='"C"'),
                ),
            ),
        ),
        (
            lambda db: db.range_type("floats", "float8", subtype_diff="float8mi", multirange="fs"),
            RangeType(
                name="floats", subtype="double precision", subtype_diff="float8mi", multirange="fs"
            ),
        ),
        (
            lambda db: db.sequence("n", "int", start=1, minimum=1, owned_by="billing.orders.id"),
            Sequence(name="n", type="integer", owned_by=Ref(Kind.COLUMN, "billing.orders", "id")),
        ),
        (
            lambda db: db.sequence("n", increment=-2, start=-5, maximum=-1, cycle=True, cache=3),
            Sequence(
                name="n",
                options=SequenceOptions(start=-5, increment=-2, cycle=True, cache=3),
            ),
        ),
        (
            lambda db: db.view(
                "active",
                "\nSELECT 1 AS a;\n",
                check_option="local",
                security_barrier=True,
                columns={"a": {"comment": "one", "default": 2, "grants": {"reader": "select"}}},
            ),
            View(
                name="active",
                query="SELECT 1 AS a",
                options=(("check_option", "local"), ("security_barrier", "true")),
                columns=(ViewColumn(name="a", comment="one", default="2", privileges=READERS),),
            ),
        ),
        (
            lambda db: db.materialized_view(
                "totals",
                sql("SELECT 1"),
                names=["n"],
                storage={"fillfactor": 70},
                populated=False,
                indexes=[{"columns": ["n"], "unique": True}],
                grants={"reader": ["select"]},
            ),
            MaterializedView(
                name="totals",
                query="SELECT 1",
                names=("n",),
                storage=(("fillfactor", "70"),),
                populated=False,
                indexes=(Index(name="idx_totals_n", keys=(IndexKey(column="n"),), unique=True),),
                privileges=READERS,
            ),
        ),
        (
            lambda db: db.function(
                "billing.total",
                "a int, inout b varchar(3) = 'x', variadic c text[]",
                returns="setof RECORD",
                body="\nSELECT 1;\n",
                volatility="STABLE",
                strict=True,
                cost=100,
                rows=10,
                settings={"search_path": ["billing", "Odd"], "work_mem": "64MB"},
                grants={"PUBLIC": "execute", "app": "execute"},
            ),
            Routine(
                name="billing.total",
                signature="integer, character varying, text[]",
                arguments="a integer, INOUT b character varying(3) DEFAULT 'x', VARIADIC c text[]",
                returns="SETOF record",
                body="\nSELECT 1;\n",
                volatility="stable",
                strict=True,
                rows=10.0,
                settings=(("search_path", 'billing, "Odd"'), ("work_mem", "64MB")),
                privileges=Privileges((Grant("app", "EXECUTE"),)),
            ),
        ),
        (
            lambda db: db.function("one", returns="int", body=" RETURN 1; "),
            Routine(name="one", signature="", returns="integer", body="RETURN 1", atomic=True),
        ),
        (
            lambda db: db.procedure("work", "IN a int", language="plpgsql", body="BEGIN END"),
            Routine(
                name="work",
                signature="integer",
                arguments="a integer",
                procedure=True,
                language="plpgsql",
                body="BEGIN END",
            ),
        ),
        (
            lambda db: db.aggregate(
                "both", "a int", sfunc="int4and", stype="int4", initcond=0, parallel="safe"
            ),
            Aggregate(
                name="both",
                signature="integer",
                arguments="a integer",
                definition=(
                    ("sfunc", "int4and"),
                    ("stype", "integer"),
                    ("initcond", "'0'"),
                    ("parallel", "safe"),
                ),
            ),
        ),
        (
            lambda db: db.trigger(
                "touch",
                "billing.orders",
                "instead of",
                "update or insert",
                "touch",
                when="NEW.a > 0",
                enabled="always",
            ),
            Trigger(
                name="touch",
                table="billing.orders",
                timing="INSTEAD OF",
                events=("INSERT", "UPDATE"),
                call="touch()",
                when="NEW.a > 0",
                enabled="always",
            ),
        ),
        (
            lambda db: db.rule("r", "users", "ON INSERT TO users DO INSTEAD NOTHING;"),
            Rule(name="r", table="users", definition="ON INSERT TO users DO INSTEAD NOTHING"),
        ),
        (
            lambda db: db.policy(
                "own", "users", command="update", permissive=False, roles=["b", "a"], using="true"
            ),
            Policy(
                name="own",
                table="users",
                command="UPDATE",
                permissive=False,
                roles=("a", "b"),
                using="true",
            ),
        ),
        (
            lambda db: db.statistics(
                "s", "users", ["order", sql("(a) + (b)")], kinds=["mcv", "ndistinct"], target=5
            ),
            Statistics(
                name="s",
                table="users",
                columns=('"order"', "((a) + (b))"),
                kinds=("ndistinct", "mcv"),
                target=5,
            ),
        ),
        (
            lambda db: db.event_trigger("e", "sql_drop", "billing.log()", tags=["drop table"]),
            EventTrigger(name="e", event="sql_drop", function="billing.log", tags=("DROP TABLE",)),
        ),
        (
            lambda db: db.publication(
                "p",
                tables={"b": None, "a": {"columns": ["x"], "where": "x > 0"}},
                publish=["update", "insert"],
                options={"publish_via_partition_root": True},
            ),
            Publication(
                name="p",
                tables=(
                    PublishedTable(table="a", columns=("x",), where="x > 0"),
                    PublishedTable(table="b"),
                ),
                options=(("publish", "insert, update"), ("publish_via_partition_root", "true")),
            ),
        ),
        (
            lambda db: db.default_privileges(
                "tables",
                namespace="billing",
                role="owner",
                grants={"reader": "select with grant option"},
            ),
            DefaultPrivileges(
                objects="tables",
                namespace="billing",
                role="owner",
                privileges=Privileges((Grant("reader", "SELECT", True),)),
            ),
        ),
    ],
)
def test_calls(define: Define, expected: DatabaseObject) -> None:
    (found,) = _declared(define).objects
    assert found == expected
    assert found.origin is not None


def test_enum() -> None:
    (found,) = _declared(
        lambda db: db.enum("billing.status", ["a", "b"], renamed_values={"b": "c"})
    ).enums
    assert found == Enum(name="billing.status", values=("a", "b"))
    assert found.renamed_values == (("b", "c"),)


def test_all_privileges_are_those_that_every_version_knows() -> None:
    (found,) = _declared(lambda db: db.sequence("n", grants={"app": "all"})).objects
    assert isinstance(found, Sequence)
    assert [grant.privilege for grant in found.privileges.grants] == ["SELECT", "UPDATE", "USAGE"]


def test_said_twice_alike_counts_once() -> None:
    found = _declared(
        lambda db: db.namespace("billing"),
        lambda db: db.namespace("billing"),
    )
    assert found.objects == (Namespace(name="billing"),)


def test_said_twice_differently_names_both_places() -> None:
    (message,) = _messages(
        lambda db: db.view("v", "SELECT 1"),
        lambda db: db.view("v", "SELECT 2"),
    )
    assert message.startswith('view "v" is already declared differently at FILE:')


@pytest.mark.parametrize(
    ("define", "message"),
    [
        (lambda db: db.view("a.b.c", "SELECT 1"), 'the name of a view cannot be "a.b.c"'),
        (lambda db: db.view("v", " ; "), 'view "v" has no query'),
        (lambda db: db.view("v", 1), 'the query of view "v" must be a string, not 1'),
        (
            lambda db: db.view("v", "SELECT 1", checkoption="x"),
            'view "v" has an unknown option "checkoption"',
        ),
        (
            lambda db: db.function("f", body="SELECT 1"),
            'function "f" has no returns',
        ),
        (
            lambda db: db.sequence("n", minimum=5, maximum=5),
            'minimum of sequence "n" is 5, which is not below its maximum, 5',
        ),
        (
            lambda db: db.sequence("n", owned_by="orders"),
            'owned_by of sequence "n" must be a column such as "orders.number", not "orders"',
        ),
        (
            lambda db: db.sequence("n", grants={"app": "execute"}),
            'sequence "n": a sequence has no privilege "execute"',
        ),
        (
            lambda db: db.domain("d", "int", default="x"),
            'default of domain "d": "x" is no integer',
        ),
        (
            lambda db: db.trigger("t", "users", "befor", "insert", "f()"),
            'the timing of trigger "t" cannot be "befor"',
        ),
        (
            lambda db: db.revoke("select", "app", table="users"),
            'table "users": "app" has no SELECT that PostgreSQL gives by itself',
        ),
        (
            lambda db: db.grant("select", "CURRENT_USER", table="users"),
            'the owner of table "users" may do everything already',
        ),
        (
            lambda db: db.grant("select", "app", table="users", view="v"),
            "a grant needs one kind of object, not 2",
        ),
        (
            lambda db: db.default_privileges("schemas", namespace="a", grants={"r": "usage"}),
            "default privileges of schemas cannot be of one namespace",
        ),
        (lambda db: db.aggregate("a", "int", stype="int"), 'aggregate "a" has no sfunc'),
        (lambda db: db.collation("c"), 'collation "c" needs a locale, or lc_collate and lc_ctype'),
    ],
)
def test_what_is_wrong_is_reported(define: Define, message: str) -> None:
    assert _messages(define)[0] == message


def test_what_public_has_by_itself_is_no_grant_and_can_be_revoked() -> None:
    (found,) = _declared(
        lambda db: db.namespace("public", grants={"PUBLIC": ["usage", "create"]})
    ).objects
    assert found.privileges == Privileges((Grant("PUBLIC", "CREATE"),))
    (found,) = _declared(lambda db: db.namespace("app", grants={"PUBLIC": "usage"})).objects
    assert found.privileges == Privileges((Grant("PUBLIC", "USAGE"),))
