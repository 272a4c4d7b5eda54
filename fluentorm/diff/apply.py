"""Operations applied to a SchemaModel in memory: what a server would have afterwards.

This is the other half of the laws: ``apply(diff(a, b), a) == b``, and an operation followed by its
inverse changes nothing. It refuses whatever PostgreSQL would refuse, and drops of things that are
not exactly as the operation says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, assert_never

from fluentorm.diff.follow import (
    references_renamed_column,
    table_with_column_renamed,
    table_with_qualifier_renamed,
    table_with_value_renamed,
)
from fluentorm.diff.inheritance import forbids_null_below, parents
from fluentorm.diff.inherited_names import joined, parted
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterConstraint,
    AlterEnum,
    AlterIndex,
    AlterObject,
    AlterTable,
    CreateEnum,
    CreateObject,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropEnum,
    DropIndex,
    DropObject,
    DropTable,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameEnum,
    RenameEnumValue,
    RenameIndex,
    RenameObject,
    RenameTable,
    SetComment,
    SetEnumPrivileges,
)
from fluentorm.diff.partitions import attached, detached, with_shared, without_shared
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
    SchemaModel,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.qualified import sibling
from fluentorm.schema.refs import Kind

_Value = TypeVar("_Value")


def apply(operations: Iterable[Operation], model: SchemaModel) -> SchemaModel:
    """Return the model after the operations, one after the other.

    Raises DiffError at the first operation that the state before it does not allow.
    """
    state = State(model)
    advance(state, operations)
    return state.model()


def renamed(operations: Sequence[Operation], model: SchemaModel) -> SchemaModel:
    """Return the model after declared renames, whose new names other things may have still."""
    if not operations:
        return model
    state = State(model, checks_names=False)
    advance(state, operations)
    return state.model()


def advance(state: State, operations: Iterable[Operation]) -> None:
    """Bring a state forward by some operations; raises DiffError as ``apply`` does."""
    for operation in operations:
        _step(state, operation)


def bare_table(table: Table) -> Table:
    """Return what CreateTable makes of a table: all but foreign keys and indexes."""
    constraints = {
        name: constraint
        for name, constraint in table.constraints.items()
        if not isinstance(constraint, ForeignKey)
    }
    return replace(table, constraints=constraints, indexes={})


def _step(state: State, operation: Operation) -> None:
    match operation:
        case CreateEnum(enum=enum):
            state.require_free_type(enum.name)
            state.enums[enum.name] = enum
        case DropEnum(enum=enum):
            _drop_enum(state, enum)
        case RenameEnum(before=before, after=after):
            _rename_enum(state, before, after)
        case RenameEnumValue():
            _rename_enum_value(state, operation)
        case AlterEnum():
            _alter_enum(state, operation)
        case CreateTable(table=table):
            _create_table(state, table)
        case DropTable(table=table):
            _drop_table(state, table)
        case RenameTable(before=before, after=after):
            _rename_table(state, before, after)
        case AddColumn(table=name, column=column):
            _add_column(state, state.table(name), column)
        case DropColumn(table=name, column=column):
            _drop_column(state, state.table(name), column)
        case RenameColumn(table=name, before=before, after=after):
            _rename_column(state, state.table(name), before, after)
        case AlterColumn():
            _alter_column(state, operation)
        case AddConstraint(table=name, constraint=constraint):
            _add_constraint(state, state.table(name), constraint)
        case DropConstraint(table=name, constraint=constraint):
            _drop_constraint(state, state.table(name), constraint)
        case RenameConstraint(table=name, before=before, after=after):
            _rename_constraint(state, state.table(name), before, after)
        case AlterConstraint():
            _alter_constraint(state, operation)
        case AddIndex(table=name, index=index):
            _add_index(state, state.table(name), index)
        case DropIndex(table=name, index=index):
            _drop_index(state, state.table(name), index)
        case RenameIndex(table=name, before=before, after=after):
            _rename_index(state, state.table(name), before, after)
        case AlterIndex():
            _alter_index(state, operation)
        case SetComment():
            _set_comment(state, operation)
        case AlterTable():
            _alter_table(state, operation)
        case SetEnumPrivileges(enum=name, before=had, after=has):
            enum = state.enum(name)
            _require_same(f'the privileges on enum "{name}"', enum.privileges, had)
            state.enums[name] = replace(enum, privileges=has)
        case CreateObject(object=item):
            if item.ref in state.objects:
                refuse(f"{item.ref} exists already")
            state.objects[item.ref] = item
        case DropObject(object=item):
            _require_same(str(item.ref), state.object(item.ref), item)
            del state.objects[item.ref]
        case AlterObject(before=item, after=changed):
            _require_same(str(item.ref), state.object(item.ref), item)
            _require_same(f"the name of {item.ref}", changed.ref, item.ref)
            state.put_object(changed)
        case RenameObject(before=ref, after=other, multirange=pair):
            state.rename_object(ref, other)
            if pair is not None:
                state.rename_multirange(other, *pair)
        case _:
            assert_never(operation)


def _require_same(what: str, found: object, expected: object) -> None:
    if found != expected:
        refuse(f"{what} is not what the operation says: {found!r} is not {expected!r}")


def _require_same_column(table: str, found: Column, expected: Column) -> None:
    """Compare all but whether a column is the table's own, too: no ALTER changes that alone."""
    details = replace(found.details, inherited=expected.details.inherited)
    _require_same(f'column "{found.name}" of "{table}"', replace(found, details=details), expected)


