import pytest

from fluentorm.diff.apply import apply
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    SetComment,
    inverse,
)
from fluentorm.errors import DiffError, Place
from fluentorm.schema.hints import FieldHints
from fluentorm.schema.objects import EMPTY, Action, ForeignKey, Identity, IndexKey
from tests.diff.sample import (
    check,
    column,
    enum,
    fk,
    index,
    model,
    pk,
    table,
    unique,
    words,
)

ID = column("id")


def users(*parts, **options):
    return table("users", ID, pk("users"), *parts, **options)


def between(*old, new):
    """Return the operations between two models, after holding both directions to the law."""
    before, after = model(*old), model(*new)
    operations = diff(before, after)
    assert apply(operations, before) == after
    assert apply([inverse(o) for o in reversed(operations)], after) == before
    return operations


def refused(*old, new):
    with pytest.raises(DiffError) as caught:
        diff(model(*old), model(*new))
    return caught.value.problems


def test_foreign_keys_follow_all_tables_even_in_a_circle():
    a = table("a", ID, column("b_id"), pk("a"), fk("a", "b_id", "b"))
    b = table("b", ID, column("a_id"), pk("b"), fk("b", "a_id", "a"), index("b", "a_id"))
    operations = between(new=[a, b])
    assert words(operations) == [
        "CreateTable",
        "CreateTable",
        "AddIndex",
        "AddConstraint",
        "AddConstraint",
    ]
    assert words(between(a, b, new=[]))[-2:] == ["DropIndex", "DropTable"]


def test_column_order_and_hints_make_no_operation():
    a, b = column("a"), column("b", hints=FieldHints(redacted=True))
    assert diff(model(users(a, b)), model(users(column("b"), a))) == ()


def test_one_alter_column_holds_type_nullability_default_and_identity():
    old, new = column("n", "integer", nullable=True), column("n", "bigint", default="0")
    assert between(users(old), new=[users(new)]) == (
        AlterColumn(table="users", before=old, after=new),
    )
    plain, generated = column("n"), column("n", identity=Identity(always=True))
    assert words(between(users(plain), new=[users(generated)])) == ["AlterColumn"]


def test_comments_are_set_apart_from_what_else_changes():
    old, new = column("n", comment="a"), column("n", "bigint", comment="b")
    assert between(users(old), new=[users(new)]) == (
        AlterColumn(table="users", before=old, after=column("n", "bigint", comment="a")),
        SetComment(kind="column", table="users", name="n", before="a", after="b"),
    )


def test_not_null_column_without_a_value_is_refused_with_three_ways_out():
    place = Place("schemas/01_users.py", 4)
    (problem,) = refused(users(), new=[users(column("phone", "text", origin=place))])
    assert str(problem) == (
        'schemas/01_users.py:4: new column "phone" of table "users" is not null, and existing '
        "rows have no value for it\n"
        "hint: give it a default; or make it nullable first and fill it; or let "
        'backfill="expression" fill the rows that exist'
    )


def test_not_null_column_that_may_be_a_rename_says_so():
    (problem,) = refused(users(column("phone", "text")), new=[users(column("tel", "text"))])
    assert 'renamed_from="phone"' in (problem.hint or "")


def test_not_null_column_of_a_yaml_file_is_refused_in_words_of_yaml():
    place = Place("schemas/01_users.yaml", 4)
    old = [enum("users_role", "a"), users(column("role", "users_role"))]
    new = [enum("users_part", "a"), users(column("part", "users_part", origin=place))]
    (problem,) = refused(*old, new=new)
    assert 'let backfill: "expression" fill the rows' in (problem.hint or "")
    assert (problem.hint or "").endswith('if it is "role" renamed, write renamed_from: "role"')


@pytest.mark.parametrize(
    "given",
    [
        {"default": "''"},
        {"backfill": "'?'"},
        {"nullable": True},
        {"identity": Identity()},
    ],
)
def test_column_with_a_value_for_existing_rows_is_added(given):
    kind = "integer" if "identity" in given else "text"
    assert words(between(users(), new=[users(column("phone", kind, **given))])) == ["AddColumn"]


def test_null_is_no_value_for_existing_rows():
    assert len(refused(users(), new=[users(column("a", default=" NULL"))])) == 1


