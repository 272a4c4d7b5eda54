"""Every rule of the validation, and that it stays linear."""

from __future__ import annotations

import time

import pytest

from fluentorm.errors import Place, Problem
from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.validate import merge_enums, validate

HERE = Place("schemas/01_t.py", 7)


def column(name: str, type_: str = "integer", **options: object) -> Column:
    return Column(name=name, type=type_, **options)  # type: ignore[arg-type]  # options by name


def table(
    name: str,
    *columns: Column,
    keys: tuple[Constraint, ...] = (),
    indexes: tuple[Index, ...] = (),
    relations: tuple[Relation, ...] = (),
    **options: object,
) -> Table:
    return Table(
        name=name,
        columns={c.name: c for c in columns},
        constraints={k.name: k for k in keys},
        indexes={i.name: i for i in indexes},
        relations={r.name: r for r in relations},
        **options,  # type: ignore[arg-type]  # options by name
    )


def model(*tables: Table, enums: tuple[Enum, ...] = ()) -> SchemaModel:
    return SchemaModel(tables={t.name: t for t in tables}, enums={e.name: e for e in enums})


def primary(name: str = "users_pkey", *columns: str, **options: object) -> PrimaryKey:
    return PrimaryKey(name=name, columns=columns or ("id",), **options)  # type: ignore[arg-type]


def foreign(
    columns: tuple[str, ...] = ("user_id",),
    references: tuple[str, ...] = ("id",),
    target: str = "users",
    **options: object,
) -> ForeignKey:
    return ForeignKey(
        name="fk_posts_author",
        columns=columns,
        references_table=target,
        references_columns=references,
        **options,  # type: ignore[arg-type]  # options by name
    )


def index(name: str, *columns: str, **options: object) -> Index:
    return Index(name=name, keys=tuple(IndexKey(column=c) for c in columns), **options)  # type: ignore[arg-type]


def said(*tables: Table, enums: tuple[Enum, ...] = ()) -> list[str]:
    return [problem.message for problem in validate(model(*tables, enums=enums))]


USERS = table(
    "users",
    column("id", "uuid"),
    column("email", "text"),
    keys=(primary(), Unique(name="users_email_key", columns=("email",))),
)


def posts(
    *keys: Constraint, type_: str = "uuid", relations: tuple[Relation, ...] = (), **options: object
) -> Table:
    return table(
        "posts",
        column("id", "uuid"),
        column("user_id", type_, **options),
        keys=keys,
        relations=relations,
    )


def test_sound_model_has_no_problems() -> None:
    assert validate(model(USERS, posts(foreign()))) == []


def test_empty_model_has_no_problems() -> None:
    assert validate(SchemaModel()) == []


def test_unknown_table_is_named_with_place_and_nearest() -> None:
    assert validate(model(USERS, posts(foreign(target="user", origin=HERE)))) == [
        Problem(
            'column "user_id" references table "user", which does not exist',
            HERE,
            'did you mean "users"?',
        )
    ]


def test_nearest_name_ignores_case() -> None:
    (problem,) = validate(model(USERS, posts(foreign(target="USERS"))))
    assert problem.hint == 'did you mean "users"?'


def test_unknown_referenced_column() -> None:
    (problem,) = validate(model(USERS, posts(foreign(references=("emial",)))))
    assert problem.message == (
        'column "user_id" references column "emial", which table "users" does not have'
    )
    assert problem.hint == 'did you mean "email"?'


def test_constraint_over_missing_column() -> None:
    assert said(USERS, posts(foreign(columns=("usr_id",)))) == [
        'constraint "fk_posts_author" uses column "usr_id", which table "posts" does not have'
    ]


def test_problem_without_origin_has_the_place_of_its_table() -> None:
    bad = table("a", column("x"), keys=(primary("a_pkey", "y"),), origin=HERE)
    assert [problem.place for problem in validate(model(bad))] == [HERE]


