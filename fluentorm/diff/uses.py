"""What an object stands on: its columns, the columns its expressions mention, its enum type."""

from __future__ import annotations

from functools import lru_cache

from fluentorm.diff.expressions import mentioned
from fluentorm.schema.names import enum_name
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Index,
    PrimaryKey,
    Table,
    Unique,
)
from fluentorm.schema.qualified import key_of, split
from fluentorm.schema.tokens import literal_names


@lru_cache(maxsize=4096)
def enum_of(column_type: str) -> str:
    """Return the enum that a column type names, if it names one.

    Enum-typed columns spell their type as a quoted identifier; for a built-in type the answer is
    its own name, which no enum has.
    """
    element = column_type.removesuffix("[]")
    return key_of(element) if '"' in element else element


def is_named_after(column: Column, table: str) -> bool:
    """Say whether the type of a column is an enum that has its default name."""
    return enum_of(column.type) == enum_name(table, column.name)


def has_index(constraint: Constraint) -> bool:
    """Say whether a constraint is an index too, whose name no other relation may have."""
    return isinstance(constraint, PrimaryKey | Unique | Exclusion)


def index_columns(index: Index) -> tuple[str, ...]:
    """Return the plain columns of an index: keys and included ones."""
    return (*index.columns, *index.include)


def item_columns(item: Constraint | Index) -> frozenset[str]:
    """Return every name in its own table that a constraint or an index may stand on.

    Names from expressions may also be functions or types: more names than columns.
    """
    if isinstance(item, Index):
        return frozenset(index_columns(item)) | _expression_names(item)
    if isinstance(item, Check):
        return _expression_names(item)
    if isinstance(item, ForeignKey):
        return frozenset(item.columns)
    return frozenset((*item.columns, *item.include)) | _expression_names(item)


def item_mentions(item: Constraint | Index, names: frozenset[str]) -> bool:
    """Say whether an expression or predicate of the object mentions one of the names."""
    return not names.isdisjoint(_expression_names(item))


def is_keyed(table: Table, column: str) -> bool:
    """Say whether a unique rule of the table has this column, alone or among others."""
    keys = (c for c in table.constraints.values() if isinstance(c, PrimaryKey | Unique))
    if any(column in key.columns for key in keys):
        return True
    indexes = (index for index in table.indexes.values() if index.unique)
    return any(column in i.columns or item_mentions(i, frozenset((column,))) for i in indexes)


def texts(item: Constraint | Index) -> tuple[str, ...]:
    """Return the expressions of a check or an index, in order."""
    if isinstance(item, Check):
        return (item.expression,)
    if isinstance(item, Index | Exclusion):
        found = item.keys if isinstance(item, Index) else tuple(key for key, _ in item.elements)
        keys = tuple(key.expression for key in found if key.expression is not None)
        return keys if item.where is None else (*keys, item.where)
    return ()


def supports_foreign_key(item: Constraint | Index, key: ForeignKey) -> bool:
    """Say whether a key is one that a foreign key to its table can stand on.

    The columns may be in another order; an index must be unique, whole and without expressions
    (``transformFkeyCheckAttrs`` in ``tablecmds.c``).
    """
    if isinstance(item, PrimaryKey | Unique):
        return not item.deferrable and _same(item.columns, key.references_columns)
    if not isinstance(item, Index) or not item.unique or item.where is not None:
        return False
    return len(item.columns) == len(item.keys) and _same(item.columns, key.references_columns)


def _same(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return len(names) == len(others) and set(names) == set(others)


def _expression_names(item: Constraint | Index) -> frozenset[str]:
    return frozenset[str]().union(*(mentioned(text) for text in texts(item)))


def words_of(table: Table) -> frozenset[str]:
    """Return every name that the types, defaults and expressions of a table may mean."""
    found = {enum_of(column.type) for column in table.columns.values()}
    for column in table.columns.values():
        found |= mentioned(column.type)
        if column.default is not None:
            found |= mentioned(column.default) | literal_names(column.default)
        if column.generated is not None:
            found |= mentioned(column.generated.expression)
        if column.collation is not None:
            found |= mentioned(column.collation)
        if column.identity is not None and column.identity.sequence is not None:
            found |= set(split(column.identity.sequence))
    above = (table.details.partition_of, *table.details.inherits)
    found |= {part for key in above if key is not None for part in split(key)}
    for item in (*table.constraints.values(), *table.indexes.values()):
        for text in texts(item):
            found |= mentioned(text) | literal_names(text)
    for index in table.indexes.values():
        for key in index.keys:
            found |= mentioned(key.collation or "") | mentioned(key.opclass or "")
    return frozenset(found)
