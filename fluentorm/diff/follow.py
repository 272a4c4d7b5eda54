"""What follows a rename: keys, foreign keys, index keys, types, and the names inside expressions.

PostgreSQL refers to columns, types and enum values by number, so all that stands on them follows
by itself; here the names are written out again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from fluentorm.diff.expressions import (
    mentioned,
    rename_column,
    rename_literal,
    rename_qualifier,
)
from fluentorm.diff.uses import enum_of
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Index,
    IndexKey,
    Table,
)
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.types import split_type

# Built-in types whose literals are never the word of an enum.
_WORDLESS = frozenset(
    {"smallint", "integer", "bigint", "numeric", "real", "double precision", "boolean", "uuid"}
    | {"date", "timestamp without time zone", "timestamp with time zone", "bytea", "inet"}
)


def table_with_column_renamed(table: Table, before: str, after: str) -> Table:
    """Return the table after one of its columns was renamed."""

    def text(expression: str) -> str:
        return rename_column(expression, before, after)

    def column(old: Column) -> Column:
        if old.generated is not None:
            generated = replace(old.generated, expression=text(old.generated.expression))
            old = replace(old, generated=generated)
        return replace(old, name=after) if old.name == before else old

    columns = {after if n == before else n: column(old) for n, old in table.columns.items()}
    details = table.details
    if details.partition_by is not None:
        details = replace(details, partition_by=text(details.partition_by))

    def names(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(after if name == before else name for name in columns)

    def key(old: IndexKey) -> IndexKey:
        return replace(old, column=after) if old.column == before else old

    def moved(constraint: Constraint) -> Constraint:
        match constraint:
            case Check():
                return constraint
            case ForeignKey(columns=columns, on_delete_columns=some):
                return replace(constraint, columns=names(columns), on_delete_columns=names(some))
            case Exclusion(elements=elements, include=include):
                keys = tuple((key(old), operator) for old, operator in elements)
                return replace(constraint, elements=keys, include=names(include))
            case _:
                include = names(constraint.include)
                return replace(constraint, columns=names(constraint.columns), include=include)

    constraints = {
        name: _constraint_texts(moved(constraint), text)
        for name, constraint in table.constraints.items()
    }
    indexes = {
        name: _index_texts(
            replace(index, keys=tuple(map(key, index.keys)), include=names(index.include)), text
        )
        for name, index in table.indexes.items()
    }
    return replace(
        table, columns=columns, constraints=constraints, indexes=indexes, details=details
    )


def references_renamed_column(key: ForeignKey, before: str, after: str) -> ForeignKey:
    """Return a foreign key after a column that it refers to was renamed."""
    columns = tuple(after if name == before else name for name in key.references_columns)
    return replace(key, references_columns=columns)


def table_with_qualifier_renamed(table: Table, after: str) -> Table:
    """Return a table, still under its name, whose expressions call it by another one."""

    def text(expression: str) -> str:
        return rename_qualifier(expression, bare_name(table.name), bare_name(after))

    return table_texts(table, text)


def table_with_value_renamed(table: Table, enum: str, before: str, after: str) -> Table:
    """Return a table after a value of an enum type was renamed.

    In checks and indexes a literal is taken for the enum's value only where the text mentions a
    column of the type and none that could hold the same word as something else.
    """
    users = {name for name, column in table.columns.items() if enum_of(column.type) == enum}
    if not users:
        return table
    doubtful = {
        name
        for name, column in table.columns.items()
        if name not in users and _may_hold_word(column.type)
    }

    def literal(expression: str) -> str:
        return rename_literal(expression, before, after)

    def text(expression: str) -> str:
        names = mentioned(expression)
        return literal(expression) if names & users and not names & doubtful else expression

    columns = {
        name: replace(column, default=_default(column, literal)) if name in users else column
        for name, column in table.columns.items()
    }
    return replace(table_texts(table, text), columns=columns)


def _may_hold_word(column_type: str) -> bool:
    return split_type(column_type).base not in _WORDLESS


def _default(column: Column, text: Callable[[str], str]) -> str | None:
    return None if column.default is None else text(column.default)


def table_texts(table: Table, text: Callable[[str], str]) -> Table:
    """Return the table with its checks, predicates and index expressions rewritten."""
    constraints: Mapping[str, Constraint] = {
        name: _constraint_texts(constraint, text) for name, constraint in table.constraints.items()
    }
    indexes = {name: _index_texts(index, text) for name, index in table.indexes.items()}
    return replace(table, constraints=constraints, indexes=indexes)


def _constraint_texts(constraint: Constraint, text: Callable[[str], str]) -> Constraint:
    if isinstance(constraint, Check):
        return replace(constraint, expression=text(constraint.expression))
    if isinstance(constraint, Exclusion):
        elements = tuple((_key_text(key, text), sign) for key, sign in constraint.elements)
        where = None if constraint.where is None else text(constraint.where)
        return replace(constraint, elements=elements, where=where)
    return constraint


def _index_texts(index: Index, text: Callable[[str], str]) -> Index:
    keys = tuple(_key_text(key, text) for key in index.keys)
    where = None if index.where is None else text(index.where)
    return replace(index, keys=keys, where=where)


def _key_text(key: IndexKey, text: Callable[[str], str]) -> IndexKey:
    return key if key.expression is None else replace(key, expression=text(key.expression))
