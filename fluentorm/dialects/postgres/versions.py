"""What a server must be for the statements of an operation: the version, and what needs it.

Source: the release notes of PostgreSQL 14 to 18; 13 is the oldest that fluentorm supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

from fluentorm.dialects.postgres.column_clauses import usual_storage
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
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Index,
    Options,
    PrimaryKey,
    Table,
    Unique,
)
from fluentorm.schema.privileges import Privileges

Need: TypeAlias = tuple[int, str]
"""A version as the server gives it (150000), and the words for what it brought."""

_PARAMETERS = {
    "autovacuum_vacuum_max_threshold": 180000,
    "vacuum_max_eager_freeze_failure_rate": 180000,
}


def needed_version(operation: Operation) -> Need | None:
    """Return the newest version that the operation's statements need; None where any will do.

    The words name what needs it: ``(150000, "NULLS NOT DISTINCT")``.
    """
    return max(_needs(operation), default=None)


def needed_versions(operation: Operation) -> tuple[Need, ...]:
    """Return all that the operation's statements need beside the oldest server, newest first."""
    return tuple(sorted(set(_needs(operation)), reverse=True))


def of_privileges(*privileges: Privileges) -> Iterator[Need]:
    """Return what some privileges need."""
    for some in privileges:
        for grant in (*some.grants, *some.revokes):
            if grant.privilege == "MAINTAIN":
                yield 170000, "the privilege MAINTAIN"


def of_index(index: Index) -> Iterator[Need]:
    """Return what an index needs."""
    if index.nulls_not_distinct:
        yield 150000, "NULLS NOT DISTINCT"


def _needs(operation: Operation) -> Iterable[Need]:
    match operation:
        case CreateTable(table=table):
            return _of_table(table)
        case AddColumn(column=column):
            return _of_column(column)
        case AlterColumn(before=before, after=after):
            return _of_change(before, after)
        case AddConstraint(constraint=constraint):
            return _of_constraint(constraint)
        case AlterConstraint(before=old, after=new):
            return _of_alteration(old, new)
        case AddIndex(index=index):
            return of_index(index)
        case AlterTable(before=had, after=has):
            changed = tuple(pair for pair in has.storage if pair not in had.storage)
            return (*_of_storage(changed), *of_privileges(had.privileges, has.privileges))
        case CreateEnum(enum=enum):
            return of_privileges(enum.privileges)
        case SetEnumPrivileges(before=some, after=others):
            return of_privileges(some, others)
        case CreateObject() | AlterObject():
            from fluentorm.dialects.postgres import object_versions

            return object_versions.needs(operation)
        case (
            AlterEnum()
            | AlterIndex()
            | DropColumn()
            | DropConstraint()
            | DropEnum()
            | DropIndex()
            | DropObject()
            | DropTable()
            | RenameColumn()
            | RenameConstraint()
            | RenameEnum()
            | RenameEnumValue()
            | RenameIndex()
            | RenameObject()
            | RenameTable()
            | SetComment()
        ):
            return ()
        case _:
            assert_never(operation)


def _of_table(table: Table) -> Iterator[Need]:
    yield from _of_storage(table.details.storage)
    yield from of_privileges(table.details.privileges)
    for column in table.columns.values():
        yield from _of_column(column)
    for constraint in table.constraints.values():
        yield from _of_constraint(constraint)
    exclusions = any(isinstance(item, Exclusion) for item in table.constraints.values())
    if exclusions and table.details.partition_by is not None:
        yield 170000, "exclusion constraints on partitioned tables"


def _of_storage(parameters: Options) -> Iterator[Need]:
    for name, _ in parameters:
        if since := _PARAMETERS.get(name.removeprefix("toast.")):
            yield since, f"the storage parameter {name}"


def _of_column(column: Column) -> Iterator[Need]:
    yield from of_privileges(column.details.privileges)
    if column.details.compression is not None:
        yield 140000, "COMPRESSION"
    if column.generated is not None and column.generated.virtual:
        yield 180000, "virtual generated columns"
    if column.details.not_null is not None and not column.nullable:
        yield 180000, "named NOT NULL constraints"


def _of_change(before: Column, after: Column) -> Iterator[Need]:
    old, new = before.details, after.details
    yield from of_privileges(old.privileges, new.privileges)
    if old.compression != new.compression:
        yield 140000, "COMPRESSION"
    retyped = (before.type, before.collation) != (after.type, after.collation)
    reset = old.storage is not None and new.storage is None and not retyped
    if reset and usual_storage(after.type) == "default":
        yield 160000, "SET STORAGE DEFAULT"
    was, now = before.generated, after.generated
    if was is not None and now is not None and was.expression != now.expression:
        yield (180000, "virtual generated columns") if now.virtual else (170000, "SET EXPRESSION")
    if old.not_null != new.not_null and not after.nullable:
        yield 180000, "named NOT NULL constraints"


def _of_constraint(constraint: Constraint) -> Iterator[Need]:
    match constraint:
        case PrimaryKey(without_overlaps=True) | Unique(without_overlaps=True):
            yield 180000, "WITHOUT OVERLAPS"
        case Unique(nulls_not_distinct=True):
            yield 150000, "NULLS NOT DISTINCT"
        case Check(enforced=False):
            yield 180000, "NOT ENFORCED"
        case ForeignKey():
            yield from _of_foreign_key(constraint)
        case _:
            pass


def _of_foreign_key(key: ForeignKey) -> Iterator[Need]:
    if key.on_delete_columns:
        yield 150000, "columns of ON DELETE SET NULL and SET DEFAULT"
    if key.period:
        yield 180000, "PERIOD"
    if not key.enforced:
        yield 180000, "NOT ENFORCED"


def _of_alteration(before: Constraint, after: Constraint) -> Iterator[Need]:
    match before, after:
        case ForeignKey(enforced=was), ForeignKey(enforced=now) if was != now:
            yield 180000, "NOT ENFORCED"
        case _:
            pass
