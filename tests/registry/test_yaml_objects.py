"""Everything beside columns and keys in YAML: the same as the calls in Python."""

from collections.abc import Callable
from typing import Any

import pytest

from fluentorm.errors import Place, SchemaError
from fluentorm.registry.yaml_file import YamlFile, parse_yaml
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.builder_assembly import Built
from fluentorm.schema.database_builder import DatabaseSchema, Declared
from fluentorm.schema.sql_text import sql

SHOWN = "schemas/01_users.yaml"


def parse(text: str) -> YamlFile:
    return parse_yaml(text.encode(), SHOWN)


def built(text: str) -> Built:
    file = parse(text)
    schema = TableSchema.create_empty(file.table_name or "")
    file.build(schema)
    found = schema.finish()
    assert [str(problem) for problem in found.problems] == []
    return found


def declared(text: str) -> Declared:
    file = parse(text)
    db = DatabaseSchema()
    file.define(db)
    found = db.finish()
    assert [str(problem) for problem in found.problems] == []
    return found


@pytest.mark.parametrize(
    ("text", "build"),
    [
        (
            "unlogged: true\nstorage: {fillfactor: 70, toast.x: false}",
            lambda t: (t.unlogged(), t.storage({"fillfactor": 70, "toast.x": False})),
        ),
        ("row_security: true", lambda t: t.row_security()),
        ("row_security: {force: true}", lambda t: t.row_security(force=True)),
        (
            "row_security: {force: true, enabled: false}",
            lambda t: t.row_security(force=True, enabled=False),
        ),
        (
            "renamed_from: {table: shop.a, online: true}",
            lambda t: t.rename_table("shop.a", online=True),
        ),
        ("replica_identity: full", lambda t: t.replica_identity("full")),
        ("replica_identity: {index: i}", lambda t: t.replica_identity(index="i")),
        ("cluster_on: i", lambda t: t.cluster_on("i")),
        ("inherits: [a, b.c]", lambda t: t.inherits(["a", "b.c"])),
        ("partition_by: RANGE (a)", lambda t: t.partition_by("RANGE (a)")),
        (
            "partition_by: {strategy: list, columns: [a, {sql: lower(b)}]}",
            lambda t: t.partition_by("list", ["a", sql("lower(b)")]),
        ),
        (
            "partition_of: {table: p, start: [1, {sql: MINVALUE}], end: [2, {sql: MAXVALUE}]}",
            lambda t: t.partition_of("p", start=[1, sql("MINVALUE")], end=[2, sql("MAXVALUE")]),
        ),
        ("unmanaged_partitions: p_.*", lambda t: t.unmanaged_partitions("p_.*")),
        (
            "grants: {app: [select, insert with grant option]}\nrevokes: {CURRENT_USER: delete}",
            lambda t: (
                t.grant("select", "app"),
                t.grant("insert", "app", grantable=True),
                t.revoke("delete", "CURRENT_USER"),
            ),
        ),
        (
            (
                "fields: {a: {type: text, storage: main, collation: C, statistics: 5,"
                " parameters: {n_distinct: -0.5}, grants: {app: select}, compression: lz4}}\n"
                "not_null: {a: a_there}"
            ),
            lambda t: (
                t.string(
                    "a",
                    storage="main",
                    collation="C",
                    statistics=5,
                    parameters={"n_distinct": -0.5},
                    grants={"app": "select"},
                    compression="lz4",
                ),
                t.not_null("a", "a_there"),
            ),
        ),
        (
            (
                "fields: {a: {type: serial, sequence: {start: 5}},"
                " b: {type: numeric, generated: a * 2}}"
            ),
            lambda t: (t.serial("a", sequence={"start": 5}), t.numeric("b", generated="a * 2")),
        ),
        (
            (
                "primary_key: {columns: a, include: b, without_overlaps: true}\n"
                "checks: {k: {expression: a > 0, no_inherit: true, validated: false}}\n"
                "exclusions: {x: {elements: [{column: a, operator: '='}], where: b}}\n"
                "belongs_to: {r: {column: a, references_table: n.t, on_delete: set_null,"
                " on_delete_columns: a, enforced: false}}"
            ),
            lambda t: (
                t.primary_key("a", include="b", without_overlaps=True),
                t.check("k", "a > 0", no_inherit=True, validated=False),
                t.exclude("x", [("a", "=")], where="b"),
                t.belongs_to(
                    "r", "a", "n.t", on_delete="set_null", on_delete_columns="a", enforced=False
                ),
            ),
        ),
        (
            (
                "indexes: {i: {columns: [{expression: lower(a), opclass: o,"
                " opclass_parameters: {siglen: 32}, statistics: 7}]}}"
            ),
            lambda t: t.index(
                "i",
                [
                    {
                        "expression": "lower(a)",
                        "opclass": "o",
                        "opclass_parameters": {"siglen": 32},
                        "statistics": 7,
                    }
                ],
            ),
        ),
        (
            (
                "triggers:\n"
                "  t: {timing: INSTEAD OF, events: [INSERT, update], call: f(), when: x}\n"
                "rules: {r: ON INSERT TO users DO NOTHING}\n"
                "policies: {p: {command: select, roles: app, using: x}}\n"
                "statistics: {s: {columns: [a, {sql: lower(b)}], kinds: mcv}}"
            ),
            lambda t: (
                t.trigger("t", "instead_of", ["insert", "update"], "f()", when="x"),
                t.rule("r", "ON INSERT TO users DO NOTHING"),
                t.policy("p", command="select", roles="app", using="x"),
                t.statistics("s", ["a", sql("lower(b)")], kinds="mcv"),
            ),
        ),
        (
            (
                "partition_by: LIST (a)\n"
                "partitions:\n"
                "  p1: FOR VALUES IN (1)\n"
                "  p2:\n"
                "    values: [2, null]\n"
                "    partition_by: HASH (b)\n"
                "    storage: {fillfactor: 50}\n"
                "    indexes: [[c]]\n"
                "    alter_fields: {c: {default: 3}}\n"
                "    partitions: {p21: {modulus: 1, remainder: 0}}\n"
                "  p3: {default: true}\n"
            ),
            lambda t: _partitions(t),
        ),
    ],
)
def test_table_is_the_same_as_in_python(text: str, build: Callable[[TableSchema], Any]) -> None:
    schema = TableSchema.create_empty("users")
    build(schema)
    assert _plain(built(text)) == _plain(schema.finish())


