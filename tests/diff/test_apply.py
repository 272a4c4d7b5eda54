import pytest

from fluentorm.diff.apply import apply
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    CreateEnum,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropEnum,
    DropIndex,
    DropTable,
    RenameColumn,
    RenameConstraint,
    RenameEnum,
    RenameEnumValue,
    RenameIndex,
    RenameTable,
    SetComment,
)
from fluentorm.errors import DiffError
from tests.diff.sample import check, column, enum, fk, index, model, pk, table, unique

USERS = table(
    "users",
    column("id"),
    column("mail", "text", nullable=True),
    column("s", "state", nullable=True),
    pk("users"),
    unique("users", "mail"),
    check("c", "mail <> ''"),
    index("users", "mail"),
)
POSTS = table(
    "posts", column("user_id", nullable=True), fk("posts", "user_id", "users"), comment="x"
)
MODEL = model(enum("state", "a", "b"), USERS, POSTS)
ID, MAIL, STATE = USERS.columns.values()
KEY, UNIQUE, CHECK = USERS.constraints.values()
INDEX = USERS.indexes["idx_users_mail"]
REFERENCE = POSTS.foreign_keys[0]
BARE = table("posts", column("user_id", nullable=True), comment="x")

REFUSED = {
    "create a table that exists": CreateTable(table=BARE),
    "create a table under an enum's name": CreateTable(table=table("state", ID)),
    "create a table under an index's name": CreateTable(table=table("idx_users_mail", ID)),
    "create a key under a taken name": CreateTable(table=table("t", ID, pk("t", name="users"))),
    "drop a table that is missing": DropTable(table=table("nothing", ID)),
    "drop a table with foreign keys": DropTable(table=POSTS),
    "drop a table with indexes": DropTable(table=USERS),
    "drop a table that is otherwise": DropTable(table=table("posts", ID)),
    "rename a missing table": RenameTable(before="nothing", after="x"),
    "rename a table to a taken name": RenameTable(before="posts", after="users_pkey"),
    "add a column that exists": AddColumn(table="users", column=ID),
    "add a column to a missing table": AddColumn(table="nothing", column=ID),
    "drop a missing column": DropColumn(table="users", column=column("nothing")),
    "drop a column that is otherwise": DropColumn(table="users", column=column("s", "text")),
    "drop a column in a key": DropColumn(table="users", column=ID),
    "drop a column in an index": DropColumn(table="users", column=MAIL),
    "drop a column in a foreign key": DropColumn(table="posts", column=BARE.columns["user_id"]),
    "rename a missing column": RenameColumn(table="users", before="nothing", after="x"),
    "rename a column to a taken name": RenameColumn(table="users", before="id", after="mail"),
    "alter a column that is otherwise": AlterColumn(
        table="users", before=column("id", "text"), after=column("id", "uuid")
    ),
    "rename a column by altering it": AlterColumn(table="users", before=ID, after=column("x")),
    "make a key nullable": AlterColumn(table="users", before=ID, after=column("id", nullable=True)),
    "change a type under a foreign key": AlterColumn(
        table="users", before=ID, after=column("id", "uuid")
    ),
    "change a type under a check": AlterColumn(
        table="users", before=MAIL, after=column("mail", "integer", nullable=True)
    ),
    "add a constraint that exists": AddConstraint(table="users", constraint=CHECK),
    "add a second primary key": AddConstraint(table="users", constraint=pk("users", name="k")),
    "add a nullable primary key": AddConstraint(table="posts", constraint=pk("posts", "user_id")),
    "add a key over a missing column": AddConstraint(
        table="users", constraint=unique("users", "x")
    ),
    "add a key under a taken name": AddConstraint(
        table="posts", constraint=unique("posts", "user_id", name="users")
    ),
    "refer to a missing table": AddConstraint(
        table="posts", constraint=fk("posts", "user_id", "nothing", name="f")
    ),
    "refer to a missing column": AddConstraint(
        table="posts", constraint=fk("posts", "user_id", "users", "x", name="f")
    ),
    "refer to what is not unique": AddConstraint(
        table="posts", constraint=fk("posts", "user_id", "users", "s", name="f")
    ),
    "drop a missing constraint": DropConstraint(table="users", constraint=check("x", "true")),
    "drop a constraint that is otherwise": DropConstraint(
        table="users", constraint=check("c", "true")
    ),
    "drop a key that is referred to": DropConstraint(table="users", constraint=KEY),
    "rename a missing constraint": RenameConstraint(table="users", before="x", after="y"),
    "rename a constraint to a taken name": RenameConstraint(
        table="users", before="c", after=KEY.name
    ),
    "rename a key to a table's name": RenameConstraint(
        table="users", before=KEY.name, after="posts"
    ),
    "add an index that exists": AddIndex(table="users", index=INDEX),
    "add an index over a missing column": AddIndex(table="users", index=index("users", "x")),
    "drop a missing index": DropIndex(table="users", index=index("users", "x")),
    "drop an index that is otherwise": DropIndex(
        table="users", index=index("users", "id", name=INDEX.name)
    ),
    "rename a missing index": RenameIndex(table="users", before="x", after="y"),
    "rename an index to a taken name": RenameIndex(table="users", before=INDEX.name, after="users"),
    "create an enum that exists": CreateEnum(enum=enum("state", "x")),
    "create an enum under a table's name": CreateEnum(enum=enum("users", "x")),
    "drop an enum in use": DropEnum(enum=enum("state", "a", "b")),
    "drop a missing enum": DropEnum(enum=enum("nothing", "a")),
    "rename a missing enum": RenameEnum(before="nothing", after="x"),
    "rename an enum to a table's name": RenameEnum(before="state", after="users"),
    "rename a missing value": RenameEnumValue(enum="state", before="x", after="y"),
    "rename a value to another": RenameEnumValue(enum="state", before="a", after="b"),
    "alter an enum that is otherwise": AlterEnum(before=enum("state", "a"), after=enum("state")),
    "alter an enum without its uses": AlterEnum(
        before=enum("state", "a", "b"), after=enum("state", "a")
    ),
    "comment on something missing": SetComment(
        kind="index", table="users", name="x", before=None, after="y"
    ),
    "change a comment that is otherwise": SetComment(
        kind="table", table="posts", name="posts", before="other", after="y"
    ),
}


