"""The SchemaModel: our picture of a database, as frozen values.

Schema files, the snapshot and a live server are three ways to read one. Equality is physical:
two models are equal when PostgreSQL would see the same objects, whatever the order of columns,
the hints, or the places they were declared at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import TypeAlias

from fluentorm.errors import Place
from fluentorm.schema.hints import FieldHints, Relation
from fluentorm.values import dataclass


class Action(StrEnum):
    """What a foreign key does when the referenced row is deleted or its key updated."""

    NO_ACTION = "no_action"
    RESTRICT = "restrict"
    CASCADE = "cascade"
    SET_NULL = "set_null"
    SET_DEFAULT = "set_default"


class Match(StrEnum):
    """How NULLs in a multi-column foreign key match (PARTIAL is not implemented by PostgreSQL)."""

    SIMPLE = "simple"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """``GENERATED {ALWAYS | BY DEFAULT} AS IDENTITY``."""

    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    ``type`` is canonical (see schema.types), ``default`` SQL text. ``renamed_from`` (a name),
    ``using`` and ``backfill`` (SQL expressions) steer the migration that makes a change and are
    no part of the state; ``origin`` is where the column was declared. The snapshot remembers
    ``using``, so that it acts once.
    """

    name: str
    type: str
    nullable: bool = False
    default: str | None = None
    identity: Identity | None = None
    comment: str | None = None
    hints: FieldHints = field(default=FieldHints(), compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    using: str | None = field(default=None, compare=False)
    backfill: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryKey:
    """A primary key over one or more columns, in key order."""

    name: str
    columns: tuple[str, ...]
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A unique constraint; ``nulls_not_distinct`` needs PostgreSQL 15."""

    name: str
    columns: tuple[str, ...]
    nulls_not_distinct: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check constraint; ``expression`` is SQL text without the outer parentheses."""

    name: str
    expression: str
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key; ``columns`` and ``references_columns`` are of one length."""

    name: str
    columns: tuple[str, ...]
    references_table: str
    references_columns: tuple[str, ...]
    on_delete: Action = Action.NO_ACTION
    on_update: Action = Action.NO_ACTION
    match: Match = Match.SIMPLE
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


Constraint: TypeAlias = PrimaryKey | Unique | Check | ForeignKey


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexKey:
    """One key of an index: a column name, or an expression (SQL text without outer parentheses).

    ``nulls_first`` None means PostgreSQL's own choice: last when ascending, first when descending;
    a value equal to that choice is stored as None. ``opclass`` and ``collation`` are SQL text.
    """

    column: str | None = None
    expression: str | None = None
    descending: bool = False
    nulls_first: bool | None = None
    opclass: str | None = None
    collation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index. ``storage`` holds its parameters, sorted by name; ``where`` is SQL text."""

    name: str
    keys: tuple[IndexKey, ...]
    unique: bool = False
    method: str = "btree"
    include: tuple[str, ...] = ()
    where: str | None = None
    nulls_not_distinct: bool = False
    storage: tuple[tuple[str, str], ...] = ()
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The plain columns among the keys, in key order."""
        return tuple(key.column for key in self.keys if key.column is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """An enum type with its values in sort order; ``renamed_values`` holds (new, old) pairs."""

    name: str
    values: tuple[str, ...]
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    renamed_values: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. The mappings are by name, in the order of declaration."""

    name: str
    columns: Mapping[str, Column]
    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    indexes: Mapping[str, Index] = field(default_factory=dict)
    comment: str | None = None
    relations: Mapping[str, Relation] = field(default_factory=dict, compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    source_files: tuple[str, ...] = field(default=(), compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def primary_key(self) -> PrimaryKey | None:
        """The primary key, None where the table has none."""
        return next((c for c in self.constraints.values() if isinstance(c, PrimaryKey)), None)

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys that this table holds, in the order of declaration."""
        return tuple(c for c in self.constraints.values() if isinstance(c, ForeignKey))


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaModel:
    """A whole database. The mappings are by name, in the order of declaration."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    enums: Mapping[str, Enum] = field(default_factory=dict)


EMPTY = SchemaModel()
