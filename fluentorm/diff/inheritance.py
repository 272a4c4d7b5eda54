"""What partitions and children take over from their parents.

A change of a parent's columns reaches the columns that a child inherits by itself, so the child's
own changes start from there.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from fluentorm.diff.graph import needed_first
from fluentorm.diff.partition_keys import retyped_key
from fluentorm.diff.partitions import (
    Shared,
    detached,
    joins,
    leaves,
    with_shared,
    without_own_names,
)
from fluentorm.schema.lazy import mentioning
from fluentorm.schema.objects import PLAIN_COLUMN, Column, SchemaModel, Table

# Which fields of a column ALTER TABLE changes in its children too (manual, ALTER TABLE, ONLY).
_FIELDS = ("type", "collation", "default", "generated", "identity")
_DETAILS = ("storage", "statistics")


def parents(table: Table) -> tuple[str, ...]:
    """Return the keys of the tables that a table inherits from or is a partition of."""
    above = table.details.partition_of
    return table.details.inherits if above is None else (above, *table.details.inherits)


def inherited(column: Column, *, partition: bool = False) -> Column:
    """Return what a child gets of a parent's new column; a partition shares its identity too."""
    plain = PLAIN_COLUMN
    details = replace(
        column.details, inherited=True, privileges=plain.privileges, options=plain.options
    )
    identity = column.identity if partition else None
    given = replace(column, comment=None, details=details, renamed_from=None, identity=identity)
    return replace(given, using=None, backfill=None)


def followed(column: Column, before: Column, after: Column, *, partition: bool = False) -> Column:
    """Return an inherited column after the parent's went from ``before`` to ``after``."""
    changes = {
        name: getattr(after, name)
        for name in _FIELDS
        if (partition or name != "identity") and getattr(before, name) != getattr(after, name)
    }
    if forbids_null_below(before) != forbids_null_below(after) and (
        after.nullable or forbids_null_below(after)
    ):  # with NO INHERIT from now on, a child keeps the constraint as its own
        changes["nullable"] = after.nullable
    details = {
        name: getattr(after.details, name)
        for name in _DETAILS
        if getattr(before.details, name) != getattr(after.details, name)
    }
    if details:
        changes["details"] = replace(column.details, **details)
    return replace(column, **changes) if changes else column


def forbids_null_below(column: Column) -> bool:
    """Say whether children have the NOT NULL of a parent's column, too."""
    constraint = column.details.not_null
    return not column.nullable and not (constraint is not None and constraint.no_inherit)


def carried(child: Table, before: Table, after: Table, left: Container[str] = ()) -> Table:
    """Return a child with what happened to its parent's columns; ``after`` has the same name.

    Columns in ``left`` are dropped from the parent only.
    """
    columns = dict(child.columns)
    partition = child.details.partition_of == after.name
    for name in before.columns:
        own = columns.get(name)
        if own is None or not own.details.inherited:
            continue
        if name in left:
            columns[name] = replace(own, details=replace(own.details, inherited=False))
        elif name not in after.columns:
            del columns[name]
        else:
            columns[name] = followed(
                own, before.columns[name], after.columns[name], partition=partition
            )
    for name, column in after.columns.items():
        if name not in before.columns and name not in columns:
            columns[name] = inherited(column, partition=partition)
    return replace(child, columns=columns)


def settled(moved: Table, new: Table, left: Shared) -> Table:
    """Return an old table as leaving its parents makes it; ``left`` is what it keeps of them."""
    moved = detached(moved, left) if leaves(moved, new) else with_shared(moved, left)
    moved = _as_local(moved, new)
    stays = new.details.partition_of is not None and not joins(moved, new)
    if not stays:
        return moved
    if moved.details.attached is not None and new.details.attached is None:
        moved = without_own_names(moved)
    return _with_identities(moved, new)


def _as_local(moved: Table, new: Table) -> Table:
    """Let columns be a child's own, too, where they are in the new table.

    No ALTER changes that of a column that the parent has (``pg_attribute.attislocal``), and what
    a child takes over from a parent that it leaves is its own at once.
    """
    columns = {
        name: replace(column, details=replace(column.details, inherited=wanted.details.inherited))
        if (wanted := new.columns.get(name)) is not None
        and wanted.details.inherited != column.details.inherited
        else column
        for name, column in moved.columns.items()
    }
    return replace(moved, columns=columns)


