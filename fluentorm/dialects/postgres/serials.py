"""A column whose numbers come from a sequence of its own, and one that has an identity instead.

One becomes the other without numbers that were given coming again: the new sequence goes on where
the old one was. Both may have the same name, so the old or the new one goes by another meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import INDENT, alter_table, bare
from fluentorm.dialects.postgres.column_clauses import alter, identity
from fluentorm.dialects.postgres.columns import (
    alter_column,
    changed_sequence_privileges,
    identity_sequence,
)
from fluentorm.dialects.postgres.sequences import create_sequence, limits
from fluentorm.schema.names import default_name
from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from fluentorm.diff.operations import AlterColumn
    from fluentorm.schema.database_objects import Sequence
    from fluentorm.schema.objects import Identity, SequenceOptions


def alter_numbers(operation: AlterColumn, sequence: Sequence) -> tuple[str, ...]:
    """Return the statements that turn a serial column into one with an identity, or back."""
    if operation.after.identity is not None:
        return _to_identity(operation, sequence, operation.after.identity)
    assert operation.before.identity is not None  # noqa: S101 - as the operation says
    return _to_serial(operation, sequence, operation.before.identity)


def _to_identity(operation: AlterColumn, sequence: Sequence, value: Identity) -> tuple[str, ...]:
    table, after = operation.table, operation.after
    new = identity_sequence(table, after.name, value)
    old = _aside(sequence.name) if new == sequence.name else sequence.name
    plain = replace(operation, after=replace(after, identity=None), sequence=None)
    return (
        *_renamed(sequence.name, old),
        f"ALTER SEQUENCE {quote_name(old)} OWNED BY NONE",
        *alter_column(plain),
        alter_table(table, [alter(after, f"ADD {identity(value)}")]),
        _go_on(new, old, value.options, after.type),
        *changed_sequence_privileges(table, None, after, operation.given_sequences),
        f"DROP SEQUENCE {quote_name(old)}",
    )


def _to_serial(operation: AlterColumn, sequence: Sequence, value: Identity) -> tuple[str, ...]:
    table, after = operation.table, operation.after
    old = identity_sequence(table, after.name, value)
    new = _aside(sequence.name) if old == sequence.name else sequence.name
    plain = replace(operation, after=replace(after, default=None), sequence=None)
    made = replace(sequence, name=new, owned_by=None)
    owner = Ref(Kind.COLUMN, table, after.name)
    return (
        *create_sequence(made, operation.given_sequences),
        _go_on(new, old, sequence.options, sequence.type),
        *alter_column(plain),
        *_renamed(new, sequence.name),
        alter_table(table, [alter(after, f"SET DEFAULT {bare(after.default or '')}")]),
        f"ALTER SEQUENCE {quote_name(sequence.name)} OWNED BY {_column(owner)}",
    )


def _aside(key: str) -> str:
    return sibling(key, default_name(bare_name(key), "_old"))


def _renamed(before: str, after: str) -> tuple[str, ...]:
    if before == after:
        return ()
    name = quote_identifier(bare_name(after))
    return (f"ALTER SEQUENCE {quote_name(before)} RENAME TO {name}",)


def _column(ref: Ref) -> str:
    return f"{quote_name(ref.name)}.{quote_identifier(ref.part or '')}"


def _go_on(new: str, old: str, options: SequenceOptions, kind: str) -> str:
    """Let a sequence go on where another one is.

    One that gave no number yet may stand where the new one cannot: that begins at its own start.
    """
    low, high = limits(options, kind)
    call = f"SELECT setval({quote_literal(quote_name(new))}, last_value, is_called)"
    where = f"WHERE is_called OR last_value BETWEEN {low} AND {high}"
    return f"{call}\n{INDENT}FROM {quote_name(old)}\n{INDENT}{where}"