def _drop_enum(state: State, enum: Enum) -> None:
    _require_same(f'enum "{enum.name}"', state.enum(enum.name), enum)
    for use in state.enum_uses(enum.name):
        refuse(f'column "{use.column.name}" of table "{use.table}" still uses enum "{enum.name}"')
    del state.enums[enum.name]


def _rename_enum(state: State, before: str, after: str) -> None:
    enum = state.enum(before)
    state.require_free_type(after)
    renamed_key(state.enums, before, after, replace(enum, name=after))
    state.follow(Kind.ENUM, before, after)


def _rename_enum_value(state: State, operation: RenameEnumValue) -> None:
    enum = state.enum(operation.enum)
    before, after = operation.before, operation.after
    if before not in enum.values:
        refuse(f'enum "{enum.name}" has no value "{before}"')
    if after in enum.values:
        refuse(f'enum "{enum.name}" has a value "{after}" already')
    values = tuple(after if value == before else value for value in enum.values)
    state.enums[enum.name] = replace(enum, values=values)
    for table in state.tables_naming(enum.name):
        state.tables[table.name] = table_with_value_renamed(table, enum.name, before, after)


def _alter_enum(state: State, operation: AlterEnum) -> None:
    name = operation.before.name
    _require_same(f'enum "{name}"', state.enum(name), operation.before)
    _require_same(f'the name of enum "{name}"', operation.after.name, name)
    named = {(use.table, use.column.name) for use in operation.uses}
    found = {(use.table, use.column.name) for use in state.enum_uses(name)}
    _require_same(f'the use of enum "{name}"', found, named)
    state.enums[name] = operation.after


def _create_table(state: State, table: Table) -> None:
    state.require_free_type(table.name)
    state.take_relation(table.name, f'table "{table.name}"')
    bare = bare_table(table)
    for constraint in bare.constraints.values():
        _require_sound(state, bare, constraint)
        state.add_constraint(bare, constraint)
    state.tables[table.name] = bare
    state.put(bare)


def _drop_table(state: State, table: Table) -> None:
    found = state.table(table.name)
    if found.foreign_keys or found.indexes:
        refuse(f'table "{table.name}" still has foreign keys or indexes')
    for holder, key in state.foreign_keys_to(table.name):
        refuse(f'foreign key "{key.name}" of table "{holder.name}" still refers to "{table.name}"')
    _require_same(f'table "{table.name}"', _own(found), _own(bare_table(table)))
    for constraint in found.constraints.values():
        state.remove_constraint(found, constraint)
    state.release_relation(table.name)
    state.drop_parts(table.name)
    del state.tables[table.name]


