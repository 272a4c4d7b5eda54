"""Operations applied to a SchemaModel in memory: what a server would have afterwards.

This is the other half of the laws: ``apply(diff(a, b), a) == b``, and an operation followed by its
inverse changes nothing. It refuses whatever PostgreSQL would refuse, and drops of things that are
not exactly as the operation says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from fluentorm.diff.apply_parts import (
    add_column,
    add_constraint,
    add_index,
    alter_column,
    alter_constraint,
    alter_index,
    drop_column,
    drop_constraint,
    drop_index,
    rename_column,
    rename_constraint,
    rename_index,
    require_same,
    require_sound,
    set_comment,
)
from fluentorm.diff.follow import (
    table_with_qualifier_renamed,
    table_with_value_renamed,
)
from fluentorm.diff.inheritance import parents
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
from fluentorm.schema.objects import (
    Constraint,
    Enum,
    ForeignKey,
    Index,
    SchemaModel,
    Table,
)
from fluentorm.schema.qualified import sibling
from fluentorm.schema.refs import Kind


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
            add_column(state, state.table(name), column)
        case DropColumn(table=name, column=column):
            drop_column(state, state.table(name), column)
        case RenameColumn(table=name, before=before, after=after):
            rename_column(state, state.table(name), before, after)
        case AlterColumn():
            alter_column(state, operation)
        case AddConstraint(table=name, constraint=constraint):
            add_constraint(state, state.table(name), constraint)
        case DropConstraint(table=name, constraint=constraint):
            drop_constraint(state, state.table(name), constraint)
        case RenameConstraint(table=name, before=before, after=after):
            rename_constraint(state, state.table(name), before, after)
        case AlterConstraint():
            alter_constraint(state, operation)
        case AddIndex(table=name, index=index):
            add_index(state, state.table(name), index)
        case DropIndex(table=name, index=index):
            drop_index(state, state.table(name), index)
        case RenameIndex(table=name, before=before, after=after):
            rename_index(state, state.table(name), before, after)
        case AlterIndex():
            alter_index(state, operation)
        case SetComment():
            set_comment(state, operation)
        case AlterTable():
            _alter_table(state, operation)
        case SetEnumPrivileges(enum=name, before=had, after=has):
            enum = state.enum(name)
            require_same(f'the privileges on enum "{name}"', enum.privileges, had)
            state.enums[name] = replace(enum, privileges=has)
        case CreateObject(object=item):
            if item.ref in state.objects:
                refuse(f"{item.ref} exists already")
            state.objects[item.ref] = item
        case DropObject(object=item):
            require_same(str(item.ref), state.object(item.ref), item)
            del state.objects[item.ref]
        case AlterObject(before=item, after=changed):
            require_same(str(item.ref), state.object(item.ref), item)
            require_same(f"the name of {item.ref}", changed.ref, item.ref)
            state.put_object(changed)
        case RenameObject(before=ref, after=other, multirange=pair):
            state.rename_object(ref, other)
            if pair is not None:
                state.rename_multirange(other, *pair)
        case _:
            assert_never(operation)


def _drop_enum(state: State, enum: Enum) -> None:
    require_same(f'enum "{enum.name}"', state.enum(enum.name), enum)
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
    require_same(f'enum "{name}"', state.enum(name), operation.before)
    require_same(f'the name of enum "{name}"', operation.after.name, name)
    named = {(use.table, use.column.name) for use in operation.uses}
    found = {(use.table, use.column.name) for use in state.enum_uses(name)}
    require_same(f'the use of enum "{name}"', found, named)
    state.enums[name] = operation.after


def _create_table(state: State, table: Table) -> None:
    state.require_free_type(table.name)
    state.take_relation(table.name, f'table "{table.name}"')
    bare = bare_table(table)
    for constraint in bare.constraints.values():
        require_sound(state, bare, constraint)
        state.add_constraint(bare, constraint)
    state.tables[table.name] = bare
    state.put(bare)


def _drop_table(state: State, table: Table) -> None:
    found = state.table(table.name)
    if found.foreign_keys or found.indexes:
        refuse(f'table "{table.name}" still has foreign keys or indexes')
    for holder, key in state.foreign_keys_to(table.name):
        refuse(f'foreign key "{key.name}" of table "{holder.name}" still refers to "{table.name}"')
    require_same(f'table "{table.name}"', _own(found), _own(bare_table(table)))
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
    require_same(f'the details of table "{table.name}"', table.details, operation.before)
    before, after, shared = operation.before, operation.after, operation.shared
    if before.partition_of is not None and before.partition_of != after.partition_of:
        table = detached(table, shared)
        for item in shared:
            _take(state, table, item)
    if after.partition_of is not None and before.partition_of != after.partition_of:
        for item in shared:
            found = table.indexes if isinstance(item, Index) else table.constraints
            require_same(f'"{item.name}" of "{table.name}"', found.get(item.name), item)
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
