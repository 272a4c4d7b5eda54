"""What a table shares with the parent that it is attached to or detached from.

A constraint or an index of a table that is attached as a partition is merged with the parent's
equal one, or PostgreSQL makes it; when the table is detached, it keeps all of them. Both are said
outright here: what a table lacks is added before it is attached, and what it shall not keep is
dropped after it was detached. So the way back leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    NotNull,
    SchemaModel,
    Table,
)
from fluentorm.schema.partition_names import usual_part_name

Shared: TypeAlias = tuple[Constraint | Index, ...]


def attached(child: Table, shared: Shared, parent: Table, *, keeps_names: bool) -> Table:
    """Return a table as it is once it is a partition, without what is the parent's now.

    Its NOT NULL constraints keep their names, which counts where the partition is known to be
    attached: ``keeps_names``.
    """
    columns = {
        name: _of_parent(column, parent.columns.get(name), keeps_names=keeps_names)
        for name, column in child.columns.items()
    }
    names = {item.name for item in shared if not isinstance(item, Index)}
    marks = {item.name for item in shared if isinstance(item, Index)}
    return replace(
        child,
        columns=columns,
        constraints={n: item for n, item in child.constraints.items() if n not in names},
        indexes={n: item for n, item in child.indexes.items() if n not in marks},
    )


def _of_parent(column: Column, above: Column | None, *, keeps_names: bool) -> Column:
    """Return a column of a partition; it counts with the parent's.

    The name of its NOT NULL constraint is nobody's to change.
    """
    column = column if keeps_names else _without_own_name(column)
    details = replace(column.details, inherited=True)
    return replace(column, details=details, identity=None if above is None else above.identity)


def without_own_names(child: Table) -> Table:
    """Return a partition without the names of NOT NULL constraints, which no RENAME changes."""
    columns = {name: _without_own_name(column) for name, column in child.columns.items()}
    return replace(child, columns=columns)


def _without_own_name(column: Column) -> Column:
    own = column.details.not_null
    if own is None or own != NotNull(name=own.name):
        return column
    return replace(column, details=replace(column.details, not_null=None))


def detached(child: Table, shared: Shared) -> Table:
    """Return a table as it is once it is no partition any more: all is its own.

    Its identities were the parent's (PostgreSQL 17).
    """
    columns = {
        name: replace(column, details=replace(column.details, inherited=False), identity=None)
        for name, column in _with_names(child).columns.items()
    }
    return _with(replace(child, columns=columns), shared)


def with_shared(table: Table, shared: Shared) -> Table:
    """Return a table with what it shared with the parents that it has left."""
    return _with(table, shared) if shared else table


def without_shared(table: Table, shared: Shared) -> Table:
    """Return a table without what it shares with a parent that it inherits from now."""
    names = {item.name for item in shared}
    kept = {name: item for name, item in table.constraints.items() if name not in names}
    return replace(table, constraints=kept)


def _with(table: Table, shared: Shared) -> Table:
    constraints = {item.name: item for item in shared if not isinstance(item, Index)}
    indexes = {item.name: item for item in shared if isinstance(item, Index)}
    return replace(
        table,
        constraints={**table.constraints, **constraints},
        indexes={**table.indexes, **indexes},
    )


def _with_names(partition: Table) -> Table:
    """Return a partition with the names that its NOT NULL constraints have."""
    columns = {}
    for name, column in partition.columns.items():
        taken = column.details.taken_over
        if taken is not None and column.details.not_null is None and not column.nullable:
            details = replace(column.details, not_null=NotNull(name=taken), taken_over=None)
            column = replace(column, details=details)
        columns[name] = column
    return replace(partition, columns=columns)


def aimed(moved: Table, new: Table, shared: Shared) -> Table:
    """Return what a table has to be before it is attached, so that it is ``new`` afterwards."""
    if not joins(moved, new):
        return _with(new, shared) if shared else new
    table = _with(_with_names(new), shared)
    columns = {name: replace(column, identity=None) for name, column in table.columns.items()}
    return replace(table, columns=columns)


def leaves(moved: Table, new: Table) -> bool:
    """Say whether a table is no partition of its parent any more."""
    before = moved.details.partition_of
    return before is not None and before != new.details.partition_of


def joins(moved: Table, new: Table) -> bool:
    """Say whether a table becomes a partition of another one."""
    return new.details.partition_of not in (None, moved.details.partition_of)


def left(moved: Table, new: Table, old: SchemaModel) -> Shared:
    """Return what a table keeps of the parents that it leaves; ``old`` has those."""
    if not leaves(moved, new):
        return tuple(_checks_between(moved, new, old.tables))
    return tuple(_shared(moved, old.tables, known=new))


def joined(start: Table, new: Table, old: SchemaModel, above: SchemaModel) -> Shared:
    """Return what a table has to have before it joins the parents that ``above`` has.

    A foreign key that the parent only gets then comes to the partition with it, and goes with it.
    """
    if not joins(start, new):
        return tuple(_checks_between(new, start, above.tables))
    keys = {
        _rule(item)
        for item in _whole(new.details.partition_of, old.tables)
        if isinstance(item, ForeignKey)
    }
    return tuple(
        item
        for item in _shared(new, above.tables, known=start)
        if not isinstance(item, ForeignKey) or _rule(item) in keys
    )


def _checks_between(child: Table, other: Table, tables: Mapping[str, Table]) -> Iterator[Check]:
    """Yield the checks that a child has of parents that it does not have as ``other``."""
    parents = [key for key in child.details.inherits if key not in other.details.inherits]
    if not parents or child.details.partition_of is not None:
        return
    kept = [key for key in child.details.inherits if key not in parents]
    known = {*child.constraints, *(check.name for check in _checks_above(kept, tables))}
    for check in _checks_above(parents, tables):
        if check.name not in known:
            known.add(check.name)
            yield replace(check, comment=None, renamed_from=None)


def with_own_checks(moved: Table, new: Table, tables: Mapping[str, Table]) -> Table:
    """Let checks be a child's own, too, as they are in the new table.

    Like that of a column, no ALTER changes this of a check that a parent has as well.
    """
    parents = [key for key in moved.details.inherits if key in new.details.inherits]
    constraints = dict(moved.constraints)
    for check in _checks_above(parents, tables) if parents else ():
        before, after = constraints.get(check.name), new.constraints.get(check.name)
        if before is not None and after is None and _rule(before) == _rule(check):
            del constraints[check.name]
        if before is None and after is not None and _rule(after) == _rule(check):
            constraints[check.name] = after
    return replace(moved, constraints=constraints) if constraints != moved.constraints else moved


def _checks_above(keys: Iterable[str], tables: Mapping[str, Table]) -> Iterator[Check]:
    """Yield the checks that children of these tables have, those of their own parents too."""
    pending, seen = [*keys], set[str]()
    while pending:
        key = pending.pop(0)
        if key in seen or key not in tables:
            continue
        seen.add(key)
        table = tables[key]
        for item in table.constraints.values():
            if isinstance(item, Check) and not item.no_inherit:
                yield item
        pending += table.details.inherits


def _whole(key: str | None, tables: Mapping[str, Table]) -> Iterator[Constraint | Index]:
    """Yield the constraints and indexes of a table, those of its parents too."""
    table = tables.get(key or "")
    if table is not None:
        yield from (*table.constraints.values(), *table.indexes.values())
        yield from _shared(table, tables, known=table)


def _shared(
    child: Table, tables: Mapping[str, Table], known: Table
) -> Iterator[Constraint | Index]:
    """Yield what a partition has of its parent, with the names of what equals it in ``known``."""
    own = {_rule(item): item for item in (*known.constraints.values(), *known.indexes.values())}
    names = dict(child.details.attached or ())
    for item in _whole(child.details.partition_of, tables):
        name = names.get(item.name) or usual_part_name(child.name, item)
        yield own.get(_rule(item)) or replace(item, name=name, comment=None, renamed_from=None)


def _rule(item: Constraint | Index) -> Constraint | Index:
    return replace(item, name="", comment=None)