def _own(table: Table) -> Table:
    """Return a table without the columns that come and go with those of its parents."""
    if not parents(table):
        return table
    own = {n: column for n, column in table.columns.items() if not column.details.inherited}
    return replace(table, columns=own)


def _rename_table(state: State, before: str, after: str) -> None:
    table = state.table(before)
    state.require_free_type(after)
    state.take_relation(after, f'table "{after}"')
    state.release_relation(before)
    state.rename_table(table_with_qualifier_renamed(table, after), after)


def _alter_table(state: State, operation: AlterTable) -> None:
    table = state.table(operation.table)
    _require_same(f'the details of table "{table.name}"', table.details, operation.before)
    before, after, shared = operation.before, operation.after, operation.shared
    if before.partition_of is not None and before.partition_of != after.partition_of:
        table = detached(table, shared)
        for item in shared:
            _take(state, table, item)
    if after.partition_of is not None and before.partition_of != after.partition_of:
        for item in shared:
            found = table.indexes if isinstance(item, Index) else table.constraints
            _require_same(f'"{item.name}" of "{table.name}"', found.get(item.name), item)
            _release(state, table, item)
        parent = state.table(after.partition_of)
        table = attached(table, shared, parent, keeps_names=after.attached is not None)
    if before.inherits != after.inherits and shared:
        table = _between_parents(table, operation)
    if before.inherits != after.inherits:
        kept = [key for key in before.inherits if key in after.inherits]
        table = parted(table, kept, state.tables)
        table = joined(table, after.inherits, state.tables)
    state.put(table, details=after)


def _between_parents(table: Table, operation: AlterTable) -> Table:
    """Return a table with the checks that its parents leave it, or take over from it."""
    if len(operation.after.inherits) < len(operation.before.inherits):
        return with_shared(table, operation.shared)
    return without_shared(table, operation.shared)


def _take(state: State, table: Table, item: Constraint | Index) -> None:
    if isinstance(item, Index):
        state.take_relation(sibling(table.name, item.name), f'an index of table "{table.name}"')
    else:
        state.add_constraint(table, item)


def _release(state: State, table: Table, item: Constraint | Index) -> None:
    if isinstance(item, Index):
        state.release_relation(sibling(table.name, item.name))
    else:
        state.remove_constraint(table, item)


def _replace_constraint(state: State, table: str, constraint: Constraint) -> None:
    holder = state.tables[table]
    state.put(holder, constraints={**holder.constraints, constraint.name: constraint})


def _add_column(state: State, table: Table, column: Column) -> None:
    if column.name in table.columns:
        refuse(f'table "{table.name}" has a column "{column.name}" already')
    state.put(table, columns={**table.columns, column.name: column})


def _drop_column(state: State, table: Table, column: Column) -> None:
    found = state.column(table.name, column.name)
    _require_same_column(table.name, found, column)
    state.require_unused(table, column.name)
    state.put(table, columns=_without(table.columns, column.name))


def _rename_column(state: State, table: Table, before: str, after: str) -> None:
    state.column(table.name, before)
    if after in table.columns:
        refuse(f'table "{table.name}" has a column "{after}" already')
    state.tables[table.name] = table_with_column_renamed(table, before, after)
    state.follow_column(table.name, before, after)
    for child in state.children_of(table.name):
        if before in child.columns:
            _rename_column(state, child, before, after)
    for holder, key in list(state.foreign_keys_to(table.name)):
        current = state.constraint(holder.name, key.name)
        if isinstance(current, ForeignKey):
            _replace_constraint(
                state, holder.name, references_renamed_column(current, before, after)
            )


