"""Keys, constraints, relations, indexes and changes of one TableSchema."""

from collections.abc import Callable
from typing import Any

import pytest

from fluentorm.errors import Place, SchemaError
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.builder_indexes import Index
from fluentorm.schema.hints import InputMode, RelationKind
from fluentorm.schema.objects import (
    Action,
    Check,
    ForeignKey,
    IndexKey,
    Match,
    PrimaryKey,
    Table,
    Unique,
)
from fluentorm.schema.sql_text import sql

Build = Callable[[TableSchema], Any]


def _schema(*builds: Build) -> TableSchema:
    schema = TableSchema.create_empty("posts")
    for build in builds:
        build(schema)
    return schema


def _table(*builds: Build) -> Table:
    return _schema(*builds).build()[0]


def _messages(*builds: Build) -> list[str]:
    """Return the problems without the places inside their sentences."""
    return [p.message.replace(__file__, "FILE") for p in _schema(*builds).problems]


def _fields(t: TableSchema) -> None:
    t.uuid("id", primary_key=True)
    t.string("title", nullable=True)
    t.uuid("user_id")


# Keys and constraints


def test_primary_key_of_one_field() -> None:
    assert _table(_fields).primary_key == PrimaryKey(name="posts_pkey", columns=("id",))


def test_primary_key_of_several_fields() -> None:
    def build(t: TableSchema) -> None:
        t.uuid("a", primary_key=True)
        t.uuid("b", primary_key=True)

    assert _table(build).primary_key == PrimaryKey(name="posts_pkey", columns=("a", "b"))


def test_primary_key_of_the_table_keeps_its_order_and_name() -> None:
    key = _table(_fields_without_key, lambda t: t.primary_key(["b", "a"], name="pk")).primary_key
    assert key == PrimaryKey(name="pk", columns=("b", "a"))


def _fields_without_key(t: TableSchema) -> None:
    t.integer("a")
    t.integer("b")


def test_primary_key_said_twice_alike_is_fine() -> None:
    def build(t: TableSchema) -> None:
        t.integer("a", primary_key=True)
        t.primary_key("a")

    assert _messages(build) == []


def test_primary_key_clash_is_refused() -> None:
    def build(t: TableSchema) -> None:
        t.integer("a", primary_key=True)
        t.integer("b")
        t.primary_key(["a", "b"])

    (message,) = _messages(build)
    assert message.startswith('column "a" has primary_key=True, but the primary key is declared')


def test_two_table_keys_are_refused() -> None:
    problems = _messages(
        _fields_without_key, lambda t: t.primary_key("a"), lambda t: t.primary_key("b")
    )
    assert len(problems) == 1
    assert 'table "posts" has another primary key already' in problems[0]


def test_second_key_in_another_file_is_refused() -> None:
    schema = TableSchema.create_empty("posts")
    with schema.at(Place("01.yaml", 1)):
        schema.integer("a", primary_key=True)
    with schema.at(Place("02.yaml", 1)):
        schema.integer("b", primary_key=True)
    (problem,) = schema.problems
    assert str(problem) == (
        '02.yaml:1: column "b" is a second primary key; "a" at 01.yaml:1 is one already\n'
        "hint: for one key over both write t.primary_key(['a', 'b'])"
    )


def test_unique_field_is_a_named_constraint() -> None:
    table = _table(lambda t: t.string("email", unique=True))
    assert table.constraints == {
        "posts_email_key": Unique(name="posts_email_key", columns=("email",))
    }


def test_unique_primary_key_makes_no_second_index() -> None:
    table = _table(lambda t: t.integer("id", primary_key=True, unique=True))
    assert list(table.constraints) == ["posts_pkey"]


def test_unique_over_several_columns() -> None:
    table = _table(
        _fields_without_key,
        lambda t: t.unique(["a", "b"], nulls_not_distinct=True),
        lambda t: t.unique(["b"], name="u", deferrable=True, initially_deferred=True),
    )
    assert list(table.constraints.values()) == [
        Unique(name="posts_a_b_key", columns=("a", "b"), nulls_not_distinct=True),
        Unique(name="u", columns=("b",), deferrable=True, initially_deferred=True),
    ]


