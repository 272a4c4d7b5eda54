"""A ``using`` converts the rows of one change of type, and stays in the file without harm."""

from dataclasses import replace

from fluentorm.diff.differ import diff
from fluentorm.diff.operations import AlterColumn, inverse
from fluentorm.diff.spent import spent_usings
from fluentorm.errors import Place
from fluentorm.schema.objects import Column, Enum, SchemaModel, Table
from fluentorm.snapshot.codec import parse, render

FLAG = Column(name="flag", type="boolean")
WORDS = "CASE WHEN flag THEN 1 ELSE 0 END"
NUMBER = Column(name="flag", type="integer", using=WORDS, origin=Place("schemas/01_users.py", 7))


def model(column: Column, *enums: Enum) -> SchemaModel:
    table = Table(name="users", columns={column.name: column})
    return SchemaModel(tables={"users": table}, enums={enum.name: enum for enum in enums})


def remembered(column: Column, *enums: Enum) -> SchemaModel:
    """The model as the snapshot gives it back."""
    return parse(render(model(column, *enums)))


def altered(old: SchemaModel, new: SchemaModel) -> AlterColumn:
    (operation,) = diff(old, new)
    assert isinstance(operation, AlterColumn)
    return operation


def test_a_using_acts_where_it_is_first_seen() -> None:
    operation = altered(remembered(FLAG), model(NUMBER))
    assert operation.after.using == WORDS
    assert list(spent_usings([operation], model(NUMBER))) == []


def test_it_does_not_act_again_and_that_is_told() -> None:
    new = model(replace(NUMBER, type="text"))
    operation = altered(remembered(NUMBER), new)
    assert operation.after.using is None
    (told,) = spent_usings([operation], new)
    assert str(told).startswith(
        'schemas/01_users.py:7: the using of column "flag" was there before this change of its '
        "type, and does not act again\nhint: "
    )


def test_other_words_act() -> None:
    again = replace(NUMBER, type="text", using="'n' || flag")
    operation = altered(remembered(NUMBER), model(again))
    assert operation.after.using == "'n' || flag"
    assert list(spent_usings([operation], model(again))) == []


def test_the_way_back_never_has_the_words_of_an_earlier_change() -> None:
    back = inverse(altered(remembered(NUMBER), model(replace(NUMBER, type="text", using="'x'"))))
    assert isinstance(back, AlterColumn)
    assert back.after.using is None


def test_words_alone_are_no_change() -> None:
    assert diff(remembered(FLAG), model(replace(FLAG, using="flag"))) == ()


def test_it_stays_spent_when_the_column_is_renamed_with_it() -> None:
    moved = replace(NUMBER, name="level", type="text", renamed_from="flag")
    (_, operation) = diff(remembered(NUMBER), model(moved))
    assert isinstance(operation, AlterColumn)
    assert operation.after.using is None


def test_it_stays_spent_when_an_enum_is_swapped_before() -> None:
    old = Column(name="mood", type="mood", default="'ok'", using="'ok'::mood")
    new = replace(old, type="text", default="'fine'")
    before = remembered(old, Enum(name="mood", values=("sad", "ok")))
    after = model(new, Enum(name="mood", values=("ok", "sad")))
    for operation in diff(before, after):
        if isinstance(operation, AlterColumn):
            assert operation.after.using is None or operation.before.type == operation.after.type