def test_all_problems_in_one_run_in_file_order() -> None:
    first = table("a", column("xmax", origin=Place("01_a.py", 1)))
    second = table("b", column("c", "serial", origin=Place("02_b.py", 9)), origin=HERE)
    third = table("c", column("xmin", origin=Place("02_b.py", 3)))
    assert [str(p.place) for p in validate(model(third, second, first))] == [
        "01_a.py:1",
        "02_b.py:3",
        "02_b.py:9",
    ]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("integer", "bigint"),
        ("bigint", "smallint"),
        ("integer", "numeric(10,2)"),
        ("numeric(5,0)", "double precision"),
        ("character varying(20)", "text"),
        ("text", "character varying(20)"),
        ("character(3)", "text"),
        ("date", "timestamp(3) with time zone"),
        ("timestamp without time zone", "date"),
        ("cidr", "inet"),
        ("bit(3)", "bit varying"),
        ("interval(3)", "interval day to second(3)"),
        ("text[]", "text[]"),
        ("character varying(5)[]", "character varying(9)[]"),
        ("mood", "mood"),
        ("citext", "text"),
        ("text", "my_domain"),
    ],
)
def test_foreign_key_types_that_postgresql_compares(source: str, key: str) -> None:
    target = table("users", column("id", key), keys=(primary(),))
    mood = Enum(name="mood", values=("a",))
    assert said(target, posts(foreign(), type_=source), enums=(mood,)) == []


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("text", "uuid"),
        ("uuid", "text"),
        ("integer", "text"),
        ("numeric(10,2)", "integer"),
        ("real", "numeric"),
        ("time with time zone", "time without time zone"),
        ("interval", "time without time zone"),
        ("boolean", "integer"),
        ("integer[]", "bigint[]"),
        ("text[]", "character varying(5)[]"),
        ("integer[]", "integer"),
        ("mood", "text"),
        ("text", "mood"),
        ("mood", '"Size"'),
        ("jsonb", "text"),
    ],
)
def test_foreign_key_types_that_postgresql_does_not_compare(source: str, key: str) -> None:
    target = table("users", column("id", key), keys=(primary(),))
    enums = (Enum(name="mood", values=("a",)), Enum(name="Size", values=("a",)))
    assert said(target, posts(foreign(), type_=source), enums=enums) == [
        f'column "user_id" is {source}, but column "id" of table "users" is {key}'
    ]


def test_column_counts_of_foreign_key_differ() -> None:
    assert 'foreign key "fk_posts_author" has 2 columns but references 1' in said(
        USERS, posts(foreign(columns=("id", "user_id")))
    )


def pair(*keys: Constraint, indexes: tuple[Index, ...] = ()) -> Table:
    return table("pairs", column("a"), column("b"), keys=keys, indexes=indexes)


def to_pair(*references: str) -> Table:
    key = foreign(columns=("x", "y"), references=references or ("a", "b"), target="pairs")
    return table("posts", column("x"), column("y"), keys=(key,))


@pytest.mark.parametrize(
    "target",
    [
        pair(primary("p", "a", "b")),
        pair(primary("p", "b", "a")),
        pair(Unique(name="u", columns=("b", "a"))),
        pair(indexes=(index("i", "b", "a", unique=True),)),
        pair(Unique(name="u", columns=("b", "a")), primary("p", "a", "b", deferrable=True)),
    ],
)
def test_unique_columns_in_any_order_can_be_referenced(target: Table) -> None:
    assert said(target, to_pair()) == []


@pytest.mark.parametrize(
    "target",
    [
        pair(),
        pair(primary("p", "a")),
        pair(indexes=(index("i", "a", "b"),)),
        pair(
            indexes=(
                Index(
                    name="i",
                    unique=True,
                    keys=(
                        IndexKey(column="a"),
                        IndexKey(column="b"),
                        IndexKey(expression="lower(c)"),
                    ),
                ),
            )
        ),
    ],
)
def test_columns_that_are_not_unique_cannot_be_referenced(target: Table) -> None:
    (problem,) = validate(model(target, to_pair()))
    assert problem.message == (
        'foreign key "fk_posts_author" references columns "a", "b" of table "pairs", '
        "which are not unique"
    )
    assert problem.hint == (
        'add t.unique(["a", "b"]) to table "pairs", or reference its primary key'
    )


def test_partial_unique_index_cannot_be_referenced() -> None:
    target = pair(indexes=(index("i", "a", "b", unique=True, where="a > 0"),))
    assert said(target, to_pair()) == [
        (
            'foreign key "fk_posts_author" references columns "a", "b" of table "pairs", '
            'which only the partial index "i" keeps unique'
        )
    ]