def test_names_that_stand_in_each_others_way_are_refused_with_a_hint():
    new = table("x", ID, renamed_from="t")
    (problem,) = refused(enum("x", "a"), table("t", ID), new=[new])
    assert problem.message == 'the name "x" is taken by enum "x"'
    assert problem.hint == "generate after each of the changes, instead of all at once"


def test_table_may_take_the_name_of_an_index_that_is_dropped():
    old = table("users", ID, pk("users"), index("users", "id", name="people"))
    new = table("people", ID, pk("people"), renamed_from="users")
    assert words(between(old, new=[new])) == ["DropIndex", "RenameTable", "RenameConstraint"]


def test_new_column_of_a_renamed_table_needs_a_value_too():
    new = table("people", ID, column("a"), pk("people"), renamed_from="users")
    assert len(refused(users(), new=[new])) == 1


def test_new_primary_key_column_needs_a_value_too():
    bare = table("users", column("name", "text"))
    key = table("users", column("name", "text"), ID, pk("users"))
    assert len(refused(bare, new=[key])) == 1


def test_all_problems_are_collected():
    old = users(column("a"), column("b"))
    new = users(column("c"), column("d"), column("b"), column("e", renamed_from="b"))
    assert len(refused(old, new=[new])) == 4


def test_backfill_may_read_a_column_that_is_dropped():
    old = users(column("first", "text"), column("last", "text"))
    new = users(column("name", "text", backfill="first || ' ' || last"))
    assert words(between(old, new=[new])) == ["AddColumn", "DropColumn", "DropColumn"]


def test_declared_rename_keeps_the_column():
    new = users(column("tel", renamed_from="phone"))
    assert between(users(column("phone")), new=[new]) == (
        RenameColumn(table="users", before="phone", after="tel"),
    )


def test_rename_is_ignored_once_it_is_done():
    new = users(column("tel", renamed_from="phone"))
    assert between(users(column("tel")), new=[new]) == ()
    both = users(column("tel", renamed_from="phone"), column("phone", nullable=True))
    assert words(between(users(column("tel")), new=[both])) == ["AddColumn"]
    assert between(both, new=[both]) == ()


def test_rename_without_the_old_name_in_the_snapshot_is_an_addition():
    new = users(column("tel", nullable=True, renamed_from="nothing"))
    assert words(between(users(), new=[new])) == ["AddColumn"]


def test_rename_with_the_old_name_still_declared_is_refused():
    new = users(column("phone"), column("tel", renamed_from="phone", origin=Place("a.py", 3)))
    (problem, *_) = refused(users(column("phone")), new=[new])
    assert problem.place == Place("a.py", 3)
    assert problem.message == (
        'column "tel" of table "users" is renamed from "phone", but column "phone" still exists'
    )


def test_two_renames_from_one_name_are_refused():
    new = users(column("tel", renamed_from="phone"), column("fax", renamed_from="phone"))
    problems = refused(users(column("phone")), new=[new])
    assert 'and so is column "tel"' in problems[0].message


def test_chain_of_renames_is_refused_rather_than_done_half():
    new = users(column("b", renamed_from="a"), column("c", renamed_from="b"))
    assert "still exists" in refused(users(column("a"), column("b")), new=[new])[0].message


def test_renames_of_tables_columns_and_default_names_combine():
    old = users(column("mail", "text"), unique("users", "mail"), index("users", "mail"))
    post = table("posts", ID, column("user_id"), fk("posts", "user_id", "users"))
    new = table(
        "people",
        ID,
        column("email", "text", renamed_from="mail"),
        pk("people"),
        unique("people", "email"),
        index("people", "email"),
        renamed_from="users",
    )
    moved = table("posts", ID, column("user_id"), fk("posts", "user_id", "people"))
    assert between(old, post, new=[new, moved]) == (
        RenameTable(before="users", after="people"),
        RenameColumn(table="people", before="mail", after="email"),
        RenameConstraint(table="people", before="users_pkey", after="people_pkey"),
        RenameConstraint(table="people", before="users_mail_key", after="people_email_key"),
        RenameIndex(table="people", before="idx_users_mail", after="idx_people_email"),
    )


def test_renamed_column_may_change_as_well():
    old, new = column("a"), column("b", "bigint", renamed_from="a")
    assert between(users(old), new=[users(new)]) == (
        RenameColumn(table="users", before="a", after="b"),
        AlterColumn(table="users", before=column("b"), after=new),
    )


