"""Operations to SQL for PostgreSQL 13 and later.

``render`` is the only place where an operation becomes text. Nothing is hidden: no IF EXISTS and no
CASCADE, so that a wrong picture of the database is an error and not a surprise.
"""

from __future__ import annotations

from typing import assert_never

from fluentorm.dialects.postgres.builtin import type_name
from fluentorm.dialects.postgres.clauses import alter_table, comment_on, moved, qualified
from fluentorm.dialects.postgres.columns import add_column, alter_column
from fluentorm.dialects.postgres.constraints import alter_constraint, constraint_target
from fluentorm.dialects.postgres.enums import alter_enum, create_enum, set_enum_privileges
from fluentorm.dialects.postgres.hazards import data_lost, down_notes, hazards
from fluentorm.dialects.postgres.items import add_item, alter_index, drop_item, index_target
from fluentorm.dialects.postgres.tables import alter_table_details, create_table, drop_table
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
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

__all__ = ["data_lost", "down_notes", "hazards", "render"]


def render(operation: Operation) -> tuple[str, ...]:
    """Return the statements that carry out an operation, in order, without semicolons."""
    match operation:
        case CreateTable():
            return create_table(operation)
        case DropTable():
            return drop_table(operation)
        case RenameTable(before=before, after=after):
            return moved("TABLE", before, after)
        case AddColumn():
            return add_column(operation)
        case AlterColumn():
            return _alter_column(operation)
        case DropColumn(table=name, column=column, only=only):
            return (alter_table(name, [f"DROP COLUMN {quote(column.name)}"], only=only),)
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
        case RenameIndex(table=name, before=before, after=after):
            return (f"ALTER {index_target(name, before)} RENAME TO {quote(after)}",)
        case AlterIndex(table=name, before=old_index, after=new_index):
            return alter_index(name, old_index, new_index)
        case CreateEnum(enum=enum, given=given):
            return create_enum(enum, given)
        case DropEnum(enum=enum):
            return (f"DROP TYPE {type_name(enum.name)}",)
        case RenameEnum(before=before, after=after):
            return moved("TYPE", before, after, spelled=type_name)
        case RenameEnumValue(enum=name, before=before, after=after):
            old, new = quote_literal(before), quote_literal(after)
            return (f"ALTER TYPE {type_name(name)} RENAME VALUE {old} TO {new}",)
        case AlterEnum():
            return alter_enum(operation)
        case AlterConstraint(table=name, before=old_rule, after=new_rule):
            return alter_constraint(name, old_rule, new_rule)
        case AlterTable():
            return alter_table_details(operation)
        case SetEnumPrivileges(enum=name, before=had, after=has):
            return set_enum_privileges(name, had, has)
        case CreateObject() | DropObject() | AlterObject() | RenameObject():
            return _object(operation)
        case SetComment(after=comment):
            return (comment_on(_comment_target(operation), comment),)
        case _:
            assert_never(operation)


def _alter_column(operation: AlterColumn) -> tuple[str, ...]:
    if operation.sequence is None:
        return alter_column(operation)
    from fluentorm.dialects.postgres.serials import alter_numbers

    return alter_numbers(operation, operation.sequence)


def _object(operation: CreateObject | DropObject | AlterObject | RenameObject) -> tuple[str, ...]:
    """Import the other kinds where there are some: most schemas have tables and enums only."""
    from fluentorm.dialects.postgres import objects
    from fluentorm.schema.refs import Ref

    match operation:
        case CreateObject(object=item, given=given):
            return objects.create_object(item, given)
        case DropObject(object=item):
            return objects.drop_object(item)
        case AlterObject():
            return objects.alter_object(operation)
        case RenameObject(before=ref, after=other, multirange=pair):
            statements = objects.rename_object(ref, other)
            if pair is not None:
                had, has = (Ref(ref.kind, key) for key in pair)
                statements += objects.rename_object(had, has)
            return statements
        case _:
            assert_never(operation)


def _comment_target(operation: SetComment) -> str:
    match operation.kind:
        case "table":
            return f"TABLE {quote_name(operation.name)}"
        case "column":
            return f"COLUMN {qualified(operation.table, operation.name)}"
        case "constraint":
            return constraint_target(operation.table, operation.name)
        case "index":
            return index_target(operation.table, operation.name)
        case "enum":
            return f"TYPE {type_name(operation.name)}"
        case _:
            assert_never(operation.kind)