def test_initially_deferred_implies_deferrable() -> None:
    table = _table(_fields_without_key, lambda t: t.unique("a", initially_deferred=True))
    unique = table.constraints["posts_a_key"]
    assert isinstance(unique, Unique)
    assert unique.deferrable


def test_long_default_names_are_shortened_and_stay_different() -> None:
    def build(t: TableSchema) -> None:
        t.integer("a" * 60, unique=True)
        t.integer("a" * 59 + "b", unique=True)

    names = list(_table(build).constraints)
    assert len(set(names)) == 2
    assert all(len(name) <= 63 for name in names)


def test_check_takes_text_or_sql() -> None:
    table = _table(
        _fields_without_key,
        lambda t: t.check("c1", "a > 0"),
        lambda t: t.check("c2", sql("a < b"), comment="why"),
    )
    assert list(table.constraints.values()) == [
        Check(name="c1", expression="a > 0"),
        Check(name="c2", expression="a < b", comment="why"),
    ]


def test_constraint_said_twice_differently_is_refused() -> None:
    problems = _messages(
        _fields_without_key, lambda t: t.check("c", "a > 0"), lambda t: t.check("c", "a > 1")
    )
    assert len(problems) == 1
    assert problems[0].startswith('constraint "c" is already defined differently at FILE:')


def test_constraint_named_like_that_of_a_field_is_refused() -> None:
    def build(t: TableSchema) -> None:
        t.integer("a", unique=True)
        t.check("posts_a_key", "a > 0")

    assert len(_messages(build)) == 1


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda t: t.unique([]), "a unique constraint needs a column name or a list of them"),
        (lambda t: t.unique(None), "a unique constraint needs a column name or a list of them"),
        (lambda t: t.unique(["a", "a"]), 'a unique constraint names column "a" twice'),
        (lambda t: t.primary_key([1]), "the primary key needs a column name or a list of them"),
        (lambda t: t.check("c", 7), 'the expression of check "c" must be a string, not 7'),
        (lambda t: t.check(7, "true"), "the name of a check constraint must be a string, not 7"),
        (
            lambda t: t.unique("a", deferrable="no"),
            "deferrable of unique constraint \"posts_a_key\" must be True or False, not 'no'",
        ),
        (lambda t: t.unique("a", name=7), "the name of a unique constraint must be a string"),
        (lambda t: t.primary_key("a", name=7), "the name of the primary key must be a string"),
        (
            lambda t: t.unique("a", renamed_from=7),
            'renamed_from of unique constraint "posts_a_key" must be a string, not 7',
        ),
        (lambda t: t.alter_field(None), "the name of a column to alter must be a string, not None"),
        (lambda t: t.rename_field("a", 7), "the name of a column must be a string, not 7"),
        (lambda t: t.renamed_from(7), "the name of a table must be a string, not 7"),
        (lambda t: t.comment(7), "the comment of a table must be a string, not 7"),
        (lambda t: t.enum("e", ["x"], type_name=7), 'the name of the enum type of "e" must be'),
        (lambda t: t.enum("e", ["x"], renamed_values="y"), 'renamed_values of enum "e" must map'),
        (lambda t: t.enum("e", ["x"], renamed_values={1: 2}), 'renamed_values of enum "e" must'),
    ],
)
def test_wrong_columns_are_a_problem(build: Build, message: str) -> None:
    (found,) = _messages(_fields_without_key, build)
    assert found.startswith(message)


# Relations


def test_belongs_to_is_a_relation_and_a_foreign_key() -> None:
    table = _table(_fields, lambda t: t.belongs_to("author", "user_id", "users"))
    relation = table.relations["author"]
    assert relation.kind is RelationKind.MANY_TO_ONE
    assert (relation.columns, relation.references_table) == (("user_id",), "users")
    assert relation.references_columns == ("id",)
    assert relation.constraint == "fk_posts_author"
    assert table.foreign_keys == (
        ForeignKey(
            name="fk_posts_author",
            columns=("user_id",),
            references_table="users",
            references_columns=("id",),
        ),
    )


def test_has_one_is_one_to_one() -> None:
    table = _table(
        _fields, lambda t: t.has_one("author", column="user_id", references_table="users")
    )
    assert table.relations["author"].kind is RelationKind.ONE_TO_ONE
    assert [key.name for key in table.foreign_keys] == ["fk_posts_author"]