def repartitioned(
    moved: SchemaModel, new: SchemaModel, changed: Mapping[str, Table]
) -> frozenset[str]:
    """Return the tables on both sides that cannot stay: they are partitioned otherwise.

    So is one whose key is of another type.

    Their partitions go with them, but for those that are none in the new model.
    """
    found = {
        name
        for name, table in changed.items()
        if table.details.partition_by != moved.tables[name].details.partition_by
        or retyped_key(moved.tables[name], table) is not None
    }
    pending = [*found]
    while pending:
        above = pending.pop()
        for table in mentioning(moved.tables, "partition_of"):
            name = table.name
            stays = name in new.tables and new.tables[name].details.partition_of == above
            if table.details.partition_of == above and stays and name not in found:
                found.add(name)
                pending.append(name)
    return frozenset(found)


def children_of(model: SchemaModel) -> dict[str, list[str]]:
    """Return the partitions and children of each table that has some."""
    found: dict[str, list[str]] = {}
    for table in mentioning(model.tables, "partition_of", "inherits"):
        for parent in parents(table):
            found.setdefault(parent, []).append(table.name)
    return found


def descendants(children: Mapping[str, Iterable[str]], name: str) -> Iterator[str]:
    """Yield the partitions and children of a table, and theirs."""
    pending, found = [name], {name}
    while pending:
        for child in children.get(pending.pop(), ()):
            if child not in found:
                found.add(child)
                pending.append(child)
                yield child


def _with_identities(moved: Table, new: Table) -> Table:
    """Return a partition with the identities that it will have: they are its parent's to change."""
    columns = {
        name: replace(column, identity=new.columns[name].identity)
        if column.details.inherited and name in new.columns
        else column
        for name, column in moved.columns.items()
    }
    return replace(moved, columns=columns) if columns != moved.columns else moved


def in_order(tables: Mapping[str, Table]) -> list[Table]:
    """Return tables with parents before their children, otherwise in their order."""
    needs = {
        name: [above for above in parents(table) if above in tables]
        for name, table in tables.items()
    }
    return [tables[name] for name in needed_first(tables, needs)]


def _staying(name: str, children: Mapping[str, list[str]], new: SchemaModel) -> list[str]:
    """Return the children that do not leave a parent: those that do have left it before."""
    return [
        child
        for child in children.get(name, ())
        if child not in new.tables or name in parents(new.tables[child])
    ]


def _is_kept(column: str, name: str, children: Mapping[str, list[str]], new: SchemaModel) -> bool:
    """Say whether a child, or one of its own, keeps a column that its parent drops."""
    return any(
        (child in new.tables and column in new.tables[child].columns)
        or _is_kept(column, child, children, new)
        for child in _staying(name, children, new)
    )


def _loosened(child: Table, before: Table, after: Table, new: Table) -> Table:
    """Return a child without the NOT NULL constraints that its parent keeps for itself now."""
    columns = {
        name: replace(column, nullable=True)
        if name in before.columns
        and name in after.columns
        and forbids_null_below(before.columns[name])
        and not forbids_null_below(after.columns[name])
        and name in new.columns
        and new.columns[name].nullable
        else column
        for name, column in child.columns.items()
    }
    return replace(child, columns=columns) if columns != child.columns else child


def carry(
    moved: SchemaModel, new: SchemaModel, changed: Mapping[str, Table]
) -> tuple[dict[str, Table], frozenset[tuple[str, str]]]:
    """Return the old tables as changes above them leave them, by name.

    ``changed`` are tables of the new model that differ; their children may be any. Return also the
    columns, with their tables, that are dropped from the parent only: a child keeps them.
    """
    children: dict[str, list[str]] = {}
    # Of tables that are not built yet only those are that may have a parent.
    for table in mentioning(moved.tables, "partition_of", "inherits") if changed else ():
        for above in parents(table):
            children.setdefault(above, []).append(table.name)
    if not children:
        return {}, frozenset()
    found: dict[str, Table] = {}
    only: set[tuple[str, str]] = set()
    pending = [name for name in changed if name in children]
    while pending:
        name = pending.pop()
        before = moved.tables[name]
        after = new.tables.get(name) or found.get(name)
        if after is None:
            continue
        staying = _staying(name, children, new)
        left = {
            column
            for column in before.columns
            if column not in after.columns and _is_kept(column, name, children, new)
        }
        only.update((name, column) for column in left)
        only.update(
            (name, column)
            for column in after.columns
            if column not in before.columns
            and any(column in moved.tables[child].columns for child in staying)
        )
        for child in staying:
            known = carried(found.get(child, moved.tables[child]), before, after, left)
            found[child] = _loosened(known, before, after, new.tables.get(child, known))
            pending += [child] if child in children else []
    return found, frozenset(only)
