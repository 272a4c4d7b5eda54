"""What a database that exists already begins with: one migration for all of it.

Nobody reviews the changes that led to such a database one by one, so they are one pair of files.
More than one only where a server could not run it: an enum's new value has to be committed before
it is used, and a transaction may hold only so many locks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.diff.operations import (
    AddConstraint,
    AddIndex,
    AlterEnum,
    Change,
    CreateObject,
    CreateTable,
    Operation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.migrate.directory import Directory

KIND = "baseline"
# New tables and indexes of one file. Each is locked until the commit, a table with its TOAST
# table, and a server has room for 6400 locks by default (max_locks_per_transaction).
_MOST = 1500


def as_baseline(
    operations: Iterable[Operation], *, adopted: str | None = None
) -> tuple[Change, ...]:
    """Return operations as the fewest migrations that a server can run.

    ``adopted`` is what another tool calls the state that they make.
    """
    groups: list[list[Operation]] = [[]]
    weight = 0
    for operation in operations:
        if weight >= _MOST:
            groups.append([])
            weight = 0
        groups[-1].append(operation)
        weight += _weight(operation)
        if isinstance(operation, AlterEnum) and operation.in_place:
            weight = _MOST
    return tuple(
        Change(slug=KIND, kind=KIND, table="", operations=tuple(group), adopted=adopted)
        for group in groups
        if group
    )


def _weight(operation: Operation) -> int:
    match operation:
        case CreateTable(table=table):
            return 3 + len(table.constraints)
        case AddIndex() | AddConstraint() | CreateObject():
            return 1
        case _:
            return 0


def adopted_state(directory: Directory) -> str | None:
    """Return what another tool called the state that the last adoption began with."""
    found = (directory.source(entry.name).header.adopted for entry in reversed(directory.entries))
    return next(filter(None, found), None)


def last_baseline(directory: Directory) -> str | None:
    """Return the last migration that was written for what a database had already."""
    names = [entry.name for entry in directory.entries]
    return next(
        (name for name in reversed(names) if directory.source(name).header.kind == KIND), None
    )