@pytest.mark.parametrize("word", list(Action))
def test_foreign_key_takes_every_action(word: Action) -> None:
    table = _table(
        _fields,
        lambda t: t.belongs_to("a", "user_id", "users", on_delete=word.value, on_update=word),
    )
    (key,) = table.foreign_keys
    assert (key.on_delete, key.on_update) == (word, word)


def test_actions_may_be_spelled_as_in_sql() -> None:
    table = _table(_fields, lambda t: t.belongs_to("a", "user_id", "users", on_delete="SET NULL"))
    assert table.foreign_keys[0].on_delete is Action.SET_NULL


def test_foreign_key_over_several_columns() -> None:
    table = _table(
        _fields_without_key,
        lambda t: t.foreign(
            "spot",
            ["a", "b"],
            "spots",
            ["x", "y"],
            match="full",
            deferrable=True,
            constraint_name="fk",
            comment="why",
            renamed_from="old_fk",
        ),
    )
    (key,) = table.foreign_keys
    assert key == ForeignKey(
        name="fk",
        columns=("a", "b"),
        references_table="spots",
        references_columns=("x", "y"),
        match=Match.FULL,
        deferrable=True,
        comment="why",
    )
    assert key.renamed_from == "old_fk"


def test_foreign_takes_any_kind_of_relation() -> None:
    def build(t: TableSchema) -> None:
        _fields(t)
        t.foreign("one", "user_id", "users", relationship_type="one_to_one")
        t.foreign("many", "id", "likes", "post_id", relationship_type="one_to_many")

    table = _table(build)
    assert [relation.kind.value for relation in table.relations.values()] == [
        "one_to_one",
        "one_to_many",
    ]
    assert [key.name for key in table.foreign_keys] == ["fk_posts_one"]


def test_has_many_is_metadata_only() -> None:
    def build(t: TableSchema) -> None:
        _fields(t)
        t.has_many("comments", "comments", "post_id")
        t.has_many_list([{"name": "likes", "foreign_table": "likes", "foreign_column": "post_id"}])

    table = _table(build)
    assert list(table.relations) == ["comments", "likes"]
    assert table.relations["comments"].columns == ("id",)
    assert table.relations["comments"].references_columns == ("post_id",)
    assert table.foreign_keys == ()


def test_has_one_in_is_metadata_only() -> None:
    def build(t: TableSchema) -> None:
        _fields(t)
        t.has_one_in("draft", "drafts", "post_id")

    table = _table(build)
    assert table.relations["draft"].kind is RelationKind.ONE_TO_ONE
    assert table.relations["draft"].references_columns == ("post_id",)
    assert table.foreign_keys == ()


def _junction(t: TableSchema) -> None:
    t.uuid("post_id")
    t.uuid("tag_id")


def test_many_to_many_has_a_foreign_key_that_cascades() -> None:
    table = _table(_junction, lambda t: t.many_to_many("posts", "post_id", "posts"))
    (key,) = table.foreign_keys
    assert key.on_delete is Action.CASCADE
    assert table.relations["posts"].constraint == key.name


@pytest.mark.parametrize("first", [True, False])
def test_many_to_many_uses_the_key_that_belongs_to_has(first: bool) -> None:
    builds: list[Build] = [
        lambda t: t.belongs_to("post", "post_id", "posts", on_delete="restrict"),
        lambda t: t.many_to_many("posts", "post_id", "posts"),
    ]
    table = _table(_junction, *(builds if first else reversed(builds)))
    (key,) = table.foreign_keys
    assert (key.name, key.on_delete) == ("fk_posts_post", Action.RESTRICT)
    assert table.relations["posts"].constraint == "fk_posts_post"


def test_many_to_many_that_acts_differently_is_refused() -> None:
    (message,) = _messages(
        _junction,
        lambda t: t.belongs_to("post", "post_id", "posts", on_delete="restrict"),
        lambda t: t.many_to_many("posts", "post_id", "posts", on_delete="cascade"),
    )
    assert message.startswith('relation "posts" and foreign key "fk_posts_post" are over the same')


