"""Operations grouped into migrations: one change of the schema, one pair of files.

A change is what an author did in one place: a new column and the unique constraint that is its
alone, the drop and the add of one index, a renamed table and its keys that follow the name. Only
neighbours are grouped, so the order of the operations stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    AlterObject,
    AlterTable,
    Change,
    CreateObject,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropObject,
    DropTable,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    SetComment,
)
from fluentorm.diff.rebuilds import rebuilds
from fluentorm.diff.slugs import slug
from fluentorm.diff.titles import (
    Title,
    altered_columns_title,
    comments_title,
    replacement_title,
    title,
)
from fluentorm.schema.objects import Constraint, Index, TableDetails, Unique

_Drop: TypeAlias = DropConstraint | DropIndex
_Add: TypeAlias = AddConstraint | AddIndex
_Group: TypeAlias = tuple[int, Title]
"""How many operations a change has, and what it is called."""


def changes(operations: Iterable[Operation]) -> tuple[Change, ...]:
    """Return the migrations for the operations of one diff, in their order."""
    sequence = tuple(operations)
    anew = rebuilds(sequence)
    created = frozenset(o.table.name for o in sequence if isinstance(o, CreateTable))
    found = []
    start = 0
    while start < len(sequence):
        if start in anew:
            length = anew[start] - start
            kind, table, words = _rebuild_title(sequence[start : start + length], created)
        else:
            length, (kind, table, words) = _group(sequence, start, created)
        group = sequence[start : start + length]
        found.append(Change(slug=slug(*words), kind=kind, table=table, operations=group))
        start += length
    return tuple(found)


def makes_anew(operations: Iterable[Operation]) -> bool:
    """Say whether an object is dropped and made again."""
    return bool(rebuilds(tuple(operations)))


def _rebuild_title(operations: Sequence[Operation], created: frozenset[str]) -> Title:
    """Name what objects are made anew for: one of them that changes, else what does in a table."""
    after = {o.object.ref: o.object for o in operations if isinstance(o, CreateObject)}
    drops = [o.object for o in operations if isinstance(o, DropObject) and o.object.ref in after]
    for item in drops:
        if after[item.ref] != item:
            return title(AlterObject(before=item, after=after[item.ref]), created)
    others = [o for o in operations if not isinstance(o, DropObject | CreateObject)]
    altered = (o for o in others if isinstance(o, AlterColumn | AlterEnum))
    return title(next(altered, others[0] if others else operations[0]), created)


def _group(operations: Sequence[Operation], start: int, created: frozenset[str]) -> _Group:
    """Return the change that begins with this operation."""
    first = operations[start]
    group: _Group | None = None
    match first:
        case RenameTable(after=table) | RenameColumn(table=table):
            followers = _run(operations, start + 1, lambda o: _renames_part(o, table))
            group = 1 + len(followers), title(first, created)
        case AddColumn():
            keys = _run(operations, start + 1, lambda o: _adds_key_of(o, first))
            group = 1 + len(keys), title(first, created)
        case SetComment(table=table, kind=kind):
            comments = [
                o
                for o in _run(operations, start, lambda o: _comments_on(o, table, kind == "enum"))
                if isinstance(o, SetComment)
            ]
            group = len(comments), comments_title(comments)
        case AlterTable(before=TableDetails(partition_of=str(parent))):
            moving = _run(operations, start, lambda o: _rebinds(o, parent))
            group = (len(moving), title(first, created)) if moving else None
        case DropConstraint() | DropIndex():
            group = _group_of_drop(operations, start, created)
        case AlterEnum():
            group = _group_of_enum(operations, start, created)
        case _:
            pass
    return group or (1, title(first, created))


def _run(
    operations: Sequence[Operation], start: int, belongs: Callable[[Operation], bool]
) -> Sequence[Operation]:
    """Return the operations from a place on that belong, up to the first that does not."""
    end = start
    while end < len(operations) and belongs(operations[end]):
        end += 1
    return operations[start:end]


def _rebinds(operation: Operation, parent: str) -> bool:
    """Say whether a partition leaves its parent for a moment, or comes back with another bound."""
    match operation:
        case AlterTable(before=had, after=has):
            same = had.partition_of == has.partition_of == parent
            return same and had.bound != has.bound and None in (had.bound, has.bound)
        case _:
            return False


def _renames_part(operation: Operation, table: str) -> bool:
    return isinstance(operation, RenameConstraint | RenameIndex) and operation.table == table


def _adds_key_of(operation: Operation, addition: AddColumn) -> bool:
    if not isinstance(operation, AddConstraint) or operation.table != addition.table:
        return False
    return _is_key_of(operation.constraint, addition.column.name)


def _is_key_of(constraint: Constraint, column: str) -> bool:
    return isinstance(constraint, Unique) and constraint.columns == (column,)


def _comments_on(operation: Operation, table: str, enum: bool) -> bool:
    if not isinstance(operation, SetComment):
        return False
    return operation.table == table and (operation.kind == "enum") == enum


def _group_of_drop(
    operations: Sequence[Operation], start: int, created: frozenset[str]
) -> _Group | None:
    """Return the change that begins with a drop, if it is more than the drop."""
    first = operations[start]
    following = operations[start + 1] if start + 1 < len(operations) else None
    match first, following:
        case DropIndex(), AddIndex() if _same_object(first, following):
            return 2, replacement_title(following)
        case DropConstraint(), AddConstraint() if _same_object(first, following):
            return 2, replacement_title(following)
        case DropConstraint(table=table, constraint=key), DropColumn(table=other, column=column):
            if table == other and _is_key_of(key, column.name):
                return 2, title(following, created)
        case _:
            pass
    drops = _drops_of_one_table(operations, start)
    after = operations[start + len(drops)] if start + len(drops) < len(operations) else None
    if isinstance(after, DropTable) and after.table.name == drops[0].table:
        return len(drops) + 1, title(after, created)
    return _group_around_columns(operations, start, drops)


def _drops_of_one_table(operations: Sequence[Operation], start: int) -> list[_Drop]:
    drops: list[_Drop] = []
    for operation in operations[start:]:
        if not isinstance(operation, DropConstraint | DropIndex):
            break
        if drops and operation.table != drops[0].table:
            break
        drops.append(operation)
    return drops


def _group_around_columns(
    operations: Sequence[Operation], start: int, drops: Sequence[_Drop]
) -> _Group | None:
    """Return the change of columns between the drop and the return of what is over them."""
    table = drops[0].table
    begin = start + len(drops)
    altered = [
        o
        for o in _run(operations, begin, lambda o: isinstance(o, AlterColumn) and o.table == table)
        if isinstance(o, AlterColumn)
    ]
    end = begin + len(altered)
    returned = [_dropped_by(o) for o in operations[end : end + len(drops)]]
    if not altered or returned != list(reversed(drops)):
        return None
    return end + len(drops) - start, altered_columns_title(altered)


def _dropped_by(operation: Operation) -> Operation | None:
    """Return the drop that an addition makes good."""
    match operation:
        case AddIndex(table=table, index=index):
            return DropIndex(table=table, index=index)
        case AddConstraint(table=table, constraint=constraint):
            return DropConstraint(table=table, constraint=constraint)
        case _:
            return None


def _same_object(drop: _Drop, add: _Add) -> bool:
    """Say whether an addition takes the place of what was just dropped."""
    before, after = _object(drop), _object(add)
    same = type(before) is type(after) and before.name == after.name
    return same and drop.table == add.table


def _object(operation: _Drop | _Add) -> Constraint | Index:
    if isinstance(operation, DropIndex | AddIndex):
        return operation.index
    return operation.constraint


def _group_of_enum(
    operations: Sequence[Operation], start: int, created: frozenset[str]
) -> _Group | None:
    """Return the change of an enum with the defaults that come after it.

    Those that step aside before it are changes of their own: to undo them may need a value that
    PostgreSQL lets be used only when the undoing of this change is committed (55P04).
    """
    change = operations[start]
    uses = change.uses if isinstance(change, AlterEnum) else ()
    subjects = {(use.table, use.column.name) for use in uses}
    tightened = _run(
        operations, start + 1, lambda o: _column_of(o) in subjects and _puts_default_on(o)
    )
    return 1 + len(tightened), title(change, created)


def _column_of(operation: Operation) -> tuple[str, str] | None:
    if not isinstance(operation, AlterColumn):
        return None
    return operation.table, operation.after.name


def _puts_default_on(operation: Operation) -> bool:
    if not isinstance(operation, AlterColumn) or operation.before.default is not None:
        return False
    return operation.before == replace(operation.after, default=None)
