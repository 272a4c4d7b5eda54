"""Operations on the parts of tables, applied in memory: columns, constraints, indexes, comments.

Each function changes a state as the server would be changed, or refuses what the server would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, assert_never

from fluentorm.diff.follow import (
    references_renamed_column,
    table_with_column_renamed,
)
from fluentorm.diff.inheritance import forbids_null_below
from fluentorm.diff.operations import (
    AlterColumn,
    AlterConstraint,
    AlterIndex,
    SetComment,
)
from fluentorm.diff.state import State, refuse, renamed_key
from fluentorm.diff.uses import has_index, index_columns
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    PrimaryKey,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.qualified import sibling

_Value = TypeVar("_Value")


def require_same(what: str, found: object, expected: object) -> None:
    """Refuse what an operation says of something, unless it is so."""
    if found != expected:
        refuse(f"{what} is not what the operation says: {found!r} is not {expected!r}")


def _require_same_column(table: str, found: Column, expected: Column) -> None:
    """Compare all but whether a column is the table's own, too: no ALTER changes that alone."""
    details = replace(found.details, inherited=expected.details.inherited)
    require_same(f'column "{found.name}" of "{table}"', replace(found, details=details), expected)


def _replace_constraint(state: State, table: str, constraint: Constraint) -> None:
    holder = state.tables[table]
    state.put(holder, constraints={**holder.constraints, constraint.name: constraint})


def add_column(state: State, table: Table, column: Column) -> None:
    """Add a column that has a free name."""
    if column.name in table.columns:
        refuse(f'table "{table.name}" has a column "{column.name}" already')
    state.put(table, columns={**table.columns, column.name: column})


def drop_column(state: State, table: Table, column: Column) -> None:
    """Drop a column that nothing uses."""
    found = state.column(table.name, column.name)
    _require_same_column(table.name, found, column)
    state.require_unused(table, column.name)
    state.put(table, columns=_without(table.columns, column.name))


def rename_column(state: State, table: Table, before: str, after: str) -> None:
    """Rename a column, in whatever names it too."""
    state.column(table.name, before)
    if after in table.columns:
        refuse(f'table "{table.name}" has a column "{after}" already')
    state.tables[table.name] = table_with_column_renamed(table, before, after)
    state.follow_column(table.name, before, after)
    for child in state.children_of(table.name):
        if before in child.columns:
            rename_column(state, child, before, after)
    for holder, key in list(state.foreign_keys_to(table.name)):
        current = state.constraint(holder.name, key.name)
        if isinstance(current, ForeignKey):
            _replace_constraint(
                state, holder.name, references_renamed_column(current, before, after)
            )


def alter_column(state: State, operation: AlterColumn) -> None:
    """Change a column, where what stands on it allows that."""
    table, before, after = state.table(operation.table), operation.before, operation.after
    found = state.column(table.name, before.name)
    _require_same_column(table.name, found, before)
    require_same(f'the name of column "{before.name}"', after.name, before.name)
    if before.type != after.type:
        state.require_type_change(table, before, after)
    key = table.primary_key
    if after.nullable and key and after.name in key.columns:
        refuse(f'column "{after.name}" is in the primary key of table "{table.name}"')
    state.put(table, columns={**table.columns, after.name: after})
    if forbids_null_below(before) and not forbids_null_below(after):
        for child in map(state.table, operation.below):
            loose = replace(child.columns[after.name], nullable=True)
            state.put(child, columns={**child.columns, after.name: loose})
    sequence = operation.sequence
    if sequence is not None and after.identity is not None:
        require_same(str(sequence.ref), state.object(sequence.ref), sequence)
        del state.objects[sequence.ref]
    elif sequence is not None:
        state.objects[sequence.ref] = sequence


def add_constraint(state: State, table: Table, constraint: Constraint) -> None:
    """Add a constraint that has a free name and its columns."""
    state.require_free_constraint(table, constraint.name)
    if isinstance(constraint, PrimaryKey) and table.primary_key:
        refuse(f'table "{table.name}" has a primary key already')
    require_sound(state, table, constraint)
    state.add_constraint(table, constraint)
    state.put(table, constraints={**table.constraints, constraint.name: constraint})
    if isinstance(constraint, ForeignKey):
        state.require_key(constraint)


def require_sound(state: State, table: Table, constraint: Constraint) -> None:
    """Refuse a constraint over columns or a table that are not there."""
    if isinstance(constraint, Check):
        return
    what = f'constraint "{constraint.name}"'
    state.require_columns(what, table, constraint.columns)
    if isinstance(constraint, ForeignKey):
        target = state.table(constraint.references_table)
        state.require_columns(what, target, constraint.references_columns)
    if isinstance(constraint, PrimaryKey):
        for name in constraint.columns:
            if table.columns[name].nullable:
                refuse(f'{what} is over column "{name}", which is nullable')


