import pytest

from fluentorm.diff.differ import diff
from fluentorm.diff.renames import suggestions
from fluentorm.errors import Place
from tests.diff.sample import column, enum, model, table

ID = column("id")
PLACE = Place("schemas/01_users.py", 7)


def found(old, new):
    return suggestions(diff(model(*old), model(*new)))


def lines(old, new):
    return [(s.kind, s.before, s.after, s.line) for s in found(old, new)]


def test_drop_and_add_of_like_type_name_the_line_to_paste():
    old = table("users", ID, column("phone", "character varying(20)", nullable=True))
    new = table("users", ID, column("telephone", "text", nullable=True, origin=PLACE))
    (suggestion,) = found([old], [new])
    assert suggestion.line == 'renamed_from="phone"'
    assert str(suggestion) == (
        'schemas/01_users.py:7: column "phone" of table "users" is dropped and "telephone" is new; '
        'if that is a rename, write renamed_from="phone" for column "telephone"'
    )


def test_yaml_gets_a_line_of_yaml():
    place = Place("schemas/02_posts.yaml", 3)
    old = table("posts", ID, column("a"))
    new = table("posts", ID, column("b", nullable=True, origin=place))
    assert lines([old], [new]) == [("column", "a", "b", 'renamed_from: "a"')]


def test_unlike_types_are_no_rename():
    old = table("users", ID, column("phone", "text"))
    assert found([old], [table("users", ID, column("n", nullable=True))]) == ()


def test_each_column_is_paired_once_with_the_most_similar():
    old = table("users", ID, column("name", "text"), column("mail", "text"))
    new = table(
        "users",
        ID,
        column("email", "text", default="''"),
        column("full_name", "text", default="''"),
        column("other", "text", default="''"),
    )
    assert [(s.before, s.after) for s in found([old], [new])] == [
        ("name", "full_name"),
        ("mail", "email"),
    ]


def test_tables_with_the_same_columns_may_be_one():
    old, new = table("users", ID, column("a")), table("people", column("a"), ID)
    assert lines([old], [new]) == [("table", "users", "people", 't.renamed_from("users")')]
    assert found([old], [table("people", ID)]) == ()


def test_enums_and_their_values_may_be_renamed():
    assert lines([enum("a", "x")], [enum("b", "x")]) == [
        ("enum", "a", "b", 'type_renamed_from="a"')
    ]
    assert lines([enum("a", "draft", "x")], [enum("a", "drafted", "x")]) == [
        ("enum_value", "draft", "drafted", 'renamed_values={"drafted": "draft"}')
    ]


def test_column_of_an_enum_named_after_it_is_renamed_as_a_column():
    old = [enum("users_role", "a"), table("users", ID, column("role", "users_role"))]
    new = [enum("users_part", "a"), table("users", ID, column("part", "users_part", nullable=True))]
    assert lines(old, new) == [("column", "role", "part", 'renamed_from="role"')]
    other = [enum("users_part", "b"), *new[1:]]
    assert lines(old, other) == []


def test_table_with_enums_named_after_it_is_renamed_as_a_table():
    old = [enum("users_role", "a"), table("users", ID, column("role", "users_role"))]
    new = [enum("people_role", "a"), table("people", ID, column("role", "people_role"))]
    assert lines(old, new) == [("table", "users", "people", 't.renamed_from("users")')]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("01_users.py", 't.rename_field("made", "created_at")'),
        ("01_users.yaml", 'rename_fields: {"made": "created_at"}'),
    ],
)
def test_columns_of_mixins_are_renamed_by_a_call(file, line):
    old = table("users", ID, column("made", "date"))
    new = table("users", ID, column("created_at", "date", default="now()", origin=Place(file, 1)))
    assert lines([old], [new]) == [("column", "made", "created_at", line)]


def test_odd_names_are_written_as_both_languages_read_them():
    old = table("users", ID, column('a"\\\n', "text"))
    new = table("users", ID, column("b", "text", nullable=True, origin=Place("1.yaml", 1)))
    assert lines([old], [new])[0][3] == 'renamed_from: "a\\"\\\\\\n"'


def test_nothing_is_suggested_where_nothing_is_dropped():
    assert found([], [table("users", ID)]) == ()
    assert found([table("users", ID)], []) == ()