def test_foreigns_reports_each_that_does_not_fit() -> None:
    def build(t: TableSchema) -> None:
        _fields(t)
        t.foreigns(
            [
                {"name": "a", "column": "user_id", "references_table": "users"},
                {"name": "b", "column": "user_id"},
                "c",  # type: ignore[list-item]  # the mistake under test
            ]
        )

    schema = _schema(build)
    assert [problem.message for problem in schema.problems] == [
        "wrong arguments for foreign() missing 1 required positional argument: 'references_table'",
        "expected a dict of arguments for foreign(), not 'c'",
    ]
    assert schema.finish().table.foreign_keys[0].name == "fk_posts_a"


def test_relation_said_twice() -> None:
    again: Build = lambda t: t.belongs_to("author", "user_id", "users")  # noqa: E731 short
    assert _messages(_fields, again, again) == []
    (message,) = _messages(_fields, again, lambda t: t.belongs_to("author", "id", "users"))
    assert message.startswith('relation "author" is already defined differently at FILE:')


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda t: t.belongs_to("a", "user_id", "users", on_delete="cascad"),
            'on_delete of relation "a" cannot be "cascad"',
        ),
        (
            lambda t: t.belongs_to("a", "user_id", "users", match="partial"),
            'match of relation "a" cannot be "partial"',
        ),
        (
            lambda t: t.belongs_to("a", "user_id", "users", on_deleted="cascade"),
            'relation "a" has an unknown option "on_deleted"',
        ),
        (
            lambda t: t.belongs_to("a", ["user_id", "id"], "users"),
            'relation "a" has 2 column(s) here, but references 1',
        ),
        (lambda t: t.belongs_to("a", [], "users"), 'relation "a" needs a column name'),
        (
            lambda t: t.belongs_to("a", "user_id", None),
            'the name of the table that relation "a" references must be a string',
        ),
        (lambda t: t.belongs_to(None, "user_id", "users"), "the name of a relation must be"),
        (
            lambda t: t.foreign("a", "user_id", "users", relationship_type="many"),
            'relationship_type of "a" cannot be "many"',
        ),
    ],
)
def test_wrong_relation_is_a_problem(build: Build, message: str) -> None:
    found = _messages(_fields, build)
    assert len(found) == 1
    assert found[0].startswith(message)


# Indexes


def test_index_takes_its_name_first() -> None:
    table = _table(_fields, lambda t: t.index("i", ["user_id", "title"], unique=True))
    index = table.indexes["i"]
    assert index.columns == ("user_id", "title")
    assert index.unique


def test_index_without_name_is_named_after_its_columns() -> None:
    table = _table(
        _fields,
        lambda t: t.index(["user_id", "title"]),
        lambda t: t.index(columns="title"),
    )
    assert list(table.indexes) == ["idx_posts_user_id_title", "idx_posts_title"]


def test_index_takes_everything_postgresql_does() -> None:
    table = _table(
        _fields,
        lambda t: t.index(
            "i",
            [
                {"column": "title", "order": "desc", "nulls": "last", "opclass": "text_ops"},
                {"expression": "lower(title)", "collation": '"C"'},
                sql("upper(title)"),
                IndexKey(column="id"),
            ],
            method="BTREE",
            where=sql("title <> ''"),
            include="user_id",
            storage={"fillfactor": 70, "deduplicate_items": False},
            nulls_not_distinct=True,
            comment="why",
            renamed_from="j",
        ),
    )
    index = table.indexes["i"]
    assert index.keys == (
        IndexKey(column="title", descending=True, nulls_first=False, opclass="text_ops"),
        IndexKey(expression="lower(title)", collation='"C"'),
        IndexKey(expression="upper(title)"),
        IndexKey(column="id"),
    )
    assert (index.method, index.where, index.include) == ("btree", "title <> ''", ("user_id",))
    assert index.storage == (("deduplicate_items", "false"), ("fillfactor", "70"))
    assert (index.nulls_not_distinct, index.comment, index.renamed_from) == (True, "why", "j")


