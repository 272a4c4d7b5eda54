"""Operations on columns as statements: adding one, altering one.

A column's changes go into one ALTER TABLE where PostgreSQL lets them, so that the table is
rewritten and scanned once; rows are filled between two of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fluentorm.dialects.postgres.clauses import (
    INDENT,
    alter_table,
    bare,
    column_definition,
    comment_on,
    identity,
    operand,
)
from fluentorm.dialects.postgres.fillers import SEQUENCE, Numbering, filler, numbering
from fluentorm.dialects.postgres.types import conversion
from fluentorm.diff.operations import AddColumn, AlterColumn
from fluentorm.schema.objects import Column
from fluentorm.schema.sql_text import quote_identifier, quote_literal

_LITERAL = re.compile(r"E?'(?:[^']|'')*'")


def add_column(operation: AddColumn) -> tuple[str, ...]:
    """Return the statements that add a column, fill it and tighten it."""
    table, column = operation.table, operation.column
    numbered = numbers(operation)
    if numbered is not None:
        statements = _add_with_numbers(table, column, numbered.expression)
    elif stand_in(operation) is not None:
        statements = _add_with_filler(table, column, stand_in(operation))
    elif column.backfill is not None and column.identity is None and not _refills(operation):
        statements = _add_and_fill(table, column, column.backfill)
    else:
        statements = [alter_table(table, [f"ADD COLUMN {column_definition(column)}"])]
    if column.comment is not None:
        statements.append(comment_on(f"COLUMN {qualified(table, column.name)}", column.comment))
    return tuple(statements)


def stand_in(operation: AddColumn) -> str | None:
    """Return what the rows get in a column that comes back NOT NULL and without a default."""
    if not _lacks_values(operation):
        return None
    return filler(operation.column.type) or _literal(operation.column.backfill)


def numbers(operation: AddColumn) -> Numbering | None:
    """Return how each row gets another value, where such a column comes back with a key."""
    if not operation.keyed or not _lacks_values(operation):
        return None
    return numbering(operation.column.type)


def _lacks_values(operation: AddColumn) -> bool:
    column = operation.column
    return operation.restores and not (column.nullable or column.default or column.identity)


def _literal(expression: str | None) -> str | None:
    return expression if expression and _LITERAL.fullmatch(expression) else None


def _refills(operation: AddColumn) -> bool:
    """Say whether a column that comes back has something better than its backfill.

    The backfill was written for the table of its day, and may name columns that are gone.
    """
    column = operation.column
    return operation.restores and (column.nullable or column.default is not None)


def _add_with_numbers(table: str, column: Column, expression: str) -> list[str]:
    """Give each row a number by a default, as the table is written anew: no trigger sees that."""
    return [
        f"CREATE TEMPORARY SEQUENCE {SEQUENCE}",
        *_add_with_filler(table, column, expression),
        f"DROP SEQUENCE pg_temp.{SEQUENCE}",
    ]


def _add_with_filler(table: str, column: Column, value: str | None) -> list[str]:
    definition = column_definition(column, default=value)
    name = quote_identifier(column.name)
    return [
        alter_table(table, [f"ADD COLUMN {definition}"]),
        alter_table(table, [f"ALTER COLUMN {name} DROP DEFAULT"]),
    ]


def _add_and_fill(table: str, column: Column, backfill: str) -> list[str]:
    """Fill before the default is set: rows would have it already, and stay as they are."""
    empty = replace(column, nullable=True, default=None)
    clauses = []
    if column.default is not None:
        clauses.append(_alter(column, f"SET DEFAULT {bare(column.default)}"))
    if not column.nullable:
        clauses.append(_alter(column, "SET NOT NULL"))
    add = alter_table(table, [f"ADD COLUMN {column_definition(empty)}"])
    return [add, *_fill_and_alter(_fill(table, column, backfill), table, clauses)]


def alter_column(operation: AlterColumn) -> tuple[str, ...]:
    """Return the statements that turn one column into another of the same name."""
    table, before, after = operation.table, operation.before, operation.after
    first, last = [*_loosen(before, after), *_retype(before, after)], _tighten(before, after)
    gains_identity = after.identity is not None and before.identity is None
    steps = [[*first, *last]]
    if before.type != after.type and before.identity is not None and after.identity is None:
        steps = [[first[0]], [*first[1:], *last]]  # only an integer may have one
    elif before.type != after.type and gains_identity:
        steps = [first, last]
    statements = [alter_table(table, clauses) for clauses in steps if clauses]
    if after.backfill is not None and fills(operation):
        statements = [alter_table(table, first)] if first else []
        statements += _fill_and_alter(_fill(table, after, after.backfill), table, last)
    if gains_identity:
        statements.append(_continue_numbers(table, after.name))
    return tuple(statements)


def fills(operation: AlterColumn) -> bool:
    """Say whether the change fills NULLs before it forbids them."""
    before, after = operation.before, operation.after
    return after.backfill is not None and before.nullable and not after.nullable


def _loosen(before: Column, after: Column) -> list[str]:
    """Take away what stands in the way of the rest."""
    clauses = []
    if before.identity is not None and after.identity is None:
        clauses.append(_alter(after, "DROP IDENTITY"))
    if after.nullable and not before.nullable:
        clauses.append(_alter(after, "DROP NOT NULL"))
    # A type change keeps a default in the old type's spelling, or refuses to cast it; the manual
    # (ALTER TABLE, examples) drops it and sets it again in one statement.
    retyped = before.type != after.type
    if before.default is not None and (retyped or after.default is None):
        clauses.append(_alter(after, "DROP DEFAULT"))
    return clauses


def _retype(before: Column, after: Column) -> list[str]:
    clauses = []
    retyped = before.type != after.type
    if retyped:
        name = quote_identifier(after.name)
        using = after.using or conversion(name, before.type, after.type)
        clauses.append(
            _alter(after, f"TYPE {after.type}" + (f" USING {bare(using)}" if using else ""))
        )
    if after.default is not None and (retyped or before.default != after.default):
        clauses.append(_alter(after, f"SET DEFAULT {bare(after.default)}"))
    return clauses


def _tighten(before: Column, after: Column) -> list[str]:
    clauses = []
    if before.nullable and not after.nullable:
        clauses.append(_alter(after, "SET NOT NULL"))
    if after.identity is not None and before.identity is None:
        clauses.append(_alter(after, f"ADD {identity(after.identity)}"))
    elif after.identity is not None and before.identity != after.identity:
        always = "ALWAYS" if after.identity.always else "BY DEFAULT"
        clauses.append(_alter(after, f"SET GENERATED {always}"))
    return clauses


def qualified(table: str, column: str) -> str:
    """Return ``table.column`` as SQL text."""
    return f"{quote_identifier(table)}.{quote_identifier(column)}"


def _alter(column: Column, action: str) -> str:
    return f"ALTER COLUMN {quote_identifier(column.name)} {action}"


def _fill_and_alter(fill: str, table: str, clauses: list[str]) -> list[str]:
    """Fill rows and change the table then, which waits for no deferred check of those rows.

    PostgreSQL refuses that ("has pending trigger events") where a deferred foreign key or a
    constraint trigger has still to look at them; the rows tell whether it does, so no proof.
    """
    if not clauses:
        return [fill]
    return [fill, "SET CONSTRAINTS ALL IMMEDIATE", alter_table(table, clauses)]


def _fill(table: str, column: Column, expression: str) -> str:
    name = quote_identifier(column.name)
    assignment = f"{name} = {operand(expression)}"
    return " ".join(["UPDATE", quote_identifier(table), "SET", assignment, f"WHERE {name} IS NULL"])


def _continue_numbers(table: str, column: str) -> str:
    """Let a new identity go on behind the highest number in use; from 1 where there is none.

    pg_get_serial_sequence() parses its first argument as a name, and takes the second as it is
    (manual, 9.27).
    """
    name = quote_identifier(column)
    sequence = (
        f"pg_get_serial_sequence({quote_literal(quote_identifier(table))}, {quote_literal(column)})"
    )
    last, used = f"greatest(max({name}), 1)", f"coalesce(max({name}) > 0, false)"
    arguments = f",\n{INDENT}".join([sequence, last, used])
    return f"SELECT setval(\n{INDENT}{arguments}\n) " + f"FROM {quote_identifier(table)}"