def test_object_that_only_changed_its_name_is_renamed_without_a_declaration():
    old = users(column("a"), unique("users", "a"), index("users", "a", name="i"))
    new = users(column("a"), unique("users", "a", name="u"), index("users", "a", name="j"))
    assert words(between(old, new=[new])) == ["RenameConstraint", "RenameIndex"]


def test_declared_rename_decides_between_equal_objects():
    old = users(column("a"), index("users", "a", name="i"), index("users", "a", name="j"))
    new = users(column("a"), index("users", "a", name="k", renamed_from="j"))
    assert between(old, new=[new]) == (
        DropIndex(table="users", index=index("users", "a", name="i")),
        RenameIndex(table="users", before="j", after="k"),
    )


def test_chain_of_index_names_is_renamed_from_its_end():
    a, b = column("a"), column("b")
    old = users(a, b, index("users", "a", name="i"), index("users", "b", name="j"))
    new = users(a, b, index("users", "a", name="j"), index("users", "b", name="k"))
    operations = between(old, new=[new])
    assert [(o.before, o.after) for o in operations] == [("j", "k"), ("i", "j")]


def test_indexes_that_swap_names_lose_one_and_get_it_back():
    a, b = column("a"), column("b")
    old = users(a, b, index("users", "a", name="i"), index("users", "b", name="j"))
    new = users(a, b, index("users", "a", name="j"), index("users", "b", name="i"))
    assert words(between(old, new=[new])) == ["DropIndex", "RenameIndex", "AddIndex"]


def test_index_names_may_wander_between_tables():
    post = table("posts", ID, index("posts", "id", name="i"))
    user = table("users", ID, index("users", "id", name="j"))
    new_post = table("posts", ID, index("posts", "id", name="j"))
    new_user = table("users", ID, index("users", "id", name="k"))
    assert words(between(post, user, new=[new_post, new_user])) == ["RenameIndex"] * 2


def test_changed_definition_is_dropped_and_added_together():
    old = users(column("a"), check("c", "a > 0"), index("users", "a"), unique("users", "a"))
    new = users(
        column("a"),
        check("c", "a > 1"),
        index("users", "a", where="a > 5"),
        unique("users", "a", deferrable=True),
    )
    assert words(between(old, new=[new])) == [
        *("DropConstraint", "AddConstraint") * 2,
        *("DropIndex", "AddIndex"),
    ]


OLD_KEY = table("users", ID, column("code"), pk("users"))


@pytest.mark.parametrize(
    "item", [unique("users", "id"), index("users", "id", "code"), index("users", "id", unique=True)]
)
def test_whoever_goes_by_the_old_primary_key_always_finds_an_index(item):
    new = table("users", ID, column("code"), pk("users", "code"), item)
    keyed = "DropConstraint", "AddConstraint"
    kind = "Constraint" if item == unique("users", "id") else "Index"
    assert words(between(OLD_KEY, new=[new])) == [f"Add{kind}", *keyed]
    assert words(between(new, new=[OLD_KEY])) == [*keyed, f"Drop{kind}"]


def test_a_key_stays_until_another_object_serves_its_queries():
    old = table("users", ID, column("code"), unique("users", "code"))
    new = table("users", ID, column("code"), index("users", "code"))
    assert words(between(old, new=[new])) == ["AddIndex", "DropConstraint"]
    assert words(between(new, new=[old])) == ["AddConstraint", "DropIndex"]


@pytest.mark.parametrize(
    "item",
    [
        index("users", "code"),
        index("users", "id", where="code > 5"),
        index("users", "id", method="hash"),
    ],
)
def test_what_serves_other_queries_keeps_no_key(item):
    plain = table("users", ID, column("code"), item)
    assert words(between(OLD_KEY, new=[plain])) == ["DropConstraint", "AddIndex"]


def test_a_key_whose_name_is_wanted_goes_first():
    old = table("users", ID, column("code"), unique("users", "code", name="k"))
    new = table("users", ID, column("code"), index("users", "code", name="k"))
    assert words(between(old, new=[new])) == ["DropConstraint", "AddIndex"]


