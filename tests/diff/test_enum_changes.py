import pytest

from fluentorm.diff.apply import apply
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import (
    AlterColumn,
    AlterEnum,
    EnumDependent,
    EnumUse,
    RenameEnum,
    RenameEnumValue,
    inverse,
)
from fluentorm.schema.objects import Exclusion, IndexKey
from tests.diff.sample import check, column, enum, fk, index, model, pk, table, unique, words

ID = column("id")


def between(*old, new):
    before, after = model(*old), model(*new)
    operations = diff(before, after)
    assert apply(operations, before) == after
    assert apply([inverse(o) for o in reversed(operations)], after) == before
    return operations


def posts(*parts, default=None, kind="state", **options):
    return table("posts", ID, column("s", kind, default=default), *parts, **options)


def test_added_values_change_the_type_in_place_and_name_its_uses():
    old, new = enum("state", "a", "c"), enum("state", "a", "b", "c", "d")
    (change,) = between(old, posts(), new=[new, posts()])
    assert change == AlterEnum(
        before=old, after=new, uses=(EnumUse(table="posts", column=column("s", "state")),)
    )
    assert change.in_place
    assert not inverse(change).in_place


def test_removed_and_reordered_values_swap_the_type():
    old = enum("state", "a", "b")
    assert not between(old, posts(), new=[enum("state", "a"), posts()])[0].in_place
    assert not between(old, posts(), new=[enum("state", "b", "a"), posts()])[0].in_place


def test_arrays_use_the_type_too():
    old, new = enum("S T", "a", "b"), enum("S T", "b")
    (change,) = between(old, posts(kind='"S T"[]'), new=[new, posts(kind='"S T"[]')])
    assert [use.column.type for use in change.uses] == ['"S T"[]']


def test_what_a_swap_must_drop_is_named_foreign_keys_first():
    old, new = enum("state", "a", "b"), enum("state", "b", "a")
    key = table("states", column("s", "state"), pk("states", "s"))
    post = posts(
        fk("posts", "s", "states", "s"),
        check("c", "s <> 'a'"),
        check("d", "id > 0"),
        index("posts", "id", where="s = 'a'"),
        index("posts", "s"),
    )
    (change,) = between(old, key, post, new=[new, key, post])
    assert [(d.table, d.item.name) for d in change.dependents] == [
        ("posts", "fk_posts_s"),
        ("posts", "idx_posts_id"),
        ("posts", "c"),
    ]


def test_exclusion_whose_predicate_compares_with_the_enum_steps_aside_for_a_swap():
    old, new = enum("state", "a", "b"), enum("state", "b")
    elements = ((IndexKey(column="id"), "="),)
    whole = Exclusion(name="w", elements=elements, method="btree")
    post = posts(whole, Exclusion(name="x", elements=elements, method="btree", where="s = 'b'"))
    (change,) = between(old, post, new=[new, post])
    assert [d.item.name for d in change.dependents] == ["x"]


def test_changed_check_is_gone_before_and_comes_after_the_swap():
    old, new = enum("state", "a", "b"), enum("state", "b")
    post, changed = posts(check("c", "s <> 'a'")), posts(check("c", "s <> 'b'"))
    operations = between(old, post, new=[new, changed])
    swap = next(o for o in operations if isinstance(o, AlterEnum))
    named = [d.item.name for d in swap.dependents]
    assert (words(operations).index("DropConstraint") < operations.index(swap)) == (named == [])


def test_default_steps_aside_where_it_changes_with_a_swap():
    old, new = enum("state", "a", "b"), enum("state", "b", "c")
    before, after = posts(default="'a'"), posts(default="'c'")
    first, swap, last = between(old, before, new=[new, after])
    bare = column("s", "state")
    assert first == AlterColumn(table="posts", before=before.columns["s"], after=bare)
    assert swap.uses == (EnumUse(table="posts", column=bare),)
    assert last == AlterColumn(table="posts", before=bare, after=after.columns["s"])


def test_default_of_an_added_value_comes_after_it():
    old, new = enum("state", "a"), enum("state", "a", "b")
    operations = between(old, posts(default="'a'"), new=[new, posts(default="'b'")])
    assert words(operations) == ["AlterEnum", "AlterColumn"]


def test_renamed_value_is_renamed_first_and_its_default_follows():
    old = enum("state", "a", "b")
    new = enum("state", "z", "b", "c", renamed_values=(("z", "a"),))
    before = posts(check("c", "s <> 'a'"), default="'a'::state")
    after = posts(check("c", "s <> 'z'"), default="'z'::state")
    operations = between(old, before, new=[new, after])
    assert operations[0] == RenameEnumValue(enum="state", before="a", after="z")
    assert words(operations) == ["RenameEnumValue", "AlterEnum"]