def test_deferrable_key_cannot_be_referenced() -> None:
    target = pair(Unique(name="u", columns=("a", "b"), deferrable=True))
    assert said(target, to_pair()) == [
        'foreign key "fk_posts_author" references constraint "u", which is deferrable'
    ]


def test_foreign_key_that_references_a_column_twice() -> None:
    target = pair(Unique(name="u", columns=("a",)))
    assert said(target, to_pair("a", "a")) == [
        'foreign key "fk_posts_author" references column "a" twice'
    ]


def test_self_reference_and_cycle_are_sound() -> None:
    tree = table(
        "nodes",
        column("id"),
        column("parent", nullable=True),
        keys=(primary("nodes_pkey"), foreign(columns=("parent",), target="nodes")),
    )
    assert said(tree) == []


def test_actions_that_only_fail_when_they_act_are_as_postgresql_has_them() -> None:
    key = foreign(on_delete=Action.SET_NULL, on_update=Action.SET_DEFAULT)
    assert said(USERS, posts(key)) == []


def test_columns_of_an_action() -> None:
    key = foreign(on_delete=Action.CASCADE, on_delete_columns=("user_id", "x"))
    assert said(USERS, posts(key)) == [
        'foreign key "fk_posts_author" has on_delete_columns, but on_delete sets none',
        (
            'on_delete_columns of foreign key "fk_posts_author" has column "x", '
            "which is none of the key's"
        ),
    ]


def test_initially_deferred_needs_deferrable() -> None:
    assert said(USERS, posts(foreign(initially_deferred=True))) == [
        'constraint "fk_posts_author" is initially deferred but not deferrable'
    ]


def test_more_than_one_primary_key() -> None:
    (problem,) = validate(model(pair(primary("p", "a"), primary("q", "b"))))
    assert problem.message == 'table "pairs" has two primary keys, "p" and "q"'
    assert problem.hint == 'for one over both write t.primary_key(["a", "b"])'


def test_primary_key_over_nullable_column() -> None:
    bad = table("a", column("id", nullable=True), keys=(primary("a_pkey"),))
    assert said(bad) == ['column "id" is part of the primary key and cannot be nullable']


def test_keys_over_the_same_columns_are_kept() -> None:
    kept = pair(
        primary("p", "a"),
        Unique(name="q", columns=("a",)),
        Unique(name="u", columns=("a", "b")),
        Unique(name="v", columns=("b", "a")),
        Unique(name="w", columns=("a", "b"), deferrable=True),
        Unique(name="x", columns=("a", "b"), nulls_not_distinct=True),
    )
    assert said(kept) == []


def test_key_with_a_column_twice() -> None:
    assert said(pair(Unique(name="u", columns=("a", "a")))) == [
        'constraint "u" has the column "a" twice'
    ]


def test_key_without_columns() -> None:
    assert said(pair(Unique(name="u", columns=()))) == ['constraint "u" has no columns']


@pytest.mark.parametrize("type_", ["json", "point", "xml"])
def test_key_over_a_type_without_equality(type_: str) -> None:
    bad = table("a", column("x", type_), keys=(Unique(name="u", columns=("x",)),))
    assert said(bad) == [
        f'constraint "u": column "x" of type {type_} has no equality that a key could use'
    ]


def test_too_many_key_columns() -> None:
    columns = [column(f"c{i}") for i in range(33)]
    names = tuple(c.name for c in columns)
    wide = table(
        "a", *columns, keys=(Unique(name="u", columns=names),), indexes=(index("i", *names),)
    )
    assert said(wide) == [
        'constraint "u" has 33 columns; PostgreSQL allows 32',
        'index "i" has 33 columns; PostgreSQL allows 32',
    ]


def test_empty_check_expression() -> None:
    assert said(pair(Check(name="c", expression=" "))) == [
        'check constraint "c" has an empty expression'
    ]


def test_a_table_may_have_no_columns_and_an_enum_no_values() -> None:
    assert said(table("a"), enums=(Enum(name="none", values=()),)) == []


