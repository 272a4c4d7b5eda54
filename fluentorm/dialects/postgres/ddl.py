"""Operations to SQL for PostgreSQL 15 and later.

``render`` is the only place where an operation becomes text. Nothing is hidden: no IF EXISTS and no
CASCADE, so that a wrong picture of the database is an error and not a surprise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from fluentorm.dialects.postgres.clauses import (
    INDENT,
    alter_table,
    column_definition,
    comment_on,
    constraint_definition,
)
from fluentorm.dialects.postgres.columns import add_column, alter_column, qualified
from fluentorm.dialects.postgres.enums import alter_enum, create_enum
from fluentorm.dialects.postgres.hazards import data_lost, down_notes, hazards
from fluentorm.dialects.postgres.items import add_item, constraint_target, drop_item
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
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
from fluentorm.schema.objects import Constraint, ForeignKey, PrimaryKey, Table, Unique
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

__all__ = ["data_lost", "down_notes", "hazards", "render"]


def render(operation: Operation) -> tuple[str, ...]:
    """Return the statements that carry out an operation, in order, without semicolons."""
    match operation:
        case CreateTable(table=table):
            return _create_table(table)
        case DropTable(table=table):
            return (f"DROP TABLE {quote(table.name)}",)
        case RenameTable(before=before, after=after):
            return (alter_table(before, [f"RENAME TO {quote(after)}"]),)
        case AddColumn():
            return add_column(operation)
        case AlterColumn():
            return alter_column(operation)
        case DropColumn(table=name, column=column):
            return (alter_table(name, [f"DROP COLUMN {quote(column.name)}"]),)
        case RenameColumn(table=name, before=before, after=after):
            return (alter_table(name, [f"RENAME COLUMN {quote(before)} TO {quote(after)}"]),)
        case AddConstraint(table=name, constraint=constraint):
            return add_item(name, constraint)
        case DropConstraint(table=name, constraint=constraint):
            return (drop_item(name, constraint),)
        case RenameConstraint(table=name, before=before, after=after):
            return (alter_table(name, [f"RENAME CONSTRAINT {quote(before)} TO {quote(after)}"]),)
        case AddIndex(table=name, index=index):
            return add_item(name, index)
        case DropIndex(table=name, index=index):
            return (drop_item(name, index),)
        case RenameIndex(before=before, after=after):
            return (f"ALTER INDEX {quote(before)} RENAME TO {quote(after)}",)
        case CreateEnum(enum=enum):
            return create_enum(enum)
        case DropEnum(enum=enum):
            return (f"DROP TYPE {quote(enum.name)}",)
        case RenameEnum(before=before, after=after):
            return (f"ALTER TYPE {quote(before)} RENAME TO {quote(after)}",)
        case RenameEnumValue(enum=name, before=before, after=after):
            old, new = quote_literal(before), quote_literal(after)
            return (f"ALTER TYPE {quote(name)} RENAME VALUE {old} TO {new}",)
        case AlterEnum():
            return alter_enum(operation)
        case (
            AlterTable()
            | SetEnumPrivileges()
            | CreateObject()
            | DropObject()
            | AlterObject()
            | RenameObject()
        ):
            raise NotImplementedError
        case SetComment(after=comment):
            return (comment_on(_comment_target(operation), comment),)
        case _:
            assert_never(operation)


def _create_table(table: Table) -> tuple[str, ...]:
    """Columns, then constraints, one a line; foreign keys and indexes have their own operations."""
    constraints = [c for c in table.constraints.values() if not isinstance(c, ForeignKey)]
    merged = _merged_into_others(constraints)
    lines = [column_definition(column) for column in table.columns.values()]
    lines += [constraint_definition(c) for c in constraints if c not in merged]
    body = f",\n{INDENT}".join(lines)
    statement = f"CREATE TABLE {quote(table.name)} (\n{INDENT}{body}\n)"
    later = [alter_table(table.name, [f"ADD {constraint_definition(c)}"]) for c in merged]
    return (statement, *later, *_table_comments(table, constraints))


def _merged_into_others(constraints: Iterable[Constraint]) -> list[Constraint]:
    """Return the unique constraints that CREATE TABLE would silently leave out.

    It makes one index of equal keys (``transformIndexConstraints`` in ``parse_utilcmd.c``); added
    afterwards, each keeps its own.
    """
    seen = set()
    merged: list[Constraint] = []
    keys = (c for c in constraints if isinstance(c, PrimaryKey | Unique))
    for key in sorted(keys, key=lambda c: isinstance(c, Unique)):  # the primary key stays
        nulls_not_distinct = isinstance(key, Unique) and key.nulls_not_distinct
        rule = (key.columns, nulls_not_distinct, key.deferrable, key.initially_deferred)
        if rule in seen:
            merged.append(key)
        seen.add(rule)
    return merged


def _table_comments(table: Table, constraints: Iterable[Constraint]) -> list[str]:
    name = table.name
    comments = [
        (f"TABLE {quote(name)}", table.comment),
        *((f"COLUMN {qualified(name, c.name)}", c.comment) for c in table.columns.values()),
        *((constraint_target(name, c.name), c.comment) for c in constraints),
    ]
    return [comment_on(target, comment) for target, comment in comments if comment is not None]


def _comment_target(operation: SetComment) -> str:
    match operation.kind:
        case "table":
            return f"TABLE {quote(operation.name)}"
        case "column":
            return f"COLUMN {qualified(operation.table, operation.name)}"
        case "constraint":
            return constraint_target(operation.table, operation.name)
        case "index":
            return f"INDEX {quote(operation.name)}"
        case "enum":
            return f"TYPE {quote(operation.name)}"
        case _:
            assert_never(operation.kind)