def test_foreign_keys_stand_on_the_key_that_stays():
    child = table("pets", ID, column("user_id"), pk("pets"), fk("pets", "user_id", "users"))
    new = table("users", ID, column("code"), pk("users", "code"), unique("users", "id"))
    operations = words(between(OLD_KEY, child, new=[new, child]))
    assert operations == ["DropConstraint", *operations[1:4], "AddConstraint"]
    assert operations[1:4] == ["AddConstraint", "DropConstraint", "AddConstraint"]


def test_check_and_predicate_follow_a_renamed_column():
    old = users(column("a"), check("c", "a > 0 AND 'a' <> ''"), index("users", "a", where="a > 1"))
    new = users(
        column("b c", renamed_from="a"),
        check("c", "\"b c\" > 0 AND 'a' <> ''"),
        index("users", "b c", where='"b c" > 1', name="idx_users_a"),
    )
    assert words(between(old, new=[new])) == ["RenameColumn"]


def test_check_written_otherwise_is_dropped_under_the_old_name_and_added_after():
    old = users(column("a"), check("c", "a > 0"))
    new = users(column("b", renamed_from="a"), check("c", "b>0"))
    assert between(old, new=[new]) == (
        DropConstraint(table="users", constraint=check("c", "a > 0")),
        RenameColumn(table="users", before="a", after="b"),
        AddConstraint(table="users", constraint=check("c", "b>0")),
    )


def test_foreign_key_stays_while_its_types_stay_in_one_family():
    def tables(kind):
        user = table("users", column("id", kind), pk("users"))
        return user, table("posts", column("user_id", kind), fk("posts", "user_id", "users"))

    assert words(between(*tables("integer"), new=tables("bigint"))) == ["AlterColumn"] * 2
    assert words(between(*tables("text"), new=tables("character varying(9)"))) == (
        ["AlterColumn"] * 2
    )
    assert words(between(*tables("integer"), new=tables("uuid"))) == [
        "DropConstraint",
        "AlterColumn",
        "AlterColumn",
        "AddConstraint",
    ]


def test_foreign_key_over_an_array_too_makes_room_for_any_change_of_type():
    def tables(kind):
        a, b = column("a", kind), column("b", "integer[]")
        user = table("users", a, b, pk("users", "a", "b"))
        key = ForeignKey(
            name="f", columns=("a", "b"), references_table="users", references_columns=("a", "b")
        )
        return user, table("posts", a, b, key)

    operations = words(between(*tables("integer"), new=tables("bigint")))
    assert operations == ["DropConstraint", "AlterColumn", "AlterColumn", "AddConstraint"]


def test_foreign_key_makes_room_when_its_key_is_replaced():
    user = users(column("uid"), unique("users", "uid"))
    post = table("posts", column("user_id"), fk("posts", "user_id", "users"))
    new = table("users", ID, column("uid"), pk("users", "uid"), unique("users", "id"))
    operations = between(user, post, new=[new, post])
    assert operations[0] == DropConstraint(table="posts", constraint=post.foreign_keys[0])
    assert operations[-1] == AddConstraint(table="posts", constraint=post.foreign_keys[0])


def test_foreign_key_stays_when_its_key_is_only_renamed():
    post = table("posts", column("user_id"), fk("posts", "user_id", "users"))
    new = table("users", ID, pk("users", name="pk"))
    assert words(between(users(), post, new=[new, post])) == ["RenameConstraint"]


def test_changed_foreign_key_is_dropped_and_added_together():
    post = table("posts", column("user_id"), fk("posts", "user_id", "users"))
    key = fk("posts", "user_id", "users", on_delete=Action.CASCADE)
    new = table("posts", column("user_id"), key)
    assert between(users(), post, new=[users(), new]) == (
        DropConstraint(table="posts", constraint=post.foreign_keys[0]),
        AddConstraint(table="posts", constraint=key),
    )


def test_check_and_index_expression_step_aside_for_another_type():
    def user(kind):
        return users(
            column("a", kind),
            check("c", "a <> '1'"),
            index("users", "id", where="a <> '2'"),
            index("users", "a"),
        )

    assert words(between(user("text"), new=[user("integer")])) == [
        "DropIndex",
        "DropConstraint",
        "AlterColumn",
        "AddConstraint",
        "AddIndex",
    ]
    short, long = user("character varying(5)"), user("character varying(9)")
    assert words(between(short, new=[long])) == ["AlterColumn"]
    assert len(between(short, new=[user("text")])) == 5