def test_too_many_columns() -> None:
    wide = table("a", *(column(f"c{i}") for i in range(1601)))
    assert said(wide) == ['table "a" has 1601 columns; PostgreSQL allows 1600']


def test_name_of_a_system_column() -> None:
    assert said(table("a", column("ctid"))) == ['column "ctid" has the name of a system column']


def test_names_of_fluentorms_own_tables() -> None:
    assert said(table("_fluent_migrations", column("id"))) == [
        'table "_fluent_migrations" has a name that fluentorm keeps for its own tables'
    ]


def test_serial_is_no_type() -> None:
    assert said(table("a", column("id", "bigserial"))) == [
        'column "id": "bigserial" is no type but an integer with a sequence'
    ]


def test_identity_of_wrong_type_nullable_and_with_default() -> None:
    bad = column("id", "text", identity=Identity(), default="1", nullable=True)
    assert said(table("a", bad)) == [
        'identity column "id" is text; it must be smallint, integer or bigint',
        'column "id" has both a default and an identity',
        'identity column "id" cannot be nullable',
    ]


@pytest.mark.parametrize("mode", [InputMode.EXCLUDED, InputMode.OPTIONAL])
def test_create_input_that_no_insert_could_satisfy(mode: InputMode) -> None:
    hints = FieldHints(create_input=mode)
    assert said(table("a", column("x", hints=hints))) == [
        f'column "x" is {mode.value} in create_input, but is NOT NULL and has no default'
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"default": "1"},
        {"nullable": True},
        {"identity": Identity(always=True)},
        {"hints": FieldHints(create_input=InputMode.EXCLUDED, auto_generate=AutoGenerate.UUID)},
    ],
)
def test_create_input_excluded_where_something_fills_the_column(
    options: dict[str, object],
) -> None:
    options = {"hints": FieldHints(create_input=InputMode.EXCLUDED), **options}
    assert said(table("a", column("x", **options))) == []


def test_required_input_of_a_generated_always_column() -> None:
    assert said(table("a", column("x", identity=Identity(always=True)))) == [
        'column "x" is required in create_input, but GENERATED ALWAYS refuses given values'
    ]


def test_empty_default() -> None:
    assert said(table("a", column("x", "text", default=""))) == [
        'column "x" has an empty expression as default'
    ]


def relation(name: str = "posts", **options: object) -> Relation:
    values: dict[str, object] = {
        "kind": RelationKind.ONE_TO_MANY,
        "columns": ("id",),
        "references_table": "posts",
        "references_columns": ("user_id",),
    }
    return Relation(name=name, **{**values, **options})  # type: ignore[arg-type]


def users_with(*relations: Relation) -> Table:
    return table("users", column("id", "uuid"), keys=(primary(),), relations=relations)


def test_relation_to_unknown_table_and_columns() -> None:
    assert said(users_with(relation(references_table="post")), posts()) == [
        'relation "posts" leads to table "post", which does not exist'
    ]
    assert said(users_with(relation(references_columns=("userid",))), posts()) == [
        'relation "posts" uses column "userid", which table "posts" does not have'
    ]
    assert said(users_with(relation(columns=("key",))), posts()) == [
        'relation "posts" uses column "key", which table "users" does not have'
    ]


def test_relation_between_types_that_do_not_compare() -> None:
    assert said(users_with(relation()), posts(type_="text")) == [
        'column "user_id" is text, but column "id" of table "users" is uuid'
    ]


def test_relation_to_one_row_needs_a_unique_column_there() -> None:
    one = users_with(relation("post", kind=RelationKind.ONE_TO_ONE))
    assert said(one, posts()) == [
        'relation "post" has one row of table "posts", but nothing keeps "user_id" unique there'
    ]
    active = index("one_active", "user_id", unique=True, where="deleted_at IS NULL")
    for options in (
        {"keys": (Unique(name="posts_user", columns=("user_id",)),)},
        {"indexes": (active,)},
    ):
        there = table("posts", column("user_id", "uuid"), **options)  # type: ignore[arg-type]
        assert said(one, there) == []


def test_relation_with_the_name_of_a_column() -> None:
    author = relation("user_id", references_table="users", references_columns=("id",))
    assert said(USERS, posts(relations=(author,))) == [
        'relation "user_id" has the name of a column of table "posts"'
    ]


