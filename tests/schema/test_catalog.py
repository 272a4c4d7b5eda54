"""How two catalog states differ, in words."""

from fluentorm.schema.catalog import CatalogState, describe_difference, table_text
from fluentorm.schema.database_objects import Sequence, Trigger, View
from fluentorm.schema.objects import (
    Check,
    Column,
    ColumnDetails,
    Enum,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexKey,
    NotNull,
    PrimaryKey,
    SchemaModel,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import Grant, Privileges


def state(*tables, enums=(), others=None):
    model = SchemaModel(
        tables={table.name: table for table in tables}, enums={enum.name: enum for enum in enums}
    )
    return CatalogState(model=model, others=others or {})


def users(*columns, constraints=(), indexes=(), comment=None):
    return Table(
        name="users",
        columns={column.name: column for column in columns},
        constraints={constraint.name: constraint for constraint in constraints},
        indexes={index.name: index for index in indexes},
        comment=comment,
    )


def test_equal_states_have_no_difference():
    one = state(users(Column(name="a", type="text"), Column(name="b", type="text")))
    two = state(users(Column(name="b", type="text"), Column(name="a", type="text")))
    assert describe_difference(one, two) == ()


def test_missing_and_surplus_objects_are_named():
    actual = state(users(Column(name="a", type="text")), enums=[Enum(name="mood", values=("x",))])
    expected = state(users(Column(name="b", type="text")), Table(name="posts", columns={}))
    assert describe_difference(actual, expected) == (
        'enum "mood": is there, but should not be',
        'table "posts": is missing',
        'column "users.a": is there, but should not be',
        'column "users.b": is missing',
    )


def test_each_differing_attribute_of_a_column_has_a_line():
    actual = Column(
        name="phone", type="text", default="'a'", nullable=True, identity=Identity(always=True)
    )
    expected = Column(name="phone", type="integer", default="'b'", comment="x")
    assert describe_difference(state(users(actual)), state(users(expected))) == (
        'column "users.phone": type is text instead of integer',
        'column "users.phone": is nullable instead of not null',
        "column \"users.phone\": default is 'a' instead of 'b'",
        'column "users.phone": identity is always instead of none',
        'column "users.phone": comment is none instead of "x"',
    )


def test_constraints_are_called_what_they_are():
    actual = users(
        constraints=[
            PrimaryKey(name="users_pkey", columns=("a", "b")),
            Check(name="k", expression="a > 0"),
            ForeignKey(name="fk", columns=("a",), references_table="t", references_columns=("id",)),
        ]
    )
    expected = users(
        constraints=[
            PrimaryKey(name="users_pkey", columns=("a",)),
            Unique(name="k", columns=("a",)),
            ForeignKey(
                name="fk",
                columns=("a",),
                references_table="t",
                references_columns=("id",),
                on_delete="cascade",
            ),
        ]
    )
    assert describe_difference(state(actual), state(expected)) == (
        'foreign key "users.fk": on delete is no_action instead of cascade',
        'check constraint "users.k": is there instead of a unique constraint',
        'primary key "users.users_pkey": columns is (a, b) instead of (a)',
    )


def test_index_keys_are_written_out():
    actual = Index(name="i", keys=(IndexKey(column="a", descending=True, nulls_first=False),))
    expected = Index(
        name="i",
        keys=(IndexKey(expression="lower(a)", opclass="text_pattern_ops", collation='"C"'),),
        storage=(("fillfactor", "70"),),
    )
    assert describe_difference(
        state(users(indexes=[actual])), state(users(indexes=[expected]))
    ) == (
        (
            'index "users.i": keys is (a desc nulls last) instead of '
            '((lower(a)) collate "C" text_pattern_ops)'
        ),
        'index "users.i": storage is () instead of (fillfactor=70)',
    )


def test_table_comments_and_enum_values_are_compared():
    actual = state(users(comment="one"), enums=[Enum(name="mood", values=("a", "b"))])
    expected = state(users(), enums=[Enum(name="mood", values=("b", "a"))])
    assert describe_difference(actual, expected) == (
        'enum "mood": values is (a, b) instead of (b, a)',
        'table "users": comment is "one" instead of none',
    )


def test_other_objects_show_a_short_definition_whole_and_a_long_one_by_its_first_difference():
    long = "\n".join(f"line {number} of a function that goes on" for number in range(9))
    actual = state(others={("view", "public.v"): "SELECT 1", ("function", "public.f()"): long})
    expected = state(
        others={
            ("view", "public.v"): "SELECT 2",
            ("function", "public.f()"): long.replace("line 4", "line four"),
            ("trigger", "public.users.t"): "CREATE TRIGGER",
        }
    )
    assert describe_difference(actual, expected) == (
        (
            'function "public.f()": line 5 of the definition is line 4 of a function that goes on '
            "instead of line four of a function that goes on"
        ),
        'trigger "public.users.t": is missing',
        'view "public.v": definition is SELECT 1 instead of SELECT 2',
    )


def objects(*values):
    return CatalogState(model=SchemaModel(objects={value.ref: value for value in values}))


def test_objects_of_all_kinds_are_called_what_they_are():
    actual = objects(
        View(name="v", query="SELECT 1"),
        Trigger(name="g", table="s.t", timing="BEFORE", events=("INSERT",), call="f()"),
    )
    expected = objects(
        View(name="v", query="SELECT 2", options=(("security_barrier", "true"),)),
        Sequence(name="s.numbers", options=SequenceOptions(increment=2)),
    )
    assert describe_difference(actual, expected) == (
        'sequence "s.numbers": is missing',
        'trigger "s.t.g": is there, but should not be',
        'view "v": query is SELECT 1 instead of SELECT 2',
        'view "v": options is () instead of (security_barrier=true)',
    )


def test_details_and_options_are_told_one_by_one():
    actual = Table(
        name="t",
        columns={"a": Column(name="a", type="text", details=ColumnDetails(storage="external"))},
        details=TableDetails(unlogged=True, storage=(("fillfactor", "70"),)),
    )
    expected = Table(
        name="t",
        columns={
            "a": Column(
                name="a",
                type="text",
                identity=Identity(options=SequenceOptions(start=5, cycle=True)),
                generated=Generated(expression="b + 1"),
                details=ColumnDetails(not_null=NotNull(name="n")),
            )
        },
        details=TableDetails(row_security=True),
    )
    assert describe_difference(state(actual), state(expected)) == (
        'table "t": unlogged is true instead of false',
        'table "t": storage is (fillfactor=70) instead of ()',
        'table "t": row security is false instead of true',
        ('column "t.a": identity is none instead of by default (options start 5, cycle true)'),
        'column "t.a": generated is none instead of expression b + 1',
        'column "t.a": storage is external instead of none',
        'column "t.a": not null is none instead of name n',
    )
    one = objects(Sequence(name="s", options=SequenceOptions(increment=2, cache=3)))
    assert describe_difference(one, objects(Sequence(name="s"))) == (
        'sequence "s": increment is 2 instead of 1',
        'sequence "s": cache is 3 instead of 1',
    )


def test_privileges_are_told_as_what_differs_from_the_usual_ones():
    granted = Privileges(
        grants=(Grant("ann", "SELECT", grantable=True), Grant("PUBLIC", "INSERT")),
        revokes=(Grant("CURRENT_USER", "DELETE"),),
    )
    actual, expected = (
        Table(name="t", columns={}),
        Table(name="t", columns={}, details=TableDetails(privileges=granted)),
    )
    assert describe_difference(state(actual), state(expected)) == (
        (
            'table "t": privileges is the usual ones instead of SELECT with grant option to ann, '
            "INSERT to PUBLIC, no DELETE to CURRENT_USER"
        ),
    )


def test_owners_are_compared():
    actual = CatalogState(owners={'table "t"': "ann", 'view "v"': "bob"})
    expected = CatalogState(owners={'table "t"': "bob"})
    assert describe_difference(actual, expected) == (
        'table "t": owner is "ann" instead of "bob"',
        'view "v": owner is "bob" instead of the connected user',
    )


def test_a_table_of_no_model_is_one_text():
    table = Table(
        name="f",
        columns={
            "a": Column(name="a", type="integer", details=ColumnDetails(statistics=5)),
            "b": Column(name="b", type="text", nullable=True, default="'x'"),
        },
        constraints={"c": Check(name="c", expression="a > 0", validated=False)},
        comment="far",
        details=TableDetails(inherits=("p",)),
    )
    assert table_text(table).splitlines() == [
        'check constraint "c": expression a > 0, validated false',
        'column "a": type integer, not null, statistics 5',
        "column \"b\": type text, nullable, default 'x'",
        'comment "far"',
        "details inherits (p)",
    ]


def test_a_name_that_postgresql_made_up_is_no_difference_where_none_is_asked_for() -> None:
    def state(not_null: NotNull | None) -> CatalogState:
        column = Column(name="a", type="text", details=ColumnDetails(not_null=not_null))
        return CatalogState(model=SchemaModel(tables={"t": Table(name="t", columns={"a": column})}))

    named = NotNull(name="other_a_not_null")
    assert describe_difference(state(named), state(None)) == ()
    assert describe_difference(state(None), state(named)) != ()
    assert describe_difference(state(NotNull(name="x", validated=False)), state(None)) != ()
