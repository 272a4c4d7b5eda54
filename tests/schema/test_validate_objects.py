"""What is wrong with objects beside tables, with namespaces, and with details of tables."""

from collections.abc import Callable
from typing import Any

import pytest

from fluentorm.schema.attachments import attach_to_objects
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.children import Child, children_of, resolve_child
from fluentorm.schema.database_builder import DatabaseSchema
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.schema.validate import validate

Build = Callable[[TableSchema], Any]


def said(define: Callable[[DatabaseSchema], Any] | None = None, **tables: Build) -> list[str]:
    """Return the problems of a model with these objects and tables, ``__`` in names for a dot."""
    db = DatabaseSchema()
    if define is not None:
        define(db)
    declared = db.finish()
    assert [str(problem) for problem in declared.problems] == []
    objects = {item.ref: item for item in declared.objects}
    enums = {enum.name: enum for enum in declared.enums}
    made: dict[str, Table] = {}
    for name, build in tables.items():
        schema = TableSchema.create_empty(name.replace("__", "."))
        build(schema)
        built = schema.finish()
        assert [str(problem) for problem in built.problems] == []
        objects |= {item.ref: item for item in built.objects}
        for child in [Child(built.table, built.overrides), *children_of(built)]:
            table, problems = resolve_child(child, [made[p] for p in child.parents if p in made])
            assert problems == []
            made[table.name] = table
    assert attach_to_objects(objects, enums, declared.attachments, made) == []
    model = SchemaModel(tables=made, enums=enums, objects=objects)
    return [problem.message.split(f" ({__file__}")[0] for problem in validate(model)]


def users(t: TableSchema) -> None:
    t.uuid("id", primary_key=True)
    t.string("email")


def test_sound_model_has_no_problems() -> None:
    def define(db: DatabaseSchema) -> None:
        db.namespace("billing")
        db.enum("billing.kind", ["a"])
        db.view("billing.users", "SELECT 1 AS a")
        db.trigger("t", "billing.users", "instead_of", "insert", "f()")
        db.rule("r", "users", "ON DELETE TO users DO INSTEAD NOTHING")
        db.policy("p", "users", using="true")
        db.statistics("s", "users", ["id", "email"])
        db.sequence("n", owned_by="users.email")
        db.publication("p", tables={"users": {"columns": ["id"]}})
        db.extension("plpgsql", namespace="pg_catalog")

    assert said(define, users=users, billing__orders=users) == []