def test_relation_of_a_foreign_key_is_not_reported_twice() -> None:
    author = relation("author", references_table="user", constraint="fk_posts_author")
    assert len(said(USERS, posts(foreign(target="user"), relations=(author,)))) == 1


def test_relation_has_its_own_place() -> None:
    (problem,) = validate(model(users_with(relation(references_table="x", origin=HERE)), posts()))
    assert problem.place == HERE


def test_index_over_missing_columns() -> None:
    (first, second) = validate(model(pair(indexes=(index("i", "aa", include=("c",)),))))
    assert first.message == 'index "i" is over column "aa", which table "pairs" does not have'
    assert second.message == 'index "i" is over column "c", which table "pairs" does not have'


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"method": "hash", "unique": True}, "hash, which cannot be unique"),
        ({"method": "gin", "include": ("b",)}, "gin, which cannot include columns"),
        ({"method": "brin", "unique": True}, "brin, which cannot be unique"),
    ],
)
def test_index_method_that_cannot(options: dict[str, object], what: str) -> None:
    assert said(pair(indexes=(index("i", "a", **options),))) == [f'index "i" uses {what}']


@pytest.mark.parametrize("method", ["hash", "spgist"])
def test_index_method_of_one_column(method: str) -> None:
    assert said(pair(indexes=(index("i", "a", "b", method=method),))) == [
        f'index "i" uses {method}, which cannot have several columns'
    ]


@pytest.mark.parametrize("method", ["hash", "gist", "gin", "brin"])
def test_index_method_without_order(method: str) -> None:
    ordered = Index(name="i", method=method, keys=(IndexKey(column="a", descending=True),))
    assert said(pair(indexes=(ordered,))) == [
        f'index "i" uses {method}, which cannot have an order of keys or nulls'
    ]


def test_method_of_an_extension_is_let_through() -> None:
    assert said(pair(indexes=(index("i", "a", "b", method="bloom", include=("b",)),))) == [
        'index "i" includes column "b", which it has already'
    ]
    assert said(pair(indexes=(index("i", "a", "b", method="bloom"),))) == []


def test_btree_over_a_type_without_order() -> None:
    places = table("a", column("x", "point"), indexes=(index("i", "x"),))
    assert said(places) == ['index "i": a btree cannot hold column "x" of type point']
    assert said(table("a", column("x", "point"), indexes=(index("i", "x", method="gist"),))) == []


def test_index_sanity() -> None:
    empty = Index(name="i", keys=(), where="", nulls_not_distinct=True)
    assert said(pair(indexes=(empty,))) == [
        'index "i" has no columns',
        'index "i" has an empty where',
        'index "i" has nulls_not_distinct but is not unique',
    ]
    neither = Index(name="i", keys=(IndexKey(), IndexKey(expression="")))
    assert said(pair(indexes=(neither,))) == [
        'index "i": a key is either a column or an expression',
        'index "i" has an empty expression',
    ]


def test_tables_indexes_and_keys_share_one_namespace() -> None:
    clashing = table(
        "b",
        column("x"),
        keys=(Unique(name="a", columns=("x",)), primary("users_pkey", "x", deferrable=True)),
        indexes=(index("b", "x"),),
    )
    assert said(USERS, table("a", column("x")), clashing) == [
        'unique constraint "a" of table "b" has the same name as the table',
        (
            'primary key "users_pkey" of table "b" has the same name as '
            'the primary key of table "users"'
        ),
        'index "b" of table "b" has the same name as the table',
    ]


def test_a_clash_names_the_other_place() -> None:
    first = table("a", column("x"), indexes=(index("i", "x", origin=HERE),))
    second = table("b", column("x"), indexes=(index("i", "x"),))
    (problem,) = validate(model(first, second))
    assert problem.message == (
        'index "i" of table "b" has the same name as the index of table "a" (schemas/01_t.py:7)'
    )


def test_foreign_keys_and_checks_share_names_only_within_their_table() -> None:
    check = Check(name="positive", expression="x > 0")
    both = [table(n, column("x"), keys=(check,)) for n in ("a", "b")]
    assert said(*both, table("positive", column("x"))) == []


