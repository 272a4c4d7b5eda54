"""Catalog rows -> CatalogState, and the text of the catalog queries."""

import re

import pytest

from fluentorm.dialects.postgres.catalog import decode, unwrapped
from fluentorm.dialects.postgres.introspect import _SINCE, OLDEST, queries
from fluentorm.schema.objects import (
    Check,
    Column,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    SchemaModel,
    Table,
)

NO_ROWS = {name: [] for name, _ in queries(180000)}


def tables(*names, namespace="public", hidden=False):
    return [
        (oid, namespace, name, False, hidden, None) for oid, name in enumerate(names, start=100)
    ]


def column(table, number, name, type_, *, required=False, default=None, identity="", **more):
    oid, comment, settings = more.get("oid", 25), more.get("comment"), more.get("settings")
    return (table, number, name, oid, type_, required, default, identity, comment, settings)


@pytest.mark.parametrize(
    ("wrapped", "bare"),
    [
        ("(price > (0)::numeric)", "price > (0)::numeric"),
        ("((a = 1))", "a = 1"),
        ("(a = 1) OR (b = 2)", "(a = 1) OR (b = 2)"),
        ("(a = ')'::text)", "a = ')'::text"),
        ("(a = '('::text) OR (b = ')'::text)", "(a = '('::text) OR (b = ')'::text)"),
        ('("odd)name" IS NULL)', '"odd)name" IS NULL'),
        ("(a = 'it''s)'::text)", "a = 'it''s)'::text"),
        ("lower(name)", "lower(name)"),
        ("", ""),
    ],
)
def test_only_parentheses_around_the_whole_expression_are_taken_off(wrapped, bare):
    assert unwrapped(wrapped) == bare


def test_no_rows_give_the_empty_state():
    state = decode(NO_ROWS, namespace="public")
    assert state.model == SchemaModel()
    assert state.others == {}


def test_columns_keep_type_default_nullability_identity_and_comment():
    rows = NO_ROWS | {
        "tables": tables("t"),
        "columns": [
            column(100, 1, "id", "bigint", required=True, identity="a"),
            column(100, 3, "name", "text", default="'x'::text", comment="how to call it"),
        ],
    }
    assert decode(rows, namespace="public").model.tables["t"].columns == {
        "id": Column(name="id", type="bigint", identity=Identity(always=True)),
        "name": Column(
            name="name", type="text", nullable=True, default="'x'::text", comment="how to call it"
        ),
    }


def test_an_enum_column_is_typed_with_our_quoting():
    rows = NO_ROWS | {
        "enums": [(900, 901, "public", "Mood", ["sad", "ok"], None)],
        "tables": tables("t"),
        "columns": [
            column(100, 1, "one", 'public."Mood"', oid=900),
            column(100, 2, "many", 'public."Mood"[]', oid=901),
        ],
    }
    model = decode(rows, namespace="public").model
    assert model.enums == {"Mood": Enum(name="Mood", values=("sad", "ok"))}
    columns = model.tables["t"].columns
    assert (columns["one"].type, columns["many"].type) == ('"Mood"', '"Mood"[]')


def test_constraint_columns_are_found_by_number_across_dropped_ones():
    foreign = (100, "fk", "f", [5, 2], 101, [1, 4], "c", "n", "f", True, False, False, None, "c")
    rows = NO_ROWS | {
        "tables": tables("a", "b"),
        "columns": [
            column(100, 2, "y", "int"),
            column(100, 5, "x", "int"),
            column(101, 1, "p", "int"),
            column(101, 4, "q", "int"),
        ],
        "constraints": [(*foreign, None)],
    }
    constraint = decode(rows, namespace="public").model.tables["a"].constraints["fk"]
    assert constraint == ForeignKey(
        name="fk",
        columns=("x", "y"),
        references_table="b",
        references_columns=("p", "q"),
        on_delete="cascade",
        on_update="set_null",
        match="full",
        deferrable=True,
        comment="c",
    )


def test_index_keys_keep_their_order_and_only_unusual_null_placement():
    rows = NO_ROWS | {
        "tables": tables("t"),
        "columns": [column(100, 1, "a", "text"), column(100, 2, "b", "text")],
        "indexes": [
            (100, 500, "i", "btree", True, False, "(a IS NULL)", ["fillfactor=7"], None, None)
        ],
        "index_keys": [
            (500, False, 2, None, 3, None, None),
            (500, False, 0, "(a || b)", 2, "text_pattern_ops", '"C"'),
            (500, True, 1, None, 0, None, None),
        ],
    }
    assert decode(rows, namespace="public").model.tables["t"].indexes["i"] == Index(
        name="i",
        keys=(
            IndexKey(column="b", descending=True),
            IndexKey(
                expression="a || b", nulls_first=True, opclass="text_pattern_ops", collation='"C"'
            ),
        ),
        unique=True,
        include=("a",),
        where="a IS NULL",
        storage=(("fillfactor", "7"),),
    )


def test_tables_of_other_namespaces_are_text_among_the_others():
    rows = NO_ROWS | {
        "tables": tables("log", namespace="audit"),
        "columns": [column(100, 1, "note", "text", settings="storage e")],
        "constraints": [
            (100, "k", "c", [1], 0, None, *"   ", False, False, False, "(note <> '')", None, None)
        ],
    }
    state = decode(rows, namespace="public")
    assert state.model.tables == {}
    assert state.others["table", "audit.log"].splitlines() == [
        "check constraint \"k\": expression note <> ''",
        'column "note": type text, nullable',
    ]
    assert state.others["options of column", "audit.log.note"] == "storage e"


def test_our_own_tables_are_left_out_with_all_that_belongs_to_them():
    rows = NO_ROWS | {
        "tables": tables("_fluent_migrations", hidden=True),
        "columns": [column(100, 1, "id", "integer", settings="statistics 5")],
    }
    assert decode(rows, namespace="public") == decode(NO_ROWS, namespace="public")


def test_a_constraint_that_the_model_has_no_class_for_is_among_the_others():
    rows = NO_ROWS | {
        "tables": tables("t"),
        "columns": [column(100, 1, "r", "int4range")],
        "constraints": [
            (100, "x", "x", [1], 0, None, *"   ", False, False, False, None, None, "EXCLUDE ..."),
            (
                100,
                "c",
                "c",
                [1],
                0,
                None,
                *"   ",
                False,
                False,
                False,
                "(r <> 1)",
                None,
                "CHECK ..",
            ),
        ],
    }
    state = decode(rows, namespace="public")
    assert state.model.tables["t"] == Table(
        name="t",
        columns={"r": Column(name="r", type="int4range", nullable=True)},
        constraints={"c": Check(name="c", expression="r <> 1")},
    )
    assert state.others == {
        ("constraint", "public.t.x"): "EXCLUDE ...",
        ("options of constraint", "public.t.c"): "CHECK ..",
    }


def test_there_is_one_query_for_each_kind_of_object():
    names = [name for name, _ in queries(180000)]
    assert len(names) == len(set(names)) == 12


@pytest.mark.parametrize(("expression", "since", "substitute"), _SINCE)
def test_what_an_older_server_lacks_is_replaced(expression, since, substitute):
    before = "".join(query for _, query in queries(since - 1))
    assert expression in "".join(query for _, query in queries(since))
    assert expression not in before
    assert substitute in before


def testqueries_for_the_oldest_server_are_whole():
    for _, query in queries(OLDEST):
        assert query.strip().endswith(";")
        assert not re.search(r"\{\w*\}(?!')", query)