@pytest.mark.parametrize(
    ("key", "nulls_first"),
    [
        ({"column": "a"}, None),
        ({"column": "a", "nulls": "last"}, None),
        ({"column": "a", "nulls": "first"}, True),
        ({"column": "a", "order": "desc"}, None),
        ({"column": "a", "order": "desc", "nulls": "first"}, None),
        ({"column": "a", "order": "desc", "nulls": "last"}, False),
        (IndexKey(column="a", nulls_first=False), None),
        (IndexKey(column="a", descending=True, nulls_first=True), None),
        (IndexKey(column="a", descending=True, nulls_first=False), False),
    ],
)
def test_nulls_are_stored_where_they_differ_from_the_server(
    key: Any, nulls_first: bool | None
) -> None:
    table = _table(_fields_without_key, lambda t: t.index("i", [key]))
    assert table.indexes["i"].keys[0].nulls_first is nulls_first


def test_add_indexes_takes_values_and_dicts() -> None:
    table = _table(
        _fields,
        lambda t: t.add_indexes(
            [Index("i", ["title"], unique=True), {"name": "j", "columns": ["title"]}]
        ),
    )
    assert list(table.indexes) == ["i", "j"]
    assert table.indexes["i"].unique


def test_drop_index_removes_it() -> None:
    builds: list[Build] = [_fields, lambda t: t.index("i", ["title"])]
    assert _table(*builds, lambda t: t.drop_index("i")).indexes == {}
    schema = _schema(*builds, lambda t: t.drop_index("ii"))
    (problem,) = schema.problems
    assert problem.message == 'table "posts" has no index "ii" to drop'
    assert problem.hint == 'did you mean "i"?'


def test_dropped_index_may_be_declared_anew() -> None:
    table = _table(
        _fields,
        lambda t: t.index("i", ["title"]),
        lambda t: t.drop_index("i"),
        lambda t: t.index("i", ["user_id"]),
    )
    assert table.indexes["i"].columns == ("user_id",)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda t: t.index("title"), 'index "title" has no columns'),
        (lambda t: t.index(), "index has no columns"),
        (lambda t: t.index("i", []), "an index needs at least one column or expression"),
        (lambda t: t.index("i", 7), "an index needs a list of columns, not 7"),
        (lambda t: t.index("i", [7]), "a key of an index is a column name or a dict, not 7"),
        (lambda t: t.index([sql("lower(a)")]), "an index over an expression needs a name"),
        (lambda t: t.index("i", ["a"], uniqe=True), 'an index has an unknown option "uniqe"'),
        (
            lambda t: t.index("i", [{"column": "a", "dir": "desc"}]),
            'a key of an index has an unknown option "dir"',
        ),
        (
            lambda t: t.index("i", [{"column": "a", "order": "down"}]),
            'the order of an index key is "asc" or "desc", not \'down\'',
        ),
        (
            lambda t: t.index("i", [{"column": "a", "nulls": "never"}]),
            'the nulls of an index key are "first" or "last", not \'never\'',
        ),
        (lambda t: t.index("i", [{"order": "asc"}]), "a key of an index needs a column or an"),
        (lambda t: t.index("i", ["a"], where=7), 'where of index "i" must be a string, not 7'),
        (lambda t: t.index("i", ["a"], storage=[1]), 'storage of index "i" must be a dict'),
        (lambda t: t.index("i", ["a"], unique="yes"), 'unique of index "i" must be True or False'),
        (lambda t: t.index("i", ["a"], method=7), 'method of index "i" must be a string, not 7'),
        (lambda t: t.index("i", [{"column": 7}]), "the name of a column of an index must be a"),
        (lambda t: t.index(7, ["a"]), "the name of an index must be a string, not 7"),
        (lambda t: t.drop_index(None), "the name of an index to drop must be a string, not None"),
        (lambda t: t.add_indexes(["i"]), "expected a dict of arguments for index(), not 'i'"),
        (lambda t: t.add_indexes("i"), "expected a list of arguments for index(), not 'i'"),
        (lambda t: t.add_indexes(None), "expected a list of arguments for index(), not None"),
    ],
)
def test_wrong_index_is_a_problem(build: Build, message: str) -> None:
    found = _messages(_fields_without_key, build)
    assert any(text.startswith(message) for text in found), found


# Changes and renames


def test_alter_field_changes_what_is_given() -> None:
    def build(t: TableSchema) -> None:
        t.string("a", default="x", comment="why", redacted=True)
        t.alter_field("a", nullable=True, type="varchar(9)")

    column = _table(build).columns["a"]
    assert (column.type, column.nullable) == ("character varying(9)", True)
    assert (column.default, column.comment, column.hints.redacted) == ("'x'", "why", True)