def test_enums_and_tables_share_one_namespace() -> None:
    assert said(table("mood", column("x")), enums=(Enum(name="mood", values=("a",)),)) == [
        'enum "mood" has the same name as the table'
    ]


def test_sequence_of_an_identity_column_takes_a_name() -> None:
    first = table("a", column("id", identity=Identity()))
    assert said(first, table("a_id_seq", column("x"))) == [
        'the sequence of identity column "id" of table "a" is named like the table'
    ]


def test_check_named_like_a_not_null_constraint() -> None:
    check = Check(name="a_x_not_null", expression="x > 0")
    assert said(table("a", column("x"), keys=(check,))) == [
        (
            'the NOT NULL constraint that PostgreSQL 18 makes for column "x" of table "a" '
            'is named like the check constraint of table "a"'
        )
    ]
    assert said(table("a", column("x", nullable=True), keys=(check,))) == []


def test_names_over_63_bytes_and_what_they_become() -> None:
    long = "é" * 31 + "ab"
    (problem,) = validate(model(table("a", column(long), column("é" * 31))))
    assert problem.message == (
        f'column "{long}" of table "a" has a name of 64 bytes; PostgreSQL keeps 63'
    )
    assert problem.hint is not None
    assert "shorten it" in problem.hint


def test_names_that_collide_after_63_bytes() -> None:
    first, second = "x" * 63 + "1", "x" * 63 + "2"
    messages = said(table("a", column(first), column(second)))
    assert (
        f'column "{second}" of table "a" and column "{first}" of table "a" '
        "are one name after 63 bytes" in messages
    )
    assert len(messages) == 3


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_names_that_cannot_be_stored(name: str) -> None:
    assert said(table("a", column(name))) == [
        f"column {name!a} has a character that PostgreSQL cannot store"
    ]


@pytest.mark.parametrize("text", ["a\0b", "\udfff"])
def test_texts_that_cannot_be_stored(text: str) -> None:
    bad = table(
        "t",
        column("a", default=text, comment=text),
        keys=(Check(name="c", expression=text),),
        indexes=(Index(name="i", keys=(IndexKey(expression=text),), where=text, comment=text),),
        comment=text,
    )
    messages = said(bad, enums=(Enum(name="e", values=("x", text)),))
    said_of = [message.split(" has a character")[0] for message in messages]
    assert said_of == [
        'enum "e"',
        'the comment of table "t"',
        'column "a"',
        '"c"',
        '"i"',
    ]


@pytest.mark.parametrize(
    "text",
    [
        "lower('(') || name",
        r"E'\'(' || x",
        'else_1("a""(")',
        "a = 'x' -- it's (",
        "$$it's ($$ || $q$ ) $q$",
        "a$1 + $1 + 1e5",
        "'{}'::text[] || arr[1:2]",
        "/* ( /* ; */ ' */ 1",
        "typE'('",
        r"E'\\' || e'a''b'",
        r"'\'",
        "''",
    ],
)
def test_sql_that_is_one_whole_piece(text: str) -> None:
    assert (
        said(table("t", column("a", default=text), keys=(Check(name="c", expression=text),))) == []
    )


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("lower(", 'a "(" that is not closed'),
        ("a) OR (b", 'a ")" that closes nothing'),
        ("(a]", 'a "]" that closes nothing'),
        ("a[1", 'a "[" that is not closed'),
        ("1; DROP TABLE t", 'a ";"'),
        ("'x", "a quote that is not closed"),
        (r"E'\'", "a quote that is not closed"),
        ('"x', "a quote that is not closed"),
        ("$q$ $p$", "a quote that is not closed"),
        ("/* /* */", "a comment that is not closed"),
    ],
)
def test_sql_that_is_no_whole_piece(text: str, flaw: str) -> None:
    bad = table(
        "t",
        column("a", default=text, using=text, backfill=text),
        keys=(Check(name="c", expression=text),),
        indexes=(Index(name="i", keys=(IndexKey(column="a", opclass=text),), where=text),),
    )
    found = (
        'default of column "a"',
        'using of column "a"',
        'backfill of column "a"',
        'check constraint "c"',
        'index "i"',
    )
    assert said(bad) == [f"{what} has {flaw}: {text}" for what in found]


def test_empty_name() -> None:
    assert said(table("a", column(""))) == ['a column of table "a" has an empty name']


