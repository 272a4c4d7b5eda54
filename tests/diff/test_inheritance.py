"""What a change of a parent means for partitions, and what columns and sequences share."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fluentorm.diff.apply import apply
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import DropObject, Operation, inverse
from fluentorm.errors import DiffError
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.children import children_of, resolve_child
from fluentorm.schema.database_objects import View
from fluentorm.schema.objects import Column, ColumnDetails, SchemaModel, Table, TableDetails

Build = Callable[[TableSchema], Any]


def model(build: Build, name: str = "users") -> SchemaModel:
    built = TableSchema.create(name, build).finish()
    tables: dict[str, Table] = {built.table.name: built.table}
    for child in children_of(built):
        table, problems = resolve_child(child, [tables[parent] for parent in child.parents])
        assert problems == []
        tables[table.name] = table
    return SchemaModel(tables=tables, objects={item.ref: item for item in built.objects})


def changes(old: SchemaModel, new: SchemaModel) -> list[Operation]:
    """Return the operations of a diff, which lead there and back again."""
    operations = diff(old, new)
    assert apply(operations, old) == new
    assert apply([inverse(one) for one in reversed(operations)], new) == old
    return operations


def kinds(operations: list[Operation]) -> list[str]:
    return [type(one).__name__ for one in operations]


def events(build: Build) -> SchemaModel:
    def whole(t: TableSchema) -> None:
        t.uuid("id")
        t.timestamp("at")
        build(t)
        t.partition_by("range", "at")
        part = t.partition("events_2024", start="2024-01-01", end="2025-01-01")
        part.partition_by("list", "id")
        part.partition("events_rest", default=True)

    return model(whole, "events")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (lambda t: None, lambda t: t.string("x", nullable=True), ["AddColumn"]),
        (lambda t: t.string("x"), lambda t: None, ["DropColumn"]),
        (lambda t: t.string("x"), lambda t: t.string("y", renamed_from="x"), ["RenameColumn"]),
        (
            lambda t: t.string("x"),
            lambda t: t.string("x", default="a", statistics=5, storage="main"),
            ["AlterColumn"],
        ),
        (
            lambda t: t.integer("x"),
            lambda t: t.increments("x", unique=False),
            ["AlterColumn"],
        ),
        (lambda t: None, lambda t: t.increments("x", unique=False), ["AddColumn"]),
    ],
)
def test_change_of_a_parent_is_one_change(before: Build, after: Build, expected: list[str]) -> None:
    assert kinds(changes(events(before), events(after))) == expected


def serial(t: TableSchema) -> None:
    t.uuid("id")
    t.serial("no")


@pytest.mark.parametrize(
    ("build", "name", "expected"),
    [
        (
            lambda t: (t.uuid("id"), t.serial("number", renamed_from="no")),
            "users",
            ["RenameColumn", "RenameObject"],
        ),
        (
            lambda t: (t.renamed_from("users"), serial(t)),
            "people",
            ["RenameTable", "RenameObject"],
        ),
        (
            lambda t: (t.uuid("id"), t.big_serial("no")),
            "users",
            ["AlterColumn", "AlterObject"],
        ),
        (
            lambda t: t.uuid("id"),
            "users",
            ["AlterObject", "DropColumn", "DropObject"],
        ),
    ],
)
def test_sequence_of_a_column_stays_with_it(build: Build, name: str, expected: list[str]) -> None:
    assert kinds(changes(model(serial), model(build, name))) == expected


def test_sequence_goes_after_the_default_that_takes_from_it() -> None:
    operations = changes(model(serial), model(lambda t: (t.uuid("id"), t.integer("no"))))
    assert kinds(operations)[:3] == ["AlterObject", "AlterColumn", "DropObject"]


def test_enum_may_change_with_the_rename_of_a_sequence() -> None:
    def before(t: TableSchema) -> None:
        serial(t)
        t.column("kind", "kind")

    def after(t: TableSchema) -> None:
        t.uuid("id")
        t.serial("number", renamed_from="no")
        t.column("kind", "kind")

    from fluentorm.schema.objects import Enum

    def with_enum(found: SchemaModel, *values: str) -> SchemaModel:
        enums = {"kind": Enum(name="kind", values=values)}
        return SchemaModel(tables=found.tables, objects=found.objects, enums=enums)

    operations = changes(with_enum(model(before), "a"), with_enum(model(after), "a", "b"))
    assert sorted(kinds(operations)) == ["AlterEnum", "RenameColumn", "RenameObject"]


def test_objects_follow_the_rename_of_a_column() -> None:
    def build(name: str, old: str | None = None) -> Build:
        def whole(t: TableSchema) -> None:
            t.uuid("id")
            t.string(name, renamed_from=old)
            t.trigger("t", "before", "update", "f()", columns=[name], when=f"OLD.{name} > 'a'")
            t.policy("p", using=f"{name} = current_user", check=f"lower({name}) <> ''")
            t.statistics("s", ["id", name])

        return whole

    found = changes(model(build("mail")), model(build("email", "mail")))
    assert kinds(found) == ["RenameColumn"]


def with_view(found: SchemaModel, *views: View) -> SchemaModel:
    return SchemaModel(
        tables=found.tables, objects={**found.objects, **{view.ref: view for view in views}}
    )


def test_view_follows_a_rename_and_keeps_the_names_of_its_columns() -> None:
    old = with_view(
        model(lambda t: (t.uuid("id"), t.string("mail"))),
        View(name="v", query="SELECT u.mail FROM users u"),
    )
    new = with_view(
        model(lambda t: (t.uuid("id"), t.string("email", renamed_from="mail"))),
        View(name="v", query="SELECT u.email AS mail FROM users u"),
    )
    assert kinds(changes(old, new)) == ["RenameColumn"]


def test_view_whose_text_changes_with_a_rename_steps_aside_for_it() -> None:
    old = with_view(
        model(lambda t: (t.uuid("id"), t.string("mail"))),
        View(name="v", query="SELECT u.mail FROM users u WHERE u.mail > ''"),
        View(name="w", query="SELECT mail FROM v"),
        View(name="x", query="SELECT id FROM users"),
    )
    new = with_view(
        model(lambda t: (t.uuid("id"), t.string("email", renamed_from="mail"))),
        View(name="v", query="SELECT u.email AS mail FROM users u"),
        View(name="w", query="SELECT mail FROM v"),
        View(name="x", query="SELECT id FROM users"),
    )
    operations = changes(old, new)
    assert kinds(operations) == [
        *("DropObject", "DropObject", "RenameColumn"),
        *("CreateObject", "CreateObject"),
    ]
    dropped = [one.object.name for one in operations if isinstance(one, DropObject)]
    assert dropped == ["w", "v"]


def test_no_column_of_a_partition_key_gets_another_type() -> None:
    def build(kind: str) -> Build:
        def whole(t: TableSchema) -> None:
            t.integer("id")
            t.column("at", kind)
            t.partition_by("range", "id")
            part = t.partition("events_1", start=0, end=9)
            part.partition_by("list", "at")
            part.partition("events_rest", default=True)

        return whole

    old, new = model(build("integer"), "events"), model(build("bigint"), "events")
    expected = 'cannot change the type of column "at", by which table "events_1" is partitioned'
    with pytest.raises(DiffError, match=expected):
        diff(old, new)
    made = [
        one.table.name
        for one in diff(old, new, require_values=False)
        if hasattr(one, "table") and isinstance(one.table, Table)
    ]
    assert {"events_1", "events_rest"} <= {*made}


def test_a_column_of_several_parents_keeps_its_type() -> None:
    def tables(kind: str) -> SchemaModel:
        column = Column(name="x", type=kind, nullable=True)
        given = replace(column, details=ColumnDetails(inherited=True))
        above = {name: Table(name=name, columns={"x": column}) for name in ("a", "b")}
        child = Table(name="c", columns={"x": given}, details=TableDetails(inherits=("a", "b")))
        return SchemaModel(tables={**above, "c": child})

    with pytest.raises(DiffError, match='"x", which table "c" inherits from "b" too'):
        diff(tables("integer"), tables("bigint"))