def test_word_that_may_mean_something_else_makes_another_check():
    old, new = enum("state", "a"), enum("state", "z", renamed_values=(("z", "a"),))
    text = column("t", "text")
    before = posts(text, check("c", "s <> 'a' OR t = 'a'"))
    after = posts(text, check("c", "s <> 'z' OR t = 'a'"))
    operations = between(old, before, new=[new, after])
    assert words(operations) == ["DropConstraint", "RenameEnumValue", "AddConstraint"]


def test_renamed_enum_takes_columns_and_casts_along():
    old = enum("state", "a")
    new = enum("post_state", "a", renamed_from="state")
    before = posts(check("c", "s <> CAST('a' AS state)"), default="'a'::state")
    after = posts(
        check("c", "s <> CAST('a' AS post_state)"), default="'a'::post_state", kind="post_state"
    )
    assert between(old, before, new=[new, after]) == (
        RenameEnum(before="state", after="post_state"),
    )


@pytest.mark.parametrize("hint", [None, "t", "older"])  # those of earlier renames stay for ever
def test_enum_named_after_its_column_follows_a_renamed_table(hint):
    before = table("posts", ID, column("s", "posts_s", default="'a'"))
    after = table(
        "notes",
        ID,
        column("s", "notes_s", default="'a'", renamed_from=hint),
        renamed_from="posts",
    )
    operations = between(enum("posts_s", "a"), before, new=[enum("notes_s", "a", "b"), after])
    assert words(operations) == ["RenameEnum", "RenameTable", "AlterEnum"]


@pytest.mark.parametrize("hint", [None, "older"])
def test_enum_named_after_its_column_follows_a_renamed_column(hint):
    before = table("posts", ID, column("s", "posts_s"))
    after = table("posts", ID, column("state", "posts_state", renamed_from="s"), renamed_from=hint)
    operations = between(enum("posts_s", "a"), before, new=[enum("posts_state", "a"), after])
    assert words(operations) == ["RenameEnum", "RenameColumn"]


@pytest.mark.parametrize(
    ("kind", "others"),
    [
        ("state", []),  # named by its author
        ("notes_s", [table("other", column("x", "posts_s"))]),  # the old one is still in use
    ],
)
def test_other_enums_do_not_follow_a_renamed_table(kind, others):
    before = table("posts", ID, column("s", "posts_s"))
    after = table("notes", ID, column("s", kind), renamed_from="posts")
    old, kept = enum("posts_s", "a"), [enum("posts_s", "a")] if others else []
    operations = between(old, before, *others, new=[enum(kind, "a"), after, *others, *kept])
    assert "RenameEnum" not in words(operations)


def test_column_leaves_an_enum_before_its_values_do():
    old, new = enum("state", "a", "b"), enum("state", "b")
    operations = between(old, posts(default="'a'"), new=[new, posts(kind="text", default="'a'")])
    assert words(operations) == ["AlterColumn", "AlterEnum"]
    assert operations[1].uses == ()


def test_column_of_a_swapped_enum_is_dropped_before_the_swap():
    old, new = enum("state", "a", "b"), enum("state", "b")
    operations = between(old, posts(default="'a'"), new=[new, table("posts", ID)])
    assert words(operations) == ["DropColumn", "AlterEnum"]


def test_lookup_table_becomes_an_enum_of_its_name_and_back():
    lookup = table("state", column("id", "text"), pk("state"))
    reference = posts(fk("posts", "s", "state"), kind="text")
    word = posts(kind="state")
    assert words(between(lookup, reference, new=[enum("state", "a"), word])) == [
        *("DropConstraint", "DropTable", "CreateEnum", "AlterColumn"),
    ]
    assert words(between(enum("state", "a"), word, new=[lookup, reference])) == [
        *("AlterColumn", "DropEnum", "CreateTable", "AddConstraint"),
    ]


def test_enum_is_created_before_and_dropped_after_its_columns():
    empty = table("posts", ID)
    new = posts(unique("posts", "s"), default="'a'")
    assert words(between(empty, new=[enum("state", "a"), new]))[0] == "CreateEnum"
    assert words(between(enum("state", "a"), new, new=[empty]))[-1] == "DropEnum"


def test_dependents_are_kept_by_the_inverse():
    item = EnumDependent(table="t", item=check("c", "true"))
    change = AlterEnum(before=enum("e", "a"), after=enum("e", "a", "b"), dependents=(item,))
    assert inverse(inverse(change)) == change
    assert inverse(change).dependents == (item,)