@pytest.mark.parametrize("name", ["order", "Größe", 'a"b', "🦆", "select"])
def test_reserved_and_unusual_names_are_sound(name: str) -> None:
    assert said(table(name, column(name), keys=(primary("k", name),))) == []


def test_enum_rules() -> None:
    bad = Enum(name="mood", values=("a", "a", "é" * 32))
    assert said(table("t", column("x")), enums=(bad,)) == [
        'enum "mood" has the value "a" twice',
        f'enum "mood": the value "{"é" * 32}" is longer than 63 bytes',
    ]


def test_enum_named_like_a_built_in_type() -> None:
    assert said(enums=(Enum(name="date", values=("a",)),)) == [
        'enum "date" has the name of a built-in type'
    ]


def test_a_carriage_return_in_a_name() -> None:
    assert said(table("a", column("x\r"))) == [
        "column 'x\\r' has a carriage return, which a file cannot hold in a name"
    ]


def test_renamed_from_something_that_exists() -> None:
    both = table("a", column("x", renamed_from="y"), column("y"))
    (problem,) = validate(model(both))
    assert problem.message == 'column "x" is renamed from "y", but a column "y" is declared too'
    assert said(table("a", column("x"), renamed_from="b"), table("b", column("x"))) == [
        'table "a" is renamed from "b", but a table "b" is declared too'
    ]


def test_the_way_out_of_names_that_change_places_is_told() -> None:
    around = [column("a", renamed_from="c"), column("b", renamed_from="a")]
    for columns in (
        (column("a", renamed_from="b"), around[1]),
        (*around, column("c", renamed_from="b")),
    ):
        hints = [problem.hint or "" for problem in validate(model(table("t", *columns)))]
        assert len(hints) == len(columns)
        assert all("names change places in steps" in hint for hint in hints)


def test_the_way_out_of_a_name_that_is_passed_on_is_told() -> None:
    passed = table("t", column("b", renamed_from="a"), column("c", renamed_from="b"))
    (problem,) = validate(model(passed))
    assert problem.hint == (
        'generate this rename while "a" still has its name; then remove this renamed_from and '
        'rename "a" to "b"'
    )


def test_the_way_to_a_new_column_under_an_old_name_is_told() -> None:
    (problem,) = validate(model(table("t", column("b", renamed_from="a"), column("a"))))
    assert problem.hint == (
        'remove "a" if it was renamed, or else the renamed_from; for a new column under the old '
        "name generate the rename first"
    )


def test_two_columns_renamed_from_one() -> None:
    both = table("a", column("x", renamed_from="z"), column("y", renamed_from="z"))
    assert said(both) == ['column "y" is renamed from "z", as another column is']


def test_renamed_enum_values() -> None:
    enum = Enum(name="e", values=("a", "b"), renamed_values=(("a", "b"), ("c", "d")))
    assert said(enums=(enum,)) == [
        'value "a" is renamed from "b", but a value "b" is declared too',
        'enum "e" has no value "c" that was renamed from "d"',
    ]


def test_merging_enums_takes_equal_ones_together() -> None:
    first = Enum(name="e", values=("a", "b"))
    second = Enum(name="e", values=("a", "b"), comment="moods")
    assert merge_enums([first, second]) == ({"e": second}, [])


def test_merging_enums_with_other_values_is_refused() -> None:
    first = Enum(name="e", values=("a", "b"), origin=HERE)
    second = Enum(name="e", values=("b", "a"))
    merged, problems = merge_enums([first, second])
    assert merged == {"e": first}
    assert [p.message for p in problems] == [
        'enum "e" is declared with other values at schemas/01_t.py:7: a, b'
    ]


def test_thousands_of_wrong_names_stay_linear() -> None:
    def wrong(count: int) -> float:
        tables = [
            table(
                f"t{i}",
                column("id"),
                keys=(
                    ForeignKey(
                        name=f"fk{i}",
                        columns=("id",),
                        references_table=f"u{i}",
                        references_columns=("id",),
                    ),
                ),
            )
            for i in range(count)
        ]
        schema = model(*tables)
        start = time.perf_counter()
        assert len(validate(schema)) == count
        return time.perf_counter() - start

    assert wrong(4000) < 2
