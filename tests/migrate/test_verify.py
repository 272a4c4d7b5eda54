"""Which objects are held against the declared schema, and how the proof words what differs."""

from fluentorm.migrate.compare import (
    changed_parts,
    differed_already,
    expected_model,
    held_against,
)
from fluentorm.migrate.verify import _listed
from fluentorm.schema.objects import Check, Column, Enum, Index, IndexKey, SchemaModel, Table


def table(name, *columns, checks=(), indexes=()):
    return Table(
        name=name,
        columns={column: Column(name=column, type="text") for column in columns},
        constraints={check: Check(name=check, expression="true") for check in checks},
        indexes={index: Index(name=index, keys=(IndexKey(column="a"),)) for index in indexes},
    )


def model(*tables, enums=()):
    return SchemaModel(
        tables={table.name: table for table in tables},
        enums={name: Enum(name=name, values=("x",)) for name in enums},
    )


def test_objects_made_by_hand_before_are_not_held_against_the_schema():
    by_hand = table("users", "a", "by_hand", checks=["by_hand"], indexes=["by_hand"])
    before = model(by_hand, table("audit", "x"), enums=["level"])
    declared = model(table("users", "a"))
    assert held_against(before, before, declared, declared) == declared


def test_objects_that_only_the_new_migrations_made_are_held_against_it():
    declared = model(table("users", "a"))
    after = model(table("users", "a", "new", indexes=["new"]), table("new"), enums=["new"])
    assert held_against(after, declared, declared, declared) == after


def test_objects_that_the_schema_no_longer_declares_are_held_against_it():
    before = model(table("users", "a", "gone", indexes=["gone"]), table("gone"), enums=["gone"])
    declared = model(table("users", "a"))
    assert held_against(before, before, before, declared) == before


def test_objects_made_by_hand_and_declared_now_are_held_against_it():
    before = model(table("users", "a", "b"), table("audit", "x"))
    old = model(table("users", "a"))
    assert held_against(before, before, old, before) == before


def test_a_missing_object_stays_missing():
    declared = model(table("users", "a", "b"))
    after = model(table("users", "a"))
    assert held_against(after, after, after, declared) == after


def test_what_was_added_by_hand_is_found_under_the_old_name_of_a_renamed_table():
    before = model(table("users", "a", "by_hand", indexes=["by_hand"]))
    after = model(table("people", "a", "by_hand", indexes=["by_hand"]))
    declared = model(table("people", "a"))
    assert held_against(after, before, model(table("users", "a")), declared) == declared


def test_a_difference_is_older_when_every_table_and_enum_that_differs_was_so_before():
    drifted = table("posts", "a", "b")
    wanted = model(table("users", "a", "new"), table("posts", "a"))
    before = model(table("users", "a"), drifted)
    assert differed_already(before, model(table("users", "a", "new"), drifted), wanted)
    assert not differed_already(before, model(table("users", "a"), table("posts")), wanted)


def test_only_what_changed_is_created_again():
    same, old, new = table("same", "a"), table("users", "a"), table("users", "a", "b")
    before, after = changed_parts(
        model(same, old, table("gone"), enums=["x"]), model(same, new, table("new"), enums=["x"])
    )
    assert before == model(old, table("gone"))
    assert after == model(new, table("new"))


def test_a_table_with_a_column_of_a_changed_enum_counts_as_changed():
    mood = Column(name="m", type='"my mood"[]')
    users = Table(name="users", columns={"m": mood})
    other = Enum(name="my mood", values=("y", "z"))
    old = SchemaModel(tables={"users": users}, enums=model(enums=["my mood"]).enums)
    new = SchemaModel(tables={"users": users}, enums={"my mood": other})
    assert changed_parts(old, new) == (old, new)


def test_what_did_not_change_is_expected_as_it_was_before():
    before = model(table("same", "a", "by_hand"), table("users", "a"), table("audit"))
    changed = model(table("users", "a", "reprinted"))
    declared = model(table("same", "a"), table("users", "a", "b"), table("lost", "a"))
    assert expected_model(before, changed, declared) == model(
        table("same", "a", "by_hand"), table("users", "a", "reprinted"), table("lost", "a")
    )


def test_an_enum_that_the_migrations_changed_wrongly_is_no_older_difference():
    assert not differed_already(model(), model(enums=["mood"]), model())
    assert differed_already(model(enums=["mood"]), model(enums=["mood"]), model())


def test_a_long_list_of_differences_is_cut():
    text = _listed("it differs", [f"line {number}" for number in range(25)])
    assert text.splitlines()[:2] == ["it differs:", "  line 0"]
    assert text.splitlines()[-2:] == ["  line 19", "  and 5 more"]
