"""Columns that come, are filled and are tightened while the table is in use.

Rows are filled by UPDATEs in batches, never by writing the table anew under a lock. What is written
meanwhile has to be covered first: by a default, or by a trigger.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import (
    alter_table,
    bare,
    changed_comment,
    in_parentheses,
    joined,
    operand,
)
from fluentorm.dialects.postgres.column_clauses import alter, identity, not_null_name
from fluentorm.dialects.postgres.columns import (
    add_column,
    alter_column,
    changed_sequence_privileges,
    fills,
    numbers,
    stand_in,
)
from fluentorm.dialects.postgres.constraints import constraint_target
from fluentorm.dialects.postgres.fillers import SEQUENCE
from fluentorm.dialects.postgres.online.not_null import is_later, set_not_null
from fluentorm.dialects.postgres.online.steps import backfill, long, plain, short
from fluentorm.dialects.postgres.online.sync import Sync, assigned, only_if_null
from fluentorm.dialects.postgres.sequences import option_clauses
from fluentorm.dialects.postgres.volatility import is_volatile
from fluentorm.schema.objects import PLAIN_COLUMN
from fluentorm.schema.qualified import quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import AddColumn, AlterColumn
    from fluentorm.schema.objects import Column


def add(operation: AddColumn, scene: Scene) -> Iterator[Step]:
    """Yield the steps that add a column."""
    table, column = operation.table, operation.column
    numbered = numbers(operation)
    if numbered is not None:
        yield from _add_numbered(operation, numbered.expression, scene)
    elif column.identity is not None:
        yield from _add_identity(operation, scene)
    elif _is_filled(operation):
        yield from _add_filled(operation, scene)
    else:
        yield plain(table, add_column(operation))


def _is_filled(operation: AddColumn) -> bool:
    """Say whether rows get a value that PostgreSQL would have to write into each of them."""
    column = operation.column
    if column.generated is not None or stand_in(operation) is not None:
        return False
    refills = operation.restores and (column.nullable or column.default is not None)
    if column.backfill is not None and not refills:
        return True
    return column.default is not None and is_volatile(column.default)


def _add_filled(operation: AddColumn, scene: Scene) -> Iterator[Step]:
    """Add the column empty, let new rows have a value, and fill the others."""
    table, column = operation.table, operation.column
    value = column.backfill if not _restored(operation) else None
    value = column.default if value is None else value
    yield short(table, *add_column(replace(operation, column=_empty(column))))
    if column.default is not None:
        yield short(table, _set_default(table, column, column.default))
    covered = column.default is not None or column.nullable
    sync = None if covered else _filler(table, column, value or "NULL", scene)
    yield from _fill_and_tighten(table, column, value or "NULL", scene, sync)


def _restored(operation: AddColumn) -> bool:
    column = operation.column
    return operation.restores and (column.nullable or column.default is not None)


def _add_identity(operation: AddColumn, scene: Scene) -> Iterator[Step]:
    """Give rows numbers of a sequence that lasts until the column has its own.

    Whoever inserts a row calls it, which an identity column's asks no privilege for.
    """
    table, column = operation.table, operation.column
    if column.identity is None:
        return
    helper = quote_name(sibling(table, scene.helper(f"numbers {table}.{column.name}")))
    kind = [] if column.type == "bigint" else [f"AS {column.type}"]
    head = f"CREATE SEQUENCE {helper}"
    value = f"nextval({quote_literal(helper)})"
    yield short(
        table,
        joined([head, *kind, *option_clauses(column.identity.options)]),
        _for_all(helper),
        *add_column(replace(operation, column=_empty(column))),
        _set_default(table, column, value),
    )
    owner = f"pg_get_serial_sequence({quote_literal(quote_name(table))}, "
    owner += f"{quote_literal(column.name)})"
    own = (
        alter_table(table, [alter(column, "DROP DEFAULT")]),
        alter_table(table, [alter(column, f"ADD {identity(column.identity)}")]),
        f"SELECT setval({owner}, {value}, false)",
        f"DROP SEQUENCE {helper}",
        *changed_sequence_privileges(table, None, column, operation.given_sequences),
    )
    yield from _fill_and_tighten(table, column, value, scene, None, also=own)


def _for_all(sequence: str) -> str:
    return f"GRANT USAGE ON SEQUENCE {sequence} TO PUBLIC"


def _add_numbered(operation: AddColumn, expression: str, scene: Scene) -> Iterator[Step]:
    """Give each row of a column that comes back a value of its own, for the key over it."""
    table, column = operation.table, operation.column
    helper = quote_name(sibling(table, scene.helper(f"numbers {table}.{column.name}")))
    value = expression.replace(f"'pg_temp.{SEQUENCE}'", quote_literal(helper))
    yield short(
        table,
        f"CREATE SEQUENCE {helper}",
        _for_all(helper),
        *add_column(replace(operation, column=_empty(column), keyed=False)),
        _set_default(table, column, value),
    )
    last = (alter_table(table, [alter(column, "DROP DEFAULT")]), f"DROP SEQUENCE {helper}")
    yield from _fill_and_tighten(table, column, value, scene, None, also=last)


def _fill_and_tighten(
    table: str,
    column: Column,
    value: str,
    scene: Scene,
    sync: Sync | None,
    *,
    also: tuple[str, ...] = (),
) -> Iterator[Step]:
    """Fill what is NULL and forbid it then; ``sync`` covers new rows meanwhile."""
    if sync is not None:
        yield short(table, *sync.create())
        also = (*sync.drop(), *also)
    yield backfill(table, fill(table, column.name, value))
    if column.nullable:
        yield short(table, *also)
    elif is_later(column):
        plain_one = replace(column, default=None, identity=None, backfill=None)
        loose = replace(plain_one, nullable=True)
        yield short(table, *_altered(table, loose, plain_one), *also)
    else:
        note = column.details.not_null
        if note is not None and note.comment is not None:
            name = not_null_name(table, column.name, note)
            also = (*also, *changed_comment(constraint_target(table, name), None, note.comment))
        yield from set_not_null(table, column, scene, also=also)


def _altered(table: str, before: Column, after: Column) -> tuple[str, ...]:
    from fluentorm.diff.operations import AlterColumn

    return alter_column(AlterColumn(table=table, before=before, after=after))


def _empty(column: Column) -> Column:
    """Return a column as it is added: nothing in it, and nothing asked of it."""
    details = replace(column.details, not_null=None) if column.details.not_null else column.details
    return replace(
        column, nullable=True, default=None, identity=None, backfill=None, details=details
    )


def _set_default(table: str, column: Column, value: str) -> str:
    """Return the statement that gives new rows a value; those that are there stay as they are."""
    return alter_table(table, [alter(column, f"SET DEFAULT {bare(value)}")])


def fill(table: str, column: str, value: str) -> str:
    """Return the UPDATE that fills a column where it is NULL."""
    name = quote(column)
    return " ".join(
        ["UPDATE", quote_name(table), "SET", f"{name} = {operand(value)}", f"WHERE {name} IS NULL"]
    )


def _filler(table: str, column: Column, value: str, scene: Scene) -> Sync:
    """Return the trigger that fills a column where a statement leaves it out."""
    line = assigned(table, column.name, in_parentheses(value))
    return Sync(
        table=table,
        name=scene.helper(f"fill {table}.{column.name}"),
        lines=only_if_null(column.name, (line,)),
    )


def alter_in_place(operation: AlterColumn, scene: Scene) -> Iterator[Step]:
    """Yield the steps of a change that needs no other column in its place."""
    table, before, after = operation.table, operation.before, operation.after
    tightens = before.nullable and not after.nullable and not is_later(after)
    if not tightens:
        yield from _validated_apart(table, alter_column(operation))
        return
    details = replace(after.details, not_null=None)
    details = PLAIN_COLUMN if details == PLAIN_COLUMN else details
    gained = after.identity if before.identity is None else None
    loose = replace(
        after,
        nullable=True,
        backfill=None,
        details=details,
        identity=None if gained is not None else after.identity,
    )
    yield plain(table, alter_column(replace(operation, after=loose)))
    tight = replace(loose, nullable=False, details=after.details, using=None)
    last = alter_column(replace(operation, before=tight, after=replace(after, backfill=None)))
    if fills(operation) and after.backfill is not None:
        sync = _filler(table, after, after.backfill, scene)
        yield from _fill_and_tighten(table, after, after.backfill, scene, sync, also=last)
        return
    comment = after.details.not_null.comment if after.details.not_null else None
    name = not_null_name(table, after.name, after.details.not_null)
    noted = changed_comment(constraint_target(table, name), None, comment)
    yield from set_not_null(table, after, scene, also=(*noted, *last))


def _validated_apart(table: str, statements: tuple[str, ...]) -> Iterator[Step]:
    """Yield statements with those that read the rows in transactions of their own."""
    for statement in statements:
        if " VALIDATE CONSTRAINT " in statement:
            yield long(table, statement)
        else:
            yield plain(table, [statement])