def _partitions(t: TableSchema) -> None:
    t.partition_by("list", "a")
    t.partition("p1", values=[1])
    part = t.partition("p2", values=[2, None])
    part.partition_by("hash", "b")
    part.storage(fillfactor=50)
    part.index(["c"])
    part.alter_field("c", default=3)
    part.partition("p21", modulus=1, remainder=0)
    t.partition("p3", default=True)


def _plain(found: Built) -> Any:
    """Return what a table amounts to, places left out: values compare without theirs."""
    return (
        found.table,
        found.table.unmanaged_partitions,
        found.objects,
        [one[:2] for one in found.overrides],
        [_plain(part) for part in found.partitions],
    )


@pytest.mark.parametrize(
    ("text", "define"),
    [
        ("namespaces: billing", lambda db: db.namespace("billing")),
        ("namespaces: [a, b]", lambda db: (db.namespace("a"), db.namespace("b"))),
        (
            "namespaces: {a: {comment: x, grants: {app: usage}}}",
            lambda db: db.namespace("a", comment="x", grants={"app": "usage"}),
        ),
        (
            "extensions: {pg_trgm: {version: 1.6}}",
            lambda db: db.extension("pg_trgm", version="1.6"),
        ),
        (
            "collations: {g: {locale: de, deterministic: false}}",
            lambda db: db.collation("g", locale="de", deterministic=False),
        ),
        ("enums: {billing.kind: [a, b]}", lambda db: db.enum("billing.kind", ["a", "b"])),
        (
            "enums: {kind: {values: [a, b], renamed_values: {b: c}}}",
            lambda db: db.enum("kind", ["a", "b"], renamed_values={"b": "c"}),
        ),
        ("domains: {d: varchar(3)}", lambda db: db.domain("d", "varchar(3)")),
        (
            (
                "domains: {d: {type: text, checks: {c: VALUE <> '', e: {expression: x,"
                " validated: false}}, default: {sql: now()}, nullable: false}}"
            ),
            lambda db: db.domain(
                "d",
                "text",
                checks={"c": "VALUE <> ''", "e": {"expression": "x", "validated": False}},
                default=sql("now()"),
                nullable=False,
            ),
        ),
        (
            "composite_types: {c: {attributes: {a: int, b: {type: text, collation: C}}}}",
            lambda db: db.composite_type(
                "c", {"a": "int", "b": {"type": "text", "collation": "C"}}
            ),
        ),
        ("range_types: {r: float8}", lambda db: db.range_type("r", "float8")),
        (
            "sequences: {s: {start: 5, owned_by: users.id}}",
            lambda db: db.sequence("s", start=5, owned_by="users.id"),
        ),
        ("views: {v: SELECT 1 AS a}", lambda db: db.view("v", "SELECT 1 AS a")),
        (
            "views: {v: {query: SELECT 1 AS a, check_option: local, columns: {a: {comment: x}}}}",
            lambda db: db.view(
                "v", "SELECT 1 AS a", check_option="local", columns={"a": {"comment": "x"}}
            ),
        ),
        (
            (
                "materialized_views: {m: {query: SELECT 1 AS a, populated: false,"
                " storage: {fillfactor: 70}, indexes: {i: a, j: {columns: [a], unique: true}}}}"
            ),
            lambda db: db.materialized_view(
                "m",
                "SELECT 1 AS a",
                populated=False,
                storage={"fillfactor": 70},
                indexes=[
                    {"name": "i", "columns": "a"},
                    {"name": "j", "columns": ["a"], "unique": True},
                ],
            ),
        ),
        (
            (
                "functions: [{name: f, arguments: a int, returns: int, body: SELECT 1},"
                " {name: f, arguments: a text, returns: int, body: SELECT 1, cost: 5,"
                " settings: {search_path: [a, b], work_mem: 64MB}}]"
            ),
            lambda db: (
                db.function("f", "a int", returns="int", body="SELECT 1"),
                db.function(
                    "f",
                    "a text",
                    returns="int",
                    body="SELECT 1",
                    cost=5,
                    settings={"search_path": ["a", "b"], "work_mem": "64MB"},
                ),
            ),
        ),
        (
            "procedures: {p: {arguments: a int, language: plpgsql, body: BEGIN END}}",
            lambda db: db.procedure("p", "a int", language="plpgsql", body="BEGIN END"),
        ),
        (
            "aggregates: {a: {arguments: int, sfunc: int4and, stype: int, initcond: 0}}",
            lambda db: db.aggregate("a", "int", sfunc="int4and", stype="int", initcond=0),
        ),
        (
            "event_triggers: {e: {event: sql_drop, function: f, tags: [DROP TABLE]}}",
            lambda db: db.event_trigger("e", "sql_drop", "f", tags=["DROP TABLE"]),
        ),
        (
            "publications: {p: {tables: {users: {columns: [a]}}, publish: insert}}",
            lambda db: db.publication("p", tables={"users": {"columns": ["a"]}}, publish="insert"),
        ),
        (
            "publications: {p: {tables: [a, b]}}",
            lambda db: db.publication("p", tables=["a", "b"]),
        ),
        (
            "default_privileges: [{objects: tables, role: o, grants: {app: select}}]",
            lambda db: db.default_privileges("tables", role="o", grants={"app": "select"}),
        ),
        (
            (
                "triggers: {t: {table: v, timing: after, events: insert, call: f}}\n"
                "rules: {r: {table: v, definition: ON INSERT TO v DO NOTHING}}\n"
                "policies: [{name: p, table: a}, {name: p, table: b}]\n"
                "statistics: {s: {table: a, columns: [x, y]}}"
            ),
            lambda db: (
                db.trigger("t", "v", "after", "insert", "f"),
                db.rule("r", "v", "ON INSERT TO v DO NOTHING"),
                db.policy("p", "a"),
                db.policy("p", "b"),
                db.statistics("s", "a", ["x", "y"]),
            ),
        ),
        (
            (
                "grants: [{privileges: select, roles: [a, b], table: t, grantable: true}]\n"
                "revokes: [{privileges: execute, roles: PUBLIC, function: f(int)}]\n"
                "comments: [{text: x, table: t, columns: a}]"
            ),
            lambda db: (
                db.grant("select", ["a", "b"], table="t", grantable=True),
                db.revoke("execute", "PUBLIC", function="f(int)"),
                db.comment("x", table="t", columns="a"),
            ),
        ),
    ],
)
def test_objects_are_the_same_as_in_python(
    text: str, define: Callable[[DatabaseSchema], Any]
) -> None:
    db = DatabaseSchema()
    define(db)
    expected, found = db.finish(), declared(text)
    assert expected.problems == ()
    assert set(found.objects) == set(expected.objects)
    assert found.enums == expected.enums
    assert [enum.renamed_values for enum in found.enums] == [
        enum.renamed_values for enum in expected.enums
    ]
    assert _said(found) == _said(expected)
    assert parse(text).table_name is None