def _alter_column(state: State, operation: AlterColumn) -> None:
    table, before, after = state.table(operation.table), operation.before, operation.after
    found = state.column(table.name, before.name)
    _require_same_column(table.name, found, before)
    _require_same(f'the name of column "{before.name}"', after.name, before.name)
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
        _require_same(str(sequence.ref), state.object(sequence.ref), sequence)
        del state.objects[sequence.ref]
    elif sequence is not None:
        state.objects[sequence.ref] = sequence


def _add_constraint(state: State, table: Table, constraint: Constraint) -> None:
    state.require_free_constraint(table, constraint.name)
    if isinstance(constraint, PrimaryKey) and table.primary_key:
        refuse(f'table "{table.name}" has a primary key already')
    _require_sound(state, table, constraint)
    state.add_constraint(table, constraint)
    state.put(table, constraints={**table.constraints, constraint.name: constraint})
    if isinstance(constraint, ForeignKey):
        state.require_key(constraint)


def _require_sound(state: State, table: Table, constraint: Constraint) -> None:
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


def _drop_constraint(state: State, table: Table, constraint: Constraint) -> None:
    found = state.constraint(table.name, constraint.name)
    _require_same(f'constraint "{constraint.name}" of table "{table.name}"', found, constraint)
    if has_index(constraint):
        _require_unpointed(table, constraint.name)
    state.put(table, constraints=_without(table.constraints, constraint.name))
    state.remove_constraint(table, constraint)
    if isinstance(constraint, PrimaryKey | Unique):
        state.require_key_for(table.name)


def _rename_constraint(state: State, table: Table, before: str, after: str) -> None:
    constraint = replace(state.constraint(table.name, before), name=after)
    state.require_free_constraint(table, after)
    if has_index(constraint):
        state.take_relation(sibling(table.name, after), f'a key of table "{table.name}"')
        state.release_relation(sibling(table.name, before))
    constraints = dict(table.constraints)
    renamed_key(constraints, before, after, constraint)
    state.put(table, constraints=constraints, details=_pointing(table, before, after))


def _alter_constraint(state: State, operation: AlterConstraint) -> None:
    table, before, after = state.table(operation.table), operation.before, operation.after
    found = state.constraint(table.name, before.name)
    _require_same(f'constraint "{before.name}" of table "{table.name}"', found, before)
    same = (after.name, type(after)) == (before.name, type(before))
    if not same or after.comment != before.comment:
        refuse(f'constraint "{before.name}" would become another one: {after!r}')
    _replace_constraint(state, table.name, after)


def _add_index(state: State, table: Table, index: Index) -> None:
    state.require_columns(f'index "{index.name}"', table, index_columns(index))
    state.take_relation(sibling(table.name, index.name), f'an index of table "{table.name}"')
    state.put(table, indexes={**table.indexes, index.name: index})


def _drop_index(state: State, table: Table, index: Index) -> None:
    found = state.index(table.name, index.name)
    _require_same(f'index "{index.name}" of table "{table.name}"', found, index)
    _require_unpointed(table, index.name)
    state.put(table, indexes=_without(table.indexes, index.name))
    state.release_relation(sibling(table.name, index.name))
    if index.unique:
        state.require_key_for(table.name)


def _rename_index(state: State, table: Table, before: str, after: str) -> None:
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


def _alter_index(state: State, operation: AlterIndex) -> None:
    table, before, after = state.table(operation.table), operation.before, operation.after
    found = state.index(table.name, before.name)
    _require_same(f'index "{before.name}" of table "{table.name}"', found, before)
    changed = replace(before, storage=after.storage, statistics=after.statistics)
    _require_same(f'index "{before.name}" but for its parameters', changed, after)
    state.put(table, indexes={**table.indexes, after.name: after})


def _set_comment(state: State, operation: SetComment) -> None:
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
    _require_same(f'the comment on {kind} "{name}"', found.comment, operation.before)
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
