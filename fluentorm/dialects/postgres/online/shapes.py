"""Which changes of type a column beside the other cannot make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.online.retyping import items_over
from fluentorm.dialects.postgres.volatility import is_volatile
from fluentorm.diff.operations import (
    AddConstraint,
    AddIndex,
    AlterColumn,
    CreateObject,
    DropConstraint,
    DropIndex,
    DropObject,
)
from fluentorm.schema.objects import Exclusion, PrimaryKey, Unique
from fluentorm.schema.refs import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.diff.operations import Operation
    from fluentorm.schema.database_objects import DatabaseObject


def unshadowable(
    operations: Sequence[Operation], shadowed: Sequence[AlterColumn], scene: Scene
) -> str | None:
    """Return why columns cannot be made beside the others, None where they can."""
    tables = {operation.table for operation in shadowed}
    if len(tables) > 1:
        return "columns of several tables change with it"
    if len({operation.after.name for operation in shadowed}) < len(shadowed):
        return "a type that it is of is made anew"
    names = {operation.after.name for operation in shadowed}
    return _by_kind(operations, shadowed) or by_table(shadowed[0].table, names, operations, scene)


def by_table(
    table: str, columns: set[str], operations: Sequence[Operation], scene: Scene
) -> str | None:
    """Return why columns of a table cannot have others beside them, whatever their types."""
    return (
        _by_family(table, scene)
        or _by_items(table, columns, scene)
        or _by_neighbours(operations, columns, table, scene)
    )


def heavy(item: DatabaseObject) -> bool:
    """Say whether making an object anew takes as long as it holds rows."""
    return item.ref.kind is Kind.MATERIALIZED_VIEW


def _by_kind(operations: Sequence[Operation], shadowed: Sequence[AlterColumn]) -> str | None:
    for operation in shadowed:
        before, after = operation.before, operation.after
        if before.generated is not None or after.generated is not None:
            return "it is a generated column"
        if after.using is not None and is_volatile(after.using):
            return "its using gives another value each time"
        if (before.identity is None) != (after.identity is None):
            return "it gains or loses its numbering in the same change"
    made = [o.object for o in operations if isinstance(o, CreateObject)]
    filled = [item for item in made if heavy(item)]
    return f"{filled[0].ref} stands on it, which would be filled anew" if filled else None


def _by_family(name: str, scene: Scene) -> str | None:
    table = scene.before.tables[name]
    children = any(name in one.details.inherits for one in scene.before.tables.values())
    if table.details.inherits or children:
        return "triggers do not reach the tables that inherit from it"
    return "its partition cannot differ from the parent" if table.details.partition_of else None


def _by_items(name: str, columns: set[str], scene: Scene) -> str | None:
    for model in (scene.before, scene.after):
        table = model.tables[name]
        for item in (one for column in sorted(columns) for one in items_over(table, column)):
            if isinstance(item, Exclusion):
                return f'exclusion constraint "{item.name}" is over it, and has no online form'
            if isinstance(item, PrimaryKey | Unique) and item.without_overlaps:
                return f'constraint "{item.name}" is over it, and has no online form'
            if isinstance(item, PrimaryKey) and table.details.partition_by is not None:
                return "the primary key of a partitioned table cannot be swapped"
    return None


def _by_neighbours(
    operations: Sequence[Operation], columns: set[str], name: str, scene: Scene
) -> str | None:
    """Say what else the change does that is not part of the swap."""
    over = {
        item.name
        for model in (scene.before, scene.after)
        for column in columns
        for item in items_over(model.tables[name], column)
    }
    for operation in operations:
        match operation:
            case DropObject() | CreateObject():
                continue
            case AlterColumn(after=after, table=table) if table == name and after.name in columns:
                continue
            case (
                DropConstraint(constraint=item, table=table)
                | AddConstraint(constraint=item, table=table)
            ) if table == name and item.name in over:
                continue
            case DropIndex(index=index, table=table) | AddIndex(index=index, table=table) if (
                table == name and index.name in over
            ):
                continue
            case _:
                return "other changes have to come in the same transaction"
    return None