def drop_constraint(state: State, table: Table, constraint: Constraint) -> None:
    """Drop a constraint that nothing needs."""
    found = state.constraint(table.name, constraint.name)
    require_same(f'constraint "{constraint.name}" of table "{table.name}"', found, constraint)
    if has_index(constraint):
        _require_unpointed(table, constraint.name)
    state.put(table, constraints=_without(table.constraints, constraint.name))
    state.remove_constraint(table, constraint)
    if isinstance(constraint, PrimaryKey | Unique):
        state.require_key_for(table.name)


def rename_constraint(state: State, table: Table, before: str, after: str) -> None:
    """Rename a constraint, and the index of a key with it."""
    constraint = replace(state.constraint(table.name, before), name=after)
    state.require_free_constraint(table, after)
    if has_index(constraint):
        state.take_relation(sibling(table.name, after), f'a key of table "{table.name}"')
        state.release_relation(sibling(table.name, before))
    constraints = dict(table.constraints)
    renamed_key(constraints, before, after, constraint)
    state.put(table, constraints=constraints, details=_pointing(table, before, after))


def alter_constraint(state: State, operation: AlterConstraint) -> None:
    """Change a constraint in place."""
    table, before, after = state.table(operation.table), operation.before, operation.after
    found = state.constraint(table.name, before.name)
    require_same(f'constraint "{before.name}" of table "{table.name}"', found, before)
    same = (after.name, type(after)) == (before.name, type(before))
    if not same or after.comment != before.comment:
        refuse(f'constraint "{before.name}" would become another one: {after!r}')
    _replace_constraint(state, table.name, after)


def add_index(state: State, table: Table, index: Index) -> None:
    """Add an index that has a free name and its columns."""
    state.require_columns(f'index "{index.name}"', table, index_columns(index))
    state.take_relation(sibling(table.name, index.name), f'an index of table "{table.name}"')
    state.put(table, indexes={**table.indexes, index.name: index})


def drop_index(state: State, table: Table, index: Index) -> None:
    """Drop an index that nothing needs."""
    found = state.index(table.name, index.name)
    require_same(f'index "{index.name}" of table "{table.name}"', found, index)
    _require_unpointed(table, index.name)
    state.put(table, indexes=_without(table.indexes, index.name))
    state.release_relation(sibling(table.name, index.name))
    if index.unique:
        state.require_key_for(table.name)


def rename_index(state: State, table: Table, before: str, after: str) -> None:
    """Rename an index, also where its table points to it."""
    index = replace(state.index(table.name, before), name=after)
    state.take_relation(sibling(table.name, after), f'an index of table "{table.name}"')
    state.release_relation(sibling(table.name, before))
    indexes = dict(table.indexes)
    renamed_key(indexes, before, after, index)
    state.put(table, indexes=indexes, details=_pointing(table, before, after))


def _pointing(table: Table, before: str, after: str) -> TableDetails:
    """Return a table's details once an index or a key that it may go by has another name."""
    details = table.details
    changes: dict[str, Any] = {
        name: after
        for name in ("replica_identity_index", "cluster_on")
        if getattr(details, name) == before
    }
    return replace(details, **changes) if changes else details


def _require_unpointed(table: Table, name: str) -> None:
    """Refuse to drop an index or a key that the table goes by: it would do so no more."""
    if name in (table.details.replica_identity_index, table.details.cluster_on):
        refuse(f'table "{table.name}" still replicates or clusters by "{name}"')


def alter_index(state: State, operation: AlterIndex) -> None:
    """Change the parameters of an index."""
    table, before, after = state.table(operation.table), operation.before, operation.after
    found = state.index(table.name, before.name)
    require_same(f'index "{before.name}" of table "{table.name}"', found, before)
    changed = replace(before, storage=after.storage, statistics=after.statistics)
    require_same(f'index "{before.name}" but for its parameters', changed, after)
    state.put(table, indexes={**table.indexes, after.name: after})


def set_comment(state: State, operation: SetComment) -> None:
    """Change the comment of a table or of one of its parts."""
    kind, table, name = operation.kind, operation.table, operation.name
    match kind:
        case "enum":
            found: Enum | Table | Column | Constraint | Index = state.enum(name)
        case "table":
            found = state.table(name)
        case "column":
            found = state.column(table, name)
        case "constraint":
            found = state.constraint(table, name)
        case "index":
            found = state.index(table, name)
        case _:
            assert_never(kind)
    require_same(f'the comment on {kind} "{name}"', found.comment, operation.before)
    _put_commented(state, table, replace(found, comment=operation.after))


def _put_commented(
    state: State, table: str, value: Enum | Table | Column | Constraint | Index
) -> None:
    match value:
        case Enum():
            state.enums[value.name] = value
        case Table():
            state.tables[value.name] = value
        case Column():
            holder = state.tables[table]
            state.put(holder, columns={**holder.columns, value.name: value})
        case Index():
            holder = state.tables[table]
            state.put(holder, indexes={**holder.indexes, value.name: value})
        case _:
            _replace_constraint(state, table, value)


def _without(mapping: Mapping[str, _Value], name: str) -> dict[str, _Value]:
    return {key: value for key, value in mapping.items() if key != name}
