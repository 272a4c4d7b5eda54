"""Values of an enum that go or change their order: a type beside it, and columns beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.online.retype import Retype
from fluentorm.dialects.postgres.online.retyping import items_over
from fluentorm.dialects.postgres.online.shapes import by_table, heavy
from fluentorm.dialects.postgres.online.types import of_enum
from fluentorm.diff.operations import AlterColumn, AlterEnum, CreateObject, DropObject
from fluentorm.schema.objects import ForeignKey
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.refs import OBJECT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.diff.operations import Operation
    from fluentorm.schema.database_objects import DatabaseObject


def swapped_enum(operations: Sequence[Operation], scene: Scene) -> AlterEnum | None:
    """Return the enum of tables in use that a change makes anew, None where there is none."""
    swapped = (o for o in operations if isinstance(o, AlterEnum) and not o.in_place)
    return next((o for o in swapped if any(scene.knows(use.table) for use in o.uses)), None)


def of_operations(change: AlterEnum, operations: Sequence[Operation], scene: Scene) -> Retype:
    """Return the change that some operations are.

    What an added value leaves alone steps around the way back: the operation itself knows it.
    """
    types = of_enum(change, scene)
    table = change.uses[0].table
    before, after = scene.before.tables[table].columns, scene.after.tables[table].columns
    given = change.given_objects or (NO_PRIVILEGES,) * len(change.objects)
    around = tuple(zip(change.objects, given, strict=True))
    return Retype(
        table=table,
        altered=tuple(
            AlterColumn(
                table=table,
                before=types.column_before(before[use.column.name]),
                after=types.column_after(after[use.column.name]),
            )
            for use in change.uses
        ),
        dropped=(
            *(DropObject(object=item, given=more) for item, more in reversed(around)),
            *(one for one in operations if isinstance(one, DropObject)),
        ),
        created=(
            *(one for one in operations if isinstance(one, CreateObject)),
            *(CreateObject(object=item, given=more) for item, more in around),
        ),
        types=types,
    )


def impossible(change: AlterEnum, operations: Sequence[Operation], scene: Scene) -> str | None:
    """Return why an enum cannot be made anew beside the one in use, None where it can."""
    tables = dict.fromkeys(use.table for use in change.uses)
    if len(tables) > 1:
        names = ", ".join(f'"{name}"' for name in tables)
        return f"columns of several tables ({names}) are of it"
    (table,) = tables
    columns = [use.column.name for use in change.uses]
    return (
        _by_made_of_it(change)
        or _by_columns(table, columns, scene)
        or _by_items(change, table, columns, scene)
        or by_table(table, set(columns), [o for o in operations if o is not change], scene)
        or next(_by_objects(table, _objects(change, operations)), None)
    )


def _by_made_of_it(change: AlterEnum) -> str | None:
    for uses, what in (
        (change.through, "is of a type made of it"),
        (change.generated, "is generated from its values"),
        (change.defaults, "has a default that names it"),
    ):
        for use in uses:
            return f'column "{use.column.name}" of table "{use.table}" {what}'
    return None


def _by_columns(table: str, columns: Sequence[str], scene: Scene) -> str | None:
    before, after = scene.before.tables.get(table), scene.after.tables.get(table)
    for name in columns:
        had = None if before is None else before.columns.get(name)
        has = None if after is None else after.columns.get(name)
        if had is None or has is None or had.type != has.type:
            return f'column "{name}" of table "{table}" changes otherwise, too'
    return None


def _by_items(change: AlterEnum, table: str, columns: Sequence[str], scene: Scene) -> str | None:
    """Say what is not over the columns alone, and so would keep the old type."""
    known = scene.before.tables[table]
    over = {item.name for column in columns for item in items_over(known, column)}
    for dependent in change.dependents:
        if isinstance(dependent.item, ForeignKey):
            return f'foreign key "{dependent.item.name}" is over it'
        if dependent.table != table or dependent.item.name not in over:
            return f'"{dependent.item.name}" of table "{dependent.table}" names it'
    return None


def _objects(change: AlterEnum, operations: Sequence[Operation]) -> Iterator[DatabaseObject]:
    yield from change.objects
    for operation in operations:
        if isinstance(operation, DropObject | CreateObject):
            yield operation.object


def _by_objects(table: str, items: Iterator[DatabaseObject]) -> Iterator[str]:
    for item in items:
        if item.ref.kind in OBJECT_TYPES:
            yield f"{item.ref} is made of it"
        elif heavy(item):
            yield f"{item.ref} stands on it, which would be filled anew"
        elif getattr(item, "table", table) != table:
            yield f"{item.ref} stands on it, which is of another table"