def test_alter_field_takes_both_spellings_of_nullability() -> None:
    def build(t: TableSchema) -> None:
        t.string("a", nullable=True)
        t.string("b")
        t.alter_field("a", not_null=True)
        t.alter_field("b", not_null=False)

    table = _table(build)
    assert [column.nullable for column in table.columns.values()] == [False, True]


def test_alter_field_removes_and_replaces_the_default() -> None:
    def build(t: TableSchema) -> None:
        t.string("a", default_value="x")
        t.string("b", default="x")
        t.uuid("c", auto_generated=True)
        t.alter_field("a", default=None)
        t.alter_field("b", default_value="y")
        t.alter_field("c", default=None)

    columns = _table(build).columns
    assert [column.default for column in columns.values()] == [None, "'y'", None]


def test_last_alter_wins_and_none_means_not_given() -> None:
    def build(t: TableSchema) -> None:
        t.string("a", nullable=True)
        t.alter_fields(
            [
                {"name": "a", "nullable": False, "unique": None},
                {"name": "a", "create_input": "excluded", "nullable": True},
            ]
        )

    column = _table(build).columns["a"]
    assert column.nullable
    assert column.hints.create_input is InputMode.EXCLUDED


def test_alter_field_changes_key_unique_and_type_of_enum() -> None:
    def build(t: TableSchema) -> None:
        t.integer("a", primary_key=True)
        t.enum("b", ["x"])
        t.alter_field("a", primary_key=False, unique=True)
        t.alter_field("b", type="string[]")

    table, enums = _schema(build).build()
    assert list(table.constraints) == ["posts_a_key"]
    assert table.columns["b"].type == "text[]"
    assert enums == ()


def test_alter_of_a_missing_field_names_the_nearest() -> None:
    schema = _schema(_fields, lambda t: t.alter_field("titel", nullable=True))
    (problem,) = schema.problems
    assert problem.message == 'table "posts" has no column "titel" to alter'
    assert problem.hint == 'did you mean "title"?'


def test_alter_before_the_field_says_where_it_is() -> None:
    schema = _schema(lambda t: t.alter_field("title", nullable=True), _fields)
    (problem,) = schema.problems
    assert problem.hint is not None
    assert problem.hint.startswith("it is declared after this, at ")


def test_problem_of_an_alter_is_at_the_alter() -> None:
    def build(t: TableSchema) -> None:
        t.string("a")
        t.alter_field("a", default=1.5, type="integer")

    (problem,) = _schema(build).problems
    assert problem.place == Place(__file__, build.__code__.co_firstlineno + 2)


def test_origin_of_an_altered_field_is_its_definition() -> None:
    def build(t: TableSchema) -> None:
        t.string("a")
        t.alter_field("a", nullable=True)

    assert _table(build).columns["a"].origin == Place(__file__, build.__code__.co_firstlineno + 1)


def test_rename_field_is_renamed_from() -> None:
    def build(t: TableSchema) -> None:
        t.string("full_name")
        t.rename_field("name", "full_name")

    assert _table(build).columns["full_name"].renamed_from == "name"


def test_rename_field_of_a_declared_field_renames_it() -> None:
    def build(t: TableSchema) -> None:
        t.string("name", unique=True)
        t.string("other")
        t.rename_field("name", "full_name")

    table = _table(build)
    assert list(table.columns) == ["full_name", "other"]
    assert table.columns["full_name"].renamed_from == "name"
    assert list(table.constraints) == ["posts_full_name_key"]


def test_rename_field_goes_on_from_an_older_rename() -> None:
    def build(t: TableSchema) -> None:
        t.string("a")
        t.rename_field("a", "b")
        t.rename_field("b", "c")
        t.string("y", renamed_from="x")
        t.rename_field("y", "z")

    columns = _table(build).columns
    assert {name: column.renamed_from for name, column in columns.items()} == {"c": "b", "z": "y"}


def test_rename_of_nothing_and_two_renames_are_refused() -> None:
    def build(t: TableSchema) -> None:
        t.string("c", renamed_from="a")
        t.rename_field("b", "c")
        t.rename_field("x", "y")

    assert _messages(build) == [
        'column "c" is renamed from "a" and from "b"',
        'table "posts" has no column "y" to rename from "x"',
    ]


