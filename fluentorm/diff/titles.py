"""What a change is called: the kind in its header and its part of the file name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple, assert_never

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
from fluentorm.schema.names import unique_name
from fluentorm.schema.objects import Check, Constraint, Exclusion, ForeignKey, PrimaryKey, Unique
from fluentorm.schema.qualified import bare_name, namespace_of

if TYPE_CHECKING:
    from fluentorm.schema.refs import Ref


class Title(NamedTuple):
    """The kind of a change, the table or type it is about, and the words of its file name."""

    kind: str
    table: str
    words: tuple[str, ...]


def title(operation: Operation, created: Collection[str]) -> Title:
    """Return what a change that consists of one operation is called.

    ``created`` are the tables that are new in the same diff.
    """
    match operation:
        case CreateEnum(enum=enum):
            return Title("create_enum", enum.name, ("create_enum", enum.name))
        case DropEnum(enum=enum):
            return Title("drop_enum", enum.name, ("drop_enum", enum.name))
        case RenameEnum(before=before, after=after):
            return Title("rename_enum", after, ("rename_enum", before, "to", after))
        case RenameEnumValue(enum=name, before=before, after=after):
            words = ("rename_enum_value", name, before, "to", after)
            return Title("rename_enum_value", name, words)
        case AlterEnum(after=enum):
            return Title("alter_enum", enum.name, ("alter_enum", enum.name))
        case CreateTable(table=table):
            return Title("create_table", table.name, ("create", table.name))
        case DropTable(table=table):
            return Title("drop_table", table.name, ("drop", table.name))
        case RenameTable(before=before, after=after):
            return Title("rename_table", after, ("rename", before, "to", after))
        case AddColumn(table=name, column=column):
            return Title("add_column", name, (name, "add_column", column.name))
        case DropColumn(table=name, column=column):
            return Title("drop_column", name, (name, "drop_column", column.name))
        case RenameColumn(table=name, before=before, after=after):
            return Title("rename_column", name, (name, "rename_column", before, "to", after))
        case AlterColumn():
            return altered_columns_title([operation])
        case AddConstraint(table=name, constraint=constraint):
            return _constraint_title("add", name, constraint, new=name in created)
        case DropConstraint(table=name, constraint=constraint):
            return _constraint_title("drop", name, constraint)
        case RenameConstraint(table=name, before=before, after=after):
            parts = (name, "rename_constraint", before, "to", after)
            return Title("rename_constraint", name, parts)
        case AlterConstraint(table=name, after=constraint):
            return _constraint_title("alter", name, constraint)
        case AddIndex(table=name, index=index):
            return Title("add_index", name, (name, "add_index", index.name))
        case DropIndex(table=name, index=index):
            return Title("drop_index", name, (name, "drop_index", index.name))
        case RenameIndex(table=name, before=before, after=after):
            return Title("rename_index", name, (name, "rename_index", before, "to", after))
        case AlterIndex(table=name, after=index):
            return Title("alter_index", name, (name, "alter_index", index.name))
        case SetComment():
            return comments_title([operation])
        case AlterTable(table=name):
            return Title("alter_table", name, ("alter", name))
        case SetEnumPrivileges(enum=name):
            return Title("grant", name, ("grant", name))
        case CreateObject(object=item):
            return _object_title("create", item.ref)
        case DropObject(object=item):
            return _object_title("drop", item.ref)
        case AlterObject(after=item):
            return _object_title("alter", item.ref)
        case RenameObject(before=ref, after=other):
            was = _object_title("rename", ref)
            stays = namespace_of(ref.name) == namespace_of(other.name)
            key = other.name.partition("(")[0]
            new = other.part or (bare_name(key) if stays else key)
            return was._replace(words=(*was.words, "to", new))
        case _:
            assert_never(operation)


def replacement_title(operation: AddConstraint | AddIndex) -> Title:
    """Return what the replacement of a constraint or an index is called, after the new one."""
    if isinstance(operation, AddIndex):
        name = operation.table
        return Title("index_change", name, (name, "alter_index", operation.index.name))
    kind, table, words = _constraint_title("alter", operation.table, operation.constraint)
    return Title(f"{kind.removeprefix('alter_')}_change", table, words)


def altered_columns_title(operations: Sequence[AlterColumn]) -> Title:
    """Return what a change of one or more columns of a table is called."""
    table = operations[0].table
    names = (operation.after.name for operation in operations)
    return Title("alter_column", table, (table, "alter_column", *names))


def comments_title(operations: Sequence[SetComment]) -> Title:
    """Return what a change of comments on a table or an enum, and on parts of it, is called."""
    first = operations[0]
    alone = len(operations) == 1 and first.kind not in ("table", "enum")
    words = (first.table, "comment", first.name) if alone else (first.table, "comment")
    return Title("comment", first.table, words)


def _object_title(verb: str, ref: Ref) -> Title:
    """Name an object; of a routine, which may be one of several, only the name."""
    kind = f"{verb}_{ref.kind.value.replace(' ', '_')}"
    name = ref.name.partition("(")[0]
    if ref.part is not None:
        return Title(kind, name, (name, kind, ref.part))
    return Title(kind, name, (kind, name))


def _constraint_title(verb: str, table: str, constraint: Constraint, *, new: bool = False) -> Title:
    match constraint:
        case PrimaryKey():
            return Title(f"{verb}_primary_key", table, (table, f"{verb}_pk"))
        case Unique(name=name, columns=columns):
            words = columns if name == unique_name(table, columns) else (name,)
            return Title(f"{verb}_unique", table, (table, f"{verb}_unique", *words))
        case Check(name=name):
            return Title(f"{verb}_check", table, (table, f"{verb}_check", name))
        case Exclusion(name=name):
            return Title(f"{verb}_exclusion", table, (table, f"{verb}_exclusion", name))
        case ForeignKey(name=name, columns=columns):
            # The columns say more where all of the table is new; later the relation does.
            words = columns if new else (name.removeprefix(f"fk_{table}_") or name,)
            return Title(f"{verb}_foreign_key", table, (table, f"{verb}_fk", *words))
        case _:
            assert_never(constraint)
