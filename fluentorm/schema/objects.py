"""The SchemaModel: our picture of a database, as frozen values.

Schema files, the snapshot and a live server are three ways to read one. Equality is physical:
two models are equal when PostgreSQL would see the same objects, whatever the order of columns,
the hints, or the places they were declared at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from fluentorm.errors import Place
from fluentorm.schema.hints import FieldHints, Relation
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.values import dataclass

if TYPE_CHECKING:
    # Most schemas have tables and enums only; the other kinds are imported where there are some.
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.refs import Ref

_Sortable = TypeVar("_Sortable", str, tuple[str, str])
Options: TypeAlias = tuple[tuple[str, str], ...]
"""Parameters (name, value as text), which a model has as Parameters."""


class AnyOrder(tuple[_Sortable, ...]):
    """Values in the order that the catalogs keep, which means nothing: equal in any other."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple):
            return NotImplemented
        return len(self) == len(other) and sorted(self) == sorted(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(tuple(sorted(self)))


class Parameters(AnyOrder[tuple[str, str]]):
    """Options whose order means nothing."""

    __slots__ = ()


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
class SequenceOptions:
    """The options of a sequence or an identity column; None is what PostgreSQL chooses."""

    start: int | None = None
    increment: int = 1
    minimum: int | None = None
    maximum: int | None = None
    cache: int = 1
    cycle: bool = False


DEFAULT_SEQUENCE = SequenceOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """``GENERATED {ALWAYS | BY DEFAULT} AS IDENTITY``.

    ``sequence`` is the key of its sequence where that is not called ``table_column_seq``, and
    ``privileges`` are those on it.
    """

    always: bool = False
    options: SequenceOptions = DEFAULT_SEQUENCE
    sequence: str | None = None
    privileges: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """``GENERATED ALWAYS AS (expression)``, stored or (PostgreSQL 18) virtual."""

    expression: str
    virtual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNull:
    """What a NOT NULL constraint has that is not usual (PostgreSQL 18); None is the usual name."""

    name: str | None = None
    no_inherit: bool = False
    validated: bool = True
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDetails:
    """What few columns have; None and empty are PostgreSQL's own choice.

    ``storage`` is plain, external, extended or main where it is not the type's. ``inherited`` is a
    column that only a parent declares: it comes and goes with the parent's, and only what differs
    here is changed here. ``taken_over`` is what a server says its NOT NULL constraint is called
    where that is a parent's and not called as usual: nothing can change it as long as it is.
    """

    storage: str | None = None
    compression: str | None = None
    statistics: int | None = None
    options: Options = ()
    not_null: NotNull | None = None
    inherited: bool = False
    privileges: Privileges = NO_PRIVILEGES
    taken_over: str | None = field(default=None, compare=False)


PLAIN_COLUMN = ColumnDetails()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    ``type`` is canonical (see schema.types), ``default`` SQL text. ``renamed_from`` (a name),
    ``using`` and ``backfill`` (SQL expressions) steer the migration that makes a change and are
    no part of the state; ``origin`` is where the column was declared. The snapshot remembers
    ``using``, so that it acts once. ``blocking_ok`` is why a change may stop others while it works,
    here and in what else has it.
    """

    name: str
    type: str
    nullable: bool = False
    default: str | None = None
    identity: Identity | None = None
    generated: Generated | None = None
    collation: str | None = None
    comment: str | None = None
    details: ColumnDetails = PLAIN_COLUMN
    hints: FieldHints = field(default=FieldHints(), compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    using: str | None = field(default=None, compare=False)
    backfill: str | None = field(default=None, compare=False)
    blocking_ok: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryKey:
    """A primary key over one or more columns, in key order.

    ``without_overlaps`` (PostgreSQL 18) is about the last column. ``storage`` and ``include`` are
    those of its index.
    """

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    without_overlaps: bool = False
    storage: Options = ()
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    blocking_ok: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A unique constraint; ``nulls_not_distinct`` needs PostgreSQL 15, the rest as PrimaryKey."""

    name: str
    columns: tuple[str, ...]
    nulls_not_distinct: bool = False
    include: tuple[str, ...] = ()
    without_overlaps: bool = False
    storage: Options = ()
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    blocking_ok: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check constraint; ``expression`` is SQL text without the outer parentheses.

    One that is not ``enforced`` (PostgreSQL 18) is not ``validated`` either.
    """

    name: str
    expression: str
    no_inherit: bool = False
    validated: bool = True
    enforced: bool = True
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key; ``columns`` and ``references_columns`` are of one length.

    ``on_delete_columns`` (PostgreSQL 15) are those that SET NULL and SET DEFAULT touch, none means
    all. With ``period`` (18) the last column of both sides is one. Not ``enforced`` needs 18.
    """

    name: str
    columns: tuple[str, ...]
    references_table: str
    references_columns: tuple[str, ...]
    on_delete: Action = Action.NO_ACTION
    on_update: Action = Action.NO_ACTION
    match: Match = Match.SIMPLE
    on_delete_columns: tuple[str, ...] = ()
    period: bool = False
    validated: bool = True
    enforced: bool = True
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """An exclusion constraint.

    ``elements`` are index keys with their operators (``room``, ``=``), ``where`` SQL text without
    outer parentheses; an operator is SQL text, ``OPERATOR(schema.=)`` where it has to be.
    """

    name: str
    elements: tuple[tuple[IndexKey, str], ...]
    method: str = "gist"
    include: tuple[str, ...] = ()
    where: str | None = None
    storage: Options = ()
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    blocking_ok: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The plain columns among the elements, in their order."""
        return tuple(key.column for key, _ in self.elements if key.column is not None)


Constraint: TypeAlias = PrimaryKey | Unique | Check | ForeignKey | Exclusion


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
    """An index. ``storage`` holds its parameters, sorted by name; ``where`` is SQL text.

    ``name`` is a bare name: an index is in the namespace of its table. ``statistics`` are the
    targets of its expressions, (number of the key from 1, target).
    """

    name: str
    keys: tuple[IndexKey, ...]
    unique: bool = False
    method: str = "btree"
    include: tuple[str, ...] = ()
    where: str | None = None
    nulls_not_distinct: bool = False
    storage: Options = ()
    statistics: tuple[tuple[int, int], ...] = ()
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
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    renamed_values: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    origin: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDetails:
    """What few tables have; None, False and empty are PostgreSQL's own choice.

    ``partition_by`` is SQL text (``RANGE (created_at)``). A partition has ``partition_of``, its
    parent's key, and ``bound``: ``FOR VALUES ...`` or ``DEFAULT``. ``inherits`` are keys.
    ``storage`` are the table's parameters, those of its TOAST table with ``toast.`` before them.
    ``replica_identity`` is "full" or "nothing", or ``replica_identity_index`` names an index;
    so does ``cluster_on``. A partition that was a table before has ``attached``: pairs of what a
    key or an index is called in the parent and here, where that is not as usual
    (schema.partition_names). Only making the table looks at it.
    """

    unlogged: bool = False
    partition_by: str | None = None
    partition_of: str | None = None
    bound: str | None = None
    attached: Options | None = field(default=None, compare=False)
    inherits: tuple[str, ...] = ()
    storage: Options = ()
    row_security: bool = False
    force_row_security: bool = False
    replica_identity: str | None = None
    replica_identity_index: str | None = None
    cluster_on: str | None = None
    privileges: Privileges = NO_PRIVILEGES


PLAIN_TABLE = TableDetails()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSteering:
    """What a table says of its migrations, and no part of its state.

    ``blocking_ok`` is why every change of it may stop others while it works. ``online_renames`` are
    columns, by their new names, whose old ones go on for a while, ``staged_drops`` columns that
    are gone from the schema and go from the database later. ``renamed_online`` lets the table
    itself have both names for a while.
    """

    blocking_ok: str | None = None
    online_renames: tuple[str, ...] = ()
    staged_drops: tuple[str, ...] = ()
    renamed_online: bool = False


NO_STEERING = TableSteering()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. The mappings are by name, in the order of declaration.

    ``name`` is the table's key (see schema.qualified); what is in it has bare names.
    ``unmanaged_partitions`` is a regular expression: partitions whose bare names it matches whole,
    made by a job, are left alone.
    """

    name: str
    columns: Mapping[str, Column]
    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    indexes: Mapping[str, Index] = field(default_factory=dict)
    comment: str | None = None
    details: TableDetails = PLAIN_TABLE
    unmanaged_partitions: str | None = field(default=None, compare=False)
    relations: Mapping[str, Relation] = field(default_factory=dict, compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    source_files: tuple[str, ...] = field(default=(), compare=False)
    steering: TableSteering = field(default=NO_STEERING, compare=False)
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
    """A whole database. The mappings are by key, in the order of declaration.

    ``objects`` are all other kinds (schema.database_objects). ``depends`` says what each object
    needs, as the server tells it: of a model that was read from one; None of a declared one (see
    schema.dependencies). ``staged_drops`` are the keys of tables and types that are declared no
    more, and go from the database later than from the schema.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    enums: Mapping[str, Enum] = field(default_factory=dict)
    objects: Mapping[Ref, DatabaseObject] = field(default_factory=dict)
    depends: Mapping[Ref, frozenset[Ref]] | None = field(default=None, compare=False)
    staged_drops: Mapping[tuple[str, str], Place] = field(default_factory=dict, compare=False)


EMPTY = SchemaModel()