def test_table_is_renamed_and_commented() -> None:
    table = _table(
        _fields,
        lambda t: t.renamed_from("articles"),
        lambda t: t.rename_table("articles", "posts"),
        lambda t: t.comment("what people write"),
    )
    assert (table.renamed_from, table.comment) == ("articles", "what people write")


def test_contradicting_renames_and_comments_are_refused() -> None:
    messages = _messages(
        lambda t: t.rename_table("a", "texts"),
        lambda t: t.renamed_from("b"),
        lambda t: t.comment("one"),
        lambda t: t.comment("two"),
    )
    assert messages[0] == 'this file declares table "posts", not "texts"'
    assert messages[1] == 'table "posts" is renamed from "a" and from "b"'
    assert messages[2].startswith('table "posts" has another comment already at FILE:')


# Definitions twice, and looking things up


def test_field_twice_alike_is_one_field() -> None:
    def build(t: TableSchema) -> None:
        t.string("a", nullable=False)
        t.text("a", not_null=True)
        t.date_time("b", default=sql("now()"))
        t.timestamp("b", default_value="now()")

    assert list(_table(build).columns) == ["a", "b"]


def test_field_twice_differently_names_both_places() -> None:
    schema = TableSchema.create_empty("users")
    with schema.at(Place("schemas/01_users.yaml", 3, 5)):
        schema.string("email", unique=True)
    with schema.at(Place("schemas/02_users.yaml", 4, 5)):
        schema.varchar("email", 80, nullable=True)
    (problem,) = schema.problems
    assert str(problem) == (
        'schemas/02_users.yaml:4:5: column "email" is already defined differently at '
        "schemas/01_users.yaml:3:5 (type, nullable, create_input, unique)\n"
        'hint: remove one of the two, or change it with t.alter_field("email", ...)'
    )


def test_field_twice_is_compared_as_declared_not_as_altered() -> None:
    def build(t: TableSchema) -> None:
        t.string("a")
        t.alter_field("a", nullable=True)
        t.string("a")

    assert _table(build).columns["a"].nullable


def test_fields_and_indexes_can_be_looked_up() -> None:
    schema = _schema(_fields, lambda t: t.index("i", ["title"]), lambda t: t.index("j", ["id"]))
    title = schema.get_field_by_name("title")
    assert title is not None
    assert title.type == "text"
    assert schema.get_field_by_name("nothing") is None
    found = schema.get_index_by_name("j")
    assert found is not None
    assert (found[0].name, found[1]) == ("j", 2)
    assert schema.get_index_by_name("k") is None


def test_input_fields() -> None:
    def build(t: TableSchema) -> None:
        t.increments("id", primary_key=True)
        t.string("a")
        t.string("b", create_input="excluded", default="x")

    schema = _schema(build)
    assert [column.name for column in schema.get_create_input_fields()] == ["id", "a"]
    assert [column.name for column in schema.get_update_input_fields()] == ["a", "b"]


def test_create_raises_what_is_wrong() -> None:
    with pytest.raises(SchemaError):
        TableSchema.create("posts", lambda t: t.drop_index("i"))
    assert TableSchema.create("posts", _fields).name == "posts"


def test_building_twice_gives_the_same() -> None:
    schema = _schema(
        _junction,
        lambda t: t.many_to_many("posts", "post_id", "posts"),
        lambda t: t.belongs_to("post", "post_id", "posts"),
        lambda t: t.rename_field("a", "tag_id"),
    )
    assert schema.finish() == schema.finish()
    assert schema.build() == schema.build()


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("C", '"C"'),
        ('"C"', '"C"'),
        ("de-AT-x-icu", '"de-AT-x-icu"'),
        ("en_US.utf8", '"en_US.utf8"'),
        ("default", '"default"'),
        ("ucs_basic", "ucs_basic"),
        ("public.german", "public.german"),
        ('public."German"', 'public."German"'),
    ],
)
def test_collation_is_a_name_or_sql(given: str, text: str) -> None:
    table = _table(
        lambda t: t.string("title"),
        lambda t: t.index("i", [{"column": "title", "collation": given}]),
    )
    assert table.indexes["i"].keys[0].collation == text
