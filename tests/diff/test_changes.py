import pytest

from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import RenameConstraint, RenameIndex
from fluentorm.diff.slugs import slug
from fluentorm.schema.objects import EMPTY, Action
from tests.diff.sample import check, column, enum, fk, index, model, pk, slugs, table, unique, words

ID = column("id")


def users(*parts, **options):
    return table("users", ID, pk("users"), *parts, **options)


def posts(*parts):
    return table("posts", ID, column("user_id"), *parts)


def named(old, new):
    """Return slug and kind of each change."""
    return [(change.slug, change.kind) for change in changes(diff(old, new))]


def test_new_tables_are_named_as_the_forerunner_named_them():
    new = model(users(), posts(index("posts", "user_id"), fk("posts", "user_id", "users")))
    assert named(EMPTY, new) == [
        ("create_users", "create_table"),
        ("create_posts", "create_table"),
        ("posts_add_index_idx_posts_user_id", "add_index"),
        ("posts_add_fk_user_id", "add_foreign_key"),
    ]


def test_dropped_table_is_one_change_with_all_that_is_its_own():
    old = model(users(), posts(index("posts", "user_id"), fk("posts", "user_id", "users")))
    assert slugs(old, model(users())) == ["drop_posts"]


def test_foreign_key_of_an_old_table_is_named_for_its_relation():
    old = model(users(), posts())
    new = model(users(), posts(fk("posts", "user_id", "users", name="fk_posts_author")))
    cascading = fk("posts", "user_id", "users", name="fk_posts_author", on_delete=Action.CASCADE)
    changed = model(users(), posts(cascading))
    assert named(old, new) == [("posts_add_fk_author", "add_foreign_key")]
    assert named(new, changed) == [("posts_alter_fk_author", "foreign_key_change")]
    assert named(new, old) == [("posts_drop_fk_author", "drop_foreign_key")]


@pytest.mark.parametrize(
    ("old", "new", "slug", "kind"),
    [
        ([], [column("a", nullable=True)], "users_add_column_a", "add_column"),
        ([column("a")], [], "users_drop_column_a", "drop_column"),
        ([column("a")], [column("a", "text")], "users_alter_column_a", "alter_column"),
        (
            [column("a")],
            [column("b", renamed_from="a")],
            "users_rename_column_a_to_b",
            "rename_column",
        ),
        ([], [index("users", "id", name="i")], "users_add_index_i", "add_index"),
        ([index("users", "id", name="i")], [], "users_drop_index_i", "drop_index"),
        (
            [index("users", "id", name="i")],
            [index("users", "id", name="i", unique=True)],
            "users_alter_index_i",
            "index_change",
        ),
        (
            [index("users", "id", name="i")],
            [index("users", "id", name="j")],
            "users_rename_index_i_to_j",
            "rename_index",
        ),
        ([], [check("c", "true")], "users_add_check_c", "add_check"),
        ([check("c", "true")], [], "users_drop_check_c", "drop_check"),
        ([check("c", "true")], [check("c", "false")], "users_alter_check_c", "check_change"),
        (
            [check("c", "true")],
            [check("d", "true")],
            "users_rename_constraint_c_to_d",
            "rename_constraint",
        ),
        ([], [unique("users", "id")], "users_add_unique_id", "add_unique"),
        ([], [unique("users", "id", name="u")], "users_add_unique_u", "add_unique"),
        ([unique("users", "id")], [], "users_drop_unique_id", "drop_unique"),
        (
            [],
            [column("a", nullable=True), unique("users", "a")],
            "users_add_column_a",
            "add_column",
        ),
        ([column("a"), unique("users", "a")], [], "users_drop_column_a", "drop_column"),
        (
            [column("a"), unique("users", "a")],
            [column("b", renamed_from="a"), unique("users", "b")],
            "users_rename_column_a_to_b",
            "rename_column",
        ),
    ],
)
def test_change_within_a_table_is_one_migration(old, new, slug, kind):
    assert named(model(users(*old)), model(users(*new))) == [(slug, kind)]


def test_primary_key_has_names_of_its_own():
    bare = table("users", ID, column("b"))
    one, other = (table("users", ID, column("b"), pk("users", c)) for c in ("id", "b"))
    assert named(model(bare), model(one)) == [("users_add_pk", "add_primary_key")]
    assert named(model(one), model(other)) == [("users_alter_pk", "primary_key_change")]
    assert named(model(one), model(bare)) == [("users_drop_pk", "drop_primary_key")]


def test_renamed_table_brings_its_default_names_along():
    old = model(users(index("users", "id")))
    new = model(table("people", ID, pk("people"), index("people", "id"), renamed_from="users"))
    (change,) = changes(diff(old, new))
    assert (change.slug, change.kind) == ("rename_users_to_people", "rename_table")
    assert [type(o) for o in change.operations[1:]] == [RenameConstraint, RenameIndex]


def test_enums_are_named_for_themselves():
    post = table("posts", column("s", "state"))
    old, new = enum("state", "a"), enum("state", "a", "b")
    moved = enum("mood", "a", renamed_from="state")
    assert named(EMPTY, model(old)) == [("create_enum_state", "create_enum")]
    assert named(model(old, post), model(new, post)) == [("alter_enum_state", "alter_enum")]
    assert named(model(old), EMPTY) == [("drop_enum_state", "drop_enum")]
    assert named(model(old), model(moved)) == [("rename_enum_state_to_mood", "rename_enum")]
    renamed = enum("state", "z", renamed_values=(("z", "a"),))
    assert named(model(old), model(renamed)) == [
        ("rename_enum_value_state_a_to_z", "rename_enum_value")
    ]


def test_check_around_a_change_of_type_is_part_of_it():
    def user(kind):
        return users(column("a", kind), column("b", kind), check("c", "a <> b"))

    (change,) = changes(diff(model(user("text")), model(user("uuid"))))
    assert (change.slug, change.kind) == ("users_alter_column_a_b", "alter_column")
    assert words(change.operations) == [
        *("DropConstraint", "AlterColumn", "AlterColumn", "AddConstraint")
    ]


def test_comments_of_one_table_are_one_change():
    old = model(users(column("a")))
    one = model(users(column("a", comment="x")))
    two = model(users(column("a", comment="x"), comment="y"))
    assert named(old, one) == [("users_comment_a", "comment")]
    assert named(old, two) == [("users_comment", "comment")]
    assert len(changes(diff(old, two))[0].operations) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Users", "create_users"),
        ("../../etc/passwd", "create_etc_passwd"),
        ('a"b c', "create_a_b_c"),
        ("Größe Straße", "create_grosse_strasse"),
        ("con\x00\n\\:*?", "create_con"),
        ("a" * 200, "create_" + "a" * 134 + "_0b1b7a34"),
    ],
)
def test_slug_is_safe_as_a_file_name(name, expected):
    found = slug("create", name)
    assert found[:141] == expected[:141]
    assert len(found) <= 150


@pytest.mark.parametrize("name", ["😀", "", "用户", "---"])
def test_slug_of_a_name_without_latin_letters_is_a_digest(name):
    assert slug("create", name).removeprefix("create_").isalnum()
    assert slug("create", name) == slug("create", name)
    assert slug("create", "表") != slug("create", "用户")


def test_slug_never_looks_like_the_way_back():
    assert slug("users", "add_column", "down") == "users_add_column_down_"
    assert slug("users", "add_column", "slow_down") == "users_add_column_slow_down_"
    assert slug("create", "down town") == "create_down_town"
