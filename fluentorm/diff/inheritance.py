"""What partitions and children take over from their parents.

A change of a parent's columns reaches the columns that a child inherits by itself, so the child's
own changes start from there. A constraint or an index of a table that is attached as a partition
is merged with the parent's equal one, and is the table's own again when it is detached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from fluentorm.schema.lazy import mentioning
from fluentorm.schema.objects import PLAIN_COLUMN, Column, Constraint, Index, SchemaModel, Table

_Item = TypeVar("_Item", Constraint, Index)
# Which fields of a column ALTER TABLE changes in its children too (manual, ALTER TABLE, ONLY).
_FIELDS = ("type", "collation", "nullable", "default", "generated", "identity")
_DETAILS = ("storage", "statistics")


def parents(table: Table) -> tuple[str, ...]:
    """Return the keys of the tables that a table inherits from or is a partition of."""
    above = table.details.partition_of
    return table.details.inherits if above is None else (above, *table.details.inherits)


def inherited(column: Column) -> Column:
    """Return what a child gets of a parent's new column."""
    plain = PLAIN_COLUMN
    details = replace(
        column.details, inherited=True, privileges=plain.privileges, options=plain.options
    )
    given = replace(column, comment=None, details=details, renamed_from=None, identity=None)
    return replace(given, using=None, backfill=None)


def followed(column: Column, before: Column, after: Column) -> Column:
    """Return an inherited column after the parent's went from ``before`` to ``after``."""
    changes = {
        name: getattr(after, name)
        for name in _FIELDS
        if name != "identity" and getattr(before, name) != getattr(after, name)
    }
    details = {
        name: getattr(after.details, name)
        for name in _DETAILS
        if getattr(before.details, name) != getattr(after.details, name)
    }
    if details:
        changes["details"] = replace(column.details, **details)
    return replace(column, **changes) if changes else column


def carried(child: Table, before: Table, after: Table) -> Table:
    """Return a child with what happened to its parent's columns; ``after`` has the same name."""
    columns = dict(child.columns)
    for name in before.columns:
        own = columns.get(name)
        if own is None or not own.details.inherited:
            continue
        if name not in after.columns:
            del columns[name]
        else:
            columns[name] = followed(own, before.columns[name], after.columns[name])
    for name, column in after.columns.items():
        if name not in before.columns and name not in columns:
            columns[name] = inherited(column)
    return replace(child, columns=columns)


def attached(child: Table, parent: Table) -> Table:
    """Return a table as it is once it is a partition: what equals the parent's is merged."""
    columns = {
        name: replace(column, details=replace(column.details, inherited=True))
        if name in parent.columns
        else column
        for name, column in child.columns.items()
    }
    return replace(
        child,
        columns=columns,
        constraints=_unmerged(child.constraints, parent.constraints),
        indexes=_unmerged(child.indexes, parent.indexes),
    )


def _unmerged(own: Mapping[str, _Item], above: Mapping[str, _Item]) -> dict[str, _Item]:
    rules = {_rule(item) for item in above.values()}
    return {name: item for name, item in own.items() if _rule(item) not in rules}


def _rule(item: _Item) -> _Item:
    return replace(item, name="", comment=None)


def detached(child: Table) -> Table:
    """Return a table as it is once it is no partition any more: all columns are its own."""
    columns = {
        name: replace(column, details=replace(column.details, inherited=False))
        for name, column in child.columns.items()
    }
    return replace(child, columns=columns)


def settled(moved: Table, new: Table, old: SchemaModel, above: SchemaModel) -> Table:
    """Return an old table as being attached to or detached from a parent leaves it.

    ``old`` has the parent that it had, ``above`` the one that it gets.
    """
    before, after = moved.details.partition_of, new.details.partition_of
    if before == after:
        return moved
    if before is not None and before in old.tables:
        rules = {_rule(item) for item in old.tables[before].constraints.values()}
        marks = {_rule(item) for item in old.tables[before].indexes.values()}
        kept = {n: item for n, item in new.constraints.items() if _rule(item) in rules}
        left = {n: item for n, item in new.indexes.items() if _rule(item) in marks}
        moved = replace(
            detached(moved),
            constraints={**kept, **moved.constraints},
            indexes={**left, **moved.indexes},
        )
    if after is not None and after in above.tables:
        moved = attached(moved, above.tables[after])
    return moved


def in_order(tables: Mapping[str, Table]) -> list[Table]:
    """Return tables with parents before their children, otherwise in their order."""
    found: dict[str, Table] = {}

    def visit(table: Table) -> None:
        for above in parents(table):
            if above in tables and above not in found and above != table.name:
                visit(tables[above])
        found.setdefault(table.name, table)

    for table in tables.values():
        visit(table)
    return list(found.values())


def carry(moved: SchemaModel, new: SchemaModel, changed: Mapping[str, Table]) -> dict[str, Table]:
    """Return the old tables as changes above them leave them, by name.

    ``changed`` are tables of the new model that differ; their children may be any.
    """
    children: dict[str, list[str]] = {}
    # Of tables that are not built yet only those are that may have a parent.
    for table in mentioning(moved.tables, "partition_of", "inherits") if changed else ():
        for above in parents(table):
            children.setdefault(above, []).append(table.name)
    if not children:
        return {}
    found: dict[str, Table] = {}
    pending = [name for name in changed if name in children]
    while pending:
        name = pending.pop()
        before = moved.tables[name]
        after = new.tables.get(name)
        for child in children.get(name, ()) if after is not None else ():
            own = found.get(child, moved.tables[child])
            if after is not None:
                found[child] = carried(own, before, after)
                pending += [child] if child in children else []
    return found