@pytest.mark.parametrize("operation", REFUSED.values(), ids=REFUSED)
def test_operation_that_the_state_does_not_allow_is_refused(operation):
    with pytest.raises(DiffError) as caught:
        apply([operation], MODEL)
    assert str(caught.value)


def test_key_may_go_while_another_one_covers_the_columns():
    both = table("users", column("id"), pk("users"), unique("users", "id", name="u"))
    apply([DropConstraint(table="users", constraint=KEY)], model(both, POSTS))


def test_created_table_comes_without_indexes_and_foreign_keys():
    new = table("t", column("id"), pk("t"), fk("t", "id", "nowhere"), index("t", "id"))
    created = apply([CreateTable(table=new)], MODEL).tables["t"]
    assert list(created.constraints) == ["t_pkey"]
    assert created.indexes == {}


def test_renamed_table_is_followed_by_foreign_keys_even_its_own():
    tree = table("t", column("id"), column("up"), pk("t"), fk("t", "up", "t"))
    other = table("o", column("t_id"), fk("o", "t_id", "t"))
    after = apply([RenameTable(before="t", after="u")], model(tree, other))
    assert after.tables["u"].foreign_keys[0].references_table == "u"
    assert after.tables["o"].foreign_keys[0].references_table == "u"


def test_renamed_column_is_followed_by_keys_indexes_and_references():
    after = apply([RenameColumn(table="users", before="id", after="uid")], MODEL)
    assert after.tables["users"].primary_key.columns == ("uid",)
    assert after.tables["posts"].foreign_keys[0].references_columns == ("uid",)


def test_model_that_is_given_stays_as_it_was():
    before = repr(MODEL)
    apply([RenameTable(before="users", after="u"), AddColumn(table="u", column=column("x"))], MODEL)
    assert repr(MODEL) == before