def _said(found: Declared) -> set[Any]:
    return {(one.ref, one.privileges, one.comment) for one in found.attachments}


def test_file_may_have_both() -> None:
    file = parse(
        "fields: {id: uuid}\n"
        "policies: {own: {using: x}, other: {table: posts}}\n"
        "views: {v: SELECT 1}\n"
    )
    assert file.table_name == "users"
    assert [call.method for call in file.calls] == ["uuid", "policy"]
    assert [call.method for call in file.definitions] == ["view", "policy"]
    assert file.definitions[0].place == Place(SHOWN, 3, 9)


def test_policies_alone_are_for_the_table_of_the_file() -> None:
    file = parse("policies: {own: {using: x}}\n")
    assert (file.table_name, file.definitions) == ("users", ())


def test_namespace_of_the_table() -> None:
    assert parse("namespace: billing\nfields: {id: uuid}\n").table_name == "billing.users"
    assert parse("table_name: a.b\nfields: {id: uuid}\n").table_name == "a.b"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("views: {v: {names: [a]}}", '1:12 view "v" has no query or query_file'),
        (
            "views: {v: {query: a, query_file: b}}",
            '1:12 view "v" has query and query_file',
        ),
        ("functions: {f: {arguments: a}}", '1:16 function "f" has no body or body_file'),
        ("view: {v: SELECT 1}", '1:1 unknown key "view" in the table'),
        ("table_name: a.b.c\nfields: {id: uuid}", '1:1 table_name cannot be "a.b.c"'),
        (
            "namespace: a\ntable_name: b.c\nfields: {id: uuid}",
            '2:1 table_name "b.c" is not in namespace "a"',
        ),
        ("triggers: {t: {timing: before}}", '1:15 trigger "t" has no events'),
        ("grants: [{roles: a}]", "1:10 grants of the table has no privileges"),
    ],
)
def test_what_is_wrong_has_a_place(text: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        parse(text)
    problem = caught.value.problems[0]
    place = problem.place
    assert place is not None
    assert f"{place.line}:{place.column} {problem.message}" == message