def test_index_over_a_dropped_column_goes_before_it():
    old = users(column("a"), index("users", "a"), unique("users", "a", "id"))
    assert words(between(old, new=[users()])) == ["DropIndex", "DropConstraint", "DropColumn"]


def test_primary_key_goes_before_its_column_becomes_nullable():
    old, new = users(), table("users", column("id", nullable=True))
    assert words(between(old, new=[new])) == ["DropConstraint", "AlterColumn"]
    assert words(between(new, new=[old])) == ["AlterColumn", "AddConstraint"]


def test_dropped_table_takes_its_indexes_and_foreign_keys_along():
    post = table(
        "posts", ID, column("user_id"), fk("posts", "user_id", "users"), index("posts", "id")
    )
    assert words(between(users(), post, new=[users()])) == [
        "DropConstraint",
        "DropIndex",
        "DropTable",
    ]
    assert words(between(users(), post, new=[])) == [
        "DropConstraint",
        "DropTable",
        "DropIndex",
        "DropTable",
    ]


def test_dropped_table_goes_early_where_its_name_is_needed():
    old = table("status", ID, pk("status", name="key"))
    assert words(
        between(
            old,
            users(),
            new=[users(column("n", nullable=True), index("users", "id", name="status"))],
        )
    )[0] == ("DropTable")
    new = table("other", ID, pk("other", name="key"))
    assert words(between(old, new=[new])) == ["DropTable", "CreateTable"]


def test_constraint_changes_its_kind_under_one_name():
    old = users(column("a"), check("x", "a > 0"))
    new = users(column("a"), unique("users", "a", name="x"))
    assert words(between(old, new=[new])) == ["DropConstraint", "AddConstraint"]


def test_index_may_become_a_constraint_of_the_same_name():
    old = users(column("a"), index("users", "a", name="x", unique=True))
    new = users(column("a"), unique("users", "a", name="x"))
    assert words(between(old, new=[new])) == ["DropIndex", "AddConstraint"]


def test_same_columns_with_new_key_order_is_another_index():
    old = users(column("a"), column("b"), index("users", "a", "b", name="i"))
    new = users(column("a"), column("b"), index("users", "b", "a", name="i"))
    assert words(between(old, new=[new])) == ["DropIndex", "AddIndex"]


def test_expression_index_is_compared_as_written():
    def user(text):
        item = index("users", name="i")
        return users(column("a", "text"), type(item)(name="i", keys=(IndexKey(expression=text),)))

    assert words(between(user("lower(a)"), new=[user("upper(a)")])) == ["DropIndex", "AddIndex"]


def test_tables_come_in_the_order_of_the_new_model_and_go_in_that_of_the_old():
    a, b, c = (table(name, ID) for name in "abc")
    created = [o.table.name for o in diff(EMPTY, model(b, c, a)) if isinstance(o, CreateTable)]
    assert created == ["b", "c", "a"]
    assert [o.table.name for o in diff(model(c, a, b), EMPTY)] == ["c", "a", "b"]


def test_operations_carry_what_they_drop():
    gone = column("a", "text", default="'x'", comment="why")
    (operation,) = between(users(gone), new=[users()])
    assert operation == DropColumn(table="users", column=gone)
    assert inverse(operation) == AddColumn(table="users", column=gone, restores=True)


def test_unique_column_brings_and_takes_its_constraint():
    new = users(column("a", nullable=True), unique("users", "a"))
    assert words(between(users(), new=[new])) == ["AddColumn", "AddConstraint"]
    assert words(between(new, new=[users()])) == ["DropConstraint", "DropColumn"]


def test_new_index_of_an_existing_name_in_another_table_waits_for_the_drop():
    old = [users(index("users", "id", name="i")), table("posts", ID)]
    new = [users(), table("posts", ID, index("posts", "id", name="i"))]
    operations = between(*old, new=new)
    assert [type(o) for o in operations] == [DropIndex, AddIndex]


def test_thousand_equal_tables_are_compared_in_no_time():
    import time

    def big():
        names = [f"c{n}" for n in range(11)]
        return model(
            *(
                table(f"t{n}", ID, *(column(c, "text") for c in names), pk(f"t{n}"))
                for n in range(1000)
            )
        )

    old, new = big(), big()
    start = time.process_time()
    assert diff(old, new) == ()
    assert time.process_time() - start < 0.1