@pytest.mark.parametrize(
    ("define", "message"),
    [
        (
            lambda db: db.view("biling.v", "SELECT 1"),
            'view "biling.v" is in namespace "biling", which no file declares',
        ),
        (
            lambda db: db.function("pg_catalog.f", returns="int", body="SELECT 1"),
            'function "pg_catalog.f()" is in namespace "pg_catalog", which is PostgreSQL\'s own',
        ),
        (
            lambda db: db.extension("pg_trgm", namespace="extra"),
            'extension "pg_trgm" is in namespace "extra", which no file declares',
        ),
        (
            lambda db: db.view("users", "SELECT 1"),
            'view "users" has the same name as the table',
        ),
        (
            lambda db: db.domain("users", "int"),
            'domain "users" has the same name as the table',
        ),
        (
            lambda db: (db.enum("a", ["x"]), db.range_type("b", "int", multirange="a")),
            'multirange type "a" has the same name as the enum',
        ),
        (
            lambda db: db.materialized_view(
                "m", "SELECT 1", indexes=[{"name": "users_pkey", "columns": "a"}]
            ),
            'primary key "users_pkey" of table "users" has the same name as the index',
        ),
        (
            lambda db: db.sequence("x" * 64),
            f'sequence "{"x" * 64}" has a name of 64 bytes; PostgreSQL keeps 63',
        ),
        (
            lambda db: db.policy("p", "user"),
            'policy "p" is on table "user", which does not exist',
        ),
        (
            lambda db: (db.view("v", "SELECT 1"), db.policy("p", "v")),
            'policy "p" is on view "v"; it must be a table',
        ),
        (
            lambda db: db.policy("p", "users", command="insert", using="true"),
            'policy "p" is for insert, which sees no rows: it takes no using',
        ),
        (
            lambda db: db.policy("p", "users", command="delete", check="true"),
            'policy "p" is for delete, which writes no rows: it takes no check',
        ),
        (
            lambda db: db.trigger("t", "users", "before", "update", "f()", columns="mail"),
            'trigger "t" uses column "mail", which table "users" does not have',
        ),
        (
            lambda db: db.trigger("t", "users", "after", "truncate", "f()"),
            'trigger "t" is for each row, but a TRUNCATE has none',
        ),
        (
            lambda db: db.trigger("t", "users", "after", "insert", "f()", columns="id"),
            'trigger "t" has columns, but not the event update',
        ),
        (
            lambda db: db.trigger("t", "users", "instead of", "insert", "f()"),
            'trigger "t" is instead_of, which only views have',
        ),
        (
            lambda db: (
                db.view("v", "SELECT 1"),
                db.trigger("t", "v", "before", "insert", "f()"),
            ),
            'trigger "t" is on a view: for each row it must be instead_of',
        ),
        (
            lambda db: db.trigger("t", "users", "before", "insert", "f()", new_table="n"),
            'trigger "t" has transition tables, which only an after trigger has',
        ),
        (
            lambda db: db.trigger("t", "users", "before", "insert", "f()", constraint=True),
            'trigger "t" is a constraint trigger: it must be after, and for each row',
        ),
        (
            lambda db: db.trigger("t", "users", "after", "insert", "f()", deferrable=True),
            'trigger "t" is deferrable or references a table, which only a constraint trigger can',
        ),
        (
            lambda db: db.statistics("s", "users", ["id", "mail"]),
            'statistics "s" uses column "mail", which table "users" does not have',
        ),
        (
            lambda db: db.statistics("s", "users", ["id"]),
            'statistics "s" needs two columns or more, or an expression',
        ),
        (
            lambda db: db.view("v", "SELECT 1; SELECT 2"),
            'the query of view "v" has a ";": SELECT 1; SELECT 2',
        ),
        (
            lambda db: db.policy("p", "users", using="(id IS NULL"),
            'using of policy "users.p" has a "(" that is not closed: (id IS NULL',
        ),
        (
            lambda db: db.sequence("n", owned_by="users.no"),
            'sequence "n" uses column "no", which table "users" does not have',
        ),
        (
            lambda db: (db.namespace("a"), db.sequence("a.n", owned_by="users.id")),
            'sequence "a.n" must be in the namespace of its table, "public"',
        ),
        (
            lambda db: db.publication("p", tables=["user"]),
            'publication "p" has table "user", which does not exist',
        ),
        (
            lambda db: db.publication("p", all_tables=True, tables=["users"]),
            'publication "p" has all tables, and some of them besides',
        ),
        (
            lambda db: (
                db.function("f", returns="trigger", language="plpgsql", body="x"),
                db.event_trigger("e", "sql_drop", "f"),
            ),
            'event trigger "e" calls function "f", which returns trigger',
        ),
        (
            lambda db: (db.view("v", "SELECT 1", renamed_from="w"), db.view("w", "SELECT 1")),
            'view "v" is renamed from "w", but a view "w" is declared too',
        ),
        (
            lambda db: (
                db.function("f", "a int", returns="int", body="x", renamed_from="h"),
                db.function("g", "a int", returns="int", body="x", renamed_from="h"),
                db.function("h", "a text", returns="int", body="x"),
            ),
            'function "g(integer)" is renamed from "h", as another function is',
        ),
    ],
)
def test_problems_of_objects(define: Callable[[DatabaseSchema], Any], message: str) -> None:
    assert said(define, users=users) == [message]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"a__b": users},
            'table "a.b" is in namespace "a", which no file declares',
        ),
        (
            {"a": users, "b": lambda t: t.partition_of("a", default=True)},
            'table "b" is a partition of table "a", which is not partitioned',
        ),
        (
            {
                "a": lambda t: (t.integer("x"), t.partition_by("list", "x")),
                "b": lambda t: t.inherits("a"),
            },
            'table "b" inherits from "a", which is partitioned or a partition',
        ),
        (
            {"a": lambda t: (users(t), t.unmanaged_partitions("x"))},
            'table "a" has unmanaged_partitions, but is not partitioned',
        ),
        (
            {"a": lambda t: (users(t), t.partition_by("list", "email"))},
            (
                '"a_pkey" of partitioned table "a" must have the columns of the partition key: '
                '"email" is missing'
            ),
        ),
        (
            {"a": lambda t: (users(t), t.replica_identity(index="a_key"))},
            'replica_identity of table "a" names index "a_key", which the table does not have',
        ),
        (
            {"a": lambda t: (users(t), t.cluster_on("i"))},
            'cluster_on of table "a" names index "i", which the table does not have',
        ),
        (
            {"a": lambda t: (users(t), t.exclude("x", [("mail", "=")]))},
            'constraint "x" uses column "mail", which table "a" does not have',
        ),
        (
            {"a": lambda t: (users(t), t.unique("email", include="mail"))},
            'constraint "a_email_key" uses column "mail", which table "a" does not have',
        ),
    ],
)
def test_problems_of_details(tables: dict[str, Build], message: str) -> None:
    assert said(**tables) == [message]


def test_key_of_a_parent_is_one_of_its_partition() -> None:
    def events(t: TableSchema) -> None:
        t.integer("id", primary_key=True)
        t.partition_by("list", "id")
        t.partition("p", values=[1])

    def notes(t: TableSchema) -> None:
        t.integer("event_id")
        t.belongs_to("event", "event_id", "p")

    assert said(events=events, notes=notes) == []


def test_attached_partition_names_what_a_parent_has() -> None:
    def events(t: TableSchema) -> None:
        t.integer("id", primary_key=True)
        t.index("by_id", ["id"])
        t.partition_by("list", "id")
        inner = t.partition("p", values=[1], attached={"events_pkey": "a", "by_id": "b"})
        inner.partition_by("list", "id")
        inner.partition("q", values=[1], attached={"by_idd": "c", "events_pkey": "d"})

    assert said(events=events) == ['partition "q" names its part of "by_idd", which no parent has']


def test_one_name_in_two_namespaces_is_two_names() -> None:
    def orders(t: TableSchema) -> None:
        users(t)
        t.unique("email", "key")
        t.increments("n")
        t.index("i", ["email"])

    assert said(lambda db: db.namespace("a"), a__orders=orders, orders=orders) == []
