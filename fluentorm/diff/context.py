"""What an operation has to know of the state that it meets, filled in afterwards.

A child table says only what its parents do not bring along, a revocation on a table gives its
columns back what they have of their own, and what is created has the privileges that default
privileges give. Each of these is the same on the way there and on the way back.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fluentorm.diff.apply import advance
from fluentorm.diff.inheritance import parents
from fluentorm.diff.operations import (
    AddColumn,
    AlterColumn,
    AlterEnum,
    AlterObject,
    AlterTable,
    CreateEnum,
    CreateObject,
    CreateTable,
    DropColumn,
    DropEnum,
    DropObject,
    DropTable,
    Operation,
)
from fluentorm.diff.partition_parts import parts_of
from fluentorm.diff.state import State
from fluentorm.schema.lazy import mentioning
from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import Column, SchemaModel, Table
from fluentorm.schema.privileges import NO_PRIVILEGES, OWNER, Grant, Privileges
from fluentorm.schema.qualified import bare_name, key_of, namespace_of, sibling
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

_LITERAL = re.compile(r"'((?:[^']|'')+)'")
# What ALTER DEFAULT PRIVILEGES calls the objects of a kind.
_OBJECTS = {
    Kind.NAMESPACE: "schemas",
    Kind.DOMAIN: "types",
    Kind.COMPOSITE: "types",
    Kind.RANGE: "types",
    Kind.SEQUENCE: "sequences",
    Kind.VIEW: "tables",
    Kind.MATERIALIZED_VIEW: "tables",
    Kind.FUNCTION: "functions",
    Kind.PROCEDURE: "functions",
    Kind.AGGREGATE: "functions",
}

_OF_OBJECTS = (CreateObject, DropObject, AlterObject)


def in_context(
    operations: Sequence[Operation], old: SchemaModel, new: SchemaModel
) -> tuple[Operation, ...]:
    """Return the operations that lead from ``old`` to ``new``, each knowing what it has to."""
    operations = _with_references(_with_names(operations, old, new), old, new)
    operations = _with_only(operations, old, new)
    if not (_has_default_privileges(operations, old) or any(map(_asks, operations))):
        return tuple(operations)
    state, found = State(old), []
    for operation in operations:
        found.append(_told(operation, state, old, new))
        advance(state, (operation,))
    return tuple(found)


def _with_names(
    operations: Sequence[Operation], old: SchemaModel, new: SchemaModel
) -> Sequence[Operation]:
    """Let tables say the usual names of NOT NULL constraints that others bear too.

    PostgreSQL makes up none that any constraint of the namespace has (``ChooseConstraintName`` in
    ``pg_constraint.c``); it takes those that are told.
    """
    before = _not_null_names(old, operations, DropTable)
    after = _not_null_names(new, operations, CreateTable)
    if not before and not after:
        return operations
    return [
        replace(one, named=_named(one.table, after if isinstance(one, CreateTable) else before))
        if isinstance(one, CreateTable | DropTable)
        else one
        for one in operations
    ]


def _with_references(
    operations: Sequence[Operation], old: SchemaModel, new: SchemaModel
) -> Sequence[Operation]:
    """Let partitions leave a parent that foreign keys refer to before they are dropped.

    PostgreSQL has a constraint for each partition then, on which it takes the partition for needed.
    """
    if not any(
        isinstance(one, CreateTable | DropTable) and one.table.details.partition_of
        for one in operations
    ):
        return operations
    # One that only one side has may be there by then, too: it goes with the table that has it.
    targets = _referenced(new) | _referenced(old)
    return [
        replace(one, referenced=True)
        if isinstance(one, CreateTable | DropTable) and _has_above(one.table, targets, old, new)
        else one
        for one in operations
    ]


def _with_only(
    operations: Sequence[Operation], old: SchemaModel, new: SchemaModel
) -> Sequence[Operation]:
    """Let publications take a table that others inherit from alone: those are told, too."""
    if not any(isinstance(one, _OF_OBJECTS) and _publications(one) for one in operations):
        return operations
    above = {
        key
        for model in (old, new)
        for table in mentioning(model.tables, "inherits")
        for key in table.details.inherits
    }
    if not above:
        return operations
    return [
        replace(one, **{name: _alone(item, above) for name, item in _publications(one).items()})
        if isinstance(one, _OF_OBJECTS)
        else one
        for one in operations
    ]


def _publications(operation: CreateObject | DropObject | AlterObject) -> dict[str, Any]:
    """Return the publications that an operation has, by the fields that hold them."""
    names = ("before", "after") if isinstance(operation, AlterObject) else ("object",)
    items = {name: getattr(operation, name) for name in names}
    return {n: item for n, item in items.items() if item.ref.kind is Kind.PUBLICATION}


def _alone(publication: Any, above: Container[str]) -> Any:
    tables = tuple(replace(one, only=one.table in above) for one in publication.tables)
    return replace(publication, tables=tables)


def _referenced(model: SchemaModel) -> frozenset[str]:
    return frozenset(
        key.references_table
        for table in mentioning(model.tables, "references_table")
        for key in table.foreign_keys
    )


def _has_above(table: Table, keys: frozenset[str], old: SchemaModel, new: SchemaModel) -> bool:
    """Say whether any of the tables that a partition is in, however deep, is among some."""
    above = table.details.partition_of
    while above is not None:
        if above in keys:
            return True
        found = new.tables.get(above) or old.tables.get(above)
        above = None if found is None else found.details.partition_of
    return False


def _not_null_names(
    model: SchemaModel, operations: Iterable[Operation], kind: type[Operation]
) -> frozenset[str]:
    """Return the names that NOT NULL constraints are given, as keys; none without operations."""
    if not any(isinstance(operation, kind) for operation in operations):
        return frozenset()
    return frozenset(
        sibling(table.name, column.details.not_null.name)
        for table in mentioning(model.tables, "not_null")
        for column in table.columns.values()
        if column.details.not_null is not None and column.details.not_null.name is not None
    )


def _named(table: Table, taken: frozenset[str]) -> frozenset[str]:
    usual = {
        column.name: postgres_name(bare_name(table.name), column.name, "not_null")
        for column in table.columns.values()
        if not column.nullable and column.details.not_null is None
    }
    return frozenset(name for name in usual if sibling(table.name, usual[name]) in taken)


def _has_default_privileges(operations: Iterable[Operation], old: SchemaModel) -> bool:
    return any(ref.kind is Kind.DEFAULT_PRIVILEGES for ref in old.objects) or any(
        isinstance(operation, CreateObject) and operation.object.ref.kind is Kind.DEFAULT_PRIVILEGES
        for operation in operations
    )


def _asks(operation: Operation) -> bool:
    match operation:
        case CreateTable(table=table) | DropTable(table=table):
            return bool(parents(table))
        case AlterTable(before=before, after=after):
            return before.privileges != after.privileges
        case AlterColumn(before=had, after=has):
            return any("nextval" in (column.default or "") for column in (had, has))
        case _:
            return False


def _told(operation: Operation, state: State, old: SchemaModel, new: SchemaModel) -> Operation:
    match operation:
        case CreateTable(table=table) | DropTable(table=table):
            lasting = new if isinstance(operation, CreateTable) else old
            parts = parts_of(table, state.tables, lasting.tables)
            above = tuple(state.tables[key] for key in parents(table) if key in state.tables)
            given = _given("tables", table.name, state)
            more = _given_sequences(table.name, table.columns.values(), state)
            return replace(operation, parents=above, parts=parts, given=given, given_sequences=more)
        case AddColumn(table=name, column=column) | DropColumn(table=name, column=column):
            more = _given_sequences(name, (column,), state)
            return replace(operation, given_sequences=more)
        case AlterColumn(table=name, before=before, after=after):
            more = _given_sequences(name, (before, after), state)
            down = tuple(_descending((before.default, after.default), state))
            return replace(operation, given_sequences=more, descending=down)
        case CreateEnum(enum=enum) | DropEnum(enum=enum):
            return replace(operation, given=_given("types", enum.name, state))
        case AlterEnum(after=enum, objects=objects):
            several = tuple(_given_to(item, state) for item in objects)
            given = _given("types", enum.name, state)
            return replace(operation, given=given, given_objects=several)
        case AlterObject(before=item, dependents=others):
            several = tuple(_given_to(one, state) for one in (item, *others))
            return replace(operation, given=several)
        case CreateObject(object=item) | DropObject(object=item):
            return replace(operation, given=_given_to(item, state))
        case AlterTable(table=name):
            columns = state.table(name).columns.values()
            own = tuple((c.name, c.details.privileges) for c in columns if c.details.privileges)
            return replace(operation, column_privileges=own)
        case _:
            return operation


def _given_sequences(table: str, columns: Iterable[Column], state: State) -> Privileges:
    """Return what the new sequences of identity columns get."""
    if all(column.identity is None for column in columns):
        return NO_PRIVILEGES
    return _given("sequences", table, state)


def _descending(defaults: Iterable[str | None], state: State) -> Iterator[str]:
    """Yield the sequences that the defaults take their numbers from and that count down."""
    for text in (text for default in defaults for text in _LITERAL.findall(default or "")):
        name = text.replace("''", "'")
        item: Any = state.objects.get(Ref(Kind.SEQUENCE, key_of(name)))
        if item is not None and item.options.increment < 0:
            yield name


def _given_to(item: DatabaseObject, state: State) -> Privileges:
    objects = _OBJECTS.get(item.ref.kind)
    if objects is None:
        return NO_PRIVILEGES
    return _given(objects, item.name, state)


def _given(objects: str, key: str, state: State) -> Privileges:
    """Return what a new object gets: what is for all namespaces, and what is for its own.

    Only what is for the role that runs the migration counts. The grants of a namespace come on top
    of the others (manual, ALTER DEFAULT PRIVILEGES).
    """
    everywhere = _default_privileges(objects, None, state)
    if objects == "schemas":
        return everywhere
    here = _default_privileges(objects, namespace_of(key), state)
    more = {_rule(grant): grant for grant in here.grants if grant.grantee != OWNER}
    if not more:
        return everywhere
    kept = [
        grant
        for grant in everywhere.grants
        if grant.grantable or not more.get(_rule(grant), grant).grantable
    ]
    known = {_rule(grant) for grant in (*kept, *everywhere.revokes)}
    added = [grant for rule, grant in more.items() if rule not in known]
    revokes = tuple(grant for grant in everywhere.revokes if _rule(grant) not in more)
    return Privileges(tuple(sorted((*kept, *added), key=_order)), revokes)


def _default_privileges(objects: str, namespace: str | None, state: State) -> Privileges:
    name = f"/{namespace or ''}/{objects}"  # that of DefaultPrivileges without a role
    found: Any = state.objects.get(Ref(Kind.DEFAULT_PRIVILEGES, name))
    return NO_PRIVILEGES if found is None else found.privileges


def _rule(grant: Grant) -> tuple[str, str]:
    return grant.grantee, grant.privilege


def _order(grant: Grant) -> tuple[str, str, bool]:
    return grant.grantee, grant.privilege, grant.grantable
