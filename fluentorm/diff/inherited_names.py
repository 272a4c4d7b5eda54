"""What the NOT NULL constraints of children are called, in which parents have a say (since 18).

One that comes from a parent has the parent's name, and nobody can rename it as long as the child
has that parent (``rename_constraint_internal`` in ``tablecmds.c``). So a child gets other names
before it joins a parent or after it has left one; where neither happens the name stays as it is.
Only a server tells the names: schema files leave them to it. Of partitions they are told by what
these are attached with (diff.partitions).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeGuard

from fluentorm.diff.inheritance import children_of, descendants, forbids_null_below, parents
from fluentorm.diff.operations import AlterColumn, Operation
from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import Column, NotNull, SchemaModel, Table
from fluentorm.schema.qualified import bare_name

_USUAL = NotNull()


def left_parents(start: Table, old: Mapping[str, Table], new: Mapping[str, Table]) -> Table:
    """Return a table that stays, with the names that it has while it joins and leaves parents.

    Args:
        start: The table as what happens to its parents leaves it.
        old: The tables before, by the new names.
        new: The tables after.

    Returns:
        The table; a name that nobody can change is what the new table has.

    """
    before, after = old[start.name], new[start.name]
    stay = _staying(before, after)
    if not (stay or before.details.inherits or after.details.inherits):
        return start
    columns = {}
    for name, column in start.columns.items():
        wanted = after.columns.get(name)
        if wanted is not None and not column.nullable and _is_fixed(name, stay, new):
            columns[name] = _with_name(column, wanted.details.not_null)
        else:
            columns[name] = _told(column, before)
    return replace(start, columns=columns)


def joining_parents(aim: Table, old: Mapping[str, Table], new: Mapping[str, Table]) -> Table:
    """Return what a table has to be before it joins its parents, so that it is ``aim`` then."""
    before, after = old[aim.name], new[aim.name]
    if not (before.details.inherits or after.details.inherits):
        return aim
    stay = _staying(before, after)
    columns = {
        name: column if _is_fixed(name, stay, new) else _told(column, after)
        for name, column in aim.columns.items()
    }
    return replace(aim, columns=columns)


def joined(table: Table, above: Iterable[str], tables: Mapping[str, Table]) -> Table:
    """Return a table that got parents: a name that is theirs is not told any more."""
    columns = {}
    for name, column in table.columns.items():
        theirs = next((key for key in above if _passes_on(name, key, tables)), None)
        if theirs is not None and not column.nullable:
            parent = tables[theirs]
            if _name(column, table) == _name(parent.columns[name], parent):
                column = _with_name(column, None)
        columns[name] = column
    return replace(table, columns=columns)


def parted(table: Table, kept: Iterable[str], tables: Mapping[str, Table]) -> Table:
    """Return a table that lost parents: a name that was theirs is its own."""
    columns = {
        name: column if any(_passes_on(name, key, tables) for key in kept) else _told(column, table)
        for name, column in table.columns.items()
    }
    return replace(table, columns=columns)


def only_names(change: Operation) -> TypeGuard[AlterColumn]:
    """Say whether a change gives the NOT NULL constraint of a column another name, and no more."""
    if not isinstance(change, AlterColumn) or change.before.nullable or change.after.nullable:
        return False
    return change.before != change.after and change.before == _with_name(
        change.after, change.before.details.not_null
    )


def frees_usual_name(change: AlterColumn) -> bool:
    """Say whether a constraint lets go of the name that PostgreSQL gives it.

    Where a column of another table has that name as well, PostgreSQL counts on (``a_b_not_null1``)
    as long as it is taken: so it goes first, and is taken last.
    """
    had = change.before.details.not_null
    return had is None or had.name is None


def with_children(change: AlterColumn, old: SchemaModel, new: SchemaModel) -> AlterColumn:
    """Return a change of a column with what its NOT NULL constraint is to the children.

    With NO INHERIT from now on it stays with all of them, so those go that are nobody else's. And
    no constraint is renamed as long as a child has it under another name.
    """
    before, after = change.before, change.after
    if before.nullable or after.nullable or before.details.not_null == after.details.not_null:
        return change
    tables = {
        name: table
        for name, table in old.tables.items()
        if name in new.tables and change.table in _staying(table, new.tables[name])
    }
    passed_on = forbids_null_below(before)
    if passed_on != forbids_null_below(after):
        loose = new.tables if passed_on else old.tables
        return replace(
            change, below=tuple(name for name in tables if loose[name].columns[after.name].nullable)
        )
    called = _name(before, old.tables[change.table])
    if not passed_on or called == _name(after, new.tables[change.table]):
        return change
    same = {
        name for name, table in tables.items() if _name(table.columns[after.name], table) == called
    }
    children = children_of(old)
    apart = any(
        _name(old.tables[name].columns[after.name], old.tables[name]) != called
        for name in descendants(children, change.table)
    )
    return replace(change, below=tuple(sorted(same)), apart=True) if apart else change


def _staying(before: Table, after: Table) -> tuple[str, ...]:
    had = parents(before)
    return tuple(key for key in parents(after) if key in had)


def _is_fixed(column: str, stay: Iterable[str], new: Mapping[str, Table]) -> bool:
    """Say whether a column's constraint is a parent's in the end."""
    return any(_passes_on(column, key, new) for key in stay)


def _passes_on(column: str, key: str, tables: Mapping[str, Table]) -> bool:
    found = tables[key].columns.get(column) if key in tables else None
    return found is not None and forbids_null_below(found)


def _told(column: Column, table: Table) -> Column:
    """Return a column that says what its constraint is called, unless that is as usual."""
    if column.nullable or table.details.partition_of is not None:
        return column
    name = _name(column, table)
    usual = name == postgres_name(bare_name(table.name), column.name, "not_null")
    return _with_name(column, None if usual else NotNull(name=name))


def _name(column: Column, table: Table) -> str:
    own = column.details.not_null
    if own is not None and own.name is not None:
        return own.name
    taken = column.details.taken_over
    return taken or postgres_name(bare_name(table.name), column.name, "not_null")


def _with_name(column: Column, named: NotNull | None) -> Column:
    """Return a column whose constraint is called as another one."""
    had, name = column.details.not_null, None if named is None else named.name
    if had is None and name is None:
        return column
    constraint = replace(had or _USUAL, name=name)
    told = None if constraint == _USUAL else constraint
    return replace(column, details=replace(column.details, not_null=told))
