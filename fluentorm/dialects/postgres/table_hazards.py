"""What constraints and the details of a table may do to the data (see hazards)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from fluentorm.dialects.postgres.clauses import qualified
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    PrimaryKey,
    TableDetails,
    Unique,
)
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier


def add_constraint(table: str, constraint: Constraint) -> tuple[str, ...]:
    """Return on which rows a new constraint fails."""
    if not _checks_rows(constraint):
        return ()
    match constraint:
        case PrimaryKey(columns=columns):
            return (f"fails while {_columns(table, columns)} holds NULL or duplicates",)
        case Unique(columns=columns):
            return (f"fails while {_columns(table, columns)} holds duplicates",)
        case Check(name=name):
            rule = quote_identifier(name)
            return (f"fails while rows of {quote_name(table)} violate {rule}",)
        case Exclusion(name=name):
            rule = quote_identifier(name)
            return (f"fails while rows of {quote_name(table)} exclude each other by {rule}",)
        case ForeignKey(columns=columns, references_table=target):
            missing = quote_name(target)
            return (f"fails while {_columns(table, columns)} holds keys that {missing} lacks",)
        case _:
            assert_never(constraint)


def alter_constraint(table: str, before: Constraint, after: Constraint) -> tuple[str, ...]:
    """Return on which rows a constraint fails when it is validated or enforced."""
    checked = _checks_rows(after) and not _checks_rows(before)
    return add_constraint(table, after) if checked else ()


def alter_table(table: str, before: TableDetails, after: TableDetails) -> Iterable[str]:
    """Return what becomes of the rows when a table's details change."""
    name = quote_name(table)
    if after.unlogged and not before.unlogged:
        yield f"loses every row of {name} when the server crashes"
    if (before.partition_of, before.bound) == (after.partition_of, after.bound):
        return
    if before.partition_of is not None and before.partition_of != after.partition_of:
        yield f"takes the rows of {name} out of {quote_name(before.partition_of)}"
    if after.partition_of is not None and after.bound is not None:
        yield f"fails while {name} holds rows outside {after.bound}"


def checks_null(column: Column) -> bool:
    """Say whether no row may have NULL in a column, not only no new one."""
    constraint = column.details.not_null
    return not column.nullable and (constraint is None or constraint.validated)


def _checks_rows(constraint: Constraint) -> bool:
    match constraint:
        case Check() | ForeignKey():
            return constraint.validated and constraint.enforced
        case _:
            return True


def _columns(table: str, columns: tuple[str, ...]) -> str:
    if len(columns) == 1:
        return qualified(table, columns[0])
    listed = ", ".join(quote_identifier(column) for column in columns)
    return f"{quote_name(table)} ({listed})"
