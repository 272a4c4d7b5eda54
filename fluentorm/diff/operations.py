"""The vocabulary of change: inert values that say what happens, never how.

An operation never executes, connects or quotes. A drop carries the whole dropped value, so that
every operation has an inverse; one renderer per dialect turns both directions into SQL.

``given`` are the privileges that what is created has from the start, by the default privileges of
that time, ``given_sequences`` those on the sequences of identity columns. diff.context fills in
what an operation has to know of the state that it meets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from fluentorm.schema.objects import (
    Column,
    Constraint,
    Enum,
    Index,
    Table,
    TableDetails,
)
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject, Sequence
    from fluentorm.schema.refs import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateEnum:
    """A new enum type."""

    enum: Enum
    given: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class DropEnum:
    """An enum type goes; no column uses it any more."""

    enum: Enum
    given: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEnum:
    """An enum type gets another name; its columns follow."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEnumValue:
    """One value of an enum gets another name; the rows that hold it follow."""

    enum: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumUse:
    """A column of an enum type (or an array of it), as it is when the type changes."""

    table: str
    column: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumDependent:
    """Something over a column of an enum type that does not survive a swap of the type.

    What has an expression or a predicate (a check, an exclusion, an index), or a foreign key (on
    either side).
    """

    table: str
    item: Constraint | Index


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterEnum:
    """An enum's list of values changes; ``uses`` are all columns of the type.

    Where values are only added, the dialect adds them in place; otherwise it swaps the type, and
    rows that hold a removed value make that fail. ``dependents`` are in the order in which a swap
    drops them; it adds them again in the reverse order. Adding in place leaves them alone, but
    the way back of it is a swap: ``objects`` are what only that has to step around, in the order
    in which they are made, ``through`` the columns of types among them, which hold text meanwhile.
    ``generated`` are columns that are of the type or made of such ones: a swap makes them anew;
    ``defaults`` are columns of other types whose default names a value.
    ``given_objects`` are the privileges from the start of each of ``objects``.
    """

    before: Enum
    after: Enum
    uses: tuple[EnumUse, ...] = ()
    dependents: tuple[EnumDependent, ...] = ()
    objects: tuple[DatabaseObject, ...] = ()
    through: tuple[EnumUse, ...] = ()
    generated: tuple[EnumUse, ...] = ()
    defaults: tuple[EnumUse, ...] = ()
    given: Privileges = NO_PRIVILEGES
    given_objects: tuple[Privileges, ...] = ()

    @property
    def in_place(self) -> bool:
        """Say whether values are only added, the others keeping their order."""
        remaining = iter(self.after.values)
        return all(value in remaining for value in self.before.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTable:
    """A new table with its columns, primary key, unique and check constraints and comments.

    Foreign keys and indexes of ``table`` are not part of this operation: they follow as
    AddConstraint and AddIndex, so that cycles and self references work. ``parents`` are the tables
    that it is a partition of or inherits from, as they are by then: what their columns bring along
    is not said again. With ``parts`` it is a partition that is made as a table with these, its own
    of what its parents have, and attached. ``named`` are columns whose NOT NULL constraint has to
    be told its usual name, because another table's is called so. With ``referenced`` it is a
    partition whose parent foreign keys refer to: it leaves that before it can be dropped.
    """

    table: Table
    parents: tuple[Table, ...] = ()
    parts: tuple[Constraint | Index, ...] = ()
    named: frozenset[str] = frozenset()
    referenced: bool = False
    given: Privileges = NO_PRIVILEGES
    given_sequences: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTable:
    """A table goes; its indexes and foreign keys were dropped before it."""

    table: Table
    parents: tuple[Table, ...] = ()
    parts: tuple[Constraint | Index, ...] = ()
    named: frozenset[str] = frozenset()
    referenced: bool = False
    given: Privileges = NO_PRIVILEGES
    given_sequences: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTable:
    """A table gets another name; what refers to it follows."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddColumn:
    """A new column. With ``column.backfill`` it is filled first and tightened then.

    ``restores`` marks the way back of a DropColumn: a NOT NULL column without default then gets a
    neutral value in the rows that exist, because the old ones are gone; with ``keyed`` another one
    in each row, because a key over the column comes back too. With ``only`` the tables that inherit
    from this one have the column already.
    """

    table: str
    column: Column
    restores: bool = False
    keyed: bool = False
    only: bool = False
    given_sequences: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class DropColumn:
    """A column goes; indexes and constraints over it were dropped before it.

    ``keyed`` says that a primary key, unique constraint or unique index was among those. ``only``
    leaves the column to the tables that inherit it.
    """

    table: str
    column: Column
    undoes_add: bool = False
    keyed: bool = False
    only: bool = False
    given_sequences: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameColumn:
    """A column gets another name; what refers to it follows."""

    table: str
    before: str
    after: str


WRAPPER = "pg_temp.column_value"
"""A composite type of one attribute, ``value``, through which JSON becomes a value of any type."""

AttributeName: TypeAlias = tuple[str, str]
"""The key of a composite type, and an attribute of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterColumn:
    """A column's type, nullability, default or identity changes; the name does not.

    ``after.using`` is the author's conversion, ``after.backfill`` fills NULLs before SET NOT NULL.
    A generated column becomes a plain one in place; on the way back it is made anew, and ``items``
    are what is over it then. ``sequence`` is the column's own that an identity takes the place of,
    or the other way round: it goes, or comes, and where it stands is kept. With ``wrapped`` what
    comes of text goes through the temporary type ``WRAPPER`` (see diff.passage); the attributes
    ``lost`` have no place in it. ``descending`` are sequences, as defaults name them, that count
    down. ``below`` are children whose NOT NULL comes and goes with the table's own, ``apart`` says
    that some child calls its own otherwise (see diff.inherited_names).
    """

    table: str
    before: Column
    after: Column
    items: tuple[Constraint | Index, ...] = ()
    sequence: Sequence | None = None
    wrapped: bool = False
    lost: tuple[AttributeName, ...] = ()
    descending: tuple[str, ...] = ()
    given_sequences: Privileges = NO_PRIVILEGES
    below: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddConstraint:
    """A new primary key, unique, check or foreign key constraint."""

    table: str
    constraint: Constraint


@dataclass(frozen=True, slots=True, kw_only=True)
class DropConstraint:
    """A constraint goes."""

    table: str
    constraint: Constraint


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameConstraint:
    """A constraint gets another name."""

    table: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterConstraint:
    """A constraint changes in place, keeping its name; see schema.alterable for what can."""

    table: str
    before: Constraint
    after: Constraint


@dataclass(frozen=True, slots=True, kw_only=True)
class AddIndex:
    """A new index."""

    table: str
    index: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class DropIndex:
    """An index goes."""

    table: str
    index: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameIndex:
    """An index gets another name."""

    table: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterIndex:
    """The storage parameters or the statistics targets of an index change; the keys do not."""

    table: str
    before: Index
    after: Index


CommentKind: TypeAlias = Literal["table", "column", "constraint", "index", "enum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetComment:
    """The comment on an existing object changes; ``name`` is the object's, ``table`` its table's.

    For a table or an enum ``table`` and ``name`` are equal. None is no comment.
    """

    kind: CommentKind
    table: str
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterTable:
    """What a table has beside its columns, constraints, indexes and comment changes.

    ``column_privileges`` are those that its columns have of their own at that time: PostgreSQL
    takes them away with the table's, and they are given again. ``shared`` are the constraints and
    indexes that are the table's own before it is attached as a partition, and that it keeps when
    it is detached; meanwhile they are its parent's. A partition without a ``bound`` is let go of by
    its parent for a moment, to come back with another.
    """

    table: str
    before: TableDetails
    after: TableDetails
    column_privileges: tuple[tuple[str, Privileges], ...] = ()
    shared: tuple[Constraint | Index, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnumPrivileges:
    """Who may use an enum type changes."""

    enum: str
    before: Privileges
    after: Privileges


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateObject:
    """A new object of any other kind, with its comment and privileges.

    A sequence comes without its owner, which follows as AlterObject when the column is there.
    """

    object: DatabaseObject
    given: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class DropObject:
    """An object goes; nothing depends on it any more."""

    object: DatabaseObject
    given: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterObject:
    """An object changes in place, keeping its name; see schema.alterable for what can.

    What changes in place one way may have to be made anew on the way back (a view that got more
    columns): ``dependents`` are what then has to step aside, in the order in which they are made.
    ``given`` are then the privileges from the start of the object and of each dependent.
    """

    before: DatabaseObject
    after: DatabaseObject
    dependents: tuple[DatabaseObject, ...] = ()
    given: tuple[Privileges, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameObject:
    """An object gets another name or namespace; ``before`` and ``after`` are of one kind.

    ``multirange`` are the keys of a range's multirange type before and after, where they differ.
    """

    before: Ref
    after: Ref
    multirange: tuple[str, str] | None = None


Operation: TypeAlias = (
    CreateEnum
    | DropEnum
    | RenameEnum
    | RenameEnumValue
    | AlterEnum
    | CreateTable
    | DropTable
    | RenameTable
    | AddColumn
    | DropColumn
    | RenameColumn
    | AlterColumn
    | AddConstraint
    | DropConstraint
    | RenameConstraint
    | AlterConstraint
    | AddIndex
    | DropIndex
    | RenameIndex
    | AlterIndex
    | SetComment
    | AlterTable
    | SetEnumPrivileges
    | CreateObject
    | DropObject
    | AlterObject
    | RenameObject
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One migration: the operations of one pair of files, and what the pair is called.

    ``slug`` is the file name without version and ending (``users_add_column_phone``), ``kind`` the
    header's type (``add_column``), ``table`` the table or type it is about. ``adopted`` is what
    another tool calls the state that a baseline makes.
    """

    slug: str
    kind: str
    table: str
    operations: tuple[Operation, ...]
    adopted: str | None = None


def inverse(operation: Operation) -> Operation:
    """Return the operation that undoes this one."""
    match operation:
        case CreateEnum(enum=enum, given=given):
            return DropEnum(enum=enum, given=given)
        case DropEnum(enum=enum, given=given):
            return CreateEnum(enum=enum, given=given)
        case RenameEnum(before=before, after=after):
            return RenameEnum(before=after, after=before)
        case RenameEnumValue(enum=name, before=before, after=after):
            return RenameEnumValue(enum=name, before=after, after=before)
        case AlterEnum(before=old, after=new):
            return replace(operation, before=new, after=old)
        case CreateTable() | DropTable():
            other = DropTable if isinstance(operation, CreateTable) else CreateTable
            return other(
                table=operation.table,
                parents=operation.parents,
                parts=operation.parts,
                named=operation.named,
                referenced=operation.referenced,
                given=operation.given,
                given_sequences=operation.given_sequences,
            )
        case RenameTable(before=before, after=after):
            return RenameTable(before=after, after=before)
        case AddColumn(table=name, column=column):
            return DropColumn(
                table=name,
                column=column,
                undoes_add=not operation.restores,
                keyed=operation.keyed,
                only=operation.only,
                given_sequences=operation.given_sequences,
            )
        case DropColumn(table=name, column=column):
            return AddColumn(
                table=name,
                column=column,
                restores=not operation.undoes_add,
                keyed=operation.keyed,
                only=operation.only,
                given_sequences=operation.given_sequences,
            )
        case RenameColumn(table=name, before=before, after=after):
            return RenameColumn(table=name, before=after, after=before)
        case AlterColumn(before=old_column, after=new_column):
            return replace(operation, before=new_column, after=old_column)
        case AddConstraint(table=name, constraint=constraint):
            return DropConstraint(table=name, constraint=constraint)
        case DropConstraint(table=name, constraint=constraint):
            return AddConstraint(table=name, constraint=constraint)
        case RenameConstraint(table=name, before=before, after=after):
            return RenameConstraint(table=name, before=after, after=before)
        case AlterConstraint(table=name, before=old_rule, after=new_rule):
            return AlterConstraint(table=name, before=new_rule, after=old_rule)
        case AddIndex(table=name, index=index):
            return DropIndex(table=name, index=index)
        case DropIndex(table=name, index=index):
            return AddIndex(table=name, index=index)
        case RenameIndex(table=name, before=before, after=after):
            return RenameIndex(table=name, before=after, after=before)
        case AlterIndex(table=name, before=old_index, after=new_index):
            return AlterIndex(table=name, before=new_index, after=old_index)
        case SetComment(kind=kind, table=table_name, name=name, before=was, after=now):
            return SetComment(kind=kind, table=table_name, name=name, before=now, after=was)
        case AlterTable(before=old_details, after=new_details):
            return replace(operation, before=new_details, after=old_details)
        case SetEnumPrivileges(enum=name, before=had, after=has):
            return SetEnumPrivileges(enum=name, before=has, after=had)
        case CreateObject(object=made, given=given):
            return DropObject(object=made, given=given)
        case DropObject(object=made, given=given):
            return CreateObject(object=made, given=given)
        case AlterObject(before=made, after=changed):
            return replace(operation, before=changed, after=made)
        case RenameObject(before=ref, after=other, multirange=pair):
            back = None if pair is None else (pair[1], pair[0])
            return RenameObject(before=other, after=ref, multirange=back)
        case _:
            assert_never(operation)
