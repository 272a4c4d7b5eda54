"""What two branches did to an object, and what of one stands on what the other took away."""

from dataclasses import replace

from fluentorm.diff.deeds import clashes
from fluentorm.diff.differ import diff
from fluentorm.schema.objects import EMPTY, Check, Column, Enum, SchemaModel, Table

EMAIL = Column(name="email", type="text", nullable=True)
AGE = Column(name="age", type="integer")
USERS = Table(name="users", columns={"email": EMAIL, "age": AGE})
BASE = SchemaModel(tables={"users": USERS}, enums={"mood": Enum(name="mood", values=("sad",))})


def users(**changes: object) -> SchemaModel:
    """Return the base with columns changed, added, or (None) taken away."""
    columns = {name: c for name, c in {**USERS.columns, **changes}.items() if c is not None}
    return replace(BASE, tables={"users": replace(USERS, columns=columns)})


def told(ours: SchemaModel, theirs: SchemaModel, base: SchemaModel = BASE) -> list[str]:
    found = clashes(diff(base, ours), diff(base, theirs), base)
    return [f"{c.subject}: {' and '.join(c.ours)} | {' and '.join(c.theirs)}" for c in found]


def test_a_column_that_both_changed() -> None:
    mail = replace(EMAIL, name="mail", renamed_from="email")
    assert told(
        users(email=replace(EMAIL, nullable=False, default="''")), users(email=None, mail=mail)
    ) == ["users.email: made it NOT NULL and made its default '' | renamed it to \"mail\""]


def test_what_does_not_touch_commutes() -> None:
    ours = users(phone=Column(name="phone", type="text", nullable=True))
    theirs = users(city=Column(name="city", type="text", nullable=True))
    assert told(ours, theirs) == []


def test_a_table_that_one_dropped_and_the_other_changed() -> None:
    dropped = replace(BASE, tables={})
    assert told(users(age=None), dropped) == [
        'users.age: dropped it | dropped it (all of table "users")'
    ]


def test_the_same_name_made_twice_and_an_enum() -> None:
    one, other = (
        replace(BASE, tables={**BASE.tables, "posts": Table(name="posts", columns={"a": column})})
        for column in (EMAIL, AGE)
    )
    assert told(one, other) == ["posts: created it | created it"]
    more, less = (
        replace(BASE, enums={"mood": Enum(name="mood", values=values)})
        for values in (("sad", "ok"), ("sad", "fine"))
    )
    assert told(more, less) == ['enum "mood": made its values sad, ok | made its values sad, fine']


def test_what_one_made_on_what_the_other_took_away() -> None:
    check = Check(name="adult", expression="age > 17")
    theirs = replace(BASE, tables={"users": replace(USERS, constraints={"adult": check})})
    assert told(users(age=None), theirs) == [
        'users.age: dropped it | made constraint "users.adult" on it'
    ]


def test_branches_that_did_nothing() -> None:
    assert told(BASE, EMPTY, BASE) == []
